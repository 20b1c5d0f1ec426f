import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type {
  LogPage,
  ReviewPage,
  ReviewRow,
  ReviewSession,
  Summary,
  Timeline,
} from '../../protocol/review.ts';
import type { SessionRow } from '../../server/database.ts';
import { csv } from '../../server/review/csv.ts';
import { json, playToMatch, signIn, startSession, type Visitor } from '../support/call.ts';
import { DAY, type Harness, startHarness } from '../support/harness.ts';

describe('what a reviewer finds', () => {
  let harness: Harness;
  let ilze: Visitor;
  let called: string;
  before(async () => {
    harness = await startHarness();
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    const call = await playToMatch(harness.address, undefined, { matter: 'a secret matter' });
    await call.agent.must({ type: 'ShowNote', text: 'a secret note' });
    await call.agent.must({ type: 'EndSession' });
    await call.agent.must({ type: 'NoteOutcome', solved: true });
    called = call.session;
    call.close();
    const { visitor: amigo } = await signIn(harness.address, 'anna@amigo');
    await startSession(amigo);
  });
  after(() => harness.dispose());

  const list = async (query = '', visitor = ilze) =>
    json<ReviewPage>(await visitor.get(`/api/review/sessions${query}`));

  it('[REV-1] only a reviewer, and only of their own controller', async () => {
    const paths = ['sessions', `sessions/${called}`, `sessions/${called}/timeline`, 'log', 'access'];
    for (const login of ['anna@lmt', 'janis@lmt']) {
      const { visitor } = await signIn(harness.address, login);
      for (const path of paths) assert.equal((await visitor.get(`/api/review/${path}`)).status, 403, path);
    }
    const { visitor: other } = await signIn(harness.address, 'ilze@amigo');
    assert.equal((await list('', other)).rows.length, 1);
    assert.ok((await list('', other)).rows.every(({ session }) => session !== called));
    assert.equal((await other.get(`/api/review/sessions/${called}`)).status, 404);
    assert.equal((await other.get(`/api/review/sessions/${called}/timeline`)).status, 404);
    const { lines } = await json<LogPage>(await other.get(`/api/review/log?session=${called}`));
    assert.deepEqual(lines, []);
  });

  it('[REV-2] finds by day, agent, matter, state and end, and refuses what is no filter', async () => {
    const { rows } = await list();
    assert.deepEqual(
      rows.map(({ session, status, reason }) => [session, status, reason]),
      [[called, 'ended', 'agent-ended']],
    );
    const count = async (query: string) => (await list(query)).rows.length;
    assert.equal(await count('?from=2026-11-20&to=2026-11-20'), 1);
    assert.equal(await count('?from=2026-11-21'), 0);
    assert.equal(await count('?to=2026-11-19'), 0);
    assert.equal(await count(`?agent=${rows[0]?.staff}`), 1);
    assert.equal(await count('?agent=somebody-else'), 0);
    assert.equal(await count('?category=wifi&status=ended&reason=agent-ended'), 1);
    assert.equal(await count('?reason=idle'), 0);
    assert.equal(await count('?held=yes'), 0);
    const reason = 'a claim is expected';
    const asked = await ilze.post('/api/review/holds', { session: called, reason });
    const { id } = await json<{ id: string }>(asked, 201);
    assert.equal(await count('?held=yes'), 0);
    await harness.database.updateTable('hold').set({ state: 'in-force' }).where('id', '=', id).execute();
    const held = await list('?held=yes');
    assert.deepEqual(
      held.rows.map(({ session, held }) => [session, held]),
      [[called, true]],
    );
    for (const wrong of ['?from=yesterday', '?from=2026-02-31', '?status=lost', '?order=id', '?after=1']) {
      assert.equal((await ilze.get(`/api/review/sessions${wrong}`)).status, 400, wrong);
    }
  });

  it('[REV-3] a timeline tells what happened and when, and nothing that was said or shown', async () => {
    const response = await ilze.get(`/api/review/sessions/${called}/timeline`);
    const text = await response.text();
    assert.doesNotMatch(text, /secret|\+371/);
    const { entries, head } = JSON.parse(text) as Timeline;
    assert.deepEqual(
      [entries[0]?.type, entries[0]?.role, entries.at(-1)?.type],
      ['SessionCreated', 'agent', 'OutcomeNoted'],
    );
    assert.ok(entries.some(({ type, role }) => type === 'TermsAccepted' && role === 'caller'));
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      entries.map((_, place) => place + 1),
    );
    assert.equal(entries.at(-1)?.hash, head);
    assert.match(head, /^[0-9a-f]{64}$/);
  });

  it('[REV-4] says what is kept until when and by which rule, and who was given what', async () => {
    const found = await json<ReviewSession>(await ilze.get(`/api/review/sessions/${called}`));
    const ended = found.endedAt ?? assert.fail();
    assert.deepEqual(
      found.retention.map(({ what, period, due }) => [what, period, (due ?? 0) - ended]),
      [
        ['photos', 'PT24H', DAY],
        ['content', 'P90D', 90 * DAY],
        ['skeleton', 'P3Y', Date.UTC(2029, 10, 20) - Date.UTC(2026, 10, 20)],
      ],
    );
    const grants = found.log.filter(({ event }) => event.type === 'GrantGiven');
    assert.ok(grants.some(({ name, by }) => name === 'Anna Bērziņa' && by === 'agent'));
    assert.ok(grants.some(({ name, by }) => name === undefined && by === 'caller'));
  });

  it('[REV-5] a list of any length is read page by page, and no page looks through more than 5000', async () => {
    const template = await harness.database.selectFrom('session').selectAll().executeTakeFirstOrThrow();
    const rows = Array.from({ length: 5200 }, (_, place): SessionRow => {
      const id = `many-${String(place).padStart(6, '0')}`;
      // Many at one moment: a page may end between two of them.
      const created_at = Date.UTC(2025, 0, 1) + Math.floor(place / 7);
      const due = { photos_due: null, content_due: null, skeleton_due: null };
      return {
        ...template,
        ...due,
        id,
        controller: 'lmt',
        created_at,
        category: place === 0 ? 'sim' : 'esim',
      };
    });
    for (let at = 0; at < rows.length; at += 500) {
      await harness.database
        .insertInto('session')
        .values(rows.slice(at, at + 500))
        .execute();
    }
    const seen: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const page: ReviewPage = await list(`?to=2025-12-31${next === '' ? '' : `&after=${next}`}`);
      seen.push(...page.rows.map(({ session }) => session));
      next = page.next;
    }
    assert.equal(seen.length, 5200);
    assert.deepEqual(seen, [...new Set(seen)].toSorted().toReversed());

    const rare = await list('?to=2025-12-31&category=sim');
    assert.equal(rare.rows.length, 0);
    assert.ok(rare.next !== undefined && rare.searchedTo !== undefined);
    const further = await list(`?to=2025-12-31&category=sim&after=${rare.next}`);
    assert.deepEqual(
      further.rows.map(({ session }) => session),
      ['many-000000'],
    );
    assert.equal(further.next, undefined);
  });

  it('[REV-5] the list, the log and the counts are read from their indexes', async () => {
    const plan = async (sql: string) => {
      const { rows } = await harness.database.executeQuery<{ detail: string }>({
        query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
        queryId: { queryId: 'plan' },
        sql: `EXPLAIN QUERY PLAN ${sql}`,
        parameters: [],
      });
      return rows.map(({ detail }) => detail).join('; ');
    };
    assert.match(
      await plan(`SELECT * FROM session WHERE controller = 'lmt' AND (created_at, id) < (5, 'x')
        ORDER BY created_at DESC, id DESC LIMIT 51`),
      /^SEARCH session USING INDEX session_review \(controller=\? AND \(created_at,id\)<\(\?,\?\)\)$/,
    );
    assert.match(
      await plan(`SELECT end_reason, count(*) FROM session WHERE controller = 'lmt' AND created_at >= 1
        AND created_at < 2 GROUP BY end_reason`),
      /SEARCH session USING COVERING INDEX session_review/,
    );
  });

  it('[REV-6] counts sessions, ends, photos, erasures and refusals for each day in Riga', async () => {
    const { days } = await json<Summary>(await ilze.get('/api/review/summary?from=2026-11-19&to=2026-11-21'));
    assert.deepEqual(
      days.map(({ day, sessions, reasons }) => [day, sessions, reasons]),
      [
        ['2026-11-19', 0, {}],
        ['2026-11-20', 1, { 'agent-ended': 1 }],
        ['2026-11-21', 0, {}],
      ],
    );
    const [, , tomorrow = assert.fail()] = days;
    assert.equal(tomorrow.erasuresDue, 1);
    assert.equal((await ilze.get('/api/review/summary?from=2026-11-19')).status, 400);
  });

  it('[REV-7] exports the list, and no cell becomes a formula', async () => {
    const get = (format: string) => ilze.get(`/api/review/sessions/export?format=${format}&from=2026-11-01`);
    const table = await get('csv');
    assert.match(
      table.headers.get('content-disposition') ?? '',
      /attachment; filename=sessions-2026-11-20.csv/,
    );
    const [head, line] = (await table.text()).split('\r\n');
    assert.equal(head, 'session,status,agent,agent_id,category,language,created,accepted,ended,reason,held');
    assert.ok(line?.startsWith(`${called},ended,Anna,`));
    assert.deepEqual(await json(await get('json')), (await list('?from=2026-11-01')).rows);
    assert.equal(
      csv([['=1+1', '+371', '-2', '@SUM(A1)', '\tx', ' =1', 'a"b,c', 'plain', 7]]),
      `'=1+1,'+371,'-2,'@SUM(A1),'\tx,' =1,"a""b,c",plain,7\r\n`,
    );
  });

  it('[REV-7] exports a list of more than 20,000 sessions whole, each once, in both formats', async () => {
    const template = await harness.database.selectFrom('session').selectAll().executeTakeFirstOrThrow();
    const due = { photos_due: null, content_due: null, skeleton_due: null };
    const wanted = Array.from({ length: 20_501 }, (_, place) => `long-${String(place).padStart(6, '0')}`);
    for (let at = 0; at < wanted.length; at += 500) {
      const rows = wanted.slice(at, at + 500).map((id, place): SessionRow => {
        const created_at = Date.UTC(2024, 0, 1) + Math.floor((at + place) / 7);
        return { ...template, ...due, id, controller: 'lmt', created_at };
      });
      await harness.database.insertInto('session').values(rows).execute();
    }
    const get = (format: string) =>
      ilze.get(`/api/review/sessions/export?format=${format}&from=2024-01-01&to=2024-12-31`);
    const newestFirst = wanted.toReversed();
    const rows = await json<readonly ReviewRow[]>(await get('json'));
    assert.deepEqual(
      rows.map(({ session }) => session),
      newestFirst,
    );
    const [, ...lines] = (await (await get('csv')).text()).trimEnd().split('\r\n');
    assert.deepEqual(
      lines.map((line) => line.split(',')[0]),
      newestFirst,
    );
  });

  it('[REV-8] the log is found by session, type and account, newest first', async () => {
    const page = async (query: string) => json<LogPage>(await ilze.get(`/api/review/log${query}`));
    const { lines } = await page('');
    assert.ok(lines.length > 0);
    assert.deepEqual(
      lines.map(({ seq }) => seq),
      lines.map(({ seq }) => seq).toSorted((one, other) => other - one),
    );
    const grants = lines.filter(({ event }) => event.type === 'GrantGiven');
    assert.ok(grants.length > 0 && grants.length < lines.length);
    assert.deepEqual((await page('?type=GrantGiven')).lines, grants);
    assert.deepEqual((await page('?type=GrantRefused')).lines, []);
    assert.deepEqual((await page('?type=GrantRefused,GrantGiven')).lines, grants);
    assert.deepEqual((await page(`?session=${called}`)).lines, lines);
    const staff = lines.find(({ by }) => by === 'agent')?.staff ?? assert.fail();
    assert.ok((await page(`?staff=${staff}`)).lines.every(({ name }) => name === 'Anna Bērziņa'));
    assert.deepEqual(
      (await page('?after=2')).lines.map(({ seq }) => seq),
      [1],
    );
  });
});
