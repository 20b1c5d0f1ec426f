import assert from 'node:assert/strict';
import type { AgentCommand } from '../../protocol/commands.ts';
import type { Erased, OwnRequest, SubjectCallDetail, SubjectView } from '../../protocol/subject.ts';
import { StoreError } from '../../server/ports.ts';
import { createVisitor, freshNumber, json, type PlayedCall, playToMatch, signIn } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { signedIn } from './support.ts';

const MATTER = 'Klientam mājās pazūd Wi-Fi otrajā stāvā';
const NOTE = 'parole ir rūtera apakšā, uzlīmē';

describe('what a subject sees of their calls', function () {
  this.timeout(30_000);
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    assert.deepEqual(harness.faults, []);
    await harness.dispose();
  });

  const codes = (response: Response) => json<{ code: string }>(response, response.status);
  const view = async (visitor: { get(path: string): Promise<Response> }) =>
    json<SubjectView>(await visitor.get('/api/subject'));

  async function play(more: { number?: string; controller?: 'lmt' | 'amigo' } = {}) {
    const { visitor } = await signIn(harness.address, `anna@${more.controller ?? 'lmt'}`);
    const number = more.number ?? freshNumber();
    const call = await playToMatch(harness.address, visitor, { number, matter: MATTER, category: 'wifi' });
    return call;
  }

  async function showAndEnd(call: PlayedCall, photos = 2): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let count = 1; count <= photos; count += 1) ids.push(await share(call, `photo-number-${count}`));
    const show = (command: AgentCommand) => call.agent.must(command);
    await show({ type: 'ShowNote', text: NOTE });
    await show({ type: 'ShowGuide', guide: 'router-lights', step: 0, turning: 'both' });
    const state = await call.caller.until(
      (now) => now.status === 'joined' && now.joined.stage.kind === 'guide',
    );
    assert.ok(state.status === 'joined' && state.joined.stage.kind === 'guide');
    const { showing } = state.joined.stage;
    await call.caller.must({ type: 'AnswerStep', showing, step: 0, answer: 'done' });
    await show({ type: 'EndSession' });
    call.close();
    return ids;
  }

  async function share(call: PlayedCall, id: string): Promise<string> {
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const path = `/api/caller/photos/${id}`;
    await json(await call.callerVisitor.upload(path, await jpeg(640, 480), { 'x-confirmed': reminder }), 201);
    return id;
  }

  it('[SUB-20] each call that is kept: when, about what, with whom, what was shared and shown', async () => {
    const call = await play();
    const [photo = ''] = await showAndEnd(call);
    const subject = await signedIn(harness.address, call.number);
    const { calls, numberEnd, more, controller } = await view(subject);
    assert.equal(controller, 'lmt');
    assert.equal(numberEnd, call.number.slice(-3));
    assert.equal(more, false);
    const [line] = calls;
    assert.ok(line && calls.length === 1);
    assert.deepEqual(
      { agentName: line.agentName, photos: line.photos, topic: line.topic.lv, restricted: line.restricted },
      { agentName: 'Anna', photos: 2, topic: 'Wi-Fi tīkls', restricted: false },
    );
    const path = `/api/subject/calls/${line.session}`;
    const detail = await json<SubjectCallDetail>(await subject.get(path));
    assert.equal(detail.matter, MATTER);
    assert.equal(detail.device, 'phone');
    assert.equal(detail.reason, 'agent-ended');
    assert.ok(detail.accepted?.terms.addresses.lv.startsWith('/texts/lmt/terms/'));
    assert.deepEqual(
      detail.shown.map(({ kind }) => kind),
      ['note', 'guide'],
    );
    assert.ok(detail.shown.some((one) => one.kind === 'note' && one.text === NOTE));
    assert.ok(detail.shown.some((one) => one.kind === 'guide' && one.done === 1 && one.help === 0));
    assert.deepEqual(
      detail.shared.map(({ id, state }) => `${id} ${state}`),
      ['photo-number-1 kept', 'photo-number-2 kept'],
    );
    const thumb = await subject.get(`${path}/media/${photo}?width=320`);
    assert.equal(thumb.status, 200);
    assert.equal(thumb.headers.get('content-type'), 'image/jpeg');
    assert.equal(thumb.headers.get('cache-control'), 'no-store');
    const saved = await subject.get(`${path}/media/${photo}?download`);
    assert.match(saved.headers.get('content-disposition') ?? '', /^attachment/);
  });

  it('[SUB-21] what is kept, each with its date', async () => {
    const call = await play();
    await showAndEnd(call, 1);
    const ended = harness.clock.now();
    const subject = await signedIn(harness.address, call.number);
    const { kept } = await json<SubjectCallDetail>(await subject.get(`/api/subject/calls/${call.session}`));
    assert.deepEqual(kept, [
      { what: 'photos', until: ended + DAY, held: false },
      { what: 'content', until: ended + 90 * DAY, held: false },
      { what: 'skeleton', until: Date.UTC(2029, 10, 20, 8), held: false },
    ]);
  });

  it('[SUB-22] no staff id, call reference, link, or fate of an SMS is ever in an answer', async () => {
    const { visitor, me } = await signIn(harness.address);
    const call = await playToMatch(harness.address, visitor, { call: 'CRM-4711', matter: MATTER });
    await showAndEnd(call, 1);
    const subject = await signedIn(harness.address, call.number);
    const answers = [
      await (await subject.get('/api/subject')).text(),
      await (await subject.get(`/api/subject/calls/${call.session}`)).text(),
    ].join();
    for (const secret of [me.id, 'CRM-4711', call.number, 'Bērziņa', 'delivered', 'token', 'digits']) {
      assert.ok(!answers.includes(secret), secret);
    }
  });

  it('[SUB-23] another number, or another controller, sees and erases nothing of it', async () => {
    const { address } = harness;
    const call = await play();
    const [photo = ''] = await showAndEnd(call);
    const path = `/api/subject/calls/${call.session}`;
    for (const stranger of [
      await signedIn(address, freshNumber()),
      await signedIn(address, call.number, 'amigo'),
    ]) {
      const seen = await view(stranger);
      assert.deepEqual([seen.calls, seen.requests], [[], []]);
      for (const answer of [
        await stranger.get(path),
        await stranger.get(`${path}/media/${photo}`),
        await stranger.post(`${path}/erase`, { what: 'content' }),
        await stranger.post(`${path}/erase`, { what: 'photo', photo }),
      ]) {
        assert.equal((await codes(answer)).code, 'not_found');
      }
    }
    for (const request of [
      () => createVisitor(address).get(path),
      () => createVisitor(address).post(`${path}/erase`, { what: 'content' }),
    ]) {
      assert.equal((await codes(await request())).code, 'subject_sign_in_required');
    }
    const owner = await signedIn(address, call.number, 'lmt', 2);
    assert.equal((await view(owner)).calls.length, 1);
  });

  it('[SUB-24] every look is a grant for a subject’s request, recorded before anything is read', async () => {
    const call = await play();
    await showAndEnd(call, 1);
    const subject = await signedIn(harness.address, call.number);
    await subject.get(`/api/subject/calls/${call.session}`);
    const { visitor: reviewer } = await signIn(harness.address, 'ilze@lmt');
    const { lines } = await json<{ lines: { event: Record<string, unknown>; by: string }[] }>(
      await reviewer.get(`/api/review/log?session=${call.session}`),
    );
    const asked = lines
      .filter(({ by, event }) => by === 'caller' && event.purpose === 'subject-request')
      .map(({ event }) => `${event.type} ${event.category} ${event.access}`);
    assert.deepEqual(asked.sort(), [
      'GrantGiven answers read',
      'GrantGiven matter read',
      'GrantGiven photo read',
      'GrantGiven shown read',
      'GrantGiven usage read',
    ]);
  });

  it('[SUB-25] one photo, then all, each at the first try, with its certificate', async () => {
    const call = await play();
    const [first = ''] = await showAndEnd(call, 3);
    const subject = await signedIn(harness.address, call.number);
    const path = `/api/subject/calls/${call.session}`;
    const one = await json<Erased>(await subject.post(`${path}/erase`, { what: 'photo', photo: first }));
    assert.deepEqual(
      { ...one, certificates: one.certificates.length },
      {
        photos: 1,
        content: false,
        held: 0,
        certificates: 1,
        pending: false,
      },
    );
    assert.match(one.certificates[0] ?? '', /^LMT-\d+$/);
    assert.equal((await codes(await subject.get(`${path}/media/${first}`))).code, 'photo_gone');
    const rest = await json<Erased>(await subject.post(`${path}/erase`, { what: 'photos' }));
    assert.equal(rest.photos, 2);
    assert.equal(rest.certificates.length, 2);
    const { shared, kept } = await json<SubjectCallDetail>(await subject.get(path));
    assert.deepEqual([...new Set(shared.map(({ state }) => state))], ['erased']);
    assert.ok(!kept.some(({ what }) => what === 'photos'));
    // The reference leads a reviewer to the certificate.
    const { visitor: reviewer } = await signIn(harness.address, 'ilze@lmt');
    const { lines } = await json<{ lines: { seq: number; event: { type: string; rule?: string } }[] }>(
      await reviewer.get('/api/review/log?type=ErasureCertified'),
    );
    const named = lines.find(({ seq }) => `LMT-${seq}` === one.certificates[0]);
    assert.equal(named?.event.rule, 'caller-erased');
  });

  it('[SUB-26] a whole call’s content goes at once: nothing of it opens, nothing leads to it', async () => {
    const { address, database, clock } = harness;
    const call = await play();
    const [photo = ''] = await showAndEnd(call, 1);
    const subject = await signedIn(address, call.number);
    const path = `/api/subject/calls/${call.session}`;
    const done = await json<Erased>(await subject.post(`${path}/erase`, { what: 'content' }));
    assert.deepEqual(
      { ...done, certificates: done.certificates.length },
      {
        photos: 1,
        content: true,
        held: 0,
        // The photo's and the content's.
        certificates: 2,
        pending: false,
      },
    );
    assert.deepEqual((await view(subject)).calls, []);
    assert.equal((await codes(await subject.get(path))).code, 'not_found');
    assert.equal((await codes(await subject.get(`${path}/media/${photo}`))).code, 'not_found');
    const row = await database
      .selectFrom('session')
      .selectAll()
      .where('id', '=', call.session)
      .executeTakeFirstOrThrow();
    assert.equal(row.status, 'erased');
    assert.equal(row.number_hash, null);
    assert.deepEqual(await database.selectFrom('erasure').selectAll().execute(), []);
    const { visitor: reviewer } = await signIn(address, 'ilze@lmt');
    const { lines } = await json<{ lines: { event: Record<string, unknown> }[] }>(
      await reviewer.get(`/api/review/log?session=${call.session}&type=ErasureCertified`),
    );
    const content = lines.find(({ event }) => event.what === 'content');
    assert.equal(content?.event.rule, 'caller-erased');
    // The sweep finds nothing more to do, then or when its time would have come.
    await clock.pass(91 * DAY);
    const certified = await database
      .selectFrom('controller_entry')
      .select('seq')
      .where('session', '=', call.session)
      .where('type', '=', 'ErasureCertified')
      .execute();
    assert.equal(certified.length, 2);
  });

  it('[SUB-27] while the call is on it is shown, and cannot be erased', async () => {
    const call = await play();
    const subject = await signedIn(harness.address, call.number);
    const [line] = (await view(subject)).calls;
    assert.equal(line?.endedAt, undefined);
    const path = `/api/subject/calls/${call.session}/erase`;
    for (const named of [{ what: 'content' }, { what: 'photos' }]) {
      assert.equal((await codes(await subject.post(path, named))).code, 'subject_call_on');
    }
    call.close();
  });

  it('[SUB-28] what a legal hold names stays; the rest goes, and the answer says how many stayed', async () => {
    const { address } = harness;
    const call = await play();
    const [held = '', free = ''] = await showAndEnd(call);
    await hold(call.session, held);
    const subject = await signedIn(address, call.number);
    const path = `/api/subject/calls/${call.session}`;
    const { shared, kept } = await json<SubjectCallDetail>(await subject.get(path));
    assert.deepEqual(
      shared.map(({ id, state }) => [id, state]),
      [
        [held, 'held'],
        [free, 'kept'],
      ],
    );
    assert.deepEqual(
      kept.map((one) => [one.what, one.held]),
      [
        ['photos', true],
        ['content', false],
        ['skeleton', true],
      ],
    );
    const erase = (named: object) => subject.post(`${path}/erase`, named);
    assert.equal((await codes(await erase({ what: 'photo', photo: held }))).code, 'held_by_law');
    const all = await json<Erased>(await erase({ what: 'photos' }));
    assert.deepEqual([all.photos, all.held, all.certificates.length], [1, 1, 1]);
    assert.equal((await codes(await erase({ what: 'photos' }))).code, 'held_by_law');
    await hold(call.session);
    assert.equal((await codes(await erase({ what: 'content' }))).code, 'held_by_law');
    assert.equal((await view(subject)).calls.length, 1);
  });

  it('[SUB-29] only content that is still kept is shown: what is due goes from the page, too', async () => {
    const { address, clock } = harness;
    const call = await play();
    await showAndEnd(call, 1);
    await clock.pass(25 * HOUR);
    const subject = await signedIn(address, call.number);
    const { shared } = await json<SubjectCallDetail>(await subject.get(`/api/subject/calls/${call.session}`));
    assert.deepEqual(
      shared.map(({ state }) => state),
      ['erased'],
    );
    await clock.pass(90 * DAY);
    const later = await signedIn(address, call.number, 'lmt', 2);
    assert.deepEqual((await view(later)).calls, []);
  });

  it('[SUB-30] a request goes into the register, known by the number, and its state comes back', async () => {
    const { address } = harness;
    const number = freshNumber();
    const subject = await signedIn(address, number);
    const ask = (body: object) => subject.post('/api/subject/requests', { language: 'lv', ...body });
    const text = 'Lūdzu labot manu adresi sarunas piezīmē.';
    const made = await json<OwnRequest>(await ask({ kind: 'rectification', text }), 201);
    assert.deepEqual(Object.keys(made).sort(), ['due', 'extended', 'id', 'kind', 'receivedAt', 'state']);
    // A month after 20 November is 20 December, a Sunday: the end of Monday, in Riga.
    assert.equal(new Date(made.due).toISOString().slice(0, 10), '2026-12-21');
    const against = { kind: 'objection', text: '', against: ['compliance-review'] };
    assert.equal((await ask(against)).status, 201);
    assert.equal((await ask({ kind: 'objection', text: '' })).status, 400);
    assert.equal((await ask({ kind: 'access', text: '', against: ['security'] })).status, 400);
    assert.equal((await ask({ kind: 'everything', text: '' })).status, 400);
    const { visitor: reviewer } = await signIn(address, 'ilze@lmt');
    const refusal = { outcome: 'refused', article: '16', explanation: 'Pieraksts ir pareizs.' };
    await json(await reviewer.post(`/api/review/requests/${made.id}/answer`, refusal));
    const answered = (await view(subject)).requests.find(({ id }) => id === made.id);
    assert.deepEqual(
      [answered?.state, answered?.outcome, answered?.article, answered?.answer],
      ['closed', 'refused', '16', 'Pieraksts ir pareizs.'],
    );
    const { requests } = await view(subject);
    assert.deepEqual(requests.map(({ kind, state }) => [kind, state]).sort(), [
      ['objection', 'open'],
      ['rectification', 'closed'],
    ]);
    const elsewhere = await signedIn(address, number, 'amigo', 2);
    assert.deepEqual((await view(elsewhere)).requests, []);
    await harness.clock.pass(MINUTE);
  });

  async function hold(session: string, photo?: string): Promise<void> {
    const { address, services } = harness;
    const person = { controller: 'lmt', role: 'reviewer', password: 'balts-dzintars' } as const;
    await services.identity.accounts.ensure({ ...person, login: 'liga@lmt', name: 'Līga Zariņa' });
    const { visitor: one } = await signIn(address, 'ilze@lmt');
    const { visitor: other } = await signIn(address, 'liga@lmt');
    const asked = { session, reason: 'Tiesvedība', ...(photo === undefined ? {} : { photo }) };
    const { id } = await json<{ id: string }>(await one.post('/api/review/holds', asked), 201);
    await json(await other.post(`/api/review/holds/${id}/approve`, {}));
  }
});

