import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'mocha';
import { type PlayedCall, playToMatch } from '../support/call.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const OPS = join(import.meta.dirname, '..', '..', 'server', 'ops', 'main.ts');

function ops(dataDir: string, ...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [OPS, ...args], { env: { DATA_DIR: dataDir } }, (error, output, errors) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors });
    });
  });
}

describe('npm run ops, when something went wrong', function () {
  this.timeout(20_000);
  let server: ServerProcess;
  let call: PlayedCall;
  before(async () => {
    server = await startServer();
    call = await playToMatch(server.address);
    call.close();
  });
  after(() => server.dispose());

  it('[BRE-8] counts and lists who is affected, with the ends of both clocks', async () => {
    const window = ['--since', '2000-01-01T00:00Z', '--until', '2100-01-01T00:00Z'];
    const aware = ['--aware', '2026-11-21T10:00+02:00'];
    const counted = await ops(
      server.dataDir,
      'breach',
      'lmt',
      'account',
      '--of',
      'Anna@lmt',
      ...window,
      ...aware,
    );
    assert.equal(counted.code, 0, counted.errors);
    assert.match(
      counted.output,
      /^1 sessions are affected: of 1 different numbers, and 0 whose number is erased/,
    );
    assert.match(counted.output, /24 hours .*: 2026-11-22T08:00:00\.000Z/);
    assert.match(counted.output, /72 hours .*: 2026-11-24T08:00:00\.000Z/);
    const listed = await ops(server.dataDir, 'breach', 'lmt', 'traffic', ...window, '--list', 'csv');
    assert.match(listed.output, new RegExp(`^session,created,.*\\r\\n${call.session},`));
    const other = await ops(server.dataDir, 'breach', 'amigo', 'controller-key', ...window);
    assert.match(other.output, /^0 sessions/);
    for (const wrong of [
      ['breach', 'lmt', 'everything', ...window],
      ['breach', 'lmt', 'account', ...window],
      ['breach', 'lmt', 'traffic', '--since', 'yesterday', '--until', '2100-01-01'],
    ]) {
      assert.equal((await ops(server.dataDir, ...wrong)).code, 2, wrong.join(' '));
    }
    assert.equal((await ops(server.dataDir, 'breach', 'lmt', 'account', '--of', 'x@lmt', ...window)).code, 1);
  });

  it('[RET-41] confirms the clock only when erasure is stopped, and only what the clock says', async () => {
    const confirm = (at: number) => ops(server.dataDir, 'confirm-clock', new Date(at).toISOString());
    const idle = await confirm(Date.now());
    assert.match(idle.errors, /erasure is not stopped/);
    const wrong = await confirm(Date.now() - 3_600_000);
    assert.equal(wrong.code, 1);
    assert.match(wrong.errors, /set the clock first/);
    await server.stop();
    const file = join(server.dataDir, 'main.sqlite');
    const database = new DatabaseSync(file);
    database.prepare("INSERT INTO sweep_stop VALUES ('lmt', ?)").run(Date.now());
    const done = await confirm(Date.now());
    assert.equal(done.code, 0, done.errors);
    assert.equal(database.prepare('SELECT count(*) AS rows FROM clock_confirmed').get()?.rows, 1);
    database.close();
  });
});
