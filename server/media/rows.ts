/** The rows of `media` in the main database. */
import type { Database } from '../database.ts';
import type { MediaRows } from './objects.ts';

export function createMediaRows(database: Database): MediaRows {
  return {
    of: (session, media) =>
      database
        .selectFrom('media')
        .selectAll()
        .where('session', '=', session)
        .where('media', '=', media)
        .execute(),
    inState: (state) => database.selectFrom('media').selectAll().where('state', '=', state).execute(),
    async insert(rows) {
      if (rows.length > 0)
        await database
          .insertInto('media')
          .values([...rows])
          .execute();
    },
    async setState(ids, state) {
      if (ids.length > 0) await database.updateTable('media').set({ state }).where('id', 'in', ids).execute();
    },
    async remove(ids) {
      if (ids.length > 0) await database.deleteFrom('media').where('id', 'in', ids).execute();
    },
  };
}
