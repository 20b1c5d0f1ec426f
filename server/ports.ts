/**
 * The few interfaces to the outside. Adapters implement them; only `main.ts` builds adapters. Each port has one
 * behaviour suite in `test/support/` that runs against every adapter.
 */
import type { Readable } from 'node:stream';
import type { DiagnosticReading } from '../protocol/diagnostics.ts';
import type { Language } from '../protocol/language.ts';
import type { LedgerFigures, LedgerProof, VerificationProgress } from '../protocol/ledger.ts';
import type { EntryRow, StreamRow } from './database.ts';

/** Wall clock. Times in tables and events are epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Where sealed objects live. Keys are `controller/session/object`; bytes are ciphertext, never plain. */
export interface ObjectStore {
  /** Durable when it resolves; a failed put leaves nothing behind. Throws `StoreError`. */
  put(key: string, body: Uint8Array): Promise<void>;
  /** The whole object, or `length` bytes from `start`; undefined when there is none. */
  get(
    key: string,
    range?: { readonly start: number; readonly length: number },
  ): Promise<Uint8Array | undefined>;
  /** Deletes every version. Deleting what is not there is no error: erasure can be repeated. */
  delete(key: string): Promise<void>;
  /**
   * Takes an object, with every version, out of all rules by which the store itself expires objects, or puts it
   * back; resolves when the store has confirmed it. A store without such rules has nothing to do.
   */
  hold(key: string, held: boolean): Promise<void>;
  /** Keys below a prefix, in no order. */
  list(prefix: string): AsyncIterable<string>;
  /** Resolves when the store answers, for readiness; throws `StoreError`. */
  check(): Promise<void>;
}

export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** Wraps keys with the controller's key, which a KMS (by default a local key file) holds. */
export interface KeyWrapper {
  /** `context` is bound to the wrapped key: unwrapping under another one fails. */
  wrap(controller: string, key: Uint8Array, context: string): Promise<Uint8Array>;
  unwrap(controller: string, wrapped: Uint8Array, context: string): Promise<Uint8Array>;
  /** Secret for keyed hashes of this controller (phone numbers, call references). 32 bytes. */
  lookupKey(controller: string): Uint8Array;
}

/** Wrapped keys, in a store of their own so that destroying one leaves no copy (KEY-4). */
export interface KeyStore {
  put(rows: readonly WrappedKey[]): Promise<void>;
  get(id: string): Promise<WrappedKey | undefined>;
  /** Ids of the keys that this key wraps. */
  below(parent: string): Promise<readonly string[]>;
  /** Destroys the keys and checkpoints the store; idempotent. */
  destroy(ids: readonly string[]): Promise<void>;
}

/**
 * The list of destroyed keys, and of legal holds. It lies outside database, key store and their backups, so that no
 * restored backup brings a destroyed key back, nor forgets a hold.
 */
export interface TombstoneList {
  /** Random; tells this installation's list from another's. */
  readonly id: string;
  /** Durable when it resolves. */
  append(keys: readonly string[]): Promise<void>;
  /** Ids of every key on the list as it is when reading begins. */
  keys(): AsyncIterable<string>;
  /** Durable when it resolves. */
  appendHolds(holds: readonly ListedHold[]): Promise<void>;
  /** Every hold's lines, oldest first: the last one of a hold says how it stands. */
  holds(): AsyncIterable<ListedHold>;
  /** Its id and its size in bytes, where it should lie; throws when it no longer lies there. */
  place(): Promise<{ readonly id: string; readonly bytes: number }>;
}

/** A hold that was set, or lifted. Times are epoch milliseconds, people account ids; no reason, no content. */
export interface ListedHold {
  readonly hold: string;
  readonly controller: string;
  readonly session: string;
  /** Absent for a hold on the whole session. */
  readonly photo?: string;
  readonly inForce: boolean;
  readonly requestedBy: string;
  readonly requestedAt: number;
  /** Who approved the setting or the lifting, and when. */
  readonly by: string;
  readonly at: number;
}

/**
 * Where signed checkpoints go: a place that whoever can write the database cannot change. One list of lines for each
 * controller, which only grows.
 */
export interface CheckpointSink {
  /** Adds one line, with its line feed; durable when it resolves. */
  append(controller: string, line: Uint8Array): Promise<void>;
  /** The whole list; empty when there is none. */
  read(controller: string): Promise<Uint8Array>;
  /** Whole lines from its end, at most so many bytes of them. */
  tail(controller: string, bytes: number): Promise<Uint8Array>;
}

/**
 * Reads a controller's whole ledger in a process of its own, so that nobody waits for it. What it rejects with says
 * why it came to no end.
 */
export interface LedgerInspector {
  /** `now`: epoch milliseconds, up to which what no checkpoint covers is counted. */
  verify(
    controller: string,
    now: number,
    onProgress: (progress: VerificationProgress) => void,
  ): Promise<LedgerFigures>;
  /** Undefined when there is no such checkpoint, or none that covers it. */
  prove(controller: string, question: LedgerQuestion): Promise<LedgerProof | undefined>;
  /** The lines of an export, content still sealed. */
  exportLines(controller: string, now: number): Readable;
  /** Ends what is under way and starts nothing more. */
  close(): Promise<void>;
}

