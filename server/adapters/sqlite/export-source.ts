/** What an export reads, in one read transaction: the server may be running, and everything is of one moment. */
import { DatabaseSync } from 'node:sqlite';
import type { CheckpointLeafRow, EntryRow, StreamRow } from '../../database.ts';

export interface SqliteExportSource {
  leaves(): Iterable<CheckpointLeafRow>;
  streams(): Iterable<StreamRow>;
  entries(stream: string): Iterable<EntryRow>;
  close(): void;
}

export function openExportSource(file: string, controller: string): SqliteExportSource {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  // The log has no index by stream: one is made for this reading, in a temporary file. It holds ids only.
  database.exec(`
    PRAGMA temp_store = FILE;
    CREATE TEMP TABLE place (stream, seq, n, PRIMARY KEY (stream, seq, n)) WITHOUT ROWID;
    BEGIN;
  `);
  database
    .prepare(
      'INSERT INTO place SELECT stream, seq, n FROM entry WHERE stream IN (SELECT id FROM stream WHERE controller = ?)',
    )
    .run(controller);
  const leaves = database.prepare('SELECT * FROM checkpoint_leaf WHERE controller = ? ORDER BY position');
  const streams = database.prepare(
    'SELECT id, controller, key, seq, head FROM stream WHERE controller = ? ORDER BY id',
  );
  const entries = database.prepare(
    `SELECT e.stream, e.seq, e.at, e.type, e.role, e.staff, e.object, e.sealed, e.hash
     FROM place p JOIN entry e ON e.n = p.n WHERE p.stream = ? ORDER BY p.seq`,
  );
  // Rows have the columns of their table, which the migrations make; as in the journal.
  return {
    leaves: () => leaves.iterate(controller) as Iterable<unknown> as Iterable<CheckpointLeafRow>,
    streams: () => streams.iterate(controller) as Iterable<unknown> as Iterable<StreamRow>,
    entries: (stream) => entries.iterate(stream) as Iterable<unknown> as Iterable<EntryRow>,
    close: () => database.close(),
  };
}
