/**
 * One call that outlives its server: played until the server is gone, resumed when it is back, judged at any
 * time. Both parties send without pausing, each one command at a time.
 */
import { randomUUID } from 'node:crypto';
import type { AgentCommand, CallerCommand } from '../../../protocol/commands.ts';
import type { Joined } from '../../../protocol/session.ts';
import {
  accept,
  createVisitor,
  digitsOf,
  freshNumber,
  json,
  startSession,
  tokenFor,
  type Visitor,
} from '../../support/call.ts';
import { createParty, type Party } from './party.ts';
import { createPhotos } from './photos.ts';
import { createRecord, type Log, type Role, type Verdict } from './record.ts';

export interface World {
  readonly address: string;
  readonly agent: Visitor;
  /** In every note and matter, so that one search finds any of them. */
  readonly marker: string;
  readonly pictures: readonly Buffer[];
  /** A random whole number below `bound`. */
  readonly random: (bound: number) => number;
  /** Something that must not stand readable in any file. */
  readonly secret: (kind: 'text' | 'token' | 'code' | 'number', value: string) => void;
  readonly served: (picture: Uint8Array) => void;
}

export interface Call {
  /** Plays on; throws when the server is gone. */
  play(): Promise<void>;
  isOver(): boolean;
  /** Reconnects with cursors, and repeats what was not answered. */
  resume(): Promise<void>;
  judge(): Promise<Verdict & { readonly photosLost: number; readonly photosBack: number }>;
  acknowledgements(): number;
  /** Commands and uploads that were sent again because no answer had come. */
  repeats(): number;
  /** Makes the rig believe something false, to show that it would be noticed. False when there is nothing yet. */
  misremember(what: 'lost' | 'doubled'): boolean;
}

const COMMANDS_PER_PARTY = 60;
const PHOTO_EVERY = 12;
const GUIDE = 'router-lights';

