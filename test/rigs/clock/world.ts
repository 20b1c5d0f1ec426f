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
import { sweep } from '../../../server/privacy/sweep.ts';
import { createSweepWatch, lastTimeKnown } from '../../../server/privacy/sweep-watch.ts';

export interface Erased {
  readonly session: string;
  readonly what: 'photos' | 'content';
}

export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(start: number, options: { readonly believesAnyClock: boolean }) {
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

  async function note(session: string, what: Erased['what']): Promise<void> {
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
    async end(id: string): Promise<void> {
      const due = dueDates(wall.now());
      const row = {
        controller: 'lmt',
        staff: 'staff',
        agent_name: 'Anna',
        language: 'lv',
        category: 'wifi',
      } as const;
      const hashes = { number_hash: null, call_hash: null, accepted_at: null };
      const times = {
        created_at: wall.now(),
        ended_at: wall.now(),
        end_reason: 'agent-ended',
        status: 'ended',
      } as const;
      const dates = { photos_due: due.photos, content_due: due.content, skeleton_due: due.skeleton };
      const none = { photos_erased_at: null, content_erased_at: null };
      await database
        .insertInto('session')
        .values({ id, ...row, ...hashes, ...times, ...dates, ...none })
        .execute();
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
    /** One round of the housekeeping. */
    async tick(): Promise<readonly Erased[]> {
      erased = [];
      if (!(await maySweep()) && !options.believesAnyClock) return erased;
      await sweep({
        database,
        clock: wall,
        unfinished: async () => [],
        finish: async () => {},
        erasePhotos: (session) => note(session, 'photos'),
        eraseContent: (session) => note(session, 'content'),
        eraseSkeleton: async () => {},
        onFault(error) {
          throw error;
        },
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
