/**
 * Stops the sweep while the clocks disagree, and tells: the operator by the log and `/readyz`, every controller by
 * an entry in its own log. A row stands while a controller's sweep is stopped, so that after a restart, too, each
 * stop and each end of one is told once.
 */
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import type { ClockTrouble } from './clock-check.ts';
import type { ControllerLog } from './controller-log.ts';

export interface SweepWatchDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly clock: Clock;
  readonly controllers: readonly string[];
  readonly check: () => Promise<ClockTrouble | undefined>;
  /** Told once for each stop. */
  readonly alarm: (trouble: ClockTrouble) => void;
}

/** @returns what asks whether the sweep may run now. */
export function createSweepWatch(deps: SweepWatchDeps): () => Promise<boolean> {
  const { database, log, clock, controllers, check, alarm } = deps;
  let alarmed = false;

  /** What the time is by the clock that can be believed. */
  const timeDespite = ({ milliseconds }: ClockTrouble) => clock.now() - milliseconds;

  async function tell(controller: string, trouble: ClockTrouble | undefined): Promise<void> {
    const event = trouble
      ? ({ type: 'SweepStopped', ...trouble } as const)
      : ({ type: 'SweepResumed' } as const);
    const row = trouble
      ? database
          .insertInto('sweep_stop')
          .values({ controller, at: timeDespite(trouble) })
          .compile()
      : database.deleteFrom('sweep_stop').where('controller', '=', controller).compile();
    await log.append(controller, { kind: 'system' }, [event], [row]);
  }

  return async () => {
    const trouble = await check();
    if (trouble && !alarmed) alarm(trouble);
    alarmed = trouble !== undefined;
    const rows = await database.selectFrom('sweep_stop').select('controller').execute();
    const stopped = new Set(rows.map(({ controller }) => controller));
    for (const controller of controllers) {
      if (stopped.has(controller) !== alarmed) await tell(controller, trouble);
    }
    if (trouble && stopped.size > 0)
      await database
        .updateTable('sweep_stop')
        .set({ at: timeDespite(trouble) })
        .execute();
    return !alarmed;
  };
}

/** What the operator confirmed (`npm run ops -- confirm-clock`); taken once. */
export async function takeClockConfirmation(database: Database): Promise<number | undefined> {
  const row = await database.selectFrom('clock_confirmed').select('at').executeTakeFirst();
  if (row) await database.deleteFrom('clock_confirmed').execute();
  return row?.at;
}

/**
 * The time that is known to have come, for the first check after a start: of the ledger's newest entry, or, should
 * the sweep have been stopped, the last time reckoned then, for what was written since bears a time not to be believed. Undefined
 * when nothing was ever written.
 */
export async function lastTimeKnown(database: Database): Promise<number | undefined> {
  const stop = database.selectFrom('sweep_stop').select('at').orderBy('at', 'desc').limit(1);
  const newest = database.selectFrom('entry').select('at').orderBy('n', 'desc').limit(1);
  return ((await stop.executeTakeFirst()) ?? (await newest.executeTakeFirst()))?.at;
}
