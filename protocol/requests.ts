/**
 * Requests of data subjects (GDPR Art. 12 and 15 to 22) as they travel over HTTP. Everything below
 * `/api/review/requests` is for reviewers and their own controller only; another controller's request is
 * `not_found`. Every step is an entry of the controller's log, without number and words.
 */

import type { SessionRowView } from './http.ts';
import type { Language } from './language.ts';
import type { Hold, RetentionDate } from './review.ts';

/** With the article of each: access 15, rectification 16, erasure 17, restriction 18, portability 20, ... */
export const REQUEST_KINDS = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'human-review',
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_ARTICLES: Readonly<Record<RequestKind, number>> = {
  access: 15,
  rectification: 16,
  erasure: 17,
  restriction: 18,
  portability: 20,
  objection: 21,
  'human-review': 22,
};

/** `desk`: written down by a reviewer; `subject-page`: sent by the caller from their own page. */
export const REQUEST_CHANNELS = ['desk', 'subject-page'] as const;
export type RequestChannel = (typeof REQUEST_CHANNELS)[number];

/** What a refusal, whole or in part, can rest on. */
export const REFUSAL_ARTICLES = [
  /** The subject cannot be identified. */
  '11(2)',
  /** Manifestly unfounded or excessive. */
  '12(5)(b)',
  /** Identity in doubt and not confirmed. */
  '12(6)',
  /** A copy would adversely affect others. */
  '15(4)',
  /** What is kept is accurate and complete. */
  '16',
  /** No ground for erasure; freedom of expression; legal obligation; legal claims. */
  '17(1)',
  '17(3)(a)',
  '17(3)(b)',
  '17(3)(e)',
  /** No ground for restriction. */
  '18(1)',
  /** Not provided by the subject, or not on contract or consent; others would be affected. */
  '20(1)',
  '20(4)',
  /** No objection against processing on a contract or an obligation, or compelling grounds prevail. */
  '21(1)',
  /** No decision was taken by automated means. */
  '22(1)',
] as const;
export type RefusalArticle = (typeof REFUSAL_ARTICLES)[number];

const ANY: readonly RefusalArticle[] = ['11(2)', '12(5)(b)', '12(6)'];
/** Which articles a refusal of each kind can name; another one is refused with `article_does_not_fit`. */
export const ARTICLES_FOR: Readonly<Record<RequestKind, readonly RefusalArticle[]>> = {
  access: [...ANY, '15(4)'],
  rectification: [...ANY, '16'],
  erasure: [...ANY, '17(1)', '17(3)(a)', '17(3)(b)', '17(3)(e)'],
  restriction: [...ANY, '18(1)'],
  portability: [...ANY, '20(1)', '20(4)'],
  objection: [...ANY, '21(1)'],
  'human-review': [...ANY, '22(1)'],
};

/** What an objection can be against. Art. 21(1) covers those on 6(1)(f) only: the last three. */
export const OBJECTED_PURPOSES = [
  'assist',
  'wrap-up',
  'compliance-review',
  'legal-claim',
  'security',
] as const;
export type ObjectedPurpose = (typeof OBJECTED_PURPOSES)[number];

export type RequestOutcome = 'fulfilled' | 'refused' | 'partly';

/**
 * `open`: waits for its answer. `erasing`: the answer is given and the erasure goes on by itself until nothing but
 * held data is left; it then closes. `closed`: answered.
 */
