/**
 * Who is connected to which session. Both parties of a session are on this machine, so that relaying is a walk
 * over its few sockets; Socket.IO's rooms would look them up through its adapter for every event.
 */
import type { Socket as TcpSocket } from 'node:net';
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Recorded } from '../../protocol/events.ts';
import type { Presence, PresenceState, Signal } from '../../protocol/wire.ts';
import { type Party, redact } from '../session/redact.ts';
import type { Admitted } from './admission.ts';
import type { Gather } from './gather.ts';

/** A connected client. What it is sent is decided per role here; Socket.IO's own map of events would add nothing. */
export type Client = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, ClientData>;

export interface ClientData {
  admitted: Admitted;
  /** The connection that messages go out on; unknown for one that began with polling. */
  tcp?: TcpSocket;
}

export interface Hub {
  /** Counts a client in. Events for it are held back until `release`, so that none falls between. */
  join(session: string, party: Party, socket: Client): void;
  /** Sends what was held back and came after `seq`; from then on events go straight through. */
  release(socket: Client, seq: number): void;
  leave(session: string, party: Party, socket: Client): void;
  /** Sends events to everyone in the session, redacted for each party, except the socket that caused them. */
  emit(session: string, events: readonly Recorded[], origin: string | undefined): void;
  /** Relays a signal to the other party; lost when they are not here. */
  signal(session: string, from: Party, signal: Signal): void;
  /** Closes a party's connections, or those that `which` picks; the client comes back and is asked anew. */
  drop(session: string, party: Party, which?: (socket: Client) => boolean): void;
  /** Closes every connection that `which` picks. */
  dropAll(which: (socket: Client) => boolean): void;
  /** Browser sessions (token hashes) of the agents who are connected. */
  browserSessions(): string[];
  /** Since when nobody is connected, in epoch milliseconds; undefined while somebody is. */
  emptySince(session: string): number | undefined;
}

interface Room {
  readonly agent: Set<Client>;
  readonly caller: Set<Client>;
  /** Who has been here before, and may be reconnecting. */
  readonly seen: Set<Party>;
  emptySince: number | undefined;
}

const PARTIES = ['agent', 'caller'] as const;

export function createHub(now: () => number, gather: Gather): Hub {
  const rooms = new Map<string, Room>();
  const startedAt = now();
  const held = new Map<Client, Recorded[]>();

  function roomOf(session: string): Room {
    const known = rooms.get(session);
    if (known) return known;
    const room: Room = { agent: new Set(), caller: new Set(), seen: new Set(), emptySince: now() };
    rooms.set(session, room);
    return room;
  }

  function tellPresence(room: Room): void {
    const presence: Presence = { agent: stateOf(room, 'agent'), caller: stateOf(room, 'caller') };
    for (const party of PARTIES) for (const socket of room[party]) socket.emit('presence', presence);
  }

  function* everySocket(): Iterable<Client> {
    for (const room of rooms.values()) yield* [...room.agent, ...room.caller];
  }

  return {
    join(session, party, socket) {
      const room = roomOf(session);
      room[party].add(socket);
      held.set(socket, []);
      room.seen.add(party);
      room.emptySince = undefined;
      tellPresence(room);
    },
    release(socket, seq) {
      const missed = held.get(socket)?.filter((recorded) => recorded.seq > seq) ?? [];
      held.delete(socket);
      if (missed.length > 0) socket.emit('events', missed);
    },
    leave(session, party, socket) {
      held.delete(socket);
      const room = rooms.get(session);
      if (!room?.[party].delete(socket)) return;
      if (room.agent.size + room.caller.size === 0) room.emptySince = now();
      tellPresence(room);
    },
    emit(session, events, origin) {
      const room = rooms.get(session);
      if (!room) return;
      for (const party of PARTIES) {
        let redacted: readonly Recorded[] | undefined;
        for (const socket of room[party]) {
          if (socket.id === origin) continue;
          redacted ??= events.map((recorded) => redact(recorded, party));
          const waiting = held.size === 0 ? undefined : held.get(socket);
          if (waiting) waiting.push(...redacted);
          else {
            gather(socket);
            socket.emit('events', redacted);
          }
        }
      }
      if (events.some(({ event }) => event.type === 'SessionEnded')) forgetLater(rooms, session, room);
    },
    signal(session, from, signal) {
      const room = rooms.get(session);
      if (!room) return;
      for (const socket of room[from === 'agent' ? 'caller' : 'agent'])
        socket.volatile.emit('signal', signal);
    },
    drop(session, party, which = () => true) {
      for (const socket of [...(rooms.get(session)?.[party] ?? [])]) if (which(socket)) socket.conn.close();
    },
    dropAll(which) {
      for (const socket of [...everySocket()]) if (which(socket)) socket.conn.close();
    },
    browserSessions: () =>
      [...everySocket()].flatMap(({ data: { admitted } }) => admitted.browserSession ?? []),
    emptySince(session) {
      const room = rooms.get(session);
      return room ? room.emptySince : startedAt;
    },
  };
}

function stateOf(room: Room, party: Party): PresenceState {
  if (room[party].size > 0) return 'here';
  return room.seen.has(party) ? 'reconnecting' : 'absent';
}

/** An ended session's room goes with its last socket. */
function forgetLater(rooms: Map<string, Room>, session: string, room: Room): void {
  const forget = () => {
    if (room.agent.size + room.caller.size === 0) rooms.delete(session);
  };
  forget();
  for (const party of PARTIES) for (const socket of room[party]) socket.once('disconnect', forget);
}
