import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createVisitor, freshNumber, json, signIn, startSession, type Visitor } from '../support/call.ts';
import { type Harness, MINUTE, startHarness, TELEPHONY_SECRET } from '../support/harness.ts';

describe('what a hang-up ends', () => {
  let harness: Harness;
  let agent: Visitor;
  let events = 0;
  beforeEach(async () => {
    harness = await startHarness();
    agent = (await signIn(harness.address)).visitor;
  });
  afterEach(() => harness.dispose());

  async function hangUp(call: string, more: object): Promise<{ ended: number; matched: string }> {
    events += 1;
    const body = JSON.stringify({ controller: 'lmt', event: `event-${events}`, ...more });
    const seconds = Math.floor(harness.clock.now() / 1000);
    const hmac = createHmac('sha256', `${TELEPHONY_SECRET}-lmt`).update(`${seconds}.${body}`).digest('hex');
    const response = await fetch(`${harness.address}/api/calls/${call}/ended`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-zvana-signature': `t=${seconds},v1=${hmac}` },
      body,
    });
    return json(response);
  }
  const open = async () =>
    (await json<{ session: string; endedAt?: number }[]>(await agent.get('/api/sessions')))
      .filter(({ endedAt }) => endedAt === undefined)
      .map(({ session }) => session);

  it('[TEL-6] ends the session of its call reference, and no other of that number', async () => {
    const number = freshNumber();
    await startSession(agent, { number, call: 'call-1' });
    const other = await startSession(agent, { number, call: 'call-2' });
    assert.deepEqual(await hangUp('call-1', { number }), { ended: 1, matched: 'call' });
    assert.deepEqual(await open(), [other]);
  });

  it('[TEL-7] without a reference ends the number’s session if there is exactly one', async () => {
    const number = freshNumber();
    const session = await startSession(agent, { number });
    assert.deepEqual(await hangUp('-', { number: freshNumber() }), { ended: 0, matched: 'none' });
    const second = await startSession(agent, { number });
    assert.deepEqual(await hangUp('-', { number }), { ended: 0, matched: 'ambiguous' });
    assert.deepEqual((await open()).sort(), [session, second].sort());
  });

  it('[TEL-8] a message that comes late spares the number’s next call', async () => {
    const number = freshNumber();
    const endedAt = harness.clock.now() - MINUTE;
    await startSession(agent, { number });
    assert.deepEqual(await hangUp('-', { number, endedAt }), { ended: 0, matched: 'none' });
    assert.deepEqual(await hangUp('-', { number, endedAt: harness.clock.now() }), {
      ended: 1,
      matched: 'number',
    });
  });

  it('[TEL-9] one controller’s hang-up ends nothing of another’s', async () => {
    const number = freshNumber();
    const { visitor: amigo } = await signIn(harness.address, 'anna@amigo');
    await startSession(amigo, { number });
    assert.deepEqual(await hangUp('-', { number }), { ended: 0, matched: 'none' });
    assert.equal((await createVisitor(harness.address).get('/healthz')).status, 200);
  });
});
