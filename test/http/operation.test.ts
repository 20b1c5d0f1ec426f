import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Router } from 'express';
import { ANNA } from '../identity/support.ts';
import { cookiesOf, type Options, startServer, type TestServer } from './support/server.ts';

describe('operation over HTTP', () => {
  let server: TestServer;

  async function start(options?: Options): Promise<void> {
    server = await startServer(options);
  }

  afterEach(async () => {
    mock.timers.reset();
    await server.stop();
  });

  describe('health', () => {
    it('[NET-18] the process is up whatever its parts say; it is ready when all of them are', async () => {
      let full = false;
      await start({
        checks: {
          database: async () => {},
          disk: async () => {
            if (full) throw new Error('3 bytes left on /secret/mount');
          },
        },
      });
      const ready = await server.ask('/readyz');
      assert.equal(ready.status, 200);
      assert.deepEqual(ready.json(), { ready: true, checks: { database: 'ok', disk: 'ok' } });
      full = true;
      const failed = await server.ask('/readyz');
      assert.equal(failed.status, 503);
      assert.deepEqual(failed.json(), { ready: false, checks: { database: 'ok', disk: 'failed' } });
      assert.doesNotMatch(`${failed.text}${JSON.stringify(server.log)}`, /secret/);
      assert.equal((await server.ask('/healthz')).status, 200);
    });

    it('[NET-18] a check that throws at once or hangs has failed', async () => {
      mock.timers.enable({ apis: ['setTimeout'] });
      await start({
        routers: [],
        checks: {
          hangs: () => {
            // The patience runs out while this one never answers.
            queueMicrotask(() => mock.timers.tick(3000));
            return new Promise(() => {});
          },
          throws: () => {
            throw new Error('at once');
          },
        },
      });
      const answer = await server.ask('/readyz');
      assert.deepEqual(answer.json(), { ready: false, checks: { hangs: 'failed', throws: 'failed' } });
    });
  });

  describe('the request log', () => {
    it('[NET-12] has one line per request: id, method, route pattern, status, duration, and nothing else', async () => {
      const router = Router();
      router.post('/api/sessions/:session/pictures', (_req, res) => void res.status(201).json({}));
      await start({ routers: [router] });
      const answer = await server.ask('/api/sessions/018f-secret/pictures?number=37120000000', {
        method: 'POST',
        headers: {
          origin: 'https://zvans.example',
          'user-agent': 'SecretPhone/1',
          'x-forwarded-for': '198.51.100.77',
          'x-request-id': 'forged-secret',
          referer: 'https://zvans.example/#secret',
        },
      });
      assert.equal(server.log.length, 1);
      const line = Object.entries(server.log[0] ?? {});
      const id = String(answer.headers['x-request-id']);
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      assert.deepEqual(
        line.map(([name, value]) => [name, name === 'ms' ? typeof value : value]),
        [
          ['request', id],
          ['method', 'POST'],
          ['route', '/api/sessions/:session/pictures'],
          ['status', 201],
          ['ms', 'number'],
          ['message', 'request'],
        ],
      );
      assert.doesNotMatch(JSON.stringify(server.log), /[Ss]ecret|37120000000|198\.51|127\.0/);
    });

    it('[NET-12] names no path of its own making for an unknown route, and no credentials of a sign-in', async () => {
      await start();
      assert.ok((await server.identity.accounts.add(ANNA)).ok);
      await server.ask('/aB3dE5gH7jK9mN1pQ3sT5v');
      await server.ask('/k/aB3dE5gH7jK9mN1pQ3sT5v');
      const answer = await server.post('/api/sign-in', { login: ANNA.login, password: ANNA.password });
      const text = JSON.stringify(server.log);
      assert.match(text, /"route":"\/:file","status":404/);
      assert.match(text, /"route":"none","status":404/);
      assert.match(text, /"route":"\/api\/sign-in","status":200/);
      for (const secret of ['aB3dE5gH7', ANNA.login, ANNA.password, cookiesOf(answer).slice(20)]) {
        assert.ok(!text.includes(secret), secret);
      }
    });
  });
});
