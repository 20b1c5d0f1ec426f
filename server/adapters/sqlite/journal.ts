/**
 * The journal on SQLite: one transaction per group commit, with statements prepared once. Entries of all streams
 * stand in one log in the order of arrival; a stream is read backwards, from entry to entry.
 */
import type { DatabaseSync, StatementResultingChanges } from 'node:sqlite';
import type { EntryRow, StreamRow } from '../../database.ts';
import type { Journal, StreamAppend } from '../../ports.ts';
import type { Turns } from './dialect.ts';
import { createStatements } from './statements.ts';
import { bind } from './values.ts';

const COLUMNS = 'stream, seq, at, type, role, staff, object, sealed, hash';

export function createJournal(database: DatabaseSync, turns: Turns): Journal {
  const prepared = createStatements(database);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const insertStream = database.prepare('INSERT INTO stream VALUES (?, ?, ?, ?, ?, ?)');
  const insertEntry = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)');
  // Stands on the stream's newest entry, and only if that is the one before it: two writers of one stream can
  // never both succeed.
  const insertNext = database.prepare(
    'INSERT INTO entry SELECT ?1, ?2, ?, ?, ?, ?, ?, ?, ?, NULL, last FROM stream WHERE id = ?1 AND seq = ?2 - 1',
  );
  const moveHead = database.prepare('UPDATE stream SET seq = ?, head = ?, last = ? WHERE id = ?');
  const selectStream = database.prepare('SELECT id, controller, key, seq, head FROM stream WHERE id = ?');
  const selectNewest = database.prepare(
    'SELECT stream, seq FROM entry WHERE n = (SELECT last FROM stream WHERE id = ?)',
  );
  // From the newest back to the one after ?2; each must be the next of its stream, so that this ends.
  const walkBack = database.prepare(
    `WITH RECURSIVE walked AS (
       SELECT entry.* FROM stream JOIN entry ON n = last WHERE id = ?1 AND stream = ?1 AND entry.seq > ?2
       UNION ALL
       SELECT entry.* FROM walked JOIN entry ON entry.n = walked.previous
         WHERE entry.stream = ?1 AND entry.seq = walked.seq - 1 AND entry.seq > ?2
     ) SELECT ${COLUMNS} FROM walked`,
  );
  const searchEntries = database.prepare(
    `SELECT ${COLUMNS} FROM entry WHERE stream = ? AND seq > ? ORDER BY seq`,
  );

  function write({ stream, entries, also }: StreamAppend): void {
    const { id, controller, key, seq, head } = stream;
    const isNew = seq === entries.length;
    let last: number | bigint | undefined = isNew ? 0 : undefined;
    for (const entry of entries) {
      const done: StatementResultingChanges =
        last === undefined ? insertNext.run(...columnsOf(entry)) : insertEntry.run(...columnsOf(entry), last);
      if (done.changes !== 1)
        throw new Error(`stream ${id} is not before ${entry.seq}: someone else wrote it`);
      last = done.lastInsertRowid;
    }
    if (isNew) insertStream.run(id, controller, key, seq, head, last ?? 0);
    else if (last !== undefined) moveHead.run(seq, head, last, id);
    for (const { sql, parameters } of also) prepared(sql).statement.run(...parameters.map(bind));
  }

  /** Places are not sealed: should one lead astray, the log is searched instead. */
  function entriesOf(stream: string, after: number): EntryRow[] {
    const found = walkBack.all(stream, after) as unknown as EntryRow[];
    const oldest = found.at(-1);
    if (oldest ? oldest.seq === after + 1 : endsAt(stream, after)) return found.reverse();
    return searchEntries.all(stream, after) as unknown as EntryRow[];
  }

  /** Whether the stream's newest entry is where it says, and there is none after this sequence. */
  function endsAt(stream: string, after: number): boolean {
    const newest = selectNewest.get(stream) as { readonly stream: string; readonly seq: number } | undefined;
    return newest?.stream === stream && newest.seq <= after;
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

function columnsOf(e: EntryRow) {
  return [e.stream, e.seq, e.at, e.type, e.role, e.staff, e.object, e.sealed, e.hash] as const;
}
