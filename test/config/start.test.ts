import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addLocalKeys } from '../../server/adapters/local-keys.ts';
import { startServer } from '../support/server-process.ts';

async function refusal(env: Readonly<Record<string, string>>, dataDir?: string): Promise<string> {
  try {
    const server = await startServer({ env, ...(dataDir === undefined ? {} : { dataDir }) });
    await server.dispose();
  } catch (error) {
    assert(error instanceof Error);
    // A stack would mean that the operator got a crash instead of an explanation.
    assert.doesNotMatch(error.message, /^\s+at .+:\d+:\d+/m);
    return error.message;
  }
  return 'it started';
}

describe('starting and stopping', () => {
  it('[CFG-1] with no configuration it is a demo that says where it is and how to sign in', async () => {
    const server = await startServer();
    try {
      assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.match(server.output(), new RegExp(`${server.address}/agent/`));
      assert.match(server.output(), new RegExp(`${server.address}/demo/phone`));
      for (const login of [
        'anna@lmt',
        'janis@lmt',
        'ilze@lmt',
        'liga@lmt',
        'olga@amigo',
        'inese@amigo',
        'andris@amigo',
        'liene@amigo',
      ]) {
        assert.ok(server.output().includes(login), login);
      }
      const [, password = ''] = /password (\S+)/.exec(server.output()) ?? [];
      assert.ok(password.length >= 12);
      const headers = { 'content-type': 'application/json', origin: server.address };
      const body = JSON.stringify({ login: 'anna@lmt', password });
      const response = await fetch(`${server.address}/api/sign-in`, { method: 'POST', headers, body });
      assert.ok(response.ok);
      assert.equal((await stat(server.dataDir)).isDirectory(), true);
    } finally {
      await server.dispose();
    }
  });

  it('[CFG-12] is alive and ready once it says that it listens', async () => {
    const server = await startServer();
    try {
      assert.equal((await fetch(`${server.address}/healthz`)).status, 200);
      const ready = await fetch(`${server.address}/readyz`);
      assert.equal(ready.status, 200);
      const { checks } = await ready.json();
      assert.deepEqual(checks, {
        database: 'ok',
        store: 'ok',
        worker: 'ok',
        disk: 'ok',
        clock: 'ok',
        list: 'ok',
      });
    } finally {
      await server.dispose();
    }
  });

  it('[CFG-12] with too little disk space it is not ready, and says what failed', async () => {
    const server = await startServer({ env: { MIN_FREE_MB: '1000000' } });
    try {
      const ready = await fetch(`${server.address}/readyz`);
      assert.equal(ready.status, 503);
      assert.equal((await ready.json()).checks.disk, 'failed');
    } finally {
      await server.dispose();
    }
  });

  it('[CFG-13] refuses a second server on one data directory, and not after a kill -9', async () => {
    const first = await startServer();
    try {
      assert.match(await refusal({}, first.dataDir), /another server is already using/);
      await first.kill();
      const second = await first.restart();
      assert.equal(second.address, first.address);
      await second.kill();
    } finally {
      await first.dispose();
    }
  });

  it('[CFG-14] SIGTERM and SIGINT stop it in order, with exit code 0', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const server = await startServer();
      try {
        process.kill(server.pid, signal);
        assert.equal(await server.stop(), 0);
        assert.equal(server.errors(), '');
      } finally {
        await server.dispose();
      }
    }
  });

  it('[CFG-2] --lan has random passwords, a QR code, and another password at the next start', async () => {
    const first = await startServer({ args: ['--lan'] });
    const passwords = (text: string) => [...text.matchAll(/password: (\S{12,})/g)].map(([, word]) => word);
    try {
      const before = passwords(first.output());
      assert.equal(new Set(before).size, 10);
      assert.match(first.output(), /[█▀▄]{8}/);
      await first.stop();
      const second = await first.restart();
      assert.equal(
        passwords(second.output()).some((word) => before.includes(word)),
        false,
      );
      await second.kill();
      const local = await first.restart({ args: [] });
      assert.match(local.output(), /with the password \S+ as/);
      await local.kill();
    } finally {
      await first.dispose();
    }
  });

  it('[CFG-3] demo refuses NODE_ENV=production, and a taken port is told as such', async () => {
    assert.match(
      await refusal({ NODE_ENV: 'production' }),
      /MODE: demo must not run with NODE_ENV=production/,
    );
    const server = await startServer();
    try {
      assert.match(
        await refusal({ PORT: new URL(server.address).port }),
        /PORT: cannot listen on .*EADDRINUSE/,
      );
    } finally {
      await server.dispose();
    }
  });

  it('[CFG-8] production names every controller whose secret or facts are missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zvana-production-'));
    const secret = 'q7Zk2mXv9TbL4sWd8RfN6hJc3PyG5aUe';
    try {
      addLocalKeys(join(folder, 'keys.json'), ['lmt', 'amigo']);
      const told = await refusal({
        MODE: 'production',
        NODE_ENV: 'production',
        PUBLIC_URL: 'https://z.lmt.lv',
        HOST: '127.0.0.1',
        KEY_FILE: join(folder, 'keys.json'),
        SMS_GATEWAY_URL: 'https://sms.example.lv/send',
        SMS_GATEWAY_SECRET: secret,
        TELEPHONY_SECRET_LMT: secret,
      });
      assert.match(told, /TELEPHONY_SECRET_AMIGO: must be set/);
      assert.match(told, /amigo\.json: dataProtection of amigo is not filled in/);
      assert.doesNotMatch(told, new RegExp(secret));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('[CFG-4] production starts with all it needs: no demo in it, and only its own origin', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zvana-production-'));
    const content = join(folder, 'content');
    const secret = 'q7Zk2mXv9TbL4sWd8RfN6hJc3PyG5aUe';
    try {
      await cp('content', content, { recursive: true });
      const file = join(content, 'controllers', 'amigo.json');
      const amigo = JSON.parse(await readFile(file, 'utf8'));
      await writeFile(
        file,
        JSON.stringify({ ...amigo, dataProtection: 'dati@example.lv', values: { apn: 'internet' } }),
      );
      addLocalKeys(join(folder, 'keys.json'), ['lmt', 'amigo']);
      const server = await startServer({
        env: {
          MODE: 'production',
          NODE_ENV: 'production',
          PUBLIC_URL: 'https://z.lmt.lv',
          HOST: '127.0.0.1',
          CONTENT_DIR: content,
          KEY_FILE: join(folder, 'keys.json'),
          SMS_GATEWAY_URL: 'https://sms.example.lv/send',
          SMS_GATEWAY_SECRET: secret,
          TELEPHONY_SECRET_LMT: secret,
          TELEPHONY_SECRET_AMIGO: secret.split('').reverse().join(''),
        },
      });
      try {
        assert.equal(server.output(), `Listening on ${server.address}\n`);
        assert.equal((await fetch(`${server.address}/demo/phone`)).status, 404);
        assert.equal((await fetch(`${server.address}/demo/api/messages`)).status, 404);
        const page = await fetch(`${server.address}/`);
        assert.equal(page.status, 200);
        assert.match(page.headers.get('strict-transport-security') ?? '', /max-age/);
        const signIn = (origin: string) =>
          fetch(`${server.address}/api/sign-in`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin },
            body: JSON.stringify({ login: 'anna@lmt', password: 'balts-dzintars' }),
          });
        assert.equal((await signIn('https://z.lmt.lv')).status, 401);
        assert.equal((await signIn(server.address)).status, 403);
      } finally {
        await server.dispose();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('[CFG-10] --help prints every setting and does nothing else', async () => {
    const child = spawn(process.execPath, ['server/main.ts', '--help'], {
      env: { DATA_DIR: '/nonexistent' },
    });
    let text = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk;
    for (const name of ['MODE', 'PUBLIC_URL', 'TELEPHONY_SECRET_<CONTROLLER>'])
      assert.ok(text.includes(`${name}=`));
  });
});
