/** Ends sessions that outlive their call: nobody connected for a while, or open for too long (SES-5). */
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import type { Sessions } from './sessions.ts';

export interface TimeLimits {
  readonly idleMinutes: number;
  readonly maximumHours: number;
}

export interface TimeLimitDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly limitsOf: (controller: string) => TimeLimits;
  /** Since when nobody is connected, in epoch milliseconds; undefined while somebody is. */
  readonly emptySince: (session: string) => number | undefined;
}

/** One tick: ends what is over its limits. */
export async function endOverdue(deps: TimeLimitDeps): Promise<void> {
  const { database, sessions, clock, limitsOf, emptySince } = deps;
  const now = clock.now();
  const open = await database
    .selectFrom('session')
    .select(['id', 'controller', 'created_at'])
    .where('ended_at', 'is', null)
    .execute();
  for (const { id, controller, created_at } of open) {
    const { idleMinutes, maximumHours } = limitsOf(controller);
    const empty = emptySince(id);
    // A session made just now has had no time to be joined: idle counts from its start at the earliest.
    const idleFrom = empty === undefined ? undefined : Math.max(empty, created_at);
    if (now - created_at >= maximumHours * 3_600_000) {
      await sessions.execute(id, { by: 'system', command: { type: 'End', reason: 'maximum-length' } });
    } else if (idleFrom !== undefined && now - idleFrom >= idleMinutes * 60_000) {
      await sessions.execute(id, { by: 'system', command: { type: 'End', reason: 'idle' } });
    }
  }
}
