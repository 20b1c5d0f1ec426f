/**
 * One to five after a call, asked only with `offers` by phone in force. Whose rating it is stands sealed in the
 * session and goes with it; what a supervisor sees are counts, which are about nobody.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { RatingCounts } from '../../protocol/http.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import type { Sessions } from '../session/sessions.ts';
import { type ConsentsInCall, USES } from './in-call.ts';

/** No client's id is that short: a session is rated once, and a repeat gets the first answer. */
const ONCE = 'rating';
const COUNTED_DAYS = 30;
const ZONE = 'Europe/Riga';

export interface Ratings {
  /** Whether this session's caller may be asked now. */
  mayAsk(session: string, state: SessionState): Promise<boolean>;
  rate(session: string, state: SessionState, score: number): Promise<{ readonly ok: true } | Refusal>;
  /** How often each score was given in the last 30 days. */
  counts(controller: string): Promise<RatingCounts>;
}

export interface RatingDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly inCall: Pick<ConsentsInCall, 'check'>;
  readonly clock: Clock;
}

export function createRatings({ database, sessions, inCall, clock }: RatingDeps): Ratings {
  const dayOf = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate();

  return {
    async mayAsk(session, state) {
      if (state.status !== 'ended' || state.joined?.match.kind !== 'confirmed') return false;
      if (!(await inCall.check(state, USES.rating))?.answer.ok) return false;
      const events = await sessions.since(session, 0);
      return !events.some(({ event }) => event.type === 'CallRated');
    },
    async rate(session, state, score) {
      if (state.status !== 'ended') return refuse('session_not_open');
      if (state.joined?.match.kind !== 'confirmed') return refuse('match_required');
      const checked = await inCall.check(state, USES.rating);
      if (!checked?.answer.ok) return refuse('consent_missing');
      const day = dayOf(clock.now()).toString();
      const count = database
        .insertInto('rating_count')
        .values({ controller: state.controller, day, score, count: 1 })
        .onConflict((conflict) =>
          conflict.doUpdateSet((row) => ({ count: row('rating_count.count', '+', 1) })),
        )
        .compile();
      const command = { type: 'RateCall', score, checked } as const;
      const outcome = await sessions.execute(
        session,
        { by: 'caller', command },
        { command: ONCE, also: [count] },
      );
      return outcome.ok ? { ok: true } : outcome;
    },
    async counts(controller) {
      const since = dayOf(clock.now())
        .subtract({ days: COUNTED_DAYS - 1 })
        .toString();
      const rows = await database
        .selectFrom('rating_count')
        .select(({ fn }) => ['score', fn.sum<number>('count').as('count')])
        .where('controller', '=', controller)
        .where('day', '>=', since)
        .groupBy('score')
        .execute();
      const byScore = new Map(rows.map(({ score, count }) => [score, count]));
      return { days: COUNTED_DAYS, counts: [1, 2, 3, 4, 5].map((score) => byScore.get(score) ?? 0) };
    },
  };
}
