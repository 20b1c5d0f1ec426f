import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const MAIN = join(import.meta.dirname, '..', 'rigs', 'main.ts');

/** Names of the figures that missed their goal. */
function missed(...more: string[]): { status: number | null; names: string[]; errors: string } {
  const args = [MAIN, 'erasure', '--runs', '1', ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line !== '');
  const figures = lines.map((line): { name: string; ok: boolean } => JSON.parse(line));
  const names = figures.filter(({ ok }) => !ok).map(({ name }) => name);
  return { status, names, errors: stderr };
}

describe('the erasure rig', function () {
  this.timeout(60_000);

  it('[RET-15] finds nothing of what was erased in any file', () => {
    const { status, names, errors } = missed();
    assert.deepEqual([status, names], [0, []], errors);
  });

  for (const [plant, figure] of [
    ['keep-keys', 'erasure.keys left'],
    ['keep-objects', 'erasure.found after'],
    ['write-plaintext', 'erasure.found after'],
  ] as const) {
    it(`[RET-15] notices the planted fault ${plant}`, () => {
      const { status, names, errors } = missed('--plant', plant);
      assert.equal(status, 1, errors);
      assert.ok(names.includes(figure), names.join());
    });
  }
});
