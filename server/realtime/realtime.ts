/**
 * The socket: handshake, commands, signals, presence. One wrapper owns validation, answers and errors of every
 * handler, because Socket.IO lets a throw in a handler take the process down.
 */
import { type Server as HttpServer, type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Socket as TcpSocket } from 'node:net';
import { type DefaultEventsMap, Server } from 'socket.io';
import * as v from 'valibot';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Recorded } from '../../protocol/events.ts';
import type { Language } from '../../protocol/language.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Ack, Welcome, WireError } from '../../protocol/wire.ts';
import { redact, redactState } from '../session/redact.ts';
import type { Committed, Outcome, Sessions, SessionView } from '../session/sessions.ts';
import { type AdmissionDeps, type Admitted, admit } from './admission.ts';
import { createBudget } from './budget.ts';
import type { Dispatch } from './dispatch.ts';
import { createGather, type Gather } from './gather.ts';
import { type Client, type ClientData, createHub, type Hub } from './hub.ts';
import { SignalFromAgent, SignalFromCaller } from './schemas.ts';

export interface RealtimeDeps extends AdmissionDeps {
  readonly sessions: Sessions;
  readonly now: () => number;
  readonly dispatch: Dispatch;
  readonly originAllowed: (headers: IncomingHttpHeaders) => boolean;
  readonly sentence: (code: ErrorCode, language: Language) => string;
  /** Commands a second from one socket; bursts of twice as many. */
  readonly commandsPerSecond: number;
  /** Milliseconds that never jump, for budgets. */
  readonly monotonic: () => number;
  readonly onFault: (error: unknown) => void;
}

export interface Realtime {
  attach(http: HttpServer): void;
  readonly hub: Hub;
  close(): Promise<void>;
}

/** Events and answers are small; a photo travels over HTTP. */
const MAX_MESSAGE_BYTES = 32_000;
const SIGNALS_PER_SECOND = 40;

