import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { tamper } from '../rigs/audit/rig.ts';
import { createFigures } from '../rigs/figures.ts';

interface Figure {
  readonly name: string;
  readonly ok: boolean;
}

const MAIN = join(import.meta.dirname, '..', 'rigs', 'main.ts');

function planted(plant: string): Promise<{ code: unknown; failing: readonly string[]; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'audit', '--plant', plant], { timeout: 60_000 }, (error, output) => {
      const figures: Figure[] = output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
      const failing = figures.filter(({ ok }) => !ok).map(({ name }) => name);
      resolve({ code: error?.code ?? 0, failing, output });
    });
  });
}

describe('the audit rig', function () {
  this.timeout(60_000);
  this.slow(10_000);

  it('[CHK-9] [CHK-10] nothing goes unnoticed in a small log', async () => {
    const lines: string[] = [];
    const figures = createFigures((line) => lines.push(line));
    await tamper({ waves: 2, runs: 20, without: [], figures });
    assert.ok(figures.ok(), lines.join(''));
    const tried = lines.map((line) => JSON.parse(line)).find(({ name }) => name === 'audit.tamperings');
    // 300 entries in 21 ways, less what cannot be done to the last of a stream.
    assert.ok(tried.value > 300 * 20, `${tried.value}`);
  });

  for (const check of ['signature', 'root', 'chain', 'covered', 'presence', 'canonical', 'end']) {
    it(`notices a verifier without its check: ${check}`, async () => {
      const { code, failing, output } = await planted(check);
      assert.deepEqual([code, failing], [1, ['audit.unnoticed']], output);
    });
  }
});
