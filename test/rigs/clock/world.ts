/**
 * A small world with a true time that no program sees: a wall clock that people and time servers set wrong, a
 * monotonic clock that is right, and the real sweep, clock check, watch and database between them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addLocalKeys, openLocalKeys } from '../../../server/adapters/local-keys.ts';
import { openKeyStore } from '../../../server/adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../../../server/adapters/sqlite/main-database.ts';
import { createKeys } from '../../../server/ledger/keys.ts';
import { createLedger } from '../../../server/ledger/ledger.ts';
import { createClockCheck } from '../../../server/privacy/clock-check.ts';
import { createControllerLog } from '../../../server/privacy/controller-log.ts';
import { dueDates } from '../../../server/privacy/periods.ts';
import { createSweep } from '../../../server/privacy/sweep.ts';
import { createSweepWatch, lastTimeKnown } from '../../../server/privacy/sweep-watch.ts';

export interface Erased {
  readonly session: string;
  readonly what: 'photos' | 'content';
}

export type World = Awaited<ReturnType<typeof createWorld>>;

export interface WorldOptions {
  readonly believesAnyClock?: boolean;
  /** True time that one erasure takes, in milliseconds. */
  readonly erasureTakes?: number;
  /** Pages that a tick may take; else as many as it has time for. */
  readonly pages?: number;
}

export async function createWorld(start: number, options: WorldOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'zvana-clock-'));
  const keyFile = join(folder, 'controllers.json');
  addLocalKeys(keyFile, ['lmt']);
  const keyStore = openKeyStore(join(folder, 'keys.sqlite'));
  const main = openMainDatabase(join(folder, 'main.sqlite'));
  const { database, journal } = main;
  let time = start;
  let ahead = 0;
  const wall = { now: () => time + ahead };
  const keys = createKeys(openLocalKeys(keyFile, ['lmt']), keyStore, () => 'unused');
  let erased: Erased[] = [];
  let maySweep = watch();

  /** As the server does at its start. */
  function watch() {
    const beginning = time;
    const check = createClockCheck({
      wall,
      monotonic: { now: () => time - beginning },
      lastKnown: () => lastTimeKnown(database),
    });
    const log = createControllerLog({ ledger: createLedger(journal), keys, clock: wall });
    const watchDeps = { database, log, clock: wall, controllers: ['lmt'], alarm: () => {} };
    return createSweepWatch({ ...watchDeps, check });
  }

  const sweep = createSweep({
    database,
    clock: wall,
    monotonic: { now: () => time },
    unfinished: async () => [],
    finish: async () => {},
    erasePhotos: (session) => note(session, 'photos'),
    eraseContent: (session) => note(session, 'content'),
    eraseSkeleton: async () => {},
    onFault(error) {
      throw error;
    },
  });

  async function note(session: string, what: Erased['what']): Promise<void> {
    time += options.erasureTakes ?? 0;
    erased.push({ session, what });
    const set =
      what === 'photos'
        ? { photos_erased_at: wall.now() }
        : { content_erased_at: wall.now(), status: 'erased' as const };
    await database.updateTable('session').set(set).where('id', '=', session).execute();
  }

  return {
    /** Only the rig knows it. */
    trueTime: () => time,
    ahead: () => ahead,
    pass(milliseconds: number) {
      time += milliseconds;
    },
    /** Sets the wall clock so far ahead of the truth (negative: behind). */
    setAhead(milliseconds: number) {
      ahead = milliseconds;
    },
    restart() {
      maySweep = watch();
    },
    /** Ends sessions now. */
    async end(...ids: readonly string[]): Promise<void> {
      const values = ids.map((id) => endedSession(id, wall.now()));
      for (let at = 0; at < values.length; at += 500) {
        await database
          .insertInto('session')
          .values(values.slice(at, at + 500))
          .execute();
      }
    },
    async hold(session: string, state: 'in-force' | 'lifted'): Promise<void> {
      const steps = { requested_by: 'one', requested_at: time, approved_by: 'two', approved_at: time };
      const open = { lift_requested_by: null, lift_requested_at: null, lifted_by: null, lifted_at: null };
      const row = { id: session, controller: 'lmt', session, photo: null, state, reasons: new Uint8Array(1) };
      await database
        .insertInto('hold')
        .values({ ...row, ...steps, ...open })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ state }))
        .execute();
    },
    /** One round of the sweep. */
    async tick(): Promise<readonly Erased[]> {
      erased = [];
      let pages = 0;
      await sweep(async () => {
        pages += 1;
        if (pages > (options.pages ?? Number.POSITIVE_INFINITY)) return false;
        return options.believesAnyClock === true || maySweep();
      });
      return erased;
    },
    async close() {
      await main.close();
      keyStore.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function endedSession(id: string, at: number) {
  const due = dueDates(at);
  return {
    id,
    controller: 'lmt',
    status: 'ended',
    staff: 'staff',
    agent_name: 'Anna',
    language: 'lv',
    category: 'wifi',
    number_hash: null,
    call_hash: null,
    created_at: at,
    accepted_at: null,
    ended_at: at,
    end_reason: 'agent-ended',
    photos_due: due.photos,
    content_due: due.content,
    skeleton_due: due.skeleton,
    photos_erased_at: null,
    content_erased_at: null,
  } as const;
}
