/**
 * Copies of a database for a backup. Each carries a stamp inside, so that a copy put in place of the original, by
 * whatever hand, is known as a restored one when the server starts.
 */
import { chmodSync, existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';

export interface BackupStamp {
  readonly kind: 'database' | 'keys';
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Which list of destroyed keys was in force, and its size in bytes. */
  readonly list: string;
  readonly listBytes: number;
}

/** All pages in one step: a copy in several begins anew with each commit of a running server. */
const EVERY_PAGE = 2 ** 31 - 1;

/** Consistent while a server writes; `to` must not exist. Durable when it resolves. */
export async function copyDatabase(from: string, to: string, stamp: BackupStamp): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 5000 });
  try {
    await backup(source, to, { rate: EVERY_PAGE });
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
  const copy = new DatabaseSync(to);
  try {
    copy.exec(`
      PRAGMA journal_mode = DELETE;
      PRAGMA synchronous = FULL;
      CREATE TABLE backup (kind TEXT, created_at INTEGER, list TEXT, list_bytes INTEGER) STRICT;
    `);
    const { kind, createdAt, list, listBytes } = stamp;
    copy.prepare('INSERT INTO backup VALUES (?, ?, ?, ?)').run(kind, createdAt, list, listBytes);
  } finally {
    copy.close();
  }
}

/** Undefined for a database that is no copy, or is not there. */
export function readStamp(file: string): BackupStamp | undefined {
  if (!existsSync(file)) return undefined;
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    const known = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'backup'");
    if (!known.get()) return undefined;
    const row = database.prepare('SELECT * FROM backup').get();
    return {
      kind: row?.kind === 'keys' ? 'keys' : 'database',
      createdAt: Number(row?.created_at),
      list: String(row?.list),
      listBytes: Number(row?.list_bytes),
    };
  } finally {
    database.close();
  }
}

export function removeStamp(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec('DROP TABLE IF EXISTS backup');
  } finally {
    database.close();
  }
}

/** What SQLite's own check says is wrong; empty when all is well. */
export function faultsIn(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const lines = database.prepare('PRAGMA integrity_check').all();
    return lines.map((line) => String(line.integrity_check)).filter((line) => line !== 'ok');
  } finally {
    database.close();
  }
}

/** Keys of the stored objects that a copy of the main database tells of. */
export function storedObjects(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare("SELECT controller, session, id FROM media WHERE state = 'stored'").all();
    return rows.map(({ controller, session, id }) => `${controller}/${session}/${id}`);
  } finally {
    database.close();
  }
}

/** One key of each controller that the controller's own key wraps. */
export function wrappedByControllers(
  file: string,
): readonly { readonly id: string; readonly controller: string; readonly wrapped: Uint8Array }[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare(
      'SELECT min(id) AS id, controller, wrapped FROM wrapped_key WHERE parent IS NULL GROUP BY controller',
    );
    return rows.all().map(({ id, controller, wrapped }) => ({
      id: String(id),
      controller: String(controller),
      wrapped: wrapped as Uint8Array,
    }));
  } finally {
    database.close();
  }
}
