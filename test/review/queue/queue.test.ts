import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type {
  AuditDraw,
  AuditItem,
  AuditItemView,
  AuditPage,
  AuditProof,
  Finding,
  FindingFacts,
} from '../../../protocol/audit.ts';
import type { Colleague } from '../../../protocol/http.ts';
import type { Hold, LogPage } from '../../../protocol/review.ts';
import {
  DEMO_PASSWORD,
  json,
  type PlayedCall,
  playToMatch,
  signIn,
  type Visitor,
} from '../../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../../support/harness.ts';
import { jpeg } from '../../support/pictures.ts';

/** The day on which the harness's clock begins; the days after it are Saturday and Sunday. */
const DAY_ONE = '2026-11-20';

describe('the audit queue', () => {
  let harness: Harness;
  let ilze: Visitor;
  let liga: Visitor;
  let anna: Visitor;
  let sinkDown: boolean;
  beforeEach(async () => {
    sinkDown = false;
    harness = await startHarness({
      checkpointSink: (real) => ({
        ...real,
        read: (controller) => (sinkDown ? Promise.reject(new Error('down')) : real.read(controller)),
      }),
    });
    const { accounts } = harness.services.identity;
    const account = { controller: 'lmt', role: 'reviewer', password: DEMO_PASSWORD } as const;
    await accounts.ensure({ ...account, login: 'liga@lmt', name: 'Līga Zariņa' });
    // The queue begins with the day on which it first ran.
    await harness.services.catchUp();
    await signAllIn();
  });
  afterEach(() => harness.dispose());

  /** After a night everybody signs in anew. */
  async function signAllIn(): Promise<void> {
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    liga = (await signIn(harness.address, 'liga@lmt')).visitor;
    anna = (await signIn(harness.address)).visitor;
  }

  async function end(call: PlayedCall): Promise<string> {
    await call.agent.must({ type: 'EndSession' });
    call.close();
    return call.session;
  }
  const quiet = async () => end(await playToMatch(harness.address, anna));

  /** A caller who takes back five of eight photos, and a colleague who tries to see one of those left. */
  async function risky(): Promise<string> {
    const call = await playToMatch(harness.address, anna);
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const picture = await jpeg(64, 64);
    for (let photo = 1; photo <= 8; photo += 1) {
      const path = `/api/caller/photos/photo-000${photo}`;
      await json(await call.callerVisitor.upload(path, picture, { 'x-confirmed': reminder }), 201);
    }
    for (let photo = 1; photo <= 5; photo += 1) {
      await call.caller.must({ type: 'TakeBackPhoto', photo: `photo-000${photo}` });
    }
    const { visitor: maris } = await signIn(harness.address, 'maris@lmt');
    const refused = await maris.get(`/api/sessions/${call.session}/media/photo-0006`);
    assert.equal(refused.status, 403);
    return end(call);
  }

  /** Over midnight in Riga and past the last wrap-up: scored, closed, covered by a checkpoint, drawn. */
  async function overNight(): Promise<void> {
    await harness.clock.pass(15 * HOUR);
    for (let tick = 0; tick < 6; tick += 1) await harness.clock.pass(MINUTE);
    await signAllIn();
  }

  const open = async (visitor = ilze) => json<AuditPage>(await visitor.get('/api/review/queue?state=open'));
  const closed = async () => json<AuditPage>(await ilze.get('/api/review/queue?state=closed'));
  const draws = async () => json<AuditDraw[]>(await ilze.get('/api/review/queue/draws'));
  const prove = async () => json<AuditProof>(await ilze.get(`/api/review/queue/draws/${DAY_ONE}`));
  const step = (visitor: Visitor, item: string, what: string, body: object = {}) =>
    visitor.post(`/api/review/queue/items/${item}/${what}`, body);
  const code = async (response: Response) => [
    response.status,
    ((await response.json()) as { code: string }).code,
  ];
  const types = async (session: string) => {
    const { lines } = await json<LogPage>(await ilze.get(`/api/review/log?session=${session}`));
    return lines
      .toReversed()
      .map(({ event, name }) => `${name ?? 'system'}: ${event.type}`)
      .filter((line) => !line.includes('Grant') && !line.includes('Erasure'));
  };
  async function takenItem(): Promise<AuditItem> {
    await quiet();
    await overNight();
    const [item] = (await open()).items;
    assert.ok(item);
    return json<AuditItem>(await step(ilze, item.id, 'take'));
  }
  const finding = (more: object = {}) => ({
    severity: 'minor',
    category: 'excess-data',
    text: 'Redzama personas apliecība',
    ...more,
  });

  it('[REV-41] a day is drawn once it is over: the riskiest first, each with why it is there', async () => {
    const sessions = [await risky(), await quiet(), await quiet()];
    await harness.clock.pass(HOUR);
    assert.deepEqual((await open()).items, []);
    await overNight();
    const { items } = await open();
    assert.deepEqual(items.map(({ session }) => session).toSorted(), sessions.toSorted());
    const [first, ...others] = items;
    assert.ok(first);
    assert.equal(first.session, sessions[0]);
    assert.deepEqual([first.why, first.day, first.state], ['risk', DAY_ONE, 'waiting']);
    assert.deepEqual(first.score, {
      points: 9,
      reasons: [
        { signal: 'photos', from: 8, points: 1, value: 8 },
        { signal: 'refusals', from: 1, points: 4, value: 1 },
        { signal: 'erasures', from: 5, points: 4, value: 5 },
      ],
    });
    for (const { why, score } of others)
      assert.deepEqual([why, score], ['chance', { points: 0, reasons: [] }]);
  });

  it('[REV-41] a session that ends before midnight and whose wrap-up ends after it belongs to the day it ended', async () => {
    await harness.clock.pass(13 * HOUR + 55 * MINUTE);
    await signAllIn();
    const late = await quiet();
    await harness.clock.pass(10 * MINUTE);
    for (let tick = 0; tick < 4; tick += 1) await harness.clock.pass(MINUTE);
    assert.deepEqual(await draws(), []);
    for (let tick = 0; tick < 8; tick += 1) await harness.clock.pass(5 * MINUTE);
    await signAllIn();
    const [item] = (await open()).items;
    assert.deepEqual([item?.session, item?.day], [late, DAY_ONE]);
    assert.deepEqual(item?.score.reasons, [{ signal: 'out-of-hours', from: 1, points: 2, value: 1 }]);
  });

  it('[REV-41] of many, eight by risk and four by chance; the rest keep no score', async () => {
    const template = await quiet();
    const row = await harness.database
      .selectFrom('session')
      .selectAll()
      .where('id', '=', template)
      .executeTakeFirstOrThrow();
    // Ninety minutes each for ten of them (3 points), and thirty quiet ones.
    for (let place = 0; place < 40; place += 1) {
      const created_at = row.created_at - (place < 10 ? 90 * MINUTE : 0);
      await harness.database
        .insertInto('session')
        .values({ ...row, id: `copied-session-${place}`, created_at })
        .execute();
    }
    await overNight();
    const { items } = await open();
    assert.deepEqual(
      [...new Set(items.slice(0, 8).map(({ why, score }) => `${why} ${score.points}`))],
      ['risk 3'],
    );
    assert.equal(items.filter(({ why }) => why === 'chance').length, 4);
    assert.equal(items.length, 12);
    assert.deepEqual(await harness.database.selectFrom('audit_score').selectAll().execute(), []);
    const [draw] = await draws();
    assert.deepEqual([draw?.sessions, draw?.drawn?.byRisk, draw?.drawn?.byChance], [41, 8, 4]);
  });

  it('[REV-42] the day is closed in the log before the checkpoint that draws is signed', async () => {
    await quiet();
    await harness.clock.pass(15 * HOUR);
    for (let tick = 0; tick < 6; tick += 1) await harness.clock.pass(MINUTE);
    await signAllIn();
    const [draw] = await draws();
    assert.ok(draw?.drawn);
    const signedAt = Number(draw.drawn.checkpoint.split(' ')[4]);
    assert.ok(signedAt >= draw.closedAt);
    const { lines } = await json<LogPage>(await ilze.get('/api/review/log'));
    const told = lines.toReversed().flatMap(({ event }) => (event.type.startsWith('Audit') ? [event] : []));
    assert.deepEqual(
      told.map(({ type }) => type),
      ['AuditDayClosed', 'AuditDrawn', 'AuditQueued'],
    );
    const [dayClosed, drawn] = told;
    assert.ok(dayClosed?.type === 'AuditDayClosed' && drawn?.type === 'AuditDrawn');
    assert.deepEqual([dayClosed.population, dayClosed.sessions], [draw.population, 1]);
    assert.equal(drawn.seed, draw.drawn.seed);
  });

  it('[REV-42] while no checkpoint can be read nothing is drawn; then the first since the day was closed draws', async () => {
    await quiet();
    sinkDown = true;
    await overNight();
    const [waiting] = await draws();
    assert.deepEqual([waiting?.day, waiting?.drawn], [DAY_ONE, undefined]);
    assert.deepEqual((await open()).items, []);
    sinkDown = false;
    await quiet();
    await harness.clock.pass(MINUTE);
    await harness.clock.pass(MINUTE);
    assert.equal((await open()).items.length, 1);
    assert.deepEqual((await prove()).same, { population: true, checkpoint: true, seed: true, sample: true });
  });

  it('[REV-42] a draw can be made again, and whoever picked the sample by hand is found', async () => {
    await quiet();
    await quiet();
    await overNight();
    assert.deepEqual((await prove()).same, { population: true, checkpoint: true, seed: true, sample: true });
    const { database } = harness;
    const [one] = (await open()).items;
    assert.ok(one);
    await database.updateTable('audit_item').set({ session: 'another' }).where('id', '=', one.id).execute();
    assert.equal((await prove()).same.sample, false);
    await database.updateTable('audit_draw').set({ seed: 'a better one' }).execute();
    assert.equal((await prove()).same.seed, false);
    await database.updateTable('audit_draw').set({ checkpoint: 'of another minute' }).execute();
    assert.deepEqual((await prove()).same, {
      population: true,
      checkpoint: false,
      seed: false,
      sample: false,
    });
    await database.deleteFrom('session').where('id', '=', one.session).execute();
    assert.equal((await prove()).same.population, false);
    assert.equal((await ilze.get('/api/review/queue/draws/2026-11-19')).status, 404);
  });

  it('[REV-43] one auditor takes an item; another can take it over knowingly, and not by accident', async () => {
    const { id, session, takenBy } = await takenItem();
    assert.deepEqual([takenBy?.name, takenBy?.own], ['Ilze Liepiņa', true]);
    assert.ok(takenBy);
    assert.deepEqual(await code(await step(liga, id, 'take')), [409, 'audit_state_wrong']);
    assert.deepEqual(await code(await step(liga, id, 'no-finding')), [409, 'audit_state_wrong']);
    const over = await json<AuditItem>(await step(liga, id, 'take', { instead: takenBy.id }));
    assert.deepEqual([over.takenBy?.name, over.takenBy?.own], ['Līga Zariņa', true]);
    assert.deepEqual(await code(await step(ilze, id, 'no-finding')), [409, 'audit_state_wrong']);
    await json(await step(liga, id, 'no-finding'));
    assert.deepEqual((await open()).items, []);
    const [item] = (await closed()).items;
    assert.deepEqual([item?.id, item?.state], [id, 'no-finding']);
    assert.deepEqual(await code(await step(liga, id, 'take', { instead: over.takenBy?.id })), [
      409,
      'audit_state_wrong',
    ]);
    assert.deepEqual(await types(session), [
      'system: AuditQueued',
      'Ilze Liepiņa: AuditTaken',
      'Līga Zariņa: AuditTaken',
      'Līga Zariņa: AuditClosed',
    ]);
  });

  it('[REV-43] taking an item opens nothing', async () => {
    const { session } = await takenItem();
    const { openings } = await json<{ openings: unknown[] }>(
      await ilze.get(`/api/review/access?session=${session}`),
    );
    assert.deepEqual(openings, []);
  });

  it('[REV-44] a finding has its words sealed; the log and the lists have none of them', async () => {
    const { id, session } = await takenItem();
    const people = await json<Colleague[]>(await ilze.get('/api/review/queue/people'));
    const anna = people.find(({ name }) => name === 'Anna Bērziņa')?.id ?? assert.fail();
    const followUp = { responsible: anna, due: '2026-11-30' };
    const { followUp: shown } = await json<Finding>(
      await step(ilze, id, 'findings', finding({ followUp })),
      201,
    );
    assert.deepEqual(shown, { responsible: 'Anna Bērziņa', own: false, due: '2026-11-30', overdue: false });
    const view = await json<AuditItemView>(await liga.get(`/api/review/queue/items/${id}`));
    assert.deepEqual([view.state, view.found[0]?.text], ['finding', 'Redzama personas apliecība']);
    const lists = await Promise.all(
      ['queue?state=closed', 'findings?state=open', `log?session=${session}`].map(async (path) =>
        (await ilze.get(`/api/review/${path}`)).text(),
      ),
    );
    for (const list of lists) assert.doesNotMatch(list, /apliecība/);
    const rows = await harness.database.selectFrom('finding').selectAll().execute();
    assert.ok(rows.every(({ sealed }) => !Buffer.from(sealed).includes('apliec')));
    const { lines } = await json<LogPage>(await ilze.get(`/api/review/log?session=${session}`));
    const asked = lines.flatMap(({ event }) => (event.type === 'GrantGiven' ? [event] : []));
    const ofFindings = asked.filter(({ category }) => category === 'finding');
    assert.deepEqual(ofFindings.map(({ access, purpose }) => `${purpose} ${access}`).toSorted(), [
      'compliance-review read',
      'compliance-review write',
    ]);
  });

  it('[REV-44] severity and category are from closed lists, and all but an observation need a follow-up', async () => {
    const { id } = await takenItem();
    const people = await json<Colleague[]>(await ilze.get('/api/review/queue/people'));
    const responsible = people[0]?.id ?? assert.fail();
    const followUp = { responsible, due: '2026-11-30' };
    for (const wrong of [
      finding({ severity: 'terrible', followUp }),
      finding({ category: 'vague', followUp }),
      finding({ text: ' ', followUp }),
      finding(),
      finding({ severity: 'major' }),
      finding({ followUp: { responsible, due: '2026-02-30' } }),
    ]) {
      assert.equal((await step(ilze, id, 'findings', wrong)).status, 400, JSON.stringify(wrong));
    }
    const stranger = { responsible: 'nobody-at-all', due: '2026-11-30' };
    assert.deepEqual(await code(await step(ilze, id, 'findings', finding({ followUp: stranger }))), [
      422,
      'colleague_unknown',
    ]);
    await json(await step(ilze, id, 'findings', finding({ severity: 'observation' })), 201);
    await json(await step(ilze, id, 'findings', finding({ followUp })), 201);
    const [item] = (await closed()).items;
    assert.equal(item?.findings, 2);
  });

  it('[REV-45] a follow-up is overdue when its day is over, and done by someone else than the responsible', async () => {
    const { id, session } = await takenItem();
    const people = await json<Colleague[]>(await ilze.get('/api/review/queue/people'));
    const responsible = people.find(({ name }) => name === 'Ilze Liepiņa')?.id ?? assert.fail();
    const followUp = { responsible, due: '2026-11-23' };
    const { id: found } = await json<Finding>(await step(ilze, id, 'findings', finding({ followUp })), 201);
    const list = async (state = 'open') =>
      json<FindingFacts[]>(await ilze.get(`/api/review/findings?state=${state}`));
    assert.deepEqual([(await list())[0]?.followUp?.overdue, (await list())[0]?.followUp?.own], [false, true]);
    await harness.clock.pass(3 * DAY);
    await signAllIn();
    assert.equal((await list())[0]?.followUp?.overdue, true);
    const done = (visitor: Visitor) =>
      visitor.post(`/api/review/findings/${found}/done`, { note: 'Pārrunāts ar aģentu' });
    assert.deepEqual(await code(await done(ilze)), [409, 'second_person_required']);
    const closedFinding = await json<Finding>(await done(liga));
    assert.deepEqual(
      [closedFinding.note, closedFinding.text, closedFinding.followUp?.doneBy],
      ['Pārrunāts ar aģentu', 'Redzama personas apliecība', 'Līga Zariņa'],
    );
    assert.deepEqual(await list(), []);
    assert.equal((await list('done'))[0]?.followUp?.overdue, false);
    assert.deepEqual(await code(await done(liga)), [409, 'audit_state_wrong']);
    assert.deepEqual((await types(session)).slice(-2), [
      'Ilze Liepiņa: FindingRecorded',
      'Līga Zariņa: FollowUpDone',
    ]);
  });

  it('[REV-46] findings go after three years, key first; those of a held session stay', async () => {
    const { id, session } = await takenItem();
    await json(await step(ilze, id, 'findings', finding({ severity: 'observation' })), 201);
    const rows = () => harness.database.selectFrom('finding').selectAll().execute();
    const [{ id: found } = assert.fail()] = await rows();
    const key = () => harness.keyStore.get(`record:finding:${found}`);
    assert.ok(await key());
    const { id: hold } = await json<Hold>(
      await ilze.post('/api/review/holds', { session, reason: 'a claim' }),
      201,
    );
    await json(await liga.post(`/api/review/holds/${hold}/approve`, {}));
    await harness.clock.pass(3 * 366 * DAY);
    assert.equal((await rows()).length, 1);
    await signAllIn();
    await json(await ilze.post(`/api/review/holds/${hold}/lift`, { reason: 'settled' }));
    await json(await liga.post(`/api/review/holds/${hold}/approve-lift`, {}));
    await harness.clock.pass(MINUTE);
    assert.deepEqual(await rows(), []);
    assert.equal(await key(), undefined);
    assert.deepEqual(await harness.database.selectFrom('audit_item').selectAll().execute(), []);
    await signAllIn();
    const { lines } = await json<LogPage>(await ilze.get('/api/review/log?type=FindingErased'));
    assert.deepEqual(
      lines.map(({ event }) => event),
      [{ type: 'FindingErased', finding: found, session }],
    );
  });

  it('[REV-1] reviewers of the controller only', async () => {
    const { id } = await takenItem();
    const { visitor: amigo } = await signIn(harness.address, 'ilze@amigo');
    assert.deepEqual((await open(amigo)).items, []);
    assert.equal((await step(amigo, id, 'take')).status, 404);
    assert.equal((await step(amigo, id, 'findings', finding({ severity: 'observation' }))).status, 404);
    assert.equal((await amigo.get(`/api/review/queue/items/${id}`)).status, 404);
    assert.equal((await amigo.get(`/api/review/queue/draws/${DAY_ONE}`)).status, 404);
    for (const login of ['anna@lmt', 'janis@lmt']) {
      const { visitor } = await signIn(harness.address, login);
      for (const path of [
        'queue?state=open',
        'queue/rules',
        'queue/people',
        'queue/draws',
        'findings?state=open',
      ]) {
        assert.equal((await visitor.get(`/api/review/${path}`)).status, 403, `${login} ${path}`);
      }
    }
  });
});
