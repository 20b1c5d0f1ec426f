/** What the reviewer's pages load, and the addresses between them. */
import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PeriodsView } from '../../protocol/periods.ts';
import type { Hold, Openings } from '../../protocol/review.ts';
import { type Answer, get } from '../model/api.ts';
import { route } from '../model/router.ts';
import { addressOf } from '../pure/route.ts';

export type Page =
  | 'sessions'
  | 'queue'
  | 'summary'
  | 'log'
  | 'holds'
  | 'periods'
  | 'health'
  | 'breach'
  | 'consents'
  | 'record'
  | 'requests';
export const PAGES: readonly Page[] = [
  'sessions',
  'queue',
  'summary',
  'log',
  'holds',
  'periods',
  'health',
  'breach',
  'consents',
  'record',
  'requests',
];

/** What stands after the `?` of the address: filters, so that a list can be bookmarked and sent to a colleague. */
export type Query = Readonly<Partial<Record<string, string>>>;
export const query = signal<Query>(queryHere());
// Whoever moves to another screen sets the address first.
effect(() => {
  if (route.value.screen === 'review') query.value = queryHere();
});

function queryHere(): Query {
  return Object.fromEntries(new URLSearchParams(location.search));
}

/** The address of a review page with what it is narrowed to; empty values are left out. */
export function addressTo(path: string, wanted: Query = {}): string {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const text = new URLSearchParams(given).toString();
  return `${addressOf({ screen: 'review', path })}${text === '' ? '' : `?${text}`}`;
}

export function open(path: string, wanted: Query = {}): void {
  const address = addressTo(path, wanted);
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
  route.value = { screen: 'review', path };
}

/** Narrows the page that is open; "back" leaves it instead of undoing one filter after the other. */
export function refine(wanted: Query): void {
  // A reviewer who has just signed in sees the list at any address.
  const path = route.value.screen === 'review' ? route.value.path : '';
  history.replaceState(null, '', addressTo(path, wanted));
  route.value = { screen: 'review', path };
}

export const pathOf = (page: Page): string => (page === 'sessions' ? '' : page);

/** Requests of the last day and all holds: what may wait for this reviewer. `skew`: server's time minus ours. */
export const openings = signal<(Openings & { readonly skew: number }) | undefined>(undefined);
export const holds = signal<readonly Hold[]>([]);
/** Periods in force, and the change of them that waits. */
export const periods = signal<PeriodsView | undefined>(undefined);
export const problem = signal<string | undefined>(undefined);

export async function refresh(): Promise<void> {
  const [asked, held, kept] = await Promise.all([
    get<Openings>('/api/review/access'),
    get<readonly Hold[]>('/api/review/holds'),
    get<PeriodsView>('/api/review/periods'),
  ]);
  if (asked.ok) openings.value = { ...asked.value, skew: asked.value.now - Date.now() };
  if (held.ok) holds.value = held.value;
  if (kept.ok) periods.value = kept.value;
}

const EVERY = 4000;

/** Keeps both fresh while someone looks: a second person's yes must arrive without a reload. */
export function useFresh(): void {
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
}

/** Does something, tells what was refused, and loads anew what it changed. */
export async function act<T>(request: Promise<Answer<T>>): Promise<boolean> {
  const answer = await request;
  problem.value = answer.ok ? undefined : answer.sentence;
  await refresh();
  return answer.ok;
}
