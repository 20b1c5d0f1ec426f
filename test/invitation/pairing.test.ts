import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import type { CodeAccepted, InvitationView, Problem } from '../../protocol/http.ts';
import { SmsError, type SmsGateway, type SmsMessage, type SmsReport } from '../../server/ports.ts';
import {
  accept,
  connect,
  createVisitor,
  digitsOf,
  freshNumber,
  json,
  playToMatch,
  signIn,
  startSession,
  tokenFor,
  type Visitor,
} from '../support/call.ts';
import { type Harness, MINUTE, startHarness } from '../support/harness.ts';

const open = (visitor: Visitor, token: string) =>
  visitor.post('/api/invitation/open', { token, device: 'phone' });

async function codeOf(response: Response): Promise<string> {
  const { code } = (await response.json()) as Problem;
  return code;
}

describe('the link', () => {
  let harness: Harness;
  let agent: Visitor;
  beforeEach(async () => {
    harness = await startHarness();
    agent = (await signIn(harness.address)).visitor;
  });
  afterEach(() => harness.dispose());

  async function invited(): Promise<{ session: string; number: string; token: string }> {
    const number = freshNumber();
    const session = await startSession(agent, { number });
    return { session, number, token: await tokenFor(harness.address, number) };
  }
  const statusOf = async (session: string) => {
    const row = await harness.database.selectFrom('session').select('status').where('id', '=', session);
    return (await row.executeTakeFirst())?.status;
  };

  it('[INV-1] is 22 letters and digits after the address, stored only as a hash', async () => {
    const { token } = await invited();
    assert.match(token, /^[0-9A-Za-z]{22}$/);
    const rows = await harness.database.selectFrom('invitation').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token));
    assert.match(rows[0]?.token_hash ?? '', /^[0-9a-f]{64}$/);
  });

  it('[INV-2] is not opened by a preview that fetches the page: only the page itself says so', async () => {
    const { session } = await invited();
    await createVisitor(harness.address).get('/');
    assert.equal(await statusOf(session), 'invited');
  });

  it('[INV-3] opens as often as the caller likes until Accept, which alone spends it', async () => {
    const { session, token } = await invited();
    const caller = createVisitor(harness.address);
    const view = await json<InvitationView>(await open(caller, token));
    assert.deepEqual([view.agentName, view.language, view.moving], ['Anna', 'lv', false]);
    assert.equal((await open(createVisitor(harness.address), token)).status, 200);
    assert.equal(await statusOf(session), 'opened');
    await accept(caller, token);
    assert.equal(await statusOf(session), 'joined');
    assert.equal(await codeOf(await open(createVisitor(harness.address), token)), 'invitation_spent');
  });

  it('[INV-4] expires after 15 minutes', async () => {
    const { session, token } = await invited();
    // With the agent there: a session in which nobody is connected ends before.
    const socket = await connect<AgentCommand>(agent, { as: 'agent', session });
    await harness.clock.pass(15 * MINUTE - 1);
    assert.equal((await open(createVisitor(harness.address), token)).status, 200);
    await harness.clock.pass(1);
    assert.equal(await codeOf(await open(createVisitor(harness.address), token)), 'invitation_expired');
    socket.close();
  });

  it('[INV-5] repeats the same token when it is sent again undelivered, and a new one replaces it after', async () => {
    const { session, number, token } = await invited();
    const socket = await connect<AgentCommand>(agent, { as: 'agent', session });
    const messages = async () =>
      (await json<{ to: string; text: string }[]>(await agent.get('/demo/api/messages'))).filter(
        ({ to }) => to === number,
      );
    await socket.must({ type: 'SendInvitation' });
    await socket.until(() => socket.events.some(({ event }) => event.type === 'SmsSent'));
    assert.deepEqual(
      (await messages()).map(({ text }) => text.includes(token)),
      [true, true],
    );
    await harness.database.updateTable('sms').set({ sealed: null, state: 'delivered' }).execute();
    await socket.must({ type: 'SendInvitation' });
    const newest = await tokenFor(harness.address, number);
    await socket.until((state) => state.status === 'invited' && state.journey.sentAt !== undefined);
    assert.notEqual(await tokenFor(harness.address, number), token, `sent ${newest}`);
    assert.equal(await codeOf(await open(createVisitor(harness.address), token)), 'invitation_replaced');
    socket.close();
  });

  it('[INV-7] gives a fresh credential to the browser whose answer to Accept was lost, and to no other', async () => {
    const { token } = await invited();
    const caller = createVisitor(harness.address);
    const view = await json<InvitationView>(await open(caller, token));
    const acceptance = {
      token,
      terms: view.terms.version,
      notice: view.notice.version,
      language: 'lv',
      device: 'phone',
      attempt: 'attempt-of-this-browser',
    };
    const post = (visitor: Visitor, body: object) => visitor.post('/api/invitation/accept', body);
    assert.equal((await post(createVisitor(harness.address), acceptance)).status, 200);
    assert.equal((await post(caller, acceptance)).status, 200);
    assert.equal((await caller.get('/api/caller')).status, 200);
    const thief = { ...acceptance, attempt: 'attempt-of-a-thief-000' };
    assert.equal(await codeOf(await post(createVisitor(harness.address), thief)), 'invitation_spent');
  });

  it('[INV-8] accepts only the versions in force', async () => {
    const { token } = await invited();
    const old = { token, terms: '1999-01-01', notice: '1999-01-01', language: 'lv', device: 'phone' };
    const answer = await createVisitor(harness.address).post('/api/invitation/accept', old);
    assert.equal(await codeOf(answer), 'terms_outdated');
  });

  it('[INV-10] sends at most six messages an hour to one number', async () => {
    const { session } = await invited();
    const socket = await connect<AgentCommand>(agent, { as: 'agent', session });
    for (let sent = 1; sent < 6; sent += 1) await socket.must({ type: 'SendInvitation' });
    const refused = await socket.send({ type: 'SendInvitation' });
    assert.deepEqual([refused.ok, !refused.ok && refused.code], [false, 'sending_limit_reached']);
    socket.close();
  });
});

