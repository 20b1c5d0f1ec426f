import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { controllerEvents } from '../privacy/support.ts';
import { json, type PlayedCall, playToMatch, signIn, type Visitor } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';

interface Figures {
  readonly sessions: number;
  readonly subjects: number;
  readonly untraceable: number;
  readonly categories: Record<string, number>;
}
interface Line {
  readonly session: string;
  readonly categories: readonly string[];
  readonly accesses?: number;
  readonly untraceable: boolean;
}

const CONTENT = ['answers', 'contact', 'matter', 'shown', 'usage'];

describe('who is affected by a breach', function () {
  this.timeout(20_000);
  let harness: Harness;
  let ilze: Visitor;
  beforeEach(async () => {
    harness = await startHarness();
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
  });
  afterEach(() => harness.dispose());

  const accountOf = async (login: string) =>
    (
      await harness.database
        .selectFrom('account')
        .select('id')
        .where('login', '=', login)
        .executeTakeFirstOrThrow()
    ).id;
  async function callFrom(number: string, login = 'anna@lmt'): Promise<PlayedCall> {
    const { visitor } = await signIn(harness.address, login);
    return playToMatch(harness.address, visitor, { number });
  }
  async function share(call: PlayedCall, photo: string): Promise<void> {
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    await json(
      await call.callerVisitor.upload(`/api/caller/photos/${photo}`, await jpeg(64, 64), headers),
      201,
    );
  }
  async function end(call: PlayedCall): Promise<void> {
    await call.agent.must({ type: 'EndSession' });
    call.close();
  }
  const query = (scope: Record<string, string | number>) =>
    new URLSearchParams(Object.entries(scope).map(([name, value]) => [name, String(value)]));
  const count = async (scope: Record<string, string | number>, who = ilze) =>
    json<Figures>(await who.get(`/api/review/breach/scope?${query(scope)}`));
  const affected = async (scope: Record<string, string | number>) =>
    json<readonly Line[]>(
      await ilze.get(`/api/review/breach/affected?${query({ ...scope, format: 'json' })}`),
    );

  it('[BRE-1] sessions that were open in the window, and people told apart by their numbers', async () => {
    const before = harness.clock.now();
    const first = await callFrom('+37126000001');
    await share(first, 'photo-0001');
    await end(first);
    await harness.clock.pass(HOUR);
    const since = harness.clock.now();
    const second = await callFrom('+37126000001');
    const third = await callFrom('+37126000002');
    await end(second);
    await end(third);
    await harness.clock.pass(MINUTE);
    const until = harness.clock.now();
    await end(await callFrom('+37126000003'));
    const end_ = harness.clock.now() + 1;

    assert.deepEqual(await count({ kind: 'traffic', since, until }), {
      sessions: 2,
      subjects: 2,
      untraceable: 0,
      categories: { answers: 2, contact: 2, matter: 2, shown: 2, usage: 2 },
    });
    const all = await count({ kind: 'traffic', since: before, until: end_ });
    assert.deepEqual([all.sessions, all.subjects, all.categories.photo], [4, 3, 1]);
    // A key opens what lies there, not only what was open: the first one's content was not erased yet.
    const key = await count({ kind: 'controller-key', since, until });
    assert.deepEqual([key.sessions, key.subjects, key.categories.photo], [3, 2, 1]);
    const one = await affected({ kind: 'session-key', of: first.session, since, until });
    assert.deepEqual(
      one.map(({ session, categories }) => ({ session, categories })),
      [{ session: first.session, categories: ['answers', 'contact', 'matter', 'photo', 'shown', 'usage'] }],
    );
    const photo = await affected({ kind: 'object-key', of: 'photo-0001', since, until });
    assert.deepEqual(
      photo.map(({ session, categories }) => ({ session, categories })),
      [{ session: first.session, categories: ['photo'] }],
    );
  });

  it('[BRE-2] what was erased before the window is not affected; whose number is erased since is counted apart', async () => {
    const call = await callFrom('+37126000001');
    await share(call, 'photo-0001');
    await end(call);
    const during = { since: harness.clock.now(), until: harness.clock.now() + HOUR };
    await harness.clock.pass(2 * DAY);
    const later = { since: harness.clock.now(), until: harness.clock.now() + HOUR };
    await harness.clock.pass(90 * DAY);
    const last = { since: harness.clock.now(), until: harness.clock.now() + HOUR };
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    const figures = async (window: object) => {
      const { sessions, subjects, untraceable, categories } = await count({
        kind: 'controller-key',
        ...window,
      });
      return [sessions, subjects, untraceable, categories.photo ?? 0];
    };
    assert.deepEqual(await figures(during), [1, 0, 1, 1]);
    assert.deepEqual(await figures(later), [1, 0, 1, 0]);
    assert.deepEqual(await figures(last), [0, 0, 0, 0]);
  });

  it('[BRE-3] what an account was let into in the window, from the log of grants', async () => {
    const own = await callFrom('+37126000001');
    await end(own);
    const others = await callFrom('+37126000002', 'maris@lmt');
    await end(others);
    await harness.clock.pass(MINUTE);
    const [anna, maris] = [await accountOf('anna@lmt'), await accountOf('maris@lmt')];
    const window = { since: harness.clock.now() - HOUR, until: harness.clock.now() };
    const lines = await affected({ kind: 'account', of: anna, ...window });
    assert.deepEqual(
      lines.map(({ session }) => session),
      [own.session],
    );
    assert.deepEqual(lines[0]?.categories, CONTENT);
    assert.deepEqual((await count({ kind: 'account', of: maris, ...window })).sessions, 1);
    const before = { since: window.since - DAY, until: window.since - HOUR };
    assert.equal((await count({ kind: 'account', of: anna, ...before })).sessions, 0);
  });

  it('[BRE-4] another controller sees nothing of it, an agent is refused, and a scope that makes no sense too', async () => {
    const call = await callFrom('+37126000001');
    await end(call);
    const window = { since: harness.clock.now() - HOUR, until: harness.clock.now() + HOUR };
    const amigo = (await signIn(harness.address, 'ilze@amigo')).visitor;
    for (const scope of [
      { kind: 'traffic' },
      { kind: 'controller-key' },
      { kind: 'session-key', of: call.session },
    ]) {
      assert.equal((await count({ ...scope, ...window }, amigo)).sessions, 0, scope.kind);
    }
    const { visitor } = await signIn(harness.address, 'anna@lmt');
    assert.equal(
      (await visitor.get(`/api/review/breach/scope?${query({ kind: 'traffic', ...window })}`)).status,
      403,
    );
    for (const wrong of [
      { kind: 'traffic', of: 'x', ...window },
      { kind: 'account', ...window },
      { kind: 'everything', ...window },
      { kind: 'traffic', since: window.until, until: window.since },
    ]) {
      assert.equal(
        (await ilze.get(`/api/review/breach/scope?${query(wrong)}`)).status,
        400,
        JSON.stringify(wrong),
      );
    }
  });
});

