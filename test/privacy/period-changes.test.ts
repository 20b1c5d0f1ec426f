import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { AfterCallView, InvitationView, Problem } from '../../protocol/http.ts';
import type { PeriodProposal, Periods, PeriodsView, Simulation } from '../../protocol/periods.ts';
import type { Hold, ReviewSession } from '../../protocol/review.ts';
import type { SessionRow } from '../../server/database.ts';
import { createRedating } from '../../server/privacy/redating.ts';
import {
  createVisitor,
  DEMO_PASSWORD,
  freshNumber,
  json,
  type PlayedCall,
  playToMatch,
  signIn,
  startSession,
  tokenFor,
  type Visitor,
} from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { controllerEvents } from './support.ts';

const TABLE: Periods = { photos: 'PT24H', content: 'P90D', skeleton: 'P3Y' };
const NONE = { shorter: 0, erasedNow: 0, held: 0, longer: 0, promised: 0 };

describe('changes of retention periods', () => {
  let harness: Harness;
  let ilze: Visitor;
  let karlis: Visitor;

  beforeEach(async () => {
    harness = await startHarness();
    const account = {
      controller: 'lmt',
      login: 'karlis@lmt',
      name: 'Kārlis Liepa',
      role: 'reviewer',
    } as const;
    await harness.services.identity.accounts.ensure({ ...account, password: DEMO_PASSWORD });
    await signReviewersIn();
  });
  afterEach(() => harness.dispose());

  async function signReviewersIn(): Promise<void> {
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    karlis = (await signIn(harness.address, 'karlis@lmt')).visitor;
  }
  const code = async (response: Response) => (await json<Problem>(response, response.status)).code;
  const view = async (who = ilze) => json<PeriodsView>(await who.get('/api/review/periods'));
  const body = (some: Partial<Periods>, more: object = {}) => ({
    periods: { ...TABLE, ...some },
    prolongEnded: false,
    ...more,
  });
  const simulate = async (some: Partial<Periods>, more: object = {}) =>
    json<Simulation>(await ilze.post('/api/review/periods/simulate', body(some, more)));
  const post = (some: Partial<Periods>, more: object = {}) =>
    ilze.post('/api/review/periods', body(some, { reason: 'DPO ieteikums Nr. 4', ...more }));
  const propose = async (some: Partial<Periods>, more: object = {}) =>
    json<PeriodProposal>(await post(some, more), 201);
  const step = (who: Visitor, { id }: { id: string }, what: string, given: object = {}) =>
    who.post(`/api/review/periods/${id}/${what}`, given);
  const change = async (some: Partial<Periods>, more: object = {}) =>
    json<PeriodsView>(await step(karlis, await propose(some, more), 'approve'));
  const prolonged = { prolongEnded: true, prolongReason: 'visiem nosūtīta īsziņa' };

  async function call(photos: readonly string[] = []): Promise<PlayedCall> {
    const played = await playToMatch(harness.address);
    const { reminder } = await json<{ reminder: string }>(await played.callerVisitor.get('/api/caller'));
    for (const photo of photos) {
      const path = `/api/caller/photos/${photo}`;
      await json(
        await played.callerVisitor.upload(path, await jpeg(400, 300), { 'x-confirmed': reminder }),
        201,
      );
    }
    return played;
  }
  async function end(played: PlayedCall): Promise<AfterCallView> {
    await played.agent.must({ type: 'EndSession' });
    const after = await json<AfterCallView>(await played.callerVisitor.post('/api/caller/after', {}));
    played.close();
    // What ends in the very millisecond of a decision counts as open.
    await harness.clock.pass(1);
    return after;
  }
  async function hold(session: string, photo?: string): Promise<void> {
    const about = { session, reason: 'tiesvedība', ...(photo === undefined ? {} : { photo }) };
    const { id } = await json<Hold>(await ilze.post('/api/review/holds', about), 201);
    await json<Hold>(await karlis.post(`/api/review/holds/${id}/approve`, {}));
  }
  const shown = async ({ callerVisitor }: PlayedCall, photo = 'photo-0001') =>
    (await callerVisitor.get(`/api/caller/media/${photo}`)).status;
  const told = async (type: string) =>
    (await controllerEvents(harness)).filter(({ event }) => event.type === type).map(({ event }) => event);
  const effect = (simulation: Simulation, kind: string) => {
    const found = simulation.effects.find(({ what }) => what === kind);
    assert.ok(found);
    const { what: _, ...counts } = found;
    return counts;
  };

  it('[RET-20] begins with the policy table’s own periods as version 1', async () => {
    const { current, history, limits, proposal, redating } = await view();
    assert.deepEqual(
      [current, history, proposal, redating],
      [{ version: 1, periods: TABLE }, [{ version: 1, periods: TABLE }], undefined, false],
    );
    assert.deepEqual(limits[0], { what: 'photos', shortest: 'PT0S', longest: 'P7D', usual: 'PT24H' });
  });

  it('[RET-21] an impossible period is refused with a code and a sentence, in the simulator, too', async () => {
    for (const [some, expected] of [
      [{ photos: 'kaut kad' }, 'period_malformed'],
      [{ content: '-P90D' }, 'period_malformed'],
      [{ content: 'P2Y' }, 'period_outside_limits'],
      [{ photos: 'P3D', content: 'P2D' }, 'periods_out_of_order'],
    ] as const) {
      assert.equal(await code(await post(some)), expected);
      const answer = await ilze.post('/api/review/periods/simulate', body(some), { 'x-language': 'lv' });
      const problem = await json<Problem>(answer, 422);
      assert.equal(problem.code, expected);
      assert.match(problem.detail, /[āčēģīķļņšūž].*\.$/);
    }
    assert.equal(await code(await post(TABLE)), 'periods_unchanged');
    assert.equal(await code(await post({ photos: 'PT1H' }, { prolongEnded: true })), 'malformed_request');
    assert.equal(await code(await post({ photos: 'PT1H' }, { reason: ' ' })), 'malformed_request');
    assert.deepEqual((await view()).proposal, undefined);
  });

  it('[RET-23] is proposed by one and approved by another; one waits at a time', async () => {
    const proposal = await propose({ photos: 'PT1H' });
    assert.deepEqual([proposal.own, proposal.reason], [true, 'DPO ieteikums Nr. 4']);
    assert.equal(await code(await post({ photos: 'PT2H' })), 'proposal_waiting');
    assert.equal(await code(await step(ilze, proposal, 'approve')), 'second_person_required');
    assert.equal(await code(await step(ilze, proposal, 'refuse', { why: 'nē' })), 'second_person_required');
    assert.equal(await code(await step(karlis, proposal, 'withdraw')), 'not_allowed');
    assert.equal((await view(karlis)).proposal?.own, false);
    const both = await Promise.all([step(karlis, proposal, 'approve'), step(karlis, proposal, 'approve')]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    const { current, history } = await view();
    assert.deepEqual(
      [current.version, current.periods.photos, current.proposed?.name, current.approved?.name],
      [2, 'PT1H', 'Ilze Liepiņa', 'Kārlis Liepa'],
    );
    assert.deepEqual(
      history.map(({ version }) => version),
      [2, 1],
    );
    assert.equal(await code(await step(karlis, proposal, 'refuse', { why: 'nē' })), 'already_decided');
  });

  it('[RET-23] is withdrawn by who proposed it, or refused by another, and can be proposed anew', async () => {
    const first = await propose({ photos: 'PT1H' });
    assert.equal((await json<PeriodsView>(await step(ilze, first, 'withdraw'))).proposal, undefined);
    const second = await propose({ photos: 'PT1H' });
    await json(await step(karlis, second, 'refuse', { why: 'par īsu' }));
    assert.equal(await code(await step(karlis, second, 'approve')), 'already_decided');
    assert.equal((await view()).current.version, 1);
    const kinds = (await controllerEvents(harness)).map(({ event }) => event.type);
    assert.deepEqual(
      kinds.filter((type) => type.startsWith('Periods')),
      ['PeriodsProposed', 'PeriodsProposalWithdrawn', 'PeriodsProposed', 'PeriodsProposalRefused'],
    );
    const stored = await harness.database.selectFrom('period_change').select('reasons').execute();
    for (const { reasons } of stored) assert.ok(!Buffer.from(reasons).includes('DPO'));
  });

  it('[RET-23] is the reviewer’s, and that of their own controller', async () => {
    const proposal = await propose({ photos: 'PT1H' });
    const { visitor: amigo } = await signIn(harness.address, 'ilze@amigo');
    assert.equal(await code(await step(amigo, proposal, 'approve')), 'not_found');
    assert.equal((await view(amigo)).proposal, undefined);
    await json(await step(karlis, proposal, 'approve'));
    assert.equal((await view(amigo)).current.version, 1);
    for (const login of ['anna@lmt', 'janis@lmt']) {
      const { visitor } = await signIn(harness.address, login);
      assert.equal(await code(await visitor.get('/api/review/periods')), 'not_allowed');
      assert.equal(await code(await visitor.post('/api/review/periods/simulate', body({}))), 'not_allowed');
    }
    assert.equal((await createVisitor(harness.address).get('/api/review/periods')).status, 401);
  });

  it('[RET-24] [RET-25] shortened to an hour, photos of ended sessions go with the next sweep, held ones stay', async () => {
    const gone = await call(['photo-0001', 'photo-0002']);
    const kept = await call(['photo-0001', 'photo-0002']);
    await hold(kept.session, 'photo-0001');
    for (const ended of [gone, kept]) await end(ended);
    await harness.clock.pass(2 * HOUR - 10 * MINUTE);
    const late = await call(['photo-0001']);
    await end(late);
    await harness.clock.pass(10 * MINUTE);
    const simulation = await simulate({ photos: 'PT1H' });
    assert.deepEqual(effect(simulation, 'photos'), { ...NONE, shorter: 5, erasedNow: 3, held: 1 });
    assert.deepEqual(effect(simulation, 'content'), NONE);
    await change({ photos: 'PT1H' });
    assert.equal(await shown(gone), 200);
    await harness.clock.pass(0);
    assert.deepEqual([await shown(gone), await shown(gone, 'photo-0002')], [410, 410]);
    assert.deepEqual([await shown(kept), await shown(kept, 'photo-0002')], [200, 410]);
    assert.equal(await shown(late), 200);
    await harness.clock.pass(50 * MINUTE);
    assert.equal(await shown(late), 410);
  });

  it('[RET-24] an open session keeps the periods that it began with; the next one has the new', async () => {
    const before = await call(['photo-0001']);
    assert.equal((await simulate({ photos: 'PT1H' })).open, 1);
    await change({ photos: 'PT1H' });
    const ended = await end(before);
    assert.equal(ended.photosUntil, ended.endedAt + DAY);
    const next = await end(await call(['photo-0001']));
    assert.equal(next.photosUntil, next.endedAt + HOUR);
    await harness.clock.pass(2 * HOUR);
    assert.equal(await shown(before), 200);
    const page = await json<ReviewSession>(await ilze.get(`/api/review/sessions/${before.session}`));
    assert.deepEqual(page.retention[0], {
      what: 'photos',
      period: 'PT24H',
      version: 1,
      due: ended.endedAt + DAY,
    });
  });

  it('[RET-25] prolonged, ended sessions keep the date that they were promised', async () => {
    const played = await call(['photo-0001']);
    await end(played);
    assert.deepEqual(effect(await simulate({ photos: 'PT48H' }), 'photos'), { ...NONE, promised: 1 });
    await change({ photos: 'PT48H' });
    await harness.clock.pass(DAY);
    assert.equal(await shown(played), 410);
  });

  it('[RET-26] prolonged for ended sessions, too, they stay; what was erased does not come into it', async () => {
    const erased = await call(['photo-0001']);
    await end(erased);
    await erased.callerVisitor.post('/api/caller/after/erase', {});
    const played = await call(['photo-0001']);
    const { endedAt } = await end(played);
    const longer = effect(await simulate({ photos: 'PT48H' }, { prolongEnded: true }), 'photos');
    assert.deepEqual(longer, { ...NONE, longer: 1 });
    await change({ photos: 'PT48H' }, prolonged);
    await harness.clock.pass(47 * HOUR);
    assert.deepEqual([await shown(played), await shown(erased)], [200, 410]);
    await signReviewersIn();
    const page = await json<ReviewSession>(await ilze.get(`/api/review/sessions/${played.session}`));
    const [photos] = page.retention;
    assert.deepEqual([photos?.period, photos?.version, photos?.due], ['PT48H', 2, endedAt + 2 * DAY]);
    await harness.clock.pass(HOUR);
    assert.equal(await shown(played), 410);
  });

  it('[RET-28] the change is in the log with both tables and the simulator’s figures of that moment', async () => {
    await end(await call(['photo-0001']));
    await change({ photos: 'PT48H', content: 'P30D' }, prolonged);
    const [proposed] = await told('PeriodsProposed');
    const [changed] = await told('PeriodsChanged');
    assert.ok(proposed?.type === 'PeriodsProposed' && changed?.type === 'PeriodsChanged');
    assert.deepEqual(
      [proposed.reason, proposed.prolongReason],
      ['DPO ieteikums Nr. 4', 'visiem nosūtīta īsziņa'],
    );
    assert.deepEqual(
      [changed.before, changed.after, changed.version, changed.prolongEnded],
      [TABLE, { photos: 'PT48H', content: 'P30D', skeleton: 'P3Y' }, 2, true],
    );
    assert.deepEqual(changed.simulation, {
      effects: [
        { what: 'photos', ...NONE, longer: 1 },
        { what: 'content', ...NONE, shorter: 1 },
        { what: 'skeleton', ...NONE },
      ],
      open: 0,
    });
  });

  it('[RET-30] makes a version of the notice; older ones stay to be read with their own periods', async () => {
    const caller = createVisitor(harness.address);
    const number = freshNumber();
    const agent = (await signIn(harness.address)).visitor;
    const session = await startSession(agent, { number });
    const token = await tokenFor(harness.address, number);
    const open = async () =>
      json<InvitationView>(await caller.post('/api/invitation/open', { token, device: 'phone' }));
    const old = await open();
    await change({ photos: 'PT1H', content: 'P2M', skeleton: 'P2Y' });
    const accept = ({ terms, notice }: InvitationView) =>
      caller.post('/api/invitation/accept', {
        token,
        terms: terms.version,
        notice: notice.version,
        language: 'lv',
        device: 'phone',
      });
    assert.equal(await code(await accept(old)), 'terms_outdated');
    const now = await open();
    assert.equal(now.notice.version, `${old.notice.version}.2`);
    assert.match(now.terms.short.lv.points.join(' '), /1 stundu pēc sarunas/);
    assert.equal((await accept(now)).status, 200);
    const page = async (address: string) => (await caller.get(address)).text();
    const said = [
      await page(now.notice.addresses.lv),
      await page(now.notice.addresses.ru),
      await page(now.notice.addresses.en),
    ];
    assert.match(said[0] ?? '', /1 stundu<.*2 mēnešus<.*2 gadus</s);
    assert.match(said[1] ?? '', /не дольше <mark>1 часа<.*2 месяцев<.*2 лет</s);
    assert.match(said[2] ?? '', /1 hour<.*2 months<.*2 years</s);
    assert.match(await page(old.notice.addresses.lv), /24 stundas<.*90 dienas<.*3 gadus</s);
    const redirect = await caller.get('/texts/lmt/notice/lv');
    assert.equal(redirect.headers.get('location'), now.notice.addresses.lv);
    for (const version of ['3', '1', '02', 'x']) {
      const address = `/texts/lmt/notice/${old.notice.version}.${version}/lv`;
      assert.equal((await caller.get(address)).status, 404, version);
    }
    assert.equal((await caller.get(`/texts/amigo/notice/${now.notice.version}/lv`)).status, 404);
    // Begun under the first record, but promised the second: what was promised counts.
    const row = await harness.database
      .selectFrom('session')
      .select('period_version')
      .where('id', '=', session)
      .executeTakeFirst();
    assert.equal(row?.period_version, 2);
  });

  it('[RET-31] the record of processing has the periods in force, and another version by them', async () => {
    type Rop = { version: string; retention: { what: string; period: string }[] };
    const before = await json<Rop>(await ilze.get('/api/review/record'));
    await change({ photos: 'PT1H' });
    const after = await json<Rop>(await ilze.get('/api/review/record'));
    assert.notEqual(after.version, before.version);
    assert.equal(after.retention.find(({ what }) => what === 'photos')?.period, 'PT1H');
  });

  /** Ended so many hours ago, with so many photos, dated by the table. */
  async function archived(id: string, hours: number, more: Partial<SessionRow> = {}, photos = 0) {
    const endedAt = harness.clock.now() - hours * HOUR;
    const row: SessionRow = {
      id,
      controller: 'lmt',
      status: 'ended',
      staff: 'staff',
      agent_name: 'Anna',
      language: 'lv',
      category: 'wifi',
      number_hash: null,
      call_hash: null,
      created_at: endedAt - HOUR,
      accepted_at: null,
      ended_at: endedAt,
      end_reason: 'agent-ended',
      photos_due: endedAt + DAY,
      content_due: endedAt + 90 * DAY,
      skeleton_due: endedAt + 1096 * DAY,
      photos_erased_at: null,
      content_erased_at: null,
      period_version: null,
      ...more,
    };
    await harness.database.insertInto('session').values(row).execute();
    for (let photo = 0; photo < photos; photo += 1) {
      // Two sizes of one photo are one photo.
      for (const width of [400, 2048]) {
        const media = {
          session: id,
          controller: row.controller,
          media: `${id}-${photo}`,
          kind: 'photo',
        } as const;
        const size = { width, height: 300, bytes: 1, key: 'none', digest: new Uint8Array(32) };
        const rest = { id: `${id}-${photo}-${width}`, state: 'stored', created_at: endedAt } as const;
        await harness.database
          .insertInto('media')
          .values({ ...media, ...size, ...rest })
          .execute();
      }
    }
  }
  async function inForce(session: string, photo: string | null): Promise<void> {
    const steps = { requested_by: 'one', requested_at: 0, approved_by: 'two', approved_at: 0 };
    const row = { id: `${session}-${photo}`, controller: 'lmt', session, photo, reasons: new Uint8Array(1) };
    await harness.database
      .insertInto('hold')
      .values({ ...row, ...steps, state: 'in-force' })
      .execute();
  }
  const erasedContent = { status: 'erased', photos_erased_at: 1, content_erased_at: 1 } as const;

  it('[RET-29] the simulator counts what a hand counts, and changes nothing', async () => {
    await archived('young', 1, {}, 3);
    await archived('middle', 12, {}, 2);
    await archived('held', 12, {}, 2);
    await inForce('held', null);
    await archived('one-held', 12, {}, 3);
    await inForce('one-held', 'one-held-0');
    await archived('restricted', 12, {}, 1);
    const restriction = { session: 'restricted', request: 'one', purpose: '' };
    await harness.database.insertInto('restriction').values(restriction).execute();
    await archived('photos-erased', 12, { photos_erased_at: 1 });
    await archived('overdue', 30, {}, 4);
    await archived('month', 24 * 40, { photos_erased_at: 1 });
    await archived('month-held', 24 * 40, { photos_erased_at: 1 });
    await inForce('month-held', null);
    await archived('skeleton', 24 * 500, erasedContent);
    await archived('skeleton-held', 24 * 500, erasedContent);
    await inForce('skeleton-held', 'a-photo');
    await archived('foreign', 12, { controller: 'amigo' }, 5);
    await archived('open', 0, { ended_at: null, photos_due: null, content_due: null, skeleton_due: null });
    const before = await harness.database.selectFrom('session').selectAll().execute();
    const { effects, open } = await simulate({ photos: 'PT6H', content: 'P30D', skeleton: 'P1Y' });
    assert.deepEqual(effects, [
      // young 3, middle 2, held 2, one-held 3, restricted 1.
      { what: 'photos', shorter: 11, erasedNow: 4, held: 4, longer: 0, promised: 0 },
      // All nine that have their content; two of them are 40 days old.
      { what: 'content', shorter: 9, erasedNow: 1, held: 1, longer: 0, promised: 0 },
      { what: 'skeleton', shorter: 11, erasedNow: 1, held: 1, longer: 0, promised: 0 },
    ]);
    assert.equal(open, 1);
    const longer = await simulate({ photos: 'P2D', skeleton: 'P5Y' });
    assert.deepEqual(
      longer.effects.map(({ promised }) => promised),
      [11, 0, 11],
    );
    const prolong = await simulate({ photos: 'P2D', skeleton: 'P5Y' }, { prolongEnded: true });
    assert.deepEqual(
      prolong.effects.map(({ longer: count }) => count),
      [11, 0, 11],
    );
    assert.deepEqual(await harness.database.selectFrom('session').selectAll().execute(), before);
  });

  const photosDue = async () =>
    (
      await harness.database
        .selectFrom('session')
        .select(['id', 'photos_due', 'ended_at'])
        .orderBy('id')
        .execute()
    ).map((row) => (row.photos_due ?? 0) - (row.ended_at ?? 0));
  const redating = () =>
    createRedating({ database: harness.database, clock: harness.clock, monotonic: { now: () => 0 } });
  /** As a server that is killed after so many pages. */
  const stopAfter = (pages: number) => () => {
    pages -= 1;
    return pages < 0;
  };

  it('[RET-27] re-dating that a kill cut short goes on where it was', async () => {
    for (let n = 100; n < 600; n += 1) await archived(`s${n}`, n === 599 ? 3 : 1);
    await change({ photos: 'PT2H' });
    assert.deepEqual([...new Set(await photosDue())], [DAY]);
    assert.equal((await view()).redating, true);
    await redating().tick(stopAfter(1));
    const half = await photosDue();
    assert.equal(half.filter((life) => life === 2 * HOUR).length, 200);
    // Also a simulation knows what is still to come.
    assert.equal(effect(await simulate({ photos: 'PT2H' }), 'photos').shorter, 0);
    await redating().tick(stopAfter(1));
    await redating().tick(() => false);
    assert.deepEqual([...new Set(await photosDue())], [2 * HOUR]);
    assert.equal((await view()).redating, false);
    await redating().tick(() => false);
    assert.deepEqual([...new Set(await photosDue())], [2 * HOUR]);
  });

  it('[RET-27] meanwhile the sweep erases nothing by a date that the change has put off', async () => {
    await archived('long', 23);
    await change({ photos: 'PT48H' }, prolonged);
    const erased: string[] = [];
    const sweepIn = (hours: number) => {
      const clock = { now: () => harness.clock.now() + hours * HOUR };
      const { ifDue } = createRedating({ database: harness.database, clock, monotonic: { now: () => 0 } });
      return ifDue('photos', async (session) => void erased.push(session))('long');
    };
    // Nothing is dated anew yet: the row still says 24 hours.
    assert.deepEqual(await photosDue(), [DAY]);
    await sweepIn(2);
    assert.deepEqual([erased, await photosDue()], [[], [2 * DAY]]);
    await sweepIn(25);
    assert.deepEqual(erased, ['long']);
    await redating().tick(() => false);
    assert.deepEqual(await photosDue(), [2 * DAY]);
  });

  it('[RET-24] records stand after a restart', async () => {
    await change({ photos: 'PT1H' });
    await harness.services.resume();
    assert.equal((await view()).current.version, 2);
    assert.equal(harness.services.periods.find('lmt', 2)?.periods.photos, 'PT1H');
    assert.equal(harness.services.periods.current('amigo').version, 1);
  });
});
