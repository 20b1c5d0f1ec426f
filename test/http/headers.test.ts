import assert from 'node:assert/strict';
import { Router } from 'express';
import { mediaHeaders } from '../../server/http/headers.ts';
import { startServer, type TestServer } from './support/server.ts';

function media(): Router {
  const router = Router();
  router.get('/test/media', (_req, res) => {
    mediaHeaders(res);
    res.type('image/jpeg').send(Buffer.from([0xff, 0xd8]));
  });
  router.get('/test/download', (_req, res) => {
    mediaHeaders(res, 'photo "1"\r\n.jpg');
    res.type('image/jpeg').send(Buffer.from([0xff, 0xd8]));
  });
  return router;
}

/** Directives of a policy, written out by hand below. */
function directives(policy: unknown): string[] {
  return String(policy).split('; ');
}

describe('headers', () => {
  let secure: TestServer;
  let plain: TestServer;
  before(async () => {
    secure = await startServer({ routers: [media()] });
    plain = await startServer({ https: false });
  });
  after(() => Promise.all([secure.stop(), plain.stop()]));

  it('[NET-7] the caller’s page runs its own script only, and frames only what a controller declared', async () => {
    const { headers } = await secure.ask('/');
    assert.deepEqual(directives(headers['content-security-policy']), [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'sha256-AAAA'",
      "img-src 'self' blob: data:",
      "connect-src 'self' wss://zvans.example",
      'frame-src https://help.lmt.example https://help.amigo.example',
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('[NET-7] the console frames nothing', async () => {
    const { headers } = await plain.ask('/agent/');
    const policy = directives(headers['content-security-policy']);
    assert.ok(policy.includes("frame-src 'none'"));
    assert.ok(policy.includes("style-src 'self'"));
    assert.ok(policy.includes("connect-src 'self' ws://zvans.example"));
  });

  it('[NET-7] every other answer may load nothing at all', async () => {
    for (const path of ['/api/me', '/healthz', '/nowhere', '/assets/main-abc.js']) {
      const { headers } = await secure.ask(path);
      assert.match(String(headers['content-security-policy']), /^default-src 'none'; base-uri 'none'/, path);
    }
  });

  it('[NET-8] every answer keeps its type, its address and its window to itself', async () => {
    for (const path of ['/', '/api/me', '/nowhere', '/texts/lmt/terms/lv']) {
      const { headers } = await secure.ask(path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['referrer-policy'], 'same-origin', path);
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin', path);
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path);
      assert.equal(headers['x-frame-options'], 'DENY', path);
      assert.equal(headers['strict-transport-security'], 'max-age=63072000', path);
      assert.match(String(headers['permissions-policy']), /camera=\(\).*microphone=\(\)/, path);
      assert.equal(headers['x-powered-by'], undefined, path);
    }
  });

  it('[NET-8] over plain http nothing is said that only https can keep', async () => {
    const { headers } = await plain.ask('/');
    assert.equal(headers['strict-transport-security'], undefined);
    assert.equal(headers['cross-origin-opener-policy'], undefined);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.doesNotMatch(String(headers['content-security-policy']), /upgrade-insecure-requests/);
  });

  it('[NET-8] what the API answers is never kept', async () => {
    assert.equal((await secure.ask('/api/me')).headers['cache-control'], 'no-store');
    assert.equal((await secure.ask('/api/nowhere')).headers['cache-control'], 'no-store');
  });

  it('[NET-9] a picture cannot run, is never kept, and its file name cannot break out of its header', async () => {
    const shown = await secure.ask('/test/media');
    assert.equal(shown.headers['content-security-policy'], "sandbox; default-src 'none'");
    assert.equal(shown.headers['x-content-type-options'], 'nosniff');
    assert.equal(shown.headers['cache-control'], 'no-store');
    assert.equal(shown.headers['content-disposition'], 'inline');
    const saved = await secure.ask('/test/download');
    assert.equal(saved.headers['content-disposition'], 'attachment; filename="photo__1___.jpg"');
  });
});
