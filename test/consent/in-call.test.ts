/** Consents inside a call, over real sockets against the real services: the card, the offer, the withdrawal. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'mocha';
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import type { CardStanding, StartSession } from '../../protocol/http.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import { createConsentRegister } from '../../server/consent/register.ts';
import { loadContent } from '../../server/content/load.ts';
import { createKeys } from '../../server/ledger/keys.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { CONTENT } from '../content/fixture.ts';
import {
  accept,
  connect,
  createVisitor,
  json,
  type PlayedCall,
  playToMatch,
  signIn,
  startSession,
  tokenFor,
} from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';

const OFFER = { type: 'ShowGuide', guide: 'offer-newer-router', step: 0, turning: 'both' } as const;
const SUPPORT = { ...OFFER, guide: 'router-lights' } as const;

type Card = Extract<Stage, { kind: 'consent' }>;

function stageOf(state: SessionState): Stage {
  assert.ok(state.status === 'joined', state.status);
  return state.joined.stage;
}

function cardOn(state: SessionState): Card {
  const stage = stageOf(state);
  assert.ok(stage.kind === 'consent', stage.kind);
  return stage;
}

describe('consents in a call', () => {
  let harness: Harness;
  const calls: PlayedCall[] = [];
  before(async () => {
    harness = await startHarness();
  });
  afterEach(() => {
    for (const call of calls.splice(0)) call.close();
  });
  after(() => harness.dispose());

  async function call(more: Partial<StartSession> = {}): Promise<PlayedCall> {
    const played = await playToMatch(harness.address, undefined, more);
    calls.push(played);
    return played;
  }

  async function ask({ agent, caller }: PlayedCall, purpose = 'offers'): Promise<Card> {
    await agent.must({ type: 'ShowConsentCard', purpose });
    return cardOn(
      await caller.until((state) => state.status === 'joined' && state.joined.stage.kind === 'consent'),
    );
  }

  const answer = (
    { showing }: Card,
    said: 'given' | 'declined' | 'withdrawn',
    channels: readonly ('email' | 'sms' | 'call')[] = said === 'given' ? ['call'] : [],
  ): CallerCommand => ({ type: 'AnswerConsentCard', showing, answer: said, channels, language: 'lv' });

  const consentsOf = ({ number }: PlayedCall) => harness.services.consents.of({ controller: 'lmt', number });

  it('[CAR-1] an offer is refused with the missing consent named; support needs none', async () => {
    const played = await call();
    const { agent, caller } = played;
    const ack = await agent.send(OFFER);
    assert.ok(!ack.ok);
    assert.equal(ack.code, 'consent_missing');
    assert.deepEqual(ack.missing, { purpose: 'offers', channel: 'call', use: 'offers' });
    await agent.must(SUPPORT);
    const stage = stageOf(await caller.until((state) => stageOf(state).kind === 'guide'));
    assert.ok(stage.kind === 'guide' && stage.guide === 'router-lights' && stage.purpose === undefined);
  });

  it('[CAR-2] the caller gives it with their own finger, durably, and the agent can show the offer', async () => {
    const played = await call();
    const { agent, caller, session } = played;
    const card = await ask(played);
    assert.equal(card.version, '2');
    assert.match(card.textHash, /^[0-9a-f]{64}$/);
    await caller.must(answer(card, 'given', ['call', 'sms']));
    const { records, standing } = await consentsOf(played);
    assert.equal(records.length, 1);
    const [record] = records;
    assert.deepEqual(
      [
        record?.method,
        record?.assurance,
        record?.version,
        record?.language,
        record?.session,
        record?.textHash,
      ],
      ['call-card', 'matched-call', '2', 'lv', session, card.textHash],
    );
    assert.deepEqual(
      standing.map(({ channel, state }) => [channel, state]),
      [
        ['sms', 'in-force'],
        ['call', 'in-force'],
      ],
    );
    await agent.until((state) => cardOn(state).outcome === 'given');
    await agent.must(OFFER);
    const stage = stageOf(await caller.until((state) => stageOf(state).kind === 'guide'));
    assert.ok(stage.kind === 'guide' && stage.purpose === 'offers');
  });

  it('[CAR-3] the agent sees the outcome and nothing of the channels', async () => {
    const played = await call();
    const { agent, caller } = played;
    await caller.must(answer(await ask(played), 'given', ['email']));
    await agent.until((state) => cardOn(state).outcome === 'given');
    assert.doesNotMatch(JSON.stringify(agent.events), /email/);
    // The offer needs `call`, and only e-mail was given.
    const ack = await agent.send(OFFER);
    assert.ok(!ack.ok && ack.code === 'consent_missing');
  });

  it('[CAR-4] declining records nothing in the register, and the agent is told', async () => {
    const played = await call();
    await played.caller.must(answer(await ask(played), 'declined'));
    await played.agent.until((state) => cardOn(state).outcome === 'declined');
    assert.deepEqual((await consentsOf(played)).records, []);
  });

  it('[CAR-5] what is in force is taken back on the same card', async () => {
    const played = await call();
    const { caller, agent, callerVisitor } = played;
    const card = await ask(played);
    const standing = async () => json<CardStanding>(await callerVisitor.get('/api/caller/consent'));
    assert.deepEqual(await standing(), { given: false, channels: [] });
    await caller.must(answer(card, 'given', ['sms', 'call']));
    assert.deepEqual(await standing(), { given: true, channels: ['sms', 'call'] });
    await caller.must(answer(card, 'withdrawn'));
    await agent.until((state) => cardOn(state).outcome === 'withdrawn');
    assert.deepEqual(await standing(), { given: false, channels: [] });
    assert.deepEqual(
      (await consentsOf(played)).records.map(({ change }) => change),
      ['given', 'withdrawn'],
    );
  });

  it('[CAR-6] a repeat of the same answer is recorded once, also when the screen has changed since', async () => {
    const played = await call();
    const { caller, agent } = played;
    const card = await ask(played);
    const id = randomUUID();
    const first = await caller.send(answer(card, 'given'), id);
    await agent.must(SUPPORT);
    const again = await caller.send(answer(card, 'given'), id);
    assert.deepEqual(again, first);
    assert.equal((await consentsOf(played)).records.length, 1);
  });

  it('[CAR-7] an answer to a card that is gone, or to none, changes nothing', async () => {
    const played = await call();
    const { caller, agent } = played;
    const card = await ask(played);
    await agent.must({ type: 'ClearStage' });
    const gone = await caller.send(answer(card, 'given'));
    assert.ok(!gone.ok && gone.code === 'nothing_shown');
    await ask(played, 'metadata');
    const late = await caller.send(answer(card, 'given'));
    assert.ok(!late.ok && late.code === 'showing_outdated');
    assert.deepEqual((await consentsOf(played)).records, []);
  });

  it('[CAR-8] a withdrawal by another way takes the offer off the screen, and says why', async () => {
    const played = await call();
    const { caller, agent, number } = played;
    await caller.must(answer(await ask(played), 'given', ['sms', 'call']));
    await agent.must(OFFER);
    const holder = { controller: 'lmt', number };
    const arrival = {
      method: 'sms-command',
      assurance: 'sender-only',
      language: 'lv',
      purpose: 'offers',
    } as const;
    await harness.services.consents.withdraw(holder, { ...arrival, channels: ['sms'] });
    assert.equal(stageOf(caller.state()).kind, 'guide', 'SMS alone is not what the offer rests on');
    await harness.services.consents.withdraw(holder, { ...arrival, channels: ['call'] });
    await caller.until((state) => stageOf(state).kind === 'nothing');
    await agent.until((state) => stageOf(state).kind === 'nothing');
    const cleared = agent.events.findLast(({ event }) => event.type === 'StageCleared');
    assert.equal(cleared?.by, 'system');
    assert.deepEqual(cleared?.event, { type: 'StageCleared', why: 'consent-withdrawn' });
    const ack = await agent.send(OFFER);
    assert.ok(!ack.ok && ack.code === 'consent_missing');
  });

  it('[CAR-8] a start takes off what a killed server had no time to', async () => {
    const played = await call();
    const { caller, agent, number } = played;
    await caller.must(answer(await ask(played), 'given'));
    await agent.must(OFFER);
    // A register of its own, which nobody listens to: the record is durable, and the server died then.
    const { database, journal, keyWrapper, keyStore, clock } = harness;
    const dying = createConsentRegister({
      database,
      content: await loadContent(CONTENT),
      ledger: createLedger(journal),
      keys: createKeys(keyWrapper, keyStore, randomUUID),
      clock,
      newId: randomUUID,
      lookupKey: (controller) => keyWrapper.lookupKey(controller),
      customers: { isCustomer: async () => true, lastTransactionEnd: async () => undefined },
    });
    const arrival = { method: 'sms-command', assurance: 'sender-only', language: 'lv' } as const;
    await dying.withdraw({ controller: 'lmt', number }, { ...arrival, purpose: 'offers' });
    assert.equal(stageOf(caller.state()).kind, 'guide');
    await harness.services.resume();
    await caller.until((state) => stageOf(state).kind === 'nothing');
  });

  it('[CAR-8] a withdrawal between the register’s yes and the screen is not missed', async () => {
    const played = await call();
    const { caller, agent, number } = played;
    await caller.must(answer(await ask(played), 'given'));
    const holder = { controller: 'lmt', number };
    const arrival = { method: 'sms-command', assurance: 'sender-only', language: 'lv' } as const;
    // Both at once, many times: whatever the order, no offer stays without its consent.
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([
        agent.send(OFFER),
        harness.services.consents.withdraw(holder, { ...arrival, purpose: 'offers' }),
      ]);
      await agent.until((state) => stageOf(state).kind !== 'guide');
      await harness.services.consents.give(holder, {
        ...arrival,
        assurance: 'number-proven',
        purpose: 'offers',
        version: '2',
        channels: ['call'],
      });
    }
  });

  it('[CAR-9] a withdrawal leaves support on the screen', async () => {
    const played = await call();
    const { caller, agent, number } = played;
    await caller.must(answer(await ask(played), 'given'));
    await agent.must(SUPPORT);
    await harness.services.consents.withdraw(
      { controller: 'lmt', number },
      { method: 'sms-command', assurance: 'sender-only', language: 'lv', purpose: 'offers' },
    );
    const [answered] = await agent.must({ type: 'ShowNote', text: 'labdien' });
    assert.equal(answered?.event.type, 'NoteShown');
    assert.ok(!agent.events.some(({ event }) => event.type === 'StageCleared'));
  });

  it('[CAR-10] what the register said is in the session’s log, on yes and on no', async () => {
    const played = await call();
    const { caller, agent } = played;
    await agent.send(OFFER);
    await caller.must(answer(await ask(played), 'given'));
    await agent.must(OFFER);
    const [record] = (await consentsOf(played)).records;
    const checks = agent.events.map(({ event }) => event).filter(({ type }) => type === 'ConsentChecked');
    const asked = { type: 'ConsentChecked', purpose: 'offers', channel: 'call', use: 'offers' };
    assert.deepEqual(checks, [
      { ...asked, answer: 'never' },
      { ...asked, answer: 'in-force', record: record?.id },
    ]);
    assert.ok(!caller.events.some(({ event }) => event.type === 'ConsentChecked'));
  });

  it('[CAR-11] before the spoken match there is no card and no offer', async () => {
    const { visitor } = await signIn(harness.address);
    const number = `+371${29_000_000 + Math.floor(Math.random() * 900_000)}`;
    const session = await startSession(visitor, { number });
    const agent = await connect<AgentCommand>(visitor, { as: 'agent', session });
    const callerVisitor = createVisitor(harness.address);
    await accept(callerVisitor, await tokenFor(harness.address, number));
    await agent.until((state) => state.status === 'joined');
    for (const command of [
      OFFER,
      { type: 'ShowConsentCard', purpose: 'offers' },
      { type: 'ShowDiagnostics' },
    ] as const) {
      const ack = await agent.send(command);
      assert.ok(!ack.ok && ack.code === 'match_required', command.type);
    }
    agent.close();
  });

  it('[CAR-12] an agent cannot answer a card', async () => {
    const played = await call();
    const card = await ask(played);
    const ack: { ok: boolean; code?: string } = await played.agent.socket.emitWithAck('command', {
      id: randomUUID(),
      command: answer(card, 'given'),
    });
    assert.deepEqual([ack.ok, ack.code], [false, 'unknown_command']);
    assert.deepEqual((await consentsOf(played)).records, []);
  });

  it('[CAR-13] a retired or unknown purpose has no card', async () => {
    const { agent } = await call();
    for (const purpose of ['partner-offers', 'marketing']) {
      const ack = await agent.send({ type: 'ShowConsentCard', purpose });
      assert.ok(!ack.ok && ack.code === 'consent_unknown', purpose);
    }
  });

  it('[CAR-14] use and router are shown only with `metadata`, and go with it', async () => {
    const played = await call();
    const { agent, caller, number } = played;
    const refused = await agent.send({ type: 'ShowDiagnostics' });
    assert.ok(!refused.ok);
    assert.deepEqual(refused.missing, { purpose: 'metadata', use: 'remote-help' });
    await caller.must(answer(await ask(played, 'metadata'), 'given', []));
    await agent.must({ type: 'ShowDiagnostics' });
    const stage = stageOf(await caller.until((state) => stageOf(state).kind === 'diagnostics'));
    assert.ok(stage.kind === 'diagnostics');
    assert.equal(stage.reading.router?.signalBars, 1);
    await harness.services.consents.withdraw(
      { controller: 'lmt', number },
      { method: 'sms-command', assurance: 'sender-only', language: 'lv', purpose: 'metadata' },
    );
    await caller.until((state) => stageOf(state).kind === 'nothing');
  });
});
