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
  /** At the caller's wish: what was shown goes to their e-mail. */
  | 'guides-by-mail'
  | 'subject-request'
  | 'security'
  | 'compliance-review'
  | 'legal-claim'
  /** Being able to show that a consent was given or withdrawn (Art. 7(1)). */
  | 'consent-proof'
  /** The purposes of the consents' catalogue that reach into a call. */
  | 'offers'
  | 'metadata';

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
  /** What the operator's systems say of a line's use and its router. */
  | 'diagnostics'
  /** One to five, after the call. */
  | 'rating'
  /** An e-mail address, until the mail is sent. */
  | 'email'
  /** What became of an offer that was mailed. */
  | 'mailing'
  /** Consents: their records, and the number that they are about. */
  | 'consent'
  /** An SMS to the controller's number, and who sent it, until it was acted upon. */
  | 'message'
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
  /** (a) holds only while the register says that this consent is in force. */
  readonly basis: '6(1)(a)' | '6(1)(b)' | '6(1)(c)' | '6(1)(f)';
  readonly who: readonly Who[];
  readonly may: readonly Access[];
  readonly while: While;
}

const ASSIST = { purpose: 'assist', subject: 'caller', basis: '6(1)(b)', while: 'open' } as const;
const WRAP_UP = { purpose: 'wrap-up', subject: 'caller', basis: '6(1)(b)', while: 'wrap-up' } as const;
const MAILED = { purpose: 'guides-by-mail', subject: 'caller', basis: '6(1)(b)', while: 'kept' } as const;
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
/** Support never rests on these, and they read nothing of what was said, shown and shared in a call. */
const OFFERS = { purpose: 'offers', subject: 'caller', basis: '6(1)(a)', may: ['write'] } as const;
const METADATA = { purpose: 'metadata', subject: 'caller', basis: '6(1)(a)', while: 'open' } as const;
const PROOF = { purpose: 'consent-proof', category: 'consent', subject: 'caller', basis: '6(1)(c)' } as const;
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
  { ...MAILED, category: 'shown', who: ['caller'], may: READ },
  { ...MAILED, category: 'email', who: ['caller'], may: ['write'] },
  { ...MAILED, category: 'email', who: ['system'], may: READ },
  { ...SUBJECT, category: 'photo', who: ['caller'], may: BOTH },
  { ...SUBJECT, category: 'photo', who: ['reviewer'], may: READ },
  { ...SUBJECT, category: 'contact', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'matter', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'usage', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'shown', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'answers', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'diagnostics', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'rating', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'mailing', who: ['caller', 'reviewer'], may: READ },
  { ...SUBJECT, category: 'request', who: ['caller', 'reviewer'], may: BOTH },
  { ...COMPLIANCE, category: 'contact' },
  { ...COMPLIANCE, category: 'matter' },
  { ...COMPLIANCE, category: 'usage' },
  { ...COMPLIANCE, category: 'shown' },
  { ...COMPLIANCE, category: 'answers' },
  { ...COMPLIANCE, category: 'photo' },
  { ...COMPLIANCE, category: 'finding', subject: 'staff', may: BOTH },
  { ...COMPLIANCE, category: 'diagnostics' },
  { ...CLAIM, category: 'diagnostics' },
  { ...CLAIM, category: 'contact' },
  { ...CLAIM, category: 'matter' },
  { ...CLAIM, category: 'usage' },
  { ...CLAIM, category: 'shown' },
  { ...CLAIM, category: 'answers' },
  { ...CLAIM, category: 'photo' },
  { ...OFFERS, category: 'shown', who: ['agent'], while: 'kept' },
  { ...OFFERS, category: 'email', who: ['system'], may: BOTH, while: 'kept' },
  { ...OFFERS, category: 'mailing', who: ['system'], may: BOTH, while: 'kept' },
  { ...OFFERS, category: 'rating', who: ['caller'], while: 'kept' },
  { ...METADATA, category: 'diagnostics', who: ['agent'], may: BOTH },
  { ...PROOF, who: ['caller', 'reviewer'], may: READ, while: 'kept' },
  { ...PROOF, who: ['caller', 'agent', 'system'], may: ['write'], while: 'kept' },
  { ...PROOF, category: 'message', who: ['caller'], may: ['write'], while: 'kept' },
  { ...PROOF, category: 'message', who: ['system'], may: READ, while: 'kept' },
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
    categories: ['contact', 'matter', 'usage', 'shown', 'answers', 'diagnostics', 'rating'],
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

/**
 * Consents have a stream of their own: while one is in force it is kept, then for as long as it may have to be shown.
 * Our default is the general limitation of claims in commerce and as long as the skeleton of a call.
 */
export const CONSENT_RETENTION = {
  what: 'consents',
  categories: ['consent'],
  from: 'consent-ended',
  period: 'P3Y',
  shortest: 'P1Y',
  longest: 'P5Y',
  reason: 'showing that a consent was given or withdrawn, GDPR Art. 7(1); limitation of claims',
} as const;

/**
 * What an SMS says, and whose it is, goes as soon as it was acted upon. That it came is kept for as long as a gateway
 * may bring the same one again.
 */
export const SMS_RETENTION = {
  what: 'messages',
  categories: ['message'],
  from: 'sms-received',
  period: 'P7D',
  reason: 'knowing a message that comes again',
} as const;

/**
 * An address is erased as soon as the mail is sent or given up, that of an important offer when it was opened or reminded
 * of; what was mailed as an offer, and what became of it, goes
 * by a period of its own. Until then its unsubscribe link works, of which our default is half a year.
 */
export const MAIL_RETENTION = [
  {
    what: 'addresses',
    categories: ['email'],
    from: 'mail-asked-for',
    period: 'P8D',
    reason:
      'at the longest: a mail server that is down is tried for a day, an important offer reminded of within seven',
  },
  {
    what: 'mailings',
    categories: ['mailing'],
    from: 'offer-mailed',
    period: 'P180D',
    reason: 'what became of an offer, and an unsubscribe link that works',
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
