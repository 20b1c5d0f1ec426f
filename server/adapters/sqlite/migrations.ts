/** Schemas of the main database and of the key store. A migration is never edited once released; add another. */

export const MAIN_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE account (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    role TEXT NOT NULL, password_hash TEXT NOT NULL, created_at INTEGER NOT NULL, disabled_at INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE browser_session (
    token_hash TEXT PRIMARY KEY, account TEXT NOT NULL, created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX browser_session_account ON browser_session (account);

  CREATE TABLE session (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, status TEXT NOT NULL, staff TEXT NOT NULL,
    agent_name TEXT NOT NULL, language TEXT NOT NULL, category TEXT NOT NULL,
    number_hash TEXT, call_hash TEXT,
    created_at INTEGER NOT NULL, accepted_at INTEGER, ended_at INTEGER, end_reason TEXT,
    photos_due INTEGER, content_due INTEGER, skeleton_due INTEGER,
    photos_erased_at INTEGER, content_erased_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX session_open ON session (controller, staff, created_at) WHERE ended_at IS NULL;
  CREATE INDEX session_number ON session (controller, number_hash, created_at) WHERE number_hash IS NOT NULL;
  CREATE INDEX session_call ON session (controller, call_hash) WHERE call_hash IS NOT NULL;
  CREATE INDEX session_photos_due ON session (photos_due) WHERE photos_erased_at IS NULL;
  CREATE INDEX session_content_due ON session (content_due) WHERE content_erased_at IS NULL;
  CREATE INDEX session_skeleton_due ON session (skeleton_due);

  CREATE TABLE stream (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
    last INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- One log in the order of arrival, so that a group commit writes a few full pages. With an index by stream
  -- it wrote one page for each entry: 5 times the CPU (docs/performance.md). Each entry names the one before it
  -- in its stream (previous; 0 for none), each stream its newest (last).
  CREATE TABLE entry (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL,
    role TEXT NOT NULL, staff TEXT NOT NULL, object BLOB NOT NULL, sealed BLOB NOT NULL, hash BLOB NOT NULL,
    n INTEGER PRIMARY KEY, previous INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE invitation (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, way TEXT NOT NULL, token_hash TEXT UNIQUE, code_hash TEXT,
    number_hash TEXT, tries_left INTEGER NOT NULL, status TEXT NOT NULL,
    attempt_hash TEXT, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX invitation_session ON invitation (session);
  CREATE INDEX invitation_code ON invitation (number_hash) WHERE number_hash IS NOT NULL AND status = 'open';

  CREATE TABLE sms (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, invitation TEXT NOT NULL, controller TEXT NOT NULL,
    staff TEXT NOT NULL, number_hash TEXT NOT NULL, state TEXT NOT NULL, sealed BLOB,
    attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sms_session ON sms (session);
  CREATE INDEX sms_waiting ON sms (next_at) WHERE state = 'queued';
  CREATE INDEX sms_sealed ON sms (expires_at) WHERE sealed IS NOT NULL;

  CREATE TABLE caller_credential (
    token_hash TEXT PRIMARY KEY, session TEXT NOT NULL, scope TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX caller_credential_session ON caller_credential (session);

  CREATE TABLE media (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, controller TEXT NOT NULL, media TEXT NOT NULL,
    kind TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, bytes INTEGER NOT NULL,
    key TEXT NOT NULL, digest BLOB NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX media_session ON media (session, media);
  CREATE INDEX media_unfinished ON media (created_at) WHERE state IN ('pending', 'erasing');

  CREATE TABLE webhook (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, at INTEGER NOT NULL, answer TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX webhook_at ON webhook (at);
  `,
];

export const KEY_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE wrapped_key (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, parent TEXT, wrapped BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
