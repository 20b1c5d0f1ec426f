/** Starting a session: what the agent gave, checked, and what is drawn for it. */
import { randomInt } from 'node:crypto';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Language, MatterCategory } from '../../protocol/language.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock } from '../ports.ts';
import type { Sessions } from './sessions.ts';

export interface StartingAgent {
  readonly id: string;
  readonly name: string;
  readonly controller: string;
}

export interface StartInput {
  /** E.164. */
  readonly number: string;
  readonly language: Language;
  readonly category: MatterCategory;
  readonly matter: string;
  readonly call?: string | undefined;
}

export interface StartDeps {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly languagesOf: (controller: string) => readonly Language[];
  readonly matchRequired: (controller: string) => boolean;
  /** Number of the record of periods in force. */
  readonly periodVersion: (controller: string) => number;
  readonly words: Readonly<Record<Language, readonly string[]>>;
  /** Free space is above the minimum: a full disk refuses new work and loses nothing. */
  readonly hasRoom: () => Promise<boolean>;
}

export type StartSession = (
  agent: StartingAgent,
  input: StartInput,
) => Promise<{ readonly ok: true; readonly session: string } | Refusal>;

export function createStart(deps: StartDeps): StartSession {
  const { sessions, clock, newId, lookupKey, languagesOf, matchRequired, words, hasRoom, periodVersion } =
    deps;
  return async (agent, { number, language, category, matter, call }) => {
    const { controller } = agent;
    if (!languagesOf(controller).includes(language)) return refuse('language_not_offered');
    if (!(await hasRoom())) return refuse('storage_full');
    const session = newId();
    const lookup = lookupKey(controller);
    const agentName = firstName(agent.name);
    const version = periodVersion(controller);
    const row = {
      id: session,
      controller,
      status: 'created' as const,
      staff: agent.id,
      agent_name: agentName,
      language,
      category,
      number_hash: lookupHash(lookup, 'number', number),
      call_hash: call === undefined ? null : lookupHash(lookup, 'call', call),
      created_at: clock.now(),
      accepted_at: null,
      ended_at: null,
      end_reason: null,
      photos_due: null,
      content_due: null,
      skeleton_due: null,
      photos_erased_at: null,
      content_erased_at: null,
      period_version: version === 1 ? null : version,
    };
    const event = {
      type: 'SessionCreated',
      controller,
      staff: agent.id,
      agentName,
      language,
      category,
      ...(matter === '' ? {} : { matter }),
      number,
      ...(call === undefined ? {} : { call }),
      matchRequired: matchRequired(controller),
      word: draw(words[language]),
    } as const;
    await sessions.create(row, event, { kind: 'agent', staff: agent.id });
    return { ok: true, session };
  };
}

/** Callers see the first name only. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

function draw(words: readonly string[]): string {
  const word = words[randomInt(words.length)];
  if (word === undefined) throw new Error('there are no words to draw from');
  return word;
}
