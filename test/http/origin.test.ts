import assert from 'node:assert/strict';
import { Router } from 'express';
import { connectionAllowed } from '../../server/http/origin.ts';
import { ORIGIN, problemOf, startServer, type TestServer } from './support/server.ts';

function doors(): Router {
  const router = Router();
  const open = (_req: unknown, res: { status(code: number): { end(): void } }) => res.status(204).end();
  router.post('/test/change', open);
  router.put('/test/change', open);
  router.delete('/test/change', open);
  router.get('/test/change', open);
  router.post('/api/calls/:call/ended', open);
  router.post('/api/calls/:call/other', open);
  return router;
}

describe('origins', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ routers: [doors()] });
  });
  after(() => server.stop());

  const send = async (headers: Record<string, string>, method = 'POST', path = '/test/change') =>
    (await server.ask(path, { method, headers })).status;

  it('[NET-10] a change is taken from our own origin only', async () => {
    assert.equal(await send({ origin: ORIGIN }), 204);
    for (const origin of [
      'https://evil.example',
      'http://zvans.example',
      'https://zvans.example:444',
      'https://zvans.example.evil.example',
      'https://ZVANS.example',
      '',
    ]) {
      assert.equal(await send({ origin }), 403, origin);
    }
    const answer = await server.ask('/test/change', {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(problemOf(answer).code, 'origin_refused');
  });

  it('[NET-10] with Origin null or absent only Sec-Fetch-Site: same-origin will do', async () => {
    assert.equal(await send({ origin: 'null', 'sec-fetch-site': 'same-origin' }), 204);
    assert.equal(await send({ 'sec-fetch-site': 'same-origin' }), 204);
    assert.equal(await send({ origin: 'null' }), 403);
    assert.equal(await send({}), 403);
    for (const site of ['same-site', 'cross-site', 'none']) {
      assert.equal(await send({ origin: 'null', 'sec-fetch-site': site }), 403, site);
    }
    assert.equal(await send({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }), 403);
  });

  it('[NET-10] every method but GET and HEAD is a change', async () => {
    const foreign = { origin: 'https://evil.example' };
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      assert.equal(await send(foreign, method), 403, method);
    }
    assert.equal(await send(foreign, 'GET'), 204);
    assert.equal(await send(foreign, 'HEAD'), 204);
  });

  it('[NET-10] the signed webhook needs no origin, and nothing that only looks like it is let through', async () => {
    assert.equal(await send({}, 'POST', '/api/calls/c1/ended'), 204);
    for (const path of [
      '/api/calls/c1/other',
      '/api/calls/c1/ended/x',
      '/x/api/calls/c1/ended',
      '/api/calls//ended',
    ]) {
      assert.equal(await send({}, 'POST', path), 403, path);
    }
  });

  it('[NET-10] no answer ever lets a foreign page read it', async () => {
    const answer = await server.ask('/api/me', { headers: { origin: 'https://evil.example' } });
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  });

  it('[NET-10] a socket’s handshake is judged the same way', () => {
    const ours = ['http://localhost:8080'];
    assert.equal(connectionAllowed({ origin: 'http://localhost:8080' }, ours), true);
    assert.equal(connectionAllowed({ origin: 'http://localhost:8081' }, ours), false);
    assert.equal(connectionAllowed({}, ours), false);
  });

  it('[NET-10] over plain http, where a GET names neither, the page that asks must be ours', () => {
    const ours = ['http://caller.test'];
    assert.equal(connectionAllowed({ referer: 'http://caller.test/' }, ours), true);
    assert.equal(connectionAllowed({ referer: 'http://evil.test/http://caller.test/' }, ours), false);
    assert.equal(connectionAllowed({ referer: 'http://caller.test.evil.test/' }, ours), false);
    assert.equal(connectionAllowed({ referer: 'nonsense' }, ours), false);
    const crossSite = { referer: 'http://caller.test/', 'sec-fetch-site': 'cross-site' };
    assert.equal(connectionAllowed(crossSite, ours), false);
  });
});
