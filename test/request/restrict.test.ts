import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { SessionRequests, SubjectFound } from '../../protocol/requests.ts';
import type { Opening } from '../../protocol/review.ts';
import { StoreError } from '../../server/ports.ts';
import { controllerEvents } from '../privacy/support.ts';
import { DEMO_PASSWORD, json, type Visitor } from '../support/call.ts';
import { DAY, type Harness, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { callOf, codeOf, type Desk, NUMBER, openDesk } from './support.ts';
import { textOf, unzip } from './zip.ts';

const WHY = { explanation: 'Kamēr pārbaudām, vai ieraksts ir pareizs' };

describe('restriction of processing', () => {
  let harness: Harness;
  let desk: Desk;
  let liga: Desk;
  let call: Awaited<ReturnType<typeof callOf>>;
  let storeDown: boolean;

  beforeEach(async () => {
    storeDown = false;
    harness = await startHarness({
      objects: (real) => ({
        put: (key, body) => real.put(key, body),
        get: (key, range) => real.get(key, range),
        list: (prefix) => real.list(prefix),
        check: () => real.check(),
        hold: (key, held) => real.hold(key, held),
        async delete(key) {
          if (storeDown) throw new StoreError('down');
          await real.delete(key);
        },
      }),
    });
    const account = { controller: 'lmt', login: 'liga@lmt', name: 'Līga Zariņa', role: 'reviewer' } as const;
    await harness.services.identity.accounts.ensure({ ...account, password: DEMO_PASSWORD });
    await signIn();
    call = await callOf(harness);
  });
  afterEach(() => harness.dispose());

  /** Days later they have been signed out. */
  async function signIn(): Promise<void> {
    desk = await openDesk(harness);
    liga = await openDesk(harness, 'liga@lmt');
  }
  async function restrict(): Promise<string> {
    const { id } = await desk.verified('restriction');
    const done = await desk.step(id, 'restrict', WHY);
    assert.deepEqual([done.state, done.outcome, done.restriction], ['closed', 'fulfilled', 'in-force']);
    return id;
  }
  async function open(purpose: 'compliance-review' | 'legal-claim'): Promise<Response> {
    const asked = { session: call.session, purpose, caseReference: 'L-1', reason: 'Sūdzība' };
    const { id } = await json<Opening>(await desk.visitor.post('/api/review/access', asked), 201);
    await json(await liga.visitor.post(`/api/review/access/${id}/approve`, {}));
    return desk.visitor.get(`/api/review/access/${id}/session`);
  }
  const stateOf = async (who: Visitor) =>
    json<SessionRequests>(await who.get(`/api/review/sessions/${call.session}/requests`));

  it('[DSR-20] the agent’s wrap-up stops', async () => {
    const { session, agentVisitor } = call;
    await call.end();
    const picture = `/api/sessions/${session}/media/photo-0001`;
    assert.equal((await agentVisitor.get(picture)).status, 200);
    await restrict();
    assert.equal(await codeOf(await agentVisitor.get(picture)), 'processing_restricted');
    assert.equal(
      await codeOf(await agentVisitor.get(`/api/sessions/${session}/note`)),
      'processing_restricted',
    );
    assert.deepEqual((await stateOf(desk.visitor)).restricted, true);
  });

  it('[DSR-20] compliance review stops; legal claims and the subject’s own requests go on', async () => {
    await call.end();
    await restrict();
    assert.equal(await codeOf(await open('compliance-review')), 'processing_restricted');
    assert.equal((await open('legal-claim')).status, 200);
    const { id } = await desk.verified('access');
    assert.equal((await desk.visitor.get(`/api/review/requests/${id}/export`)).status, 200);
    const refused = (await controllerEvents(harness)).filter(({ event }) => event.type === 'GrantRefused');
    assert.equal(refused.length, 1);
  });

  it('[DSR-20] the caller can still see and erase what is theirs', async () => {
    await call.end();
    await json(await call.callerVisitor.post('/api/caller/after', {}));
    await restrict();
    assert.equal((await call.callerVisitor.get('/api/caller/media/photo-0001')).status, 200);
    const erased = await json<{ photos: { erased?: unknown }[] }>(
      await call.callerVisitor.post('/api/caller/after/erase', {}),
    );
    assert.ok(erased.photos.every((photo) => photo.erased));
  });

  it('[DSR-21] nothing is erased by its period meanwhile, and all of it when the restriction is lifted', async () => {
    await call.end();
    const id = await restrict();
    await harness.clock.pass(100 * DAY);
    assert.ok(await harness.keyStore.get(`session:${call.session}`));
    await signIn();
    const path = '/api/review/requests/search';
    const found = await json<SubjectFound>(await desk.visitor.post(path, { number: NUMBER }));
    assert.deepEqual(
      found.sessions.map(({ restricted, photos }) => [restricted, photos]),
      [[true, ['photo-0001']]],
    );
    const lifted = await desk.step(id, 'lift', { informed: 'Ar vēstuli, 2027. gada 1. martā' });
    assert.equal(lifted.restriction, 'lifted');
    assert.equal(lifted.lifted?.informed, 'Ar vēstuli, 2027. gada 1. martā');
    assert.equal(await desk.refused(id, 'lift', { informed: 'Vēlreiz' }), 'request_state_wrong');
    await harness.clock.pass(MINUTE);
    assert.equal(await harness.keyStore.get(`session:${call.session}`), undefined);
  });

  it('[DSR-21] an erasure of one photo that was cut short takes nothing else with it', async () => {
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    const path = '/api/caller/photos/photo-0002';
    await json(await call.callerVisitor.upload(path, await jpeg(300, 200), headers), 201);
    await call.end();
    await restrict();
    await harness.database
      .insertInto('erasure')
      .values({ session: call.session, photo: 'photo-0001', rule: 'caller-erased' })
      .execute();
    storeDown = true;
    await harness.clock.pass(100 * DAY);
    storeDown = false;
    await harness.clock.pass(MINUTE);
    assert.ok(await harness.keyStore.get(`session:${call.session}`));
    const kept = await harness.database
      .selectFrom('media')
      .select('media')
      .distinct()
      .where('state', '=', 'stored')
      .execute();
    assert.deepEqual(
      kept.map(({ media }) => media),
      ['photo-0002'],
    );
  });

  it('[DSR-21] stands after a restart, and each session’s log tells of it', async () => {
    await call.end();
    await restrict();
    await harness.services.resume();
    assert.equal((await stateOf(desk.visitor)).restricted, true);
    const log = (await controllerEvents(harness)).map(({ event }) => event);
    assert.deepEqual(
      log
        .filter(({ type }) => type === 'ProcessingRestricted')
        .map((event) => 'session' in event && event.session),
      [call.session],
    );
  });

  it('[DSR-21] a request that restricts is kept for as long as it does', async () => {
    await call.end();
    const id = await restrict();
    await harness.clock.pass(4 * 365 * DAY);
    await signIn();
    assert.equal((await desk.find(id)).restriction, 'in-force');
  });

  it('[DSR-22] an objection that is upheld stops that purpose, and no other', async () => {
    await call.end();
    const { id } = await desk.verified('objection', { against: ['compliance-review'] });
    await desk.step(id, 'answer', { outcome: 'fulfilled', explanation: 'Piekrītam' });
    assert.equal(await codeOf(await open('compliance-review')), 'processing_restricted');
    assert.equal((await open('legal-claim')).status, 200);
    assert.equal((await call.agentVisitor.get(`/api/sessions/${call.session}/note`)).status, 200);
  });

  it('[DSR-22] an objection that is refused stops nothing', async () => {
    await call.end();
    const { id } = await desk.verified('objection', { against: ['compliance-review'] });
    await desk.step(id, 'answer', {
      outcome: 'refused',
      article: '21(1)',
      explanation: 'Pārliecinoši iemesli',
    });
    assert.equal((await open('compliance-review')).status, 200);
  });

  it('[DSR-23] a correction stands beside the session, in review and in the copy', async () => {
    await call.end();
    const { id } = await desk.verified('rectification');
    const rectify = {
      session: call.session,
      statement: 'Mans uzvārds ir Bērziņa, nevis Bērzs',
      explanation: 'Pievienots',
    };
    assert.equal(
      await desk.refused(id, 'rectify', { ...rectify, session: 'session-of-no-one' }),
      'not_found',
    );
    const done = await desk.step(id, 'rectify', rectify);
    assert.deepEqual([done.state, done.outcome, done.statement], ['closed', 'fulfilled', rectify.statement]);
    const { statements } = await stateOf(desk.visitor);
    assert.deepEqual(
      statements.map(({ request, statement }) => [request, statement]),
      [[id, rectify.statement]],
    );
    const copy = await desk.verified('access');
    const bytes = await (await desk.visitor.get(`/api/review/requests/${copy.id}/export`)).arrayBuffer();
    const data = JSON.parse(textOf(await unzip(new Uint8Array(bytes)), 'data.json'));
    assert.equal(data.sessions[0].statements[0].statement, rectify.statement);
  });
});
