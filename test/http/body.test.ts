import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import * as v from 'valibot';
import { jsonBody, parse, readRaw } from '../../server/http/body.ts';
import { ORIGIN, problemOf, startServer, type TestServer } from './support/server.ts';

const LIMIT = 1000;

function echo(): Router {
  const router = Router();
  router.post('/test/json', jsonBody(LIMIT), (req, res) => {
    res.json(parse(v.strictObject({ word: v.string() }), req.body));
  });
  router.post('/test/raw', async (req, res) => {
    res.json({ bytes: (await readRaw(req, LIMIT)).length });
  });
  return router;
}

describe('bodies', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ routers: [echo()] });
  });
  after(() => server.stop());

  const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
    server.ask(path, {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
      body,
    });

  it('[NET-5] JSON in UTF-8 comes through', async () => {
    assert.deepEqual((await post('/test/json', '{"word":"kaķis"}')).json(), { word: 'kaķis' });
    const named = await post('/test/json', '{"word":"kaķis"}', {
      'content-type': 'application/json; charset=utf-8',
    });
    assert.deepEqual(named.json(), { word: 'kaķis' });
  });

  it('[NET-5] what is not JSON of the right shape is malformed_request, and is never echoed', async () => {
    const bodies: [string, string | Uint8Array, Record<string, string>][] = [
      ['no JSON', '{"word":"hunter2"', {}],
      ['nothing', '', {}],
      ['a bare value', '"hunter2"', {}],
      ['a wrong type', '{"word":["hunter2"]}', {}],
      ['a field too many', '{"word":"a","hunter2":1}', {}],
      ['a form', 'word=hunter2', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['plain text', '{"word":"hunter2"}', { 'content-type': 'text/plain' }],
      ['broken UTF-8', Buffer.from('{"word":"\xff"}', 'latin1'), {}],
      [
        'UTF-16',
        Buffer.from('{"word":"hunter2"}', 'utf16le'),
        { 'content-type': 'application/json; charset=utf-16' },
      ],
      ['compressed', gzipSync('{"word":"hunter2"}'), { 'content-encoding': 'gzip' }],
    ];
    for (const [what, body, headers] of bodies) {
      const answer = await post('/test/json', body, headers);
      assert.equal(answer.status, 400, what);
      assert.equal(problemOf(answer).code, 'malformed_request', what);
      assert.doesNotMatch(answer.text, /hunter2/, what);
    }
  });

  it('[NET-5] JSON beyond the limit is message_too_large', async () => {
    const answer = await post('/test/json', JSON.stringify({ word: 'x'.repeat(LIMIT) }));
    assert.equal(answer.status, 413);
    assert.equal(problemOf(answer).code, 'message_too_large');
  });

  it('[NET-6] a raw body comes through up to its limit, byte by byte', async () => {
    assert.deepEqual((await post('/test/raw', Buffer.alloc(LIMIT, 255))).json(), { bytes: LIMIT });
    const over = await post('/test/raw', Buffer.alloc(LIMIT + 1));
    assert.equal(over.status, 413);
    assert.equal(problemOf(over).code, 'picture_too_large');
  });

  it('[NET-6] the limit holds without a Content-Length', async () => {
    const chunked = { 'transfer-encoding': 'chunked' };
    assert.equal(
      problemOf(await post('/test/raw', Buffer.alloc(LIMIT + 1), chunked)).code,
      'picture_too_large',
    );
    assert.deepEqual((await post('/test/raw', Buffer.alloc(LIMIT), chunked)).json(), { bytes: LIMIT });
  });

  it('[NET-6] a refusal before the body was read still reaches who is sending it', async () => {
    const body = Buffer.alloc(3_000_000, 'x');
    const head = `POST /api/nowhere HTTP/1.1\r\nhost: x\r\norigin: ${ORIGIN}\r\ncontent-length: ${body.length}\r\n\r\n`;
    const next = 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    const socket = connect(server.port, '127.0.0.1');
    socket.write(Buffer.concat([Buffer.from(head), body, Buffer.from(next)]));
    let answers = '';
    for await (const part of socket) answers += String(part);
    assert.match(answers, /^HTTP\/1\.1 404 [\s\S]+HTTP\/1\.1 200 /);
  });

  it('[NET-6] a body that never ends is cut off after twice the limit', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const chunk = `${(100).toString(16)}\r\n${'x'.repeat(100)}\r\n`;
    socket.write(
      `POST /test/raw HTTP/1.1\r\nhost: x\r\norigin: ${ORIGIN}\r\ntransfer-encoding: chunked\r\n\r\n${chunk.repeat(21)}`,
    );
    let answer = '';
    for await (const part of socket) answer += String(part);
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.match(answer, /connection: close/i);
    assert.match(answer, /picture_too_large/);
  });
});
