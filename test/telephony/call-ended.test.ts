import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import { type CallEnding, callRoutes, type EndedCall } from '../../server/http/calls.ts';
import { problemHandler } from '../../server/http/problem.ts';
import { requestLog } from '../../server/http/request-log.ts';
import { signatureOf } from '../../server/telephony/signature.ts';
import { createWebhooks } from '../../server/telephony/webhooks.ts';

const LMT = 'q7Zk2mXv9TbL4sWd8RfN6hJc3PyG5aUe';
const AMIGO = 'Yw3Ke8Vn5RzQ1tMb7XcJ4pLs9DgH2fAu';
const NOW = 1_795_000_000_000;
const DAY = 24 * 60 * 60 * 1000;

describe('POST /api/calls/:call/ended', () => {
  const clock = { time: NOW, now: () => clock.time };
  const calls: EndedCall[] = [];
  const logged: object[] = [];
  let answer: () => Promise<CallEnding>;
  let server: Server;
  let database: ReturnType<typeof openMainDatabase>;

  beforeEach(async () => {
    clock.time = NOW;
    calls.length = 0;
    logged.length = 0;
    answer = async () => ({ ended: 1, matched: 'call' });
    database = openMainDatabase(':memory:');
    const log = {
      info: (fields: object) => void logged.push(fields),
      error: (fields: object) => void logged.push(fields),
    };
    const app = express().use(requestLog(log));
    app.use(
      callRoutes({
        secrets: new Map([
          ['lmt', LMT],
          ['amigo', AMIGO],
        ]),
        webhooks: createWebhooks(database.database, clock),
        wall: clock,
        endCall: (call) => {
          calls.push(call);
          return answer();
        },
      }),
    );
    app.use(problemHandler(log));
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await database.close();
  });

  async function send(
    body: string,
    { call = 'C-1', secret = LMT, header = signatureOf(secret, body, clock.time) } = {},
  ) {
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    const response = await fetch(`http://127.0.0.1:${address.port}/api/calls/${call}/ended`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(header ? { 'x-zvana-signature': header } : {}) },
      body,
    });
    const json = await response.json();
    return { status: response.status, json };
  }

  const message = (fields: object = {}) => JSON.stringify({ controller: 'lmt', event: 'e-1', ...fields });
  const code = ({ json }: { json: { code?: string } }) => json.code;

  it('[TEL-3] ends the call and says how it was found', async () => {
    const { status, json } = await send(message({ number: '+37120000001', endedAt: NOW }));
    assert.equal(status, 200);
    assert.deepEqual(json, { ended: 1, matched: 'call' });
    assert.deepEqual(calls, [{ controller: 'lmt', call: 'C-1', number: '+37120000001', endedAt: NOW }]);
  });

  it('[TEL-3] a dash stands for a call without a reference', async () => {
    await send(message({ number: '+37120000001' }), { call: '-' });
    assert.deepEqual(calls, [{ controller: 'lmt', number: '+37120000001' }]);
  });

  it('[TEL-4] a repeated event is answered the same and has its effect once, also days later', async () => {
    const first = await send(message());
    answer = async () => ({ ended: 0, matched: 'none' });
    assert.deepEqual(await send(message()), first);
    clock.time += 6 * DAY;
    assert.deepEqual(await send(message(), { call: '-' }), first);
    assert.equal(calls.length, 1);
    await send(message({ event: 'e-2' }));
    assert.equal(calls.length, 2);
  });

  it('[TEL-4] an event that arrives twice at once has its effect once', async () => {
    const held = Promise.withResolvers<CallEnding>();
    const reached = Promise.withResolvers<void>();
    answer = () => {
      reached.resolve();
      return held.promise;
    };
    const both = [send(message()), send(message())];
    await reached.promise;
    held.resolve({ ended: 1, matched: 'number' });
    for (const { json } of await Promise.all(both)) assert.deepEqual(json, { ended: 1, matched: 'number' });
    assert.equal(calls.length, 1);
  });

  it('[TEL-4] the same event id of another controller is another event', async () => {
    await send(message());
    await send(message({ controller: 'amigo' }), { secret: AMIGO });
    assert.deepEqual(
      calls.map(({ controller }) => controller),
      ['lmt', 'amigo'],
    );
  });

  it('[TEL-4] an event that could not be honoured is tried again', async () => {
    answer = () => Promise.reject(new Error('no disk'));
    assert.equal((await send(message())).status, 500);
    answer = async () => ({ ended: 1, matched: 'call' });
    assert.equal((await send(message())).status, 200);
    assert.equal(calls.length, 2);
  });

  it('[TEL-1] no signature, a wrong one, an old one: each with its code, and no effect', async () => {
    assert.equal(code(await send(message(), { header: '' })), 'signature_missing');
    assert.equal(
      code(await send(message(), { secret: 'Zz9Yx8Wv7Ut6Sr5Qp4On3Ml2Kj1Ih0Gf' })),
      'signature_wrong',
    );
    assert.equal(
      code(await send(message(), { header: signatureOf(LMT, message(), NOW - 301_000) })),
      'signature_expired',
    );
    assert.deepEqual(calls, []);
  });

  it("[TEL-1] one controller's secret does not end another one's call", async () => {
    assert.equal(code(await send(message({ controller: 'amigo' }), { secret: LMT })), 'signature_wrong');
    assert.deepEqual(calls, []);
  });

  it('[TEL-1] a broken body is not looked at before its signature is verified', async () => {
    assert.equal(code(await send('{', { header: `t=1,v1=${'0'.repeat(64)}` })), 'signature_wrong');
    assert.equal(code(await send('{')), 'malformed_request');
  });

  for (const [what, fields] of [
    ['an unknown field', { colour: 'red' }],
    ['a number that is none', { number: '20000001' }],
    ['an empty event', { event: '' }],
    ['a time as text', { endedAt: '2026-11-21T01:00:00Z' }],
  ] as const) {
    it(`[TEL-3] ${what} is a malformed request`, async () => {
      assert.equal(code(await send(message(fields))), 'malformed_request');
      assert.deepEqual(calls, []);
    });
  }

  it('[TEL-3] a body beyond 4 kB is too large', async () => {
    assert.equal(code(await send(message({ event: 'e'.repeat(5000) }))), 'message_too_large');
  });

  it('[TEL-5] neither number nor reference nor event is logged or kept', async () => {
    await send(message({ number: '+37120000001', event: 'call +37120000001' }), { call: 'REF-77' });
    const rows = await database.database.selectFrom('webhook').selectAll().execute();
    assert.equal(rows.length, 1);
    assert.ok(logged.length > 0);
    assert.doesNotMatch(JSON.stringify([rows, logged]), /20000001|REF-77/);
  });
});
