/** The journal on SQLite: one transaction per group commit, with statements prepared once. */
import type { DatabaseSync } from 'node:sqlite';
import type { EntryRow, StreamRow } from '../../database.ts';
import type { Journal, StreamAppend } from '../../ports.ts';
import type { Turns } from './dialect.ts';
import { bind } from './values.ts';

export function createJournal(database: DatabaseSync, turns: Turns): Journal {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const insertEntry = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertStream = database.prepare('INSERT INTO stream VALUES (?, ?, ?, ?, ?)');
  // The old sequence is part of the condition: two writers of one stream can never both succeed.
  const moveHead = database.prepare('UPDATE stream SET seq = ?, head = ? WHERE id = ? AND seq = ?');
  const selectStream = database.prepare('SELECT * FROM stream WHERE id = ?');
  const selectEntries = database.prepare('SELECT * FROM entry WHERE stream = ? AND seq > ? ORDER BY seq');

  function write({ stream, entries, also }: StreamAppend): void {
    for (const e of entries) {
      insertEntry.run(e.stream, e.seq, e.at, e.type, e.role, e.staff, e.object, e.sealed, e.hash);
    }
    const before = stream.seq - entries.length;
    if (before === 0) {
      insertStream.run(stream.id, stream.controller, stream.key, stream.seq, stream.head);
    } else if (moveHead.run(stream.seq, stream.head, stream.id, before).changes !== 1) {
      throw new Error(`stream ${stream.id} is not at ${before}: someone else wrote it`);
    }
    for (const statement of also) database.prepare(statement.sql).run(...statement.parameters.map(bind));
  }

  return {
    async append(appends) {
      const giveBack = await turns.take();
      try {
        begin.run();
        for (const append of appends) write(append);
        commit.run();
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      } finally {
        giveBack();
      }
    },
    // SQLite's rows have the columns of their table; `database.ts` and the migrations say the same.
    stream: async (id) => selectStream.get(id) as StreamRow | undefined,
    entries: async (stream, after) => selectEntries.all(stream, after) as unknown as EntryRow[],
  };
}
