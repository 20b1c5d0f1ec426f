/**
 * What `decide` decides: the parties' commands once everything they name has been looked up and every random
 * value drawn, so that deciding is pure, and the commands of the service itself.
 */
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import type { CardOutcome, ConsentAnswer, ConsentChannel } from '../../protocol/consent.ts';
import type { DiagnosticReading } from '../../protocol/diagnostics.ts';
import type { Device, EndReason, InvitationWay, SmsFailure } from '../../protocol/events.ts';
import type { Language } from '../../protocol/language.ts';

/** Agents' commands that need nothing looked up. */
export type PlainAgentCommand = Exclude<
  AgentCommand,
  {
    type:
      | 'SendInvitation'
      | 'IssueSpokenCode'
      | 'ShowGuide'
      | 'ShowPage'
      | 'ShowNote'
      | 'ShowPicture'
      | 'ShowConsentCard'
      | 'ShowDiagnostics'
      | 'RequestPhoto'
      | 'HandOver'
      | 'AgreeDeviceMove';
  }
>;

export type PreparedAgentCommand =
  | PlainAgentCommand
  | {
      readonly type: 'IssueInvitation';
      readonly invitation: string;
      readonly way: InvitationWay;
      readonly expiresAt: number;
      readonly code?: string;
      readonly token?: string;
    }
  | {
      readonly type: 'PutGuide';
      readonly showing: string;
      readonly guide: string;
      readonly version: number;
      readonly steps: number;
      readonly step: number;
      readonly turning: 'agent' | 'both';
      /** For an offer: what the register said of the consent that it needs. */
      readonly offer?: CheckedUse;
    }
  | PutConsentCard
  | {
      readonly type: 'PutDiagnostics';
      readonly showing: string;
      readonly reading: DiagnosticReading;
      readonly checked: CheckedUse;
    }
  /** A use that was refused for want of a consent, to be recorded. */
  | { readonly type: 'NoteConsentCheck'; readonly checked: CheckedUse }
  | {
      readonly type: 'PutPage';
      readonly showing: string;
      readonly url: string;
      readonly host: string;
      readonly title: string;
      readonly open: 'tab' | 'frame';
    }
  | { readonly type: 'PutNote'; readonly showing: string; readonly text: string }
  | {
      readonly type: 'PutPicture';
      readonly showing: string;
      readonly media: string;
      readonly alt: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'AskForPhoto'; readonly request: string; readonly hint: string }
  | { readonly type: 'PassOn'; readonly staff: string; readonly agentName: string };

/** A use that rests on a consent, and what the register said of it. */
export interface CheckedUse {
  readonly purpose: 'offers' | 'metadata';
  readonly channel?: ConsentChannel;
  readonly use: string;
  readonly answer: ConsentAnswer;
}

interface PutConsentCard {
  readonly type: 'PutConsentCard';
  readonly showing: string;
  readonly purpose: string;
  readonly version: string;
  readonly textHash: string;
  readonly language: Language;
}

/** The caller's commands over the socket, and those that come over HTTP. */
export type PreparedCallerCommand =
  | Exclude<CallerCommand, { type: 'AnswerConsentCard' }>
  /** What the register made of the caller's answer. */
  | {
      readonly type: 'NoteCardAnswer';
      readonly showing: string;
      readonly purpose: string;
      readonly version: string;
      readonly outcome: CardOutcome;
    }
  /** The text changed since the card was shown: the same card anew. */
  | PutConsentCard
  | { readonly type: 'RateCall'; readonly score: number; readonly checked: CheckedUse }
  | { readonly type: 'Open'; readonly invitation: string; readonly device: Device }
  | { readonly type: 'Read'; readonly invitation: string }
  | {
      readonly type: 'Accept';
      readonly invitation: string;
      readonly moving: boolean;
      readonly terms: string;
      readonly notice: string;
      readonly language: Language;
      readonly device: Device;
      readonly digits: string;
    }
  | {
      readonly type: 'SharePhoto';
      readonly photo: string;
      readonly width: number;
      readonly height: number;
      readonly bytes: number;
      readonly request?: string;
      readonly confirmed: string;
    }
  | { readonly type: 'ErasePhoto'; readonly photo: string }
  /** The mail is queued in the same commit. */
  | { readonly type: 'NoteGuidesMailed'; readonly guides: number }
  /** All that was said, shown and shared, after the end. */
  | { readonly type: 'EraseContent'; readonly rule: ContentRule };

/** By which the whole content of a session goes: its period is over, its caller erased it, or asked for it (Art. 17). */
export type ContentRule = 'content-retention' | 'caller-erased' | 'subject-request';

export type SystemCommand =
  | { readonly type: 'NoteSmsSent'; readonly invitation: string }
  | { readonly type: 'NoteSmsDelivered'; readonly invitation: string }
  | { readonly type: 'NoteSmsFailed'; readonly invitation: string; readonly reason: SmsFailure }
  | { readonly type: 'End'; readonly reason: EndReason }
  /** A consent that what is shown rests on is no longer in force. */
  | { readonly type: 'TakeOff'; readonly purpose: 'offers' | 'metadata' }
  /** All that are left, or of them those named. */
  | {
      readonly type: 'ErasePhotos';
      readonly rule: 'photo-retention' | 'content-retention' | 'subject-request';
      readonly photos?: readonly string[];
    }
  /** After a restore: a photo whose key was destroyed since the backup. */
  | {
      readonly type: 'RepeatErasure';
      readonly photo: string;
      readonly rule: 'taken-back' | 'caller-erased' | 'photo-retention';
    }
  | { readonly type: 'EraseContent'; readonly rule: ContentRule };

export type Ask =
  | { readonly by: 'agent'; readonly staff: string; readonly command: PreparedAgentCommand }
  | { readonly by: 'caller'; readonly command: PreparedCallerCommand }
  | { readonly by: 'system'; readonly command: SystemCommand };
