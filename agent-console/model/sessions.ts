/** Open sessions, fetched anew every few seconds while someone looks. No content travels here. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionRowView } from '../../protocol/http.ts';
import { get } from './api.ts';

export interface SessionList {
  readonly rows: readonly SessionRowView[];
  /** Epoch milliseconds of the last answer. */
  readonly at: number;
}

export const sessions = signal<SessionList | undefined>(undefined);
export const sessionsProblem = signal<string | undefined>(undefined);

const EVERY = 5000;

async function load(): Promise<void> {
  const answer = await get<readonly SessionRowView[]>('/api/sessions');
  if (answer.ok) sessions.value = { rows: answer.value, at: Date.now() };
  sessionsProblem.value = answer.ok ? undefined : answer.sentence;
}

/** Keeps the list fresh while the component is shown and the tab is in front. */
export function useSessions(): void {
  useEffect(() => {
    void load();
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
}
