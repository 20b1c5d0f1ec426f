/**
 * What the reviewer's console asks over HTTP. Lists, timelines and counts hold no content; content travels only
 * below `/api/review/access/:id`, while that opening is in force.
 */
import type { ApprovedBy, ControllerRecorded } from './controller-events.ts';
import type { EndReason, EventType, Recorded } from './events.ts';
import type { SessionRowView, StaffRole } from './http.ts';
import type { Language, MatterCategory } from './language.ts';

/** One line of the list; times are epoch milliseconds. Everything a skeleton keeps, nothing it loses. */
export interface ReviewRow {
  readonly session: string;
  readonly status: SessionRowView['status'];
  /** Account id of the agent who has, or had, the session last. */
  readonly staff: string;
  readonly agentName: string;
  readonly category: MatterCategory;
  readonly language: Language;
  readonly createdAt: number;
  readonly acceptedAt?: number;
  readonly endedAt?: number;
  readonly reason?: EndReason;
  /** A legal hold on it, or on a photo of it, is in force. */
  readonly held: boolean;
}

/**
 * GET /api/review/sessions?from&to&agent&category&status&reason&held=yes&photos&due&after, newest first. `from` and
 * `to` are days (`2026-11-20`, in Riga, both included), `after` is a page's `next`. `photos` is a day or two
 * (`2026-11-01..2026-11-20`) on which photos were sent; `due` one day on which something is due to go and still there.
 * GET /api/review/sessions/export?format=csv|json and the same filters: the whole list, streamed.
 */
export interface ReviewPage {
  readonly rows: readonly ReviewRow[];
  /** Where the next page begins; absent when there is no more. A page may be short, even empty, and have a next. */
  readonly next?: string;
  /** Creation time down to which was searched, when rows further back were left for the next page. */
  readonly searchedTo?: number;
}

/** When something is due to go, and by which rule of the retention table. */
export interface RetentionDate {
  readonly what: 'photos' | 'content' | 'skeleton';
  /** ISO 8601 from the session's end. */
  readonly period: string;
  /** Of the controller's record of periods that it goes by. */
  readonly version: number;
  /** Absent while the session is open. */
  readonly due?: number;
  readonly erasedAt?: number;
}

/** GET /api/review/sessions/:session */
export interface ReviewSession extends ReviewRow {
  readonly retention: readonly RetentionDate[];
  /** Photos that were shared, and how many of them are gone. */
  readonly photos: { readonly shared: number; readonly erased: number };
  /** Each of them in the order of sending, without a look at any. */
  readonly photoList: readonly PhotoFact[];
  /** What the controller's log says of this session, oldest first. */
  readonly log: readonly LogLine[];
}

/** That a photo exists or existed. Neither its picture nor its size: those are content. */
export interface PhotoFact {
  readonly photo: string;
  readonly at: number;
  readonly erased: boolean;
}

/** GET /api/review/sessions/:session/timeline: headers of entries, without any content. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** Hash of the newest entry, as the stream's row has it. */
  readonly head: string;
}

export interface TimelineEntry {
  readonly seq: number;
  readonly at: number;
  readonly type: EventType;
  readonly role: Recorded['by'];
  /** SHA-256 of this entry over the one before it, hex. */
  readonly hash: string;
  /** SHA-256 of the sealed picture that the entry is about, hex; absent for none. */
  readonly object?: string;
}

/**
 * GET /api/review/log?from&to&type&staff&session&after: the controller's log, newest first. `type` may be several,
 * with commas between.
 */
export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly next?: string;
}

export interface LogLine extends ControllerRecorded {
  /** Name of the account, while there is one. */
  readonly name?: string;
}

