/** The form of a new call: filled by hand or by a CRM, sent only by the agent. */
import { batch, signal } from '@preact/signals';
import type { Me, SessionStarted, StartSession } from '../../protocol/http.ts';
import { isLanguage, type Language, type MatterCategory } from '../../protocol/language.ts';
import { internationalNumber, withoutPrefix } from '../pure/phone-number.ts';
import type { Prefill } from '../pure/prefill.ts';
import { post } from './api.ts';
import { read, write } from './keep.ts';
import { go } from './router.ts';

export const number = signal('');
export const prefix = signal('+371');
export const language = signal<Language>('lv');
export const category = signal<MatterCategory>('other');
export const matter = signal('');
export const callReference = signal('');
export const sending = signal<StartSession['invite'] | undefined>(undefined);
export const refusal = signal<{ readonly at: 'number' | 'form'; readonly sentence: string } | undefined>(
  undefined,
);

const NUMBER_REFUSALS = ['number_invalid', 'number_prefix_not_allowed'];

/** An empty form, with today's last language; or what the CRM filled in. */
export function resetForm(me: Me, filled: Prefill | undefined): void {
  batch(() => {
    prefix.value = me.prefixes[0] ?? '+371';
    number.value = filled?.number === undefined ? '' : withoutPrefix(filled.number, prefix.value);
    language.value = filled?.language ?? languageOfTheDay(me);
    category.value = 'other';
    matter.value = '';
    callReference.value = filled?.call ?? '';
    sending.value = undefined;
    refusal.value = undefined;
  });
}

/** The last choice of this day: a shift's callers are often of one language, tomorrow's may not be. */
function languageOfTheDay(me: Me): Language {
  const [day, chosen] = (read('call-language') ?? '').split(' ');
  const today = isLanguage(chosen) && me.brand.languages.includes(chosen) && day === dayOf(new Date());
  return today ? chosen : (me.brand.languages[0] ?? 'lv');
}

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Starts the session and opens its screen. */
export async function start(invite: StartSession['invite'], numberMissing: string): Promise<void> {
  if (sending.value) return;
  const full = internationalNumber(number.value, prefix.value);
  if (full === '') {
    refusal.value = { at: 'number', sentence: numberMissing };
    return;
  }
  sending.value = invite;
  refusal.value = undefined;
  const call = callReference.value.trim();
  const request: StartSession = {
    number: full,
    language: language.value,
    category: category.value,
    matter: matter.value.trim(),
    invite,
    ...(call === '' ? {} : { call }),
  };
  const answer = await post<SessionStarted>('/api/sessions', request);
  sending.value = undefined;
  if (answer.ok) {
    write('call-language', `${dayOf(new Date())} ${language.value}`);
    go({ screen: 'call', session: answer.value.session });
  } else {
    const at = NUMBER_REFUSALS.includes(answer.code) ? 'number' : 'form';
    refusal.value = { at, sentence: answer.sentence };
  }
}
