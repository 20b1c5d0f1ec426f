/**
 * THE table: who may do what with which personal data, for which purpose, on which legal basis, while when, and
 * for how long it is kept. The guard, the retention sweep and the notices derive from it. What has no row here
 * is refused: marketing, profiling and training are impossible because nobody wrote them a row.
 *
 * Legal bases are those of GDPR Art. 6(1). `assist` and `wrap-up` rest on the agreement made at the caller's
 * wish in the call (b); our defaults for the rest are marked for the controller's lawyer in docs.
 */
export type Purpose =
  | 'assist'
  | 'wrap-up'
  | 'subject-request'
  | 'security'
  | 'compliance-review'
  | 'legal-claim';

export type DataCategory =
  /** The line's number. */
  | 'contact'
  /** Call reference, matter category and short text. */
  | 'matter'
  /** Time and length of use, type of device, versions and language accepted. */
  | 'usage'
  /** Guides, pages, notes and pictures that the agent showed. */
  | 'shown'
  /** The caller's answers to steps. */
  | 'answers'
  /** The photos that the caller shared. */
  | 'photo'
  /** What a data subject asked for, and what was answered. */
  | 'request'
  /** The content-free, still verifiable remains of a session. */
  | 'skeleton'
  /** What an audit found in a session, in the auditor's words. */
  | 'finding';

export type Who = 'agent' | 'supervisor' | 'reviewer' | 'caller' | 'system';
export type Access = 'read' | 'write';

/** `open`: while the session is open. `wrap-up`: for a while after its end. `kept`: as long as the data exist. */
export type While = 'open' | 'wrap-up' | 'kept';

export interface PolicyRule {
  readonly purpose: Purpose;
  readonly category: DataCategory;
  /** Whom the data are about; a finding is about the caller's call and the agent's work. */
  readonly subject: 'caller' | 'staff';
  readonly basis: '6(1)(b)' | '6(1)(c)' | '6(1)(f)';
  readonly who: readonly Who[];
  readonly may: readonly Access[];
  readonly while: While;
}

const ASSIST = { purpose: 'assist', subject: 'caller', basis: '6(1)(b)', while: 'open' } as const;
const WRAP_UP = { purpose: 'wrap-up', subject: 'caller', basis: '6(1)(b)', while: 'wrap-up' } as const;
/** Requests of data subjects, and the caller's own page after the call: obligations (Art. 12 to 22), hence (c). */
const SUBJECT = { purpose: 'subject-request', subject: 'caller', basis: '6(1)(c)', while: 'kept' } as const;
/** Content for the reviewer, only while an opening is in force that a second person approved. */
const REVIEW = {
  subject: 'caller',
  basis: '6(1)(f)',
  who: ['reviewer'],
  may: ['read'],
  while: 'kept',
} as const;
const COMPLIANCE = { ...REVIEW, purpose: 'compliance-review' } as const;
const CLAIM = { ...REVIEW, purpose: 'legal-claim' } as const;
const BOTH = ['read', 'write'] as const;
const READ = ['read'] as const;

