import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Hold, LogPage, OpenedSession, Opening, Openings } from '../../protocol/review.ts';
import type { Content } from '../../server/content/types.ts';
import { DEMO_PASSWORD, json, type PlayedCall, playToMatch, signIn, type Visitor } from '../support/call.ts';
import { type Harness, MINUTE, startHarness } from '../support/harness.ts';

/** As if `content/controllers/lmt.json` said so. */
function withoutSecondPerson(written: Content): Content {
  const controllers = new Map(written.controllers);
  const lmt = controllers.get('lmt');
  assert.ok(lmt);
  return { ...written, controllers: controllers.set('lmt', { ...lmt, review: { secondPerson: false } }) };
}

describe('opening content where one reviewer may do it alone', () => {
  let harness: Harness;
  let call: PlayedCall;
  let ilze: Visitor;
  beforeEach(async () => {
    harness = await startHarness({ content: withoutSecondPerson });
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    call = await playToMatch(harness.address);
  });
  afterEach(async () => {
    call.close();
    await harness.dispose();
  });

  const secondReviewer = () =>
    harness.services.identity.accounts.ensure({
      controller: 'lmt',
      login: 'liga@lmt',
      name: 'Līga Zariņa',
      role: 'reviewer',
      password: DEMO_PASSWORD,
    });
  const request = async () => {
    const about = { purpose: 'compliance-review', caseReference: 'A-1', reason: 'a complaint' };
    return json<Opening>(await ilze.post('/api/review/access', { session: call.session, ...about }), 201);
  };
  const needsSecond = async () => (await json<Openings>(await ilze.get('/api/review/access'))).secondPerson;

  it('[REV-26] a request is open at once, for its 15 minutes, and says that the rule did it', async () => {
    assert.equal(await needsSecond(), false);
    const { id, state, approvedBy, decidedBy } = await request();
    assert.deepEqual([state, approvedBy, decidedBy], ['open', 'rule', undefined]);
    const { until } = await json<OpenedSession>(await ilze.get(`/api/review/access/${id}/session`));
    assert.equal(until, harness.clock.now() + 15 * MINUTE);
    const { lines } = await json<LogPage>(await ilze.get('/api/review/log?type=AccessApproved'));
    assert.deepEqual(
      lines.map(({ event }) => event),
      [
        {
          type: 'AccessApproved',
          until,
          how: 'rule',
          access: id,
          session: call.session,
          purpose: 'compliance-review',
        },
      ],
    );
    await harness.clock.pass(15 * MINUTE);
    assert.equal((await ilze.get(`/api/review/access/${id}/session`)).status, 403);
  });

  it('[REV-26] as soon as there is a second reviewer that one must say yes, whatever the settings say', async () => {
    await secondReviewer();
    assert.equal(await needsSecond(), true);
    const { id, state } = await request();
    assert.equal(state, 'waiting');
    const { visitor: liga } = await signIn(harness.address, 'liga@lmt');
    const opened = await json<Opening>(await liga.post(`/api/review/access/${id}/approve`, {}));
    assert.deepEqual([opened.approvedBy, opened.decidedBy], ['person', 'Līga Zariņa']);
  });

  it('[REV-26] a legal hold takes two people all the same', async () => {
    const { id } = await json<Hold>(
      await ilze.post('/api/review/holds', { session: call.session, reason: 'a claim' }),
      201,
    );
    const alone = await ilze.post(`/api/review/holds/${id}/approve`, {});
    assert.equal(alone.status, 409);
  });
});
