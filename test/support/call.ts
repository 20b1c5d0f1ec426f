/**
 * Plays both sides of a call against the real server over HTTP and real sockets, without a browser: what tests,
 * rigs and benches share. Needs the demo's outbox to read the SMS.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import type { Recorded } from '../../protocol/events.ts';
import type { CallerView, InvitationView, Me, SessionStarted, StartSession } from '../../protocol/http.ts';
import { evolve, NO_SESSION, type SessionState } from '../../protocol/session.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Ack, Presence, Signal, Welcome, WireError } from '../../protocol/wire.ts';

export const DEMO_PASSWORD = 'balts-dzintars';

/** A browser's worth of HTTP: one origin, its cookies, JSON in and out. */
export interface Visitor {
  readonly address: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Sends bytes as they are. */
  upload(path: string, body: Uint8Array, headers?: Record<string, string>): Promise<Response>;
  cookies(): string;
}

export function createVisitor(address: string): Visitor {
  const jar = new Map<string, string>();
  async function request(path: string, init: RequestInit): Promise<Response> {
    const headers = { origin: address, cookie: cookies(), ...init.headers };
    const response = await fetch(address + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) jar.set(name, value);
    }
    return response;
  }
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    address,
    cookies,
    get: (path, headers = {}) => request(path, { headers }),
    post: (path, body, headers = {}) =>
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    upload: (path, body, headers = {}) =>
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg', ...headers },
        body: Buffer.from(body),
      }),
  };
}

/** The JSON of an answer that must have this status. */
export async function json<T>(response: Response, status = 200): Promise<T> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text) as T;
}

/** One party's socket: folds events as the clients do, and lets a test wait for what it expects. */
export interface PartySocket<C> {
  readonly socket: Socket;
  state(): SessionState;
  seq(): number;
  readonly events: readonly Recorded[];
  readonly signals: readonly Signal[];
  presence(): Presence | undefined;
  send(command: C, id?: string): Promise<Ack>;
  /** Sends and insists on success. */
  must(command: C): Promise<readonly Recorded[]>;
  /** Resolves when the state meets the condition; rejects after `patience` milliseconds. */
  until(condition: (state: SessionState) => boolean, patience?: number): Promise<SessionState>;
  untilPresence(condition: (presence: Presence) => boolean, patience?: number): Promise<void>;
  untilSignal(condition: (signal: Signal) => boolean, patience?: number): Promise<void>;
  close(): void;
}

export interface ConnectOptions {
  readonly as: 'agent' | 'caller';
  readonly session?: string;
  readonly cursor?: number;
  readonly state?: SessionState;
  readonly protocol?: number;
}

/** Connects and waits for the welcome; rejects with the `WireError` of a refused handshake. */
export async function connect<C extends AgentCommand | CallerCommand>(
  visitor: Visitor,
  options: ConnectOptions,
): Promise<PartySocket<C>> {
  const { as, session, cursor, protocol = PROTOCOL_VERSION } = options;
  const auth = {
    protocol,
    as,
    language: 'en',
    ...(session === undefined ? {} : { session }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const socket = io(visitor.address, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders: { cookie: visitor.cookies(), origin: visitor.address },
  });
  const party = follow<C>(socket, options.state ?? NO_SESSION, cursor ?? 0);
  await party.welcomed;
  return party;
}

function follow<C>(socket: Socket, initial: SessionState, cursor: number) {
  let state = initial;
  let seq = cursor;
  let presence: Presence | undefined;
  const events: Recorded[] = [];
  const signals: Signal[] = [];
  const watchers = new Set<() => void>();
  const welcomed = Promise.withResolvers<void>();
  const changed = () => {
    for (const watcher of [...watchers]) watcher();
  };
  const early = new Map<number, Recorded>();
  function apply(fresh: readonly Recorded[]): void {
    for (const recorded of fresh) if (recorded.seq > seq) early.set(recorded.seq, recorded);
    for (let next = early.get(seq + 1); next; next = early.get(seq + 1)) {
      early.delete(next.seq);
      state = evolve(state, next);
      seq = next.seq;
      events.push(next);
    }
    changed();
  }
  socket.on('welcome', (welcome: Welcome) => {
    if (welcome.kind === 'snapshot') {
      state = welcome.state;
      seq = welcome.seq;
    } else apply(welcome.events);
    changed();
    welcomed.resolve();
  });
  socket.on('events', apply);
  socket.on('presence', (now: Presence) => {
    presence = now;
    changed();
  });
  socket.on('signal', (signal: Signal) => {
    signals.push(signal);
    changed();
  });
  socket.on('connect_error', (error: Error & { data?: WireError }) => welcomed.reject(error.data ?? error));
  // A server that dies before its welcome; afterwards this changes nothing.
  socket.on('disconnect', (reason) => welcomed.reject(new Error(reason)));

  function wait(met: () => boolean, what: () => string, patience: number): Promise<void> {
    if (met()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = (end: () => void) => {
        watchers.delete(watcher);
        clearTimeout(timer);
        end();
      };
      const watcher = () => {
        if (met()) done(resolve);
      };
      const timer = setTimeout(() => done(() => reject(new Error(`waited in vain: ${what()}`))), patience);
      watchers.add(watcher);
    });
  }

  async function send(command: C, id: string = randomUUID()): Promise<Ack> {
    const ack: Ack = await socket.emitWithAck('command', { id, command });
    if (ack.ok) apply(ack.events);
    return ack;
  }

  return {
    socket,
    welcomed: welcomed.promise,
    state: () => state,
    seq: () => seq,
    events,
    signals,
    presence: () => presence,
    send,
    async must(command: C) {
      const ack = await send(command);
      assert.ok(ack.ok, JSON.stringify(ack));
      return ack.events;
    },
    async until(condition: (state: SessionState) => boolean, patience = 5000) {
      await wait(
        () => condition(state),
        () => JSON.stringify(state),
        patience,
      );
      return state;
    },
    untilPresence: (condition: (presence: Presence) => boolean, patience = 5000) =>
      wait(
        () => presence !== undefined && condition(presence),
        () => JSON.stringify(presence),
        patience,
      ),
    untilSignal: (condition: (signal: Signal) => boolean, patience = 5000) =>
      wait(
        () => signals.some(condition),
        () => JSON.stringify(signals),
        patience,
      ),
    close: () => void socket.close(),
  };
}

