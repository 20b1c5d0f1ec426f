/**
 * The same erasures by hand: prepared SQL on connections of the same kind, and file calls. It deletes the same rows
 * and files, writes rows of the same sizes, and commits and syncs as often and in the same order as the product; it
 * seals, hashes, decides and checks nothing. Holds are read as the product does, by the same index.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../server/adapters/sqlite/connection.ts';
import { CONTROLLER, keyFile, mainFile, objectFolder } from './house.ts';

export interface Plain {
  photos(now: number): Promise<number>;
  content(now: number): Promise<number>;
  skeletons(now: number): Promise<number>;
  close(): Promise<void>;
}

/** Sealed bytes of the entries that the product writes. */
const ERASED = randomBytes(132);
const SESSION_ERASED = randomBytes(96);
const CERTIFICATE = randomBytes(360);
const HASH = randomBytes(32);
const NONE = new Uint8Array(0);
const PAGE = 50;
const STREAM = `controller:${CONTROLLER}`;

interface MediaLine {
  readonly id: string;
  readonly media: string;
  readonly key: string;
}

export async function openPlain(folder: string): Promise<Plain> {
  const main = openDatabase(mainFile(folder));
  const keys = openDatabase(keyFile(folder));
  const list = await open(join(folder, 'plain-tombstones.log'), 'a');
  const sql = prepareAll(main);
  const removeKey = keys.prepare('DELETE FROM wrapped_key WHERE id = ?');
  const keysBelow = keys.prepare('SELECT id FROM wrapped_key WHERE parent = ?');
  const truncateLog = keys.prepare('PRAGMA wal_checkpoint(TRUNCATE)');

  async function destroyKeys(ids: readonly string[]): Promise<void> {
    await addLines(list, ids);
    inTransaction(keys, () => {
      for (const id of ids) removeKey.run(id);
    });
    truncateLog.get();
  }

  function append(session: string, type: string, sealed: Uint8Array): void {
    const stream = `session:${session}`;
    const { seq, last } = sql.stream.get(stream) as { seq: number; last: number };
    const done = sql.insertEntry.run(stream, seq + 1, 0, type, 'system', '', NONE, sealed, HASH, last);
    sql.moveHead.run(seq + 1, HASH, done.lastInsertRowid, stream);
  }

  function certify(session: string): void {
    const { seq, last } = sql.stream.get(STREAM) as { seq: number; last: number };
    const done = sql.insertEntry.run(
      STREAM,
      seq + 1,
      0,
      'ErasureCertified',
      'system',
      '',
      NONE,
      CERTIFICATE,
      HASH,
      last,
    );
    sql.moveHead.run(seq + 1, HASH, done.lastInsertRowid, STREAM);
    sql.insertLine.run(CONTROLLER, seq + 1, 0, 'ErasureCertified', '', session, done.lastInsertRowid);
  }

  async function erasePhotos(session: string): Promise<void> {
    const media = sql.media.all(session) as unknown as MediaLine[];
    const photo = media[0]?.media ?? '';
    inTransaction(main, () => {
      append(session, 'PhotoErased', ERASED);
      sql.insertErasure.run(session, photo, 'photo-retention');
      for (const { id } of media) sql.setState.run('erasing', id);
    });
    await destroyKeys([...new Set(media.map(({ key }) => key))]);
    await Promise.all(media.map(({ id }) => removeFile(join(objectFolder(folder), CONTROLLER, session, id))));
    inTransaction(main, () => {
      for (const { id } of media) sql.setState.run('erased', id);
    });
    inTransaction(main, () => {
      certify(session);
      sql.deleteErasure.run(session, photo);
    });
    inTransaction(main, () => sql.photosGone.run(0, session));
  }

  async function eraseContent(session: string): Promise<void> {
    inTransaction(main, () => append(session, 'SessionErased', SESSION_ERASED));
    const parent = `session:${session}`;
    const below = keysBelow.all(parent) as unknown as { id: string }[];
    await destroyKeys([...below.map(({ id }) => id), parent]);
    inTransaction(main, () => {
      certify(session);
      for (const remove of sql.forget) remove.run(session);
      sql.contentGone.run(0, session);
    });
  }

  function eraseSkeleton(session: string): void {
    inTransaction(main, () => {
      certify(session);
      for (let n = (sql.stream.get(`session:${session}`) as { last: number }).last; n > 0; ) {
        const { previous } = sql.previous.get(n) as { previous: number };
        sql.deleteEntry.run(n);
        n = previous;
      }
      sql.deleteStream.run(`session:${session}`);
      for (const remove of sql.removeRest) remove.run(session);
    });
  }

  async function each(
    due: keyof typeof sql.due,
    now: number,
    erase: (id: string) => unknown,
  ): Promise<number> {
    for (let done = 0; ; ) {
      const page = sql.due[due].all(now, PAGE) as unknown as { id: string }[];
      for (const { id } of page) await erase(id);
      done += page.length;
      if (page.length < PAGE) return done;
    }
  }

  return {
    photos: (now) => each('photos', now, erasePhotos),
    content: (now) => each('content', now, eraseContent),
    skeletons: (now) => each('skeleton', now, eraseSkeleton),
    async close() {
      main.close();
      keys.close();
      await list.close();
    },
  };
}

