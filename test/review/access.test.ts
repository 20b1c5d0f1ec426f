import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import sharp from 'sharp';
import type { LogPage, OpenedSession, Opening, Openings } from '../../protocol/review.ts';
import { evolveAll, NO_SESSION } from '../../protocol/session.ts';
import { DEMO_PASSWORD, json, type PlayedCall, playToMatch, signIn, type Visitor } from '../support/call.ts';
import { DAY, type Harness, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';

const PHOTO = 'photo-0001';

describe('opening content', () => {
  let harness: Harness;
  let call: PlayedCall;
  let ilze: Visitor;
  let liga: Visitor;
  beforeEach(async () => {
    harness = await startHarness();
    for (const controller of ['lmt', 'amigo']) {
      const account = { controller, name: 'Līga Zariņa', role: 'reviewer', password: DEMO_PASSWORD } as const;
      await harness.services.identity.accounts.ensure({ ...account, login: `liga@${controller}` });
    }
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    liga = (await signIn(harness.address, 'liga@lmt')).visitor;
    call = await playToMatch(harness.address);
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    await json(
      await call.callerVisitor.upload(`/api/caller/photos/${PHOTO}`, await jpeg(400, 300), headers),
      201,
    );
    await call.agent.must({ type: 'ShowNote', text: 'look at the router' });
  });
  afterEach(async () => {
    call.close();
    await harness.dispose();
  });

  const asked = (more: object = {}) => ({
    session: call.session,
    purpose: 'compliance-review',
    caseReference: 'DVI-2026/17',
    reason: 'a complaint about this call',
    ...more,
  });
  const request = async (visitor = ilze) =>
    json<Opening>(await visitor.post('/api/review/access', asked()), 201);
  const approve = (id: string, visitor = liga) => visitor.post(`/api/review/access/${id}/approve`, {});
  const look = (id: string, visitor = ilze) => visitor.get(`/api/review/access/${id}/session`);
  const picture = (id: string, visitor = ilze) =>
    visitor.get(`/api/review/access/${id}/media/${PHOTO}?width=320`);
  const code = async (response: Response) => [
    response.status,
    ((await response.json()) as { code: string }).code,
  ];
  const told = async () => {
    const { lines } = await json<LogPage>(await ilze.get(`/api/review/log?session=${call.session}`));
    return lines.toReversed().filter(({ by }) => by === 'reviewer');
  };

  it('[REV-20] content is closed: neither asking nor waiting opens it', async () => {
    const { id, state, own } = await request();
    assert.deepEqual([state, own], ['waiting', true]);
    assert.deepEqual(await code(await look(id)), [403, 'opening_closed']);
    assert.deepEqual(await code(await picture(id)), [403, 'opening_closed']);
  });

  it('[REV-20] a request needs a session of the controller, a purpose, a case and a reason', async () => {
    const post = (more: object) => ilze.post('/api/review/access', asked(more));
    for (const wrong of [
      { reason: ' ' },
      { caseReference: '' },
      { purpose: 'marketing' },
      { purpose: 'assist' },
    ]) {
      assert.equal((await post(wrong)).status, 400, JSON.stringify(wrong));
    }
    assert.equal((await post({ session: 'no-such-session' })).status, 404);
    const { visitor } = await signIn(harness.address, 'ilze@amigo');
    assert.equal((await visitor.post('/api/review/access', asked())).status, 404);
  });

  it('[REV-21] a second person approves: not the one who asked, no agent, no other controller', async () => {
    const { id } = await request();
    assert.deepEqual(await code(await approve(id, ilze)), [409, 'second_person_required']);
    const { visitor: janis } = await signIn(harness.address, 'janis@lmt');
    assert.equal((await approve(id, janis)).status, 403);
    const { visitor: amigo } = await signIn(harness.address, 'liga@amigo');
    assert.equal((await approve(id, amigo)).status, 404);
    assert.equal((await look(id)).status, 403);

    const waiting = await json<Openings>(await liga.get('/api/review/access'));
    const { reason, caseReference, requestedBy, own } = waiting.openings[0] ?? assert.fail();
    assert.deepEqual(
      [reason, caseReference, requestedBy, own],
      ['a complaint about this call', 'DVI-2026/17', 'Ilze Liepiņa', false],
    );
    assert.equal((await json<Opening>(await approve(id))).state, 'open');
    assert.deepEqual(await code(await approve(id)), [409, 'already_decided']);
  });

  it('[REV-21] what was refused, or left for a day, opens nothing', async () => {
    const { id } = await request();
    await json(await liga.post(`/api/review/access/${id}/refuse`, { why: 'no such case' }));
    assert.deepEqual(await code(await approve(id)), [409, 'already_decided']);
    assert.equal((await look(id)).status, 403);
    const { id: late } = await request();
    await harness.clock.pass(DAY);
    liga = (await signIn(harness.address, 'liga@lmt')).visitor;
    assert.deepEqual(await code(await approve(late)), [409, 'already_decided']);
  });

  it('[REV-22] for 15 minutes whoever asked sees the events of both screens, and the photos', async () => {
    const { id } = await request();
    await json(await approve(id));
    const { events, until } = await json<OpenedSession>(await look(id));
    assert.equal(until, harness.clock.now() + 15 * MINUTE);
    const state = evolveAll(NO_SESSION, events);
    assert.ok(state.status === 'joined' && state.joined.stage.kind === 'note');
    assert.equal(state.joined.stage.text, 'look at the router');
    assert.equal(state.number, call.number);
    assert.doesNotMatch(JSON.stringify(events), /"token"/);
    const seen = await picture(id);
    assert.equal(seen.headers.get('content-type'), 'image/jpeg');
    assert.equal(decodeURIComponent(seen.headers.get('x-viewed-by') ?? ''), 'Ilze Liepiņa');
    assert.equal(seen.headers.get('cache-control'), 'no-store');

    assert.equal((await look(id, liga)).status, 404);
    await harness.clock.pass(15 * MINUTE - 1);
    assert.equal((await picture(id)).status, 200);
    await harness.clock.pass(1);
    assert.deepEqual(await code(await look(id)), [403, 'opening_closed']);
    assert.deepEqual(await code(await picture(id)), [403, 'opening_closed']);
  });

  it('[REV-22] one session, and no other', async () => {
    const other = await playToMatch(harness.address, call.agentVisitor);
    const { id } = await request();
    await json(await approve(id));
    const { id: unapproved } = await json<Opening>(
      await ilze.post('/api/review/access', asked({ session: other.session })),
      201,
    );
    assert.equal((await look(unapproved)).status, 403);
    other.close();
  });

  it('[REV-23] every request, decision, grant and look is an entry', async () => {
    const { id } = await request();
    await json(await approve(id));
    await look(id);
    await picture(id);
    await picture(id);
    const lines = (await told()).map(({ name, event }) => `${name}: ${event.type}`);
    const grants = lines.filter((line) => line === 'Ilze Liepiņa: GrantGiven');
    assert.equal(grants.length, 6);
    assert.deepEqual(
      lines.filter((line) => !line.endsWith('GrantGiven')),
      [
        'Ilze Liepiņa: AccessRequested',
        'Līga Zariņa: AccessApproved',
        'Ilze Liepiņa: ContentViewed',
        'Ilze Liepiņa: ContentViewed',
        'Ilze Liepiņa: ContentViewed',
      ],
    );
  });

  it('[REV-25] a picture carries the mark in its pixels; what is stored, and the agent sees, stays as it was', async () => {
    const ofAgent = async () => {
      const seen = await call.agentVisitor.get(`/api/sessions/${call.session}/media/${PHOTO}?width=320`);
      return Buffer.from(await seen.arrayBuffer());
    };
    const stored = async () => {
      const rows = await harness.database.selectFrom('media').selectAll().orderBy('id').execute();
      return Promise.all(rows.map(({ id }) => harness.objects.get(`lmt/${call.session}/${id}`)));
    };
    const [plain, before] = [await ofAgent(), await stored()];
    const { id } = await request();
    await json(await approve(id));
    const marked = await picture(id);
    assert.equal(marked.headers.get('cache-control'), 'no-store');
    const changed = await share(plain, Buffer.from(await marked.arrayBuffer()));
    assert.ok(changed > 0.05, `${changed}`);
    assert.deepEqual([await ofAgent(), await stored()], [plain, before]);
  });

  it('[REV-24] what is gone stays gone', async () => {
    await call.caller.must({ type: 'TakeBackPhoto', photo: PHOTO });
    const { id } = await request();
    await json(await approve(id));
    assert.deepEqual(await code(await picture(id)), [410, 'photo_gone']);
    await call.agent.must({ type: 'EndSession' });
    await harness.clock.pass(91 * DAY);
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    assert.deepEqual(await code(await ilze.post('/api/review/access', asked())), [410, 'session_erased']);
    assert.equal((await ilze.get(`/api/review/sessions/${call.session}/timeline`)).status, 200);
  });
});

/** Of the pixels that are clearly another grey in two pictures of one size. */
async function share(one: Uint8Array, other: Uint8Array): Promise<number> {
  const grey = (bytes: Uint8Array) => sharp(bytes).greyscale().raw().toBuffer();
  const [first, second] = await Promise.all([grey(one), grey(other)]);
  assert.equal(first.length, second.length);
  const changed = first.filter((value, place) => Math.abs(value - (second[place] ?? 0)) > 40);
  return changed.length / first.length;
}
