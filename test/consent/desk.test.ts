import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ConsentCounts, ConsentsFound } from '../../protocol/consent-desk.ts';
import { openLocalKeys } from '../../server/adapters/local-keys.ts';
import { readPublicKey, verifyExport, verifyProof, verifyReceipt } from '../../server/ledger/verifier.ts';
import { controllerEvents } from '../privacy/support.ts';
import { json, signIn, type Visitor } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';

const NUMBER = '+37120000041';

describe('consents at the desk', () => {
  let harness: Harness;
  let agent: Visitor;
  let reviewer: Visitor;
  before(async () => {
    harness = await startHarness();
    agent = (await signIn(harness.address)).visitor;
    reviewer = (await signIn(harness.address, 'ilze@lmt')).visitor;
  });
  after(() => harness.dispose());

  const publicKey = () => {
    const signer = openLocalKeys(join(harness.dataDir, 'controllers.json'), []);
    return readPublicKey(Buffer.from(signer.publicKey('lmt')).toString('base64'));
  };
  const wish = (more: Record<string, unknown> = {}) => ({
    id: randomUUID(),
    number: NUMBER,
    change: 'given',
    purpose: 'metadata',
    version: '2',
    language: 'ru',
    method: 'service-centre',
    reason: 'asked for help with the router',
    read: true,
    ...more,
  });
  const record = (more: Record<string, unknown> = {}) => agent.post('/api/consents/record', wish(more));
  const find = async (number = NUMBER) =>
    json<ConsentsFound>(await reviewer.post('/api/review/consents/find', { number }));
  const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

  it('[CON-80] an agent records what a customer said, with the lower assurance', async () => {
    const done = await json<Record<string, unknown>>(await record(), 201);
    assert.equal(done.assurance, 'staff-recorded');
    assert.deepEqual(Object.keys(done).sort(), ['assurance', 'at', 'record'], 'and learns nothing else');
    const [holder] = (await find()).holders;
    const [one] = holder?.records ?? [];
    assert.deepEqual(
      [one?.method, one?.assurance, one?.reason, one?.language, one?.version],
      ['service-centre', 'staff-recorded', 'asked for help with the router', 'ru', '2'],
    );
    const me = await json<{ id: string }>(await agent.get('/api/me'));
    assert.equal(one?.staff, me.id);
  });

  it('[CON-80] nothing is given that was not read out, for no reason, or by another way', async () => {
    const number = '+37120000042';
    assert.equal(await codeOf(await record({ number, read: false })), 'consent_not_read');
    for (const wrong of [
      { reason: ' ' },
      { method: 'call-card' },
      { method: 'self-service' },
      { change: 'ended' },
      { assurance: 'matched-call' },
    ]) {
      assert.equal((await record({ number, ...wrong })).status, 400, JSON.stringify(wrong));
    }
    assert.equal(await codeOf(await record({ number, version: '1' })), 'consent_outdated');
    assert.equal(
      await codeOf(await record({ number, purpose: 'partner-offers', version: '1' })),
      'consent_retired',
    );
    assert.equal(await codeOf(await record({ number: '12' })), 'subject_number_refused');
    assert.deepEqual((await find(number)).holders, []);
  });

  it('[CON-80] taking back needs no reading, and the same click twice is one record', async () => {
    const number = '+37120000043';
    await json(await record({ number }), 201);
    const again = wish({ number, change: 'withdrawn', read: false });
    const first = await json<{ record: string }>(await agent.post('/api/consents/record', again), 201);
    const second = await json<{ record: string }>(await agent.post('/api/consents/record', again), 201);
    assert.equal(first.record, second.record);
    const [holder] = (await find(number)).holders;
    assert.deepEqual(
      holder?.records.map(({ change }) => change),
      ['withdrawn', 'given'],
    );
  });

  it('[CON-80] supervisors and reviewers record none', async () => {
    const supervisor = (await signIn(harness.address, 'janis@lmt')).visitor;
    for (const other of [supervisor, reviewer]) {
      assert.equal((await other.post('/api/consents/record', wish())).status, 403);
    }
  });

  it('[CON-81] the reviewer finds a number, and each look is recorded without it', async () => {
    const before = (await controllerEvents(harness)).length;
    const [holder] = (await find()).holders;
    assert.deepEqual(
      holder?.standing.map(({ purpose, state, title }) => [purpose, state, title]),
      [['metadata', 'in-force', 'Saziņas metadati']],
    );
    const fresh = (await controllerEvents(harness)).slice(before).map(({ event }) => event);
    assert.deepEqual(fresh, [{ type: 'ConsentsViewed', what: 'history', subject: holder?.subject }]);
    assert.doesNotMatch(JSON.stringify(await controllerEvents(harness)), /2000004/);
  });

  it('[CON-82] receipts and proofs can be taken away and verified with the public key alone', async () => {
    const [holder] = (await find()).holders;
    const [one] = holder?.records ?? [];
    assert.ok(holder && one);
    const path = `/api/review/consents/${holder.subject}`;
    const key = publicKey();
    const receipt = await reviewer.get(`${path}/receipts/${one.id}/file`);
    assert.equal(receipt.headers.get('content-type')?.split(';')[0], 'application/ld+json');
    assert.equal(verifyReceipt(await receipt.text(), key).ok, true);
    const page = await reviewer.get(`${path}/receipts/${one.id}?language=ru`);
    assert.match(await page.text(), /Согласие дано/);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    await harness.services.catchUp();
    const proof = verifyProof(await (await reviewer.get(`${path}/proof?seq=${one.seq}`)).text(), key);
    assert.ok(proof.ok && proof.shows.includes('ConsentGiven'), JSON.stringify(proof));
    assert.equal((await reviewer.get(`${path}/receipts/another-record`)).status, 404);
  });

  it('[CON-81] counts say how many, and about nobody', async () => {
    const counts = await json<ConsentCounts>(await reviewer.get('/api/review/consents/counts'));
    assert.deepEqual(
      counts.now.toSorted((one, other) => (one.state < other.state ? -1 : 1)),
      [
        { purpose: 'metadata', state: 'in-force', count: 1 },
        { purpose: 'metadata', state: 'withdrawn', count: 1 },
      ],
    );
    assert.deepEqual(
      counts.changes.map(({ change, method, count }) => `${change} ${method} ${count}`).sort(),
      ['given service-centre 2', 'withdrawn service-centre 1'],
    );
  });

  it('[CON-81] a former holder of the number is told apart from the present one', async () => {
    const number = '+37120000044';
    await json(await record({ number }), 201);
    await harness.services.consents.endHolder(
      { controller: 'lmt', number },
      { method: 'feed', assurance: 'operator', language: 'lv' },
    );
    await json(await record({ number, purpose: 'location' }), 201);
    const { holders } = await find(number);
    assert.deepEqual(
      holders.map(({ endedAt, standing }) => [endedAt !== undefined, standing.map(({ state }) => state)]),
      [
        [false, ['in-force']],
        [true, ['ended']],
      ],
    );
  });

  it('[CON-61] checkpoints cover consents, and the export with them verifies', async () => {
    await harness.services.catchUp();
    const text = await (await reviewer.get('/api/review/ledger/export')).text();
    const signed = await (await reviewer.get('/api/review/ledger/checkpoints')).text();
    const key = publicKey();
    const verdict = await verifyExport(text.split('\n').slice(0, -1), key, [signed]);
    assert.deepEqual([verdict.ok, verdict.named], [true, []]);
    assert.match(text, /\["stream","subject:/);
  });
});
