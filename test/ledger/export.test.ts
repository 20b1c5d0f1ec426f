import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inDataDirectory, playWithPhoto, removeAll } from './support.ts';

const SERVER = join(import.meta.dirname, '..', '..', 'server');

describe('an export of a real server', function () {
  this.timeout(30_000);
  this.slow(10_000);
  let dataDir: string;
  before(async () => {
    dataDir = await inDataDirectory(async ({ address }) => void (await playWithPhoto(address)));
  });
  after(removeAll);

  function run(program: string, ...args: readonly string[]): Promise<{ code: unknown; output: string }> {
    return new Promise((resolve) => {
      const env = { DATA_DIR: dataDir };
      execFile(process.execPath, [join(SERVER, program), ...args], { env }, (error, output, errors) =>
        resolve({ code: error?.code ?? 0, output: output + errors }),
      );
    });
  }

  async function exportAndVerify(name: string) {
    const file = join(dataDir, name);
    const exported = await run('ops/main.ts', 'export', 'lmt', file);
    assert.equal(exported.code, 0, exported.output);
    const key = (await run('ops/main.ts', 'keys', 'public', 'lmt')).output.trim();
    const sink = join(dataDir, 'checkpoints', 'lmt.checkpoints');
    const verdict = await run('ledger/cli.ts', 'verify', file, '--key', key, '--checkpoint', sink);
    return { file, ...verdict };
  }

  it('[CHK-1] a server that was stopped has everything covered, and its export verifies', async () => {
    const { file, code, output } = await exportAndVerify('first.export');
    assert.equal(code, 0, output);
    const verdict = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
    assert.deepEqual([verdict.ok, verdict.uncoveredEntries], [true, 0]);
    assert.ok(verdict.entries > 10, output);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o077, 0);
  });

  it('[CHK-12] an export holds no content in the clear', async () => {
    const text = await readFile(join(dataDir, 'first.export'), 'utf8');
    for (const content of ['PIN 1234', 'Tagad restart', 'Maršrutētājs', 'photo-0001', '+371']) {
      assert.equal(text.includes(content), false, content);
    }
  });

  it('[CHK-9] what the database cannot tell of itself, the checkpoint does', async () => {
    const database = new DatabaseSync(join(dataDir, 'main.sqlite'));
    // The newest entry of the session, its place and its head are taken back as if it had never been.
    const stream = database.prepare("SELECT * FROM stream WHERE id LIKE 'session:%'").get();
    const last = Number(stream?.last);
    const previous = database.prepare('SELECT previous FROM entry WHERE n = ?').get(last)?.previous;
    const before = database.prepare('SELECT seq, hash FROM entry WHERE n = ?').get(Number(previous));
    database.prepare('DELETE FROM entry WHERE n = ?').run(last);
    database
      .prepare('UPDATE stream SET seq = ?, head = ?, last = ? WHERE id = ?')
      .run(Number(before?.seq), before?.hash ?? null, Number(previous), String(stream?.id));
    database.close();

    const { code, output } = await exportAndVerify('second.export');
    assert.equal(code, 1, output);
    const missing = `FAULT stream ${stream?.id}, entry ${stream?.seq}: a checkpoint covers it, and it is not there`;
    assert.ok(output.includes(missing), output);
  });

  it('[CHK-12] a wrong command or place is explained', async () => {
    const twice = await run('ops/main.ts', 'export', 'lmt', join(dataDir, 'first.export'));
    assert.deepEqual([twice.code, /exists already/.test(twice.output)], [1, true]);
    const nobody = await run('ops/main.ts', 'export', 'nobody', join(dataDir, 'third.export'));
    assert.deepEqual([nobody.code, /no controller nobody/.test(nobody.output)], [1, true]);
    const keyless = await run('ledger/cli.ts', 'verify', join(dataDir, 'first.export'), '--checkpoint', 'x');
    assert.deepEqual([keyless.code, /--key PUBLIC/.test(keyless.output)], [2, true]);
  });
});