describe('the spoken code', () => {
  let harness: Harness;
  let agent: Visitor;
  beforeEach(async () => {
    harness = await startHarness();
    agent = (await signIn(harness.address)).visitor;
  });
  afterEach(() => harness.dispose());

  async function spoken(): Promise<{ number: string; code: string }> {
    const number = freshNumber();
    const session = await startSession(agent, { number, invite: 'code' });
    const socket = await connect<AgentCommand>(agent, { as: 'agent', session });
    const state = socket.state();
    socket.close();
    assert.ok(state.status === 'invited');
    return { number, code: state.invitation.code ?? '' };
  }
  const redeem = (number: string, code: string) =>
    createVisitor(harness.address).post('/api/invitation/code', { number, code });
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  it('[INV-11] opens the session of that number, typed any way, once', async () => {
    const { number, code } = await spoken();
    const typed = number.replace('+371', '').replace(/(\d\d)(\d{3})/, '$1 $2 ');
    const { token } = await json<CodeAccepted>(await redeem(typed, code));
    assert.equal((await open(createVisitor(harness.address), token)).status, 200);
    assert.equal(await codeOf(await redeem(number, code)), 'code_wrong');
  });

  it('[INV-12] allows five tries, and is closed after them even for the right code', async () => {
    const { number, code } = await spoken();
    for (let tries = 1; tries <= 4; tries += 1) {
      assert.equal(await codeOf(await redeem(number, wrong(code))), 'code_wrong');
    }
    assert.equal(await codeOf(await redeem(number, wrong(code))), 'code_attempts_exhausted');
    assert.equal(await codeOf(await redeem(number, code)), 'code_attempts_exhausted');
  });

  it('[INV-12] counts parallel guesses one by one', async () => {
    const { number, code } = await spoken();
    const guesses = Array.from({ length: 12 }, () => redeem(number, wrong(code)).then(codeOf));
    const answers = await Promise.all(guesses);
    assert.equal(answers.filter((answer) => answer === 'code_wrong').length, 4);
  });

  it('[INV-13] expires after ten minutes, and answers an unknown number as a wrong code', async () => {
    const { number, code } = await spoken();
    assert.equal(await codeOf(await redeem(freshNumber(), code)), 'code_wrong');
    await harness.clock.pass(10 * MINUTE);
    assert.equal(await codeOf(await redeem(number, code)), 'code_wrong');
  });
});

