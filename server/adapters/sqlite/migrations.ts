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
  `
  -- What the reviewer finds sessions and the controller's entries by. session_review also answers the counts.
  CREATE INDEX session_review ON session (controller, created_at, id, end_reason);
  CREATE INDEX media_review ON media (controller, created_at, media) WHERE kind = 'photo';
  CREATE TABLE controller_entry (
    controller TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL,
    staff TEXT NOT NULL, session TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (controller, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX controller_entry_session ON controller_entry (controller, session, seq) WHERE session <> '';
  CREATE INDEX controller_entry_type ON controller_entry (controller, type, at);
  INSERT INTO controller_entry
    SELECT controller, entry.seq, at, type, staff, '', n FROM entry JOIN stream ON stream.id = entry.stream
    WHERE stream.id = 'controller:' || controller;

  CREATE TABLE content_access (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, session TEXT NOT NULL, purpose TEXT NOT NULL,
    requested_by TEXT NOT NULL, requested_at INTEGER NOT NULL,
    decided_by TEXT, decided_at INTEGER, until INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX content_access_recent ON content_access (controller, requested_at);
  `,
  `
  CREATE TABLE erasure (
    session TEXT NOT NULL, photo TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (session, photo)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hold (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, session TEXT NOT NULL, photo TEXT, state TEXT NOT NULL,
    reasons BLOB NOT NULL, requested_by TEXT NOT NULL, requested_at INTEGER NOT NULL,
    approved_by TEXT, approved_at INTEGER, lift_requested_by TEXT, lift_requested_at INTEGER,
    lifted_by TEXT, lifted_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hold_recent ON hold (controller, requested_at);
  CREATE INDEX hold_in_force ON hold (session, photo) WHERE state IN ('in-force', 'lift-requested');

  CREATE TABLE sweep_stop (controller TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE checkpoint_leaf (
    controller TEXT NOT NULL, position INTEGER NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
    head BLOB NOT NULL, PRIMARY KEY (controller, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoint_log (
    controller TEXT PRIMARY KEY, size INTEGER NOT NULL, peaks BLOB NOT NULL, signed INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoint_place (place INTEGER NOT NULL) STRICT;
  INSERT INTO checkpoint_place VALUES (0);
  CREATE TABLE stream_gone (
    stream TEXT PRIMARY KEY, controller TEXT NOT NULL, seq INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- A stream's entries are deleted before it is. When they were the newest of the log their places are given out
  -- again, so that the next round must not begin behind them.
  CREATE TRIGGER stream_deleted AFTER DELETE ON stream BEGIN
    INSERT OR REPLACE INTO stream_gone VALUES (OLD.id, OLD.controller, OLD.seq);
    UPDATE checkpoint_place SET place = (SELECT coalesce(max(n), 0) FROM entry)
      WHERE place > (SELECT coalesce(max(n), 0) FROM entry);
  END;
  `,
  `
  ALTER TABLE hold ADD COLUMN withdrawn_at INTEGER;
  `,
  `
  -- The subject's own page: a code by SMS, and the browser that it let in. Numbers are keyed hashes.
  CREATE TABLE subject_code (
    controller TEXT NOT NULL, number_hash TEXT NOT NULL, id TEXT NOT NULL, code_hash TEXT NOT NULL,
    tries_left INTEGER NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (controller, number_hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subject_code_expired ON subject_code (expires_at);
  CREATE TABLE subject_sms (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, state TEXT NOT NULL, sealed BLOB NOT NULL,
    attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subject_sms_waiting ON subject_sms (next_at) WHERE state = 'queued';
  CREATE INDEX subject_sms_expired ON subject_sms (expires_at);
  CREATE TABLE subject_credential (
    token_hash TEXT PRIMARY KEY, controller TEXT NOT NULL, number_hash TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subject_credential_expired ON subject_credential (expires_at);
  `,
  `
  -- Full verifications of a controller's ledger: one row each, healthy and figures once it is finished.
  CREATE TABLE ledger_verification (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, asked_by TEXT NOT NULL, started_at INTEGER NOT NULL,
    finished_at INTEGER, healthy INTEGER, figures TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ledger_verification_recent ON ledger_verification (controller, started_at);

  -- The register of breaches (GDPR Art. 33(5)); what is told of them in words stands sealed.
  CREATE TABLE breach (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, opened_by TEXT NOT NULL, opened_at INTEGER NOT NULL,
    aware_at INTEGER NOT NULL, sealed BLOB NOT NULL, authority_at INTEGER, subjects TEXT, subjects_at INTEGER,
    closed_by TEXT, closed_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX breach_recent ON breach (controller, opened_at);
  CREATE INDEX breach_closed ON breach (closed_at) WHERE closed_at IS NOT NULL;
  CREATE INDEX controller_entry_staff ON controller_entry (controller, staff, at) WHERE staff <> '';

  -- One row each: which list outside the backups this database belongs to and how far it had got; and when the
  -- operator last confirmed the clock on the wall.
  CREATE TABLE outside_list (id TEXT NOT NULL, bytes INTEGER NOT NULL) STRICT;
  CREATE TABLE clock_confirmed (at INTEGER NOT NULL) STRICT;
  `,
  `
  -- Requests of data subjects. Numbers are keyed hashes; words, number and reasons stand in sealed, under a key of
  -- the request's own.
  CREATE TABLE subject_request (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL,
    number_hash TEXT NOT NULL, language TEXT NOT NULL, state TEXT NOT NULL,
    received_at INTEGER NOT NULL, due_at INTEGER NOT NULL, extended INTEGER NOT NULL, verified INTEGER NOT NULL,
    holder_since INTEGER, assigned TEXT, outcome TEXT, article TEXT, closed_at INTEGER, restriction TEXT,
    erase_due INTEGER, sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subject_request_open ON subject_request (controller, due_at, id) WHERE closed_at IS NULL;
  CREATE INDEX subject_request_closed ON subject_request (controller, closed_at, id) WHERE closed_at IS NOT NULL;
  CREATE INDEX subject_request_subject ON subject_request (controller, number_hash);
  CREATE INDEX subject_request_erasing ON subject_request (id) WHERE state = 'erasing';
  CREATE INDEX subject_request_due ON subject_request (erase_due) WHERE erase_due IS NOT NULL;
  -- What a request does to a session, or to one photo of it (empty for the whole session).
  CREATE TABLE subject_request_item (
    request TEXT NOT NULL, session TEXT NOT NULL, photo TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (request, session, photo)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subject_request_item_session ON subject_request_item (session);
  -- In force: for one purpose that was objected to, or for everything but storage (empty).
  CREATE TABLE restriction (
    session TEXT NOT NULL, request TEXT NOT NULL, purpose TEXT NOT NULL, PRIMARY KEY (session, request, purpose)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX restriction_request ON restriction (request);
  `,
  `
  -- The audit queue: sessions of a day are scored once their wrap-up is over, and drawn when the day is closed.
  CREATE INDEX session_ended ON session (controller, ended_at, id) WHERE ended_at IS NOT NULL;
  CREATE TABLE audit_progress (
    controller TEXT PRIMARY KEY, day TEXT NOT NULL, scored_at INTEGER NOT NULL, scored_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_score (
    controller TEXT NOT NULL, points INTEGER NOT NULL, session TEXT NOT NULL, signals TEXT NOT NULL,
    PRIMARY KEY (controller, points, session)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_draw (
    controller TEXT NOT NULL, day TEXT NOT NULL, sessions INTEGER NOT NULL, population TEXT NOT NULL,
    closed_at INTEGER NOT NULL, checkpoint TEXT, seed TEXT, by_risk INTEGER, by_chance INTEGER,
    drawn_at INTEGER, PRIMARY KEY (controller, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_item (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, session TEXT NOT NULL, day TEXT NOT NULL, why TEXT NOT NULL,
    points INTEGER NOT NULL, signals TEXT NOT NULL, state TEXT NOT NULL, drawn_at INTEGER NOT NULL,
    taken_by TEXT, taken_at INTEGER, closed_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX audit_item_queue ON audit_item (controller, state, points, id);
  CREATE INDEX audit_item_closed ON audit_item (controller, closed_at, id) WHERE closed_at IS NOT NULL;
  CREATE INDEX audit_item_day ON audit_item (controller, day);
  CREATE INDEX audit_item_due ON audit_item (drawn_at);
  CREATE TABLE finding (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, item TEXT NOT NULL, session TEXT NOT NULL,
    severity TEXT NOT NULL, category TEXT NOT NULL, sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL, recorded_at INTEGER NOT NULL,
    responsible TEXT, due_at INTEGER, done_by TEXT, done_at INTEGER, erase_due INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_item ON finding (item);
  CREATE INDEX finding_open ON finding (controller, due_at) WHERE due_at IS NOT NULL AND done_at IS NULL;
  CREATE INDEX finding_due ON finding (erase_due);
  `,
  `
  -- The number itself, for a request that is made on that page, under a key that only the browser's cookie gives.
  DROP TABLE subject_credential;
  CREATE TABLE subject_credential (
    token_hash TEXT PRIMARY KEY, controller TEXT NOT NULL, number_hash TEXT NOT NULL, number BLOB NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subject_credential_expired ON subject_credential (expires_at);
  `,
  `
  -- Which record of its controller's periods a session is kept by; null for the first, the policy table's own.
  ALTER TABLE session ADD COLUMN period_version INTEGER;

  -- A change of periods: proposed, then decided by another. From the decision on, ended sessions are dated anew up
  -- to the place (redated_at, redated_id), until redated is set.
  CREATE TABLE period_change (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, version INTEGER, state TEXT NOT NULL,
    photos TEXT NOT NULL, content TEXT NOT NULL, skeleton TEXT NOT NULL, prolong_ended INTEGER NOT NULL,
    reasons BLOB NOT NULL, proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL,
    decided_by TEXT, decided_at INTEGER,
    redated INTEGER NOT NULL, redated_at INTEGER NOT NULL, redated_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX period_change_recent ON period_change (controller, proposed_at);
  CREATE UNIQUE INDEX period_change_version ON period_change (controller, version) WHERE version IS NOT NULL;
  CREATE UNIQUE INDEX period_change_proposed ON period_change (controller) WHERE state = 'proposed';
  CREATE INDEX period_change_unfinished ON period_change (controller, version)
    WHERE state = 'approved' AND redated = 0;
  `,
  `
  -- Who the number belongs to stands sealed at the head of the stream subject:<id>.
  CREATE TABLE consent_subject (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, number_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL, ended_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX consent_subject_live ON consent_subject (controller, number_hash) WHERE ended_at IS NULL;

  CREATE TABLE consent_standing (
    controller TEXT NOT NULL, number_hash TEXT NOT NULL, purpose TEXT NOT NULL, channel TEXT NOT NULL,
    state TEXT NOT NULL, version TEXT NOT NULL, record TEXT NOT NULL, since INTEGER NOT NULL,
    valid_until INTEGER, PRIMARY KEY (controller, number_hash, purpose, channel)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE consent_change (
    n INTEGER PRIMARY KEY, controller TEXT NOT NULL, subject TEXT NOT NULL, record TEXT NOT NULL,
    change TEXT NOT NULL, purpose TEXT NOT NULL, channels TEXT NOT NULL, version TEXT NOT NULL,
    method TEXT NOT NULL, at INTEGER NOT NULL, recorded_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX consent_change_feed ON consent_change (controller, n);
  CREATE INDEX consent_change_subject ON consent_change (subject);

  CREATE TABLE consent_source (
    controller TEXT NOT NULL, source TEXT NOT NULL, record TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (controller, source)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Whether a hold is on a session is asked for each one that falls due; with the states as parameters SQLite does
  -- not take the partial index.
  DROP INDEX hold_in_force;
  CREATE INDEX hold_session ON hold (session, state, photo);
  `,
  `
  -- The operator's other systems, which may ask about consents. Of a key its SHA-256 alone is here.
  CREATE TABLE consent_system (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, name TEXT NOT NULL,
    purposes TEXT NOT NULL, channels TEXT NOT NULL, created_at INTEGER NOT NULL,
    webhook TEXT, queued_to INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX consent_system_name ON consent_system (controller, name);

  CREATE TABLE consent_system_key (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, system TEXT NOT NULL, hash TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX consent_system_key_hash ON consent_system_key (hash);
  CREATE INDEX consent_system_key_system ON consent_system_key (system);

  -- Changes that a system has yet to be told of; the row goes when it has answered.
  CREATE TABLE consent_webhook (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, system TEXT NOT NULL, subject TEXT NOT NULL,
    change INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL,
    last_answer TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX consent_webhook_once ON consent_webhook (system, change);
  CREATE INDEX consent_webhook_order ON consent_webhook (system, subject, state, change);
  CREATE INDEX consent_webhook_due ON consent_webhook (system, state, next_at);
  `,
  `
  -- SMS that came to a controller's number: kept sealed until acted upon, then only that it came.
  CREATE TABLE sms_incoming (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, controller TEXT NOT NULL,
    number_hash TEXT NOT NULL, sealed BLOB, home INTEGER NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL,
    at INTEGER NOT NULL, received_at INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX sms_incoming_source ON sms_incoming (source);
  CREATE INDEX sms_incoming_due ON sms_incoming (next_at) WHERE state <> 'done';
  CREATE INDEX sms_incoming_old ON sms_incoming (received_at);

  -- What an SMS asked to grant and its sender has yet to confirm.
  CREATE TABLE sms_confirmation (
    controller TEXT NOT NULL, number_hash TEXT NOT NULL, purpose TEXT NOT NULL, version TEXT NOT NULL,
    command TEXT NOT NULL, id TEXT NOT NULL, code_hash TEXT NOT NULL, asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, PRIMARY KEY (controller, number_hash, purpose)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sms_confirmation_expired ON sms_confirmation (expires_at);

  -- How much a number has had of replies, codes and wrong codes.
  CREATE TABLE sms_sender (
    controller TEXT NOT NULL, number_hash TEXT NOT NULL, replied_at INTEGER NOT NULL, day_from INTEGER NOT NULL,
    codes INTEGER NOT NULL, wrong INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (controller, number_hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sms_sender_expired ON sms_sender (expires_at);
  `,
  `
  -- Mail waiting to be sent: what it says and to whom is sealed under a key of this mail alone. The row goes, with its
  -- key, once the mail is sent, given up or past its time.
  CREATE TABLE mail_outbox (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, sealed BLOB NOT NULL,
    attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mail_outbox_due ON mail_outbox (next_at);
  CREATE INDEX mail_outbox_about ON mail_outbox (about);

  -- Offers that were mailed; of the token in their links its SHA-256 alone is here, and no address.
  CREATE TABLE offer_mail (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, number_hash TEXT NOT NULL, request TEXT NOT NULL,
    offer TEXT NOT NULL, version INTEGER NOT NULL, language TEXT NOT NULL, token_hash TEXT NOT NULL,
    state TEXT NOT NULL, sealed BLOB NOT NULL, created_at INTEGER NOT NULL, erase_due INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX offer_mail_request ON offer_mail (controller, request);
  CREATE UNIQUE INDEX offer_mail_token ON offer_mail (token_hash);
  CREATE INDEX offer_mail_number ON offer_mail (controller, number_hash);
  CREATE INDEX offer_mail_due ON offer_mail (erase_due);

  CREATE TABLE offer_mail_event (
    mail TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (mail, kind, detail)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- How often each score was given on a day in Riga; about nobody.
  CREATE TABLE rating_count (
    controller TEXT NOT NULL, day TEXT NOT NULL, score INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (controller, day, score)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- When the proof of a subject's consents has been kept long enough; none while anything is in force.
  CREATE TABLE consent_due (subject TEXT PRIMARY KEY, due INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX consent_due_time ON consent_due (due, subject);

  -- Files of numbers that changed hands, by the hash of their content, once every line was carried out.
  CREATE TABLE number_file (
    controller TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, lines INTEGER NOT NULL,
    fault TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (controller, hash)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- When a number changed hands last, by its keyed hash: a wish from before is its former holder's.
  CREATE TABLE number_handed_over (
    controller TEXT NOT NULL, number_hash TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (controller, number_hash)
  ) STRICT, WITHOUT ROWID;
  `,
];

export const KEY_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE wrapped_key (
    id TEXT PRIMARY KEY, controller TEXT NOT NULL, parent TEXT, wrapped BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What a session's key wraps is looked up whenever one is destroyed. Holds ids only.
  CREATE INDEX wrapped_key_parent ON wrapped_key (parent) WHERE parent IS NOT NULL;
  `,
];
