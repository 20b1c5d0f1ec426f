/**
 * Restrictions of processing (GDPR Art. 18), and objections that were upheld (Art. 21): which sessions may only be
 * stored, or not be used for some purpose. Read before any command is taken and kept in memory, as holds are: the
 * guard asks at every step.
 */
import type { Database, RestrictionRow } from '../database.ts';
import type { Statement } from '../ports.ts';
import { NOT_RESTRICTED, type Restricted } from './restricted.ts';

export interface Restrictions {
  /** What is restricted of this session now. Never waits. */
  of(session: string): Restricted;
  /** In force at once; the statements make it durable. `undo` when they could not be committed. */
  impose(rows: readonly RestrictionRow[]): { readonly also: readonly Statement[]; readonly undo: () => void };
  /** Statements that lift what a request restricts; `done` once they are durable. */
  lift(request: string): { readonly also: readonly Statement[]; readonly done: () => void };
  /** Reads what is in force; before any command is taken. */
  load(): Promise<void>;
}

export function createRestrictions(database: Database): Restrictions {
  const bySession = new Map<string, readonly RestrictionRow[]>();

  const put = (row: RestrictionRow) =>
    bySession.set(row.session, [...(bySession.get(row.session) ?? []), row]);
  function drop(request: string, sessions: Iterable<string>): void {
    for (const session of sessions) {
      const left = (bySession.get(session) ?? []).filter((row) => row.request !== request);
      if (left.length > 0) bySession.set(session, left);
      else bySession.delete(session);
    }
  }

  return {
    of(session) {
      const rows = bySession.get(session);
      if (!rows) return NOT_RESTRICTED;
      return {
        all: rows.some(({ purpose }) => purpose === ''),
        purposes: new Set(rows.map(({ purpose }) => purpose)),
      };
    },
    impose(rows) {
      for (const row of rows) put(row);
      return {
        also: rows.map((row) =>
          database
            .insertInto('restriction')
            .values(row)
            .onConflict((same) => same.doNothing())
            .compile(),
        ),
        undo: () => {
          for (const { request, session } of rows) drop(request, [session]);
        },
      };
    },
    lift: (request) => ({
      also: [database.deleteFrom('restriction').where('request', '=', request).compile()],
      done: () => drop(request, [...bySession.keys()]),
    }),
    async load() {
      bySession.clear();
      for (const row of await database.selectFrom('restriction').selectAll().execute()) put(row);
    },
  };
}
