import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { SubjectFound, SubjectRequest } from '../../protocol/requests.ts';
import type { Hold } from '../../protocol/review.ts';
import { type KeyStore, StoreError } from '../../server/ports.ts';
import { controllerEvents } from '../privacy/support.ts';
import { DEMO_PASSWORD, json } from '../support/call.ts';
import { type Harness, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { callOf, type Desk, NUMBER, openDesk } from './support.ts';

const WHY = { explanation: 'Dzēsts pēc Jūsu lūguma' };

describe('erasure at a request', () => {
  let harness: Harness;
  let desk: Desk;
  let liga: Desk;
  let storeDown: boolean;
  /** Destructions of keys that still succeed before the next one fails; undefined for all. */
  let destructionsLeft: number | undefined;
  /** The same of commits. */
  let commitsLeft: number | undefined;

  beforeEach(async () => {
    storeDown = false;
    destructionsLeft = undefined;
    commitsLeft = undefined;
    harness = await startHarness({
      journal: (real) => ({
        stream: (id) => real.stream(id),
        entries: (stream, after) => real.entries(stream, after),
        async append(appends) {
          if (commitsLeft === 0) throw new Error('killed');
          if (commitsLeft !== undefined) commitsLeft -= 1;
          await real.append(appends);
        },
      }),
      keyStore: (real): KeyStore => ({
        put: (rows) => real.put(rows),
        get: (id) => real.get(id),
        below: (parent) => real.below(parent),
        async destroy(ids) {
          if (destructionsLeft === 0) throw new Error('killed');
          if (destructionsLeft !== undefined) destructionsLeft -= 1;
          await real.destroy(ids);
        },
      }),
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
    desk = await openDesk(harness);
    liga = await openDesk(harness, 'liga@lmt');
  });
  afterEach(() => harness.dispose());

  async function hold(session: string, photo?: string): Promise<Hold> {
    const asked = { session, reason: 'Tiesvedība', ...(photo === undefined ? {} : { photo }) };
    const { id } = await json<Hold>(await desk.visitor.post('/api/review/holds', asked), 201);
    return json<Hold>(await liga.visitor.post(`/api/review/holds/${id}/approve`, {}));
  }
  async function liftHold({ id }: Hold): Promise<void> {
    await json(await desk.visitor.post(`/api/review/holds/${id}/lift`, { reason: 'Lieta beigta' }));
    await json(await liga.visitor.post(`/api/review/holds/${id}/approve-lift`, {}));
  }
  const search = async () =>
    json<SubjectFound>(await desk.visitor.post('/api/review/requests/search', { number: NUMBER }));
  const keyOf = (session: string) => harness.keyStore.get(`session:${session}`);
  async function certificates(session: string): Promise<string[]> {
    return (await controllerEvents(harness)).flatMap(({ event }) =>
      event.type === 'ErasureCertified' && event.session === session
        ? [`${event.what} ${event.photo ?? ''} ${event.rule}`]
        : [],
    );
  }
  const statesOf = ({ items }: SubjectRequest) =>
    items.map(({ session, photo, state }) => [session, photo, state]);

  it('[DSR-17] erases every session of the subject at once, with certificates; the request alone remains', async () => {
    const first = await callOf(harness);
    await first.end();
    const second = await callOf(harness, NUMBER, { note: 'otra' });
    await second.end();
    const other = await callOf(harness, '+37126999999', { note: 'cita' });
    await other.end();
    const { id } = await desk.verified('erasure');
    const done = await desk.step(id, 'erase', WHY);
    assert.deepEqual([done.state, done.outcome, done.article], ['closed', 'fulfilled', undefined]);
    assert.equal(done.answer?.explanation, WHY.explanation);
    for (const { session } of [first, second]) {
      assert.equal(await keyOf(session), undefined);
      assert.deepEqual(await certificates(session), [
        'photo photo-0001 subject-request',
        'content  subject-request',
      ]);
      const row = await harness.database
        .selectFrom('session')
        .select(['number_hash', 'call_hash', 'status'])
        .where('id', '=', session)
        .executeTakeFirst();
      assert.deepEqual({ ...row }, { number_hash: null, call_hash: null, status: 'erased' });
    }
    assert.ok(await keyOf(other.session), 'another subject keeps what is theirs');
    const found = await search();
    assert.deepEqual(found.sessions, []);
    assert.deepEqual(
      found.requests.map((one) => one.id),
      [id],
    );
  });

  it('[DSR-17] erases only the photos that are named', async () => {
    const call = await callOf(harness);
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const picture = await jpeg(300, 200);
    await json(
      await call.callerVisitor.upload('/api/caller/photos/photo-0002', picture, { 'x-confirmed': reminder }),
      201,
    );
    await call.end();
    const { id } = await desk.verified('erasure');
    const items = [{ session: call.session, photo: 'photo-0002' }];
    const done = await desk.step(id, 'erase', { ...WHY, items });
    assert.deepEqual([done.state, done.outcome], ['closed', 'fulfilled']);
    assert.deepEqual(await certificates(call.session), ['photo photo-0002 subject-request']);
    assert.deepEqual((await search()).sessions[0]?.photos, ['photo-0001']);
  });

  it('[DSR-17] names nothing that is not the subject’s', async () => {
    const other = await callOf(harness, '+37126999999');
    await other.end();
    const { id } = await desk.verified('erasure');
    const items = [{ session: other.session }];
    assert.equal(await desk.refused(id, 'erase', { ...WHY, items }), 'not_found');
    assert.ok(await keyOf(other.session));
    assert.equal((await desk.find(id)).state, 'open');
  });

  it('[DSR-18] leaves what a hold keeps, says so with Art. 17(3)(e), and erases it when the hold is lifted', async () => {
    const held = await callOf(harness);
    await held.end();
    const free = await callOf(harness, NUMBER, { note: 'brīva' });
    await free.end();
    const inForce = await hold(held.session);
    const { id } = await desk.verified('erasure');
    const done = await desk.step(id, 'erase', WHY);
    assert.deepEqual([done.state, done.outcome, done.article], ['closed', 'partly', '17(3)(e)']);
    assert.deepEqual(
      statesOf(done).toSorted(),
      [
        [held.session, undefined, 'held'],
        [free.session, undefined, 'done'],
      ].toSorted(),
    );
    assert.ok(await keyOf(held.session));
    assert.equal(await keyOf(free.session), undefined);
    await liftHold(inForce);
    await harness.clock.pass(MINUTE);
    assert.equal(await keyOf(held.session), undefined);
    assert.deepEqual(await certificates(held.session), [
      'photo photo-0001 subject-request',
      'content  subject-request',
    ]);
    assert.deepEqual(
      statesOf(await desk.find(id)).map(([, , state]) => state),
      ['done', 'done'],
    );
  });

  it('[DSR-18] a hold on one photo keeps that photo alone', async () => {
    const call = await callOf(harness);
    await call.end();
    const inForce = await hold(call.session, 'photo-0001');
    const { id } = await desk.verified('erasure');
    const done = await desk.step(id, 'erase', WHY);
    assert.deepEqual([done.outcome, done.article], ['partly', '17(3)(e)']);
    assert.deepEqual(await certificates(call.session), ['content  subject-request']);
    await harness.clock.pass(MINUTE);
    assert.ok(await keyOf(call.session));
    await liftHold(inForce);
    await harness.clock.pass(MINUTE);
    assert.equal(await keyOf(call.session), undefined);
    assert.deepEqual(await certificates(call.session), [
      'content  subject-request',
      'photo photo-0001 subject-request',
    ]);
  });

  it('[DSR-19] goes on by itself after being cut short at any destruction of a key', async () => {
    // The session's key with all below it, then the photo's own.
    for (let kill = 0; kill < 2; kill += 1) {
      const call = await callOf(harness, NUMBER, { note: `reize ${kill}` });
      await call.end();
      const { id } = await desk.verified('erasure');
      destructionsLeft = kill;
      await desk.refused(id, 'erase', WHY);
      assert.equal((await desk.find(id)).state, 'erasing');
      destructionsLeft = undefined;
      await harness.clock.pass(MINUTE);
      const done = await desk.find(id);
      assert.deepEqual([done.state, done.outcome], ['closed', 'fulfilled'], `killed at ${kill}`);
      assert.deepEqual((await certificates(call.session)).toSorted(), [
        'content  subject-request',
        'photo photo-0001 subject-request',
      ]);
      assert.deepEqual((await search()).sessions, []);
    }
  });

  it('[DSR-19] goes on by itself after being cut short at any commit', async () => {
    let cut = 0;
    for (let whole = false; !whole; cut += 1) {
      const number = `+371261234${10 + cut}`;
      const call = await callOf(harness, number, { note: `reize ${cut}` });
      await call.end();
      const { id } = await desk.verified('erasure', { number });
      commitsLeft = cut;
      whole = (await desk.visitor.post(`/api/review/requests/${id}/erase`, WHY)).ok;
      commitsLeft = undefined;
      // Cut short before it was decided: nothing was done.
      if ((await desk.find(id)).state === 'open') await desk.step(id, 'erase', WHY);
      await harness.clock.pass(MINUTE);
      const done = await desk.find(id);
      assert.deepEqual([done.state, done.outcome], ['closed', 'fulfilled'], `cut at ${cut}`);
      assert.equal(await keyOf(call.session), undefined);
      assert.deepEqual((await certificates(call.session)).toSorted(), [
        'content  subject-request',
        'photo photo-0001 subject-request',
      ]);
    }
    assert.ok(cut > 5, `${cut} commits`);
  });

  it('[DSR-19] waits for a store that does not answer, with the keys destroyed meanwhile', async () => {
    const call = await callOf(harness);
    await call.end();
    const { id } = await desk.verified('erasure');
    storeDown = true;
    assert.equal((await desk.step(id, 'erase', WHY)).state, 'erasing');
    assert.equal(await keyOf(call.session), undefined);
    storeDown = false;
    await harness.clock.pass(MINUTE);
    assert.equal((await desk.find(id)).state, 'closed');
  });

  it('[DSR-19] a call that is still on is erased when it is over', async () => {
    const call = await callOf(harness);
    const { id } = await desk.verified('erasure');
    assert.equal((await desk.step(id, 'erase', WHY)).state, 'erasing');
    assert.ok(await keyOf(call.session));
    await call.end();
    await harness.clock.pass(MINUTE);
    assert.equal(await keyOf(call.session), undefined);
    assert.equal((await desk.find(id)).outcome, 'fulfilled');
  });
});
