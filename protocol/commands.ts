/**
 * What a party may ask for over its socket: one closed union per role, imperative. Commands that carry bytes
 * or set cookies travel over HTTP instead (accept, photos) and reach the same `decide`.
 */

import type { ConsentChannel } from './consent.ts';
import type { StepAnswer, Turning } from './events.ts';
import type { Language } from './language.ts';

export type AgentCommand =
  | { readonly type: 'SendInvitation' }
  | { readonly type: 'IssueSpokenCode' }
  | { readonly type: 'ConfirmMatch'; readonly digits: string }
  | {
      readonly type: 'ShowGuide';
      readonly guide: string;
      readonly step: number;
      readonly turning: Turning;
    }
  | { readonly type: 'TurnStep'; readonly showing: string; readonly step: number }
  | { readonly type: 'ChangeTurning'; readonly showing: string; readonly turning: Turning }
  | { readonly type: 'ShowPage'; readonly url: string; readonly title: string }
  | { readonly type: 'ShowNote'; readonly text: string }
  | { readonly type: 'ShowPicture'; readonly media: string; readonly alt: string }
  | { readonly type: 'ShowConsentCard'; readonly purpose: string }
  | { readonly type: 'ShowDiagnostics' }
  | { readonly type: 'ClearStage' }
  | { readonly type: 'RequestPhoto'; readonly hint: string }
  | { readonly type: 'CancelPhotoRequest'; readonly request: string }
  | { readonly type: 'MarkPhotoSeen'; readonly photo: string }
  | { readonly type: 'HandOver'; readonly staff: string }
  | { readonly type: 'AgreeDeviceMove' }
  | { readonly type: 'DeclineDeviceMove' }
  | { readonly type: 'EndSession' }
  | { readonly type: 'NoteOutcome'; readonly solved: boolean };

export type CallerCommand =
  | { readonly type: 'TurnStep'; readonly showing: string; readonly step: number }
  | {
      readonly type: 'AnswerStep';
      readonly showing: string;
      readonly step: number;
      readonly answer: StepAnswer;
    }
  | { readonly type: 'ConfirmDisplayed'; readonly showing: string; readonly step: number }
  | { readonly type: 'TapPage'; readonly showing: string }
  | {
      readonly type: 'AnswerConsentCard';
      readonly showing: string;
      readonly answer: 'given' | 'declined' | 'withdrawn';
      /** Those chosen, for a purpose with channels; none of them withdraws all. */
      readonly channels: readonly ConsentChannel[];
      /** In which the text was read. */
      readonly language: Language;
    }
  | { readonly type: 'DeclinePhotoRequest'; readonly request: string }
  | { readonly type: 'TakeBackPhoto'; readonly photo: string }
  | { readonly type: 'TakeBackAllPhotos' }
  | { readonly type: 'ChangeLanguage'; readonly language: Language }
  | { readonly type: 'RequestDeviceMove' }
  | { readonly type: 'Leave' };

/** A command as it travels: `id` is made by the client, and a repeat is answered with the first outcome. */
export interface Sent<C> {
  readonly id: string;
  readonly command: C;
}
