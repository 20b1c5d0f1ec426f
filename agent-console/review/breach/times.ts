/** Moments as a field for date and time holds them: in Riga, wherever the browser is. */

const ZONE = 'Europe/Riga';

/** `2026-11-20T10:04` of epoch milliseconds. */
export function fieldTime(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');
}

/** Epoch milliseconds; undefined for what is no time. Browsers have no Temporal yet: the zone's offset is tried out. */
export function timeIn(field: string): number | undefined {
  const asUtc = Date.parse(`${field}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const offsets = [2, 3].map((hours) => hours * 3_600_000);
  const found = offsets.map((offset) => asUtc - offset).find((at) => fieldTime(at) === field);
  return found ?? asUtc - 2 * 3_600_000;
}
