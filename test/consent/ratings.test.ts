/** The rating after a call: whom it is asked of, once, and what is left of it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { AfterCallView, RatingCounts } from '../../protocol/http.ts';
import { json, type PlayedCall, playToMatch, signIn } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';

const ARRIVAL = {
  method: 'self-service',
  assurance: 'number-proven',
  language: 'lv',
  purpose: 'offers',
} as const;

describe('the rating after a call', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness();
  });
  after(() => harness.dispose());

  async function ended(channels: readonly ('email' | 'sms' | 'call')[]): Promise<PlayedCall> {
    const call = await playToMatch(harness.address);
    const holder = { controller: 'lmt', number: call.number };
    if (channels.length > 0) {
      const given = await harness.services.consents.give(holder, { ...ARRIVAL, version: '2', channels });
      assert.ok(given.ok);
    }
    await call.agent.must({ type: 'EndSession' });
    call.close();
    return call;
  }
  const look = async ({ callerVisitor }: PlayedCall) =>
    json<AfterCallView>(await callerVisitor.post('/api/caller/after', {}));
  const rate = ({ callerVisitor }: PlayedCall, score: unknown) =>
    callerVisitor.post('/api/caller/after/rating', { score });
  const counts = async () => {
    const { visitor } = await signIn(harness.address, 'janis@lmt');
    return (await json<RatingCounts>(await visitor.get('/api/ratings'))).counts;
  };

  it('[CAR-15] is asked of those only who agreed to be asked by phone', async () => {
    for (const channels of [[], ['email', 'sms']] as const) {
      const call = await ended(channels);
      assert.equal((await look(call)).mayRate, undefined);
      const refused = await rate(call, 5);
      assert.equal(refused.status, 403);
      assert.equal((await refused.json()).code, 'consent_missing');
    }
    assert.equal((await look(await ended(['call']))).mayRate, true);
    assert.deepEqual(await counts(), [0, 0, 0, 0, 0]);
  });

  it('[CAR-15] is counted once, for its controller alone', async () => {
    const call = await ended(['call']);
    await look(call);
    assert.equal((await rate(call, 2)).status, 204);
    assert.equal((await look(call)).mayRate, undefined);
    // Again, and with another score: answered as the first time.
    assert.equal((await rate(call, 5)).status, 204);
    assert.deepEqual(await counts(), [0, 1, 0, 0, 0]);
    const rows = await harness.database.selectFrom('rating_count').select('controller').execute();
    assert.deepEqual(
      rows.map(({ controller }) => controller),
      ['lmt'],
    );
  });

  it('[CAR-15] is one to five, and nothing else', async () => {
    const call = await ended(['call']);
    await look(call);
    for (const score of [0, 6, 2.5, '3', null])
      assert.equal((await rate(call, score)).status, 400, `${score}`);
    assert.equal((await look(call)).mayRate, true);
  });

  it('[CAR-15] is not asked any more once the consent is withdrawn', async () => {
    const call = await ended(['call']);
    assert.equal((await look(call)).mayRate, true);
    await harness.services.consents.withdraw({ controller: 'lmt', number: call.number }, ARRIVAL);
    assert.equal((await look(call)).mayRate, undefined);
    assert.equal((await rate(call, 4)).status, 403);
  });

  it('[CAR-15] stands in no table but as a count', async () => {
    const rows = await harness.database.selectFrom('rating_count').selectAll().execute();
    for (const row of rows)
      assert.deepEqual(Object.keys(row).sort(), ['controller', 'count', 'day', 'score']);
    assert.ok(rows.length > 0);
  });
});