export const POLICY = [
  { ...ASSIST, category: 'contact', who: ['agent', 'system'], may: BOTH },
  { ...ASSIST, category: 'matter', who: ['agent', 'system'], may: BOTH },
  { ...ASSIST, category: 'usage', who: ['agent', 'caller', 'system'], may: BOTH },
  { ...ASSIST, category: 'shown', who: ['agent', 'caller'], may: BOTH },
  { ...ASSIST, category: 'answers', who: ['agent', 'caller'], may: BOTH },
  { ...ASSIST, category: 'photo', who: ['agent', 'caller'], may: BOTH },
  { ...WRAP_UP, category: 'matter', who: ['agent'], may: BOTH },
  { ...WRAP_UP, category: 'usage', who: ['agent'], may: READ },
  { ...WRAP_UP, category: 'shown', who: ['agent'], may: READ },
  { ...WRAP_UP, category: 'answers', who: ['agent'], may: READ },
  { ...WRAP_UP, category: 'photo', who: ['agent'], may: READ },
  { ...WRAP_UP, category: 'contact', who: ['agent'], may: READ },
  { ...SUBJECT, category: 'photo', who: ['caller'], may: BOTH },
  { ...SUBJECT, category: 'photo', who: ['reviewer'], may: READ },
  { ...SUBJECT, category: 'contact', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'matter', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'usage', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'shown', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'answers', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'request', who: ['caller', 'reviewer'], may: BOTH },
  { ...COMPLIANCE, category: 'contact' },
  { ...COMPLIANCE, category: 'matter' },
  { ...COMPLIANCE, category: 'usage' },
  { ...COMPLIANCE, category: 'shown' },
  { ...COMPLIANCE, category: 'answers' },
  { ...COMPLIANCE, category: 'photo' },
  { ...COMPLIANCE, category: 'finding', subject: 'staff', may: BOTH },
  { ...CLAIM, category: 'contact' },
  { ...CLAIM, category: 'matter' },
  { ...CLAIM, category: 'usage' },
  { ...CLAIM, category: 'shown' },
  { ...CLAIM, category: 'answers' },
  { ...CLAIM, category: 'photo' },
  {
    purpose: 'security',
    category: 'skeleton',
    subject: 'caller',
    basis: '6(1)(f)',
    who: ['agent', 'supervisor', 'reviewer', 'system'],
    may: READ,
    while: 'kept',
  },
] as const satisfies readonly PolicyRule[];

/** ISO 8601 durations from the session's end; a controller's own period must lie within the limits. */
export interface RetentionRule {
  readonly what: 'photos' | 'content' | 'skeleton';
  readonly categories: readonly DataCategory[];
  readonly from: 'session-ended';
  readonly period: string;
  readonly shortest: string;
  readonly longest: string;
  readonly reason: string;
}

export const RETENTION = [
  {
    what: 'photos',
    categories: ['photo'],
    from: 'session-ended',
    period: 'PT24H',
    shortest: 'PT0S',
    longest: 'P7D',
    reason: 'time for a complaint about this very call',
  },
  {
    what: 'content',
    categories: ['contact', 'matter', 'usage', 'shown', 'answers'],
    from: 'session-ended',
    period: 'P90D',
    shortest: 'P1D',
    longest: 'P180D',
    reason: 'complaints',
  },
  {
    what: 'skeleton',
    categories: ['skeleton'],
    from: 'session-ended',
    period: 'P3Y',
    shortest: 'P1Y',
    longest: 'P5Y',
    reason: 'accountability, GDPR Art. 5(2)',
  },
] as const satisfies readonly RetentionRule[];

/** What reviewers write themselves goes by periods of its own: it is about their work and outlives the session. */
export const OWN_RETENTION = [
  {
    what: 'findings',
    categories: ['finding'],
    from: 'finding-recorded',
    period: 'P3Y',
    shortest: 'P1Y',
    longest: 'P5Y',
    reason: 'follow-ups, and whether the same is found again, GDPR Art. 5(2)',
  },
] as const;

/** Requests of data subjects are no part of a session and have a period of their own. */
export const REQUEST_RETENTION = {
  what: 'requests',
  categories: ['request'],
  from: 'request-closed',
  period: 'P3Y',
  reason: 'showing that a request was answered, GDPR Art. 5(2) and 12; limitation of claims',
} as const;

/**
 * The register of breaches, from the day that one is closed: GDPR Art. 33(5) asks for it and names no period; our
 * default outlives the supervisory authority's and a court's interest in most. It holds session ids, never content.
 */
export const BREACH_REGISTER = { from: 'breach-closed', period: 'P5Y' } as const;

/** How long the agent who had the session may still read it after its end. */
export const WRAP_UP_PERIOD = 'PT30M';
