import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deadline, isWorkingDay } from '../../server/request/deadline.ts';

/** The end of a day in Riga, written with its offset from UTC by hand. */
const endOf = (day: string, offset: '+02:00' | '+03:00') => Date.parse(`${day}T23:59:59.999${offset}`);

describe('the deadline of a request', () => {
  const months: readonly (readonly [string, number, string])[] = [
    ['the same date a month on', Date.parse('2026-03-05T10:00:00Z'), '2026-04-07+03:00'],
    ['31 January to the last day of February', Date.parse('2023-01-31T10:00:00Z'), '2023-02-28+02:00'],
    ['29 January to 29 February of a leap year', Date.parse('2024-01-29T10:00:00Z'), '2024-02-29+02:00'],
    ['31 March to 30 April', Date.parse('2026-03-31T10:00:00Z'), '2026-04-30+03:00'],
    ['31 August to 30 September', Date.parse('2026-08-31T10:00:00Z'), '2026-09-30+03:00'],
    ['over the end of a year', Date.parse('2026-12-15T10:00:00Z'), '2027-01-15+02:00'],
    [
      'received after midnight in Riga, before it in UTC',
      Date.parse('2026-02-09T22:30:00Z'),
      '2026-03-10+02:00',
    ],
  ];
  for (const [title, received, expected] of months) {
    it(`[DSR-4] goes from ${title}`, () => {
      const [, day = '', offset = ''] = /^(.{10})(.*)$/.exec(expected) ?? [];
      assert.equal(deadline(received, 'first'), Date.parse(`${day}T23:59:59.999${offset}`));
    });
  }

  const moved: readonly (readonly [string, string, number])[] = [
    ['a Saturday to Monday', '2026-10-10', endOf('2026-11-10', '+02:00')],
    ['a Saturday to Monday', '2026-09-17', endOf('2026-10-19', '+03:00')],
    ['Good Friday to the Tuesday after Easter', '2026-03-03', endOf('2026-04-07', '+03:00')],
    ['Midsummer to the day after', '2026-05-23', endOf('2026-06-25', '+03:00')],
    ['18 November to the day after', '2026-10-18', endOf('2026-11-19', '+02:00')],
    ['24 December over Christmas and its weekend', '2026-11-24', endOf('2026-12-28', '+02:00')],
    ['New Year’s Day to the day after', '2025-12-01', endOf('2026-01-02', '+02:00')],
    ['the Monday that makes up for 18 November on a Sunday', '2029-10-18', endOf('2029-11-20', '+02:00')],
  ];
  for (const [title, received, expected] of moved) {
    it(`[DSR-4] moves from ${title} (${received})`, () => {
      assert.equal(deadline(Date.parse(`${received}T10:00:00Z`), 'first'), expected);
    });
  }

  it('[DSR-5] an extension counts three months from receipt, not from the first deadline', () => {
    const received = Date.parse('2026-11-30T10:00:00Z');
    // 28 February 2027 is a Sunday.
    assert.equal(deadline(received, 'extended'), endOf('2027-03-01', '+02:00'));
  });

  it('[DSR-4] knows the working days of Latvia', () => {
    const free = [
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-04',
      '2026-12-31',
      '2026-11-21',
    ];
    const working = ['2026-01-02', '2026-04-02', '2026-05-05', '2026-06-22', '2026-11-17', '2026-12-30'];
    assert.deepEqual(
      free.filter((day) => isWorkingDay(Temporal.PlainDate.from(day))),
      [],
    );
    assert.deepEqual(
      working.filter((day) => !isWorkingDay(Temporal.PlainDate.from(day))),
      [],
    );
  });
});
