/** Pages of a controller's ended sessions, in the order of their ends: what simulator and re-dating walk through. */
import { PERIOD_KINDS, type PeriodKind } from '../../protocol/periods.ts';
import type { Database, DatabaseOrTransaction, SessionRow } from '../database.ts';
import type { Dated, DueDates } from './periods.ts';

/** A session that was looked at last: the next page begins behind it. */
export interface EndedPlace {
  readonly endedAt: number;
  readonly id: string;
}

export type EndedSession = Dated & EndedPlace;

export const FROM_THE_BEGINNING: EndedPlace = { endedAt: 0, id: '' };

const COLUMNS = [
  'id',
  'ended_at',
  'photos_due',
  'content_due',
  'skeleton_due',
  'photos_erased_at',
  'content_erased_at',
] as const;

/** `before`: sessions that ended earlier than that only. Epoch milliseconds. */
export async function endedSessions(
  database: DatabaseOrTransaction,
  controller: string,
  after: EndedPlace,
  before: number,
  limit: number,
): Promise<readonly EndedSession[]> {
  const rows = await database
    .selectFrom('session')
    .select(COLUMNS)
    .where('controller', '=', controller)
    .where('ended_at', 'is not', null)
    .where('ended_at', '<', before)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('ended_at', 'id'), '>', tuple(after.endedAt, after.id)))
    .orderBy('ended_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => endedSession(row) ?? []);
}

/** Undefined for one that is open. */
export function endedSession(row: Pick<SessionRow, (typeof COLUMNS)[number]>): EndedSession | undefined {
  if (row.ended_at === null) return undefined;
  return {
    id: row.id,
    endedAt: row.ended_at,
    due: { photos: row.photos_due, content: row.content_due, skeleton: row.skeleton_due },
    erased: {
      photos: row.photos_erased_at !== null,
      content: row.content_erased_at !== null,
      skeleton: false,
    },
  };
}

/** What has another date now than before. */
export function movedKinds(before: Dated['due'], after: Dated['due']): readonly PeriodKind[] {
  return PERIOD_KINDS.filter((what) => before[what] !== after[what]);
}

/** The dates in the row of a session that has ended. */
export async function dueDatesOf(database: Database, session: string): Promise<DueDates> {
  const row = await database.selectFrom('session').selectAll().where('id', '=', session).executeTakeFirst();
  const { photos_due: photos, content_due: content, skeleton_due: skeleton } = row ?? {};
  if (photos == null || content == null || skeleton == null) throw new Error(`${session} has no dates`);
  return { photos, content, skeleton };
}
