import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RiskSignal, RiskSignals } from '../../../protocol/audit.ts';
import { createPopulation, createUrn, lotOf, seedOf } from '../../../server/review/queue/lottery.ts';
import { isOutOfHours, score } from '../../../server/review/queue/rules.ts';

const QUIET: RiskSignals = {
  length: 11,
  photos: 2,
  refusals: 0,
  erasures: 0,
  misses: 0,
  devices: 1,
  'hand-overs': 0,
  'out-of-hours': 0,
};

/** Written by hand from the rules as they are told to auditors: signal, how much of it, points. */
const EXPECTED: readonly (readonly [RiskSignal, number, number])[] = [
  ['length', 44, 0],
  ['length', 45, 1],
  ['length', 89, 1],
  ['length', 90, 3],
  ['photos', 7, 0],
  ['photos', 8, 1],
  ['photos', 19, 1],
  ['photos', 20, 3],
  ['photos', 40, 3],
  ['refusals', 1, 4],
  ['refusals', 3, 4],
  ['refusals', 4, 7],
  ['erasures', 1, 0],
  ['erasures', 2, 2],
  ['erasures', 5, 4],
  ['misses', 1, 1],
  ['misses', 3, 3],
  ['devices', 1, 0],
  ['devices', 2, 1],
  ['devices', 3, 3],
  ['hand-overs', 1, 0],
  ['hand-overs', 2, 2],
  ['out-of-hours', 1, 2],
];

describe('the risk of a session', () => {
  for (const [signal, value, points] of EXPECTED) {
    it(`[REV-40] ${value} of ${signal}: ${points} points`, () => {
      assert.equal(score({ ...QUIET, [signal]: value }).points, points);
    });
  }

  it('[REV-40] points add up, and each has its reason with the step that was reached', () => {
    const busy = { ...QUIET, photos: 25, refusals: 1, 'out-of-hours': 1 };
    assert.deepEqual(score(busy), {
      points: 9,
      reasons: [
        { signal: 'photos', from: 20, points: 3, value: 25 },
        { signal: 'refusals', from: 1, points: 4, value: 1 },
        { signal: 'out-of-hours', from: 1, points: 2, value: 1 },
      ],
    });
    assert.deepEqual(score(QUIET), { points: 0, reasons: [] });
  });

  it('[REV-40] out of hours is before 8, from 20, and at weekends, by the clock on the wall in Riga', () => {
    const cases: readonly (readonly [string, boolean])[] = [
      // Winter, two hours ahead of UTC.
      ['2026-11-20T05:59:59.999Z', true],
      ['2026-11-20T06:00:00Z', false],
      ['2026-11-20T17:59:59.999Z', false],
      ['2026-11-20T18:00:00Z', true],
      // Summer, three hours.
      ['2026-07-20T04:59:00Z', true],
      ['2026-07-20T05:00:00Z', false],
      ['2026-07-20T17:00:00Z', true],
      // Saturday noon; and Sunday in UTC that is Monday in Riga, at night.
      ['2026-11-21T10:00:00Z', true],
      ['2026-11-22T23:00:00Z', true],
      ['2026-11-23T06:00:00Z', false],
    ];
    for (const [at, expected] of cases) assert.equal(isOutOfHours(Date.parse(at)), expected, at);
  });
});

describe('the lottery', () => {
  const ids = Array.from({ length: 500 }, (_, place) => `session-${place}`);
  const drawn = (seed: string, size = 4, from: readonly string[] = ids) => {
    const urn = createUrn(seed, size);
    for (const id of from) urn.put(id);
    return urn.drawn();
  };

  it('[REV-42] the same seed draws the same, in whatever order the lots are put in', () => {
    assert.deepEqual(drawn('a'), drawn('a', 4, ids.toReversed()));
    assert.equal(new Set(drawn('a')).size, 4);
    assert.notDeepEqual(drawn('a'), drawn('b'));
    assert.deepEqual(drawn('a', 4, ids.slice(0, 3)).toSorted(), ids.slice(0, 3));
  });

  it('[REV-42] those drawn have the lowest lots of all', () => {
    const sample = drawn('a', 10);
    const highest =
      sample
        .map((id) => lotOf('a', id))
        .toSorted()
        .at(-1) ?? assert.fail();
    const others = ids.filter((id) => !sample.includes(id));
    assert.ok(others.every((id) => lotOf('a', id) > highest));
  });

  it('[REV-42] over many seeds every session comes up about as often as any other', () => {
    const times = new Map<string, number>();
    const few = ids.slice(0, 20);
    for (let seed = 0; seed < 2000; seed += 1) {
      for (const id of drawn(`seed ${seed}`, 4, few)) times.set(id, (times.get(id) ?? 0) + 1);
    }
    // 400 expected of each; six standard deviations (18) either way.
    for (const id of few) assert.ok(Math.abs((times.get(id) ?? 0) - 400) < 108, `${id}: ${times.get(id)}`);
  });

  it('[REV-42] seed and population change with everything they are made of', () => {
    const seeds = [
      seedOf('lmt', '2026-11-20', 'p', 'c'),
      seedOf('amigo', '2026-11-20', 'p', 'c'),
      seedOf('lmt', '2026-11-21', 'p', 'c'),
      seedOf('lmt', '2026-11-20', 'q', 'c'),
      seedOf('lmt', '2026-11-20', 'p', 'd'),
    ];
    assert.equal(new Set(seeds).size, 5);
    const digest = (from: readonly string[]) => {
      const population = createPopulation();
      for (const id of from) population.add(id);
      return population.digest();
    };
    assert.notEqual(digest(['a', 'b']), digest(['b', 'a']));
    assert.notEqual(digest(['ab']), digest(['a', 'b']));
  });
});
