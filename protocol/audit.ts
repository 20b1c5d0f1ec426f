/**
 * The sampled audit over HTTP: which sessions were drawn and why, who looks at them, what was found and what follows.
 * Nothing here holds content of a call; only the words of a finding are a person's own, and only its item shows them.
 */

/** What a session is scored by: counts that the service knows without opening anything. */
export const RISK_SIGNALS = [
  'length',
  'photos',
  'refusals',
  'erasures',
  'misses',
  'devices',
  'hand-overs',
  'out-of-hours',
] as const;
export type RiskSignal = (typeof RISK_SIGNALS)[number];

/** `length` in whole minutes, `out-of-hours` 1 or 0, the others as many as there were. */
export type RiskSignals = Readonly<Record<RiskSignal, number>>;

/** At `from` and more this signal gives these points; of several steps of one signal the highest counts. */
export interface RiskRule {
  readonly signal: RiskSignal;
  readonly from: number;
  readonly points: number;
}

export interface RiskScore {
  readonly points: number;
  /** The steps that were reached, in the order of the table. */
  readonly reasons: readonly RiskReason[];
}

export interface RiskReason extends RiskRule {
  /** What the session had. */
  readonly value: number;
}

/** How many of a day are drawn: by risk those with most points, `leastPoints` at least; by chance out of the rest. */
export interface AuditSampling {
  readonly byRisk: number;
  readonly leastPoints: number;
  readonly byChance: number;
}

/** GET /api/review/queue/rules */
export interface AuditRules {
  readonly risk: readonly RiskRule[];
  readonly sampling: AuditSampling;
}

export const FINDING_SEVERITIES = ['observation', 'minor', 'major'] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

export const FINDING_CATEGORIES = [
  /** Something was asked, shown or shared that the call's matter did not need. */
  'beyond-matter',
  /** More data than needed: documents, passwords, other people. */
  'excess-data',
  /** Match, hand-over or another device were not handled as prescribed. */
  'identity',
  /** Someone looked, or tried to, without a reason. */
  'access',
  /** The caller was not told, or was hindered in what they may do. */
  'caller-rights',
  /** What the caller was shown was wrong or unsafe. */
  'guidance',
  /** The service itself did not do what it should. */
  'technical',
] as const;
export type FindingCategory = (typeof FINDING_CATEGORIES)[number];

export interface AuditItem {
  readonly id: string;
  readonly session: string;
  /** On which the session ended; `2026-11-20`, in Riga. */
  readonly day: string;
  readonly why: 'risk' | 'chance';
  readonly score: RiskScore;
  readonly state: 'waiting' | 'taken' | 'no-finding' | 'finding';
  readonly agentName: string;
  readonly drawnAt: number;
  /** Account id and name of who took it; whether that is whoever reads this. */
  readonly takenBy?: { readonly id: string; readonly name: string; readonly own: boolean };
  readonly closedAt?: number;
  /** The session's content is gone: what remains is its skeleton. */
  readonly erased: boolean;
  /** How many findings there are. */
  readonly findings: number;
}

/**
 * GET /api/review/queue?state=open|closed&after: open ones by points, highest first; closed ones newest first.
 * POST /api/review/queue/items/:item/take {instead?: account id of who has it} and /no-finding {} answer `AuditItem`.
 */
export interface AuditPage {
  readonly items: readonly AuditItem[];
  readonly next?: string;
}

/** GET /api/review/queue/items/:item */
export interface AuditItemView extends AuditItem {
  readonly found: readonly Finding[];
}

/**
 * POST /api/review/queue/items/:item/findings answers 201 and `Finding`. All but an observation need a follow-up.
 * `responsible` is an account id of the controller, `due` a day.
 */
export interface RecordFinding {
  readonly severity: FindingSeverity;
  readonly category: FindingCategory;
  readonly text: string;
  readonly followUp?: { readonly responsible: string; readonly due: string };
}

/** POST /api/review/findings/:finding/done {note} answers `Finding`; never by the responsible person. */
export interface Finding extends FindingFacts {
  readonly text: string;
  /** What was done, once the follow-up is. */
  readonly note?: string;
}

/** GET /api/review/findings?state=open|done: follow-ups, the soonest due first; done ones newest first; 100 at most. */
export interface FindingFacts {
  readonly id: string;
  readonly item: string;
  readonly session: string;
  readonly severity: FindingSeverity;
  readonly category: FindingCategory;
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly followUp?: FollowUp;
  /** Epoch milliseconds of when it is erased, unless a hold names its session. */
  readonly eraseDue: number;
}

export interface FollowUp {
  readonly responsible: string;
  /** Whether that is whoever reads this. */
  readonly own: boolean;
  /** The last day. */
  readonly due: string;
  readonly overdue: boolean;
  readonly doneBy?: string;
  readonly doneAt?: number;
}

/** GET /api/review/queue/draws: newest first, the last 60. */
export interface AuditDraw {
  readonly day: string;
  /** Sessions that ended that day, and the SHA-256 over their ids in order, hex. */
  readonly sessions: number;
  readonly population: string;
  readonly closedAt: number;
  /** Absent until the next checkpoint. */
  readonly drawn?: {
    readonly at: number;
    /** The first checkpoint after the day was closed, as it stands in the sink. */
    readonly checkpoint: string;
    /** SHA-256 that the sample was drawn with, hex. */
    readonly seed: string;
    readonly byRisk: number;
    readonly byChance: number;
  };
}

/** GET /api/review/queue/draws/:day: the draw made again from what stands there now. */
export interface AuditProof {
  readonly draw: AuditDraw;
  /** The same sessions ended that day; the checkpoint stands in the sink; the seed and the sample follow from them. */
  readonly same: {
    readonly population: boolean;
    readonly checkpoint: boolean;
    readonly seed: boolean;
    readonly sample: boolean;
  };
}
