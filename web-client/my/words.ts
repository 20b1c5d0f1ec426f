/** Dates as the page's language writes them, on a 24-hour clock. */
import { currentLanguage } from '../entry/language.ts';

const locale = () => (currentLanguage() === 'en' ? 'en-GB' : currentLanguage());

/** Epoch milliseconds as a day. */
export function day(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(at);
}

export function moment(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'short' }).format(at);
}

export function time(at: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(at);
}
