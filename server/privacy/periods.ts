/**
 * Retention periods: what a controller may choose, and when what is due to go. Periods have one part, in minutes,
 * hours, days, months or years. Pure; the dates are as `Temporal` adds them in UTC, by arithmetic that is fast enough
 * for the simulator's millions of rows.
 */
import type { ErrorCode } from '../../protocol/errors.ts';
import { PERIOD_KINDS, type PeriodKind, type Periods } from '../../protocol/periods.ts';
import { RETENTION, type RetentionRule } from './policy.ts';

export type DueDates = Readonly<Record<PeriodKind, number>>;

/** What the rows of ended sessions say; null: not dated, or not erased. Epoch milliseconds. */
export interface Dated {
  readonly endedAt: number;
  readonly due: Readonly<Record<PeriodKind, number | null>>;
  /** A skeleton's row goes with it. */
  readonly erased: Readonly<Record<PeriodKind, boolean>>;
}

interface Span {
  readonly milliseconds: number;
  readonly months: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UNITS: Readonly<Record<string, Span>> = {
  TM: { milliseconds: MINUTE, months: 0 },
  TH: { milliseconds: 60 * MINUTE, months: 0 },
  TS: { milliseconds: 1000, months: 0 },
  D: { milliseconds: DAY, months: 0 },
  M: { milliseconds: 0, months: 1 },
  Y: { milliseconds: 0, months: 12 },
};
/** Days on which a session may end, over a whole leap cycle. */
const ENDS = Array.from({ length: 1461 }, (_, day) => Date.UTC(2024, 0, 1) + day * DAY);

const RULES: ReadonlyMap<PeriodKind, RetentionRule> = new Map(RETENTION.map((rule) => [rule.what, rule]));

export function ruleOf(what: PeriodKind): RetentionRule {
  const rule = RULES.get(what);
  if (!rule) throw new Error(`the policy table has no retention of ${what}`);
  return rule;
}

/** Version 1 of every controller: the policy table's own periods. */
export const TABLE_PERIODS: Periods = {
  photos: ruleOf('photos').period,
  content: ruleOf('content').period,
  skeleton: ruleOf('skeleton').period,
};

/** When something of a session that ended then is due to go. */
export type Dating = (what: PeriodKind, endedAt: number) => number;

/** Reads the periods once, for many sessions. They must be possible. */
export function datingBy({ photos, content, skeleton }: Periods): Dating {
  const spans = { photos: spanOf(photos), content: spanOf(content), skeleton: spanOf(skeleton) };
  return (what, endedAt) => add(endedAt, spans[what]);
}

/** All three. */
export function datesBy(dating: Dating, endedAt: number): DueDates {
  return {
    photos: dating('photos', endedAt),
    content: dating('content', endedAt),
    skeleton: dating('skeleton', endedAt),
  };
}

/**
 * Due dates in epoch milliseconds. Calendar periods are counted in UTC, so that a change to or from daylight
 * saving time moves nothing.
 */
export function dueDates(endedAt: number, periods: Periods = TABLE_PERIODS): DueDates {
  return datesBy(datingBy(periods), endedAt);
}

/** Why no controller can have these periods; undefined when it can. */
export function impossible(periods: Periods): ErrorCode | undefined {
  if (PERIOD_KINDS.some((what) => parse(periods[what]) === undefined)) return 'period_malformed';
  for (const what of PERIOD_KINDS) {
    const { shortest, longest } = ruleOf(what);
    if (!atMost(shortest, periods[what]) || !atMost(periods[what], longest)) return 'period_outside_limits';
  }
  const ordered = atMost(periods.photos, periods.content) && atMost(periods.content, periods.skeleton);
  return ordered ? undefined : 'periods_out_of_order';
}

export function samePeriods(one: Periods, other: Periods): boolean {
  return PERIOD_KINDS.every((what) => one[what] === other[what]);
}

/**
 * When the things of an ended session are due after a change that was decided at `decidedAt`. What is shorter is
 * shorter for all (Art. 5(1)(e)). What is longer keeps the date that its notice promised (Art. 5(1)(a), 13(3)) unless
 * `prolongEnded`. What was erased, or due, by then stays as it is. The same again changes nothing.
 */
export function redate(
  { endedAt, due, erased }: Dated,
  dating: Dating,
  prolongEnded: boolean,
  decidedAt: number,
): Dated['due'] {
  const dateOf = (what: PeriodKind) => {
    const old = due[what];
    if (old === null || erased[what] || old <= decidedAt) return old;
    const fresh = dating(what, endedAt);
    return fresh < old || prolongEnded ? fresh : old;
  };
  return { photos: dateOf('photos'), content: dateOf('content'), skeleton: dateOf('skeleton') };
}

/** Seconds stand in the table only, for nothing at all. */
function parse(period: string): Span | undefined {
  const [, count, letter] = /^P(?=T?\d)(?:T(?=\d+[HMS]$))?(\d{1,5})([DHMSY])$/.exec(period) ?? [];
  const unit = UNITS[period.startsWith('PT') ? `T${letter}` : (letter ?? '')];
  if (count === undefined || !unit || (letter === 'S' && Number(count) !== 0)) return undefined;
  return { milliseconds: Number(count) * unit.milliseconds, months: Number(count) * unit.months };
}

function spanOf(period: string): Span {
  const span = parse(period);
  if (!span) throw new Error(`no period: ${period}`);
  return span;
}

/** A month that is too short ends on its last day. */
function add(at: number, { milliseconds, months }: Span): number {
  if (months === 0) return at + milliseconds;
  const from = new Date(at);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay);
  return Date.UTC(year, month, day) + (at % DAY);
}

/** Whether the first is never longer than the second, whenever a session ends. */
function atMost(one: string, other: string): boolean {
  const [a, b] = [spanOf(one), spanOf(other)];
  return ENDS.every((end) => add(end, a) <= add(end, b));
}
