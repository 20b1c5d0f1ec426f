import type { Language } from '../../protocol/language.ts';

/** The form of a phrase for a number, by the language's own rule. */
export function plural(
  language: Language,
  count: number,
  forms: { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>,
): string {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}
