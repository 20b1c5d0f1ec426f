/** What stands at the edges of the services. */
import type { Content } from '../content/types.ts';
import type { Database } from '../database.ts';
import type { Log } from '../http/request-log.ts';
import type {
  CheckpointSink,
  Clock,
  Customers,
  Diagnostics,
  Disk,
  Journal,
  KeyStore,
  KeyWrapper,
  LedgerInspector,
  Mailer,
  NumberChanges,
  ObjectStore,
  Signer,
  SmsGateway,
  TombstoneList,
  WebhookSender,
} from '../ports.ts';

/** What stands at the edges: adapters, files read at start-up, and the few settings that services need. */
export interface Outside {
  readonly content: Content;
  readonly database: Database;
  readonly journal: Journal;
  /** Throws when the database does not answer. */
  readonly checkDatabase: () => Promise<void>;
  readonly keyWrapper: KeyWrapper;
  readonly signer: Signer;
  readonly checkpointSink: CheckpointSink;
  readonly inspector: LedgerInspector;
  readonly keyStore: KeyStore;
  /** Every destroyed key, outside all backups. */
  readonly tombstones: TombstoneList;
  readonly objects: ObjectStore;
  readonly gateway: SmsGateway;
  readonly customers: Customers;
  readonly numberChanges: NumberChanges;
  /** Absent: this installation sends no e-mail. */
  readonly mailer?: Mailer | undefined;
  /** Sign what the controllers' mail systems send; by controller. */
  readonly mailSecrets?: ReadonlyMap<string, string>;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  /** The clock on the wall, also in a demo whose time was moved on. */
  readonly wall: Clock;
  /** Milliseconds since any beginning, which nobody can set; moved on with a demo's time. */
  readonly monotonic: Clock;
  /** Tells the operator's other systems of changed consents. */
  readonly webhookSender: WebhookSender;
  readonly disk: Disk;
  readonly minFreeBytes: number;
  readonly log: Log;
  /** Origin that callers reach the server at. */
  readonly publicUrl: string;
  /** Origins of pages that may change state. */
  readonly origins: readonly string[];
  readonly prefixes: readonly string[];
  /** Commands a second that one socket may send. */
  readonly commandsPerSecond: number;
  /** By controller. */
  readonly telephonySecrets: ReadonlyMap<string, string>;
}
