/**
 * A Socket.IO 5 client of what a call needs: one namespace, events with acknowledgements, text only. The
 * library's own is 11.6 kB compressed, a third of all that a caller may have to load, most of it for binary
 * attachments, several namespaces and transport upgrades. Tested against the real server, in
 * test/web-client/socket.test.ts; the protocol is https://socket.io/docs/v4/socket-io-protocol.
 */
import type { SocketLike } from '../../protocol/session-client.ts';
import type { OpenTransport, Transport } from './transport.ts';

type Listener = (...args: never[]) => void;

export interface CallSocket extends SocketLike {
  /** Tries now instead of at the end of a pause. */
  connect(): void;
  /** For good. */
  close(): void;
}

export interface SocketParts {
  /** In the order they are tried; one that has never worked gives way to the next. */
  readonly transports: readonly OpenTransport[];
  /** The handshake's `auth`, asked for at each connection. */
  readonly auth: () => unknown;
  /** Pause before the n-th try in a row, counted from 0, in milliseconds. */
  readonly pause: (tries: number) => number;
}

/** Time for a transport to open and the server to answer the handshake, in milliseconds. */
const OPENING = 10_000;

export function createSocket({ transports, auth, pause }: SocketParts): CallSocket {
  const listeners = new Map<string, Listener[]>();
  const acks = new Map<number, Listener>();
  let transport: Transport | undefined;
  let connected = false;
  let current = 0;
  let working: number | undefined;
  /** Refused by the server's middleware: the client's owner decides when to try again. */
  let refused = false;
  let closed = false;
  let tries = 0;
  let acked = 0;
  let silence = OPENING;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function tell(event: string, ...args: unknown[]): void {
    for (const listener of listeners.get(event) ?? []) listener(...(args as never[]));
  }

  function open(): void {
    clearTimeout(retry);
    if (closed || transport) return;
    refused = false;
    silence = OPENING;
    // The one that has worked is kept to; until then they take turns.
    const choose = transports[(working ?? tries) % transports.length];
    if (!choose) throw new Error('no transport');
    current = (working ?? tries) % transports.length;
    // A transport that was given up may still speak; only the one in use is listened to.
    const mine: Transport = choose({
      onPacket: (packet) => transport === mine && onPacket(packet),
      onClose: () => transport === mine && onClose(),
    });
    transport = mine;
    listenFor();
  }

  /** A phone that changed networks leaves a connection that neither speaks nor closes. */
  function listenFor(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(drop, silence);
  }

  function onClose(): void {
    clearTimeout(watchdog);
    transport = undefined;
    acks.clear();
    const was = connected;
    connected = false;
    if (was) tell('disconnect');
    if (closed || refused) return;
    retry = setTimeout(open, pause(tries));
    tries += 1;
  }

  function drop(): void {
    const old = transport;
    onClose();
    old?.close();
  }

  function onPacket(packet: string): void {
    listenFor();
    switch (packet[0]) {
      case '0': {
        const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1));
        silence = pingInterval + pingTimeout;
        transport?.send(`40${JSON.stringify(auth())}`);
        break;
      }
      case '1':
        drop();
        break;
      case '2':
        transport?.send('3');
        break;
      case '4':
        onMessage(packet[1], packet.slice(2));
        break;
      default:
    }
  }

  function onMessage(kind: string | undefined, rest: string): void {
    switch (kind) {
      case '0':
        connected = true;
        working = current;
        tries = 0;
        tell('connect');
        break;
      case '1':
        drop();
        break;
      case '2': {
        const [event, ...args] = JSON.parse(rest);
        tell(event, ...args);
        break;
      }
      case '3': {
        const at = rest.indexOf('[');
        const id = Number(rest.slice(0, at));
        const answer = acks.get(id);
        acks.delete(id);
        answer?.(...(JSON.parse(rest.slice(at)) as never[]));
        break;
      }
      case '4':
        refused = true;
        drop();
        tell('connect_error', JSON.parse(rest));
        break;
      default:
    }
  }

  function emit(event: string, ...args: unknown[]): void {
    if (!connected) return;
    const last = args.at(-1);
    let id = '';
    if (typeof last === 'function') {
      acked += 1;
      id = String(acked);
      acks.set(acked, last as Listener);
      args.pop();
    }
    transport?.send(`42${id}${JSON.stringify([event, ...args])}`);
  }

  return {
    get connected() {
      return connected;
    },
    on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    emit,
    volatile: { emit },
    connect: open,
    close: () => {
      closed = true;
      clearTimeout(retry);
      if (connected) transport?.send('41');
      drop();
    },
  };
}