describe('the register of breaches', function () {
  this.timeout(20_000);
  let harness: Harness;
  let ilze: Visitor;
  let amigo: Visitor;
  beforeEach(async () => {
    harness = await startHarness();
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    amigo = (await signIn(harness.address, 'ilze@amigo')).visitor;
  });
  afterEach(() => harness.dispose());

  interface Breach {
    readonly id: string;
    readonly facts: string;
    readonly awareAt: number;
    readonly figures: Figures;
    readonly authority?: { readonly at: number; readonly note: string };
    readonly subjects?: { readonly decision: string };
    readonly closed?: { readonly at: number; readonly by?: string };
  }
  const list = async (who: Visitor) =>
    (await json<{ readonly breaches: readonly Breach[] }>(await who.get('/api/review/breaches'))).breaches;
  async function open(): Promise<Breach> {
    const now = harness.clock.now();
    const scope = { kind: 'traffic', since: now - HOUR, until: now };
    const body = { awareAt: now - MINUTE, scope, facts: 'a laptop was stolen' };
    return json<Breach>(await ilze.post('/api/review/breaches', body), 201);
  }
  const step = (id: string, what: string, body: object, who = ilze) =>
    who.post(`/api/review/breaches/${id}/${what}`, body);

  it('[BRE-5] each step once, by a reviewer of the controller, and closed when everything is decided', async () => {
    const { id } = await open();
    const at = harness.clock.now();
    assert.equal((await step(id, 'close', { note: 'done' })).status, 409);
    assert.equal((await step(id, 'authority', { at: at + HOUR, note: 'in time to come' })).status, 400);
    assert.equal((await step(id, 'authority', { at, note: 'DVI-1' }, amigo)).status, 404);
    await json(await step(id, 'authority', { at, note: 'DVI-1' }));
    assert.equal((await step(id, 'authority', { at, note: 'again' })).status, 409);
    await json(await step(id, 'subjects', { at, decision: 'a', note: 'the disk was encrypted' }));
    const closed = await json<Breach>(await step(id, 'close', { note: 'disks are checked now' }));
    assert.equal(closed.closed?.by, 'Ilze Liepiņa');
    assert.deepEqual(
      (await list(ilze)).map(({ facts, authority, subjects }) => [
        facts,
        authority?.note,
        subjects?.decision,
      ]),
      [['a laptop was stolen', 'DVI-1', 'a']],
    );
    assert.deepEqual(await list(amigo), []);
    const told = (await controllerEvents(harness, 'lmt')).map(({ event }) => event.type);
    assert.deepEqual(
      told.filter((type) => type.startsWith('Breach')),
      ['BreachOpened', 'BreachAuthorityNotified', 'BreachSubjectsDecided', 'BreachClosed'],
    );
  });

  it('[BRE-6] what it says in words lies sealed', async () => {
    await open();
    const row = await harness.database.selectFrom('breach').selectAll().executeTakeFirstOrThrow();
    assert.ok(
      !Buffer.from(JSON.stringify({ ...row, sealed: Buffer.from(row.sealed).toString('latin1') })).includes(
        'laptop',
      ),
    );
  });

  it('[RET-42] is kept for five years from its closing, and an open one as long as it is open', async () => {
    const { id } = await open();
    await open();
    const at = harness.clock.now();
    await json(await step(id, 'authority', { at, note: 'DVI-1' }));
    await json(await step(id, 'subjects', { at, decision: 'told', note: 'by letter' }));
    await json(await step(id, 'close', { note: 'done' }));
    const ids = async () =>
      (await harness.database.selectFrom('breach').select('id').execute()).map((row) => row.id);
    await harness.clock.pass(5 * 365 * DAY);
    assert.equal((await ids()).length, 2);
    await harness.clock.pass(2 * DAY);
    const left = await ids();
    assert.deepEqual([left.length, left.includes(id)], [1, false]);
  });
});
