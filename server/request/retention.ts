/** How long a request itself is kept, from when it was closed or its restriction was lifted. */
import { REQUEST_RETENTION } from '../privacy/policy.ts';

/** Epoch milliseconds; calendar periods are counted in UTC, as those of sessions are. */
export function keptUntil(closedAt: number): number {
  const closed = Temporal.Instant.fromEpochMilliseconds(closedAt).toZonedDateTimeISO('UTC');
  return closed.add(Temporal.Duration.from(REQUEST_RETENTION.period)).epochMilliseconds;
}
