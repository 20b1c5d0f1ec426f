/**
 * By what a session is put before the auditors: one table of steps, each with its reason, and how many of a day are
 * drawn. All of it is counts that the service knows without opening anything. Our defaults: a controller's audit
 * plan may ask for others.
 */
import {
  type AuditSampling,
  RISK_SIGNALS,
  type RiskRule,
  type RiskScore,
  type RiskSignals,
} from '../../../protocol/audit.ts';

/** A step of the table, and why it is there. */
type Step = RiskRule & { readonly why: string };

export const RISK_TABLE: readonly Step[] = [
  { signal: 'refusals', from: 1, points: 4, why: 'someone was refused content of this session' },
  { signal: 'refusals', from: 4, points: 7, why: 'more than a slip: it was tried again and again' },
  { signal: 'erasures', from: 2, points: 2, why: 'a caller regrets what was sent' },
  { signal: 'erasures', from: 5, points: 4, why: 'much was sent that should not have been asked for' },
  { signal: 'photos', from: 8, points: 1, why: 'most matters need fewer than eight' },
  { signal: 'photos', from: 20, points: 3, why: 'half of what a session can hold' },
  { signal: 'length', from: 45, points: 1, why: 'four times a usual call' },
  { signal: 'length', from: 90, points: 3, why: 'close to the longest session there can be' },
  { signal: 'misses', from: 1, points: 1, why: 'the two were not sure to be in one call' },
  { signal: 'misses', from: 3, points: 3, why: 'the match failed and ended the session' },
  { signal: 'devices', from: 2, points: 1, why: 'what was shown came to another device' },
  { signal: 'devices', from: 3, points: 3, why: 'hardly anyone has three at hand during a call' },
  { signal: 'hand-overs', from: 2, points: 2, why: 'three agents saw one caller’s photos' },
  { signal: 'out-of-hours', from: 1, points: 2, why: 'few colleagues are around' },
];

export const SAMPLING: AuditSampling = { byRisk: 8, leastPoints: 3, byChance: 4 };

/** When most of the staff is there: Monday to Friday, from 8 to 20 in Riga. Public holidays are not known here. */
const HOURS = { zone: 'Europe/Riga', from: 8, until: 20, lastDay: 5 } as const;

/** Pure: the same signals always give the same points and reasons. */
export function score(signals: RiskSignals): RiskScore {
  const reasons = RISK_SIGNALS.flatMap((signal) => {
    const value = signals[signal];
    const reached = RISK_TABLE.filter((step) => step.signal === signal && value >= step.from);
    const [highest] = reached.sort((one, other) => other.from - one.from);
    return highest ? [{ signal, from: highest.from, points: highest.points, value }] : [];
  });
  return { points: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

/** @param at Epoch milliseconds. */
export function isOutOfHours(at: number): boolean {
  const { dayOfWeek, hour } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(HOURS.zone);
  return dayOfWeek > HOURS.lastDay || hour < HOURS.from || hour >= HOURS.until;
}
