/**
 * The guard: no one touches personal data without a grant for a stated purpose. A grant is a type that only
 * this module makes, so that a function which reads content cannot even be called without one.
 */
import type { ConsentAnswer } from '../../protocol/consent.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import {
  type Access,
  type DataCategory,
  POLICY,
  type PolicyRule,
  type Purpose,
  type Who,
  WRAP_UP_PERIOD,
} from './policy.ts';
import { isRestricted, NOT_RESTRICTED, type Restricted } from './restricted.ts';

declare const granted: unique symbol;

export interface Grant {
  readonly [granted]: true;
  readonly purpose: Purpose;
  readonly category: DataCategory;
  readonly access: Access;
  readonly controller: string;
  readonly session: string;
}

/** Who asks: `own` says that the session is theirs (the agent who has it, or the caller of its credential). */
export interface Asker {
  readonly who: Who;
  readonly controller: string;
  readonly own: boolean;
  /** For a reviewer: what a second person let them open. Without it there is no content. */
  readonly opening?: ApprovedOpening;
  /** For a reviewer who answers a data subject: their request, open and with its identity checked. */
  readonly request?: VerifiedRequest;
}

/** `subject`: keyed hash of the number. It lets a reviewer see that subject's own data, and nothing else. */
export interface VerifiedRequest {
  readonly subject: string;
}

/** `until`: epoch milliseconds. */
export interface ApprovedOpening {
  readonly session: string;
  readonly purpose: Purpose;
  readonly until: number;
}

/** The little that the guard must know of a session. `endedAt` is epoch milliseconds. */
export interface Guarded {
  readonly session: string;
  readonly controller: string;
  readonly endedAt?: number | undefined;
  /** Keyed hash of the number whose session it is, where a request of that subject is answered. */
  readonly subject?: string | undefined;
  /** Nothing when absent. */
  readonly restricted?: Restricted | undefined;
  /** What the register says of this subject now, for uses that rest on a consent. Without it there is none. */
  readonly consents?: Readonly<Partial<Record<Purpose, ConsentAnswer>>> | undefined;
}

const WRAP_UP_MS = Temporal.Duration.from(WRAP_UP_PERIOD).total('milliseconds');
const RULES: readonly PolicyRule[] = POLICY;

/**
 * Asks for a grant.
 * @returns the grant, or `purpose_refused` when no row of the policy table allows it now, `consent_missing` when one
 * does with a consent that is not in force, or
 * `processing_restricted` when one does but the subject had the processing restricted.
 */
export function ask(
  asker: Asker,
  purpose: Purpose,
  category: DataCategory,
  access: Access,
  of: Guarded,
  now: number,
): { readonly ok: true; readonly grant: Grant } | Refusal {
  if (asker.controller !== of.controller || !isTheirs(asker, purpose, category, of, now))
    return refuse('purpose_refused');
  const rule = RULES.find(
    (rule) =>
      rule.purpose === purpose &&
      rule.category === category &&
      rule.who.includes(asker.who) &&
      rule.may.includes(access) &&
      isWhile(rule, of, now),
  );
  if (!rule) return refuse('purpose_refused');
  const consent = of.consents?.[purpose];
  if (rule.basis === '6(1)(a)' && consent?.ok !== true) return refuse('consent_missing');
  if (isRestricted(of.restricted ?? NOT_RESTRICTED, purpose)) return refuse('processing_restricted');
  const grant = { purpose, category, access, controller: of.controller, session: of.session };
  return { ok: true, grant: grant as Grant };
}

/**
 * Supervisors and the system see every session of their controller, of which the table gives them no content. A
 * reviewer sees content only of the session, and for the purpose, of an opening in force; what an audit found is not
 * content of the call. To answer a data subject, a reviewer sees what is about that subject.
 */
function isTheirs(
  { who, own, opening, request }: Asker,
  purpose: Purpose,
  category: DataCategory,
  of: Guarded,
  now: number,
): boolean {
  if (who !== 'reviewer') return own || who === 'supervisor' || who === 'system';
  if (category === 'skeleton' || category === 'finding') return true;
  if (purpose === 'subject-request') return request !== undefined && request.subject === of.subject;
  return opening?.session === of.session && opening.purpose === purpose && now < opening.until;
}

function isWhile(rule: PolicyRule, of: Guarded, now: number): boolean {
  switch (rule.while) {
    case 'open':
      return of.endedAt === undefined;
    case 'wrap-up':
      return of.endedAt !== undefined && now < of.endedAt + WRAP_UP_MS;
    case 'kept':
      return true;
    default:
      return rule.while satisfies never;
  }
}

/** The agent's purpose follows from the session: they assist while it is open and wrap up after. */
export function agentPurpose(of: Guarded): Purpose {
  return of.endedAt === undefined ? 'assist' : 'wrap-up';
}

/** Whether the table has a row for this at all; for data that belong to no session. */
export function hasRule(
  purpose: Purpose,
  category: DataCategory,
  access: Access,
  who: Asker['who'],
): boolean {
  return RULES.some(
    (rule) =>
      rule.purpose === purpose &&
      rule.category === category &&
      rule.who.includes(who) &&
      rule.may.includes(access),
  );
}