export async function signIn(address: string, login = 'anna@lmt', password = DEMO_PASSWORD) {
  const visitor = createVisitor(address);
  const me = await json<Me>(await visitor.post('/api/sign-in', { login, password }));
  return { visitor, me };
}

/** Numbers of Latvian mobiles that no other call of this process uses. */
let lastNumber = 26_000_000;
export function freshNumber(): string {
  lastNumber += 1;
  return `+371${lastNumber}`;
}

export async function startSession(agent: Visitor, more: Partial<StartSession> = {}): Promise<string> {
  const body: StartSession = {
    number: freshNumber(),
    language: 'lv',
    category: 'wifi',
    matter: '',
    invite: 'sms',
    ...more,
  };
  return (await json<SessionStarted>(await agent.post('/api/sessions', body), 201)).session;
}

/** The token in the newest SMS to this number, once the outbox has sent it. */
export async function tokenFor(address: string, number: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const messages = await json<{ id: string; to: string; text: string }[]>(
      await fetch(`${address}/demo/api/messages`),
    );
    const newest = messages.findLast(({ to }) => to === number);
    const [, token] = /#([0-9A-Za-z]{22})/.exec(newest?.text ?? '') ?? [];
    if (token !== undefined) return token;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no SMS to ${number}`);
}

export async function accept(caller: Visitor, token: string): Promise<CallerView> {
  const view = await json<InvitationView>(
    await caller.post('/api/invitation/open', { token, device: 'phone' }),
  );
  const { terms, notice, language } = view;
  const acceptance = { token, terms: terms.version, notice: notice.version, language, device: 'phone' };
  return json<CallerView>(await caller.post('/api/invitation/accept', acceptance));
}

export interface PlayedCall {
  readonly session: string;
  readonly number: string;
  readonly agentVisitor: Visitor;
  readonly callerVisitor: Visitor;
  readonly agent: PartySocket<AgentCommand>;
  readonly caller: PartySocket<CallerCommand>;
  close(): void;
}

/** A call up to the confirmed match: both parties connected, nothing shown yet. */
export async function playToMatch(
  address: string,
  signedIn?: Visitor,
  more: Partial<StartSession> = {},
): Promise<PlayedCall> {
  const agentVisitor = signedIn ?? (await signIn(address)).visitor;
  const number = more.number ?? freshNumber();
  const session = await startSession(agentVisitor, { ...more, number });
  const agent = await connect<AgentCommand>(agentVisitor, { as: 'agent', session });
  const callerVisitor = createVisitor(address);
  await accept(callerVisitor, await tokenFor(address, number));
  const caller = await connect<CallerCommand>(callerVisitor, { as: 'caller' });
  await agent.must({ type: 'ConfirmMatch', digits: digitsOf(caller.state()) });
  await caller.until((state) => state.status === 'joined' && state.joined.match.kind === 'confirmed');
  const close = () => {
    agent.close();
    caller.close();
  };
  return { session, number, agentVisitor, callerVisitor, agent, caller, close };
}

/** What the caller reads out. */
export function digitsOf(state: SessionState): string {
  assert.ok(state.status === 'joined' && state.joined.match.kind === 'pending');
  const { digits } = state.joined.match;
  assert.ok(digits !== undefined);
  return digits;
}
