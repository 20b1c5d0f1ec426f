/** When what is due to go: the policy table's periods, counted from a session's end. */
import { RETENTION } from './policy.ts';

export interface DueDates {
  readonly photos: number;
  readonly content: number;
  readonly skeleton: number;
}

/**
 * Due dates in epoch milliseconds. Calendar periods are counted in UTC, so that a change to or from daylight
 * saving time moves nothing.
 */
export function dueDates(endedAt: number): DueDates {
  const end = Temporal.Instant.fromEpochMilliseconds(endedAt).toZonedDateTimeISO('UTC');
  const due = (what: keyof DueDates): number => {
    const rule = RETENTION.find((one) => one.what === what);
    if (!rule) throw new Error(`the policy table has no retention of ${what}`);
    return end.add(Temporal.Duration.from(rule.period)).epochMilliseconds;
  };
  return { photos: due('photos'), content: due('content'), skeleton: due('skeleton') };
}
