/**
 * What happened in a session: one closed union, past tense. This one log is the sync protocol, the audit
 * trail and the reviewer's replay. Browser-safe: imports nothing outside `protocol`.
 *
 * A field marked "agent only" or "caller only" is removed by `redact` before the event goes to another role.
 */
import type { CardOutcome, ConsentAnswer, ConsentChannel } from './consent.ts';
import type { DiagnosticReading } from './diagnostics.ts';
import type { Language, MatterCategory } from './language.ts';

/** Who caused an event. Staff are pseudonymous: `staff` is the account's id, never a name or login. */
export type Actor =
  | { readonly kind: 'agent'; readonly staff: string }
  | { readonly kind: 'caller' }
  | { readonly kind: 'system' };

export type Device = 'phone' | 'tablet' | 'computer';

/** `sms`: the link; `code`: six spoken digits; `move`: the caller continues on another device. */
export type InvitationWay = 'sms' | 'code' | 'move';

export const END_REASONS = [
  'agent-ended',
  'caller-left',
  'call-ended',
  'idle',
  'maximum-length',
  'match-failed',
  'invitation-expired',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Who may turn a guide's pages. The agent always may. */
export type Turning = 'agent' | 'both';

export type StepAnswer = 'done' | 'help';

/** Rules by which content is erased: by the caller, at a request (Art. 17), or because its period ran out. */
export type ErasureRule =
  | 'taken-back'
  | 'caller-erased'
  | 'subject-request'
  | 'photo-retention'
  | 'content-retention';

export type SessionEvent =
  | {
      readonly type: 'SessionCreated';
      readonly controller: string;
      /** Account id of the agent; agent only. */
      readonly staff?: string;
      /** First name, shown to the caller. */
      readonly agentName: string;
      readonly language: Language;
      readonly category: MatterCategory;
      /** The matter in the agent's words; agent only. */
      readonly matter?: string;
      /** The caller's number in E.164; agent only. */
      readonly number?: string;
      /** The telephony system's reference of the call; agent only. */
      readonly call?: string;
      readonly matchRequired: boolean;
      /** The word the agent says and the caller's page shows. */
      readonly word: string;
    }
  | {
      readonly type: 'InvitationIssued';
      readonly invitation: string;
      readonly way: InvitationWay;
      /** Epoch milliseconds. */
      readonly expiresAt: number;
      /** Six digits: for the agent to read out (`code`; agent only) or the caller's first device (`move`; caller only). */
      readonly code?: string;
      /** The link's token for the QR code on the caller's first device; caller only, `move` only. */
      readonly token?: string;
    }
  | { readonly type: 'SmsSent'; readonly invitation: string }
  | { readonly type: 'SmsDelivered'; readonly invitation: string }
  | { readonly type: 'SmsFailed'; readonly invitation: string; readonly reason: SmsFailure }
  | { readonly type: 'InvitationOpened'; readonly invitation: string; readonly device: Device }
  | { readonly type: 'TermsReading'; readonly invitation: string }
  | {
      readonly type: 'TermsAccepted';
      readonly invitation: string;
      readonly terms: string;
      readonly notice: string;
      readonly language: Language;
      readonly device: Device;
      /** Two digits that the caller reads out; caller only. */
      readonly digits?: string;
    }
  | { readonly type: 'MatchMissed'; readonly missesLeft: number }
  | { readonly type: 'MatchConfirmed' }
  | { readonly type: 'LanguageChanged'; readonly language: Language }
  | {
      readonly type: 'GuideShown';
      readonly showing: string;
      readonly guide: string;
      readonly version: number;
      readonly steps: number;
      readonly step: number;
      readonly turning: Turning;
      /** Absent for support; an offer stays on the screen only while its consent is in force. */
      readonly purpose?: 'offers';
    }
  | { readonly type: 'StepTurned'; readonly showing: string; readonly step: number }
  | { readonly type: 'TurningChanged'; readonly showing: string; readonly turning: Turning }
  | {
      readonly type: 'StepAnswered';
      readonly showing: string;
      readonly step: number;
      readonly answer: StepAnswer;
    }
  | {
      readonly type: 'PageShown';
      readonly showing: string;
      readonly url: string;
      readonly host: string;
      readonly title: string;
      readonly open: 'tab' | 'frame';
    }
  | { readonly type: 'PageTapped'; readonly showing: string }
  | { readonly type: 'NoteShown'; readonly showing: string; readonly text: string }
  | {
      readonly type: 'PictureShown';
      readonly showing: string;
      readonly media: string;
      readonly alt: string;
      readonly width: number;
      readonly height: number;
    }
  /** The caller's device says that it has this on its screen; `step` is 0 unless a guide is shown. */
  | { readonly type: 'Displayed'; readonly showing: string; readonly step: number }
  /** `why`: the consent that it rested on was withdrawn. */
  | { readonly type: 'StageCleared'; readonly why?: 'consent-withdrawn' }
  | {
      readonly type: 'ConsentCardShown';
      readonly showing: string;
      readonly purpose: string;
      readonly version: string;
      /** SHA-256 of the text's file, hex. */
      readonly textHash: string;
      readonly language: Language;
    }
  | {
      readonly type: 'ConsentCardAnswered';
      readonly showing: string;
      readonly purpose: string;
      readonly version: string;
      readonly outcome: CardOutcome;
    }
  /** A use that needs a consent was asked for; agent only. */
  | {
      readonly type: 'ConsentChecked';
      readonly purpose: string;
      readonly channel?: ConsentChannel;
      readonly use: string;
      readonly answer: 'in-force' | Extract<ConsentAnswer, { ok: false }>['why'];
      /** The record that it rests on, when it is in force. */
      readonly record?: string;
    }
  /** What the operator's systems say of the line and the device, as it was at that moment. */
  | { readonly type: 'DiagnosticsShown'; readonly showing: string; readonly reading: DiagnosticReading }
  | { readonly type: 'PhotoRequested'; readonly request: string; readonly hint: string }
  | { readonly type: 'PhotoRequestClosed'; readonly request: string; readonly how: 'cancelled' | 'declined' }
  | {
      readonly type: 'PhotoShared';
      readonly photo: string;
      readonly width: number;
      readonly height: number;
      readonly bytes: number;
      /** The request it answers, if any. */
      readonly request?: string;
      /** Version of the "what must not be in it" reminder that the caller confirmed for this photo. */
      readonly confirmed: string;
    }
  | { readonly type: 'PhotoSeen'; readonly photo: string }
  | { readonly type: 'PhotoErased'; readonly photo: string; readonly rule: ErasureRule }
  | { readonly type: 'HandedOver'; readonly staff?: string; readonly agentName: string }
  | { readonly type: 'DeviceMoveRequested' }
  | { readonly type: 'DeviceMoveDeclined' }
  | {
      readonly type: 'DeviceMoved';
      readonly invitation: string;
      readonly terms: string;
      readonly notice: string;
      readonly language: Language;
      readonly device: Device;
    }
  | { readonly type: 'SessionEnded'; readonly reason: EndReason }
  | { readonly type: 'OutcomeNoted'; readonly solved: boolean }
  /** One to five; neither agent nor supervisor sees whose it is. */
  | { readonly type: 'CallRated'; readonly score: number }
  /** The caller had the guides that were shown sent to an address, which is kept nowhere: how many. */
  | { readonly type: 'GuidesMailed'; readonly guides: number }
  | { readonly type: 'SessionErased'; readonly rule: ErasureRule };

export type SmsFailure = 'unreachable' | 'rejected' | 'gateway-down' | 'expired';

export type EventType = SessionEvent['type'];

/** An event as it stands in the log. `seq` counts from 1 without gaps; `at` is epoch milliseconds. */
export interface Recorded {
  readonly seq: number;
  readonly at: number;
  readonly by: Actor['kind'];
  /** `Redacted` keeps the place of an event that this role may not see, so that cursors have no gaps. */
  readonly event: SessionEvent | { readonly type: 'Redacted' };
}
