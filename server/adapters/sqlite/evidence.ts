/**
 * The databases as evidence: opened read-only, live or stopped, and nothing is left behind. Large integers are
 * read too: a tampered column must be found, not crash the reading.
 */
import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type {
  ConsentSubjectRow,
  EntryPlace,
  EntryRow,
  MediaRow,
  SessionRow,
  StreamRow,
} from '../../database.ts';
import type { KeyStore } from '../../ports.ts';

type PlacedEntry = EntryRow & { readonly [part in keyof EntryPlace]: number };
type PlacedStream = StreamRow & { readonly last: number };

/** One stream with what belongs to it, as of one moment. `entries` can be read while `look` runs only. */
export interface StreamFacts {
  readonly stream: PlacedStream | undefined;
  readonly session: Pick<SessionRow, 'controller' | 'status'> | undefined;
  /** The data subject whose consents stand in it. */
  readonly subject: Pick<ConsentSubjectRow, 'controller'> | undefined;
  readonly media: readonly MediaRow[];
  readonly entries: Iterable<PlacedEntry>;
}

/** Ids of what a stream's name says it is about; empty where it is about none. */
export interface StreamOf {
  readonly session: string;
  readonly subject: string;
}

export interface MainEvidence {
  /** What SQLite's own check finds; empty when all is well. */
  integrity(): readonly string[];
  /** How many streams there are to walk over. */
  count(): number;
  /** Ids of all streams. */
  streams(): Iterable<string>;
  /** Lets `work` look at a stream inside one read transaction. */
  look<T>(stream: string, of: StreamOf, work: (facts: StreamFacts) => T): T;
  /** As it stands now, outside any transaction. */
  subject(id: string): Pick<ConsentSubjectRow, 'controller'> | undefined;
  /** Entries whose stream does not exist. */
  strayEntries(): Iterable<{ readonly stream: string; readonly seq: number }>;
  /** Sessions that have no stream. */
  sessionsWithoutStream(): Iterable<string>;
  /** Data subjects that have no stream. */
  subjectsWithoutStream(): Iterable<string>;
  /** Rows of objects whose session does not exist. */
  strayMedia(): Iterable<MediaRow>;
  /** As it stands now, outside any transaction. */
  media(id: string): MediaRow | undefined;
  /** Type of the newest entry, now. */
  newestType(stream: string): string | undefined;
  /** Whether an error comes from SQLite: a damaged file, as the statements are known to be right. */
  isDamage(error: unknown): boolean;
  /** A server started on a directory that was opened as stopped: what was read may be of two moments. */
  disturbed(): boolean;
  close(): void;
}

/** `controller`: only what is that controller's, by its own words or by those of its sessions. */
export function openMainEvidence(file: string, controller?: string): MainEvidence {
  const opened = openReadOnly(file);
  const { database } = opened;
  // The log stands in order of arrival and has no index by stream: one is made for this reading, in a temporary
  // file, so that memory does not grow with the log. It holds ids only.
  database.exec(`
    PRAGMA temp_store = FILE;
    CREATE TEMP TABLE place (stream, seq, n, PRIMARY KEY (stream, seq, n)) WITHOUT ROWID;
  `);
  const prepare = (sql: string) => reading(database, sql);
  // Read as text, never joined with what somebody typed: keys of controllers come from the content.
  const only = controller === undefined ? undefined : `'${mustBeKey(controller)}'`;
  const ofStream = only === undefined ? '' : `AND (${streamsOf('stream', only)})`;
  const ids = prepare(`SELECT id FROM stream WHERE id > ? ${ofStream} ORDER BY id LIMIT 500`);
  const total = prepare(`SELECT count(*) AS streams FROM stream WHERE id > '' ${ofStream}`);
  const stream = prepare('SELECT * FROM stream WHERE id = ?');
  const session = prepare('SELECT controller, status FROM session WHERE id = ?');
  const subject = prepare('SELECT controller FROM consent_subject WHERE id = ?');
  const mediaOf = prepare('SELECT * FROM media WHERE session = ? ORDER BY media, width DESC');
  const entries = prepare(
    'SELECT e.* FROM place p JOIN entry e ON e.n = p.n AND e.stream = p.stream WHERE p.stream = ? ORDER BY p.seq',
  );
  const place = prepare('INSERT INTO place SELECT stream, seq, n FROM entry WHERE n > ?');
  const end = prepare('SELECT max(n) AS n FROM entry');
  const media = prepare('SELECT * FROM media WHERE id = ?');
  const newest = prepare('SELECT type FROM entry WHERE n = (SELECT last FROM stream WHERE id = ?)');
  const strays = prepare(
    `SELECT stream, seq FROM entry e WHERE NOT EXISTS (SELECT 1 FROM stream WHERE id = e.stream)
     ${only === undefined ? '' : `AND (e.stream = 'controller:' || ${only} OR ${isOf('e.stream', only)})`}`,
  );
  const lone = prepare(
    `SELECT id FROM session s WHERE NOT EXISTS (SELECT 1 FROM stream WHERE id = 'session:' || s.id)
     ${only === undefined ? '' : `AND s.controller = ${only}`}`,
  );
  const silent = prepare(
    `SELECT id FROM consent_subject s WHERE NOT EXISTS (SELECT 1 FROM stream WHERE id = 'subject:' || s.id)
     ${only === undefined ? '' : `AND s.controller = ${only}`}`,
  );
  const homeless = prepare(
    `SELECT * FROM media m WHERE NOT EXISTS (SELECT 1 FROM session WHERE id = m.session)
     ${only === undefined ? '' : `AND m.controller = ${only}`}`,
  );

  let placed = 0;
  function placeUpTo(newest: number): void {
    if (newest > placed) place.run(placed);
    placed = newest;
  }

  return {
    integrity: () => integrityOf(database),
    count: () => Number(total.get()?.streams ?? 0),
    *streams() {
      // Page by page: no read transaction is held while the caller works on a stream.
      for (let after = ''; ; ) {
        const page = all<{ id: string }>(ids, after);
        for (const { id } of page) yield id;
        const last = page.at(-1);
        if (!last) return;
        after = last.id;
      }
    },
    look(id, of, work) {
      database.exec('BEGIN');
      try {
        placeUpTo(Number(end.get()?.n ?? 0));
        return work({
          stream: one<PlacedStream>(stream, id),
          session: one<Pick<SessionRow, 'controller' | 'status'>>(session, of.session),
          subject: one<Pick<ConsentSubjectRow, 'controller'>>(subject, of.subject),
          media: all<MediaRow>(mediaOf, of.session),
          entries: each<PlacedEntry>(entries, id),
        });
      } finally {
        database.exec('COMMIT');
      }
    },
    strayEntries: () => each<{ stream: string; seq: number }>(strays),
    *sessionsWithoutStream() {
      for (const { id } of each<{ id: string }>(lone)) yield id;
    },
    *subjectsWithoutStream() {
      for (const { id } of each<{ id: string }>(silent)) yield id;
    },
    subject: (id) => one<Pick<ConsentSubjectRow, 'controller'>>(subject, id),
    strayMedia: () => each<MediaRow>(homeless),
    media: (id) => one<MediaRow>(media, id),
    newestType: (id) => one<{ type: string }>(newest, id)?.type,
    isDamage,
    disturbed: () => opened.asStopped && existsSync(`${file}-wal`),
    close: () => database.close(),
  };
}

