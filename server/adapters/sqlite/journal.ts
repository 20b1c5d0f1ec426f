/**
 * The journal on SQLite: one transaction per group commit, with statements prepared once. Entries of all streams
 * stand in one log in the order of arrival; a stream is read backwards, from entry to entry.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { EntryRow, StreamRow } from '../../database.ts';
import type { Journal, StreamAppend } from '../../ports.ts';
import type { Turns } from './dialect.ts';
import { bind } from './values.ts';

const COLUMNS = 'stream, seq, at, type, role, staff, object, sealed, hash, previous';
type PlacedRow = EntryRow & { readonly previous: number };

export function createJournal(database: DatabaseSync, turns: Turns): Journal {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const insertEntry = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)');
  const insertStream = database.prepare('INSERT INTO stream VALUES (?, ?, ?, ?, ?, ?)');
  // The old sequence is part of the condition: two writers of one stream can never both succeed.
  const selectLast = database.prepare('SELECT last FROM stream WHERE id = ? AND seq = ?');
  const moveHead = database.prepare('UPDATE stream SET seq = ?, head = ?, last = ? WHERE id = ?');
  const selectStream = database.prepare('SELECT id, controller, key, seq, head FROM stream WHERE id = ?');
  const selectNewest = database.prepare(
    `SELECT ${COLUMNS} FROM entry WHERE n = (SELECT last FROM stream WHERE id = ?)`,
  );
  const selectEntry = database.prepare(`SELECT ${COLUMNS} FROM entry WHERE n = ?`);
  const searchEntries = database.prepare(
    `SELECT ${COLUMNS} FROM entry WHERE stream = ? AND seq > ? ORDER BY seq`,
  );

  function write({ stream, entries, also }: StreamAppend): void {
    const before = stream.seq - entries.length;
    let last = before === 0 ? 0 : lastOf(stream.id, before);
    for (const e of entries) {
      const { lastInsertRowid } = insertEntry.run(
        e.stream,
        e.seq,
        e.at,
        e.type,
        e.role,
        e.staff,
        e.object,
        e.sealed,
        e.hash,
        last,
      );
      last = lastInsertRowid;
    }
    if (before === 0) {
      insertStream.run(stream.id, stream.controller, stream.key, stream.seq, stream.head, last);
    } else {
      moveHead.run(stream.seq, stream.head, last, stream.id);
    }
    for (const statement of also) database.prepare(statement.sql).run(...statement.parameters.map(bind));
  }

  function lastOf(stream: string, seq: number): number | bigint {
    const row = selectLast.get(stream, seq) as { last: number } | undefined;
    if (!row) throw new Error(`stream ${stream} is not at ${seq}: someone else wrote it`);
    return row.last;
  }

  /** Places are not sealed: should one lead astray, the log is searched instead. */
  function entriesOf(stream: string, after: number): EntryRow[] {
    const found: EntryRow[] = [];
    let row = selectNewest.get(stream) as PlacedRow | undefined;
    while (row && row.stream === stream && row.seq > after) {
      found.push(entryOf(row));
      if (row.seq === after + 1) return found.reverse();
      const before = selectEntry.get(row.previous) as PlacedRow | undefined;
      row = before?.seq === row.seq - 1 ? before : undefined;
    }
    const nothingLeft = found.length === 0 && row?.stream === stream && row.seq <= after;
    return nothingLeft ? found : (searchEntries.all(stream, after) as unknown as PlacedRow[]).map(entryOf);
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
    entries: async (stream, after) => entriesOf(stream, after),
  };
}

function entryOf({ previous: _, ...entry }: PlacedRow): EntryRow {
  return entry;
}
