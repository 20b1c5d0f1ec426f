/**
 * Consents at the desk: what agents record on a customer's word, and what reviewers see of the register. Both within
 * their own controller; a number travels in bodies only, never in an address.
 */
import type { Assurance, ConsentChannel, ConsentMethod, ConsentRecord, ConsentState } from './consent.ts';
import type { Language } from './language.ts';

/** Where a customer can say it to staff. */
export const DESK_METHODS = ['service-centre', 'phone'] as const satisfies readonly ConsentMethod[];
export type DeskMethod = (typeof DESK_METHODS)[number];

/** POST /api/consents/record. */
export interface RecordConsent {
  /** The browser's own, so that a repeat is recorded once. */
  readonly id: string;
  readonly number: string;
  readonly change: 'given' | 'withdrawn';
  readonly purpose: string;
  /** The text that was read to the customer. */
  readonly version: string;
  readonly language: Language;
  readonly channels?: readonly ConsentChannel[];
  readonly method: DeskMethod;
  readonly reason: string;
  /** The agent says that the text was read to the customer; needed to give. */
  readonly read: boolean;
}

/** What the agent is told: their own record, and nothing else of the customer's. */
export interface RecordedAtDesk {
  readonly record: string;
  readonly at: number;
  readonly assurance: Assurance;
}

/** POST /api/review/consents/find: the present holder of the number first. */
export interface ConsentsFound {
  readonly holders: readonly HolderFound[];
}

export interface HolderFound {
  readonly subject: string;
  /** The number changed hands. Epoch milliseconds. */
  readonly endedAt?: number;
  readonly standing: readonly {
    readonly purpose: string;
    readonly title: string;
    readonly channel?: ConsentChannel;
    readonly state: ConsentState;
    readonly version: string;
    readonly since: number;
    readonly validUntil?: number;
  }[];
  /** Newest first; `seq` is the place in the subject's stream, for a proof. */
  readonly records: readonly (ConsentRecord & { readonly seq: number; readonly title: string })[];
}

/** GET /api/review/consents/counts: no number anywhere. */
export interface ConsentCounts {
  readonly now: readonly {
    readonly purpose: string;
    readonly channel?: ConsentChannel;
    readonly state: ConsentState;
    readonly count: number;
  }[];
  /** By day in UTC, newest first. */
  readonly changes: readonly {
    readonly day: string;
    readonly purpose: string;
    readonly change: ConsentRecord['change'];
    readonly method: ConsentMethod;
    readonly count: number;
  }[];
}
