/** How long the buckets keep things, in days, computed from the policy table: all that is used of the server. */
import { type DataCategory, RETENTION, type RetentionRule } from '../server/privacy/policy.ts';

/** What lies in the media bucket. A category that is new in the table must be decided on before this compiles. */
const IN_MEDIA_BUCKET = {
  contact: false,
  matter: false,
  usage: false,
  // Pictures of the moment, which the agent drops in.
  shown: true,
  answers: false,
  photo: true,
  skeleton: false,
  request: false,
  diagnostics: false,
  rating: false,
  email: false,
  mailing: false,
  consent: false,
  message: false,
  finding: false,
} satisfies Record<DataCategory, boolean>;

/**
 * From the longest permitted period to the last byte. S3 counts whole days from when an object was stored while
 * periods run from the end of the session, and a hold on the last day must still find its objects. The sweep has
 * long destroyed the key by then: what goes is ciphertext that nobody can open.
 */
const MARGIN = 14;
/** Part of the margin: how long a version stays that was deleted or replaced by mistake. */
const NONCURRENT = 7;

const longest = (rules: readonly RetentionRule[]) =>
  Math.max(...rules.map((rule) => Math.ceil(days(rule.longest, LEAP_YEAR))));
const shortest = (rules: readonly RetentionRule[]) =>
  Math.min(...rules.map((rule) => Math.floor(days(rule.shortest, COMMON_YEAR))));

/** A media object becomes non-current after `current` days, and its bytes are gone `noncurrent` days later. */
export function mediaBackstop(): { readonly current: number; readonly noncurrent: number } {
  const kept = rulesOf((category) => IN_MEDIA_BUCKET[category]);
  return { current: longest(kept) + MARGIN - NONCURRENT, noncurrent: NONCURRENT };
}

/** Proof of a log must outlive every log: checkpoints are locked for the longest period in the whole table. */
export function checkpointLock(): number {
  return longest(RETENTION) + MARGIN;
}

/** Access logs name sessions by their ids, as a skeleton does; they outlive no controller's skeleton. */
export function accessLogs(): number {
  return shortest(rulesOf((category) => category === 'skeleton'));
}

function rulesOf(wanted: (category: DataCategory) => boolean): readonly RetentionRule[] {
  const rules: readonly RetentionRule[] = RETENTION;
  const found = rules.filter((rule) => rule.categories.some(wanted));
  if (found.length === 0) throw new Error('the policy table has no period for what a bucket holds');
  return found;
}

/** A month or year has no fixed length: where the longest is meant they count from a leap year's start. */
const LEAP_YEAR = '2024-01-01';
const COMMON_YEAR = '2023-01-01';

function days(period: string, from: string): number {
  return Temporal.Duration.from(period).total({ unit: 'days', relativeTo: from });
}
