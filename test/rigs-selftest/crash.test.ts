import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'mocha';

interface Figure {
  readonly name: string;
  readonly value: number | null;
  readonly ok: boolean | null;
}

const MAIN = join(import.meta.dirname, '..', 'rigs', 'main.ts');

function rig(
  ...args: readonly string[]
): Promise<{ code: number; figures: readonly Figure[]; errors: string }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [MAIN, ...args], { timeout: 60_000 }, (error, output, errors) => {
      const code = error === null ? 0 : error.code;
      if (typeof code !== 'number') return reject(new Error(`${error?.message}\n${output}${errors}`));
      const lines = output.split('\n').filter((line) => line !== '');
      resolve({ code, errors, figures: lines.map((line) => JSON.parse(line)) });
    });
  });
}

const failing = (figures: readonly Figure[]) =>
  figures.filter(({ ok }) => ok === false).map(({ name }) => name);

describe('the crash rig', function () {
  this.timeout(60_000);
  this.slow(30_000);

  it('[LED-17] [LED-19] passes on the real server', async () => {
    const { code, figures, errors } = await rig('crash', '--runs', '1');
    assert.deepEqual([code, failing(figures)], [0, []], errors);
    const names = figures.map(({ name }) => name);
    for (const name of ['crash.lost', 'crash.doubled', 'crash.photos.lost', 'crash.plaintext.hits']) {
      assert.ok(names.includes(name), name);
    }
  });

  const missing = process.env.STRACE_MISSING;
  (missing ? it.skip : it)('[LED-18] strace sees a sync before every answer', async () => {
    const { code, figures, errors } = await rig('crash', '--runs', '1', '--plant', 'unsynced');
    assert.equal(code, 1, errors);
    assert.deepEqual(failing(figures), ['crash.acks.without_sync', 'crash.shown.without_sync']);
    assert.equal(figures.find(({ name }) => name === 'crash.acks.traced')?.ok, true);
  });

  for (const [plant, name] of [
    ['lost', 'crash.lost'],
    ['doubled', 'crash.doubled'],
    ['plaintext', 'crash.plaintext.hits'],
  ] as const) {
    it(`notices a planted fault: ${plant}`, async () => {
      const { code, figures, errors } = await rig('crash', '--runs', '1', '--plant', plant);
      assert.equal(code, 1, errors);
      assert.deepEqual(failing(figures), [name]);
    });
  }

  it('lists the rigs when it does not know the name', async () => {
    const { code, errors } = await rig('nothing');
    assert.equal(code, 2);
    assert.match(errors, /NAME is one of: .*crash/);
  });
});
