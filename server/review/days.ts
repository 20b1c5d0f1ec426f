/** Days as the reviewer says them: in Riga, whatever the server's own zone is. */

const ZONE = 'Europe/Riga';

export interface Span {
  /** Epoch milliseconds; `until` is the first one after. */
  readonly since: number;
  readonly until: number;
}

/** One day. Throws `RangeError` when there is no such day. */
export function dayOf(day: string): Span {
  const date = Temporal.PlainDate.from(day);
  return { since: startOf(date), until: startOf(date.add({ days: 1 })) };
}

/** The day in which a moment lies. */
export function dayAt(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate().toString();
}

/** Every day from the first to the last, both included; at most `longest` of them, from the last backwards. */
export function daysBetween(first: string, last: string, longest: number): readonly string[] {
  const from = Temporal.PlainDate.from(first);
  const days: string[] = [];
  let day = Temporal.PlainDate.from(last);
  while (days.length < longest && Temporal.PlainDate.compare(day, from) >= 0) {
    days.push(day.toString());
    day = day.subtract({ days: 1 });
  }
  return days.reverse();
}

function startOf(date: Temporal.PlainDate): number {
  return date.toZonedDateTime(ZONE).epochMilliseconds;
}
