/**
 * The tables of the main database, as Kysely sees them. Times are epoch milliseconds. No column holds a phone
 * number, a token, a name of a caller or content in the clear: numbers and call references are keyed hashes,
 * secrets are SHA-256 hashes of random tokens, content is sealed in `entry` and `sms`.
 * Wrapped keys are not here: they live in a database of their own (KEY-4).
 */
import type { Generated, Kysely, Transaction } from 'kysely';
import type { FindingCategory, FindingSeverity } from '../protocol/audit.ts';
import type { ConsentChannel, ConsentMethod, ConsentRecord, ConsentState } from '../protocol/consent.ts';
import type { EndReason, ErasureRule, InvitationWay } from '../protocol/events.ts';
import type { StaffRole } from '../protocol/http.ts';
import type { Language, MatterCategory } from '../protocol/language.ts';
import type {
  RefusalArticle,
  RequestChannel,
  RequestKind,
  RequestOutcome,
  RequestState,
} from '../protocol/requests.ts';

export interface Tables {
  account: AccountRow;
  browser_session: BrowserSessionRow;
  session: SessionRow;
  stream: StreamRow & { last: EntryPlace['n'] };
  entry: EntryRow & EntryPlace;
  invitation: InvitationRow;
  sms: SmsRow;
  caller_credential: CallerCredentialRow;
  media: MediaRow;
  webhook: WebhookRow;
  checkpoint_leaf: CheckpointLeafRow;
  checkpoint_log: CheckpointLogRow;
  checkpoint_place: CheckpointPlaceRow;
  stream_gone: StreamGoneRow;
  controller_entry: ControllerEntryRow;
  content_access: ContentAccessRow;
  erasure: ErasureRow;
  hold: HoldRow;
  sweep_stop: SweepStopRow;
  period_change: PeriodChangeRow;
  ledger_verification: LedgerVerificationRow;
  breach: BreachRow;
  outside_list: OutsideListRow;
  clock_confirmed: ClockConfirmedRow;
  subject_code: SubjectCodeRow;
  subject_sms: SubjectSmsRow;
  subject_credential: SubjectCredentialRow;
  subject_request: SubjectRequestRow;
  subject_request_item: SubjectRequestItemRow;
  restriction: RestrictionRow;
  audit_progress: AuditProgressRow;
  audit_score: AuditScoreRow;
  audit_draw: AuditDrawRow;
  audit_item: AuditItemRow;
  finding: FindingRow;
  consent_subject: ConsentSubjectRow;
  consent_due: ConsentDueRow;
  number_file: NumberFileRow;
  consent_standing: ConsentStandingRow;
  consent_change: ConsentChangeRow;
  consent_source: ConsentSourceRow;
  mail_outbox: MailOutboxRow;
  offer_mail: OfferMailRow;
  offer_mail_event: OfferMailEventRow;
  sms_incoming: SmsIncomingRow;
  sms_confirmation: SmsConfirmationRow;
  sms_sender: SmsSenderRow;
  number_handed_over: NumberHandedOverRow;
  consent_system: ConsentSystemRow;
  consent_system_key: ConsentSystemKeyRow;
  consent_webhook: ConsentWebhookRow;
  rating_count: RatingCountRow;
}

export type Database = Kysely<Tables>;
export type DatabaseOrTransaction = Database | Transaction<Tables>;

export interface AccountRow {
  /** UUID; the pseudonymous staff id in events and entries. */
  id: string;
  controller: string;
  /** Lower-cased; unique in the installation. */
  login: string;
  /** Full display name; callers see the first word. */
  name: string;
  role: StaffRole;
  /** argon2id, PHC string. */
  password_hash: string;
  created_at: number;
  disabled_at: number | null;
}

export interface BrowserSessionRow {
  /** SHA-256 of the cookie's token, hex. */
  token_hash: string;
  account: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
}

