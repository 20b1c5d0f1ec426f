import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { signIn } from '../support/call.ts';
import { DAY, type Harness, startHarness } from '../support/harness.ts';
import { type Api, apiOf, give, issue, systemsOf, withdraw } from './support.ts';

const NUMBER = '+37126000001';
const OTHER = '+37126000002';
const CHECK = '/api/v1/consents/check';
const BATCH = '/api/v1/consents/check-batch';
const CHANGES = '/api/v1/consents/changes?controller=lmt';

interface Page {
  readonly changes: readonly { readonly record: string; readonly [part: string]: unknown }[];
  readonly next: string;
  readonly more: boolean;
}

describe("the API for the operator's other systems", () => {
  let harness: Harness;
  let api: Api;
  beforeEach(async () => {
    harness = await startHarness();
    api = apiOf(harness, (await issue(harness)).token);
  });
  afterEach(() => harness.dispose());

  const question = (rest: object = {}) => ({
    controller: 'lmt',
    number: NUMBER,
    purpose: 'metadata',
    ...rest,
  });
  const check = async (rest: object = {}, by = api) => {
    const answer = await by.post(CHECK, question(rest));
    return (await answer.json()) as Record<string, unknown>;
  };
  const codeOf = async (answer: Response) => {
    const { code } = (await answer.json()) as { code: string };
    return `${answer.status} ${code}`;
  };
  const refused = async (rest: object = {}, by = api) => codeOf(await by.post(CHECK, question(rest)));
  const page = async (path: string, by = api) => (await (await by.get(path)).json()) as Page;

  /** What the reviewer's log tells, oldest first. */
  async function logged(): Promise<readonly Record<string, unknown>[]> {
    const { visitor } = await signIn(harness.address, 'ilze@lmt');
    const { lines } = (await (await visitor.get('/api/review/log')).json()) as {
      lines: readonly { event: Record<string, unknown> }[];
    };
    return lines.map(({ event }) => event).toReversed();
  }

  it('[API-1] a system asks whether one consent is in force, and is told that and no more', async () => {
    assert.equal((await check()).why, 'never');
    await give(harness, NUMBER, 'offers', ['sms']);
    const record = await give(harness, NUMBER, 'metadata');
    const now = new Date(harness.clock.now()).toISOString();
    assert.deepEqual(await check(), { at: now, inForce: true, record, version: '2', since: now });
    assert.equal((await check({ purpose: 'offers', channel: 'sms' })).inForce, true);
    assert.deepEqual(await check({ purpose: 'offers', channel: 'email' }), {
      at: now,
      inForce: false,
      why: 'never',
    });
    await withdraw(harness, NUMBER, 'metadata');
    assert.equal((await check()).why, 'withdrawn');
  });

  it('[API-1] a use that the text does not name is not covered', async () => {
    await give(harness, NUMBER, 'offers', ['sms']);
    assert.equal((await check({ purpose: 'offers', channel: 'sms', use: 'surveys' })).inForce, true);
    assert.equal((await check({ purpose: 'offers', channel: 'sms', use: 'resale' })).why, 'not-covered');
  });

  it('[API-2] without a key nobody is answered, nor with one that is wrong, revoked or has run out', async () => {
    assert.equal(await refused({}, apiOf(harness, undefined)), '401 system_key_required');
    assert.equal(await refused({}, apiOf(harness, `zvana_${'x'.repeat(43)}`)), '401 system_key_unknown');
    assert.equal(await refused({}, apiOf(harness, 'x')), '401 system_key_unknown');
    const challenged = await apiOf(harness, undefined).post(CHECK, question());
    assert.equal(challenged.headers.get('www-authenticate'), 'Bearer');
    const issued = await issue(harness, { validFor: DAY });
    const shortLived = apiOf(harness, issued.token);
    assert.equal((await check({}, shortLived)).why, 'never');
    await harness.clock.pass(DAY);
    assert.equal(await refused({}, shortLived), '401 system_key_expired');
    const other = await issue(harness);
    await systemsOf(harness).revoke(other.system);
    assert.equal(await refused({}, apiOf(harness, other.token)), '401 system_key_unknown');
  });

  it('[API-2] the signed-in staff of a browser are nobody here', async () => {
    const { visitor } = await signIn(harness.address, 'ilze@lmt');
    assert.equal(await codeOf(await visitor.post(CHECK, question())), '401 system_key_required');
  });

  it('[API-3] a rotated key works on for the overlap, and the new one at once', async () => {
    const first = await issue(harness);
    const second = await systemsOf(harness).rotate(first.system, 90 * DAY, DAY);
    assert.notEqual(second.token, first.token);
    assert.equal(second.subjectKey, first.subjectKey);
    for (const { token } of [first, second])
      assert.equal((await check({}, apiOf(harness, token))).why, 'never');
    await harness.clock.pass(DAY);
    assert.equal(await refused({}, apiOf(harness, first.token)), '401 system_key_expired');
    assert.equal((await check({}, apiOf(harness, second.token))).why, 'never');
  });

  it('[API-3] of a key the database has a hash only, and of its secrets nothing', async () => {
    const { token, signingSecret, subjectKey } = await issue(harness);
    const rows = await Promise.all([
      harness.database.selectFrom('consent_system').selectAll().execute(),
      harness.database.selectFrom('consent_system_key').selectAll().execute(),
    ]);
    const stored = JSON.stringify(rows);
    for (const secret of [token, signingSecret, subjectKey]) assert.ok(!stored.includes(secret));
  });

  it('[API-4] a key asks about its own controller, purposes and channels', async () => {
    assert.equal(await refused({ controller: 'amigo' }), '403 system_controller_wrong');
    assert.equal(await refused({ purpose: 'marketing' }), '404 consent_unknown');
    assert.equal(await refused({ purpose: 'location' }), '403 system_purpose_refused');
    assert.equal(await refused({ purpose: 'offers' }), '422 consent_channel_wrong');
    assert.equal(await refused({ purpose: 'metadata', channel: 'sms' }), '422 consent_channel_wrong');
    const narrow = apiOf(harness, (await issue(harness, { channels: ['email'] })).token);
    assert.equal(await refused({ purpose: 'offers', channel: 'sms' }, narrow), '403 system_purpose_refused');
    assert.equal((await check({ purpose: 'offers', channel: 'email' }, narrow)).why, 'never');
  });

  it('[API-5] what is no number in E.164, or not as documented, is refused', async () => {
    for (const number of ['26000001', '+371 26000001', '+3712600', '', '+0037126000001']) {
      assert.equal(await refused({ number }), '422 number_invalid', number);
    }
    assert.equal(await refused({ more: 1 }), '400 malformed_request');
    assert.equal(await refused({ channel: 'pigeon' }), '400 malformed_request');
  });

  it('[API-6] each question is an entry, without the number; a batch is one', async () => {
    await give(harness, NUMBER, 'metadata');
    await check();
    const batch = { controller: 'lmt', purpose: 'metadata', numbers: [NUMBER, OTHER, 'nobody'] };
    const answer = (await (await api.post(BATCH, batch)).json()) as { answers: { why?: string }[] };
    assert.deepEqual(
      answer.answers.map(({ why = 'in force' }) => why),
      ['in force', 'never', 'number-invalid'],
    );
    const checks = (await logged()).filter(({ type }) => type === 'ConsentsChecked');
    assert.deepEqual(
      checks.map(({ system: _, ...rest }) => rest),
      [
        { type: 'ConsentsChecked', purpose: 'metadata', asked: 1, inForce: 1, notInForce: 0, invalid: 0 },
        { type: 'ConsentsChecked', purpose: 'metadata', asked: 3, inForce: 1, notInForce: 1, invalid: 1 },
      ],
    );
    assert.ok(!JSON.stringify(await logged()).includes('260000'));
  });

  it('[API-6] issuing and revoking a key are entries', async () => {
    const { system, key } = await issue(harness, { name: 'billing' });
    await systemsOf(harness).revoke(system);
    const told = (await logged()).filter((event) => event.system === system.id);
    assert.deepEqual(
      told.map(({ type, name, key: of }) => [type, name, of]),
      [
        ['SystemKeyIssued', 'billing', key],
        ['SystemRevoked', 'billing', undefined],
      ],
    );
  });

  it('[API-7] a system that asks too much is told when to go on, and others are answered', async () => {
    const numbers = Array.from({ length: 1000 }, (_, n) => `+371260${String(n).padStart(5, '0')}`);
    let last: Response | undefined;
    for (let asked = 0; asked <= 100; asked += 1) {
      last = await api.post(BATCH, { controller: 'lmt', purpose: 'metadata', numbers });
      if (!last.ok) break;
    }
    assert.equal(last?.status, 429);
    assert.match(last?.headers.get('retry-after') ?? '', /^\d+$/);
    assert.equal((await check({}, apiOf(harness, (await issue(harness)).token))).why, 'never');
  }).timeout(60_000);

  it('[API-10] the feed has each change once, in order, behind a cursor', async () => {
    const records = [
      await give(harness, NUMBER, 'metadata'),
      await give(harness, OTHER, 'metadata'),
      await withdraw(harness, NUMBER, 'metadata'),
    ];
    const first = await page(`${CHANGES}&limit=2`);
    assert.equal(first.more, true);
    const second = await page(`${CHANGES}&limit=2&after=${first.next}`);
    assert.equal(second.more, false);
    assert.deepEqual(
      [...first.changes, ...second.changes].map(({ record }) => record),
      records,
    );
    assert.deepEqual((await page(`${CHANGES}&after=${second.next}`)).changes, []);
  });

  it('[API-10] a cursor is one system’s own', async () => {
    const { next } = await page(CHANGES);
    const other = apiOf(harness, (await issue(harness)).token);
    assert.equal(await codeOf(await other.get(`${CHANGES}&after=${next}`)), '422 cursor_wrong');
    assert.equal(await codeOf(await api.get(`${CHANGES}&after=7`)), '422 cursor_wrong');
    const foreign = await api.get('/api/v1/consents/changes?controller=amigo');
    assert.equal(await codeOf(foreign), '403 system_controller_wrong');
  });

  it('[API-11] the feed tells of the purposes and channels that may be asked about', async () => {
    const narrow = apiOf(
      harness,
      (await issue(harness, { purposes: ['offers'], channels: ['email'] })).token,
    );
    await give(harness, NUMBER, 'metadata');
    await give(harness, NUMBER, 'offers', ['sms']);
    const both = await give(harness, NUMBER, 'offers', ['email', 'sms']);
    const all = await withdraw(harness, NUMBER, 'offers');
    const { changes } = await page(CHANGES, narrow);
    assert.deepEqual(
      changes.map(({ record, change, channels }) => [record, change, channels]),
      [
        [both, 'given', ['email']],
        [all, 'withdrawn', undefined],
      ],
    );
  });

  it('[API-11] that a number changed hands is told to whom its holder was told of', async () => {
    const stranger = apiOf(harness, (await issue(harness, { purposes: ['location'] })).token);
    await give(harness, NUMBER, 'metadata');
    const arrival = { method: 'feed', assurance: 'operator', language: 'lv' } as const;
    await harness.services.consents.endHolder({ controller: 'lmt', number: NUMBER }, arrival);
    const { changes } = await page(CHANGES);
    assert.deepEqual(
      changes.map(({ change, purpose }) => [change, purpose]),
      [
        ['given', 'metadata'],
        ['ended', undefined],
      ],
    );
    assert.equal(changes[0]?.subject, changes[1]?.subject);
    assert.deepEqual((await page(CHANGES, stranger)).changes, []);
  });

  it('[API-12] a subject is known by a hash that this system alone can compute', async () => {
    const one = await issue(harness);
    const other = await issue(harness);
    await give(harness, NUMBER, 'metadata');
    const subjects = [];
    for (const { token, subjectKey } of [one, other]) {
      const [change] = (await page(CHANGES, apiOf(harness, token))).changes;
      assert.equal(
        change?.subject,
        createHmac('sha256', Buffer.from(subjectKey, 'hex')).update(NUMBER).digest('hex'),
      );
      subjects.push(change?.subject);
    }
    assert.notEqual(subjects[0], subjects[1]);
    const stored = await harness.database.selectFrom('consent_change').selectAll().execute();
    assert.ok(!JSON.stringify(stored).includes(String(subjects[0])));
  });

  it('[API-13] whoever waits for a change has it as soon as it is durable', async () => {
    const { next } = await page(CHANGES);
    const waiting = page(`${CHANGES}&wait=25&after=${next}`);
    const record = await give(harness, NUMBER, 'metadata');
    assert.deepEqual(
      (await waiting).changes.map((change) => change.record),
      [record],
    );
  });

  it('[API-13] a server that stops answers whoever waits', async () => {
    const waiting = page(`${CHANGES}&wait=25`);
    // The request is known to be under way once a later one was answered.
    await page(CHANGES);
    await harness.services.close();
    assert.deepEqual((await waiting).changes, []);
  });
});
