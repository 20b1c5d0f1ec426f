/** A controller's retention periods: what the console asks and is answered below `/api/review/periods`. */

export const PERIOD_KINDS = ['photos', 'content', 'skeleton'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** ISO 8601 with one part (`PT24H`, `P90D`, `P6M`, `P3Y`), from the session's end. */
export type Periods = Readonly<Record<PeriodKind, string>>;

/** A record that is, or was, in force. Version 1 is the policy table itself: nobody proposed or approved it. */
export interface PeriodRecord {
  readonly version: number;
  readonly periods: Periods;
  readonly prolongEnded?: boolean;
  readonly reason?: string;
  readonly prolongReason?: string;
  readonly proposed?: PeriodStep;
  readonly approved?: PeriodStep;
}

/** Who did it, by account id and name while there is one, and when. */
export interface PeriodStep {
  readonly by: string;
  readonly name?: string;
  readonly at: number;
}

/** Waits for another reviewer than who proposed it. */
export interface PeriodProposal {
  readonly id: string;
  readonly periods: Periods;
  readonly prolongEnded: boolean;
  readonly reason: string;
  readonly prolongReason?: string;
  readonly proposed: PeriodStep;
  /** Whether the one who reads this proposed it. */
  readonly own: boolean;
}

/** GET /api/review/periods */
export interface PeriodsView {
  /** The policy table's rules: what no controller can leave. */
  readonly limits: readonly PeriodLimits[];
  readonly current: PeriodRecord;
  /** Newest first, the current one included. */
  readonly history: readonly PeriodRecord[];
  readonly proposal?: PeriodProposal;
  /** Sessions that had ended are being dated by the current record, or by one before it. */
  readonly redating: boolean;
}

export interface PeriodLimits {
  readonly what: PeriodKind;
  readonly shortest: string;
  readonly longest: string;
  readonly usual: string;
}

/**
 * POST /api/review/periods/simulate answers `Simulation`. Impossible periods are refused with `period_malformed`,
 * `period_outside_limits` or `periods_out_of_order`.
 */
export interface SimulatePeriods {
  readonly periods: Periods;
  /** Also sessions that have ended already get the longer life. */
  readonly prolongEnded: boolean;
}

/**
 * POST /api/review/periods answers 201 and `PeriodProposal`; `proposal_waiting` while there is one, `periods_unchanged`
 * when it would change nothing. POST /api/review/periods/:id/approve {}, /refuse {why} (by another than who proposed:
 * `second_person_required`) and /withdraw {} (by who proposed: else `not_allowed`) answer `PeriodsView`;
 * `already_decided` once one of them was done.
 */
export interface ProposePeriods extends SimulatePeriods {
  readonly reason: string;
  /** Needed with `prolongEnded`, and with nothing else: what is told to those whose data stay longer, and how. */
  readonly prolongReason?: string;
}

/** What a change does to things of ended sessions that are not due yet. */
export interface PeriodEffect {
  /** Photos, contents of sessions, or skeletons. */
  readonly what: PeriodKind;
  /** A shorter life, those of the next two included. */
  readonly shorter: number;
  /** Erased by the next sweep. */
  readonly erasedNow: number;
  /** Due now, but kept by a legal hold or because the subject had processing restricted. */
  readonly held: number;
  readonly longer: number;
  /** Would live longer, but keep the date that their notice promised. */
  readonly promised: number;
}

export interface Simulation {
  readonly effects: readonly PeriodEffect[];
  /** Open sessions: they keep the periods that they began with. */
  readonly open: number;
}
