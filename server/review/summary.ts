/** Counts for the reviewer's charts, day by day: each query reads one day of an index and nothing else. */
import type { DayCounts, Summary } from '../../protocol/review.ts';
import type { Database } from '../database.ts';
import { dayOf } from './days.ts';

export type Summarise = (controller: string, days: readonly string[]) => Promise<Summary>;

export function createSummary(database: Database): Summarise {
  async function sessionsOf(controller: string, since: number, until: number) {
    return database
      .selectFrom('session')
      .select(['end_reason', ({ fn }) => fn.countAll<number>().as('count')])
      .where('controller', '=', controller)
      .where('created_at', '>=', since)
      .where('created_at', '<', until)
      .groupBy('end_reason')
      .execute();
  }

  async function photosOf(controller: string, since: number, until: number): Promise<number> {
    const row = await database
      .selectFrom('media')
      .select(({ fn }) => fn.count<number>('media').distinct().as('count'))
      .where('controller', '=', controller)
      .where('kind', '=', 'photo')
      .where('created_at', '>=', since)
      .where('created_at', '<', until)
      .executeTakeFirst();
    return row?.count ?? 0;
  }

  async function dueOf(controller: string, since: number, until: number): Promise<number> {
    const counts = DUE.map(async ([due, gone]) => {
      let query = database
        .selectFrom('session')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('controller', '=', controller)
        .where(due, '>=', since)
        .where(due, '<', until);
      if (gone) query = query.where(gone, 'is', null);
      return (await query.executeTakeFirst())?.count ?? 0;
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async function loggedOf(controller: string, types: readonly string[], since: number, until: number) {
    const row = await database
      .selectFrom('controller_entry')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('controller', '=', controller)
      .where('type', 'in', types)
      .where('at', '>=', since)
      .where('at', '<', until)
      .executeTakeFirst();
    return row?.count ?? 0;
  }

  async function countDay(controller: string, day: string): Promise<DayCounts> {
    const { since, until } = dayOf(day);
    const sessions = await sessionsOf(controller, since, until);
    const ended = sessions.flatMap(({ end_reason, count }) => (end_reason ? [[end_reason, count]] : []));
    return {
      day,
      sessions: sessions.reduce((sum, { count }) => sum + count, 0),
      reasons: Object.fromEntries(ended),
      photos: await photosOf(controller, since, until),
      erasuresDue: await dueOf(controller, since, until),
      erasuresDone: await loggedOf(controller, ['ErasureCertified'], since, until),
      refusals: await loggedOf(controller, ['GrantRefused', 'AccessRefused'], since, until),
      holds: await loggedOf(controller, ['HoldApproved'], since, until),
    };
  }

  return async (controller, days) => {
    const counted: DayCounts[] = [];
    // One after the other: other requests get their turn in between.
    for (const day of days) counted.push(await countDay(controller, day));
    return { days: counted };
  };
}

/** A due date, and the column that says it is past. A skeleton that is gone leaves no row. */
const DUE = [
  ['photos_due', 'photos_erased_at'],
  ['content_due', 'content_erased_at'],
  ['skeleton_due', undefined],
] as const;
