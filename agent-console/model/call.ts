/** One call as the console holds it: the folded session, presence, what is on its way, and what was refused. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { io } from 'socket.io-client';
import type { AgentCommand } from '../../protocol/commands.ts';
import type { ConsentNeeded } from '../../protocol/consent.ts';
import type { Recorded } from '../../protocol/events.ts';
import { NO_SESSION, type SessionState } from '../../protocol/session.ts';
import { createSessionClient, type SessionClient } from '../../protocol/session-client.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Ack, Handshake, Presence, WireError, Signal as WireSignal } from '../../protocol/wire.ts';
import { NO_SIGNS, signsAfterEvents, signsAfterPresence, signsAfterSignal } from '../pure/caller-signs.ts';
import { joinedOf } from '../pure/permissions.ts';
import { messages, uiLanguage } from '../text/language.ts';
import { account } from './account.ts';
import { chime } from './attention.ts';
import { tick } from './clock.ts';
import { reloadOnce } from './reload.ts';

/** Where on the screen a command was given; its refusal is told there. */
export type Area = 'invite' | 'match' | 'move' | 'stage' | 'library' | 'photos' | 'hand-over' | 'end';

export type Connection = 'connecting' | 'open' | 'lost';

export interface Needs {
  readonly missing: ConsentNeeded;
  readonly command: AgentCommand;
}

export interface Call {
  readonly session: string;
  readonly state: ReadonlySignal<SessionState>;
  readonly presence: ReadonlySignal<Presence>;
  readonly signs: ReadonlySignal<typeof NO_SIGNS>;
  readonly connection: ReadonlySignal<Connection>;
  /** Set when the server will not open this session. */
  readonly refused: ReadonlySignal<WireError | undefined>;
  readonly pending: ReadonlySignal<ReadonlySet<Area>>;
  readonly refusals: ReadonlySignal<Readonly<Partial<Record<Area, string>>>>;
  /** The consent that the last refused command would need; until it or something else is shown. */
  readonly needs: ReadonlySignal<Needs | undefined>;
  /** The server's time, to the second. */
  readonly now: ReadonlySignal<number>;
  /** Resolves with whether the command was accepted, which means durable. */
  run(area: Area, command: AgentCommand): Promise<boolean>;
  /** Tells a sentence where the command was given; undefined takes it away. */
  tell(area: Area, sentence: string | undefined): void;
  signal(signal: WireSignal): void;
  /** Address of a picture of the session, at least `width` pixels wide. */
  picture(media: string, width: number): string;
  close(): void;
}

/** Refused handshakes that may succeed a little later. */
const PASSING = ['too_many_requests', 'not_ready', 'storage_full', 'internal_error'];
const TRY_AGAIN_AFTER = 3000;
/** A socket that the server closed is asked for again almost at once: the answer says what has changed. */
const ASK_AGAIN_AFTER = 250;