/** The index of a session: what lists, limits and the sweep need. Everything else is folded from its events. */
export interface SessionRow {
  id: string;
  controller: string;
  status: 'created' | 'invited' | 'opened' | 'joined' | 'ended' | 'erased';
  /** Account id of the agent who has the session now. */
  staff: string;
  agent_name: string;
  language: Language;
  category: MatterCategory;
  /** Keyed hash of the caller's number; nulled when the content is erased. */
  number_hash: string | null;
  /** Keyed hash of the call reference; nulled when the content is erased. */
  call_hash: string | null;
  created_at: number;
  accepted_at: number | null;
  ended_at: number | null;
  end_reason: EndReason | null;
  /** When photos, then the content, then the skeleton are due to go; null until the session ends. */
  photos_due: number | null;
  content_due: number | null;
  skeleton_due: number | null;
  photos_erased_at: number | null;
  content_erased_at: number | null;
  /** The record of its controller's periods that it is kept by; null for the first, the policy table's own. */
  period_version: number | null;
}

export interface StreamRow {
  /** `session:<id>` or `controller:<key>`. */
  id: string;
  controller: string;
  /** Id of the data key that seals the stream's entries. */
  key: string;
  seq: number;
  /** Hash of the newest entry: truncation is found by comparing. */
  head: Uint8Array;
}

export interface EntryRow {
  stream: string;
  seq: number;
  at: number;
  type: string;
  /** Actor's role; `staff` is the pseudonymous id, empty for others. */
  role: string;
  staff: string;
  /** SHA-256 of the sealed object the entry is about; empty for none. */
  object: Uint8Array;
  /** Nonce, ciphertext and tag of the payload. */
  sealed: Uint8Array;
  hash: Uint8Array;
}

/** Where an entry stands in the log of all streams, and where the one before it in its stream does (0 for none). */
export interface EntryPlace {
  n: Generated<number>;
  previous: number;
}

export interface InvitationRow {
  id: string;
  session: string;
  way: InvitationWay;
  /** SHA-256 of the token (hex); null for a spoken code. */
  token_hash: string | null;
  /** For a code: keyed hash of number and code. */
  code_hash: string | null;
  /** For a code: keyed hash of the number, so that a wrong code costs a try of this invitation. */
  number_hash: string | null;
  tries_left: number;
  status: 'open' | 'spent' | 'closed' | 'replaced';
  /** SHA-256 of the attempt that spent it (hex): only that browser may ask for the lost answer again. */
  attempt_hash: string | null;
  issued_at: number;
  expires_at: number;
}

export interface SmsRow {
  id: string;
  session: string;
  invitation: string;
  controller: string;
  staff: string;
  number_hash: string;
  state: 'queued' | 'sent' | 'delivered' | 'failed' | 'expired';
  /** Sealed number, token and text; nulled once delivered or expired. */
  sealed: Uint8Array | null;
  attempts: number;
  next_at: number;
  created_at: number;
  expires_at: number;
}

export interface CallerCredentialRow {
  /** SHA-256 of the cookie's token, hex. */
  token_hash: string;
  session: string;
  /** `call` until the end, then exchanged for `after`. */
  scope: 'call' | 'after';
  created_at: number;
}

/** One stored variant of a picture. */
export interface MediaRow {
  /** Object id; the last part of the object's key in the store. */
  id: string;
  session: string;
  controller: string;
  /** Id of the photo or picture; its variants share it. */
  media: string;
  kind: 'photo' | 'picture';
  /** Width in pixels. */
  width: number;
  height: number;
  /** Plain size. */
  bytes: number;
  /** Id of the data key in the key store. */
  key: string;
  /** SHA-256 of the sealed bytes. */
  digest: Uint8Array;
  state: 'pending' | 'stored' | 'erasing' | 'erased';
  created_at: number;
}

/** Webhooks already honoured, so that a replay is answered as the first time. */
export interface WebhookRow {
  id: string;
  controller: string;
  at: number;
  /** JSON of the first answer; holds no personal data. */
  answer: string;
}

