/**
 * Statements prepared once and kept, the most recently used ones: preparing takes several times as long as running a
 * query by its key.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export interface Prepared {
  readonly statement: StatementSync;
  /** Whether it answers with rows. */
  readonly reads: boolean;
}

/** Lists of ids make queries of many lengths: the cache must not grow with them. */
const KEPT = 256;

export function createStatements(database: DatabaseSync): (sql: string) => Prepared {
  const kept = new Map<string, Prepared>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) kept.delete(sql);
    const prepared = known ?? prepare(database, sql);
    kept.set(sql, prepared);
    if (kept.size > KEPT) {
      const { value: oldest } = kept.keys().next();
      if (oldest !== undefined) kept.delete(oldest);
    }
    return prepared;
  };
}

function prepare(database: DatabaseSync, sql: string): Prepared {
  const statement = database.prepare(sql);
  return { statement, reads: statement.columns().length > 0 };
}