export type LedgerQuestion =
  | { readonly kind: 'inclusion'; readonly stream: string; readonly seq: number; readonly size?: number }
  | { readonly kind: 'consistency'; readonly older: number; readonly newer: number };

/** Signs with the controller's Ed25519 key, which never leaves it. */
export interface Signer {
  sign(controller: string, message: Uint8Array): Uint8Array;
  /** 32 bytes. */
  publicKey(controller: string): Uint8Array;
}

export interface WrappedKey {
  readonly id: string;
  readonly controller: string;
  /** The key that wraps this one; absent when the controller's own key does. */
  readonly parent?: string;
  readonly wrapped: Uint8Array;
}

/** The append-only log of entries. Everything of one `append` is durable when it resolves, or none of it is. */
export interface Journal {
  append(appends: readonly StreamAppend[]): Promise<void>;
  stream(id: string): Promise<StreamRow | undefined>;
  /** Entries after a sequence, in order. */
  entries(stream: string, after: number): Promise<EntryRow[]>;
}

export interface StreamAppend {
  /** The stream with its new sequence and head. */
  readonly stream: StreamRow;
  readonly entries: readonly EntryRow[];
  /** Rows that must change together with these entries, or not at all. */
  readonly also: readonly Statement[];
}

/** A compiled query; Kysely's `compile()` makes one. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Takes an SMS for delivery. Throws `SmsError`; `retry` says whether trying again can help. */
export interface SmsGateway {
  send(message: SmsMessage): Promise<void>;
  /** Called by the adapter when the network reports on a message. */
  onReport(listener: (report: SmsReport) => void): void;
  /**
   * Called by the adapter with each message that came in. The gateway is answered once every listener has resolved,
   * which means durable; one that rejects makes the gateway bring the message again.
   */
  onIncoming(listener: (message: IncomingSms) => Promise<void>): void;
}

/** A message that someone sent to a controller's number. Its sender is what the network said, which can be forged. */
export interface IncomingSms {
  /** The gateway's: a repeat has the same one. */
  readonly id: string;
  readonly controller: string;
  /** As the network told it; E.164 when it is a number. */
  readonly from: string;
  /** Undefined when the message was no text. */
  readonly text: string | undefined;
  /** Epoch milliseconds at which the network took it. */
  readonly at: number;
  /** It came over the home network's own connection, whose senders nobody else can forge. */
  readonly homeNetwork: boolean;
}

export interface SmsMessage {
  readonly id: string;
  readonly controller: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
  readonly language: Language;
}

export interface SmsReport {
  readonly id: string;
  readonly outcome: 'delivered' | 'unreachable' | 'rejected' | 'expired';
}

export class SmsError extends Error {
  override readonly name = 'SmsError';
  readonly retry: boolean;
  constructor(message: string, retry: boolean, options?: ErrorOptions) {
    super(message, options);
    this.retry = retry;
  }
}

/** Takes an e-mail for delivery: once it resolves the mail is with the next server. Throws `MailError`. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

export interface Mail {
  /** Unique, and the same when it is tried again: the Message-ID is made of it. */
  readonly id: string;
  readonly controller: string;
  /** Name that the mail comes from. */
  readonly from: string;
  readonly replyTo?: string | undefined;
  /** Checked by `mailAddress`. */
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Pictures that the HTML shows as `cid:`. */
  readonly pictures: readonly { readonly cid: string; readonly png: Uint8Array }[];
  /** Whether the mail system is asked to tell of delivery and failure (RFC 3461); without it, to tell nothing. */
  readonly reports: boolean;
}

/** Its message never quotes what the server said: that may hold the address. */
export class MailError extends Error {
  override readonly name = 'MailError';
  /** Whether trying again can help. */
  readonly retry: boolean;
  /** Enhanced status (RFC 3463) such as `5.1.1`; empty when there was none. */
  readonly status: string;
  constructor(message: string, retry: boolean, status = '') {
    super(message);
    this.retry = retry;
    this.status = status;
  }
}

/** Free space of the volume that holds the data, in bytes. */
export interface Disk {
  freeBytes(): Promise<number>;
}

/** What the operator's systems know of a line and its router. Asked only with the `metadata` consent in force. */
export interface Diagnostics {
  /** Undefined when they know nothing of this number (E.164). */
  of(controller: string, number: string): Promise<DiagnosticReading | undefined>;
}

/** The operator's lists of numbers that were ported or reassigned; what a list says is the reader's business. */
export interface NumberChanges {
  /** The lists of a controller that are there now. `hash`: SHA-256 of the bytes, hex. */
  list(controller: string): Promise<readonly { readonly name: string; readonly hash: string }[]>;
  read(controller: string, name: string): Promise<string>;
}

/** What the operator's own systems know of a number. A file by default; the real ones stand behind an adapter. */
export interface Customers {
  /** Whether this number is the controller's own customer now. */
  isCustomer(controller: string, number: string): Promise<boolean>;
  /** Epoch milliseconds of the end of the last transaction; undefined while they are a customer, or unknown. */
  lastTransactionEnd(controller: string, number: string): Promise<number | undefined>;
}

/** Calls the operator's other systems. Never throws: whatever happens on the way is an answer, and told in words. */
export interface WebhookSender {
  /** `ok` when the receiver has it: any 2xx. */
  send(call: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }>;
}
