/** What a consent stands at, in words. */
import type { Language } from '../../../protocol/language.ts';
import type { OwnConsent, OwnPart } from '../../../protocol/subject-consents.ts';
import { consentMessages } from './messages.ts';

/** Stands until it is withdrawn. */
export function isGiven({ state }: OwnPart): boolean {
  return state === 'in-force' || state === 'retired';
}

/** One line for the list: what is in force, and by which channels where there are some. */
export function stateOf({ parts }: OwnConsent, language: Language): string {
  const m = consentMessages(language);
  const given = parts.filter(isGiven);
  const [telling] = given.length > 0 ? given : parts.toSorted((a, b) => (b.since ?? 0) - (a.since ?? 0));
  if (!telling) return '';
  const channels = given.flatMap(({ channel }) => (channel ? m.by[channel] : []));
  const state = m.state[telling.state];
  return channels.length > 0 ? `${state}: ${channels.join(', ')}` : state;
}
