/** The reviewer's texts in the console's language, and how times are written there. */
import { computed } from '@preact/signals';
import { uiLanguage } from '../text/language.ts';
import { en } from './text.en.ts';
import { lv } from './text.lv.ts';

/** One of a page's own two texts, in the console's language. */
export function inBoth<T>(latvian: T, english: T) {
  return computed(() => (uiLanguage.value === 'en' ? english : latvian));
}

export const words = computed(() => (uiLanguage.value === 'en' ? en : lv));

const LOCALES = { lv: 'lv-LV', en: 'en-GB' } as const;
const ZONE = { timeZone: 'Europe/Riga' } as const;

/** `20.11.2026. 10:04:12`: what a regulator reads, in Riga's time. */
export function moment(at: number, seconds = false): string {
  return new Intl.DateTimeFormat(LOCALES[uiLanguage.value], {
    ...ZONE,
    dateStyle: 'short',
    timeStyle: seconds ? 'medium' : 'short',
  }).format(at);
}

/** `20.11.2026.`, in Riga. */
export function day(at: number): string {
  return new Intl.DateTimeFormat(LOCALES[uiLanguage.value], {
    ...ZONE,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at);
}

const AT_ONCE = { lv: 'uzreiz', en: 'at once' } as const;

/** `24 stundas`, `90 dienas`, `3 gadi` of an ISO 8601 duration with one part. */
export function period(iso: string): string {
  const [, time = '', count = '0', letter = 'D'] = /^P(T?)(\d+)([HDYSM])$/.exec(iso) ?? [];
  if (Number(count) === 0) return AT_ONCE[uiLanguage.value];
  const unit = time + letter;
  const units = { TM: 'minute', TH: 'hour', TS: 'second', D: 'day', M: 'month', Y: 'year' } as const;
  const name = units[unit as keyof typeof units] ?? 'day';
  return new Intl.NumberFormat(LOCALES[uiLanguage.value], {
    style: 'unit',
    unit: name,
    unitDisplay: 'long',
  }).format(Number(count));
}
