/**
 * Periods in the words of the callers' texts. The texts say them as a number and its noun (`{photoHours} stundas`);
 * a controller with periods of its own has number and noun replaced together, as its unit may be another one. In
 * Latvian they stand in the accusative, in Russian in the genitive ("не дольше").
 */

import type { Language } from '../../protocol/language.ts';
import type { PeriodKind, Periods } from '../../protocol/periods.ts';
import type { Localized, NoticePeriods } from './types.ts';

/** For numbers that end in 1 but not in 11 (in English for 1 alone), and for all others. */
type Forms = readonly [one: string, other: string];

const UNITS: Localized<Readonly<Record<string, Forms>>> = {
  lv: {
    TM: ['minūti', 'minūtes'],
    TH: ['stundu', 'stundas'],
    D: ['dienu', 'dienas'],
    M: ['mēnesi', 'mēnešus'],
    Y: ['gadu', 'gadus'],
  },
  ru: {
    TM: ['минуты', 'минут'],
    TH: ['часа', 'часов'],
    D: ['дня', 'дней'],
    M: ['месяца', 'месяцев'],
    Y: ['года', 'лет'],
  },
  en: {
    TM: ['minute', 'minutes'],
    TH: ['hour', 'hours'],
    D: ['day', 'days'],
    M: ['month', 'months'],
    Y: ['year', 'years'],
  },
};

/** What goes with the next sweep has no number. */
const AT_ONCE: Localized = { lv: 'uzreiz', ru: 'нескольких минут', en: 'immediately' };

/** `P90D` as `90 dienas`, `90 дней`, `90 days`. */
export function periodText(period: string, language: Language): string {
  const [, unit = '', count = '', letter = ''] = /^P(T?)(\d+)([A-Z])$/.exec(period) ?? [];
  if (Number(count) === 0 && count !== '') return AT_ONCE[language];
  const forms = UNITS[language][unit + letter];
  if (!forms) throw new Error(`no words for the period ${period}`);
  return `${Number(count)} ${forms[isOne(Number(count), language) ? 0 : 1]}`;
}

function isOne(count: number, language: Language): boolean {
  return language === 'en' ? count === 1 : count % 10 === 1 && count % 100 !== 11;
}

const KINDS = {
  photoHours: 'photos',
  contentDays: 'content',
  skeletonYears: 'skeleton',
} as const satisfies Record<keyof NoticePeriods, PeriodKind>;
const PHRASE = /\{(photoHours|contentDays|skeletonYears)\} \p{L}+/gu;

/** A text with a controller's own periods in place of its own: nothing else in it changes. */
export function withPeriods(text: string, periods: Periods | undefined, language: Language): string {
  if (!periods) return text;
  return text.replace(PHRASE, (_, key: keyof NoticePeriods) => periodText(periods[KINDS[key]], language));
}

/** Throws when the text says a period in another way than `withPeriods` could put one in. */
export function checkPhrases(text: string, own: NoticePeriods, language: Language): void {
  const periods = periodsOfText(own);
  text.replace(PHRASE, (phrase, key: keyof NoticePeriods) => {
    const said = phrase.replace(`{${key}}`, String(own[key]));
    const meant = periodText(periods[KINDS[key]], language);
    if (said !== meant) throw new Error(`"${said}" should be "${meant}": other periods take its place`);
    return phrase;
  });
  const [alone] = /\{(photoHours|contentDays|skeletonYears)\}/.exec(text.replace(PHRASE, '')) ?? [];
  if (alone) throw new Error(`${alone} must be followed by its noun: other periods take the place of both`);
}

/** The same in ISO 8601. */
export function periodsOfText({ photoHours, contentDays, skeletonYears }: NoticePeriods): Periods {
  return { photos: `PT${photoHours}H`, content: `P${contentDays}D`, skeleton: `P${skeletonYears}Y` };
}