/** GET /api/review/log/:seq: one entry, and what proves it. 404 `not_found` when there is none. */
export interface LogProof {
  readonly line: LogLine;
  /** SHA-256 (hex) over the entry before, this one's header and its ciphertext, as it is stored. */
  readonly hash: string;
  /** Hash of the entry before it; 64 zeros for the first. */
  readonly previous: string;
  /** The server has computed `hash` anew from `previous` and the stored entry, and it is the same. */
  readonly chained: boolean;
  /** Where the log stands now. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** GET /api/review/staff answers everyone the controller ever had an account for. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
}

/** GET /api/review/summary?from&to: counts for each day, oldest first; at most 92 days. */
export interface Summary {
  readonly days: readonly DayCounts[];
}

export interface DayCounts {
  /** `2026-11-20`, in Riga. */
  readonly day: string;
  /** Sessions begun that day, and how they ended. */
  readonly sessions: number;
  readonly reasons: Readonly<Partial<Record<EndReason, number>>>;
  readonly photos: number;
  /** Photos, contents and skeletons of sessions that are due to go that day and are still there. */
  readonly erasuresDue: number;
  readonly erasuresDone: number;
  readonly refusals: number;
  readonly holds: number;
}

export const REVIEW_PURPOSES = ['compliance-review', 'legal-claim'] as const;
export type ReviewPurpose = (typeof REVIEW_PURPOSES)[number];

/** How long content stays open after the second person's yes, in milliseconds. */
export const OPENING_MS = 15 * 60_000;

/** POST /api/review/access answers `Opening`. */
export interface RequestOpening {
  readonly session: string;
  readonly purpose: ReviewPurpose;
  readonly caseReference: string;
  readonly reason: string;
}

/**
 * A request to open a session's content, and what became of it. GET /api/review/access?session lists them,
 * newest first; POST /api/review/access/:id/approve and /refuse decide, by someone else than who asked.
 */
export interface Opening extends RequestOpening {
  readonly id: string;
  readonly state: 'waiting' | 'open' | 'closed' | 'refused' | 'lapsed';
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly decidedBy?: string;
  readonly decidedAt?: number;
  /** Epoch milliseconds of the end, once approved; and whether a person or the controller's rule said yes. */
  readonly until?: number;
  readonly approvedBy?: ApprovedBy;
  /** Whether the one who reads this asked for it. */
  readonly own: boolean;
}

/** GET /api/review/access: also the server's time, for the clock on the screen. */
export interface Openings {
  readonly openings: readonly Opening[];
  /** Whether a request waits for another reviewer; where not, it is open at once. */
  readonly secondPerson: boolean;
  readonly now: number;
}

/** GET /api/review/access/:id/session: every event, for the replay. Pictures: /api/review/access/:id/media/:media */
export interface OpenedSession {
  readonly events: readonly Recorded[];
  readonly until: number;
  readonly now: number;
}

/**
 * POST /api/review/holds answers 201 and `Hold`. Without `photo` it names the whole session. Refused with
 * `not_found` for another controller's session, `session_erased`, `photo_unknown` and `photo_gone`.
 */
export interface RequestHold {
  readonly session: string;
  readonly photo?: string;
  readonly reason: string;
}

/**
 * A legal hold. It stops erasure from `in-force` until `lifted`. GET /api/review/holds?session answers `Hold[]`,
 * newest first. POST /api/review/holds/:id/approve {}, /withdraw {}, /lift {reason}, /approve-lift {} each answer
 * `Hold`. Both approvals need another reviewer than who asked (`second_person_required`), a withdrawal the one who
 * asked (`not_allowed`); what does not fit the hold's state is `hold_state_wrong`.
 */
export interface Hold {
  readonly id: string;
  readonly session: string;
  /** Absent for a hold on the whole session. */
  readonly photo?: string;
  readonly state: 'requested' | 'withdrawn' | 'in-force' | 'lift-requested' | 'lifted';
  readonly reason: string;
  /** Why it should be lifted, once someone asked for that. */
  readonly liftReason?: string;
  /** Whether the one who reads this asked last, and so cannot approve. */
  readonly own: boolean;
  readonly requested: HoldStep;
  readonly withdrawn?: HoldStep;
  readonly approved?: HoldStep;
  readonly liftRequested?: HoldStep;
  readonly lifted?: HoldStep;
}

/** Who did it, by account id and name while there is one, and when. */
export interface HoldStep {
  readonly by: string;
  readonly name?: string;
  readonly at: number;
}