/** Where an entry of a controller's own log stands, and what it can be found by. No content. */
export interface ControllerEntryRow {
  controller: string;
  seq: number;
  at: number;
  type: string;
  /** Account id; empty for callers and the system. */
  staff: string;
  /** Empty when it is about none. */
  session: string;
  /** `n` of the entry. */
  place: number;
}

/** A reviewer's request to open a session's content. Its reason stands sealed in the controller's log. */
export interface ContentAccessRow {
  id: string;
  controller: string;
  session: string;
  purpose: 'compliance-review' | 'legal-claim';
  requested_by: string;
  requested_at: number;
  decided_by: string | null;
  decided_at: number | null;
  /** End of the opening; null while nobody decided, and when it was refused. */
  until: number | null;
}

/** A photo whose erasure is recorded and not certified yet; without one, a content that goes before its time. */
export interface ErasureRow {
  session: string;
  photo: string;
  rule: ErasureRule;
}

/** A legal hold; what it rests on stands sealed in `reasons`, under the key of the controller's log. */
export interface HoldRow {
  id: string;
  controller: string;
  session: string;
  /** Null for the whole session. */
  photo: string | null;
  state: 'requested' | 'withdrawn' | 'in-force' | 'lift-requested' | 'lifted';
  /** JSON of `HoldReasons`, sealed. */
  reasons: Uint8Array;
  /** Account ids and epoch milliseconds of the four steps. */
  requested_by: string;
  requested_at: number;
  approved_by: string | null;
  approved_at: number | null;
  lift_requested_by: string | null;
  lift_requested_at: number | null;
  lifted_by: string | null;
  lifted_at: number | null;
  /** By whoever asked. */
  withdrawn_at: number | null;
}

/** A data subject's request. */
export interface SubjectRequestRow {
  id: string;
  controller: string;
  kind: RequestKind;
  channel: RequestChannel;
  /** Keyed hash of the subject's number. */
  number_hash: string;
  language: Language;
  state: RequestState;
  received_at: number;
  due_at: number;
  /** 0 or 1, as is `verified`. */
  extended: number;
  verified: number;
  /** Sessions before it are of another holder of the number. */
  holder_since: number | null;
  /** Account id. */
  assigned: string | null;
  outcome: RequestOutcome | null;
  article: RefusalArticle | null;
  closed_at: number | null;
  restriction: 'in-force' | 'lifted' | null;
  /** When the request itself is due to go; null until it is closed and no restriction of it is in force. */
  erase_due: number | null;
  /** JSON of `RequestDetails`, sealed under the request's own key. */
  sealed: Uint8Array;
}

export interface SubjectRequestItemRow {
  request: string;
  session: string;
  /** Empty for the whole session. */
  photo: string;
  state: 'due' | 'done' | 'held';
}

/** In force while it stands. */
export interface RestrictionRow {
  session: string;
  request: string;
  /** A purpose of the policy table that was objected to; empty for all but storage (Art. 18). */
  purpose: string;
}

/** A change of a controller's retention periods; approved, it is the record of that version. */
export interface PeriodChangeRow {
  id: string;
  controller: string;
  /** From 2 on, by controller; null until it is approved. */
  version: number | null;
  state: 'proposed' | 'approved' | 'refused' | 'withdrawn';
  /** ISO 8601, from the session's end. */
  photos: string;
  content: string;
  skeleton: string;
  /** 1 when sessions that had ended are prolonged, too. */
  prolong_ended: number;
  /** JSON of `PeriodReasons`, sealed under the key of the controller's log. */
  reasons: Uint8Array;
  proposed_by: string;
  proposed_at: number;
  decided_by: string | null;
  decided_at: number | null;
  /** 1 once every session that had ended by then is dated by it. */
  redated: number;
  /** End and id of the last session that was looked at for it. */
  redated_at: number;
  redated_id: string;
}

/** Stands while the sweep is stopped, so that a controller is told of each stop and each end of one once. */
export interface SweepStopRow {
  controller: string;
  /** The last time known since, by the monotonic clock or the ledger and not by the clock on the wall. */
  at: number;
}

