/** A CRM's screen-pop: `/agent/new#number=...&call=...&language=...`. It fills the form and never sends. */
import { isLanguage, type Language } from '../../protocol/language.ts';

export interface Prefill {
  readonly number?: string;
  readonly call?: string;
  readonly language?: Language;
}

/** Longer values than these come from no honest CRM and are left out. */
const LONGEST = { number: 32, call: 128 } as const;

/** Reads the fragment; undefined when it holds nothing for the form. */
export function readPrefill(hash: string): Prefill | undefined {
  // A CRM may write the number's `+` unescaped; in a query's syntax that would read as a space.
  const fields = new URLSearchParams(hash.replace(/^#/, '').replaceAll('+', '%2B'));
  const number = within(fields.get('number'), LONGEST.number);
  const call = within(fields.get('call'), LONGEST.call);
  const language = fields.get('language');
  const prefill: Prefill = {
    ...(number === undefined ? {} : { number }),
    ...(call === undefined ? {} : { call }),
    ...(isLanguage(language) ? { language } : {}),
  };
  return Object.keys(prefill).length > 0 ? prefill : undefined;
}

function within(value: string | null, longest: number): string | undefined {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' || trimmed.length > longest ? undefined : trimmed;
}
