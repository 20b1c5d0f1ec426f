/** The caller's answer between the two streams: texts that changed, people who may not, and a kill in the middle. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Recorded, SessionEvent } from '../../protocol/events.ts';
import { evolveAll, NO_SESSION } from '../../protocol/session.ts';
import { createCardAnswer, resumeAnswers } from '../../server/consent/card-answer.ts';
import type { Ask } from '../../server/session/commands.ts';
import { decide } from '../../server/session/decide.ts';
import type { Outcome } from '../../server/session/sessions.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const SHOWING = 'showing-0001';
const ANSWER = {
  type: 'AnswerConsentCard',
  showing: SHOWING,
  answer: 'given',
  channels: ['call'],
  language: 'ru',
} as const;

let lastNumber = 27_000_000;

/** A session that folds what it is told, as the real ones do, and can be broken at will. */
function stage(
  number: string,
  purpose: string,
  version: string,
  match: 'confirmed' | 'pending' | 'off' = 'confirmed',
) {
  const events: Recorded[] = [];
  const answered = new Map<string, Outcome>();
  let broken = false;
  const add = (event: SessionEvent, by: Recorded['by'] = 'agent') =>
    events.push({ seq: events.length + 1, at: 1, by, event });
  const state = () => evolveAll(NO_SESSION, events);
  add({
    type: 'SessionCreated',
    controller: 'lmt',
    staff: 's',
    agentName: 'Anna',
    language: 'lv',
    category: 'wifi',
    number,
    matchRequired: match !== 'off',
    word: 'kastanis',
  });
  add(
    {
      type: 'TermsAccepted',
      invitation: 'i',
      terms: '1',
      notice: '1',
      language: 'lv',
      device: 'phone',
      digits: '42',
    },
    'caller',
  );
  if (match === 'confirmed') add({ type: 'MatchConfirmed' });
  add({
    type: 'ConsentCardShown',
    showing: SHOWING,
    purpose,
    version,
    textHash: 'f'.repeat(64),
    language: 'lv',
  });
  const sessions = {
    view: async () => ({ state: state(), seq: events.length, controller: 'lmt', staff: 's' }),
    since: async () => events,
    answered: async (_id: string, _by: Ask['by'], command: string) => answered.get(command),
    async execute(_id: string, ask: Ask, { command }: { command?: string } = {}): Promise<Outcome> {
      if (broken) throw new Error('killed');
      const decision = decide(state(), ask, {
        maxPhotos: 1,
        held: { all: false, photos: new Set<string>() },
      });
      if (!decision.ok) return decision;
      const before = events.length;
      for (const event of decision.events) add(event, ask.by);
      const outcome = { ok: true, events: events.slice(before) } as const;
      if (command !== undefined) answered.set(command, outcome);
      return outcome;
    },
  };
  const breakDown = (now: boolean) => {
    broken = now;
  };
  return { sessions, state, events, breakDown };
}

describe('the answer to a card', () => {
  let room: RegisterRoom;
  before(async () => {
    room = await openRegister();
  });
  after(() => room.dispose());

  /** Each its own call: what a card's answer is known by holds the session. */
  function holder() {
    lastNumber += 1;
    return { controller: 'lmt', number: `+371${lastNumber}`, session: `session-${lastNumber}` };
  }
  const answering = (sessions: ReturnType<typeof stage>['sessions']) =>
    createCardAnswer({
      sessions,
      register: room.register,
      content: room.content,
      newId: () => 'showing-0002',
    });
  const outcomes = ({ events }: ReturnType<typeof stage>) =>
    events.flatMap(({ event }) => (event.type === 'ConsentCardAnswered' ? [event.outcome] : []));

  it('[CAR-16] records the language that was read, and not that of the call', async () => {
    const who = holder();
    const played = stage(who.number, 'offers', '2');
    const answered = await answering(played.sessions)(who.session, ANSWER, { command: 'command-1' });
    assert.ok(answered.ok);
    const [record] = (await room.register.of(who)).records;
    assert.deepEqual([record?.language, record?.version, record?.channels], ['ru', '2', ['call']]);
  });

  it('[CAR-17] when the text has changed since, nothing is recorded and the new one is shown', async () => {
    const who = holder();
    const played = stage(who.number, 'offers', '1');
    const answered = await answering(played.sessions)(who.session, ANSWER, { command: 'command-1' });
    assert.deepEqual(answered, { ok: false, code: 'consent_outdated' });
    assert.deepEqual((await room.register.of(who)).records, []);
    const now = played.state();
    assert.ok(now.status === 'joined' && now.joined.stage.kind === 'consent');
    const { showing, version, outcome } = now.joined.stage;
    assert.deepEqual([showing, version, outcome], ['showing-0002', '2', undefined]);
  });

  it('[CAR-18] who may not give it is told so, and the agent only that it could not be recorded', async () => {
    const who = holder();
    room.strangers.add(who.number);
    const played = stage(who.number, 'metadata', '2');
    const answered = await answering(played.sessions)(
      who.session,
      { ...ANSWER, channels: [] },
      { command: 'c' },
    );
    assert.deepEqual(answered, { ok: false, code: 'consent_not_eligible' });
    assert.deepEqual(outcomes(played), ['refused']);
    assert.deepEqual((await room.register.of(who)).records, []);
  });

  it('[CAR-11] without a confirmed match nothing is given', async () => {
    for (const [match, code] of [
      ['pending', 'match_required'],
      ['off', 'consent_needs_proof'],
    ] as const) {
      const who = holder();
      const played = stage(who.number, 'offers', '2', match);
      const answered = await answering(played.sessions)(who.session, ANSWER, { command: 'command-1' });
      assert.deepEqual(answered, { ok: false, code });
      assert.deepEqual((await room.register.of(who)).records, []);
    }
  });

  it('[CAR-19] killed between the two streams, the same command finishes it, once', async () => {
    const who = holder();
    const played = stage(who.number, 'offers', '2');
    const answer = answering(played.sessions);
    played.breakDown(true);
    await assert.rejects(answer(who.session, ANSWER, { command: 'command-1' }), /killed/);
    assert.equal((await room.register.of(who)).records.length, 1, 'durable before the card says so');
    assert.deepEqual(outcomes(played), []);
    played.breakDown(false);
    for (let tries = 0; tries < 2; tries += 1) await answer(who.session, ANSWER, { command: 'command-1' });
    assert.equal((await room.register.of(who)).records.length, 1);
    assert.deepEqual(outcomes(played), ['given']);
  });

  it('[CAR-19] or the next start does, once', async () => {
    const who = holder();
    const played = stage(who.number, 'offers', '2');
    const { session } = who;
    played.breakDown(true);
    await assert.rejects(answering(played.sessions)(session, ANSWER, { command: 'command-2' }), /killed/);
    played.breakDown(false);
    const theirs = { ...played.sessions, since: async (id: string) => (id === session ? played.events : []) };
    const execute: typeof theirs.execute = async (id, ask, options) =>
      id === session ? played.sessions.execute(id, ask, options) : { ok: false, code: 'session_ended' };
    for (let starts = 0; starts < 2; starts += 1) {
      await resumeAnswers({ database: room.database, sessions: { ...theirs, execute }, clock: room.clock });
    }
    assert.deepEqual(outcomes(played), ['given']);
    const now = played.state();
    assert.ok(now.status === 'joined' && now.joined.stage.kind === 'consent');
    assert.equal(now.joined.stage.outcome, 'given');
  });
});
