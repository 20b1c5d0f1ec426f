import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { RequestPage, SubjectFound } from '../../protocol/requests.ts';
import { controllerEvents } from '../privacy/support.ts';
import { createScanner, formsOf, numberForms } from '../rigs/crash/plaintext.ts';
import { DEMO_PASSWORD, json } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../support/harness.ts';
import { callOf, codeOf, type Desk, NUMBER, openDesk, WORDS } from './support.ts';

const LIST = '/api/review/requests';
/** The harness begins on 20 November 2026, a Friday; 20 December is a Sunday. */
const DUE = Date.parse('2026-12-21T23:59:59.999+02:00');
const EXTENDED = Date.parse('2027-02-22T23:59:59.999+02:00');

describe('the register of requests', () => {
  let harness: Harness;
  let desk: Desk;
  beforeEach(async () => {
    harness = await startHarness();
    const { accounts } = harness.services.identity;
    await accounts.ensure({
      controller: 'lmt',
      login: 'liga@lmt',
      name: 'Līga Zariņa',
      role: 'reviewer',
      password: DEMO_PASSWORD,
    });
    desk = await openDesk(harness);
  });
  afterEach(() => harness.dispose());

  const list = async (query = '') => json<RequestPage>(await desk.visitor.get(`${LIST}${query}`));
  const search = async (who: Desk, number = NUMBER) =>
    json<SubjectFound>(await who.visitor.post(`${LIST}/search`, { number }));

  it('[DSR-1] registers every kind, with the subject’s words, and lists the most urgent first', async () => {
    const kinds = [
      'access',
      'rectification',
      'erasure',
      'restriction',
      'portability',
      'human-review',
    ] as const;
    for (const kind of kinds) await desk.create(kind);
    const receivedAt = harness.clock.now() - 20 * DAY;
    const late = await desk.create('objection', { against: ['compliance-review'], receivedAt });
    assert.equal(late.text, WORDS);
    assert.equal(late.number, NUMBER);
    const { rows, next } = await list();
    assert.equal(next, undefined);
    assert.deepEqual(new Set(rows.map(({ kind }) => kind)), new Set([...kinds, 'objection']));
    assert.equal(rows[0]?.id, late.id);
    assert.deepEqual(
      (await list('?kind=erasure')).rows.map(({ kind }) => kind),
      ['erasure'],
    );
    assert.ok(rows.slice(1).every(({ due, overdue }) => due === DUE && !overdue));
    assert.ok(!JSON.stringify(rows).includes(NUMBER.slice(-8)) && !JSON.stringify(rows).includes(WORDS));
  });

  it('[DSR-1] an objection names what it is against, and nothing else does', async () => {
    const asked = { number: NUMBER, text: WORDS, language: 'lv' };
    for (const body of [
      { ...asked, kind: 'objection' },
      { ...asked, kind: 'access', against: ['assist'] },
      { ...asked, kind: 'access', receivedAt: harness.clock.now() + DAY },
      { ...asked, kind: 'marketing' },
    ]) {
      assert.equal(await codeOf(await desk.visitor.post(LIST, body)), 'malformed_request');
    }
    assert.equal(
      await codeOf(await desk.visitor.post(LIST, { ...asked, kind: 'access', number: '1' })),
      'number_invalid',
    );
  });

  it('[DSR-2] is for reviewers of the subject’s own controller only', async () => {
    const call = await callOf(harness);
    await call.end();
    const request = await desk.create('access');
    const other = await openDesk(harness, 'ilze@amigo');
    assert.equal(await codeOf(await other.visitor.get(`${LIST}/${request.id}`)), 'not_found');
    assert.equal(await other.refused(request.id, 'verify', { how: 'Pase' }), 'not_found');
    assert.equal(
      await other.refused(request.id, 'answer', { outcome: 'fulfilled', explanation: 'Jā' }),
      'not_found',
    );
    assert.deepEqual((await json<RequestPage>(await other.visitor.get(LIST))).rows, []);
    assert.deepEqual(await search(other), { sessions: [], requests: [], holds: [] });
    const sessionPath = `/api/review/sessions/${call.session}/requests`;
    assert.equal(await codeOf(await other.visitor.get(sessionPath)), 'not_found');
    for (const login of ['anna@lmt', 'janis@lmt']) {
      const { visitor } = await openDesk(harness, login);
      assert.equal(await codeOf(await visitor.get(LIST)), 'not_allowed');
    }
  });

  it('[DSR-3] finds a subject by number, whoever wrote it how, and records the search', async () => {
    const call = await callOf(harness);
    await call.end();
    await (await callOf(harness, '+37126999999', { agent: 'maris@lmt' })).end();
    const { id } = await desk.create('access');
    const found = await search(desk, '26 123 456');
    assert.deepEqual(
      found.sessions.map(({ session }) => session),
      [call.session],
    );
    assert.deepEqual(found.sessions[0]?.photos, ['photo-0001']);
    assert.deepEqual(
      found.sessions[0]?.retention.map(({ what, due }) => [what, (due ?? 0) > harness.clock.now()]),
      [
        ['photos', true],
        ['content', true],
        ['skeleton', true],
      ],
    );
    assert.deepEqual(
      found.requests.map((one) => one.id),
      [id],
    );
    const events = await controllerEvents(harness);
    const searched = events.filter(({ event }) => event.type === 'SubjectSearched');
    assert.deepEqual(
      searched.map(({ event, by }) => [event, by]),
      [[{ type: 'SubjectSearched', sessions: 1, requests: 1 }, 'reviewer']],
    );
  });

  it('[DSR-4] is overdue once its month is over, and says so', async () => {
    const { id, due } = await desk.create('access');
    assert.equal(due, DUE);
    await harness.clock.pass(DUE - harness.clock.now());
    desk = await openDesk(harness);
    assert.equal((await list()).rows[0]?.overdue, false);
    await harness.clock.pass(1);
    assert.deepEqual(
      (await list()).rows.map((row) => [row.id, row.overdue]),
      [[id, true]],
    );
    assert.equal(await desk.refused(id, 'extend', { reason: 'Par vēlu' }), 'request_state_wrong');
  });

  it('[DSR-5] is extended once, by two months, with a reason', async () => {
    const { id } = await desk.create('access');
    const extended = await desk.step(id, 'extend', { reason: 'Daudz sarunu' });
    assert.equal(extended.due, EXTENDED);
    assert.equal(extended.extension?.reason, 'Daudz sarunu');
    assert.equal(await desk.refused(id, 'extend', { reason: 'Vēlreiz' }), 'request_state_wrong');
  });

  it('[DSR-6] does nothing for anyone whose identity was not checked, but may refuse them', async () => {
    const erasure = await desk.create('erasure');
    assert.equal(await desk.refused(erasure.id, 'erase', { explanation: 'Jā' }), 'identity_not_verified');
    const access = await desk.create('access');
    assert.equal(
      await codeOf(await desk.visitor.get(`${LIST}/${access.id}/export`)),
      'identity_not_verified',
    );
    const yes = { outcome: 'fulfilled', explanation: 'Nosūtīts' };
    assert.equal(await desk.refused(access.id, 'answer', yes), 'identity_not_verified');
    const no = { outcome: 'refused', article: '12(6)', explanation: 'Neatbildējāt' };
    assert.equal((await desk.step(access.id, 'answer', no)).state, 'closed');
    const verified = await desk.step(erasure.id, 'verify', { how: 'eParaksts' });
    assert.equal(verified.identity?.how, 'eParaksts');
    assert.equal(verified.identity?.by?.name, 'Ilze Liepiņa');
    assert.equal(await desk.refused(erasure.id, 'verify', { how: 'eParaksts' }), 'request_state_wrong');
  });

  it('[DSR-7] a refusal names an article that fits its kind', async () => {
    const { id } = await desk.verified('portability');
    const no = (article?: string) => ({
      outcome: 'refused',
      explanation: 'Nē',
      ...(article ? { article } : {}),
    });
    assert.equal(await desk.refused(id, 'answer', no()), 'article_does_not_fit');
    assert.equal(await desk.refused(id, 'answer', no('17(3)(e)')), 'article_does_not_fit');
    assert.equal(await desk.refused(id, 'answer', no('99(1)')), 'malformed_request');
    const closed = await desk.step(id, 'answer', no('20(4)'));
    assert.deepEqual([closed.state, closed.outcome, closed.article], ['closed', 'refused', '20(4)']);
    assert.equal(await desk.refused(id, 'answer', no('20(4)')), 'request_state_wrong');
    assert.deepEqual(
      (await list('?state=closed')).rows.map((row) => row.id),
      [id],
    );
    assert.deepEqual((await list()).rows, []);
  });

  it('[DSR-8] an objection against what the contract needs is refused with Art. 21(1)', async () => {
    const both = await desk.verified('objection', { against: ['assist', 'compliance-review'] });
    const yes = { outcome: 'fulfilled', explanation: 'Jā' };
    assert.equal(await desk.refused(both.id, 'answer', yes), 'article_does_not_fit');
    const partly = { outcome: 'partly', article: '21(1)', explanation: 'Daļēji' };
    assert.equal((await desk.step(both.id, 'answer', partly)).outcome, 'partly');
    const contract = await desk.verified('objection', { against: ['assist', 'wrap-up'] });
    assert.equal(await desk.refused(contract.id, 'answer', partly), 'article_does_not_fit');
    const no = { outcome: 'refused', explanation: 'Līguma izpilde' };
    assert.equal(
      await desk.refused(contract.id, 'answer', { ...no, article: '12(6)' }),
      'article_does_not_fit',
    );
    assert.equal((await desk.step(contract.id, 'answer', { ...no, article: '21(1)' })).article, '21(1)');
  });

  it('[DSR-9] is given to a reviewer, and lists the recipients who were told', async () => {
    const { id } = await desk.create('rectification');
    const { visitor } = await openDesk(harness, 'liga@lmt');
    const me = await json<{ id: string }>(await visitor.get('/api/me'));
    assert.equal((await desk.step(id, 'assign', { to: me.id })).assigned?.name, 'Līga Zariņa');
    assert.equal((await desk.step(id, 'assign')).assigned?.name, 'Ilze Liepiņa');
    const agent = await json<{ id: string }>(
      await (await openDesk(harness, 'anna@lmt')).visitor.get('/api/me'),
    );
    assert.equal(await desk.refused(id, 'assign', { to: agent.id }), 'colleague_unknown');
    const told = await desk.step(id, 'notify', { recipient: 'SIA Partneris', what: 'Labots uzvārds' });
    assert.deepEqual(
      told.notified.map(({ recipient, what }) => [recipient, what]),
      [['SIA Partneris', 'Labots uzvārds']],
    );
  });

  it('[DSR-10] each step is an entry of the log, without number and words', async () => {
    const { id } = await desk.verified('access');
    await desk.find(id);
    await desk.step(id, 'extend', { reason: 'Daudz sarunu' });
    await desk.step(id, 'notify', { recipient: 'SIA Partneris', what: 'Kopija' });
    await desk.step(id, 'assign');
    await desk.step(id, 'answer', { outcome: 'fulfilled', explanation: 'Nosūtīts uz ierakstītu adresi' });
    const events = (await controllerEvents(harness)).filter(({ event }) => 'request' in event);
    assert.deepEqual(
      events.map(({ event }) => event.type),
      [
        'RequestReceived',
        'IdentityVerified',
        'RequestViewed',
        'RequestExtended',
        'RecipientNotified',
        'RequestAssigned',
        'RequestAnswered',
      ],
    );
    const said = JSON.stringify(events);
    for (const word of [NUMBER.slice(-8), 'KANĀRIJPUTNIŅŠ', 'Daudz', 'Partneris', 'ierakstītu']) {
      assert.ok(!said.includes(word), word);
    }
  });

  it('[DSR-11] number and words stand nowhere in the files as they are', async () => {
    const call = await callOf(harness);
    await call.end();
    const { id } = await desk.verified('erasure');
    await search(desk);
    await desk.step(id, 'notify', { recipient: 'SIA KANĀRIJPUTNIŅŠ', what: 'KANĀRIJPUTNIŅŠ' });
    const scanner = createScanner([...numberForms(NUMBER), ...formsOf('words', 'KANĀRIJPUTNIŅŠ')]);
    assert.deepEqual(
      scanner.scanFolder(harness.dataDir).filter(({ what }) => !what.includes('integer')),
      [],
    );
  });

  it('[DSR-12] goes three years after it was closed, key first, and the log says so', async () => {
    const { id } = await desk.create('access');
    await desk.step(id, 'answer', { outcome: 'refused', article: '12(6)', explanation: 'Nē' });
    const key = `record:request:${id}`;
    assert.ok(await harness.keyStore.get(key));
    const threeYears = Date.parse('2029-11-20T08:00:00Z') - harness.clock.now();
    await harness.clock.pass(threeYears - MINUTE);
    assert.ok(await harness.keyStore.get(key));
    await harness.clock.pass(HOUR);
    assert.equal(await harness.keyStore.get(key), undefined);
    desk = await openDesk(harness);
    assert.equal(await codeOf(await desk.visitor.get(`${LIST}/${id}`)), 'not_found');
    assert.deepEqual(await harness.database.selectFrom('subject_request').selectAll().execute(), []);
    const erased = (await controllerEvents(harness)).findLast(({ event }) => event.type === 'RequestErased');
    assert.equal(erased?.event.type === 'RequestErased' && erased.event.request, id);
  });

  it('[DSR-1] pages by due date without losing or repeating one', async () => {
    const receivedAt = harness.clock.now();
    for (let day = 0; day < 55; day += 1) {
      await desk.create('access', { receivedAt: receivedAt - (day % 7) * DAY });
    }
    const first = await list();
    assert.equal(first.rows.length, 50);
    const second = await list(`?after=${first.next}`);
    assert.equal(second.next, undefined);
    const rows = [...first.rows, ...second.rows];
    assert.equal(new Set(rows.map(({ id }) => id)).size, 55);
    assert.deepEqual(
      rows.map(({ due }) => due),
      rows.map(({ due }) => due).toSorted((a, b) => a - b),
    );
  });
});
