/** Entitled people in a session of their own, who name what is another's: the lines of `CROSSINGS`. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Ack } from '../../protocol/wire.ts';
import { createVisitor } from '../support/call.ts';
import type { Played } from './play.ts';
import { noteCommandOf, type Stage } from './stage.ts';
import { CROSSINGS } from './table.ts';

type Try = (stage: Stage) => Promise<string>;

async function code(answer: Response): Promise<string> {
  return answer.ok ? 'ok' : ((await answer.json()) as { code: string }).code;
}

async function command(stage: Stage, party: 'agent' | 'caller', asked: object): Promise<string> {
  const socket = stage.targets.joined[party]?.socket ?? assert.fail('not connected');
  const ack: Ack = await socket.emitWithAck('command', { id: randomUUID(), command: asked });
  return ack.ok ? 'ok' : ack.code;
}

const photoUnder =
  (which: 'own' | 'foreign'): Try =>
  async ({ staff, targets, others }) =>
    code(await staff.agent.get(`/api/sessions/${targets.joined.session}/media/${others[which].photo}`));
const showsPicture =
  (which: 'own' | 'foreign'): Try =>
  (stage) =>
    command(stage, 'agent', { type: 'ShowPicture', media: stage.others[which].picture, alt: '' });

const repeats =
  (state: 'ended' | 'closed'): Try =>
  async (stage) => {
    const target = await stage.fresh(state);
    const socket = target.agent?.socket ?? assert.fail('not connected');
    const again = { id: noteCommandOf(target), command: { type: 'ShowNote', text: target.note } };
    const ack: Ack = await socket.emitWithAck('command', again);
    return ack.ok ? 'ok' : ack.code;
  };

const TRIES: Readonly<Record<keyof typeof CROSSINGS, Try>> = {
  'agent: a photo of another session under the own one': photoUnder('own'),
  'agent: a photo of a foreign session under the own one': photoUnder('foreign'),
  'agent: shows a picture of another session': showsPicture('own'),
  'agent: shows a picture of a foreign session': showsPicture('foreign'),
  "agent: shows the caller's photo as a picture": (stage) =>
    command(stage, 'agent', { type: 'ShowPicture', media: stage.targets.joined.photo, alt: '' }),
  'agent: marks a photo of another session as seen': (stage) =>
    command(stage, 'agent', { type: 'MarkPhotoSeen', photo: stage.others.own.photo }),
  'agent: hands over to a foreign agent': (stage) =>
    command(stage, 'agent', { type: 'HandOver', staff: stage.ids['foreign agent'] }),
  'agent: hands over to a reviewer': (stage) =>
    command(stage, 'agent', { type: 'HandOver', staff: stage.ids.reviewer }),
  'agent: shows a page that is on no list': (stage) =>
    command(stage, 'agent', { type: 'ShowPage', url: 'https://example.com/', title: '' }),
  'agent: repeats a command of the call in the wrap-up, on a socket left open': repeats('ended'),
  'agent: repeats a command of the call after the wrap-up, on a socket left open': repeats('closed'),
  'caller: takes back a photo of another session': (stage) =>
    command(stage, 'caller', { type: 'TakeBackPhoto', photo: stage.others.own.photo }),
  'caller: erases a photo of another session after the call': async (stage) => {
    const cookie = stage.targets.ended.cookies.after ?? '';
    const visitor = createVisitor(stage.harness.address);
    return code(await visitor.post('/api/caller/after/erase', { photo: stage.others.own.photo }, { cookie }));
  },
  'reviewer: a photo of another session under an opening': async (stage) => {
    const { reviewer, 'second reviewer': second } = stage.staff;
    const { id } = await stage.ask(reviewer, stage.targets.joined);
    assert.ok((await second.post(`/api/review/access/${id}/approve`, {})).ok);
    return code(await reviewer.get(`/api/review/access/${id}/media/${stage.others.own.photo}`));
  },
  'reviewer: a hold on a photo of another session': async ({ staff, targets, others }) => {
    const body = { session: targets.joined.session, photo: others.own.photo, reason: 'a claim' };
    return code(await staff.reviewer.post('/api/review/holds', body));
  },
  'reviewer: decides on a foreign opening': async (stage) => {
    const { id } = await stage.ask(stage.staff['foreign reviewer'], stage.others.foreign);
    return code(await stage.staff.reviewer.post(`/api/review/access/${id}/approve`, {}));
  },
  'reviewer: approves a foreign hold': async (stage) => {
    const { id } = await stage.hold(stage.staff['foreign reviewer'], stage.others.foreign);
    return code(await stage.staff.reviewer.post(`/api/review/holds/${id}/approve`, {}));
  },
};

export async function playCrossings(stage: Stage): Promise<Played[]> {
  const played: Played[] = [];
  for (const what of Object.keys(TRIES) as (keyof typeof CROSSINGS)[]) {
    played.push({ what, expected: CROSSINGS[what], answer: await TRIES[what](stage) });
  }
  return played;
}
