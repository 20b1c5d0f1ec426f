/** Plays the lines of the matrix about the socket: who may connect, who may command what, and who hears of it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import type { Me } from '../../protocol/http.ts';
import type { Ack, WireError } from '../../protocol/wire.ts';
import { connect, createVisitor, json, type PartySocket } from '../support/call.ts';
import { castOf, expectedOf, type Played } from './play.ts';
import type { Stage, Target } from './stage.ts';
import { AGENT_COMMANDS, CALLER_COMMANDS, HANDSHAKES, SIGNALS, STATES } from './table.ts';

type AnySocket = PartySocket<AgentCommand | CallerCommand>;

export async function playHandshakes(stage: Stage): Promise<Played[]> {
  const played: Played[] = [];
  for (const as of ['agent', 'caller'] as const) {
    const line = HANDSHAKES[as];
    for (const state of STATES) {
      const target = stage.targets[state];
      for (const role of castOf(line, state)) {
        const cookie = await stage.cookiesOf(role, target);
        // Without a cursor, and with one that asks for everything from the beginning.
        for (const cursor of [undefined, 1]) {
          const { answer, told } = await knock(stage, as, cookie, target, cursor);
          const over = as === 'caller' && state !== 'joined' && role === 'caller';
          const leak = over
            ? [target.photo, target.note, 'wifi-password'].find((word) => told.includes(word))
            : undefined;
          played.push({
            what: `handshake for ${as} as ${role}, ${state}`,
            expected: expectedOf(line, role, state),
            answer,
            ...(leak === undefined ? {} : { leaked: leak }),
          });
        }
      }
    }
  }
  return played;
}

async function knock(
  { harness: { address } }: Stage,
  as: 'agent' | 'caller',
  cookie: string,
  target: Target,
  cursor: number | undefined,
): Promise<{ answer: string; told: string }> {
  const visitor = { ...createVisitor(address), cookies: () => cookie };
  const session = as === 'agent' ? { session: target.session } : {};
  try {
    const party = await connect(visitor, { as, ...session, ...(cursor === undefined ? {} : { cursor }) });
    const told = JSON.stringify([party.state(), party.events]);
    party.close();
    return { answer: 'ok', told };
  } catch (error) {
    return { answer: (error as WireError).code, told: '' };
  }
}

/** Every command on every open socket, those of the other role included. */
export async function playCommands(stage: Stage): Promise<Played[]> {
  const pages = (await json<Me>(await stage.staff.agent.get('/api/me'))).pages;
  const page = pages.flatMap(({ suggestions }) => suggestions)[0]?.url ?? assert.fail('no page is allowed');
  const played: Played[] = [];
  for (const [party, commands, others] of [
    ['agent', AGENT_COMMANDS, CALLER_COMMANDS],
    ['caller', CALLER_COMMANDS, AGENT_COMMANDS],
  ] as const) {
    for (const type of new Set([...Object.keys(commands), ...Object.keys(others)])) {
      for (const state of STATES) {
        if (!stage.targets[state][party] || (party === 'agent' && state === 'erased')) continue;
        const line = commands[type];
        const expected = line ? (line[state] ?? line.else) : 'unknown_command';
        const target = expected === 'ok' ? await stage.fresh(state) : stage.targets[state];
        const socket = (target[party] ?? assert.fail(`no socket for ${party}`)) as AnySocket;
        const ack = await send(socket, commandOf(type, stage, target, page));
        played.push({
          what: `${type} from the ${party}'s socket, ${state}`,
          expected,
          answer: ack.ok ? 'ok' : ack.code,
        });
      }
    }
  }
  return played;
}

function send(socket: AnySocket, command: object): Promise<Ack> {
  return socket.socket.emitWithAck('command', { id: randomUUID(), command });
}

