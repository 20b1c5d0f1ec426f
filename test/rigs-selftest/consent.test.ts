import assert from 'node:assert/strict';
import { importsOf } from '../architecture/imports.ts';
import { FAULTS } from '../rigs/consent/faults.ts';
import { play } from '../rigs/consent/rig.ts';
import { createFigures } from '../rigs/figures.ts';

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly ok: boolean;
}

/** @param realEvery one history of so many is played on the real register */
async function played(runs: number, realEvery: number, fault?: (typeof FAULTS)[number]) {
  const lines: string[] = [];
  const figures = createFigures((line) => lines.push(line));
  await play({ runs, fault, figures, first: 1, realEvery });
  const all = lines.map((line): Figure => JSON.parse(line));
  return { ok: figures.ok(), of: (name: string) => all.find((one) => one.name === name)?.value ?? 0, lines };
}

describe('the consent rig', function () {
  this.timeout(120_000);
  this.slow(20_000);

  it('compares with a model that imports nothing', () => {
    assert.deepEqual(importsOf('test/rigs/consent/model.ts'), []);
  });

  it('[CON-20] [CON-24] [CON-26] [CON-40] finds no difference in a thousand histories', async () => {
    const { ok, of, lines } = await played(1000, 25);
    assert.ok(ok, lines.join(''));
    assert.equal(of('consent.real'), 40);
    assert.ok(of('consent.in-force') > 500);
  });

  for (const fault of FAULTS) {
    it(`notices: ${fault}`, async () => {
      const database = fault === 'stale-projection';
      const { ok, of } = await played(database ? 200 : 1000, database ? 1 : 1001, fault);
      assert.ok(!ok);
      assert.ok(of('consent.differences') > 0);
    });
  }
});
