/** The consents that an agent can ask for, and their texts. Texts are public and immutable per version. */
import { signal } from '@preact/signals';
import type { ConsentText } from '../../protocol/consent.ts';
import type { ConsentSummary } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { type Answer, get } from './api.ts';

export const consents = signal<readonly ConsentSummary[] | 'loading' | 'failed'>('loading');

/** Asked for when the list is first opened, or a refusal names one. */
export async function loadConsents(): Promise<void> {
  if (typeof consents.value === 'object') return;
  const answer = await get<readonly ConsentSummary[]>('/api/consents');
  consents.value = answer.ok ? answer.value : 'failed';
}

const texts = new Map<string, Promise<Answer<ConsentText>>>();

/** One text in one language; asked for once, and again after a failure. */
export function consentText(
  controller: string,
  purpose: string,
  version: string,
  language: Language,
): Promise<Answer<ConsentText>> {
  const address = `/consents/${controller}/${purpose}/${version}/${language}.json`;
  const known = texts.get(address);
  if (known) return known;
  const asked = get<ConsentText>(address).then((answer) => {
    if (!answer.ok) texts.delete(address);
    return answer;
  });
  texts.set(address, asked);
  return asked;
}
