/** What the page shows now, and what a tap can do. */
import type { ConsentChannel } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';
import type {
  AskOwn,
  EraseOwn,
  SubjectCallDetail,
  SubjectDoor,
  SubjectView,
} from '../../protocol/subject.ts';
import type { HistoryLine, OwnConsent, OwnConsents } from '../../protocol/subject-consents.ts';

export interface Wrong {
  readonly field?: 'number' | 'code' | 'against';
  readonly sentence: string;
}

export type Screen =
  | { readonly at: 'wait' }
  | { readonly at: 'stop'; readonly sentence: string }
  | {
      readonly at: 'number';
      readonly number: string;
      readonly said?: string | undefined;
      readonly wrong?: Wrong | undefined;
    }
  | {
      readonly at: 'code';
      readonly number: string;
      /** Whether a code has just been sent, or the subject says they have one. */
      readonly sent: boolean;
      readonly wrong?: Wrong | undefined;
    }
  | { readonly at: 'home'; readonly view: SubjectView; readonly said?: string | undefined }
  | {
      readonly at: 'call';
      readonly call: SubjectCallDetail;
      /** What the last tap came to. */
      readonly said?: string | undefined;
      readonly wrong?: string | undefined;
      /** Before the whole call is erased it is said what that means. */
      readonly sure: boolean;
    }
  | { readonly at: 'ask'; readonly wrong?: Wrong | undefined }
  | ({ readonly at: 'consents'; readonly own: OwnConsents } & Outcome)
  | ({
      readonly at: 'consent';
      readonly own: OwnConsents;
      readonly purpose: string;
      /** A change has just been made: the next one waits for a moment. */
      readonly settling?: boolean;
    } & Outcome)
  | { readonly at: 'history'; readonly lines: readonly HistoryLine[] };

/** What the last tap came to. */
export interface Outcome {
  readonly said?: string | undefined;
  readonly wrong?: string | undefined;
}

export interface Taps {
  speak(language: Language): void;
  again(): void;
  sendCode(number: string): void;
  haveCode(number: string): void;
  otherNumber(): void;
  enter(number: string, code: string): void;
  openCall(session: string): void;
  home(): void;
  erase(named: EraseOwn): void;
  makeSure(sure: boolean): void;
  ask(): void;
  send(asked: Omit<AskOwn, 'language'>): void;
  signOut(): void;
  consents(): void;
  openConsent(purpose: string): void;
  give(consent: OwnConsent, channel?: ConsentChannel): void;
  withdraw(consent: OwnConsent, channel?: ConsentChannel): void;
  withdrawAll(): void;
  history(): void;
}

export interface Parts {
  readonly door: SubjectDoor | undefined;
  readonly busy: boolean;
  readonly taps: Taps;
}
