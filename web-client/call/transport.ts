/**
 * Carries Engine.IO 4 packets, each a short text, over a WebSocket or, where something between the phone and us
 * breaks those, over plain requests.
 */
export interface TransportEvents {
  onPacket(packet: string): void;
  /** Said once, also when it could never be opened. */
  onClose(): void;
}

export interface Transport {
  send(packet: string): void;
  close(): void;
}

export type OpenTransport = (events: TransportEvents) => Transport;

const PATH = '/socket.io/?EIO=4&transport=';

/** `origin` is such as `https://help.example`. */
export function overWebSocket(origin: string): OpenTransport {
  return (events) => {
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${PATH}websocket`);
    socket.onmessage = (message) => events.onPacket(String(message.data));
    socket.onclose = () => events.onClose();
    return {
      send: (packet) => socket.readyState === WebSocket.OPEN && socket.send(packet),
      close: () => socket.close(),
    };
  };
}

/** Packets that travel together are parted by this character (Engine.IO 4, "HTTP long-polling"). */
const SEPARATOR = '\x1e';

export function overPolling(origin: string): OpenTransport {
  return (events) => {
    const stop = new AbortController();
    let address = `${origin}${PATH}polling`;
    let sending = Promise.resolve();
    let closed = false;

    const close = () => {
      if (closed) return;
      closed = true;
      stop.abort();
      events.onClose();
    };
    const ask = async (body?: string) => {
      const request = body === undefined ? {} : { method: 'POST', body };
      const response = await fetch(address, { ...request, cache: 'no-store', signal: stop.signal });
      if (!response.ok) throw new Error(`polling answered ${response.status}`);
      return response.text();
    };
    const listen = async () => {
      while (!closed) {
        for (const packet of (await ask()).split(SEPARATOR)) {
          if (packet.startsWith('0')) address += `&sid=${JSON.parse(packet.slice(1)).sid}`;
          events.onPacket(packet);
        }
      }
    };
    listen().catch(close);
    return {
      send: (packet) => {
        sending = sending.then(async () => void (await ask(packet))).catch(close);
      },
      close,
    };
  };
}
