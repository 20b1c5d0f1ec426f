/**
 * The record of processing activities (GDPR Art. 30) of one controller, made from the policy table, so that it
 * cannot say anything else than what the guard and the sweep do.
 */
import { createHash } from 'node:crypto';
import type { Periods } from '../../protocol/periods.ts';
import { TABLE_PERIODS } from './periods.ts';
import {
  type Access,
  CONSENT_RETENTION,
  type DataCategory,
  MAIL_RETENTION,
  OWN_RETENTION,
  POLICY,
  type PolicyRule,
  type Purpose,
  REQUEST_RETENTION,
  RETENTION,
  SMS_RETENTION,
  type While,
  type Who,
  WRAP_UP_PERIOD,
} from './policy.ts';

/** `null` is "not known yet"; production does not start with it. */
export interface RecordController {
  readonly key: string;
  readonly name: string;
  readonly registration: string | null;
  readonly address: string | null;
  readonly dataProtection: string | null;
  /** Whether opening content always takes a second person's yes. */
  readonly review?: { readonly secondPerson: boolean };
}

export interface RecordOfProcessing {
  /** First 12 hex digits of the SHA-256 of all the rest: another content is another version. */
  readonly version: string;
  readonly controller: Omit<RecordController, 'review'>;
  readonly activities: readonly Activity[];
  readonly retention: readonly {
    readonly what: string;
    readonly categories: readonly DataCategory[];
    readonly from: string;
    /** ISO 8601. */
    readonly period: string;
    readonly reason: string;
  }[];
  readonly recipients: readonly { readonly who: string; readonly role: string; readonly sees: string }[];
  readonly transfers: string;
  readonly security: readonly string[];
  readonly rights: readonly { readonly right: string; readonly article: number; readonly note?: string }[];
}

export interface Activity {
  readonly purpose: Purpose;
  readonly description: string;
  readonly basis: PolicyRule['basis'];
  readonly subjects: readonly string[];
  readonly categories: readonly DataCategory[];
  readonly while: While;
  /** ISO 8601 from the session's end; for `wrap-up` only. */
  readonly for?: string;
  readonly who: readonly { readonly who: Who; readonly may: readonly Access[] }[];
}

const RULES: readonly PolicyRule[] = POLICY;

const DESCRIPTIONS: Record<Purpose, string> = {
  assist: 'Support and advice in the matter of one call, by adding visual information to it',
  'guides-by-mail': 'At the caller’s wish: the guides shown in the call go to their e-mail, once',
  'wrap-up': 'The agent who had the call finishes the work: case note, what was shared',
  'subject-request': 'The caller sees, downloads and erases what they shared; answers to their requests',
  security: 'Stopping misuse; accountability for how data were handled. No content',
  'compliance-review': 'Finding out what happened in a call, after a complaint or in a sampled audit',
  offers: 'With consent: an offer on the screen during a call, and a rating asked for after it',
  metadata: 'With consent: data about use and router shown in a call, for remote help',
  'consent-proof': 'Showing that a consent was given or withdrawn; answering whether one is in force',
  'legal-claim': 'Establishing, exercising or defending a legal claim',
};

const SECURITY = [
  'each session and each picture sealed with a key of its own (AES-256-GCM); erasure destroys the key',
  'keys apart from data, also in backups; copies of the key store live 7 days at most',
  'every grant, refusal, view and erasure in a sealed, hash-chained log with signed checkpoints',
  'pictures are decoded in a process without network or disk and always re-encoded without metadata',
] as const;

const OPENED = {
  byTwo: {
    sees: 'content when a second person agreed, for 15 minutes, each view recorded',
    security: 'content closed to staff after wrap-up; a second person must agree to open it',
  },
  byRule: {
    sees: 'content for a stated case and reason, for 15 minutes, each view recorded',
    security:
      'content closed to staff after wrap-up; the only reviewer opens it for a stated case and reason; with a second reviewer, that one must agree',
  },
} as const;

const recipientsOf = (reviewersSee: string) => [
  {
    who: 'Agents of the controller',
    role: 'controller',
    sees: 'their own session, while it is open and in wrap-up',
  },
  {
    who: 'Supervisors of the controller',
    role: 'controller',
    sees: 'states and counts of sessions, no content',
  },
  { who: 'Reviewers of the controller', role: 'controller', sees: reviewersSee },
  {
    who: 'Other systems of the controller, each with a key for certain purposes',
    role: 'controller',
    sees: 'whether one consent is in force for a number that they have; of changes a keyed hash, no number',
  },
  { who: 'The partner who runs the solution', role: 'processor', sees: 'sealed data only' },
  { who: 'Amazon Web Services', role: 'sub-processor', sees: 'sealed data only' },
  { who: 'The mail server', role: 'processor', sees: 'the address and the text of the mail' },
  { who: 'The SMS gateway', role: 'processor', sees: 'the number and the text of each SMS' },
];

const RIGHTS = [
  { right: 'access', article: 15 },
  { right: 'rectification', article: 16 },
  { right: 'erasure', article: 17 },
  { right: 'restriction', article: 18 },
  { right: 'portability', article: 20 },
  { right: 'objection', article: 21, note: 'not against processing under Art. 6(1)(b)' },
  { right: 'human review', article: 22, note: 'no automated decisions are taken' },
  { right: 'complaint to the supervisory authority', article: 77 },
] as const;

/** With the periods that the controller has in force. */
export function recordOfProcessing(
  of: RecordController,
  periods: Periods = TABLE_PERIODS,
): RecordOfProcessing {
  const { key, name, registration, address, dataProtection, review } = of;
  const opened = review?.secondPerson === false ? OPENED.byRule : OPENED.byTwo;
  const content = {
    controller: { key, name, registration, address, dataProtection },
    activities: [...Map.groupBy(RULES, ({ purpose }) => purpose)].map(([purpose, rules]) =>
      activityOf(purpose, rules),
    ),
    retention: [
      ...RETENTION.map((rule) => ({ ...rule, period: periods[rule.what] })),
      ...OWN_RETENTION,
      REQUEST_RETENTION,
      CONSENT_RETENTION,
      SMS_RETENTION,
      ...MAIL_RETENTION,
    ].map(({ what, categories, from, period, reason }) => ({ what, categories, from, period, reason })),
    recipients: recipientsOf(opened.sees),
    transfers: 'None outside the European Union and the European Economic Area',
    security: [...SECURITY, opened.security],
    rights: RIGHTS,
  };
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  return { version, ...content };
}

function activityOf(purpose: Purpose, rules: readonly PolicyRule[]): Activity {
  const [first] = rules;
  if (!first || rules.some(({ basis, while: when }) => basis !== first.basis || when !== first.while)) {
    throw new Error(`the rows of ${purpose} differ in basis or time`);
  }
  const who = [...new Set(rules.flatMap((rule) => rule.who))].map((one) => {
    const may = rules.filter((rule) => rule.who.includes(one)).flatMap((rule) => rule.may);
    return { who: one, may: [...new Set(may)] };
  });
  return {
    purpose,
    description: DESCRIPTIONS[purpose],
    basis: first.basis,
    subjects: [...new Set(rules.map(({ subject }) => subject))],
    categories: [...new Set(rules.map(({ category }) => category))],
    while: first.while,
    ...(purpose === 'wrap-up' ? { for: WRAP_UP_PERIOD } : {}),
    who,
  };
}
