/** The audit's texts in the console's language, and how days and states are said. */
import type { AuditItem } from '../../../protocol/audit.ts';
import { inBoth } from '../words.ts';
import { en, lv } from './text.ts';

export const queueText = inBoth(lv, en);

export function stateOf({ state, takenBy }: AuditItem): string {
  const text = queueText.value;
  if (state !== 'taken' || !takenBy) return text.states[state];
  return takenBy.own ? text.takenByYou : text.takenBy(takenBy.name);
}

/** A moment at noon in Riga of a day: the same day whatever the season. */
export const noonOf = (day: string): number => Date.parse(`${day}T10:00:00Z`);
