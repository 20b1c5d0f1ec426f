import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import type { AfterCallView } from '../../protocol/http.ts';
import { StoreError } from '../../server/ports.ts';
import { connect, json, type PlayedCall, playToMatch } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, type Replacements, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';

describe('retention', () => {
  let harness: Harness;
  afterEach(() => harness.dispose());

  /** A call with one photo and a note, ended now. */
  async function endedCall(replacements: Replacements = {}): Promise<PlayedCall> {
    harness = await startHarness(replacements);
    const call = await playToMatch(harness.address);
    await call.agent.must({ type: 'ShowNote', text: 'parole ir uz rūtera' });
    const view = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': view.reminder };
    const sent = await call.callerVisitor.upload(
      '/api/caller/photos/photo-0001',
      await jpeg(400, 300),
      headers,
    );
    assert.equal(sent.status, 201);
    await call.agent.must({ type: 'EndSession' });
    await json<AfterCallView>(await call.callerVisitor.post('/api/caller/after', {}));
    call.close();
    return call;
  }

  const rowOf = (session: string) =>
    harness.database.selectFrom('session').selectAll().where('id', '=', session).executeTakeFirst();
  const photoStatus = async ({ callerVisitor }: PlayedCall) =>
    (await callerVisitor.get('/api/caller/media/photo-0001')).status;
  const filesLeft = async () =>
    (await readdir(join(harness.dataDir, 'objects'), { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    ).length;

  it('[RET-4] keeps photos for 24 hours after the end, then erases key and objects', async () => {
    const call = await endedCall();
    await harness.clock.pass(24 * HOUR - MINUTE);
    assert.equal(await photoStatus(call), 200);
    await harness.clock.pass(MINUTE);
    assert.equal(await photoStatus(call), 410);
    assert.equal(await filesLeft(), 0);
    const keys = await harness.database.selectFrom('media').select('key').execute();
    for (const { key } of keys) assert.equal(await harness.keyStore.get(key), undefined);
    const view = await json<AfterCallView>(await call.callerVisitor.get('/api/caller'));
    assert.equal(view.photos[0]?.erased?.rule, 'photo-retention');
  });

  it('[RET-5] erases the content after 90 days by destroying its key; a skeleton remains', async () => {
    const call = await endedCall();
    await harness.clock.pass(90 * DAY - MINUTE);
    assert.equal((await call.callerVisitor.get('/api/caller')).status, 200);
    await harness.clock.pass(MINUTE);
    const row = await rowOf(call.session);
    assert.deepEqual([row?.status, row?.number_hash, row?.call_hash], ['erased', null, null]);
    assert.equal(await harness.keyStore.get(`session:${call.session}`), undefined);
    assert.equal(await harness.keyStore.get(`log:${call.session}`), undefined);
    for (const table of ['invitation', 'sms', 'caller_credential'] as const) {
      assert.deepEqual(await harness.database.selectFrom(table).selectAll().execute(), [], table);
    }
    const stream = `session:${call.session}`;
    const ofStream = harness.database.selectFrom('entry').select('type').where('stream', '=', stream);
    const entries = await ofStream.orderBy('seq').execute();
    assert.equal(entries.at(-1)?.type, 'SessionErased');
    assert.equal((await call.callerVisitor.get('/api/caller')).status, 401);
  });

  it('[RET-6] erases the skeleton after three years', async () => {
    const call = await endedCall();
    await harness.clock.pass(90 * DAY);
    await harness.clock.pass(1096 * DAY);
    assert.equal(await rowOf(call.session), undefined);
    const stream = `session:${call.session}`;
    const left = harness.database.selectFrom('entry').select('seq').where('stream', '=', stream);
    assert.deepEqual(await left.execute(), []);
  });

  it('[RET-7] destroys keys although the store does not answer, and deletes the objects when it does again', async () => {
    let down = false;
    const call = await endedCall({
      objects: (real) => ({
        put: (key, body) => real.put(key, body),
        get: (key, range) => real.get(key, range),
        list: (prefix) => real.list(prefix),
        check: () => real.check(),
        hold: (key, held) => real.hold(key, held),
        delete: (key) => (down ? Promise.reject(new StoreError('down')) : real.delete(key)),
      }),
    });
    down = true;
    await harness.clock.pass(24 * HOUR);
    assert.equal(await photoStatus(call), 410);
    assert.equal((await rowOf(call.session))?.photos_erased_at, null);
    assert.notEqual(await filesLeft(), 0);
    down = false;
    await harness.clock.pass(MINUTE);
    assert.equal(await filesLeft(), 0);
    assert.notEqual((await rowOf(call.session))?.photos_erased_at, null);
  });

  it('[PHO-6] a photo taken back is gone on both sides at once, its key destroyed', async () => {
    harness = await startHarness();
    const call = await playToMatch(harness.address);
    const view = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': view.reminder };
    await call.callerVisitor.upload('/api/caller/photos/photo-0001', await jpeg(400, 300), headers);
    await call.caller.must({ type: 'TakeBackPhoto', photo: 'photo-0001' });
    const paths = ['/api/caller/media/photo-0001', `/api/sessions/${call.session}/media/photo-0001`];
    const statuses = [
      (await call.callerVisitor.get(paths[0] ?? '')).status,
      (await call.agentVisitor.get(paths[1] ?? '')).status,
    ];
    assert.deepEqual(statuses, [410, 410]);
    assert.equal(await filesLeft(), 0);
    call.close();
  });
});

describe('the ends of a session', () => {
  let harness: Harness;
  afterEach(() => harness.dispose());

  it('[SES-5] ends one in which nobody is connected for ten minutes, and not before', async () => {
    harness = await startHarness();
    const call = await playToMatch(harness.address);
    await harness.clock.pass(30 * MINUTE);
    assert.equal(call.agent.state().status, 'joined', 'connected parties are not idle');
    call.caller.close();
    await call.agent.untilPresence(({ caller }) => caller === 'reconnecting');
    call.agent.close();
    const reason = async () => {
      const row = await harness.database.selectFrom('session').selectAll().executeTakeFirst();
      return row?.end_reason;
    };
    // By the time this is answered the server has heard of the closed socket.
    await call.agentVisitor.get('/healthz');
    await harness.clock.pass(9 * MINUTE);
    assert.equal(await reason(), null);
    await harness.clock.pass(10 * MINUTE);
    assert.equal(await reason(), 'idle');
  });

  it('[SES-5] ends one that is two hours old, while both are connected', async () => {
    harness = await startHarness();
    const call = await playToMatch(harness.address);
    await harness.clock.pass(2 * HOUR);
    const state = await call.caller.until(({ status }) => status === 'ended');
    assert.ok(state.status === 'ended');
    assert.equal(state.ended.reason, 'maximum-length');
    call.close();
  });

  it('[PRV-2] closes the console on the content 30 minutes after the end', async () => {
    harness = await startHarness();
    const call = await playToMatch(harness.address);
    await call.agent.must({ type: 'EndSession' });
    call.close();
    const note = () => call.agentVisitor.get(`/api/sessions/${call.session}/note`);
    await harness.clock.pass(29 * MINUTE);
    assert.equal((await note()).status, 200);
    await harness.clock.pass(MINUTE);
    assert.equal((await note()).status, 403);
    await assert.rejects(connect(call.agentVisitor, { as: 'agent', session: call.session }), {
      code: 'purpose_refused',
    });
  });
});
