/** The socket of a call: websocket first, and back again by itself after anything that may pass. */
import type { CallerCommand } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { createSessionClient, type SessionClientEvents } from '../../protocol/session-client.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Handshake } from '../../protocol/wire.ts';
import { currentLanguage } from '../entry/language.ts';
import { newId } from './ids.ts';
import { createSocket } from './socket.ts';
import { overPolling, overWebSocket } from './transport.ts';

/** Refusals of a handshake that pass with time; any other is final. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'too_many_requests',
  'not_ready',
  'internal_error',
]);
const TRY_AGAIN_AFTER = 3000;

/** Quick at first, as a phone changing networks is back in a moment; spread, as many lose a server at once. */
function pause(tries: number): number {
  return Math.min(5000, 500 * 2 ** tries) * (0.5 + Math.random());
}

export function connect(listeners: SessionClientEvents) {
  const socket = createSocket({
    transports: [overWebSocket(location.origin), overPolling(location.origin)],
    auth: () => handshake(client.cursor()),
    pause,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;

  const client = createSessionClient<CallerCommand>(socket, newId, () => Date.now(), {
    ...listeners,
    onRefused: (error) => {
      if (!PASSING.has(error.code)) return listeners.onRefused(error);
      clearTimeout(timer);
      timer = setTimeout(socket.connect, TRY_AGAIN_AFTER);
    },
  });
  // Coming back to the page or the network is the moment to try, not the end of a pause.
  const hurry = () => document.visibilityState === 'visible' && socket.connect();
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  socket.connect();

  return {
    client,
    close: () => {
      clearTimeout(timer);
      removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      socket.close();
    },
  };
}

function handshake(cursor: number): Handshake {
  return {
    protocol: PROTOCOL_VERSION,
    as: 'caller',
    language: currentLanguage(),
    ...(cursor > 0 ? { cursor } : {}),
  };
}
