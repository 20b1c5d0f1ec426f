/**
 * What the subject's own page asks over HTTP. Whoever types back a code sent to a number is, for half an hour, the
 * subject behind that number towards one controller; everything but the first two needs that cookie, and is refused
 * with `subject_sign_in_required` without it.
 */
import type { EndReason } from './events.ts';
import type { Brand, TextsVersion } from './http.ts';
import type { Language } from './language.ts';
import type {
  ObjectedPurpose,
  RefusalArticle,
  RequestKind,
  RequestOutcome,
  RequestState,
} from './requests.ts';

/** GET /api/subject/of/:controller: what the page shows before anyone has signed in. */
export interface SubjectDoor {
  readonly brand: Brand;
  readonly notice: TextsVersion;
  /** Country code that is assumed when a number has none. */
  readonly prefix: string;
}

/** POST /api/subject/code answers `CodeSent`, for every number to which an SMS can be sent. */
export interface AskCode {
  readonly controller: string;
  readonly number: string;
  readonly language: Language;
}
export interface CodeSent {
  /** How long the code is good, in milliseconds. */
  readonly validFor: number;
}

/** POST /api/subject/sign-in sets the cookie and answers 204; POST /api/subject/sign-out {} ends it, 204. */
export interface RedeemCode {
  readonly controller: string;
  readonly number: string;
  readonly code: string;
}

/** GET /api/subject: the calls of this number that are still kept, newest first. */
export interface SubjectView {
  readonly controller: string;
  /** The number's last digits, so that people with two see which it is. */
  readonly numberEnd: string;
  readonly now: number;
  readonly until: number;
  readonly calls: readonly SubjectCall[];
  /** Older ones are kept too, and come with a request. */
  readonly more: boolean;
  readonly requests: readonly OwnRequest[];
}

export interface SubjectCall {
  readonly session: string;
  readonly at: number;
  /** Absent while the call is on. */
  readonly endedAt?: number;
  /** First name, as the caller saw it. */
  readonly agentName: string;
  readonly topic: Readonly<Record<Language, string>>;
  /** Photos that are still kept. */
  readonly photos: number;
  /** Processing is restricted (Art. 18): stored only. */
  readonly restricted: boolean;
}

/** What is kept and until when; `until` is absent while the call is on. */
export interface Kept {
  readonly what: 'photos' | 'content' | 'skeleton';
  readonly until?: number;
  /** A legal hold keeps it beyond that. */
  readonly held: boolean;
}

/** GET /api/subject/calls/:session. Pictures: /api/subject/calls/:session/media/:id, `?width=`, `?download`. */
export interface SubjectCallDetail extends SubjectCall {
  readonly reason?: EndReason;
  readonly language: Language;
  /** The matter as the agent wrote it down: personal data under Art. 15. */
  readonly matter?: string;
  readonly device?: 'phone' | 'tablet' | 'computer';
  /** When the terms were accepted, and which. */
  readonly accepted?: { readonly at: number; readonly terms: TextsVersion; readonly notice: TextsVersion };
  readonly shared: readonly SharedPhoto[];
  readonly shown: readonly Shown[];
  readonly kept: readonly Kept[];
}

export interface SharedPhoto {
  readonly id: string;
  readonly at: number;
  readonly width: number;
  readonly height: number;
  readonly state: 'kept' | 'held' | 'erased';
}

export type Shown = { readonly at: number } & (
  | {
      readonly kind: 'guide';
      readonly titles: Readonly<Record<Language, string>>;
      /** Steps that the caller answered with "done", and with "I need help". */
      readonly done: number;
      readonly help: number;
    }
  | { readonly kind: 'page'; readonly title: string; readonly url: string }
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'picture';
      readonly media: string;
      readonly alt: string;
      readonly width: number;
      readonly height: number;
    }
);

/** POST /api/subject/calls/:session/erase answers `Erased`, or `held_by_law` when a hold keeps all that was named. */
export type EraseOwn =
  | { readonly what: 'photo'; readonly photo: string }
  | { readonly what: 'photos' }
  /** Everything but the record, without number and content, that there was a call. */
  | { readonly what: 'content' };

export interface Erased {
  /** Photos that are gone now. */
  readonly photos: number;
  readonly content: boolean;
  /** Photos that a legal hold keeps. */
  readonly held: number;
  /** References of the certificates in the controller's log; empty while the store has yet to answer. */
  readonly certificates: readonly string[];
  /** Keys are destroyed; sealed bytes follow when the store answers, and then the certificates. */
  readonly pending: boolean;
}

/** POST /api/subject/requests answers 201 and `OwnRequest`. `against` for objections only, and then at least one. */
export interface AskOwn {
  readonly kind: RequestKind;
  readonly text: string;
  readonly language: Language;
  readonly against?: readonly ObjectedPurpose[];
}

/** A request of this subject, and what became of it. */
export interface OwnRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly receivedAt: number;
  readonly due: number;
  readonly extended: boolean;
  readonly outcome?: RequestOutcome;
  readonly article?: RefusalArticle;
  readonly closedAt?: number;
  /** What the controller answered. */
  readonly answer?: string;
  readonly restriction?: 'in-force' | 'lifted';
}

/** GET /api/subject/export: everything as a ZIP. */