describe('the move to another device', () => {
  it('[INV-9] gives the session to the new browser, keeps the match, and ends the old one', async () => {
    const harness = await startHarness();
    const call = await playToMatch(harness.address);
    await call.caller.must({ type: 'RequestDeviceMove' });
    await call.agent.until((state) => state.status === 'joined' && state.joined.deviceMove === 'requested');
    await call.agent.must({ type: 'AgreeDeviceMove' });
    const offered = await call.caller.until(
      (state) => state.status === 'joined' && Boolean(state.invitation),
    );
    assert.ok(offered.status === 'joined');
    const { token, code } = offered.invitation ?? {};
    assert.match(code ?? '', /^\d{6}$/);
    const agentSees = call.agent.state();
    assert.ok(agentSees.status === 'joined');
    assert.deepEqual([agentSees.invitation?.token, agentSees.invitation?.code], [undefined, undefined]);

    const tablet = createVisitor(harness.address);
    const left = new Promise((resolve) => call.caller.socket.once('disconnect', resolve));
    await accept(tablet, token ?? '');
    await left;
    await assert.rejects(connect(call.callerVisitor, { as: 'caller' }), { code: 'credential_unknown' });
    const moved = await connect<CallerCommand>(tablet, { as: 'caller' });
    const state = moved.state();
    assert.ok(state.status === 'joined');
    assert.equal(state.joined.match.kind, 'confirmed');
    moved.close();
    call.close();
    await harness.dispose();
  });
});

describe('the outbox', () => {
  /** A gateway that fails as a test says, and reports when it is told to. */
  function gateway(fail: () => Error | undefined) {
    const sent: SmsMessage[] = [];
    const listeners: ((report: SmsReport) => void)[] = [];
    const adapter: SmsGateway = {
      async send(message) {
        const error = fail();
        if (error) throw error;
        sent.push(message);
      },
      onReport: (listener) => void listeners.push(listener),
      onIncoming() {},
    };
    const report = (told: SmsReport) => {
      for (const listener of listeners) listener(told);
    };
    return { adapter, sent, report };
  }

  it('[INV-6] tries again under the same id and token, and erases what was sealed once it is delivered', async () => {
    let down = true;
    const network = gateway(() => (down ? new SmsError('down', true) : undefined));
    const harness = await startHarness({ gateway: network.adapter });
    const { visitor } = await signIn(harness.address);
    const session = await startSession(visitor);
    const socket = await connect<AgentCommand>(visitor, { as: 'agent', session });
    assert.equal(network.sent.length, 0);
    down = false;
    await harness.clock.pass(5000);
    await socket.until((state) => state.status === 'invited' && state.journey.sentAt !== undefined);
    network.report({ id: network.sent[0]?.id ?? '', outcome: 'delivered' });
    await socket.until((state) => state.status === 'invited' && state.journey.deliveredAt !== undefined);
    const rows = await harness.database.selectFrom('sms').selectAll().execute();
    assert.deepEqual(
      rows.map(({ state, sealed }) => [state, sealed]),
      [['delivered', null]],
    );
    socket.close();
    await harness.dispose();
  });

  it('[INV-6] says so when the gateway refuses, and keeps nothing past the expiry', async () => {
    const network = gateway(() => new SmsError('no such number', false));
    const harness = await startHarness({ gateway: network.adapter });
    const { visitor } = await signIn(harness.address);
    const session = await startSession(visitor);
    const socket = await connect<AgentCommand>(visitor, { as: 'agent', session });
    await socket.until((state) => state.status === 'invited' && state.journey.failed?.reason === 'rejected');
    await harness.clock.pass(15 * MINUTE);
    const rows = await harness.database.selectFrom('sms').select('sealed').execute();
    assert.deepEqual(
      rows.map(({ sealed }) => sealed),
      [null],
    );
    socket.close();
    await harness.dispose();
  });
});

describe('the spoken match', () => {
  it('[MAT-1] shares nothing before it; [MAT-3] closes the session at the third miss', async () => {
    const harness = await startHarness();
    const { visitor } = await signIn(harness.address);
    const number = freshNumber();
    const session = await startSession(visitor, { number });
    const agent = await connect<AgentCommand>(visitor, { as: 'agent', session });
    const phone = createVisitor(harness.address);
    await accept(phone, await tokenFor(harness.address, number));
    const caller = await connect<CallerCommand>(phone, { as: 'caller' });
    const early = await agent.send({ type: 'ShowNote', text: 'sveiki' });
    assert.deepEqual(!early.ok && early.code, 'match_required');
    const digits = digitsOf(caller.state());
    const miss = String((Number(digits) + 1) % 100).padStart(2, '0');
    for (let tries = 0; tries < 3; tries += 1) await agent.must({ type: 'ConfirmMatch', digits: miss });
    const state = await caller.until(({ status }) => status === 'ended');
    assert.ok(state.status === 'ended');
    assert.equal(state.ended.reason, 'match-failed');
    agent.close();
    caller.close();
    await harness.dispose();
  });
});
