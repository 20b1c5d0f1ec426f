/** Languages of callers, in the order they are offered. Agents use Latvian or English. */
export const LANGUAGES = ['lv', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** What a call can be about. The texts are in `content/matters.json`. */
export const MATTER_CATEGORIES = [
  'wifi',
  'router',
  'sim',
  'esim',
  'mobile-data',
  'calls',
  'device',
  'other',
] as const;
export type MatterCategory = (typeof MATTER_CATEGORIES)[number];