describe('a call’s content that goes before its time', function () {
  this.timeout(30_000);

  for (const failing of ['the key store', 'the object store'] as const) {
    it(`[SUB-26] is finished by the sweep, under the caller’s rule, when ${failing} fails in the middle`, async () => {
      let broken = false;
      const fail = (): never => {
        throw failing === 'the key store' ? new Error('cut short') : new StoreError('away');
      };
      const harness = await startHarness({
        keyStore: (real) => ({
          ...bound(real, ['put', 'get', 'below']),
          destroy: async (ids) => (broken && failing === 'the key store' ? fail() : real.destroy(ids)),
        }),
        objects: (real) => ({
          ...bound(real, ['put', 'get', 'hold', 'list', 'check']),
          delete: async (key) => (broken && failing === 'the object store' ? fail() : real.delete(key)),
        }),
      });
      try {
        const { visitor } = await signIn(harness.address);
        const call = await playToMatch(harness.address, visitor);
        const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
        const upload = ['/api/caller/photos/photo-cut-short', await jpeg(640, 480)] as const;
        await json(await call.callerVisitor.upload(...upload, { 'x-confirmed': reminder }), 201);
        await call.agent.must({ type: 'EndSession' });
        call.close();
        const subject = await signedIn(harness.address, call.number);
        broken = true;
        const path = `/api/subject/calls/${call.session}/erase`;
        const first = await subject.post(path, { what: 'content' });
        if (failing === 'the object store') {
          const { pending, certificates } = await json<Erased>(first);
          assert.deepEqual([pending, certificates], [true, []]);
        } else assert.equal(first.status, 500);
        assert.deepEqual((await rulesOf(harness, call.session)).length, 0);
        broken = false;
        await harness.clock.pass(MINUTE);
        assert.deepEqual(await rulesOf(harness, call.session), [
          'content caller-erased',
          'photo caller-erased',
        ]);
        await harness.clock.pass(91 * DAY);
        assert.equal((await rulesOf(harness, call.session)).length, 2);
      } finally {
        await harness.dispose();
      }
    });
  }

  async function rulesOf(harness: Harness, session: string): Promise<readonly string[]> {
    const { visitor } = await signIn(harness.address, 'ilze@lmt');
    const { lines } = await json<{ lines: { event: { what: string; rule: string } }[] }>(
      await visitor.get(`/api/review/log?session=${session}&type=ErasureCertified`),
    );
    return lines.map(({ event }) => `${event.what} ${event.rule}`).sort();
  }
});

/** Methods of an adapter, which is a class, as functions. */
function bound<T extends object, K extends keyof T>(real: T, names: readonly K[]): Pick<T, K> {
  const entries = names.map((name) => {
    const method = real[name];
    assert.ok(typeof method === 'function');
    return [name, method.bind(real)] as const;
  });
  return Object.fromEntries(entries) as Pick<T, K>;
}
