import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const MAIN = join(import.meta.dirname, '..', 'rigs', 'main.ts');

/** Names of the figures that missed their goal. */
function missed(...more: string[]): { status: number | null; names: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [MAIN, 'clock', '--runs', '3', ...more], {
    encoding: 'utf8',
  });
  const figures = stdout
    .trim()
    .split('\n')
    .map((line): { name: string; ok: boolean } => JSON.parse(line));
  return { status, names: figures.filter(({ ok }) => !ok).map(({ name }) => name) };
}

describe('the clock rig', function () {
  this.timeout(60_000);

  it('[RET-12] [RET-16] finds nothing erased early, late, or under a hold, nor a heap of 20,000', () => {
    assert.deepEqual(missed(), { status: 0, names: [] });
  });

  for (const [plant, figure] of [
    ['believe-any-clock', 'clock.erased while clocks disagreed'],
    ['lose-holds', 'clock.under a hold'],
    ['sleep', 'clock.late beyond 10 min'],
    ['crawl', 'clock.late beyond 10 min'],
  ] as const) {
    it(`[RET-12] notices the planted fault ${plant}`, () => {
      const { status, names } = missed('--plant', plant, '--runs', '12');
      assert.equal(status, 1);
      assert.ok(names.includes(figure), names.join());
    });
  }
});
