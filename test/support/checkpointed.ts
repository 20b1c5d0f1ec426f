/** A ledger on a real database with real checkpoints, under a clock that the test moves; its export as lines. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpointFolder } from '../../server/adapters/checkpoints-folder.ts';
import { addLocalKeys, openLocalKeys } from '../../server/adapters/local-keys.ts';
import { openExportSource } from '../../server/adapters/sqlite/export-source.ts';
import { openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import type { Database } from '../../server/database.ts';
import { type Checkpoints, createCheckpoints } from '../../server/ledger/checkpoints.ts';
import { exportLines } from '../../server/ledger/export.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import type { CheckpointSink } from '../../server/ports.ts';

export interface Checkpointed {
  readonly database: Database;
  readonly checkpoints: Checkpoints;
  readonly sink: CheckpointSink;
  /** 32 bytes, base64. */
  readonly publicKey: string;
  readonly faults: readonly unknown[];
  clock: number;
  /** Appends entries to a stream, which begins when it is new. */
  append(stream: string, count: number): Promise<void>;
  /** Lines without line feeds. */
  lines(): string[];
  /** What the sink holds. */
  signed(): string;
  close(): Promise<void>;
}

export const CONTROLLER = 'lmt';
export const START = Date.UTC(2026, 10, 20, 8);

export async function createCheckpointed(
  replaceSink: (real: CheckpointSink) => CheckpointSink = (real) => real,
): Promise<Checkpointed> {
  const folder = mkdtempSync(join(tmpdir(), 'zvana-checkpointed-'));
  const keyFile = join(folder, 'keys.json');
  addLocalKeys(keyFile, [CONTROLLER]);
  const signer = openLocalKeys(keyFile, [CONTROLLER]);
  const file = join(folder, 'main.sqlite');
  const { database, journal, close } = openMainDatabase(file);
  const sink = replaceSink(openCheckpointFolder(join(folder, 'sink')));
  const ledger = createLedger(journal);
  const faults: unknown[] = [];
  const key = createSecretKey(randomBytes(32));
  const now = () => world.clock;
  const onFault = (error: unknown) => void faults.push(error);
  const world: Checkpointed = {
    database,
    sink,
    faults,
    checkpoints: createCheckpoints({ database, sink, signer, clock: { now }, onFault }),
    publicKey: Buffer.from(signer.publicKey(CONTROLLER)).toString('base64'),
    clock: START,
    async append(id, count) {
      const stream = (await ledger.resume(id, key)) ?? ledger.newStream(id, CONTROLLER, `log:${id}`, key);
      const entries = Array.from({ length: count }, (_, i) => ({
        at: world.clock,
        type: 'NoteShown',
        role: 'agent',
        staff: 'a-staff-id',
        payload: JSON.stringify({ v: 1, e: { type: 'NoteShown', text: `${id} ${i}` } }),
      }));
      await ledger.append(stream, entries);
    },
    lines() {
      const source = openExportSource(file, CONTROLLER);
      try {
        return [...exportLines(CONTROLLER, world.clock, source)].map((line) => line.slice(0, -1));
      } finally {
        source.close();
      }
    },
    signed: () => readFileSync(join(folder, 'sink', `${CONTROLLER}.checkpoints`), 'utf8'),
    async close() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}
