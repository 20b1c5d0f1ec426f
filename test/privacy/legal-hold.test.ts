import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { AfterCallView, Problem } from '../../protocol/http.ts';
import type { Hold } from '../../protocol/review.ts';
import { createKeys } from '../../server/ledger/keys.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { StoreError } from '../../server/ports.ts';
import { createControllerLog } from '../../server/privacy/controller-log.ts';
import { createHolds } from '../../server/privacy/holds.ts';
import { DEMO_PASSWORD, json, type PlayedCall, playToMatch, signIn, type Visitor } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { controllerEvents } from './support.ts';

describe('legal holds', () => {
  let harness: Harness;
  let call: PlayedCall;
  let ilze: Visitor;
  let karlis: Visitor;
  let storeDown: boolean;
  /** What the object store was told, object by object. */
  let shielded: boolean[];
  /** What each object is tagged with now. */
  let tags: Map<string, boolean>;

  beforeEach(async () => {
    storeDown = false;
    shielded = [];
    tags = new Map();
    harness = await startHarness({
      objects: (real) => ({
        put: (key, body) => real.put(key, body),
        get: (key, range) => real.get(key, range),
        list: (prefix) => real.list(prefix),
        check: () => real.check(),
        delete: (key) => real.delete(key),
        async hold(key, held) {
          if (storeDown) throw new StoreError('down');
          shielded.push(held);
          tags.set(key, held);
        },
      }),
    });
    const karlisAccount = { controller: 'lmt', login: 'karlis@lmt', name: 'Kārlis Liepa' } as const;
    const { accounts } = harness.services.identity;
    await accounts.ensure({ ...karlisAccount, role: 'reviewer', password: DEMO_PASSWORD });
    await signReviewersIn();
    call = await playToMatch(harness.address);
    for (const photo of ['photo-0001', 'photo-0002']) await share(photo);
  });
  afterEach(async () => {
    call.close();
    await harness.dispose();
  });

  /** Days later they have been signed out. */
  async function signReviewersIn(): Promise<void> {
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    karlis = (await signIn(harness.address, 'karlis@lmt')).visitor;
  }

  async function share(photo: string): Promise<void> {
    const view = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': view.reminder };
    const sent = await call.callerVisitor.upload(
      `/api/caller/photos/${photo}`,
      await jpeg(400, 300),
      headers,
    );
    assert.equal(sent.status, 201);
  }

  async function end(): Promise<AfterCallView> {
    await call.agent.must({ type: 'EndSession' });
    return json<AfterCallView>(await call.callerVisitor.post('/api/caller/after', {}));
  }

  const reason = 'Sūdzība Nr. 17, tiesvedība';
  const ask = async (photo?: string) =>
    json<Hold>(
      await ilze.post('/api/review/holds', {
        session: call.session,
        reason,
        ...(photo === undefined ? {} : { photo }),
      }),
      201,
    );
  const step = (who: Visitor, { id }: Hold, what: string, body = {}) =>
    who.post(`/api/review/holds/${id}/${what}`, body);
  async function hold(photo?: string): Promise<Hold> {
    return json<Hold>(await step(karlis, await ask(photo), 'approve'));
  }
  async function lift(held: Hold): Promise<void> {
    await signReviewersIn();
    await json<Hold>(await step(ilze, held, 'lift', { reason: 'lieta slēgta' }));
    await json<Hold>(await step(karlis, held, 'approve-lift'));
  }
  const code = async (response: Response) => (await json<Problem>(response, response.status)).code;
  const shown = async (photo: string) => (await call.callerVisitor.get(`/api/caller/media/${photo}`)).status;
  const rowOf = () =>
    harness.database.selectFrom('session').selectAll().where('id', '=', call.session).executeTakeFirst();
  const certificates = async () =>
    (await controllerEvents(harness)).filter(({ event }) => event.type === 'ErasureCertified');

  it('[HLD-1] is asked for by one reviewer with a reason and approved by another', async () => {
    const asked = await ask();
    assert.equal(asked.state, 'requested');
    assert.equal(await code(await step(ilze, asked, 'approve')), 'second_person_required');
    const approved = await json<Hold>(await step(karlis, asked, 'approve'));
    assert.deepEqual(
      [approved.state, approved.reason, approved.requested.name, approved.approved?.name],
      ['in-force', reason, 'Ilze Liepiņa', 'Kārlis Liepa'],
    );
    assert.equal(await code(await step(karlis, asked, 'approve')), 'hold_state_wrong');
    const noReason = await ilze.post('/api/review/holds', { session: call.session, reason: '  ' });
    assert.equal(await code(noReason), 'malformed_request');
  });

  it('[HLD-1] each step is an entry with who took it and why', async () => {
    const held = await hold('photo-0001');
    assert.equal(await code(await step(karlis, held, 'approve-lift')), 'hold_state_wrong');
    await json<Hold>(await step(karlis, held, 'lift', { reason: 'lieta slēgta' }));
    assert.equal(await code(await step(karlis, held, 'approve-lift')), 'second_person_required');
    await json<Hold>(await step(ilze, held, 'approve-lift'));
    const on = { hold: held.id, session: call.session, photo: 'photo-0001' };
    const told = (await controllerEvents(harness)).filter(({ event }) => event.type.startsWith('Hold'));
    assert.deepEqual(
      told.map(({ event }) => event),
      [
        { type: 'HoldRequested', reason, ...on },
        { type: 'HoldApproved', ...on },
        { type: 'HoldLiftRequested', reason: 'lieta slēgta', ...on },
        { type: 'HoldLifted', ...on },
      ],
    );
    const [requested, approved, , lifted] = told.map(({ staff }) => staff);
    assert.notEqual(requested, approved);
    assert.equal(lifted, requested);
  });

  it('[HLD-10] a photo that comes while the whole session is held is kept by the store, too', async () => {
    await hold();
    await share('photo-0003');
    const rows = await harness.database.selectFrom('media').selectAll().execute();
    const added = rows.filter(({ media }) => media === 'photo-0003');
    assert.equal(added.length, 2);
    for (const { id } of added) assert.equal(tags.get(`lmt/${call.session}/${id}`), true);
  });

  it('[HLD-10] it is not acknowledged while the store has not confirmed that, and comes through later', async () => {
    await hold();
    storeDown = true;
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const send = async () =>
      call.callerVisitor.upload('/api/caller/photos/photo-0003', await jpeg(400, 300), {
        'x-confirmed': reminder,
      });
    assert.equal(await code(await send()), 'store_unavailable');
    assert.equal(await shown('photo-0003'), 404);
    storeDown = false;
    assert.equal((await send()).status, 201);
    assert.equal([...tags.values()].filter(Boolean).length, 6);
  });

  it('[HLD-10] under a hold on one photo, or on none, others are stored as ever', async () => {
    await hold('photo-0001');
    const before = [...tags.keys()];
    await share('photo-0003');
    assert.deepEqual([...tags.keys()], before);
  });

  it('[HLD-9] a request is withdrawn by who made it, and by nobody else, until someone approves it', async () => {
    const asked = await ask('photo-0001');
    assert.equal(await code(await step(karlis, asked, 'withdraw')), 'not_allowed');
    const { visitor: amigo } = await signIn(harness.address, 'ilze@amigo');
    assert.equal(await code(await step(amigo, asked, 'withdraw')), 'not_found');
    const { state, withdrawn } = await json<Hold>(await step(ilze, asked, 'withdraw'));
    assert.deepEqual(
      [state, withdrawn?.name, withdrawn?.at],
      ['withdrawn', 'Ilze Liepiņa', harness.clock.now()],
    );
    assert.equal(await code(await step(karlis, asked, 'approve')), 'hold_state_wrong');
    assert.equal(await code(await step(ilze, asked, 'withdraw')), 'hold_state_wrong');
    await call.caller.must({ type: 'TakeBackPhoto', photo: 'photo-0001' });
    assert.equal(await code(await step(ilze, await hold(), 'withdraw')), 'hold_state_wrong');
    const told = (await controllerEvents(harness)).map(({ event }) => event);
    assert.deepEqual(
      told.filter(({ type }) => type === 'HoldWithdrawn'),
      [{ type: 'HoldWithdrawn', hold: asked.id, session: call.session, photo: 'photo-0001' }],
    );
  });

  it('[HLD-2] names something: not nothing, not what is gone, not what is another controller’s', async () => {
    const post = (body: object, who?: Visitor) =>
      (who ?? ilze).post('/api/review/holds', { reason, ...body });
    assert.equal(await code(await post({ session: 'no-such-session' })), 'not_found');
    assert.equal(await code(await post({ session: call.session, photo: 'photo-9999' })), 'photo_unknown');
    await call.caller.must({ type: 'TakeBackPhoto', photo: 'photo-0002' });
    assert.equal(await code(await post({ session: call.session, photo: 'photo-0002' })), 'photo_gone');
    const { visitor: amigo } = await signIn(harness.address, 'ilze@amigo');
    assert.equal(await code(await post({ session: call.session }, amigo)), 'not_found');
    const held = await ask();
    assert.equal(await code(await step(amigo, held, 'approve')), 'not_found');
    assert.deepEqual(await json(await amigo.get('/api/review/holds')), []);
    const { visitor: agent } = await signIn(harness.address, 'maris@lmt');
    assert.equal(await code(await agent.get('/api/review/holds')), 'not_allowed');
    await end();
    await harness.clock.pass(90 * DAY);
    await signReviewersIn();
    assert.equal(await code(await post({ session: call.session })), 'session_erased');
    assert.equal(await code(await step(karlis, held, 'approve')), 'session_erased');
  });

  it('[HLD-3] keeps the caller from taking back exactly what it names, and tells them', async () => {
    await hold('photo-0001');
    const refused = await call.caller.send({ type: 'TakeBackPhoto', photo: 'photo-0001' });
    assert.ok(!refused.ok && refused.code === 'held_by_law');
    await call.caller.must({ type: 'TakeBackAllPhotos' });
    assert.deepEqual([await shown('photo-0001'), await shown('photo-0002')], [200, 410]);
    const all = await call.caller.send({ type: 'TakeBackAllPhotos' });
    assert.ok(!all.ok && all.code === 'held_by_law');
  });

  it('[HLD-3] after the call, too: "erase now" leaves what is held, and says why in their language', async () => {
    const held = await hold('photo-0001');
    assert.deepEqual((await end()).held, { all: false, photos: ['photo-0001'] });
    const erase = (body: object) => call.callerVisitor.post('/api/caller/after/erase', body);
    const problem = await json<Problem>(await erase({ photo: 'photo-0001' }), 409);
    assert.equal(problem.code, 'held_by_law');
    assert.match(problem.detail, /juridisk/);
    const view = await json<AfterCallView>(await erase({}));
    assert.deepEqual(
      view.photos.map(({ erased }) => erased?.rule),
      [undefined, 'caller-erased'],
    );
    assert.equal(await code(await erase({})), 'held_by_law');
    await lift(held);
    const after = await json<AfterCallView>(await erase({}));
    assert.equal(after.held, undefined);
    assert.equal(await shown('photo-0001'), 410);
  });

  it('[HLD-4] on a session it stops the sweep for all of it; lifted, what is overdue goes with the next', async () => {
    const held = await hold();
    await end();
    await harness.clock.pass(24 * HOUR);
    await harness.clock.pass(2000 * DAY);
    assert.equal((await rowOf())?.status, 'ended');
    assert.equal(await shown('photo-0001'), 200);
    assert.deepEqual(await certificates(), []);
    await lift(held);
    await harness.clock.pass(MINUTE);
    await harness.clock.pass(MINUTE);
    assert.equal(await rowOf(), undefined);
    assert.deepEqual(
      (await certificates()).map(({ event }) => ('what' in event ? event.what : '')),
      ['photo', 'photo', 'content', 'skeleton'],
    );
  });

  it('[HLD-5] on one photo it keeps that photo alone, and not the rest of the content', async () => {
    const held = await hold('photo-0001');
    await end();
    await harness.clock.pass(24 * HOUR);
    assert.deepEqual([await shown('photo-0001'), await shown('photo-0002')], [200, 410]);
    await harness.clock.pass(90 * DAY);
    assert.equal((await rowOf())?.number_hash, null);
    assert.equal(await harness.keyStore.get(`log:${call.session}`), undefined);
    const keyOf = async (photo: string) => {
      const rows = harness.database.selectFrom('media').select('key').where('media', '=', photo);
      return harness.keyStore.get((await rows.executeTakeFirstOrThrow()).key);
    };
    assert.notEqual(await keyOf('photo-0001'), undefined);
    assert.notEqual(await harness.keyStore.get(`session:${call.session}`), undefined);
    await lift(held);
    await harness.clock.pass(MINUTE);
    assert.equal(await keyOf('photo-0001'), undefined);
    assert.equal(await harness.keyStore.get(`session:${call.session}`), undefined);
  });

  it('[HLD-6] fifty held sessions do not keep another from being erased', async () => {
    await hold();
    await end();
    const row = await rowOf();
    assert.ok(row);
    for (let n = 0; n < 60; n += 1) {
      const id = `held-${n}`;
      const due = { photos_due: (row.photos_due ?? 0) - 1000 };
      await harness.database
        .insertInto('session')
        .values({ ...row, ...due, id, status: 'ended' })
        .execute();
      const from = harness.database.selectFrom('hold').selectAll();
      const like = await from.executeTakeFirstOrThrow();
      await harness.database
        .insertInto('hold')
        .values({ ...like, id, session: id })
        .execute();
    }
    const other = await playToMatch(harness.address, call.agentVisitor);
    await other.agent.must({ type: 'EndSession' });
    other.close();
    await harness.clock.pass(25 * HOUR);
    const erased = await harness.database
      .selectFrom('session')
      .select('id')
      .where('photos_erased_at', 'is not', null)
      .execute();
    assert.deepEqual(
      erased.map(({ id }) => id),
      [other.session],
    );
  });

  it('[HLD-8] is set only when the store has confirmed that it will not expire the objects itself', async () => {
    const asked = await ask('photo-0001');
    storeDown = true;
    assert.equal(await code(await step(karlis, asked, 'approve')), 'store_unavailable');
    const [listed] = await json<Hold[]>(await ilze.get('/api/review/holds'));
    assert.equal(listed?.state, 'requested');
    storeDown = false;
    const held = await json<Hold>(await step(karlis, asked, 'approve'));
    // The picture and its smaller variant, and not the other photo.
    assert.deepEqual(shielded, [true, true]);
    await lift(held);
    assert.deepEqual(shielded, [true, true, false, false]);
  });

  it('[HLD-7] stands after a restart', async () => {
    await hold('photo-0001');
    const { database, clock, keyWrapper, keyStore, journal } = harness;
    const keys = createKeys(keyWrapper, keyStore, () => 'unused');
    const log = createControllerLog({ ledger: createLedger(journal), keys, clock });
    const unused = () => Promise.reject(new Error('not asked'));
    const again = createHolds({
      database,
      log,
      keys,
      clock,
      newId: () => '',
      find: unused,
      shield: unused,
      noteOutside: unused,
    });
    await again.load();
    assert.deepEqual(again.of(call.session), { all: false, photos: new Set(['photo-0001']) });
  });
});
