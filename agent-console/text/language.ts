/** The agent's language: Latvian unless switched, remembered on this computer. */
import { computed, effect, signal } from '@preact/signals';
import { read, write } from '../model/keep.ts';
import { en } from './en.ts';
import { lv } from './lv.ts';

export const UI_LANGUAGES = ['lv', 'en'] as const;
export type UiLanguage = (typeof UI_LANGUAGES)[number];

export const uiLanguage = signal<UiLanguage>(read('ui-language') === 'en' ? 'en' : 'lv');
export const messages = computed(() => (uiLanguage.value === 'en' ? en : lv));

effect(() => {
  document.documentElement.lang = uiLanguage.value;
  write('ui-language', uiLanguage.value);
});

const LOCALES = { lv: 'lv-LV', en: 'en-GB' } as const;

/** `14:03:12`, or `14:03` without seconds. */
export function clockTime(at: number, seconds = false): string {
  const second = seconds ? ({ second: '2-digit' } as const) : {};
  return new Intl.DateTimeFormat(LOCALES[uiLanguage.value], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...second,
  }).format(at);
}

/** `4:07` for a span in milliseconds; never below zero. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}