function mustBeKey(controller: string): string {
  if (!/^[a-z0-9-]{1,64}$/.test(controller)) throw new Error('this is no key of a controller');
  return controller;
}

/** Also one whose row was changed to name another controller. */
function streamsOf(table: string, controller: string): string {
  return `${table}.controller = ${controller} OR ${table}.id = 'controller:' || ${controller}
    OR ${isOf(`${table}.id`, controller)}`;
}

/** What the stream is about is that controller's; both names are eight characters and an id. */
function isOf(stream: string, controller: string): string {
  const own = (table: string) =>
    `EXISTS (SELECT 1 FROM ${table} own WHERE own.id = substr(${stream}, 9) AND own.controller = ${controller})`;
  return `${own('session')} OR ${own('consent_subject')}`;
}

/**
 * Keys are read one at a time and no transaction is held: destroying a key truncates the store's write-ahead
 * log, which waits for readers.
 */
export function openKeyEvidence(file: string): KeyStore & { integrity(): readonly string[]; close(): void } {
  const { database } = openReadOnly(file);
  const select = database.prepare('SELECT * FROM wrapped_key WHERE id = ?');
  const selectBelow = database.prepare('SELECT id FROM wrapped_key WHERE parent = ?');
  const readOnly = async () => {
    throw new Error('keys are only read here');
  };
  return {
    async get(id) {
      const row = one<{ id: string; controller: string; parent: string | null; wrapped: Uint8Array }>(
        select,
        id,
      );
      if (!row) return undefined;
      const { parent, ...rest } = row;
      return { ...rest, ...(parent === null ? {} : { parent }) };
    },
    below: async (parent) => all<{ id: string }>(selectBelow, parent).map(({ id }) => id),
    put: readOnly,
    destroy: readOnly,
    integrity: () => integrityOf(database),
    close: () => database.close(),
  };
}

/**
 * A running or killed server has a write-ahead log beside its database. Without one the file is all there is,
 * and is opened as immutable: otherwise SQLite would make a log, which a read-only folder does not allow and
 * which would be left behind.
 */
function openReadOnly(file: string): { readonly database: DatabaseSync; readonly asStopped: boolean } {
  const asStopped = !existsSync(`${file}-wal`);
  const url = pathToFileURL(file);
  if (asStopped) url.searchParams.set('immutable', '1');
  const database = new DatabaseSync(url, { readOnly: true, timeout: 5000 });
  return { database, asStopped };
}

function integrityOf(database: DatabaseSync): readonly string[] {
  const lines = database.prepare('PRAGMA integrity_check').all();
  return lines.map((line) => String(line.integrity_check)).filter((line) => line !== 'ok');
}

export function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

function reading(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  return statement;
}

// Rows have the columns of their table, which the migrations make; as in the journal, this is where that is said.
function one<Row>(statement: StatementSync, parameter: string): Row | undefined {
  const row = statement.get(parameter);
  return row && (plain(row) as Row);
}

function all<Row>(statement: StatementSync, ...parameters: string[]): Row[] {
  return statement.all(...parameters).map((row) => plain(row) as Row);
}

function* each<Row>(statement: StatementSync, ...parameters: string[]): Iterable<Row> {
  for (const row of statement.iterate(...parameters)) yield plain(row) as Row;
}

function plain(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
}