function prepareAll(main: DatabaseSync) {
  const due = (column: string, gone: string) =>
    main.prepare(
      `SELECT id FROM session WHERE ${column} <= ? AND ${gone}
         AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.session = session.id AND state IN ('in-force', 'lift-requested'))
       ORDER BY ${column}, id LIMIT ?`,
    );
  const deleteOf = (table: string) => main.prepare(`DELETE FROM ${table} WHERE session = ?`);
  return {
    due: {
      photos: due('photos_due', 'photos_erased_at IS NULL'),
      content: due('content_due', 'content_erased_at IS NULL'),
      skeleton: due('skeleton_due', 'content_erased_at IS NOT NULL AND photos_erased_at IS NOT NULL'),
    },
    stream: main.prepare('SELECT seq, last FROM stream WHERE id = ?'),
    media: main.prepare("SELECT id, media, key FROM media WHERE session = ? AND state <> 'erased'"),
    previous: main.prepare('SELECT previous FROM entry WHERE n = ?'),
    insertEntry: main.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)'),
    moveHead: main.prepare('UPDATE stream SET seq = ?, head = ?, last = ? WHERE id = ?'),
    insertLine: main.prepare('INSERT INTO controller_entry VALUES (?, ?, ?, ?, ?, ?, ?)'),
    insertErasure: main.prepare('INSERT INTO erasure VALUES (?, ?, ?)'),
    deleteErasure: main.prepare('DELETE FROM erasure WHERE session = ? AND photo = ?'),
    setState: main.prepare('UPDATE media SET state = ? WHERE id = ?'),
    photosGone: main.prepare('UPDATE session SET photos_erased_at = ? WHERE id = ?'),
    contentGone: main.prepare(
      "UPDATE session SET status = 'erased', number_hash = NULL, call_hash = NULL, content_erased_at = ? WHERE id = ?",
    ),
    forget: ['invitation', 'sms', 'caller_credential'].map(deleteOf),
    deleteEntry: main.prepare('DELETE FROM entry WHERE n = ?'),
    deleteStream: main.prepare('DELETE FROM stream WHERE id = ?'),
    removeRest: [
      ...['media', 'erasure', 'hold'].map(deleteOf),
      main.prepare('DELETE FROM session WHERE id = ?'),
    ],
  };
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  work();
  database.exec('COMMIT');
}

async function addLines(list: FileHandle, ids: readonly string[]): Promise<void> {
  await list.appendFile(ids.map((id) => `1795161600000 ${id}\n`).join(''));
  await list.datasync();
}

/** The file, its folder synced, and the folder itself once it is empty, which another file's deletion may have been first to do. */
async function removeFile(path: string): Promise<void> {
  const folder = dirname(path);
  try {
    await unlink(path);
    await using handle = await open(folder, 'r');
    await handle.sync();
    await rmdir(folder);
  } catch {}
}