/** A command whose values are right in this very session, as far as it has got. */
export function commandOf(type: string, { ids }: Stage, target: Target, page: string): object {
  const state = target.agent?.state();
  const joined = state?.status === 'joined' ? state.joined : undefined;
  const stage = joined?.stage;
  const showing = stage && stage.kind !== 'nothing' ? stage.showing : 'showing-0001';
  const request = joined?.requests[0]?.id ?? 'request-0001';
  const values: Readonly<Record<string, object>> = {
    ConfirmMatch: { digits: '42' },
    ShowGuide: { guide: 'wifi-password', step: 0, turning: 'agent' },
    TurnStep: { showing, step: 1 },
    ChangeTurning: { showing, turning: 'agent' },
    ShowPage: { url: page, title: 'a page' },
    ShowNote: { text: 'a note' },
    ShowConsentCard: { purpose: 'offers' },
    AnswerConsentCard: { showing, answer: 'given', channels: ['call'], language: 'lv' },
    ShowPicture: { media: target.picture, alt: 'a picture' },
    RequestPhoto: { hint: 'the back' },
    CancelPhotoRequest: { request },
    MarkPhotoSeen: { photo: target.photo },
    HandOver: { staff: ids.colleague },
    NoteOutcome: { solved: true },
    AnswerStep: { showing, step: 0, answer: 'done' },
    ConfirmDisplayed: { showing, step: 0 },
    TapPage: { showing },
    DeclinePhotoRequest: { request },
    TakeBackPhoto: { photo: target.photo },
    ChangeLanguage: { language: 'en' },
  };
  return { type, ...values[type] };
}

/** While everything happens in one session, nobody who is connected to another one hears anything. */
export async function playRooms(stage: Stage): Promise<Played[]> {
  const { own, foreign } = stage.others;
  const bystanders = [own, foreign, stage.targets.ended].flatMap(({ agent, caller }) =>
    [agent, caller].flatMap((socket) => (socket ? [socket as AnySocket] : [])),
  );
  const heard: string[] = [];
  for (const { socket } of bystanders) socket.onAny((name: string) => heard.push(name));
  const played: Played[] = [];
  for (const [party, commands] of [
    ['agent', AGENT_COMMANDS],
    ['caller', CALLER_COMMANDS],
  ] as const) {
    for (const [type, line] of Object.entries(commands)) {
      if ((line.joined ?? line.else) !== 'ok') continue;
      const target = await stage.fresh('joined');
      const { agent, caller } = target;
      assert.ok(agent && caller);
      for (const { socket } of [agent, caller] as AnySocket[]) socket.onAny(() => {});
      agent.socket.emit('signal', { type: SIGNALS.agent[0], x: 0.5, y: 0.5 });
      caller.socket.emit('signal', { type: SIGNALS.caller[0], open: true });
      await Promise.all([caller.untilSignal(() => true), agent.untilSignal(() => true)]);
      assert.ok(
        (await send((party === 'agent' ? agent : caller) as AnySocket, commandOf(type, stage, target, '')))
          .ok || type === 'ShowPage',
      );
      agent.close();
      caller.close();
      // Whatever was sent to them before comes before the answer to this.
      for (const socket of bystanders) await send(socket, { type: 'NoSuchCommand' });
      played.push({ what: `${type} in another session`, expected: '', answer: heard.splice(0).join() });
    }
  }
  return played;
}

/** Both roles' signals to the other one of the same session; the other role's are not relayed. */
export async function playSignals(stage: Stage): Promise<Played[]> {
  const { agent, caller } = await stage.fresh('joined');
  assert.ok(agent && caller);
  const all = [
    { type: 'pointer', x: 0.1, y: 0.1 },
    { type: 'pointer-off' },
    { type: 'camera', open: true },
    { type: 'upload', photo: 'photo-0001', percent: 10 },
  ];
  // One at a time: a volatile message is lost while another one is under way.
  for (const signal of all) {
    for (const socket of [agent, caller] as AnySocket[]) {
      socket.socket.emit('signal', signal);
      await send(socket, { type: 'NoSuchCommand' });
    }
    for (const socket of [agent, caller] as AnySocket[]) await send(socket, { type: 'NoSuchCommand' });
  }
  const heardBy = (socket: AnySocket) => socket.signals.map(({ type }) => type).join();
  return [
    { what: 'signals to the caller', expected: SIGNALS.agent.join(), answer: heardBy(caller as AnySocket) },
    { what: 'signals to the agent', expected: SIGNALS.caller.join(), answer: heardBy(agent as AnySocket) },
  ];
}
