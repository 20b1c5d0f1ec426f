/**
 * Kysely over `node:sqlite`, on one connection. SQLite has one writer anyway; a lock hands the connection to one
 * query or transaction at a time, and the ledger's group commit takes its turn with `exclusive`.
 */
import type { DatabaseSync } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { createStatements, type Prepared } from './statements.ts';
import { bind } from './values.ts';

export interface Turns {
  /** Waits until nobody uses the connection, then gives it; the answer returns it. */
  take(): Promise<() => void>;
}

/** A fair lock: turns come in the order they were asked for. */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const before = last;
      last = promise;
      await before;
      return resolve;
    },
  };
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #prepared: (sql: string) => Prepared;
  constructor(prepared: (sql: string) => Prepared) {
    this.#prepared = prepared;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { statement, reads } = this.#prepared(query.sql);
    const parameters = query.parameters.map(bind);
    if (reads) {
      // Kysely types rows by the query; this is the one place where its contract is asserted.
      return { rows: statement.all(...parameters) as Row[] };
    }
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: Kysely's contract has a generator; nothing here streams.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('streaming is not supported');
  }
}

class NodeSqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #turns: Turns;
  readonly #connection: NodeSqliteConnection;
  #giveBack: () => void = () => {};

  constructor(database: DatabaseSync, turns: Turns) {
    this.#database = database;
    this.#turns = turns;
    this.#connection = new NodeSqliteConnection(createStatements(database));
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    this.#giveBack = await this.#turns.take();
    return this.#connection;
  }
  async releaseConnection(): Promise<void> {
    this.#giveBack();
  }
  async beginTransaction(): Promise<void> {
    this.#database.exec('BEGIN IMMEDIATE');
  }
  async commitTransaction(): Promise<void> {
    this.#database.exec('COMMIT');
  }
  async rollbackTransaction(): Promise<void> {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }
  /** The database is closed by whoever opened it. */
  async destroy(): Promise<void> {}
}

export function createDialect(database: DatabaseSync, turns: Turns): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(database, turns),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
