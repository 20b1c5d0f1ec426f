/** What the reviewer's pages load, and the addresses between them. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Hold, Openings } from '../../protocol/review.ts';
import { type Answer, get } from '../model/api.ts';
import { go } from '../model/router.ts';

export type Page = 'sessions' | 'summary' | 'log' | 'holds';
export const PAGES: readonly Page[] = ['sessions', 'summary', 'log', 'holds'];

export function open(path: string): void {
  go({ screen: 'review', path });
}

export const pathOf = (page: Page): string => (page === 'sessions' ? '' : page);

/** Requests of the last day and all holds: what may wait for this reviewer. `skew`: server's time minus ours. */
export const openings = signal<(Openings & { readonly skew: number }) | undefined>(undefined);
export const holds = signal<readonly Hold[]>([]);
export const problem = signal<string | undefined>(undefined);

export async function refresh(): Promise<void> {
  const [asked, held] = await Promise.all([
    get<Openings>('/api/review/access'),
    get<readonly Hold[]>('/api/review/holds'),
  ]);
  if (asked.ok) openings.value = { ...asked.value, skew: asked.value.now - Date.now() };
  if (held.ok) holds.value = held.value;
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
