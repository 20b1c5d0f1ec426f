/** Sessions of a controller in the order of their end, in keyset pages of an index: cheap however many there are. */
import type { Database } from '../../database.ts';
import { dayOf } from '../days.ts';
import type { Ended } from './signals.ts';

/** Where reading goes on: behind this session. */
export interface EndPlace {
  readonly at: number;
  readonly id: string;
}

/** At most `limit` that ended before `until` (epoch milliseconds). */
export async function endedAfter(
  database: Database,
  controller: string,
  after: EndPlace,
  until: number,
  limit: number,
): Promise<readonly Ended[]> {
  const rows = await database
    .selectFrom('session')
    .select(['id', 'controller', 'created_at', 'ended_at'])
    .where('controller', '=', controller)
    .where('ended_at', '<', until)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('ended_at', 'id'), '>', tuple(after.at, after.id)))
    .orderBy('ended_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => (row.ended_at === null ? [] : [{ ...row, ended_at: row.ended_at }]));
}

const PAGE = 1000;

/** Ids of all sessions that ended on a day, page by page, so that others get their turn in between. */
export async function* endedOn(
  database: Database,
  controller: string,
  day: string,
): AsyncGenerator<readonly string[]> {
  const { since, until } = dayOf(day);
  let after: EndPlace = { at: since, id: '' };
  for (;;) {
    const page = await endedAfter(database, controller, after, until, PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield page.map(({ id }) => id);
    after = { at: last.ended_at, id: last.id };
  }
}
