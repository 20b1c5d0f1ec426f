/**
 * What happened around sessions and outlives them: one closed union, in the controller's own stream. No content,
 * no number: sessions, staff and purposes only, so that the reviewer can say who saw what, why, and what is gone.
 */

import type { FindingCategory, FindingSeverity } from './audit.ts';
import type { SubjectDecision } from './breach.ts';
import type { ConsentChannel } from './consent.ts';
import type { ErasureRule } from './events.ts';
import type { LedgerFigures } from './ledger.ts';
import type { Periods, Simulation } from './periods.ts';
import type { RequestEvent } from './requests.ts';

export type GrantWho = 'agent' | 'caller' | 'supervisor' | 'reviewer' | 'system';

/** What the guard was asked: the same fields whether it said yes or no. */
export interface Asked {
  readonly session: string;
  readonly who: GrantWho;
  readonly purpose: string;
  readonly category: string;
  readonly access: 'read' | 'write';
}

export type ControllerEvent =
  | ({ readonly type: 'GrantGiven' } & Asked)
  | ({ readonly type: 'GrantRefused' } & Asked)
  | ({ readonly type: 'AccessRequested'; readonly reason: string; readonly caseReference: string } & Access)
  /** `how`: another reviewer said yes, or the controller's rule did without one; absent in older entries: a person. */
  | ({ readonly type: 'AccessApproved'; readonly until: number; readonly how?: ApprovedBy } & Access)
  | ({ readonly type: 'AccessRefused'; readonly why: string } & Access)
  /** A reviewer looked: at the whole session, or at one picture of it. */
  | ({ readonly type: 'ContentViewed'; readonly media?: string } & Access)
  | ({ readonly type: 'HoldRequested'; readonly reason: string } & HoldOn)
  /** Whoever asked took the request back before anyone approved it. */
  | ({ readonly type: 'HoldWithdrawn' } & HoldOn)
  | ({ readonly type: 'HoldApproved' } & HoldOn)
  | ({ readonly type: 'HoldLiftRequested'; readonly reason: string } & HoldOn)
  | ({ readonly type: 'HoldLifted' } & HoldOn)
  /** Wall clock, monotonic clock and ledger disagreed: nothing was erased from here to `SweepResumed`. */
  | { readonly type: 'SweepStopped'; readonly why: ClockFault; readonly milliseconds: number }
  | { readonly type: 'SweepResumed' }
  /** Everything of this controller was verified: against itself, its keys and its checkpoints. */
  | {
      readonly type: 'LedgerVerified';
      readonly verification: string;
      readonly healthy: boolean;
      readonly figures: LedgerFigures;
    }
  /** The whole ledger, content sealed, was handed out. */
  | { readonly type: 'LedgerExported' }
  /** The database of this moment was put in place of a newer one: what came after it is lost. */
  | {
      readonly type: 'DatabaseRestored';
      readonly backupOf: number;
      readonly size: number;
      readonly lost: number;
    }
  | { readonly type: 'BreachOpened'; readonly breach: string; readonly awareAt: number }
  | { readonly type: 'BreachListed' }
  | { readonly type: 'BreachAuthorityNotified'; readonly breach: string; readonly notifiedAt: number }
  | { readonly type: 'BreachSubjectsDecided'; readonly breach: string; readonly decision: SubjectDecision }
  | { readonly type: 'BreachClosed'; readonly breach: string }
  | ({
      readonly type: 'PeriodsProposed';
      readonly reason: string;
      readonly prolongReason?: string;
    } & PeriodsChange)
  | { readonly type: 'PeriodsProposalWithdrawn'; readonly proposal: string }
  | { readonly type: 'PeriodsProposalRefused'; readonly proposal: string; readonly why: string }
  /** From here on the record of this version is in force; with what the simulator said of it at that moment. */
  | ({
      readonly type: 'PeriodsChanged';
      readonly version: number;
      readonly simulation: Simulation;
    } & PeriodsChange)
  /** From here on it is fixed which sessions a day has; the next checkpoint draws. */
  | ({ readonly type: 'AuditDayClosed'; readonly sessions: number; readonly population: string } & AuditDay)
  | ({
      readonly type: 'AuditDrawn';
      readonly seed: string;
      readonly byRisk: number;
      readonly byChance: number;
    } & AuditDay)
  | ({
      readonly type: 'AuditQueued';
      readonly why: 'risk' | 'chance';
      readonly points: number;
    } & AuditOf)
  | ({ readonly type: 'AuditTaken' } & AuditOf)
  /** Nothing was found. */
  | ({ readonly type: 'AuditClosed' } & AuditOf)
  | ({
      readonly type: 'FindingRecorded';
      readonly finding: string;
      readonly severity: FindingSeverity;
      readonly about: FindingCategory;
    } & AuditOf)
  | { readonly type: 'FollowUpDone'; readonly finding: string; readonly session: string }
  /** Its period is over: key destroyed, row deleted. */
  | { readonly type: 'FindingErased'; readonly finding: string; readonly session: string }
  | ({ readonly type: 'ErasureCertified' } & Certificate)
  /** A reviewer looked up a number's consents; `subject` is absent when nobody with that number has any. */
  | { readonly type: 'ConsentsViewed'; readonly subject?: string; readonly what: 'history' | 'receipt' }
  /** The proof's period is over: key destroyed, stream and rows deleted. */
  | {
      readonly type: 'ConsentsErased';
      readonly subject: string;
      readonly keysDestroyed: number;
      readonly backupsUnreadableFrom: number;
    }
  /** A file of numbers that were ported or reassigned was carried out; or refused whole, and why. */
  | {
      readonly type: 'NumbersChanged';
      readonly file: string;
      readonly lines: number;
      readonly holders: number;
      readonly fault?: string;
    }
  /** A system of the operator's got a key, its first or the next one. */
  | ({
      readonly type: 'SystemKeyIssued';
      readonly key: string;
      readonly name: string;
      readonly purposes: readonly string[];
      /** Empty: all of them. */
      readonly channels: readonly ConsentChannel[];
      readonly until: number;
    } & OfSystem)
  | ({ readonly type: 'SystemRevoked'; readonly name: string } & OfSystem)
  /** It asked about this many numbers; which, is not kept. */
  | ({
      readonly type: 'ConsentsChecked';
      readonly purpose: string;
      readonly channel?: ConsentChannel;
      readonly use?: string;
      readonly asked: number;
      readonly inForce: number;
      readonly notInForce: number;
      /** What it asked about were no numbers. */
      readonly invalid: number;
    } & OfSystem)
  | ({ readonly type: 'ConsentChangesRead'; readonly changes: number } & OfSystem)
  /** It could not be told of this change by any try. */
  | ({ readonly type: 'ConsentWebhookGivenUp'; readonly record: string } & OfSystem)
  | RequestEvent;

