import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** Stands in for npm: notes how it was called, and "installs" the pinned Node and mocha by links. */
const FAKE_NPM = `
import { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
appendFileSync('calls.txt', process.argv.slice(2).join(' ') + '\\n');
rmSync('node_modules', { recursive: true, force: true });
if (existsSync('npm-fails')) process.exit(3);
mkdirSync('node_modules/.bin', { recursive: true });
symlinkSync(process.env.REAL_NODE, 'node_modules/.bin/node');
symlinkSync(process.env.REAL_MOCHA, 'node_modules/mocha');
`;
const FAKE_BUILD = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('builds.txt', 'built\\n');
for (const client of ['web-client', 'my', 'agent-console']) {
  mkdirSync('dist/' + client, { recursive: true });
  writeFileSync('dist/' + client + '/index.html', '');
}
`;

describe('the bootstrap', function () {
  this.timeout(30_000);
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'zvana-tree-'));
    cpSync('bin', join(tree, 'bin'), { recursive: true });
    for (const folder of ['content', 'server', 'web-client', 'fake', 'infra']) mkdirSync(join(tree, folder));
    put('package-lock.json', '{}');
    put('infra/package-lock.json', '{}');
    put('package.json', '{"type":"module"}');
    put('fake/npm.js', FAKE_NPM);
    put('bin/build-clients.ts', FAKE_BUILD);
    put('server/main.ts', `process.stdout.write('main ' + process.argv.slice(2).join(' '));`);
  });
  afterEach(() => rmSync(tree, { recursive: true, force: true }));

  const put = (file: string, content: string) => writeFileSync(join(tree, file), content);
  const lines = (file: string) =>
    existsSync(join(tree, file)) ? readFileSync(join(tree, file), 'utf8').trim().split('\n') : [];

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return spawn(process.execPath, args, {
      cwd: tree,
      env: {
        PATH: join(tree, 'fake'),
        npm_execpath: join(tree, 'fake', 'npm.js'),
        npm_node_execpath: process.execPath,
        REAL_NODE: process.execPath,
        REAL_MOCHA: resolve('node_modules/mocha'),
        ...env,
      },
    });
  }

  async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = start(args, env);
    const [output, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { code, output, errors };
  }

  it('[CFG-60] installs and builds at the first start, not at the second, and again when something changed', async () => {
    const first = await run(['bin/start.mjs', '--lan', 'x']);
    assert.deepEqual([first.code, first.output], [0, 'main --lan x']);
    assert.equal(lines('calls.txt').length, 1);
    assert.match(lines('calls.txt')[0] ?? '', /^ci --ignore-scripts .*--include=dev/);
    const second = await run(['bin/start.mjs']);
    assert.deepEqual([second.code, second.errors], [0, '']);
    assert.deepEqual([lines('calls.txt').length, lines('builds.txt').length], [1, 1]);

    put('web-client/page.ts', '1');
    await run(['bin/start.mjs']);
    assert.deepEqual([lines('calls.txt').length, lines('builds.txt').length], [1, 2]);
    put('package-lock.json', '{ }');
    await run(['bin/start.mjs']);
    assert.deepEqual([lines('calls.txt').length, lines('builds.txt').length], [2, 3]);
    assert.deepEqual(lines('infra/calls.txt'), []);
  });

  it('[CFG-60] an install that failed ends the start with its exit code, and is tried again', async () => {
    put('npm-fails', '');
    assert.equal((await run(['bin/start.mjs'])).code, 3);
    rmSync(join(tree, 'npm-fails'));
    assert.equal((await run(['bin/start.mjs'])).output, 'main ');
    assert.equal(lines('calls.txt').length, 2);
  });

  it('[CFG-61] keeps arguments and exit code of the program it runs', async () => {
    put('server/tool.ts', 'const [code]: string[] = process.argv.slice(2); process.exit(Number(code));');
    assert.equal((await run(['bin/run.mjs', 'server/tool.ts', '7'])).code, 7);
    assert.equal((await run(['bin/run.mjs'])).code, 2);
  });

  it('[CFG-61] forwards signals to the program it runs', async () => {
    put(
      'server/wait.ts',
      "process.on('SIGTERM', () => process.exit(5)); process.stdout.write('up'); setInterval(() => {}, 1000);",
    );
    await run(['bin/run.mjs', 'server/main.ts']);
    const child = start(['bin/run.mjs', 'server/wait.ts']);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 5);
  });

  it('[CFG-61] ends with the npm that started it, however that ended', async () => {
    put('server/main.ts', "process.stdout.write('up'); setInterval(() => {}, 1000);");
    put(
      'fake/parent.js',
      "import { spawn } from 'node:child_process';" +
        "spawn(process.execPath, ['bin/start.mjs'], { stdio: 'inherit' }); setInterval(() => {}, 1000);",
    );
    const parent = start(['fake/parent.js'], { npm_lifecycle_event: 'start' });
    // The server has the same pipe: it closes when the last of them is gone.
    const gone = once(parent.stdout, 'close');
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    await gone;
  });

  describe('npm test', () => {
    /** Never reached on this machine's own apt: the folder of fakes is the whole PATH. */
    const withBrowser = () => ({ CHROMIUM: process.execPath });
    const suite = (body: string) => {
      mkdirSync(join(tree, 'test'));
      put('test/some.test.ts', `describe('a suite', () => { ${body} });`);
    };
    const lastLine = (output: string) => output.trimEnd().split('\n').at(-1);
    const ARGS = ['bin/test.mjs', 'test/**/*.test.ts'];

    beforeEach(() => {
      put('fake/apt-get', '#!/bin/sh\nexit 100\n');
      chmodSync(join(tree, 'fake', 'apt-get'), 0o755);
    });

    it('[CFG-62] ends with the numbers alone on the last line', async () => {
      suite("it('holds', () => {}); it('breaks', () => { throw new Error('no'); });");
      const { code, output } = await run(ARGS, withBrowser());
      assert.equal(lastLine(output), '1 passed, 1 failed');
      assert.equal(code, 1);
    });

    it("[INF-1] installs infra's packages once, and again when their lockfile changed", async () => {
      suite("it('holds', () => {});");
      await run(ARGS, withBrowser());
      assert.match(lines('infra/calls.txt').join(), /^ci --ignore-scripts .*--include=dev[^,]*$/);
      await run(ARGS, withBrowser());
      assert.deepEqual([lines('calls.txt').length, lines('infra/calls.txt').length], [1, 1]);
      put('infra/package-lock.json', '{ }');
      await run(ARGS, withBrowser());
      assert.deepEqual([lines('calls.txt').length, lines('infra/calls.txt').length], [1, 2]);
    });

    it('[CFG-62] names what was skipped; with CI=true that is a failure', async () => {
      suite("it('holds', () => {}); it('is left out');");
      const here = await run(ARGS, withBrowser());
      assert.equal(lastLine(here.output), '1 passed, 0 failed, 1 skipped');
      assert.match(here.output, /^skipped: a suite is left out/m);
      assert.equal(here.code, 0);
      assert.equal((await run(ARGS, { ...withBrowser(), CI: 'true' })).code, 1);
    });

    it('[CFG-62] tests that cannot even be loaded are a failure', async () => {
      suite('}; broken');
      const { code, output } = await run(ARGS, withBrowser());
      assert.equal(lastLine(output), '0 passed, 1 failed');
      assert.equal(code, 1);
    });

    it('[CFG-63] without a browser it says exactly what to install', async () => {
      suite("it('holds', () => {});");
      const { code, errors } = await run(ARGS, { CHROMIUM: join(tree, 'no-such-browser') });
      assert.equal(code, 1);
      assert.match(errors, /apt-get install chromium/);
    });
  });
});