/** The code that was sent to a number last; a newer one takes its place. */
export interface SubjectCodeRow {
  controller: string;
  /** Keyed hash of the number. */
  number_hash: string;
  /** Part of what is hashed, so that the same six digits never have the same hash twice. */
  id: string;
  /** Keyed hash of id and code. */
  code_hash: string;
  tries_left: number;
  expires_at: number;
}

/** An SMS that belongs to no session. The row goes, with its key, once it is delivered, given up or past its time. */
export interface SubjectSmsRow {
  id: string;
  controller: string;
  state: 'queued' | 'sent';
  /** Number and text, sealed under a key of this message alone. */
  sealed: Uint8Array;
  attempts: number;
  next_at: number;
  expires_at: number;
}

/** A browser that may see what a controller keeps about a number, until then. */
export interface SubjectCredentialRow {
  /** SHA-256 of the cookie's token, hex. */
  token_hash: string;
  controller: string;
  number_hash: string;
  /** The number, sealed under a key that only the cookie's token gives. */
  number: Uint8Array;
  expires_at: number;
}

/** How far a controller's sessions are scored: everything of `day` up to and with this one. */
export interface AuditProgressRow {
  controller: string;
  /** `2026-11-20`, in Riga. */
  day: string;
  /** End of the session scored last, and its id. */
  scored_at: number;
  scored_id: string;
}

/** The risk of a session of the day that is not drawn yet. */
export interface AuditScoreRow {
  controller: string;
  points: number;
  session: string;
  /** JSON of the `RiskReason`s that it was scored by. */
  signals: string;
}

/** A day of the audit: closed first, drawn with the checkpoint that came next. */
export interface AuditDrawRow {
  controller: string;
  day: string;
  /** Sessions that ended that day, and the SHA-256 over their ids in order, hex. */
  sessions: number;
  population: string;
  closed_at: number;
  /** The checkpoint's line, and the SHA-256 that the sample was drawn with, hex; null until drawn. */
  checkpoint: string | null;
  seed: string | null;
  by_risk: number | null;
  by_chance: number | null;
  drawn_at: number | null;
}

/** A session that was drawn for the audit. No content. */
export interface AuditItemRow {
  id: string;
  controller: string;
  session: string;
  day: string;
  why: 'risk' | 'chance';
  points: number;
  /** JSON of the `RiskReason`s that it was scored by. */
  signals: string;
  state: 'waiting' | 'taken' | 'no-finding' | 'finding';
  drawn_at: number;
  taken_by: string | null;
  taken_at: number | null;
  closed_at: number | null;
}

/** What an audit found; the words stand sealed under a key of the finding's own. */
export interface FindingRow {
  id: string;
  controller: string;
  item: string;
  session: string;
  severity: FindingSeverity;
  category: FindingCategory;
  /** JSON of `FindingWords`, sealed. */
  sealed: Uint8Array;
  recorded_by: string;
  recorded_at: number;
  /** Account id, and the first moment after the day it is due; null without a follow-up. */
  responsible: string | null;
  due_at: number | null;
  done_by: string | null;
  done_at: number | null;
  erase_due: number;
}

/** A leaf of a controller's Merkle log: the head of a stream when a checkpoint was taken. */
export interface CheckpointLeafRow {
  controller: string;
  /** From 0. */
  position: number;
  stream: string;
  seq: number;
  /** Empty once the stream's skeleton is erased. */
  head: Uint8Array;
}

/** How far a controller's Merkle log has got. */
export interface CheckpointLogRow {
  controller: string;
  /** Leaves. */
  size: number;
  /** Roots of the full subtrees, largest first, 32 bytes each. */
  peaks: Uint8Array;
  /** Size that the newest checkpoint in the sink covers. */
  signed: number;
}

/** One row: entries up to this place (`n`) have been taken in. */
export interface CheckpointPlaceRow {
  place: number;
}

