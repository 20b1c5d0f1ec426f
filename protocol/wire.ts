/**
 * The Socket.IO contract: names and shapes of everything that travels on a socket.
 *
 *   client -> server   'command' (Sent<AgentCommand | CallerCommand>, ack: Ack)   'signal' (Signal)
 *   server -> client   'welcome' (Welcome)   'events' (Recorded[])   'presence' (Presence)   'signal' (Signal)
 *
 * The handshake's `auth` is `Handshake`; a refused one is a `connect_error` whose `data` is `WireError`.
 */
import type { AgentCommand, CallerCommand, Sent } from './commands.ts';
import type { ConsentNeeded } from './consent.ts';
import type { ErrorCode } from './errors.ts';
import type { Recorded } from './events.ts';
import type { Language } from './language.ts';
import type { SessionState } from './session.ts';

export interface Handshake {
  readonly protocol: number;
  readonly as: 'agent' | 'caller';
  /** The session to join; an agent names it, a caller's credential already does. */
  readonly session?: string;
  /** Highest sequence the client holds; absent for a snapshot. */
  readonly cursor?: number;
  /** Language of the sentences in refusals. */
  readonly language: Language;
}

export interface WireError {
  readonly code: ErrorCode;
  readonly sentence: string;
  /** With `consent_missing`: which one. */
  readonly missing?: ConsentNeeded;
}

/**
 * The answer to a command. `events` are what it made happen, redacted for the asker (they are not sent to
 * that socket again). An `ok` means durable. Events that follow them may arrive before the answer does.
 */
export type Ack =
  | { readonly ok: true; readonly events: readonly Recorded[] }
  | ({ readonly ok: false } & WireError);

/** First message after the handshake: the state at `seq`, or the events after the client's cursor. */
export type Welcome =
  | { readonly kind: 'snapshot'; readonly seq: number; readonly state: SessionState; readonly now: number }
  | { readonly kind: 'events'; readonly events: readonly Recorded[]; readonly now: number };

/** `reconnecting`: was here and lost its connection; `absent`: has not been here since the server started. */
export type PresenceState = 'here' | 'reconnecting' | 'absent';
export interface Presence {
  readonly agent: PresenceState;
  readonly caller: PresenceState;
}

/** Not events: relayed volatile, rate-limited, never stored. Coordinates are 0..1 of the shown picture. */
export type Signal =
  | { readonly type: 'pointer'; readonly x: number; readonly y: number }
  | { readonly type: 'pointer-off' }
  | { readonly type: 'camera'; readonly open: boolean }
  | { readonly type: 'upload'; readonly photo: string; readonly percent: number };

export interface ClientToServer {
  command: (sent: Sent<AgentCommand | CallerCommand>, ack: (answer: Ack) => void) => void;
  signal: (signal: Signal) => void;
}

export interface ServerToClient {
  welcome: (welcome: Welcome) => void;
  events: (events: readonly Recorded[]) => void;
  presence: (presence: Presence) => void;
  signal: (signal: Signal) => void;
}
