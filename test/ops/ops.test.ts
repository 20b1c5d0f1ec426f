import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const OPS = join(import.meta.dirname, '..', '..', 'server', 'ops', 'main.ts');

async function ops(args: readonly string[], { dataDir = '/nonexistent', input = '' } = {}) {
  const child = spawn(process.execPath, [OPS, ...args], { env: { DATA_DIR: dataDir } });
  child.stdin.end(input);
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, output, errors };
}

const ADD = [
  'account',
  'add',
  '--controller',
  'lmt',
  '--login',
  'Zane@LMT',
  '--name',
  'Zane Apse',
  '--role',
  'agent',
];

describe('npm run ops', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer();
  });
  after(() => server.dispose());

  async function signIn(login: string, password: string): Promise<number> {
    const response = await fetch(`${server.address}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.address },
      body: JSON.stringify({ login, password }),
    });
    return response.status;
  }

  it('[CFG-20] adds, resets and disables an account while the server runs', async () => {
    const { dataDir } = server;
    const added = await ops([...ADD, '--password-stdin'], { dataDir, input: 'pirmais-vasaras-rīts\n' });
    assert.deepEqual(added, { code: 0, output: 'zane@lmt can sign in as agent of lmt\n', errors: '' });
    assert.ok((await signIn('zane@lmt', 'pirmais-vasaras-rīts')) < 300);

    const again = await ops([...ADD, '--password-stdin'], { dataDir, input: 'cits-vasaras-rīts\n' });
    assert.equal(again.code, 1);
    assert.match(again.errors, /already/);

    const reset = ['account', 'reset', '--login', 'zane@lmt', '--password-stdin'];
    assert.equal((await ops(reset, { dataDir, input: 'otrais-vasaras-rīts\n' })).code, 0);
    assert.equal(await signIn('zane@lmt', 'pirmais-vasaras-rīts'), 401);
    assert.ok((await signIn('zane@lmt', 'otrais-vasaras-rīts')) < 300);

    assert.equal((await ops(['account', 'disable', '--login', 'zane@lmt'], { dataDir })).code, 0);
    assert.equal(await signIn('zane@lmt', 'otrais-vasaras-rīts'), 403);
    const listed = await ops(['account', 'list', '--controller', 'lmt'], { dataDir });
    assert.match(listed.output, /^lmt\tzane@lmt\tagent\tdisabled\tZane Apse$/m);
    assert.doesNotMatch(listed.output, /amigo/);
  });

  for (const [what, args, input, code, told] of [
    ['a short password', [...ADD.with(5, 'uldis@lmt'), '--password-stdin'], 'short\n', 1, /12 to 256/],
    ['an unknown controller', ADD.with(3, 'nobody'), '', 1, /there are .*lmt/],
    ['an unknown role', ADD.with(-1, 'boss'), '', 2, /--role/],
    ['a missing login', ['account', 'disable'], '', 2, /--login is missing/],
    ['an unknown login', ['account', 'reset', '--login', 'nobody'], '', 1, /no account/],
    [
      'a password as an argument',
      [...ADD, '--password', 'pirmais-vasaras-rīts'],
      '',
      2,
      /Unknown option '--password'/,
    ],
    ['no terminal to ask at', ADD.with(5, 'uldis@lmt'), '', 2, /--password-stdin/],
    ['an unknown command', ['account', 'promote'], '', 2, /add, disable, reset or list/],
    ['another unknown command', ['launch'], '', 2, /not a command/],
  ] as const) {
    it(`[CFG-21] ${what} is refused with exit code ${code}, and says why`, async () => {
      const result = await ops(args, { dataDir: server.dataDir, input });
      assert.equal(result.code, code);
      assert.match(result.errors, told);
      assert.doesNotMatch(result.errors, /^\s+at /m);
    });
  }

  it('[CFG-21] a data directory without a database is refused, not made', async () => {
    const result = await ops(['account', 'list'], { dataDir: join(tmpdir(), 'zvana-nothing-here') });
    assert.equal(result.code, 1);
    assert.match(result.errors, /no database/);
  });
});

describe('npm run ops -- keys init', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zvana-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('[CFG-22] makes a key file that only its owner can read, and never replaces a key', async () => {
    const file = join(folder, 'below', 'keys.json');
    assert.equal((await ops(['keys', 'init', file])).code, 0);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const first = await readFile(file, 'utf8');
    assert.match((await ops(['keys', 'init', file])).output, /nothing was changed/);
    assert.equal(await readFile(file, 'utf8'), first);
  });

  it('[CFG-22] adds what a new controller lacks and keeps the others', async () => {
    const file = join(folder, 'keys.json');
    await ops(['keys', 'init', file]);
    const all = JSON.parse(await readFile(file, 'utf8'));
    const { lmt } = all.controllers;
    delete all.controllers.amigo;
    await writeFile(file, JSON.stringify(all), { mode: 0o600 });
    assert.match((await ops(['keys', 'init', file])).output, /now has keys for amigo/);
    const after = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(after.controllers.lmt, lmt);
    assert.ok(after.controllers.amigo);
  });
});
