/**
 * Shapes of the JSON that travels over HTTP, for both clients. Every refusal is `Problem`
 * (application/problem+json, RFC 9457). Every request that changes something is a POST of JSON, or of a raw
 * picture body, from this origin.
 */
import type { ConsentChannel } from './consent.ts';
import type { ErrorCode } from './errors.ts';
import type { Device, EndReason } from './events.ts';
import type { Language, MatterCategory } from './language.ts';
import type { Photo } from './session.ts';

/** RFC 9457; `code` is stable, `detail` is a sentence in the language of whoever asked. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  /** Seconds until trying again makes sense, when known. */
  readonly retryAfter?: number;
}

export interface Colours {
  readonly brand: string;
  /** Text on top of `brand`. */
  readonly onBrand: string;
  readonly accent: string;
}

/** What the caller's page may know of a controller. */
export interface Brand {
  readonly key: string;
  /** Legal name, for the terms. */
  readonly name: string;
  /** Name that callers know, for headings. */
  readonly brand: string;
  readonly registration: string;
  readonly phone: string;
  readonly email: string;
  readonly colours: { readonly light: Colours; readonly dark: Colours };
  readonly languages: readonly Language[];
}

/** One version of the texts, and where its pages are. */
export interface TextsVersion {
  readonly version: string;
  /** Address of the full text in each language. */
  readonly addresses: Readonly<Record<Language, string>>;
}

export interface ShortTerms {
  /** Few sentences that say what happens, in the order they are read. */
  readonly points: readonly string[];
  /** The sentence above the button: starting means that the terms are accepted. */
  readonly consequence: string;
}

/** POST /api/invitation/open {token, device} */
export interface InvitationView {
  readonly brand: Brand;
  readonly agentName: string;
  readonly language: Language;
  readonly expiresAt: number;
  readonly now: number;
  readonly terms: TextsVersion & { readonly short: Readonly<Record<Language, ShortTerms>> };
  readonly notice: TextsVersion;
  /** About how much data the service will use, in kB, without photos. */
  readonly dataUse: number;
  /** True for a move to another device: the caller has accepted before. */
  readonly moving: boolean;
}

/** POST /api/invitation/code {number, code} answers with a token that opens like a link's. */
export interface CodeAccepted {
  readonly token: string;
}

/** POST /api/invitation/reading {token} answers 204. */

/** POST /api/invitation/accept; sets the caller's cookie and answers `CallerView`. */
export interface AcceptRequest {
  readonly token: string;
  readonly terms: string;
  readonly notice: string;
  readonly language: Language;
  readonly device: Device;
  /**
   * Random, made once per Accept and kept until it is answered: when the answer was lost on the way, the same
   * browser may ask again although the token is spent.
   */
  readonly attempt?: string;
}

/** What must not be in a photo (documents, secrets, people, in this order), and what the caller confirms. */
export interface ReminderText {
  readonly title: string;
  readonly points: readonly string[];
  readonly confirmation: string;
}

/** GET /api/caller: what this browser's credential opens. 401 `credential_unknown` without one. */
export type CallerView =
  | {
      readonly kind: 'call';
      readonly brand: Brand;
      readonly language: Language;
      readonly maxPhotoBytes: number;
      /** Version of the reminder that is confirmed with each photo, and its words: what is recorded is what was read. */
      readonly reminder: string;
      readonly reminderTexts: Readonly<Record<Language, ReminderText>>;
    }
  /** The session has ended and the call's credential must be exchanged: POST /api/caller/after. */
  | { readonly kind: 'ended' }
  | ({ readonly kind: 'after' } & AfterCallView);

/** POST /api/caller/after exchanges the credential; POST /api/caller/after/erase {photo?} erases one or all. */
export interface AfterCallView {
  readonly brand: Brand;
  readonly language: Language;
  readonly agentName: string;
  readonly endedAt: number;
  readonly reason: EndReason;
  readonly photos: readonly Photo[];
  /** When the photos go, and when the rest of the content goes; epoch milliseconds. */
  readonly photosUntil: number;
  readonly contentUntil: number;
  /** What a legal hold keeps from being erased, by anyone: these photos, or with `all` whatever is left. */
  readonly held?: { readonly all: boolean; readonly photos: readonly string[] };
  readonly notice: TextsVersion;
  /** The caller agreed to surveys by phone, and has not rated yet: POST /api/caller/after/rating {score}. */
  readonly mayRate?: true;
}

/** GET /api/caller/consent: what is in force of the purpose whose card is on the screen. */
export interface CardStanding {
  readonly given: boolean;
  readonly channels: readonly ConsentChannel[];
}

/** One row of GET /api/consents: what an agent can ask for. Texts: /consents/:controller/:purpose/:version/:language.json. */
export interface ConsentSummary {
  readonly purpose: string;
  readonly version: string;
  readonly titles: Readonly<Record<Language, string>>;
}

/** GET /api/ratings, for a supervisor: how often 1, 2, 3, 4 and 5 were given in the last days. */
export interface RatingCounts {
  readonly days: number;
  readonly counts: readonly number[];
}

/** POST /api/caller/photos/:photo (raw body; headers `x-confirmed`, and `x-request` if asked for). */
export interface PhotoStored {
  readonly photo: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}
/** GET /api/caller/media/:id and /api/sessions/:session/media/:id; `?width=` picks a smaller variant. */

export type StaffRole = 'agent' | 'supervisor' | 'reviewer';

/** POST /api/sign-in {login, password}; GET /api/me. */
export interface Me {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly brand: Brand;
  readonly demo: boolean;
  readonly protocol: number;
  /** Country calling codes that invitations may be sent to; the first is the default. */
  readonly prefixes: readonly string[];
  /** The matters, as the agent picks them. */
  readonly matters: readonly {
    readonly category: MatterCategory;
    readonly titles: Record<Language, string>;
  }[];
  /** Pages that the agent may show: the controller's allow-list. */
  readonly pages: readonly {
    readonly host: string;
    readonly open: 'tab' | 'frame';
    readonly suggestions: readonly { readonly title: Record<Language, string>; readonly url: string }[];
  }[];
  /** Short address where a caller types the spoken code. */
  readonly codeAddress: string;
}

/** POST /api/sign-out {everywhere: boolean} answers 204. */

/** POST /api/sessions; the invitation is sent at once when `invite` is `sms`. */
export interface StartSession {
  readonly number: string;
  readonly language: Language;
  readonly category: MatterCategory;
  readonly matter: string;
  readonly call?: string;
  readonly invite: 'sms' | 'code';
}
export interface SessionStarted {
  readonly session: string;
}

/** GET /api/sessions: the agent's own open sessions; for a supervisor, the team's. No content. */
export interface SessionRowView {
  readonly session: string;
  readonly status: 'created' | 'invited' | 'opened' | 'joined' | 'ended' | 'erased';
  readonly agentName: string;
  readonly own: boolean;
  readonly category: MatterCategory;
  readonly language: Language;
  readonly createdAt: number;
  readonly endedAt?: number;
  readonly reason?: EndReason;
}

/** GET /api/colleagues: those of the same controller to whom a session can be handed over. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** POST /api/sessions/:session/pictures (raw body): a picture of the moment, to be shown with ShowPicture. */
export interface PictureStored {
  readonly media: string;
  readonly width: number;
  readonly height: number;
}

/** GET /api/sessions/:session/note?language=lv: made from the events; no content of photos or notes. */
export interface CaseNote {
  readonly text: string;
}
