/** The real ledger on a real database, with real checkpoints, and the real export and verifier of it. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Actor, SessionEvent } from '../../../protocol/events.ts';
import { openCheckpointFolder } from '../../../server/adapters/checkpoints-folder.ts';
import { addLocalKeys, openLocalKeys } from '../../../server/adapters/local-keys.ts';
import { openExportSource } from '../../../server/adapters/sqlite/export-source.ts';
import { openMainDatabase } from '../../../server/adapters/sqlite/main-database.ts';
import { createCheckpoints } from '../../../server/ledger/checkpoints.ts';
import { exportLines } from '../../../server/ledger/export.ts';
import { createLedger } from '../../../server/ledger/ledger.ts';
import { readPublicKey, verifyExport } from '../../../server/ledger/verifier.ts';
import { streamOf } from '../../../server/session/live.ts';
import { toEntry } from '../../../server/session/record.ts';

/** What arrives in one turn of the event loop: 64 entries, two of each of 32 calls. */
export const BATCH = 64;
export const STREAMS = 32;
const CONTROLLER = 'lmt';

/** Bytes of one entry, as the product makes it. */
export interface Size {
  readonly header: number;
  readonly payload: number;
}

export function openProduct(folder: string) {
  mkdirSync(folder);
  const file = join(folder, 'main.sqlite');
  const keyFile = join(folder, 'keys.json');
  addLocalKeys(keyFile, [CONTROLLER]);
  const signer = openLocalKeys(keyFile, [CONTROLLER]);
  const { database, journal, close } = openMainDatabase(file);
  const ledger = createLedger(journal);
  const checkpoints = createCheckpoints({
    database,
    sink: openCheckpointFolder(join(folder, 'sink')),
    signer,
    clock: { now: () => Date.now() },
    onFault(error) {
      throw error;
    },
  });
  const streams = Array.from({ length: STREAMS }, () =>
    ledger.newStream(streamOf(v7()), CONTROLLER, `log:${v7()}`, createSecretKey(randomBytes(32))),
  );
  const showing = v7();
  const staff = v7();
  let step = 0;

  /** By turns what agent and caller do while a guide is shown. */
  function nextEntry() {
    step += 1;
    const [actor, event]: [Actor, SessionEvent] =
      step % 2 === 0
        ? [
            { kind: 'agent', staff },
            { type: 'StepTurned', showing, step: (step % 8) + 1 },
          ]
        : [{ kind: 'caller' }, { type: 'StepAnswered', showing, step: (step % 8) + 1, answer: 'done' }];
    return toEntry(event, actor, Date.now(), COMMAND, undefined);
  }

  return {
    async seal(entries: number, checkpointEach: number): Promise<void> {
      for (let done = 0; done < entries; ) {
        const batch = Array.from({ length: BATCH }, (_, n) => streams[n % STREAMS]).flatMap((stream) =>
          stream ? [ledger.append(stream, [nextEntry()])] : [],
        );
        await Promise.all(batch);
        done += BATCH;
        if (done % checkpointEach === 0) await checkpoints.take();
      }
    },
    /** Of the newest batch. */
    sizes: () => sizesIn(file),
    exported(): readonly string[] {
      const source = openExportSource(file, CONTROLLER);
      try {
        return [...exportLines(CONTROLLER, Date.now(), source)].map((line) => line.slice(0, -1));
      } finally {
        source.close();
      }
    },
    async verify(lines: readonly string[]): Promise<void> {
      const key = readPublicKey(Buffer.from(signer.publicKey(CONTROLLER)).toString('base64'));
      const checkpointed = readFileSync(join(folder, 'sink', `${CONTROLLER}.checkpoints`), 'utf8');
      const { ok, named } = await verifyExport(lines, key, [checkpointed]);
      if (!ok) throw new Error(named.join('\n'));
    },
    close,
  };
}

/** As long as a client's. */
const COMMAND = '0193f6ae-9908-704d-a317-688dd1614f66';

function sizesIn(file: string): readonly Size[] {
  const source = openExportSource(file, CONTROLLER);
  try {
    return [...source.streams()].flatMap(({ id }) =>
      [...source.entries(id)].slice(-BATCH / STREAMS).map(({ seq, at, type, role, staff, sealed }) => ({
        header: JSON.stringify([1, CONTROLLER, id, seq, at, type, role, staff, '']).length,
        payload: sealed.length - 28,
      })),
    );
  } finally {
    source.close();
  }
}