/** A stream that was deleted and has no leaf yet that says so; a trigger writes it. */
export interface StreamGoneRow {
  stream: string;
  controller: string;
  seq: number;
}

/** A full verification of one controller's ledger, under way until it is finished. */
export interface LedgerVerificationRow {
  id: string;
  controller: string;
  /** Account id; empty for the daily one. */
  asked_by: string;
  started_at: number;
  finished_at: number | null;
  /** 1 or 0; null while under way, and when it came to no end. */
  healthy: number | null;
  /** JSON of `LedgerFigures`; null as `healthy`. */
  figures: string | null;
}

/** An entry of the register of breaches. What is told in words stands in `sealed`, under the controller log's key. */
export interface BreachRow {
  id: string;
  controller: string;
  opened_by: string;
  opened_at: number;
  /** When the controller became aware: both clocks run from here. */
  aware_at: number;
  sealed: Uint8Array;
  authority_at: number | null;
  /** `told`, or by which letter of GDPR Art. 34(3) the data subjects need not be. */
  subjects: 'told' | 'a' | 'b' | 'c' | 'no-high-risk' | null;
  subjects_at: number | null;
  closed_by: string | null;
  closed_at: number | null;
}

/** One row: which list of destroyed keys and holds this database belongs to, and its size when last seen. */
export interface OutsideListRow {
  id: string;
  bytes: number;
}

/** At most one row: the time that the operator confirmed the wall clock to be right at, by that clock. */
export interface ClockConfirmedRow {
  at: number;
}

/** A holder of a number at a controller; who it is stands sealed at the head of stream `subject:<id>`. */
export interface ConsentSubjectRow {
  id: string;
  controller: string;
  number_hash: string;
  created_at: number;
  /** When the number changed hands. */
  ended_at: number | null;
}

/** What the records of a live subject come to; answers the guard. Rebuilt from the records by one command. */
export interface ConsentStandingRow {
  controller: string;
  number_hash: string;
  purpose: string;
  /** Empty for a purpose without channels. */
  channel: ConsentChannel | '';
  state: ConsentState;
  version: string;
  record: string;
  since: number;
  /** Null: no end is known. */
  valid_until: number | null;
}

/** Every change in the order of arrival, for the feed of the controller's other systems. No number. */
export interface ConsentChangeRow {
  n: Generated<number>;
  controller: string;
  subject: string;
  record: string;
  change: ConsentRecord['change'];
  purpose: string;
  /** Separated by spaces; empty for all. */
  channels: string;
  version: string;
  method: ConsentMethod;
  at: number;
  recorded_at: number;
}

/** Ids that changes came with, so that a message delivered twice is recorded once. */
export interface ConsentSourceRow {
  controller: string;
  source: string;
  record: string;
  at: number;
}

/** When a number changed hands last; kept for as long as a wish from before may arrive. */
export interface NumberHandedOverRow {
  controller: string;
  number_hash: string;
  at: number;
}

/** A system of the controller's own that may ask about consents. Which, is what its operator decided. */
export interface ConsentSystemRow {
  id: string;
  controller: string;
  /** Unique within the controller. */
  name: string;
  /** Purposes that it may ask about, separated by spaces. */
  purposes: string;
  /** Separated by spaces; empty for all. */
  channels: string;
  created_at: number;
  /** Where it is told of changes; null: it asks for them. */
  webhook: string | null;
  /** `consent_change.n` up to which changes were put into `consent_webhook`. */
  queued_to: number;
}

export interface ConsentSystemKeyRow {
  id: string;
  controller: string;
  system: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
}

/** A change that a system has yet to be told of. */
export interface ConsentWebhookRow {
  id: string;
  controller: string;
  system: string;
  subject: string;
  /** `consent_change.n`. */
  change: number;
  /** `dead`: given up, until the operator says otherwise. */
  state: 'queued' | 'dead';
  attempts: number;
  next_at: number;
  /** What the last attempt came to: an HTTP status, or why there was none. */
  last_answer: string;
}

