import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOutbox } from '../../server/system/outbox.ts';
import { DAY, type Harness, HOUR, startHarness } from '../support/harness.ts';
import { give, issue, openReceiver, type Receiver, systemsOf, withdraw } from './support.ts';

const NUMBER = '+37126000001';
const OTHER = '+37126000002';

describe('webhooks of changed consents', () => {
  let harness: Harness;
  let receiver: Receiver;
  beforeEach(async () => {
    harness = await startHarness();
    receiver = await openReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    await harness.dispose();
  });

  const told = () => receiver.got.map(({ body: { record } }) => record);

  it('[API-20] a change is told as soon as it is durable, a withdrawal too', async () => {
    const { subjectKey } = await issue(harness, { webhook: receiver.url });
    const given = await give(harness, NUMBER, 'metadata');
    await receiver.until(1);
    const record = await withdraw(harness, NUMBER, 'metadata');
    await receiver.until(2);
    assert.deepEqual(told(), [given, record]);
    const now = new Date(harness.clock.now()).toISOString();
    const { id, ...body } = receiver.got[1]?.body ?? {};
    assert.deepEqual(body, {
      type: 'consent.changed',
      controller: 'lmt',
      record,
      subject: createHmac('sha256', Buffer.from(subjectKey, 'hex')).update(NUMBER).digest('hex'),
      change: 'withdrawn',
      purpose: 'metadata',
      version: '2',
      at: now,
      recordedAt: now,
    });
    assert.equal(id, receiver.got[1]?.headers['zvana-delivery']);
    assert.ok(!receiver.got.some(({ text }) => text.includes('260000')));
  });

  it('[API-20] it is told of what it may ask about, from its key on', async () => {
    await give(harness, NUMBER, 'metadata');
    await issue(harness, { webhook: receiver.url, purposes: ['offers'], channels: ['email'] });
    await give(harness, NUMBER, 'location');
    await give(harness, NUMBER, 'offers', ['sms']);
    const record = await give(harness, NUMBER, 'offers', ['email', 'sms']);
    await receiver.until(1);
    await harness.clock.pass(0);
    assert.deepEqual(told(), [record]);
    assert.deepEqual(receiver.got[0]?.body.channels, ['email']);
  });

  it('[API-21] it is signed over time and body with the secret of each key that works', async () => {
    const first = await issue(harness, { webhook: receiver.url });
    const second = await systemsOf(harness).rotate(first.system, 90 * DAY, DAY);
    await give(harness, NUMBER, 'metadata');
    await receiver.until(1);
    const [delivered] = receiver.got;
    const seconds = Math.floor(harness.clock.now() / 1000);
    const by = ({ key, signingSecret }: typeof first) => {
      const mac = createHmac('sha256', signingSecret).update(`${seconds}.${delivered?.text}`);
      return `k=${key},t=${seconds},v1=${mac.digest('hex')}`;
    };
    const signatures = String(delivered?.headers['zvana-signature']).split(' ');
    assert.deepEqual(new Set(signatures), new Set([by(first), by(second)]));
  });

  it('[API-22] what was not answered with 2xx is tried again under the same id, less and less often', async () => {
    await issue(harness, { webhook: receiver.url });
    receiver.answer = () => 503;
    await give(harness, NUMBER, 'metadata');
    await receiver.until(1);
    await harness.clock.pass(0);
    await harness.clock.pass(9000);
    assert.equal(receiver.got.length, 1);
    receiver.answer = () => 204;
    await harness.clock.pass(2000);
    assert.equal(receiver.got.length, 2);
    assert.equal(receiver.got[0]?.body.id, receiver.got[1]?.body.id);
    assert.equal(receiver.got[0]?.body.record, receiver.got[1]?.body.record);
    await harness.clock.pass(DAY);
    assert.equal(receiver.got.length, 2);
  });

  it('[API-22] a redirect is no answer, and is not followed', async () => {
    await issue(harness, { webhook: receiver.url });
    receiver.answer = () => 307;
    await give(harness, NUMBER, 'metadata');
    await receiver.until(1);
    await harness.clock.pass(0);
    const [row] = await harness.database.selectFrom('consent_webhook').selectAll().execute();
    assert.deepEqual([row?.state, row?.last_answer], ['queued', 'it answered 307']);
  });

  it('[API-23] of one subject nothing overtakes what came earlier; other subjects do not wait', async () => {
    await issue(harness, { webhook: receiver.url });
    receiver.answer = ({ body: { subject } }) => (subject === receiver.got[0]?.body.subject ? 500 : 204);
    const first = await give(harness, NUMBER, 'metadata');
    await receiver.until(1);
    const second = await withdraw(harness, NUMBER, 'metadata');
    const others = await give(harness, OTHER, 'metadata');
    await receiver.until(2);
    await harness.clock.pass(0);
    assert.deepEqual(told(), [first, others]);
    receiver.answer = () => 204;
    await harness.clock.pass(11_000);
    assert.deepEqual(told(), [first, others, first, second]);
  });

  it('[API-20] a system that does not answer keeps no other one waiting', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    await issue(harness, { webhook: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
    await issue(harness, { webhook: receiver.url });
    const connected = once(silent, 'request');
    await give(harness, NUMBER, 'metadata');
    await connected;
    await withdraw(harness, NUMBER, 'metadata');
    await receiver.until(2);
    silent.closeAllConnections();
    silent.close();
  });

  it('[API-24] what was queued, or not even that, is told by the server that comes after', async () => {
    const { system } = await issue(harness, { webhook: receiver.url });
    receiver.answer = () => 500;
    const record = await give(harness, NUMBER, 'metadata');
    await receiver.until(1);
    await harness.clock.pass(0);
    // As a server leaves it that is killed between the change and its row.
    await harness.database.deleteFrom('consent_webhook').execute();
    await harness.database.updateTable('consent_system').set({ queued_to: 0 }).execute();
    receiver.answer = () => 204;
    await harness.clock.pass(0);
    assert.deepEqual(told(), [record, record]);
    const outbox = createOutbox(harness.database, harness.clock);
    assert.deepEqual(await outbox.of(system), { queued: [], dead: [] });
  });

  it('[API-25] after a day it is given up: an entry, the operator sees it, and has it tried again', async () => {
    const { system } = await issue(harness, { webhook: receiver.url });
    receiver.answer = () => 500;
    const record = await give(harness, NUMBER, 'metadata');
    await receiver.until(1);
    for (let hours = 0; hours < 30; hours += 1) await harness.clock.pass(HOUR);
    const outbox = createOutbox(harness.database, harness.clock);
    const { dead } = await outbox.of(system);
    assert.deepEqual(
      dead.map(({ attempts, last_answer }) => [attempts, last_answer]),
      [[8, 'it answered 500']],
    );
    const entries = harness.database.selectFrom('controller_entry').selectAll();
    assert.equal((await entries.where('type', '=', 'ConsentWebhookGivenUp').execute()).length, 1);
    assert.equal(harness.faults.length, 1);
    receiver.answer = () => 204;
    assert.equal(await outbox.revive(system), 1);
    await harness.clock.pass(0);
    assert.equal(told().at(-1), record);
    assert.deepEqual(await outbox.of(system), { queued: [], dead: [] });
  });

  it('[API-26] a revoked system is told nothing more', async () => {
    const { system } = await issue(harness, { webhook: receiver.url });
    await systemsOf(harness).revoke(system);
    await give(harness, NUMBER, 'metadata');
    await harness.clock.pass(DAY);
    assert.deepEqual(told(), []);
  });

  it('[API-26] nor is one whose key has run out, until it has the next', async () => {
    const { system } = await issue(harness, { webhook: receiver.url, validFor: DAY });
    await harness.clock.pass(DAY);
    const record = await give(harness, NUMBER, 'metadata');
    await harness.clock.pass(0);
    assert.deepEqual(told(), []);
    await systemsOf(harness).rotate(system, DAY, 0);
    await harness.clock.pass(10_000);
    assert.deepEqual(told(), [record]);
  });
});
