/** The breach helper: who is affected, two clocks, and the register that GDPR Art. 33(5) asks for. */

/** From awareness, in milliseconds: Commission Regulation (EU) No 611/2013, Art. 2(2), and GDPR Art. 33(1). */
export const TELECOMS_CLOCK_MS = 24 * 60 * 60_000;
export const GDPR_CLOCK_MS = 72 * 60 * 60_000;

/**
 * What was in the wrong hands. `traffic`: someone listened on the server, and saw the sessions that were open then.
 * `account`: someone acted as this account. A key opens what it seals, for as long as that existed in the window.
 */
export const BREACH_KINDS = ['traffic', 'account', 'controller-key', 'session-key', 'object-key'] as const;
export type BreachKind = (typeof BREACH_KINDS)[number];

/** Times are epoch milliseconds, `until` excluded. */
export interface BreachScope {
  readonly kind: BreachKind;
  /** Account id, session id or object id; absent for `traffic` and `controller-key`. */
  readonly of?: string;
  readonly since: number;
  readonly until: number;
}

/** GET /api/review/breach/scope?kind&of&since&until */
export interface BreachFigures {
  readonly sessions: number;
  /** Distinct data subjects, told apart by the keyed hash of the number. */
  readonly subjects: number;
  /** Sessions whose number is erased, so that nobody can tell any more whether they are of one person or of many. */
  readonly untraceable: number;
  /** Sessions by what was exposed of them; one may count in several. */
  readonly categories: Readonly<Record<string, number>>;
}

/** One line of the list. GET /api/review/breach/affected?kind&of&since&until&format=csv|json answers all of them. */
export interface AffectedSession {
  readonly session: string;
  readonly createdAt: number;
  readonly endedAt?: number;
  readonly categories: readonly string[];
  /** How often the account was let in, and when last; for `account` only. */
  readonly accesses?: number;
  readonly lastAccess?: number;
  /** Whether the number is erased: the person can no longer be told. */
  readonly untraceable: boolean;
}

/** GDPR Art. 34(3): why data subjects need not be told; `no-high-risk` is Art. 34(1). */
export const SUBJECT_DECISIONS = ['told', 'a', 'b', 'c', 'no-high-risk'] as const;
export type SubjectDecision = (typeof SUBJECT_DECISIONS)[number];

/** POST /api/review/breaches answers 201 and `Breach`. */
export interface OpenBreach {
  readonly awareAt: number;
  readonly scope: BreachScope;
  /** What happened. */
  readonly facts: string;
}

/**
 * GET /api/review/breaches answers `Breaches`. POST /api/review/breaches/:id/authority {at, note}, /subjects {at,
 * decision, note} and /close {note} each answer `Breach`; what was said once is not said again (`already_decided`),
 * and a breach is closed when both were decided (`breach_undecided`).
 */
export interface Breach extends OpenBreach {
  readonly id: string;
  /** Name of the account, while there is one. */
  readonly openedBy?: string;
  readonly openedAt: number;
  /** As they were when it was opened: what is erased later is not forgotten here. */
  readonly figures: BreachFigures;
  readonly authority?: { readonly at: number; readonly note: string };
  readonly subjects?: { readonly at: number; readonly decision: SubjectDecision; readonly note: string };
  readonly closed?: { readonly at: number; readonly by?: string; readonly note: string };
}

export interface Breaches {
  readonly now: number;
  readonly breaches: readonly Breach[];
}
