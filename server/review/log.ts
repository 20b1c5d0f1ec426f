/** The controller's own log as a reviewer reads it: found by the index, opened entry by entry, newest first. */
import type { LogLine, LogPage, LogProof } from '../../protocol/review.ts';
import type { Database, EntryRow } from '../database.ts';
import { entryHash, GENESIS } from '../ledger/entry.ts';
import { type ControllerLog, controllerStream } from '../privacy/controller-log.ts';

export interface LogFilter {
  /** Epoch milliseconds; `until` excluded. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Types of a `ControllerEvent`, any of which. */
  readonly types?: readonly string[] | undefined;
  readonly staff?: string | undefined;
  readonly session?: string | undefined;
}

export interface ReviewLog {
  /** `before`: sequence that the page ends below. */
  find(controller: string, filter: LogFilter, before?: number, size?: number): Promise<LogPage>;
  /** One entry with what proves it; undefined when there is none. */
  prove(controller: string, seq: number): Promise<LogProof | undefined>;
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
    if (filter.types !== undefined) query = query.where('type', 'in', filter.types);
    if (filter.staff !== undefined) query = query.where('staff', '=', filter.staff);
    // Said twice, so that the index of entries about a session is taken.
    if (filter.session !== undefined) {
      query = query.where('session', '=', filter.session).where('session', '<>', '');
    }
    return query.execute();
  }

  async function linesOf(controller: string, rows: readonly EntryRow[]): Promise<readonly LogLine[]> {
    const names = await namesIn(database, controller);
    return (await log.openRows(controller, rows)).map((recorded): LogLine => {
      const name = recorded.staff === undefined ? undefined : names.get(recorded.staff);
      return name === undefined ? recorded : { ...recorded, name };
    });
  }

  async function entryAt(controller: string, seq: number): Promise<EntryRow | undefined> {
    return database
      .selectFrom('controller_entry')
      .innerJoin('entry', 'entry.n', 'controller_entry.place')
      .selectAll('entry')
      .where('controller_entry.controller', '=', controller)
      .where('controller_entry.seq', '=', seq)
      .executeTakeFirst();
  }

  return {
    async prove(controller, seq) {
      const [entry, before, head] = await Promise.all([
        entryAt(controller, seq),
        entryAt(controller, seq - 1),
        database
          .selectFrom('stream')
          .select(['seq', 'head'])
          .where('id', '=', controllerStream(controller))
          .executeTakeFirst(),
      ]);
      if (!entry || !head) return undefined;
      const [line] = await linesOf(controller, [entry]);
      if (!line) return undefined;
      const previous = before?.hash ?? GENESIS;
      const computed = entryHash(previous, controller, entry);
      return {
        line,
        hash: hex(entry.hash),
        previous: hex(previous),
        chained: hex(computed) === hex(entry.hash),
        head: { seq: head.seq, hash: hex(head.head) },
      };
    },
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
      const lines = await linesOf(controller, rows);
      const last = page.at(-1);
      return found.length > size && last ? { lines, next: String(last.seq) } : { lines };
    },
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Names of the controller's accounts by id, closed ones included. */
export async function namesIn(database: Database, controller: string): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom('account')
    .select(['id', 'name'])
    .where('controller', '=', controller)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
