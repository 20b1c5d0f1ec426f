import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { behind, lastDays, rangeIn } from '../../agent-console/review/figures.ts';

/** Half past one at night in Riga, still the day before in Greenwich. */
const NIGHT = Date.parse('2026-11-20T23:30:00Z');

describe('the figures of the charts', () => {
  it('[REV-34] reach over whole days of Riga, and over the end of summer time', () => {
    assert.deepEqual(lastDays(7, NIGHT), { from: '2026-11-15', to: '2026-11-21' });
    assert.deepEqual(lastDays(92, NIGHT), { from: '2026-08-22', to: '2026-11-21' });
  });

  it('[REV-34] take the days of the address, and the last thirty where it names none', () => {
    const named = { from: '2026-10-01', to: '2026-10-31' };
    assert.deepEqual(rangeIn(named, NIGHT), named);
    assert.deepEqual(rangeIn({ from: 'yesterday', to: '2026-10-31' }, NIGHT), {
      from: '2026-10-23',
      to: '2026-11-21',
    });
  });

  it('[REV-34] open the list that they count', () => {
    const month = { from: '2026-10-01', to: '2026-10-31' };
    const day = { from: '2026-10-01', to: '2026-10-01' };
    assert.deepEqual(behind('photos', month), { to: '', query: { photos: '2026-10-01..2026-10-31' } });
    assert.deepEqual(behind('photos', day), { to: '', query: { photos: '2026-10-01' } });
    assert.deepEqual(behind('erasuresDue', day), { to: '', query: { due: '2026-10-01' } });
    assert.equal(behind('erasuresDue', month), undefined);
    const refused = { type: 'GrantRefused,AccessRefused', ...month };
    assert.deepEqual(behind('refusals', month), { to: 'log', query: refused });
  });
});
