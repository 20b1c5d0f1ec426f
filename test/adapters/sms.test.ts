import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { createSmsHttp } from '../../server/adapters/sms-http.ts';
import { createSmsOutbox } from '../../server/adapters/sms-outbox.ts';
import { SmsError, type SmsGateway, type SmsMessage, type SmsReport } from '../../server/ports.ts';

const MESSAGE: SmsMessage = {
  id: 'sms-1',
  controller: 'lmt',
  to: '+37120000001',
  text: 'https://z.lmt.lv/#AbCdEfGhIjKlMnOpQrStUv',
  language: 'lv',
};

describe('the SMS gateway behind HTTP', () => {
  let server: Server;
  let status = 202;
  let headers: Record<string, string> = {};
  const received: { readonly headers: Record<string, unknown>; readonly body: string }[] = [];

  beforeEach(async () => {
    status = 202;
    headers = {};
    received.length = 0;
    server = createServer(async (req, res) => {
      received.push({ headers: req.headers, body: await text(req) });
      res.writeHead(status, headers).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function gateway() {
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    const url = `http://127.0.0.1:${address.port}/send`;
    return createSmsHttp({ url, sign: (body) => ['x-signed', String(body.length)] });
  }

  it('[TEL-10] posts the message as signed JSON, with its id to know a repeat by', async () => {
    await gateway().send(MESSAGE);
    assert.equal(received.length, 1);
    const [{ headers: sent, body } = { headers: {}, body: '' }] = received;
    assert.deepEqual(JSON.parse(body), { ...MESSAGE });
    assert.equal(sent['content-type'], 'application/json');
    assert.equal(sent['idempotency-key'], 'sms-1');
    assert.equal(sent['x-signed'], String(body.length));
  });

  const failure = async (sms: SmsGateway) => {
    const error: unknown = await sms.send(MESSAGE).catch((reason: unknown) => reason);
    assert(error instanceof SmsError);
    assert.doesNotMatch(error.message, /20000001|AbCdEf/);
    return error;
  };

  for (const [code, retry] of [
    [400, false],
    [401, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ] as const) {
    it(`[TEL-11] an answer of ${code} is ${retry ? 'worth another try' : 'final'}`, async () => {
      status = code;
      assert.equal((await failure(gateway())).retry, retry);
    });
  }

  it('[TEL-11] a gateway that does not answer is worth another try', async () => {
    const sms = gateway();
    server.close();
    assert.equal((await failure(sms)).retry, true);
  });

  it('[TEL-11] a redirect is not followed: number and link go to nobody else', async () => {
    status = 307;
    headers = { location: '/elsewhere' };
    await failure(gateway());
    assert.equal(received.length, 1);
  });
});

describe("the demo's inbox", () => {
  it('[TEL-12] a message counts as delivered once its page has shown it, and once only', async () => {
    const outbox = createSmsOutbox({ now: () => 5 });
    const reports: SmsReport[] = [];
    outbox.onReport((report) => reports.push(report));
    await outbox.send(MESSAGE);
    assert.deepEqual(reports, []);
    outbox.shown(['sms-1', 'unknown']);
    outbox.shown(['sms-1']);
    assert.deepEqual(reports, [{ id: 'sms-1', outcome: 'delivered' }]);
  });

  it('[TEL-12] tells pages live and gives what they missed, oldest first', async () => {
    const outbox = createSmsOutbox({ now: () => 5 });
    const live: string[] = [];
    const stop = outbox.onMessage(({ id }) => live.push(id));
    await outbox.send(MESSAGE);
    await outbox.send({ ...MESSAGE, id: 'sms-2' });
    stop();
    await outbox.send({ ...MESSAGE, id: 'sms-3' });
    assert.deepEqual(live, ['sms-1', 'sms-2']);
    assert.deepEqual(
      outbox.since(1).map(({ id }) => id),
      ['sms-2', 'sms-3'],
    );
  });
});
