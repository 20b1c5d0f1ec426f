import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { loadSite } from '../../server/http/static.ts';
import { CLIENT_FILES, problemOf, startServer, type TestServer } from './support/server.ts';

const SCRIPT = CLIENT_FILES['assets/main-abc.js'] ?? '';

describe('the built clients', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('[NET-14] the link and the short address show the caller’s page, asked for afresh each time', async () => {
    for (const path of ['/', '/k']) {
      const answer = await server.ask(path);
      assert.equal(answer.text, '<!doctype html><title>caller</title>', path);
      assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
      assert.equal(answer.headers['cache-control'], 'no-cache');
    }
  });

  it('[NET-14] the console answers all its addresses, and its fragment survives the redirect', async () => {
    for (const path of ['/agent/', '/agent/new', '/agent/session/018f-77']) {
      assert.equal((await server.ask(path)).text, '<!doctype html><title>console</title>', path);
    }
    const bare = await server.ask('/agent');
    assert.deepEqual([bare.status, bare.headers.location], [301, '/agent/']);
  });

  it('[NET-14] assets are kept for good, and come in the smallest form that the browser takes', async () => {
    const get = (accept: string) =>
      server.ask('/assets/main-abc.js', { headers: accept === '' ? {} : { 'accept-encoding': accept } });
    const br = await get('gzip, deflate, br');
    assert.equal(br.headers['content-encoding'], 'br');
    assert.equal(brotliDecompressSync(br.bytes).toString(), SCRIPT);
    const gz = await get('gzip, deflate');
    assert.equal(gz.headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(gz.bytes).toString(), SCRIPT);
    for (const plain of [await get(''), await get('identity'), await get('br;q=0, gzip;q=0')]) {
      assert.equal(plain.headers['content-encoding'], undefined);
      assert.equal(plain.text, SCRIPT);
    }
    for (const answer of [br, gz]) {
      assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
      assert.equal(answer.headers.vary, 'Accept-Encoding');
      assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
      assert.equal(answer.headers['content-length'], String(answer.bytes.length));
    }
    assert.notEqual(br.headers.etag, gz.headers.etag);
  });

  it('[NET-14] what the browser has already is not sent again', async () => {
    const first = await server.ask('/', { headers: { 'accept-encoding': 'br' } });
    const etag = String(first.headers.etag);
    const again = await server.ask('/', { headers: { 'accept-encoding': 'br', 'if-none-match': etag } });
    assert.deepEqual([again.status, again.bytes.length], [304, 0]);
    const other = await server.ask('/', { headers: { 'if-none-match': etag } });
    assert.equal(other.status, 200);
  });

  it('[NET-14] HEAD has the headers and no body', async () => {
    const head = await server.ask('/', { method: 'HEAD' });
    assert.deepEqual([head.status, head.bytes.length], [200, 0]);
    assert.equal(head.headers['content-length'], '36');
  });

  it('[NET-15] nothing but the built files can be had: no notes of the build, no list, no way out', async () => {
    for (const path of [
      '/csp.json',
      '/sources.json',
      '/index.html',
      '/index.html.br',
      '/assets',
      '/assets/',
      '/assets/none.js',
      '/assets/main-abc.js.br',
      '/assets/..%2fcsp.json',
      '/assets/%2e%2e/csp.json',
      '/assets/../../package.json',
      '/..%2f..%2fetc%2fpasswd',
      '/../client/csp.json',
      '/agent/assets/none.js',
      '/agent/csp.json',
      '/agent/..%2f..%2fpackage.json',
      '/agent/none.png',
    ]) {
      const answer = await server.ask(path);
      assert.deepEqual([answer.status, problemOf(answer).code], [404, 'unknown_route'], path);
    }
    assert.equal((await server.ask('/icon.svg')).status, 200);
  });

  it('[NET-15] a folder without a build is refused and says what to run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zvana-site-'));
    await assert.rejects(loadSite(join(folder, 'none')), /npm run build/);
    await assert.rejects(loadSite(folder), /index\.html is missing: run `npm run build`/);
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'strange.exe'), '');
    await assert.rejects(loadSite(folder), /strange\.exe/);
    await rm(folder, { recursive: true });
  });
});
