/**
 * Years of sessions, made by SQL in a minute or two: one controller's busy installation, most of it skeletons whose
 * content is long gone. Nothing in it falls due while the bench runs; what does is made by `expired.ts`.
 */
import { DatabaseSync } from 'node:sqlite';

export interface Archive {
  /** Epoch milliseconds that the bench takes for now. */
  readonly now: number;
  readonly controller: string;
  readonly staff: readonly string[];
}

const DAY = 24 * 3_600_000;
/** Over how long the sessions are spread. */
const SPAN = 3 * 365 * DAY;
const AGENTS = 200;

/** Bytes that the main database and the key store take for each session, as measured. */
export const BYTES_A_SESSION = 2200;

/** Fills the two databases, which have their schema already and are closed. */
export function fillArchive(main: string, keys: string, rows: number, controller: string): Archive {
  const now = Date.UTC(2026, 10, 20, 8);
  const staff = Array.from({ length: AGENTS }, (_, n) => `0190a000-0000-7000-8000-${pad(n)}`);
  fill(main, rows, now, (database) => {
    insertSessions(database, controller);
    insertMedia(database, controller);
    insertStreams(database, controller);
    insertControllerEntries(database, controller);
  });
  fill(keys, rows, now, (database) => insertKeys(database, controller));
  return { now, controller, staff };
}

/** Without syncs and journal, and with indexes made last: this is not what is measured. */
function fill(file: string, rows: number, now: number, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -600000; PRAGMA temp_store = FILE;
    CREATE TEMP TABLE old (n INTEGER PRIMARY KEY, id TEXT, at INTEGER);
  `);
  const begin = now - SPAN;
  // Ids as UUIDs of version 7: in the order of time.
  database
    .prepare(
      `WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < ?1 - 1)
       INSERT INTO old SELECT n, printf('%08x-%04x-7%03x-8000-%012x', at >> 16, at & 65535, n & 4095, n), at
       FROM (SELECT n, CAST(?2 + n * ?3 / ?1 AS INTEGER) AS at FROM counted)`,
    )
    .run(rows, begin, SPAN);
  const indexes = database
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    .all();
  for (const { name } of indexes) database.exec(`DROP INDEX "${String(name)}"`);
  work(database);
  for (const { sql } of indexes) database.exec(String(sql));
  database.exec('DROP TABLE old');
  database.close();
}

/** The older half is erased; every hundredth ended long before it was accepted, and one in 5,000 is still open. */
function insertSessions(database: DatabaseSync, controller: string): void {
  database
    .prepare(
      `INSERT INTO session (id, controller, status, staff, agent_name, language, category, number_hash, call_hash,
         created_at, accepted_at, ended_at, end_reason, photos_due, content_due, skeleton_due,
         photos_erased_at, content_erased_at)
       SELECT id, ?1, CASE WHEN gone THEN 'erased' ELSE 'ended' END,
         printf('0190a000-0000-7000-8000-%012d', n * 7919 % ${AGENTS}), 'Anna', 'lv',
         CASE n % 3 WHEN 0 THEN 'wifi' WHEN 1 THEN 'router' ELSE 'other' END,
         CASE WHEN gone THEN NULL ELSE lower(hex(randomblob(32))) END,
         CASE WHEN gone OR n % 2 THEN NULL ELSE lower(hex(randomblob(32))) END,
         at, at + 60000, at + 600000, CASE WHEN n % 50 THEN 'agent-ended' ELSE 'idle' END,
         at + ${DAY}, at + ${SPAN} + ${2 * DAY}, at + ${2 * SPAN}, at + ${DAY},
         CASE WHEN gone THEN at + ${90 * DAY} END
       FROM (SELECT *, n < (SELECT count(*) FROM old) / 2 AS gone FROM old)`,
    )
    .run(controller);
}

/** A photo of two variants in every second session; erased like all older than a day. */
function insertMedia(database: DatabaseSync, controller: string): void {
  database
    .prepare(
      `INSERT INTO media SELECT id || '-' || v, id, ?1, 'photo-' || n,
         'photo', 2048 >> v * 2, 1536 >> v * 2, 400000 >> v * 3, 'object:' || id, randomblob(32), 'erased', at
       FROM old, (SELECT 0 AS v UNION ALL SELECT 1) WHERE n % 2 = 0`,
    )
    .run(controller);
}

/** Heads without their entries, which would be some 75 GB and are never read here. */
function insertStreams(database: DatabaseSync, controller: string): void {
  database
    .prepare(`INSERT INTO stream SELECT 'session:' || id, ?1, 'log:' || id, 30, randomblob(32), 1 FROM old`)
    .run(controller);
}

/** An erasure's certificate for each session with a photo, as the reviewer's log and charts find it. */
function insertControllerEntries(database: DatabaseSync, controller: string): void {
  database
    .prepare(
      `INSERT INTO controller_entry SELECT ?1, -1 - n, at + ${DAY}, 'ErasureCertified', '', id, 1 FROM old
       WHERE n % 2 = 0`,
    )
    .run(controller);
}

/** The session's and its log's, for the half that is not erased. */
function insertKeys(database: DatabaseSync, controller: string): void {
  const rows = `FROM old WHERE n >= (SELECT count(*) FROM old) / 2`;
  for (const sql of [
    `INSERT INTO wrapped_key SELECT 'log:' || id, ?1, 'session:' || id, randomblob(60) ${rows}`,
    `INSERT INTO wrapped_key SELECT 'session:' || id, ?1, NULL, randomblob(61) ${rows}`,
  ])
    database.prepare(sql).run(controller);
}

function pad(n: number): string {
  return String(n).padStart(12, '0');
}
