/** The reviewer's texts in the console's language, and how times are written there. */
import { computed } from '@preact/signals';
import { uiLanguage } from '../text/language.ts';
import { en } from './text.en.ts';
import { lv } from './text.lv.ts';

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

/** `24 stundas`, `90 dienas`, `3 gadi` of an ISO 8601 duration with one part. */
export function period(iso: string): string {
  const [, count = '0', unit = 'D'] = /^PT?(\d+)([HDYSM])$/.exec(iso) ?? [];
  const units = { H: 'hour', D: 'day', Y: 'year', S: 'second', M: 'month' } as const;
  const name = units[unit as keyof typeof units] ?? 'day';
  return new Intl.NumberFormat(LOCALES[uiLanguage.value], {
    style: 'unit',
    unit: name,
    unitDisplay: 'long',
  }).format(Number(count));
}