export function openCall(session: string): Call {
  const state = signal<SessionState>(NO_SESSION);
  const presence = signal<Presence>({ agent: 'absent', caller: 'absent' });
  const signs = signal(NO_SIGNS);
  const connection = signal<Connection>('connecting');
  const refused = signal<WireError | undefined>(undefined);
  const needs = signal<Needs | undefined>(undefined);
  const commands = createCommands();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const socket = io({
    transports: ['websocket', 'polling'],
    autoConnect: false,
    // An agent in a call waits for every second of this; a server that is gone for long is asked every three.
    reconnectionDelay: 250,
    reconnectionDelayMax: 3000,
    auth: (give) => give(handshake(session, client)),
  });
  const serverNow = () => Date.now() + client.skew();

  function reconnectAfter(milliseconds: number): void {
    clearTimeout(retry);
    if (!closed) retry = setTimeout(() => socket.connect(), milliseconds);
  }

  const client: SessionClient<AgentCommand> = createSessionClient(socket, newId, Date.now, {
    onState(next, fresh) {
      batch(() => {
        state.value = next;
        signs.value = signsAfterEvents(signs.value, fresh);
      });
      if (fresh.some(isPhoto)) chime();
      // Told until something else is on the screen.
      if (fresh.some(({ event }) => event.type.endsWith('Shown'))) commands.tell('stage', undefined);
      if (fresh.some(isTakenOff)) commands.tell('stage', messages.value.consents.takenOff);
    },
    onPresence(next) {
      signs.value = signsAfterPresence(signs.value, presence.value, next, serverNow());
      presence.value = next;
    },
    onSignal(next) {
      // Signals and events go different ways: the last "100 %" may come after the photo itself.
      const arrived = next.type === 'upload' && hasPhoto(state.value, next.photo);
      if (!arrived) signs.value = signsAfterSignal(signs.value, next);
    },
    onConnection(connected) {
      connection.value = connected ? 'open' : 'lost';
      if (connected) refused.value = undefined;
    },
    onRefused(error) {
      if (error.code === 'protocol_outdated') reloadOnce('protocol_outdated');
      if (error.code === 'sign_in_required') account.value = { kind: 'out', over: true };
      if (PASSING.includes(error.code)) reconnectAfter(TRY_AGAIN_AFTER);
      else refused.value = error;
    },
  });
  // Socket.IO does not come back by itself when the server closed the socket (a sign-out, a hand-over).
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') reconnectAfter(ASK_AGAIN_AFTER);
  });
  socket.connect();

  return {
    session,
    state,
    presence,
    signs,
    connection,
    refused,
    pending: commands.pending,
    refusals: commands.refusals,
    now: computed(() => tick.value + client.skew()),
    needs,
    async run(area, command) {
      const answer = await commands.run(area, () => client.send(command));
      if (!answer.ok) needs.value = answer.missing && { missing: answer.missing, command };
      else if (command.type !== 'ShowConsentCard') needs.value = undefined;
      return answer.ok;
    },
    tell: commands.tell,
    signal: (wire) => client.signal(wire),
    picture: (media, width) => `/api/sessions/${session}/media/${media}?width=${width}`,
    close() {
      closed = true;
      clearTimeout(retry);
      socket.disconnect();
    },
  };
}

function handshake(session: string, client: SessionClient<AgentCommand>): Handshake {
  const cursor = client.cursor();
  const language = uiLanguage.value;
  const shake = { protocol: PROTOCOL_VERSION, as: 'agent', session, language } as const;
  return cursor === 0 ? shake : { ...shake, cursor };
}

function hasPhoto(state: SessionState, id: string): boolean {
  return joinedOf(state)?.photos.some((photo) => photo.id === id) ?? false;
}

function isTakenOff({ event }: Recorded): boolean {
  return event.type === 'StageCleared' && event.why !== undefined;
}

function isPhoto({ event }: Recorded): boolean {
  return event.type === 'PhotoShared';
}

/** What is on its way and what was refused, by area of the screen. */
function createCommands() {
  const counts = signal<Readonly<Partial<Record<Area, number>>>>({});
  const refusals = signal<Readonly<Partial<Record<Area, string>>>>({});
  const areas: readonly Area[] = [
    'invite',
    'match',
    'move',
    'stage',
    'library',
    'photos',
    'hand-over',
    'end',
  ];

  function count(area: Area, change: 1 | -1): void {
    counts.value = { ...counts.value, [area]: (counts.value[area] ?? 0) + change };
  }
  function tell(area: Area, sentence: string | undefined): void {
    const { [area]: _before, ...others } = refusals.value;
    refusals.value = sentence === undefined ? others : { ...others, [area]: sentence };
  }

  return {
    pending: computed(() => new Set(areas.filter((area) => (counts.value[area] ?? 0) > 0))),
    refusals,
    tell,
    async run(area: Area, send: () => Promise<Ack>): Promise<Ack> {
      count(area, 1);
      tell(area, undefined);
      const answer = await send();
      batch(() => {
        count(area, -1);
        if (!answer.ok) tell(area, answer.sentence);
      });
      return answer;
    },
  };
}

/** A version 4 UUID. `crypto.randomUUID` is missing on a plain-http local network, where demos run. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, place) => {
    const value = place === 6 ? (byte & 0x0f) | 0x40 : place === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
