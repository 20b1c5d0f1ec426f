/** The main database of one machine: Kysely for the rooms, the journal for the ledger, one connection for both. */
import { Kysely } from 'kysely';
import type { Database, Tables } from '../../database.ts';
import type { Journal } from '../../ports.ts';
import { migrate, openDatabase } from './connection.ts';
import { createDialect, createTurns } from './dialect.ts';
import { createJournal } from './journal.ts';
import { MAIN_MIGRATIONS } from './migrations.ts';

export interface MainDatabase {
  readonly database: Database;
  readonly journal: Journal;
  /** Throws when the file does not answer; for readiness. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export function openMainDatabase(file: string): MainDatabase {
  const connection = openDatabase(file);
  migrate(connection, MAIN_MIGRATIONS);
  const turns = createTurns();
  const probe = connection.prepare('SELECT count(*) FROM sqlite_schema');
  return {
    database: new Kysely<Tables>({ dialect: createDialect(connection, turns) }),
    journal: createJournal(connection, turns),
    async check() {
      probe.get();
    },
    async close() {
      await turns.take();
      connection.close();
    },
  };
}
