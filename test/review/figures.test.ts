import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { LogPage, LogProof, ReviewPage, ReviewSession, Summary } from '../../protocol/review.ts';
import type { SessionRow } from '../../server/database.ts';
import { json, playToMatch, signIn, type Visitor } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';

describe('what stands behind the reviewer’s numbers', () => {
  let harness: Harness;
  let ilze: Visitor;
  let called: string;
  let photographed: string;
  before(async () => {
    harness = await startHarness();
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    called = await play();
    photographed = await play('photo-0001');
  });
  after(() => harness.dispose());

  async function play(photo?: string): Promise<string> {
    const call = await playToMatch(harness.address);
    if (photo !== undefined) {
      const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
      const headers = { 'x-confirmed': reminder };
      const picture = await jpeg(400, 300);
      await json(await call.callerVisitor.upload(`/api/caller/photos/${photo}`, picture, headers), 201);
    }
    await call.agent.must({ type: 'EndSession' });
    call.close();
    return call.session;
  }
  const list = async (query = '') => json<ReviewPage>(await ilze.get(`/api/review/sessions${query}`));

  it('[REV-9] a number of the charts opens the sessions that it counts', async () => {
    const ids = async (query: string) => (await list(query)).rows.map(({ session }) => session);
    const listed = await ids('?photos=2026-11-20');
    assert.deepEqual(listed, [photographed]);
    assert.deepEqual(await ids('?photos=2026-11-01..2026-11-20'), [photographed]);
    assert.deepEqual(await ids('?photos=2026-11-21'), []);
    assert.deepEqual((await ids('?due=2026-11-21')).toSorted(), [called, photographed].toSorted());
    // 90 days after 20 November 2026.
    assert.equal((await ids('?due=2027-02-18')).length, 2);
    assert.deepEqual(await ids('?due=2026-11-25'), []);
    for (const wrong of ['?photos=today', '?photos=2026-02-31', '?due=2026-11-01..2026-11-20']) {
      assert.equal((await ilze.get(`/api/review/sessions${wrong}`)).status, 400, wrong);
    }
    const { days } = await json<Summary>(await ilze.get('/api/review/summary?from=2026-11-20&to=2026-11-21'));
    assert.deepEqual(
      days.map(({ photos, erasuresDue }) => [photos, erasuresDue]),
      [
        [1, 0],
        [0, 2],
      ],
    );
  });

  it('[REV-10] a session’s page says which photos there were, and shows none', async () => {
    const { photoList } = await json<ReviewSession>(await ilze.get(`/api/review/sessions/${photographed}`));
    assert.deepEqual(photoList, [{ photo: 'photo-0001', at: harness.clock.now(), erased: false }]);
  });

  it('[REV-11] an entry of the log is shown with its hash, which the server computes anew', async () => {
    const { lines } = await json<LogPage>(await ilze.get('/api/review/log'));
    const [newest = assert.fail(), before = assert.fail()] = lines;
    const prove = async (seq: number) => json<LogProof>(await ilze.get(`/api/review/log/${seq}`));
    const [last, second] = [await prove(newest.seq), await prove(before.seq)];
    assert.deepEqual(last.line, newest);
    assert.deepEqual(last.head, { seq: newest.seq, hash: last.hash });
    assert.equal(last.previous, second.hash);
    assert.ok(last.chained && second.chained);
    assert.equal((await prove(1)).previous, '0'.repeat(64));
    const entries = harness.database.updateTable('entry').where('stream', '=', 'controller:lmt');
    const spoilt = new Uint8Array(32).fill(7);
    const { hash } = await harness.database
      .selectFrom('entry')
      .select('hash')
      .where('stream', '=', 'controller:lmt')
      .where('seq', '=', before.seq)
      .executeTakeFirstOrThrow();
    await entries.set({ hash: spoilt }).where('seq', '=', before.seq).execute();
    assert.deepEqual([(await prove(newest.seq)).chained, (await prove(before.seq)).chained], [false, false]);
    await entries.set({ hash }).where('seq', '=', before.seq).execute();
    assert.equal((await ilze.get('/api/review/log/999999')).status, 404);
    const { visitor: other } = await signIn(harness.address, 'ilze@amigo');
    assert.equal((await other.get(`/api/review/log/${newest.seq}`)).status, 404);
  });

  it('[REV-7] exports a list of any length to its last row', async () => {
    const from = harness.database.selectFrom('session').selectAll().where('id', '=', called);
    const template = await from.executeTakeFirstOrThrow();
    const due = { photos_due: null, content_due: null, skeleton_due: null, photos_erased_at: null };
    const count = 20_700;
    for (let first = 0; first < count; first += 900) {
      const rows = Array.from({ length: 900 }, (_, place): SessionRow => {
        const id = `export-${String(first + place).padStart(6, '0')}`;
        return {
          ...template,
          ...due,
          id,
          created_at: Date.UTC(2024, 4, 1) + Math.floor((first + place) / 3),
        };
      });
      await harness.database.insertInto('session').values(rows).execute();
    }
    const get = (format: string) =>
      ilze.get(`/api/review/sessions/export?format=${format}&from=2024-05-01&to=2024-05-02`);
    const lines = (await (await get('csv')).text()).trimEnd().split('\r\n').slice(1);
    const ids = lines.map((line) => line.split(',')[0]);
    assert.equal(ids.length, count);
    assert.deepEqual([ids[0], ids.at(-1)], ['export-020699', 'export-000000']);
    assert.equal(new Set(ids).size, count);
    assert.deepEqual(
      (await json<{ session: string }[]>(await get('json'))).map(({ session }) => session),
      ids,
    );
    const none = '/api/review/sessions/export?format=json&from=2023-05-01&to=2023-05-02';
    assert.deepEqual(await json(await ilze.get(none)), []);
  });
});
