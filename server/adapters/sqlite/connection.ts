/** Opening a SQLite database the way both of ours need it: durable, and leaving no deleted bytes behind. */
import { DatabaseSync } from 'node:sqlite';

/**
 * WAL with `synchronous=FULL` syncs the log on every commit, so that a commit that returned survives a power
 * cut. `secure_delete` overwrites deleted content with zeros; `temp_store=MEMORY` keeps sorters off the disk.
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA busy_timeout = 5000;
    PRAGMA trusted_schema = OFF;
  `);
  return database;
}

/** Brings a database to the newest schema; each migration runs once, in its own transaction. */
export function migrate(database: DatabaseSync, migrations: readonly string[]): void {
  const version = schemaVersion(database);
  if (version > migrations.length) {
    throw new Error(
      `the database has schema ${version}, this release knows ${migrations.length}: a newer release wrote it`,
    );
  }
  migrations.slice(version).forEach((sql, index) => {
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${version + index + 1}; COMMIT;`);
  });
}

export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}
