/** The register's texts in the console's language, and how states and deadlines are said. */
import {
  REQUEST_ARTICLES,
  type RequestKind,
  type RequestRow,
  type RequestStep,
} from '../../../protocol/requests.ts';
import { tick } from '../../model/clock.ts';
import { openings } from '../model.ts';
import { inBoth, moment } from '../words.ts';
import { en, lv } from './text.ts';

export const requestWords = inBoth(lv, en);

const DAY = 24 * 3_600_000;

/** `Erasure (GDPR Art. 17)`. */
export function kindOf(kind: RequestKind): string {
  const text = requestWords.value;
  return `${text.kinds[kind]} (${text.article(REQUEST_ARTICLES[kind])})`;
}

/** Where the request stands, with its outcome once there is one. */
export function stateOf({ state, outcome, restriction }: RequestRow): string {
  const text = requestWords.value;
  const said =
    outcome === undefined ? text.states[state] : `${text.states[state]}: ${text.outcomes[outcome]}`;
  return restriction === undefined ? said : `${said} · ${text.restrictions[restriction]}`;
}

/** Whole days by the server's clock; the deadline is the end of a day, so that 0 is today. */
export function leftOf({ due }: RequestRow): { readonly late: boolean; readonly said: string } {
  const text = requestWords.value;
  const days = Math.floor((due - tick.value - (openings.value?.skew ?? 0)) / DAY);
  return days < 0 ? { late: true, said: text.late(-days) } : { late: false, said: text.left(days) };
}

/** Who did it and when. */
export function stepOf({ by, at }: RequestStep): string {
  return requestWords.value.by(by?.name ?? '', moment(at));
}