export function createCall(world: World): Call {
  const { random } = world;
  const record = createRecord();
  const number = freshNumber();
  const matter = `${world.marker} ${randomUUID()}`;
  const sent: { [role in Role]: number } = { agent: 0, caller: 0 };
  let agent: Party<AgentCommand> | undefined;
  let caller: Party<CallerCommand> | undefined;
  const photos = createPhotos(world, record);
  let phase: 'new' | 'joining' | 'playing' | 'over' = 'new';

  async function begin(): Promise<Party<AgentCommand>> {
    world.secret('number', number);
    world.secret('text', matter);
    const invite = random(2) === 0 ? 'sms' : 'code';
    // Until it is answered nobody knows of this session: a kill in here ends the call.
    phase = 'over';
    const session = await startSession(world.agent, { number, matter, invite });
    const party = createParty<AgentCommand>('agent', world.agent, session, record);
    agent = party;
    photos.of(session);
    phase = 'joining';
    await party.connect();
    return party;
  }

  async function join(by: Party<AgentCommand>): Promise<void> {
    // Where the caller stands after a kill in here cannot be told from outside, so the call is left as it is.
    phase = 'over';
    const visitor = createVisitor(world.address);
    await accept(visitor, await invitationToken(by, visitor));
    for (const cookie of visitor.cookies().split('; ')) world.secret('token', cookie.replace(/^[^=]*=/, ''));
    const party = createParty<CallerCommand>('caller', visitor, '', record);
    caller = party;
    await party.connect();
    await by.send({ type: 'ConfirmMatch', digits: digitsOf(party.state()) });
    phase = 'playing';
  }

  async function invitationToken(by: Party<AgentCommand>, visitor: Visitor): Promise<string> {
    const state = by.state();
    const code = state.status === 'invited' ? state.invitation.code : undefined;
    if (code !== undefined) world.secret('code', code);
    const token =
      code === undefined
        ? await tokenFor(world.address, number)
        : (await json<{ token: string }>(await visitor.post('/api/invitation/code', { number, code }))).token;
    world.secret('token', token);
    return token;
  }

  async function agentPlays(party: Party<AgentCommand>): Promise<void> {
    for (; sent.agent < COMMANDS_PER_PARTY; sent.agent += 1) await party.send(agentCommand(joinedOf(party)));
  }

  function agentCommand({ stage, requests, photos: shared }: Joined): AgentCommand {
    const open = requests.find((request) => request.state === 'open');
    const unseen = shared.find((photo) => !photo.seen && !photo.erased);
    switch (random(7)) {
      case 0:
        return { type: 'ShowGuide', guide: GUIDE, step: 0, turning: 'both' };
      case 1:
        if (unseen) return { type: 'MarkPhotoSeen', photo: unseen.id };
        return { type: 'RequestPhoto', hint: secretText() };
      case 2:
        if (open) return { type: 'CancelPhotoRequest', request: open.id };
        return { type: 'ShowNote', text: secretText() };
      case 3:
      case 4:
        if (stage.kind === 'guide') {
          return { type: 'TurnStep', showing: stage.showing, step: random(stage.steps) };
        }
        return { type: 'ShowGuide', guide: GUIDE, step: random(2), turning: 'both' };
      default:
        return { type: 'ShowNote', text: secretText() };
    }
  }

  function secretText(): string {
    const text = `${world.marker} ${randomUUID()}`;
    world.secret('text', text);
    return text;
  }

  async function callerPlays(party: Party<CallerCommand>): Promise<void> {
    for (; sent.caller < COMMANDS_PER_PARTY; sent.caller += 1) {
      if (sent.caller % PHOTO_EVERY === PHOTO_EVERY - 1) await photos.take(party.visitor);
      else await callerCommand(party, joinedOf(party));
    }
  }

  async function callerCommand(party: Party<CallerCommand>, { stage, requests }: Joined): Promise<void> {
    const open = requests.find((request) => request.state === 'open');
    const unwanted = photos.takeBackOldest();
    if (unwanted !== undefined) {
      await party.send({ type: 'TakeBackPhoto', photo: unwanted });
    } else if (stage.kind === 'guide') {
      const { showing, steps, step } = stage;
      const answer = random(2) === 0 ? 'done' : 'help';
      if (random(2) === 0) await party.send({ type: 'TurnStep', showing, step: random(steps) });
      else await party.send({ type: 'AnswerStep', showing, step, answer });
    } else if (open && random(3) === 0) {
      await party.send({ type: 'DeclinePhotoRequest', request: open.id });
    } else if (stage.kind === 'note') {
      await party.send({ type: 'ConfirmDisplayed', showing: stage.showing, step: 0 });
    } else {
      await party.send({ type: 'ChangeLanguage', language: random(2) === 0 ? 'lv' : 'ru' });
    }
  }

  return {
    async play() {
      if (phase === 'new') await begin();
      if (phase === 'joining' && agent) await join(agent);
      if (phase !== 'playing' || !agent || !caller) return;
      await both(agentPlays(agent), callerPlays(caller));
      await agent.send({ type: 'EndSession' });
      await agent.send({ type: 'NoteOutcome', solved: true });
      phase = 'over';
    },
    isOver: () => phase === 'over',
    async resume() {
      if (agent?.known()) await agent.connect();
      if (!caller?.known()) return;
      await caller.connect();
      await photos.resume(caller.visitor);
    },
    async judge() {
      const logs = new Map<Role, Log>();
      agent?.close();
      caller?.close();
      for (const [role, party] of [
        ['agent', agent],
        ['caller', caller],
      ] as const) {
        const log = party?.known() ? await party.log() : undefined;
        if (log) logs.set(role, log);
      }
      return { ...record.judge(logs), ...(await photos.judge()) };
    },
    acknowledgements: () => record.acknowledgements(),
    repeats: () => photos.repeats() + (agent?.repeats() ?? 0) + (caller?.repeats() ?? 0),
    misremember: (what) => record.misremember(what),
  };
}

function joinedOf(party: Party<AgentCommand> | Party<CallerCommand>): Joined {
  const state = party.state();
  if (state.status !== 'joined') throw new Error(`the session is ${state.status}`);
  return state.joined;
}

/** Waits for both also when one fails, so that nothing of this call runs on behind its back. */
async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  for (const outcome of await Promise.allSettled([one, other])) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}
