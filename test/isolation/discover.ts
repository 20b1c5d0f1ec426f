/** What the running application really answers to: its routes, and the events of its sockets. */
import type { Express } from 'express';
import { Socket } from 'socket.io';
import {
  SentByAgent,
  SentByCaller,
  SignalFromAgent,
  SignalFromCaller,
} from '../../server/realtime/schemas.ts';
import { AGENT_COMMANDS, CALLER_COMMANDS, ROUTES, SIGNALS, SOCKET_EVENTS } from './table.ts';

/** What of Express's layers is looked at. */
interface Layer {
  readonly name: string;
  readonly route?: { readonly path: unknown; readonly stack: readonly { readonly method?: string }[] };
  readonly handle: { readonly stack?: readonly Layer[] };
}

export interface Mounted {
  /** `GET /api/me`, as the route itself has it. */
  readonly routes: readonly string[];
  /** Names of everything else that a request passes through, each of which could answer it, too. */
  readonly others: readonly string[];
}

export function mountedOn(app: Express): Mounted {
  const routes: string[] = [];
  const others: string[] = [];
  const walk = (layers: readonly Layer[]) => {
    for (const { name, route, handle } of layers) {
      if (route) {
        const methods = route.stack.flatMap(({ method }) => method?.toUpperCase() ?? 'ANY');
        for (const path of [route.path].flat()) {
          for (const method of new Set(methods)) routes.push(`${method} ${String(path)}`);
        }
      } else if (handle.stack) walk(handle.stack);
      else others.push(name);
    }
  };
  walk(app.router.stack as unknown as readonly Layer[]);
  return { routes: [...new Set(routes)].sort(), others };
}

const literals = (
  options: readonly { readonly entries: { readonly type: { readonly literal: string } } }[],
) => options.map(({ entries }) => entries.type.literal).sort();

/** What the sockets' schemas let through. */
export const SPOKEN = {
  agentCommands: literals(SentByAgent.entries.command.options),
  callerCommands: literals(SentByCaller.entries.command.options),
  agentSignals: literals(SignalFromAgent.options),
  callerSignals: literals(SignalFromCaller.options),
} as const;

/** Socket.IO's own, which no message of a client can name. */
const RESERVED: ReadonlySet<string> = new Set(['disconnect', 'disconnecting', 'error', 'newListener']);

export interface Overheard {
  /** Names that the server listens to on its sockets, and that it sends. */
  readonly listenedTo: ReadonlySet<string>;
  readonly sent: ReadonlySet<string>;
  stop(): void;
}

/** Notes which events the server's sockets of this process handle and send, from now on. */
export function overhear(): Overheard {
  const listenedTo = new Set<string>();
  const sent = new Set<string>();
  const { on, emit } = Socket.prototype;
  Object.assign(Socket.prototype, {
    on(this: Socket, ...[name, listener]: Parameters<typeof on>) {
      if (!RESERVED.has(String(name))) listenedTo.add(String(name));
      return on.call(this, name, listener);
    },
    emit(this: Socket, ...[name, ...values]: Parameters<typeof emit>) {
      sent.add(String(name));
      return emit.call(this, name, ...values);
    },
  });
  return {
    listenedTo,
    sent,
    stop() {
      Object.assign(Socket.prototype, { on, emit });
    },
  };
}

/** What is there and has no line in the table, and what has a line and is not there. */
export function undeclared({ routes }: Mounted, overheard?: Overheard): readonly string[] {
  const pairs: readonly (readonly [Iterable<string>, readonly string[]])[] = [
    [routes, Object.keys(ROUTES)],
    [SPOKEN.agentCommands, Object.keys(AGENT_COMMANDS)],
    [SPOKEN.callerCommands, Object.keys(CALLER_COMMANDS)],
    [SPOKEN.agentSignals, SIGNALS.agent],
    [SPOKEN.callerSignals, SIGNALS.caller],
    ...(overheard
      ? ([
          [overheard.listenedTo, SOCKET_EVENTS.fromClient],
          [overheard.sent, SOCKET_EVENTS.toClient],
        ] as const)
      : []),
  ];
  return pairs.flatMap(([there, declared]) => [...new Set(there).symmetricDifference(new Set(declared))]);
}