export function createRealtime(deps: RealtimeDeps): Realtime {
  const { sessions, originAllowed, onFault } = deps;
  const gather = createGather();
  const hub = createHub(deps.now, gather);
  const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, ClientData>({
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    // The `cors` option does not stop a foreign page's WebSocket; this does.
    allowRequest: (request, allow) => allow(null, originAllowed(request.headers)),
  });

  io.use((socket, next) => {
    admit(deps, socket.request.headers, socket.handshake.auth).then(
      (admission) => {
        if (!admission.ok) return next(refusal(deps, admission.code, admission.language));
        socket.data.admitted = admission;
        next();
      },
      (error) => {
        onFault(error);
        next(refusal(deps, 'internal_error', 'lv'));
      },
    );
  });
  io.on('connection', (socket: Client) => {
    serve(deps, hub, gather, socket).catch((error) => {
      onFault(error);
      socket.conn.close();
    });
  });
  sessions.onCommitted((committed) => relay(hub, committed));

  return {
    attach: (http) => void io.attach(http),
    hub,
    async close() {
      // The HTTP server is closed by whoever opened it.
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

/** Tells the parties what happened, and closes connections that an event has made another's. */
function relay(hub: Hub, { session, events, origin }: Committed): void {
  hub.emit(session, events, origin);
  for (const { event } of events) {
    if (event.type === 'DeviceMoved') hub.drop(session, 'caller');
    if (event.type === 'HandedOver') {
      // After this turn: whoever handed the session over still gets the answer to that very command.
      setImmediate(() => hub.drop(session, 'agent', ({ data }) => data.admitted.staff !== event.staff));
    }
  }
}

async function serve(deps: RealtimeDeps, hub: Hub, gather: Gather, socket: Client): Promise<void> {
  const { admitted } = socket.data;
  const { session, party } = admitted;
  letGoOfRequest(socket);
  listen(deps, hub, gather, socket, admitted);
  hub.join(session, party, socket);
  socket.on('disconnect', () => hub.leave(session, party, socket));
  const caughtUp = await catchUp(deps.sessions, admitted);
  if (!caughtUp) return void socket.conn.close();
  socket.emit('welcome', { ...caughtUp.welcome, now: deps.now() } satisfies Welcome);
  hub.release(socket, caughtUp.seq);
}

/** The handshake's request has been read; kept, as Socket.IO does, it is a sixth of a connection's memory. */
const NO_REQUEST = new IncomingMessage(new TcpSocket());

function letGoOfRequest(socket: Client): void {
  const { conn } = socket;
  if (conn.request.headers.upgrade !== undefined) socket.data.tcp = conn.request.socket;
  conn.request = NO_REQUEST;
}

type CaughtUp =
  | { readonly kind: 'snapshot'; readonly seq: number; readonly state: SessionState }
  | { readonly kind: 'events'; readonly events: readonly Recorded[] };

/** The events after the client's cursor, or a snapshot; and up to which sequence that goes. */
async function catchUp(
  sessions: Sessions,
  { session, party, cursor }: Admitted,
): Promise<{ readonly welcome: CaughtUp; readonly seq: number } | undefined> {
  const view = await sessions.view(session);
  if (!view) return undefined;
  if (party === 'caller' && view.state.status === 'ended') return { welcome: itIsOver(view), seq: view.seq };
  // Zero is a client that holds nothing; beyond the end is one of another life of this session.
  if (cursor === undefined || cursor === 0 || cursor > view.seq) {
    const { seq, state } = view;
    return { welcome: { kind: 'snapshot', seq, state: redactState(state, party) }, seq };
  }
  const events = await sessions.since(session, cursor);
  const welcome = { kind: 'events', events: events.map((recorded) => redact(recorded, party)) } as const;
  return { welcome, seq: events.at(-1)?.seq ?? cursor };
}

/** After the end the caller learns that it is over and no more: what is kept is for the page after the call. */
function itIsOver({ state, seq }: SessionView): CaughtUp {
  const redacted = redactState(state, 'caller');
  if (redacted.status !== 'ended') return { kind: 'snapshot', seq, state: redacted };
  const { joined: _, ...over } = redacted;
  return { kind: 'snapshot', seq, state: over };
}

function listen(deps: RealtimeDeps, hub: Hub, gather: Gather, socket: Client, admitted: Admitted): void {
  const { dispatch, commandsPerSecond, monotonic, onFault } = deps;
  const { session, party, language } = admitted;
  const mayCommand = createBudget(commandsPerSecond, commandsPerSecond * 2, monotonic);
  const maySignal = createBudget(SIGNALS_PER_SECOND, SIGNALS_PER_SECOND, monotonic);
  const Signals = party === 'agent' ? SignalFromAgent : SignalFromCaller;

  function ackOf(outcome: Outcome): Ack {
    if (!outcome.ok) {
      const { code, missing } = outcome;
      return { ok: false, ...wireError(deps, code, language), ...(missing && { missing }) };
    }
    return { ok: true, events: outcome.events.map((recorded) => redact(recorded, party)) };
  }

  socket.on('command', (message: unknown, ack: unknown) => {
    if (typeof ack !== 'function') return;
    const answer = (outcome: Outcome) => {
      gather(socket);
      ack(ackOf(outcome));
    };
    const fail = (error: unknown) => {
      onFault(error);
      ack(ackOf({ ok: false, code: 'internal_error' }));
    };
    if (!mayCommand()) return answer({ ok: false, code: 'too_many_requests' });
    try {
      const outcome = dispatch(admitted, message, socket.id);
      if (outcome instanceof Promise) outcome.then(answer, fail);
      else answer(outcome);
    } catch (error) {
      fail(error);
    }
  });
  socket.on('signal', (message: unknown) => {
    const signal = maySignal() ? v.safeParse(Signals, message) : undefined;
    if (signal?.success) hub.signal(session, party, signal.output);
  });
  socket.on('error', onFault);
}

function wireError(deps: RealtimeDeps, code: ErrorCode, language: Language): WireError {
  return { code, sentence: deps.sentence(code, language) };
}

/** Socket.IO passes `data` of the error on to the client's `connect_error`. */
function refusal(deps: RealtimeDeps, code: ErrorCode, language: Language): Error & { data: WireError } {
  return Object.assign(new Error(code), { data: wireError(deps, code, language) });
}