export const REQUEST_STATES = ['open', 'erasing', 'closed'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** One line of the list; times are epoch milliseconds. No number, no words. */
export interface RequestRow {
  readonly id: string;
  readonly kind: RequestKind;
  readonly channel: RequestChannel;
  readonly state: RequestState;
  readonly language: Language;
  readonly receivedAt: number;
  /**
   * One calendar month after receipt, or three once extended (Art. 12(3)), to the end of that day in Riga, and of
   * the next working day when it is a Saturday, a Sunday or a Latvian public holiday (Regulation 1182/71 Art. 3(4)).
   */
  readonly due: number;
  /** Not closed and past its due date. */
  readonly overdue: boolean;
  readonly extended: boolean;
  readonly verified: boolean;
  readonly assigned?: Person;
  readonly outcome?: RequestOutcome;
  readonly article?: RefusalArticle;
  readonly closedAt?: number;
  /** For a restriction that was granted. */
  readonly restriction?: 'in-force' | 'lifted';
}

export interface Person {
  /** Account id. */
  readonly id: string;
  readonly name?: string;
}

/** Something a person did, and when. */
export interface RequestStep {
  readonly at: number;
  /** Absent when the subject's own page did it. */
  readonly by?: Person;
}

/** GET /api/review/requests/:id, and the answer to every POST on one. Reading it is an entry of the log. */
export interface SubjectRequest extends RequestRow {
  /** E.164; what the request is about. */
  readonly number: string;
  /** The subject's own words. */
  readonly text: string;
  readonly against: readonly ObjectedPurpose[];
  readonly identity?: RequestStep & {
    readonly how: string;
    /** The number has been theirs since then: older sessions are someone else's. */
    readonly holderSince?: number;
  };
  readonly extension?: RequestStep & { readonly reason: string };
  /** What the subject is told. */
  readonly answer?: RequestStep & { readonly explanation: string };
  /** Recipients told of it (Art. 19), oldest first. */
  readonly notified: readonly (RequestStep & { readonly recipient: string; readonly what: string })[];
  /** What the request did to sessions, or is doing. */
  readonly items: readonly RequestItem[];
  /** The statement of a rectification (Art. 16): it stands beside the session, whose log cannot be rewritten. */
  readonly statement?: string;
  /** How the subject was informed before a restriction was lifted (Art. 18(3)). */
  readonly lifted?: RequestStep & { readonly informed: string };
}

/** `held`: a legal hold keeps it, Art. 17(3)(e). */
export interface RequestItem {
  readonly session: string;
  /** Absent for the whole session. */
  readonly photo?: string;
  readonly state: 'due' | 'done' | 'held';
}

/**
 * GET /api/review/requests?state&kind&after: by due date, the most urgent first; `state` is `open` (default, with
 * `erasing`) or `closed` (the latest first). `after` is a page's `next`.
 */
export interface RequestPage {
  readonly rows: readonly RequestRow[];
  readonly next?: string;
}

/**
 * POST /api/review/requests answers 201 and `SubjectRequest`. `receivedAt` when it came before today, by letter.
 * `against` for objections only, and then at least one.
 */
export interface CreateRequest {
  readonly kind: RequestKind;
  readonly number: string;
  readonly text: string;
  readonly language: Language;
  readonly receivedAt?: number;
  readonly against?: readonly ObjectedPurpose[];
}

/** POST /api/review/requests/search {number} answers `SubjectFound`; recorded. */
export interface SubjectFound {
  readonly sessions: readonly SubjectSession[];
  readonly requests: readonly RequestRow[];
  readonly holds: readonly Pick<Hold, 'id' | 'session' | 'photo' | 'state'>[];
}

export interface SubjectSession {
  readonly session: string;
  readonly status: SessionRowView['status'];
  readonly createdAt: number;
  readonly endedAt?: number;
  /** What is kept and until when; entries with `erasedAt` are gone. */
  readonly retention: readonly RetentionDate[];
  /** Photos that are still kept. */
  readonly photos: readonly string[];
  readonly held: boolean;
  readonly restricted: boolean;
}

/** POST /api/review/requests/:id/verify: who they are was checked, and how. Once. */
export interface VerifyIdentity {
  readonly how: string;
  readonly holderSince?: number;
}

/** POST /api/review/requests/:id/assign; without `to` to oneself. `colleague_unknown` unless a reviewer. */
export interface AssignRequest {
  readonly to?: string;
}

/** POST /api/review/requests/:id/extend: once, by two months, while not overdue; the subject must be told. */
export interface ExtendRequest {
  readonly reason: string;
}

/** POST /api/review/requests/:id/notify: a recipient was told (Art. 19); also after closing. */
export interface NotifyRecipient {
  readonly recipient: string;
  readonly what: string;
}

/**
 * POST /api/review/requests/:id/answer closes it. `refused` and `partly` need `article` (`article_does_not_fit`
 * otherwise), `refused` needs no identity, everything else does (`identity_not_verified`). Not for fulfilling an
 * erasure, a restriction or a rectification: those are closed by what is done. An objection that names `assist`
 * or `wrap-up` can be refused, or upheld in part, only with 21(1).
 */
export interface AnswerRequest {
  readonly outcome: RequestOutcome;
  readonly article?: RefusalArticle;
  readonly explanation: string;
}

/**
 * POST /api/review/requests/:id/erase: erases now what is named, or everything of the subject. Sessions whose call
 * is still on follow when it is over. Closes by itself: `fulfilled`, or `partly` with 17(3)(e) when a hold keeps
 * something.
 */
export interface EraseForRequest {
  readonly explanation: string;
  /** Sessions as a whole, or single photos of them. Absent: all the subject's sessions. */
  readonly items?: readonly { readonly session: string; readonly photo?: string }[];
}

/** POST /api/review/requests/:id/restrict: everything but storage stops for the subject's ended sessions. Closes. */
export interface RestrictForRequest {
  readonly explanation: string;
}

/** POST /api/review/requests/:id/lift: after the subject was informed (Art. 18(3)). */
export interface LiftRestriction {
  readonly informed: string;
}

/** POST /api/review/requests/:id/rectify: the statement stands beside the session from then on. Closes. */
export interface RectifyForRequest {
  readonly session: string;
  readonly statement: string;
  readonly explanation: string;
}

/**
 * GET /api/review/requests/:id/export: a ZIP for the subject (`application/zip`): data.json, schema.json,
 * summary.html, README.txt, pictures/. For access and portability, verified, while open. Recorded.
 */
export const EXPORT_FILES = ['README.txt', 'summary.html', 'data.json', 'schema.json'] as const;

/** GET /api/review/sessions/:session/requests: what requests say of a session. */
export interface SessionRequests {
  readonly restricted: boolean;
  readonly statements: readonly {
    readonly request: string;
    readonly at: number;
    readonly statement: string;
  }[];
}

/** What the controller's log says of requests: no number, no words, no reason. */
export type RequestEvent =
  /** Sessions, requests and holds were looked for by a phone number. */
  | { readonly type: 'SubjectSearched'; readonly sessions: number; readonly requests: number }
  | {
      readonly type: 'RequestReceived';
      readonly request: string;
      readonly kind: RequestKind;
      readonly channel: RequestChannel;
      readonly due: number;
    }
  | { readonly type: 'RequestViewed'; readonly request: string }
  | { readonly type: 'IdentityVerified'; readonly request: string }
  | { readonly type: 'RequestAssigned'; readonly request: string; readonly to: string }
  | { readonly type: 'RequestExtended'; readonly request: string; readonly due: number }
  | { readonly type: 'RecipientNotified'; readonly request: string }
  /** Absent `request`: the subject took their data from their own page. */
  | {
      readonly type: 'SubjectExported';
      readonly request?: string;
      readonly sessions: number;
      readonly pictures: number;
    }
  | { readonly type: 'RequestErasureBegun'; readonly request: string; readonly items: number }
  | {
      readonly type: 'RequestAnswered';
      readonly request: string;
      readonly outcome: RequestOutcome;
      readonly article?: RefusalArticle;
    }
  | { readonly type: 'ProcessingRestricted'; readonly request: string; readonly session: string }
  | { readonly type: 'RestrictionLifted'; readonly request: string; readonly session: string }
  | { readonly type: 'StatementAttached'; readonly request: string; readonly session: string }
  /** The request itself is gone, when its period ran out; nothing but this line remains. */
  | {
      readonly type: 'RequestErased';
      readonly request: string;
      readonly kind: RequestKind;
      readonly keysDestroyed: number;
      readonly backupsUnreadableFrom: number;
    };
