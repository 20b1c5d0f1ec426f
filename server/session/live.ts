/** Sessions in memory: folded state, open stream, and the answers to recent commands. */

import type { Refusal } from '../../protocol/errors.ts';
import type { Recorded } from '../../protocol/events.ts';
import { evolve, NO_SESSION, type SessionState } from '../../protocol/session.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Ledger, OpenStream } from '../ledger/ledger.ts';
import { fromEntry } from './record.ts';

export type Outcome = { readonly ok: true; readonly events: readonly Recorded[] } | Refusal;

/** An answer given before: a refusal's code, or where its events stand in the log. */
export type Answered =
  | Refusal
  | { readonly ok: true; readonly after: number; readonly count: number }
  | { readonly ok: 'pending'; readonly outcome: Promise<Outcome> };

export interface Live {
  readonly id: string;
  readonly stream: OpenStream;
  /** What the next command is decided on; runs ahead of what is durable until the commit. */
  state: SessionState;
  /** What is durable, hence what may be shown. */
  durable: { readonly state: SessionState; readonly seq: number };
  /** Settles when everything sealed so far is durable or refused. */
  tail: Promise<unknown>;
  /** Record of periods that was in force when it was made; counts until the caller accepts a notice. */
  readonly periodVersion: number;
  /** Commits under way: a session is not dropped from memory meanwhile. */
  pending: number;
  /** By command id, oldest first: a repeat gets the first outcome. */
  readonly answers: Map<string, Answered>;
}

export const streamOf = (session: string): string => `session:${session}`;

/**
 * A client sends one command after the other, so a repeat is always among the newest; 16 leaves room for both
 * parties and a second tab.
 */
const ANSWERS_KEPT = 16;

export function remember(live: Live, command: string, answer: Answered): void {
  live.answers.set(command, answer);
  if (live.answers.size <= ANSWERS_KEPT) return;
  const { value: oldest } = live.answers.keys().next();
  if (oldest !== undefined) live.answers.delete(oldest);
}

export function newLive(
  id: string,
  stream: OpenStream,
  state: SessionState,
  periodVersion: number | null,
): Live {
  return {
    id,
    stream,
    state,
    durable: { state, seq: stream.seq },
    periodVersion: periodVersion ?? 1,
    tail: Promise.resolve(),
    pending: 0,
    answers: new Map(),
  };
}

/** Folds a session from its durable log; undefined when there is none or its key is destroyed. */
export async function load(
  database: Database,
  ledger: Ledger,
  keys: Keys,
  id: string,
): Promise<Live | undefined> {
  const key = await keys.openLog(id);
  const opened = key && (await ledger.open(streamOf(id), key));
  if (!opened) return undefined;
  let state = NO_SESSION;
  const answered = new Map<string, { ok: true; after: number; count: number }>();
  for (const entry of opened.payloads) {
    const { recorded, command } = fromEntry(entry);
    state = evolve(state, recorded);
    if (command === undefined) continue;
    const { after, count } = answered.get(command) ?? { after: recorded.seq - 1, count: 0 };
    answered.set(command, { ok: true, after, count: count + 1 });
  }
  const rows = database.selectFrom('session').select('period_version').where('id', '=', id);
  const live = newLive(id, opened.stream, state, (await rows.executeTakeFirst())?.period_version ?? null);
  for (const [command, answer] of answered) remember(live, command, answer);
  return live;
}
