/** What a session is scored by, counted from its row and from headers of entries: nothing is opened. */
import * as v from 'valibot';
import { RISK_SIGNALS, type RiskReason, type RiskSignals } from '../../../protocol/audit.ts';
import type { EventType } from '../../../protocol/events.ts';
import type { Database, EntryRow, SessionRow } from '../../database.ts';
import type { Journal } from '../../ports.ts';
import { WRAP_UP_PERIOD } from '../../privacy/policy.ts';
import { streamOf } from '../../session/live.ts';
import { isOutOfHours } from './rules.ts';

export type Ended = Pick<SessionRow, 'id' | 'controller' | 'created_at'> & { readonly ended_at: number };
export type CountSignals = (session: Ended) => Promise<RiskSignals>;

/** Milliseconds after a session's end in which its agent may still look: until then it is not scored. */
export const WRAP_UP_MS = Temporal.Duration.from(WRAP_UP_PERIOD).total('milliseconds');
const MINUTE = 60_000;

/**
 * Counts what happened until the end of the wrap-up: counted again years later, from the same entries, it gives the
 * same.
 */
export function createSignals(deps: {
  readonly database: Database;
  readonly journal: Pick<Journal, 'entries'>;
}): CountSignals {
  const { database, journal } = deps;

  async function refusals({ controller, id }: Ended, until: number): Promise<number> {
    // Type and time are looked at here: asked for both, the database would read all refusals of the controller.
    const rows = await database
      .selectFrom('controller_entry')
      .select(['type', 'at'])
      .where('controller', '=', controller)
      .where('session', '=', id)
      // Said twice, so that the index of entries about a session is taken.
      .where('session', '<>', '')
      .execute();
    return rows.filter(({ type, at }) => type === 'GrantRefused' && at < until).length;
  }

  return async (session) => {
    const until = session.ended_at + WRAP_UP_MS;
    const entries = (await journal.entries(streamOf(session.id), 0)).filter(({ at }) => at < until);
    return {
      length: Math.floor((session.ended_at - session.created_at) / MINUTE),
      photos: count(entries, 'PhotoShared'),
      refusals: await refusals(session, until),
      erasures: count(entries, 'PhotoErased', 'caller'),
      misses: count(entries, 'MatchMissed'),
      devices: count(entries, 'TermsAccepted') + count(entries, 'DeviceMoved'),
      'hand-overs': count(entries, 'HandedOver'),
      'out-of-hours': isOutOfHours(session.created_at) ? 1 : 0,
    };
  };
}

function count(entries: readonly EntryRow[], type: EventType, role?: EntryRow['role']): number {
  return entries.filter((entry) => entry.type === type && (role === undefined || entry.role === role)).length;
}

const Reasons = v.array(
  v.strictObject({
    signal: v.picklist(RISK_SIGNALS),
    from: v.number(),
    points: v.number(),
    value: v.number(),
  }),
);

/** As they lie in a row: by the table of the day on which they were counted. */
export function readReasons(json: string): readonly RiskReason[] {
  return v.parse(Reasons, JSON.parse(json));
}
