/** One party of a call whose socket comes and goes: keeps its cursor, and its command until it is answered. */
import { randomUUID } from 'node:crypto';
import type { AgentCommand, CallerCommand } from '../../../protocol/commands.ts';
import { NO_SESSION, type SessionState } from '../../../protocol/session.ts';
import type { Ack } from '../../../protocol/wire.ts';
import { type ConnectOptions, connect, type PartySocket, type Visitor } from '../../support/call.ts';
import type { Log, Record, Role } from './record.ts';

export interface Party<C> {
  readonly visitor: Visitor;
  state(): SessionState;
  /** Whether it was ever connected: then it can come back. */
  known(): boolean;
  /** Connects with its cursor, and repeats the command that was not answered. */
  connect(): Promise<void>;
  /** Throws when the connection is lost before the answer. */
  send(command: C): Promise<Ack>;
  close(): void;
  repeats(): number;
  /** The whole log but its first event, asked for afresh. */
  /** As the server has it now; undefined when it tells this party only that the call is over. */
  log(): Promise<Log | undefined>;
}

/** Refusals that only a broken server gives. */
const FAULTS: ReadonlySet<string> = new Set(['internal_error', 'commit_failed', 'too_many_requests']);

export function createParty<C extends AgentCommand | CallerCommand>(
  role: Role,
  visitor: Visitor,
  session: string,
  record: Record,
): Party<C> {
  let socket: PartySocket<C> | undefined;
  let pending: { readonly id: string; readonly command: C } | undefined;

  let repeats = 0;
  const joining: ConnectOptions = { as: role, ...(role === 'agent' ? { session } : {}) };

  async function deliver(sent: { readonly id: string; readonly command: C }): Promise<Ack> {
    // A buffered packet of a closed socket would wait for ever.
    if (!socket?.socket.connected) throw new Error('the connection is lost');
    const ack = await socket.send(sent.command, sent.id);
    pending = undefined;
    if (ack.ok) record.acknowledged(role, ack.events);
    else if (FAULTS.has(ack.code)) throw new Error(`${sent.command.type} was answered with ${ack.code}`);
    return ack;
  }

  function close(): void {
    if (!socket) return;
    record.held(role, socket.events);
    socket.close();
  }

  return {
    visitor,
    state: () => socket?.state() ?? NO_SESSION,
    known: () => socket !== undefined,
    async connect() {
      close();
      const held = socket && { cursor: socket.seq(), state: socket.state() };
      socket = await connect<C>(visitor, { ...joining, ...held });
      if (!pending) return;
      repeats += 1;
      await deliver(pending);
    },
    send(command) {
      pending = { id: randomUUID(), command };
      return deliver(pending);
    },
    close,
    repeats: () => repeats,
    async log() {
      const asking = await connect<C>(visitor, { ...joining, cursor: 1 });
      asking.close();
      if (asking.events.length === 0 && asking.state().status === 'ended') return undefined;
      return new Map(asking.events.map((recorded) => [recorded.seq, recorded]));
    },
  };
}
