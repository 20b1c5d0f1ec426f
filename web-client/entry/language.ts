/** The language of the page: what the caller chose, else what the call is in, else what the phone speaks. */
import { isLanguage, type Language } from '../../protocol/language.ts';

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  lv: 'Latviešu',
  ru: 'Русский',
  en: 'English',
};

let current: Language = 'lv';

export function currentLanguage(): Language {
  return current;
}

/** Sets the page's language; screens are drawn again by whoever calls this. */
export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
}

/** The first of the phone's languages that we have; Latvian when there is none. */
export function phoneLanguage(preferred: readonly string[]): Language {
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'lv';
}

/** The form of a phrase for a number, by the language's own rule. */
export function plural(
  language: Language,
  count: number,
  forms: { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>,
): string {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}