/** An SMS that came to a controller's number. What it said goes once it was acted upon. */
export interface SmsIncomingRow {
  /** In the order of arrival. */
  n: Generated<number>;
  id: string;
  /** SHA-256 over controller and the gateway's id, hex: a repeat is known by it. */
  source: string;
  controller: string;
  /** Keyed hash of the sender's number; empty when it was none, and once the message was acted upon. */
  number_hash: string;
  /** Number and text, sealed under a key of this message alone; null once acted upon. */
  sealed: Uint8Array | null;
  /** 1 when it came over the home network's own connection. */
  home: number;
  /** `settled`: acted upon, its key is still to be destroyed. */
  state: 'waiting' | 'settled' | 'done';
  /** What came of it, in one word; empty while waiting. */
  outcome: string;
  /** When it was sent; at most `received_at`. */
  at: number;
  received_at: number;
  attempts: number;
  next_at: number;
}

/** A grant that waits for the code which its sender was sent; one for each purpose of a number. */
export interface SmsConfirmationRow {
  controller: string;
  number_hash: string;
  purpose: string;
  /** The text that the command granted when it was sent. */
  version: string;
  command: string;
  /** Part of what is hashed. */
  id: string;
  /** Keyed hash of id and code. */
  code_hash: string;
  asked_at: number;
  expires_at: number;
}

/** What a number was sent, so that nobody can have it flooded, nor guess its codes. */
export interface SmsSenderRow {
  controller: string;
  number_hash: string;
  /** The last reply that counts; 0 for none. */
  replied_at: number;
  /** Since when codes and wrong codes are counted, a day long. */
  day_from: number;
  codes: number;
  wrong: number;
  expires_at: number;
}

/** A mail waiting to be sent. */
export interface MailOutboxRow {
  /** The first half of its Message-ID, which stays the same however often it is tried. */
  id: string;
  controller: string;
  kind: 'guides' | 'offer' | 'reminder';
  /** The session, or the offer's mail. */
  about: string;
  /** Sealed under a key of this mail alone. */
  sealed: Uint8Array;
  attempts: number;
  next_at: number;
  expires_at: number;
}

/** An offer that was mailed to someone. */
export interface OfferMailRow {
  id: string;
  controller: string;
  number_hash: string;
  /** Id that the system which asked for it gave it. */
  request: string;
  offer: string;
  version: number;
  language: Language;
  /** SHA-256 of the token in its links, hex. */
  token_hash: string;
  /** `stopped`: the consent was gone before it went out. */
  state: 'queued' | 'sent' | 'failed' | 'stopped';
  /** The number, sealed under a key of this row alone: an unsubscribe must find whose consent it takes back. */
  sealed: Uint8Array;
  created_at: number;
  erase_due: number;
}

/** What became of an offer's mail, each thing once; recorded with the consent in force only. */
export interface OfferMailEventRow {
  mail: string;
  kind: 'delivered' | 'not-delivered' | 'opened' | 'followed' | 'junk' | 'unsubscribed' | 'reminded';
  /** Which link, counted from 1; of a failure its status (RFC 3463). Empty for the others. */
  detail: string;
  at: number;
}

/** When a subject's records go; no row while a consent is in force without an end. */
export interface ConsentDueRow {
  subject: string;
  due: number;
}

/** A file of numbers that changed hands, which was carried out whole or refused whole. */
export interface NumberFileRow {
  controller: string;
  /** SHA-256 of its bytes, hex. */
  hash: string;
  name: string;
  lines: number;
  /** Why it was refused; empty when it was carried out. Holds no number. */
  fault: string;
  at: number;
}

export type Inserted<Row> = {
  [Column in keyof Row]: Row[Column] extends Generated<infer T> ? T : Row[Column];
};

/** How often a score was given on a day (`2026-11-20`, in Riga): about nobody. */
export interface RatingCountRow {
  readonly controller: string;
  readonly day: string;
  readonly score: number;
  readonly count: number;
}
