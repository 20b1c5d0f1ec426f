/** What deciding a command leads to: events, or why not. */
import { type ErrorCode, type Refusal, refuse } from '../../protocol/errors.ts';
import type { SessionEvent } from '../../protocol/events.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Held } from '../privacy/held.ts';
import type { ContentRule } from './commands.ts';

export type Decision = { readonly ok: true; readonly events: readonly SessionEvent[] } | Refusal;

export interface Limits {
  /** Photos that one session may hold at a time. */
  readonly maxPhotos: number;
  /** What legal holds keep from being erased. */
  readonly held: Held;
}

export function happened(...events: readonly SessionEvent[]): Decision {
  return { ok: true, events };
}

/** Everything of an ended session goes, unless a legal hold names it. */
export function eraseContent(state: SessionState, rule: ContentRule, { held }: Limits): Decision {
  if (state.status !== 'ended') return refuse(closedCode(state));
  return held.all ? refuse('held_by_law') : happened({ type: 'SessionErased', rule });
}

/** Why nothing can happen in a session of this status. */
export function closedCode(state: SessionState): ErrorCode {
  switch (state.status) {
    case 'none':
      return 'not_found';
    case 'ended':
      return 'session_ended';
    case 'erased':
      return 'session_erased';
    case 'created':
    case 'invited':
    case 'opened':
    case 'joined':
      return 'session_not_joined';
    default:
      return state satisfies never;
  }
}
