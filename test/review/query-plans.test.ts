/**
 * Every query of the reviewer's list, of a number's lookup and of the sweep, as SQLite would carry it out. The
 * statements are caught when they are first prepared, so that a new query is in here by itself; what the stores prepare
 * when they are opened is not.
 */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'mocha';
import { createKeys } from '../../server/ledger/keys.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { createControllerLog } from '../../server/privacy/controller-log.ts';
import { sessionsOf } from '../../server/request/subject.ts';
import { createReviewLog } from '../../server/review/log.ts';
import { createReviewSessions, type SessionFilter } from '../../server/review/sessions.ts';
import { playToMatch } from '../support/call.ts';
import { DAY, type Harness, startHarness } from '../support/harness.ts';

/** Tables that grow with the years: to read one from end to end keeps everybody waiting. */
const BIG =
  /^SCAN (session|media|entry|stream|controller_entry|invitation|sms|wrapped_key|hold|restriction)\b/;

/** The index of open sessions is as long as people are on the phone; of the log's end one row is read. */
const SMALL = /USING INDEX session_open|order by "n" desc limit/;

describe('queries on tables that grow', function () {
  this.timeout(20_000);
  const { prepare } = DatabaseSync.prototype;
  const caught = new Map<string, DatabaseSync>();
  let harness: Harness;
  let call: Awaited<ReturnType<typeof playToMatch>>;

  before(async () => {
    DatabaseSync.prototype.prepare = function (sql, ...options) {
      caught.set(sql, this);
      return prepare.call(this, sql, ...options);
    };
    harness = await startHarness();
    call = await playToMatch(harness.address);
    await call.agent.must({ type: 'EndSession' });
    call.close();
  });
  after(async () => {
    DatabaseSync.prototype.prepare = prepare;
    await harness.dispose();
  });

  /** Steps of what was prepared meanwhile that read a big table from end to end. */
  async function scansIn(work: () => Promise<unknown>): Promise<string[]> {
    caught.clear();
    await work();
    assert.ok(caught.size > 0, 'nothing was prepared');
    return [...caught].flatMap(([sql, database]) => {
      if (!/^\s*(select|with|update|delete)/i.test(sql)) return [];
      const plan = prepare.call(database, `EXPLAIN QUERY PLAN ${sql}`).all();
      const scans = plan.map(({ detail }) => String(detail)).filter((detail) => BIG.test(detail));
      return scans.map((scan) => `${scan}: ${sql}`).filter((line) => !SMALL.test(line));
    });
  }

  /** Only its lists are asked for here, which open no entry. */
  function review() {
    const { database, journal, keyWrapper, keyStore, clock, services } = harness;
    const keys = createKeys(keyWrapper, keyStore, () => 'unused');
    const log = createReviewLog({
      database,
      log: createControllerLog({ ledger: createLedger(journal), keys, clock }),
    });
    return createReviewSessions({ database, journal, log, periods: services.periods });
  }

  const span = { since: 1_700_000_000_000, until: 1_700_000_000_000 + DAY };
  const filters: readonly SessionFilter[] = [
    {},
    span,
    { agent: 'a-staff-id', category: 'wifi', status: 'opened', reason: 'idle' },
    { ...span, status: 'opened' },
    { held: 'yes' },
    { due: span },
    { photos: span },
  ];
  for (const filter of filters) {
    it(`[REV-70] no page of the list by ${Object.keys(filter).join(', ') || 'nothing'} reads a table through`, async () => {
      const place = { at: span.until - 1, id: 'f'.repeat(36) };
      for (const place_ of [undefined, place]) {
        assert.deepEqual(await scansIn(() => review().list('lmt', filter, place_)), []);
      }
    });
  }

  it('[REV-70] a number is found by its index', async () => {
    const of = { controller: 'lmt', numberHash: 'f'.repeat(64) };
    assert.deepEqual(await scansIn(() => sessionsOf(harness.database, of)), []);
  });

  it('[RET-17] no step of a sweep reads a table through', async () => {
    assert.deepEqual(await scansIn(() => harness.clock.pass(4 * 366 * DAY)), []);
    assert.deepEqual(harness.faults, []);
    const left = await harness.database.selectFrom('session').select('id').execute();
    assert.deepEqual(left, [], 'the skeleton, too, was due');
  });
});