/** A change of the controller's retention periods, with both tables. */
export interface PeriodsChange {
  readonly proposal: string;
  readonly before: Periods;
  readonly after: Periods;
  /** Whether sessions that had ended by then live longer, too. */
  readonly prolongEnded: boolean;
}

/** A day of the sampled audit: `2026-11-20`, in Riga. */
export interface AuditDay {
  readonly day: string;
}

/** A session drawn for the audit. */
export interface AuditOf {
  readonly item: string;
  readonly session: string;
}

/** One of the operator's other systems. */
export interface OfSystem {
  readonly system: string;
}

/** What a legal hold keeps from being erased: a session, or one photo of it. */
export interface HoldOn {
  readonly hold: string;
  readonly session: string;
  readonly photo?: string;
}

/** The wall clock left the monotonic one, or is behind what the ledger has recorded. */
export type ClockFault = 'clock-jumped' | 'clock-behind-ledger';

export type ApprovedBy = 'person' | 'rule';

/** A reviewer's opening of a session's content: asked for by one, approved by another, closed after 15 minutes. */
export interface Access {
  readonly access: string;
  readonly session: string;
  readonly purpose: string;
}

/** What is gone, when, how and why; what remains; and from when on no backup can open it either. */
export interface Certificate {
  readonly session: string;
  readonly what: 'photo' | 'content' | 'skeleton';
  /** The photo, when it is about one. */
  readonly photo?: string;
  readonly rule: ErasureRule | 'skeleton-retention';
  readonly keysDestroyed: number;
  readonly objectsDeleted: number;
  /** What is kept, and until when in epoch milliseconds, once the call has ended; absent when nothing is. */
  readonly remains?: {
    readonly what: 'content' | 'skeleton' | 'skeleton-and-held-photos';
    readonly until?: number;
  };
  /** Epoch milliseconds: key-store backups live seven days at most. */
  readonly backupsUnreadableFrom: number;
}

export type ControllerEventType = ControllerEvent['type'];

export interface ControllerRecorded {
  readonly seq: number;
  readonly at: number;
  readonly by: 'agent' | 'caller' | 'supervisor' | 'reviewer' | 'system';
  /** Pseudonymous account id; absent for callers and the system. */
  readonly staff?: string;
  readonly event: ControllerEvent;
}
