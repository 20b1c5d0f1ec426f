/**
 * For how long the proof of a consent is kept: from the end of everything that its subject permitted, for the period
 * in the policy table, and not a day longer. While something is in force it stays; what the controller has retired
 * stays too, since its subject can still withdraw it.
 */
import type { ConsentRecord, ConsentStanding } from '../../protocol/consent.ts';
import { CONSENT_RETENTION } from '../privacy/policy.ts';
import { endOf } from './standing.ts';

/** @returns epoch milliseconds; undefined while no end is known. */
export function proofDue(
  records: readonly ConsentRecord[],
  standing: readonly ConsentStanding[],
): number | undefined {
  const changed = Math.max(...records.map(({ recordedAt }) => recordedAt));
  const over = records.some(({ change }) => change === 'ended');
  let end = changed;
  for (const { state, validUntil } of over ? [] : standing) {
    const open = state === 'in-force' || state === 'retired';
    if (open && validUntil === undefined) return undefined;
    if (open || state === 'expired') end = Math.max(end, validUntil ?? end);
  }
  return records.length === 0 ? undefined : endOf(end, CONSENT_RETENTION.period);
}
