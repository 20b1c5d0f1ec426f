import assert from 'node:assert/strict';
import { constantFrom, date, assert as holds, integer, property, record, string } from 'fast-check';
import { describe, it } from 'mocha';
import type { Periods } from '../../protocol/periods.ts';
import { type Dated, datingBy, dueDates, impossible, redate } from '../../server/privacy/periods.ts';

const TABLE: Periods = { photos: 'PT24H', content: 'P90D', skeleton: 'P3Y' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the rules of retention periods', () => {
  it('[RET-20] takes periods of one part, from the shortest to the longest of the table', () => {
    const possible: Partial<Periods>[] = [
      { photos: 'PT0S' },
      { photos: 'PT30M' },
      { photos: 'PT48H' },
      { photos: 'P7D' },
      { content: 'P1D' },
      { content: 'P5M' },
      { content: 'P180D' },
      { skeleton: 'P1Y' },
      { skeleton: 'P18M' },
      { skeleton: 'P5Y' },
      { photos: 'P1D', content: 'P1D' },
    ];
    for (const some of possible)
      assert.equal(impossible({ ...TABLE, ...some }), undefined, JSON.stringify(some));
  });

  it('[RET-21] refuses an impossible period, and says what is wrong with it', () => {
    const wrong: [Partial<Periods>, string][] = [
      [{ photos: 'for ever' }, 'period_malformed'],
      [{ photos: '' }, 'period_malformed'],
      [{ photos: '24' }, 'period_malformed'],
      [{ photos: '-PT1H' }, 'period_malformed'],
      [{ photos: 'PT-1H' }, 'period_malformed'],
      [{ photos: 'PT1.5H' }, 'period_malformed'],
      [{ photos: 'P1DT1H' }, 'period_malformed'],
      [{ content: 'P1W' }, 'period_malformed'],
      [{ content: 'P' }, 'period_malformed'],
      [{ content: 'PT1D' }, 'period_malformed'],
      [{ content: 'P90D ' }, 'period_malformed'],
      [{ content: 'P999999D' }, 'period_malformed'],
      [{ photos: 'PT169H' }, 'period_outside_limits'],
      [{ photos: 'P8D' }, 'period_outside_limits'],
      [{ content: 'PT23H' }, 'period_outside_limits'],
      [{ content: 'P181D' }, 'period_outside_limits'],
      // Six months are 184 days, when the session ends in summer.
      [{ content: 'P6M' }, 'period_outside_limits'],
      [{ skeleton: 'P11M' }, 'period_outside_limits'],
      // A year has 366 of them now and then.
      [{ skeleton: 'P365D' }, 'period_outside_limits'],
      [{ skeleton: 'P6Y' }, 'period_outside_limits'],
      [{ photos: 'PT49H', content: 'P2D' }, 'periods_out_of_order'],
      [{ photos: 'P7D', content: 'P1D' }, 'periods_out_of_order'],
    ];
    for (const [some, code] of wrong)
      assert.equal(impossible({ ...TABLE, ...some }), code, JSON.stringify(some));
  });

  it('[RET-21] takes no text for a period but an ISO 8601 duration', () => {
    holds(
      property(string(), (text) => {
        const code = impossible({ ...TABLE, photos: text });
        if (code !== 'period_malformed') assert.doesNotThrow(() => Temporal.Duration.from(text), text);
      }),
    );
  });

  it('[RET-22] dates are those of the calendar in UTC', () => {
    const end = date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const letters = constantFrom('TM', 'TH', 'D', 'M', 'Y');
    holds(
      property(end, integer({ min: 0, max: 400 }), letters, (from, count, unit) => {
        const period = unit.startsWith('T') ? `PT${count}${unit[1]}` : `P${count}${unit}`;
        const zoned = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO('UTC');
        const expected = zoned.add(Temporal.Duration.from(period)).epochMilliseconds;
        assert.equal(dueDates(from.getTime(), { ...TABLE, skeleton: period }).skeleton, expected, period);
      }),
    );
  });

  const NOW = Date.UTC(2026, 10, 20, 12);
  /** Ended so many hours before now, dated by the table. */
  const ended = (hours: number, more: Partial<Dated> = {}): Dated => {
    const endedAt = NOW - hours * HOUR;
    return {
      endedAt,
      due: { photos: endedAt + DAY, content: endedAt + 90 * DAY, skeleton: endedAt + 1096 * DAY },
      erased: { photos: false, content: false, skeleton: false },
      ...more,
    };
  };
  const photosAfter = (session: Dated, photos: string, prolong = false) =>
    redate(session, datingBy({ ...TABLE, photos }), prolong, NOW).photos;

  it('[RET-25] what is shorter is shorter for all; what is longer keeps the date that was promised', () => {
    const session = ended(2);
    assert.equal(photosAfter(session, 'PT1H'), NOW - HOUR);
    assert.equal(photosAfter(session, 'PT12H'), NOW + 10 * HOUR);
    assert.equal(photosAfter(session, 'PT48H'), NOW + 22 * HOUR);
    assert.equal(photosAfter(session, 'PT48H', true), NOW + 46 * HOUR);
  });

  it('[RET-26] nothing is prolonged that was erased or due, and nothing gets a date that had none', () => {
    const erased = { photos: true, content: false, skeleton: false };
    assert.equal(photosAfter(ended(2, { erased }), 'PT48H', true), NOW + 22 * HOUR);
    assert.equal(photosAfter(ended(24), 'PT48H', true), NOW);
    assert.equal(photosAfter(ended(25), 'PT48H', true), NOW - HOUR);
    const open = { due: { photos: null, content: null, skeleton: null } };
    assert.equal(photosAfter(ended(2, open), 'PT1H', true), null);
  });

  it('[RET-27] dating anew twice is dating anew once, and never turns the order of the three around', () => {
    const hours = integer({ min: 0, max: 200 });
    const periods = record({
      photos: hours.map((count) => `PT${Math.min(count, 168)}H`),
      content: integer({ min: 7, max: 180 }).map((count) => `P${count}D`),
      skeleton: integer({ min: 1, max: 5 }).map((count) => `P${count}Y`),
    });
    holds(
      property(hours, periods, constantFrom(true, false), (age, chosen, prolong) => {
        const session = ended(age);
        const once = redate(session, datingBy(chosen), prolong, NOW);
        assert.deepEqual(redate({ ...session, due: once }, datingBy(chosen), prolong, NOW), once);
        const [photos, content, skeleton] = [once.photos ?? 0, once.content ?? 0, once.skeleton ?? 0];
        assert.ok(photos <= content && content <= skeleton);
      }),
    );
  });
});
