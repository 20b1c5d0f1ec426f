/**
 * The session's row: what lists, limits and the sweep need of it, committed together with the events that
 * change it. Everything else is folded from the log.
 */
import type { ErasureRule, SessionEvent } from '../../protocol/events.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Database, SessionRow } from '../database.ts';
import type { Statement } from '../ports.ts';
import { type Dating, datesBy } from '../privacy/periods.ts';

const MOVES_ROW: ReadonlySet<SessionEvent['type']> = new Set<SessionEvent['type']>([
  'InvitationIssued',
  'InvitationOpened',
  'TermsAccepted',
  'LanguageChanged',
  'HandedOver',
  'DeviceMoved',
  'SessionEnded',
]);

/** The record of periods that a session is kept by. */
export interface Kept {
  readonly version: number;
  readonly dating: Dating;
}

/** Statements that bring the rows in line with events that led to this state; none for most events. */
export function project(
  database: Database,
  id: string,
  state: SessionState,
  events: readonly SessionEvent[],
  kept: () => Kept,
): Statement[] {
  const statements: Statement[] = [];
  if (events.some(({ type }) => MOVES_ROW.has(type))) {
    statements.push(
      database.updateTable('session').set(columns(state, kept())).where('id', '=', id).compile(),
    );
  }
  for (const event of events) statements.push(...follow(database, id, event));
  return statements;
}

function columns(state: SessionState, { version, dating }: Kept): Partial<SessionRow> {
  if (state.status === 'none' || state.status === 'erased') return {};
  const { status, agentName, language, staff, journey } = state;
  const common = {
    status,
    agent_name: agentName,
    language,
    accepted_at: journey.acceptedAt ?? null,
    period_version: version === 1 ? null : version,
    ...(staff === undefined ? {} : { staff }),
  };
  if (state.status !== 'ended') return common;
  const { at, reason } = state.ended;
  const due = datesBy(dating, at);
  return {
    ...common,
    ended_at: at,
    end_reason: reason,
    photos_due: due.photos,
    content_due: due.content,
    skeleton_due: due.skeleton,
  };
}

/** Rows of other tables that an event settles. */
function follow(database: Database, id: string, event: SessionEvent): Statement[] {
  switch (event.type) {
    case 'SessionEnded':
      return [
        database
          .updateTable('invitation')
          .set({ status: 'closed' })
          .where('session', '=', id)
          .where('status', '=', 'open')
          .compile(),
        // A link to a session that is over must not be sent any more, nor its number kept for it.
        database
          .updateTable('sms')
          .set({ state: 'expired', sealed: null })
          .where('session', '=', id)
          .where('sealed', 'is not', null)
          .compile(),
      ];
    case 'PhotoErased':
      return [
        intendErasure(database, id, event.photo, event.rule),
        database
          .updateTable('media')
          .set({ state: 'erasing' })
          .where('session', '=', id)
          .where('media', '=', event.photo)
          .where('state', '!=', 'erased')
          .compile(),
      ];
    default:
      return [];
  }
}

/** What an erasure that was cut short goes on from; the row goes when the erasure is certified. */
export function intendErasure(database: Database, session: string, photo: string, rule: ErasureRule) {
  return database
    .insertInto('erasure')
    .values({ session, photo, rule })
    .onConflict((conflict) => conflict.doNothing())
    .compile();
}
