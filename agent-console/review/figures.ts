/** The days that the charts are about, and the list behind each of their figures. */
import type { DayCounts } from '../../protocol/review.ts';
import type { Query } from './model.ts';

export const COUNTS = ['sessions', 'photos', 'erasuresDue', 'erasuresDone', 'refusals', 'holds'] as const;
export type Count = (typeof COUNTS)[number];

/** First and last day, `2026-11-20`, both included. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** Where a list is, and what it is narrowed to. */
export interface Behind {
  readonly to: string;
  readonly query: Query;
}

const DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** `2026-11-20`, the day it is in Riga, as addresses and date fields have it. */
export function isoDay(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Riga' }).format(at);
}

/** The last so many days, today included. Days are counted in the calendar, where none has 23 hours. */
export function lastDays(count: number, now = Date.now()): Range {
  const to = isoDay(now);
  return { from: new Date(Date.parse(to) - (count - 1) * DAY_MS).toISOString().slice(0, 10), to };
}

/** What the address asks for; the last 30 days when it names none. */
export function rangeIn({ from, to }: Query, now = Date.now()): Range {
  return from && to && DAY.test(from) && DAY.test(to) ? { from, to } : lastDays(DAYS, now);
}

/** The days that were counted. */
export function reachOf(days: readonly DayCounts[]): Range {
  return { from: days[0]?.day ?? '', to: days.at(-1)?.day ?? '' };
}

export function spanText({ from, to }: Range): string {
  return from === to ? from : `${from} – ${to}`;
}

/** The list that a figure of these days counts; undefined for what falls due in more than one: no list takes that. */
export function behind(count: Count, { from, to }: Range): Behind | undefined {
  switch (count) {
    case 'sessions':
      return { to: '', query: { from, to } };
    case 'photos':
      return { to: '', query: { photos: from === to ? from : `${from}..${to}` } };
    case 'erasuresDue':
      return from === to ? { to: '', query: { due: from } } : undefined;
    case 'erasuresDone':
      return { to: 'log', query: { type: 'ErasureCertified', from, to } };
    case 'refusals':
      return { to: 'log', query: { type: 'GrantRefused,AccessRefused', from, to } };
    case 'holds':
      return { to: 'log', query: { type: 'HoldApproved', from, to } };
    default:
      return count satisfies never;
  }
}
