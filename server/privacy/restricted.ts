/** What of one session may only be stored. */
import type { Purpose } from './policy.ts';

export interface Restricted {
  /** Everything but storage, the subject's own requests and legal claims (Art. 18(2)). */
  readonly all: boolean;
  /** Single purposes that were objected to (Art. 21). */
  readonly purposes: ReadonlySet<string>;
}

export const NOT_RESTRICTED: Restricted = { all: false, purposes: new Set() };

const REMAINING: ReadonlySet<Purpose> = new Set<Purpose>(['subject-request', 'legal-claim']);

export function isRestricted({ all, purposes }: Restricted, purpose: Purpose): boolean {
  return purposes.has(purpose) || (all && !REMAINING.has(purpose));
}
