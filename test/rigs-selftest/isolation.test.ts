import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const MAIN = join(import.meta.dirname, '..', 'rigs', 'main.ts');

/** Names of the figures that missed their goal. */
function missed(...more: string[]): { status: number | null; names: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [MAIN, 'isolation', ...more], { encoding: 'utf8' });
  const figures = stdout
    .trim()
    .split('\n')
    .map((line): { name: string; ok: boolean } => JSON.parse(line));
  return { status, names: figures.filter(({ ok }) => !ok).map(({ name }) => name) };
}

describe('the isolation rig', function () {
  this.timeout(300_000);

  for (const [plant, figure] of [
    ['gate-lets-foreigners-in', 'isolation.unexpected allows'],
    ['route-without-gate', 'isolation.unexpected allows'],
    ['guard-says-yes', 'isolation.unexpected allows'],
    ['undeclared-route', 'isolation.undeclared routes and events'],
    ['list-shows-content', 'isolation.content shown to others'],
    ['one-room-for-all', 'isolation.unexpected refusals'],
  ] as const) {
    it(`[ISO-7] notices the planted fault ${plant}`, () => {
      const { status, names } = missed('--plant', plant);
      assert.equal(status, 1);
      assert.ok(names.includes(figure), names.join());
    });
  }
});
