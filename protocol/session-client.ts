/**
 * What both clients do with a session: fold events, keep a cursor, and send each command until it is answered.
 * Free of any library; the socket is given, so that the caller's page can load it late.
 */

import type { Sent } from './commands.ts';
import type { Recorded } from './events.ts';
import { evolve, NO_SESSION, type SessionState } from './session.ts';
import type { Ack, Presence, Signal, Welcome, WireError } from './wire.ts';

/** The part of a Socket.IO client that is used here. */
export interface SocketLike {
  readonly connected: boolean;
  on(event: string, listener: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  readonly volatile: { emit(event: string, ...args: unknown[]): unknown };
}

export interface SessionClientEvents {
  /** After every change; `fresh` are the events that made it, empty for a snapshot. */
  onState(state: SessionState, fresh: readonly Recorded[]): void;
  onPresence(presence: Presence): void;
  onSignal(signal: Signal): void;
  onConnection(connected: boolean): void;
  /** The server refused the handshake; it will not be tried again by itself. */
  onRefused(error: WireError): void;
}

export interface SessionClient<C> {
  /** Resolves with the answer; a command given while offline is sent on return, under the same id. */
  send(command: C): Promise<Ack>;
  signal(signal: Signal): void;
  /** Highest sequence held; goes into the handshake. */
  cursor(): number;
  /** Server time minus this device's time, in milliseconds. */
  skew(): number;
}

interface Waiting<C> {
  readonly sent: Sent<C>;
  readonly resolve: (ack: Ack) => void;
}

export function createSessionClient<C>(
  socket: SocketLike,
  newId: () => string,
  now: () => number,
  listeners: SessionClientEvents,
): SessionClient<C> {
  let state: SessionState = NO_SESSION;
  let seq = 0;
  let skew = 0;
  /** Commands are sent one at a time, in order: a later one may depend on an earlier one. */
  const waiting: Waiting<C>[] = [];
  let inFlight: string | undefined;

  /** Events that wait for one before them: the other party's event may overtake the answer that carries ours. */
  const early = new Map<number, Recorded>();

  function apply(events: readonly Recorded[]): void {
    // A repeat (an answer and a broadcast of the same event) is skipped.
    for (const recorded of events) if (recorded.seq > seq) early.set(recorded.seq, recorded);
    const fresh: Recorded[] = [];
    for (let next = early.get(seq + 1); next; next = early.get(seq + 1)) {
      early.delete(next.seq);
      state = evolve(state, next);
      seq = next.seq;
      fresh.push(next);
    }
    if (fresh.length > 0) listeners.onState(state, fresh);
  }

  function sendNext(): void {
    const next = waiting[0];
    if (!next || inFlight !== undefined || !socket.connected) return;
    inFlight = next.sent.id;
    socket.emit('command', next.sent, (ack: Ack) => {
      if (inFlight !== next.sent.id) return;
      inFlight = undefined;
      waiting.shift();
      if (ack.ok) apply(ack.events);
      next.resolve(ack);
      sendNext();
    });
  }

  socket.on('welcome', (welcome: Welcome) => {
    skew = welcome.now - now();
    early.clear();
    if (welcome.kind === 'snapshot') {
      state = welcome.state;
      seq = welcome.seq;
      listeners.onState(state, []);
    } else {
      apply(welcome.events);
    }
    listeners.onConnection(true);
    sendNext();
  });
  socket.on('events', apply);
  socket.on('presence', (presence: Presence) => listeners.onPresence(presence));
  socket.on('signal', (signal: Signal) => listeners.onSignal(signal));
  socket.on('disconnect', () => {
    inFlight = undefined;
    listeners.onConnection(false);
  });
  socket.on('connect_error', (error: Error & { data?: WireError }) => {
    if (error.data) listeners.onRefused(error.data);
    listeners.onConnection(false);
  });

  return {
    send: (command) =>
      new Promise((resolve) => {
        waiting.push({ sent: { id: newId(), command }, resolve });
        sendNext();
      }),
    signal: (signal) => void socket.volatile.emit('signal', signal),
    cursor: () => seq,
    skew: () => skew,
  };
}
