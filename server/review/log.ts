/** The controller's own log as a reviewer reads it: found by the index, opened entry by entry, newest first. */
import type { LogLine, LogPage } from '../../protocol/review.ts';
import type { Database } from '../database.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';

export interface LogFilter {
  /** Epoch milliseconds; `until` excluded. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Type of a `ControllerEvent`. */
  readonly type?: string | undefined;
  readonly staff?: string | undefined;
  readonly session?: string | undefined;
}

export interface ReviewLog {
  /** `before`: sequence that the page ends below. */
  find(controller: string, filter: LogFilter, before?: number, size?: number): Promise<LogPage>;
}

const PAGE = 50;

export function createReviewLog(deps: {
  readonly database: Database;
  readonly log: ControllerLog;
}): ReviewLog {
  const { database, log } = deps;

  async function places(controller: string, filter: LogFilter, before: number | undefined, size: number) {
    let query = database
      .selectFrom('controller_entry')
      .select(['seq', 'place'])
      .where('controller', '=', controller)
      .orderBy('seq', 'desc')
      .limit(size + 1);
    if (before !== undefined) query = query.where('seq', '<', before);
    if (filter.since !== undefined) query = query.where('at', '>=', filter.since);
    if (filter.until !== undefined) query = query.where('at', '<', filter.until);
    if (filter.type !== undefined) query = query.where('type', '=', filter.type);
    if (filter.staff !== undefined) query = query.where('staff', '=', filter.staff);
    // Said twice, so that the index of entries about a session is taken.
    if (filter.session !== undefined) {
      query = query.where('session', '=', filter.session).where('session', '<>', '');
    }
    return query.execute();
  }

  return {
    async find(controller, filter, before, size = PAGE) {
      const found = await places(controller, filter, before, size);
      const page = found.slice(0, size);
      if (page.length === 0) return { lines: [] };
      const rows = await database
        .selectFrom('entry')
        .selectAll()
        .where(
          'n',
          'in',
          page.map(({ place }) => place),
        )
        .orderBy('seq', 'desc')
        .execute();
      const opened = await log.openRows(controller, rows);
      const names = await namesIn(database, controller);
      const lines = opened.map((recorded): LogLine => {
        const name = recorded.staff === undefined ? undefined : names.get(recorded.staff);
        return name === undefined ? recorded : { ...recorded, name };
      });
      const last = page.at(-1);
      return found.length > size && last ? { lines, next: String(last.seq) } : { lines };
    },
  };
}

/** Names of the controller's accounts by id, closed ones included. */
export async function namesIn(database: Database, controller: string): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom('account')
    .select(['id', 'name'])
    .where('controller', '=', controller)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
