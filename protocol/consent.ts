/**
 * Consents: what a subject can permit beyond support in the call, and what the register says about it. A subject is
 * a phone number at one controller; their records stand in a stream of their own, sealed by a key of their own.
 */
import type { Language } from './language.ts';

/** How an offer may reach someone. Purposes without channels are granted whole. */
export const CONSENT_CHANNELS = ['email', 'sms', 'call'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** How a wish arrived. */
export type ConsentMethod =
  /** The caller's own finger on a card inside a call. */
  | 'call-card'
  | 'self-service'
  | 'sms-command'
  /** Recorded by staff on the subject's word: the lower assurance says so. */
  | 'service-centre'
  | 'phone'
  /** The reader's own mail: one-click unsubscribe, a junk report. */
  | 'email'
  /** The operator's feed of numbers that changed hands. */
  | 'feed';

/**
 * How sure it is that the subject themselves spoke.
 * `matched-call`: on the caller's device, after the spoken match. `number-proven`: a fresh code sent to the number.
 * `home-network`: an SMS over the operator's own connection. `confirmed`: an SMS answered by word and code.
 * `sender-only`: an SMS whose sender may be forged; enough to withdraw, never to give. `staff-recorded`: on a staff
 * member's word. `link-held`: whoever holds the link of a sent e-mail; enough to withdraw.
 */
export type Assurance =
  | 'matched-call'
  | 'number-proven'
  | 'home-network'
  | 'confirmed'
  | 'sender-only'
  | 'staff-recorded'
  | 'link-held'
  | 'operator';

/** One text that was, or can be, consented to: a purpose at a version, in one language. */
export interface ConsentText {
  readonly controller: string;
  readonly purpose: string;
  readonly version: string;
  readonly language: Language;
  readonly title: string;
  /** What it allows, point by point. */
  readonly allows: readonly string[];
  /** What the subject gets of it. */
  readonly gives: string;
  /** For how long, in words; absent: until withdrawn. */
  readonly limits?: string;
  /** SHA-256 of the file, hex: what was seen can be proven. */
  readonly hash: string;
  readonly channels: readonly ConsentChannel[];
  /** Keys of the uses it covers; a grant under an older text covers what that text named, no more. */
  readonly covers: readonly string[];
  readonly who: 'own-customers' | 'anyone';
  /** ISO 8601 from the end of the last transaction; absent: until withdrawn. */
  readonly limit?: string;
  readonly humanReview: boolean;
}

export type ConsentState =
  | 'in-force'
  | 'withdrawn'
  | 'expired'
  /** The number changed hands. */
  | 'ended'
  /** Given, and the controller has retired the purpose since: it can be withdrawn, and no use may rest on it. */
  | 'retired';

/** A purpose of one subject as it stands now; per channel where the purpose has channels. */
export interface ConsentStanding {
  readonly purpose: string;
  /** Absent for purposes without channels. */
  readonly channel?: ConsentChannel;
  readonly state: ConsentState;
  /** Version of the text it was last given, or withdrawn, under. */
  readonly version: string;
  /** The record that it rests on. */
  readonly record: string;
  readonly since: number;
  /** Epoch milliseconds; absent: no end known. */
  readonly validUntil?: number;
}

/**
 * A record (ISO/IEC TS 27560 as the W3C DPV profile gives it): one change of one purpose, never edited. `at` is when
 * the subject's wish took effect, `recordedAt` when it was stored; they differ for what arrived late.
 */
export interface ConsentRecord {
  readonly id: string;
  /** The record of the same purpose before this one. */
  readonly prior?: string;
  readonly change: 'given' | 'withdrawn' | 'ended';
  readonly purpose: string;
  /** Which channels; absent for purposes without channels, and for all of them. `ended` ends every purpose. */
  readonly channels?: readonly ConsentChannel[];
  readonly version: string;
  readonly textHash: string;
  readonly language: Language;
  readonly method: ConsentMethod;
  readonly assurance: Assurance;
  /** Account id when staff recorded it. */
  readonly staff?: string;
  readonly reason?: string;
  /** The session it was given in. */
  readonly session?: string;
  readonly at: number;
  readonly recordedAt: number;
  readonly validUntil?: number;
}

/** What came of a card on the caller's screen; the agent is told this and no more. */
export type CardOutcome =
  | 'given'
  | 'declined'
  | 'withdrawn'
  /** The caller said yes, and it could not be recorded: a purpose for the operator's own customers, say. */
  | 'refused';

/** The consent that a refused use would need. */
export interface ConsentNeeded {
  readonly purpose: string;
  readonly channel?: ConsentChannel;
  readonly use?: string;
}

/** What the guard says to a use: in force, or which consent is missing. Recorded in the session's stream. */
export type ConsentAnswer =
  | {
      readonly ok: true;
      readonly record: string;
      readonly version: string;
      /** When the grant that it rests on took effect; epoch milliseconds. */
      readonly since: number;
      readonly validUntil?: number;
    }
  | ({
      readonly ok: false;
      readonly why: Exclude<ConsentState, 'in-force'> | 'never' | 'not-covered' | 'unknown-purpose';
    } & ConsentNeeded);
