/** The SMS gateway's webhook, and the adapter behind it: from a signed POST to the signed POST of the reply. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { Router } from 'express';
import * as v from 'valibot';
import { createSmsHttp, type SmsHttpGateway } from '../../server/adapters/sms-http.ts';
import { loadContent } from '../../server/content/load.ts';
import { controllerOfNumber } from '../../server/content/sms.ts';
import { smsMessageRoutes } from '../../server/http/sms-messages.ts';
import { CONTENT } from '../content/fixture.ts';
import { type Harness, startHarness } from '../support/harness.ts';

const SECRET = 'q7Zk2mXv9TbL4sWd8RfN6hJc3PyG5aUe';
const ME = '+37120000001';
const Reply = v.object({ to: v.string(), text: v.string(), controller: v.string() });

describe("the SMS gateway's messages", () => {
  let harness: Harness;
  let network: Server;
  let gateway: SmsHttpGateway;
  let trustHomeNetwork = false;
  const replies: v.InferOutput<typeof Reply>[] = [];

  beforeEach(async () => {
    replies.length = 0;
    trustHomeNetwork = false;
    network = createServer(async (req, res) => {
      replies.push(v.parse(Reply, JSON.parse(await text(req))));
      res.writeHead(202).end();
    }).listen(0, '127.0.0.1');
    await once(network, 'listening');
    const address = network.address();
    assert(address !== null && typeof address === 'object');
    gateway = createSmsHttp({ url: `http://127.0.0.1:${address.port}/`, sign: () => ['x-signed', 'yes'] });
    const content = await loadContent(CONTENT);
    const messages = (trusted: boolean) =>
      smsMessageRoutes({
        secret: SECRET,
        wall: { now: () => harness.clock.now() },
        controllerOf: (to) => controllerOfNumber(content, to, '+371'),
        trustHomeNetwork: trusted,
        arrive: (message) => gateway.arrive(message),
      });
    const [distrusting, trusting] = [messages(false), messages(true)];
    harness = await startHarness({
      gateway,
      routers: (real) => [
        ...real,
        Router().use((req, res, next) => (trustHomeNetwork ? trusting : distrusting)(req, res, next)),
      ],
    });
  });
  afterEach(async () => {
    await harness.dispose();
    network.closeAllConnections();
    network.close();
  });

  const message = (more: object = {}) => ({
    id: 'gw-1',
    to: '29307777',
    from: ME,
    text: 'JAUNUMI',
    at: new Date(harness.clock.now()).toISOString(),
    ...more,
  });

  /** Signed as docs/sms.md says, and not by the code under test. */
  function signature(body: string, secret = SECRET, at = harness.clock.now()): string {
    const seconds = Math.floor(at / 1000);
    return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
  }

  async function post(what: object | string, headers?: (body: string) => Record<string, string>) {
    const body = typeof what === 'string' ? what : JSON.stringify(what);
    const response = await fetch(`${harness.address}/api/sms/messages`, {
      method: 'POST',
      headers: headers?.(body) ?? { 'x-zvana-signature': signature(body) },
      body,
    });
    const told = await response.text();
    return { status: response.status, code: /"code":"(\w+)"/.exec(told)?.[1] };
  }
  const stored = async () =>
    (await harness.database.selectFrom('sms_incoming').select('outcome').execute()).map(
      ({ outcome }) => outcome,
    );

  it('[SMC-6] takes a signed message, acts on it, and replies through the same gateway', async () => {
    assert.deepEqual(await post(message()), { status: 204, code: undefined });
    await harness.clock.pass(0);
    assert.equal(replies.length, 1);
    assert.equal(replies[0]?.to, ME);
    assert.equal(replies[0]?.controller, 'lmt');
    assert.match(replies[0]?.text ?? '', /JAUNUMI.* JA \d{4}/);
  });

  it('[SMC-6] knows the number with its country code, too, and no other number', async () => {
    assert.equal((await post(message({ id: 'a', to: '+37129307777' }))).status, 204);
    assert.equal((await post(message({ id: 'b', to: '37129307777' }))).status, 204);
    for (const to of ['29307778', '+37229307777', '', '9307777', 'LMT']) {
      assert.equal((await post(message({ id: `c${to}`, to }))).code, 'controller_unknown', to);
    }
    await harness.clock.pass(0);
    assert.equal((await stored()).length, 2);
  });

  it('[SMC-6] a message without a signature, with another one or an old one is not taken', async () => {
    const refused = [
      ['signature_missing', () => ({})],
      ['signature_wrong', (body: string) => ({ 'x-zvana-signature': signature(`${body} `) })],
      ['signature_wrong', (body: string) => ({ 'x-zvana-signature': signature(body, `${SECRET}x`) })],
      ['signature_wrong', () => ({ 'x-zvana-signature': 'v1=00' })],
      [
        'signature_expired',
        (body: string) => ({ 'x-zvana-signature': signature(body, SECRET, harness.clock.now() - 301_000) }),
      ],
    ] as const;
    for (const [code, headers] of refused) {
      assert.equal((await post(message({ text: 'JAUNUMI STOP' }), headers)).code, code);
    }
    assert.deepEqual(await stored(), []);
  });

  it('[SMC-6] what is signed and malformed is refused for good, and nothing of it is kept', async () => {
    for (const wrong of [
      'JAUNUMI',
      '{}',
      message({ text: 5 }),
      message({ at: 'yesterday' }),
      message({ id: '' }),
      message({ id: 'x'.repeat(129) }),
      message({ connection: 'roaming' }),
      message({ more: 1 }),
    ]) {
      assert.deepEqual(await post(wrong), { status: 400, code: 'malformed_request' });
    }
    assert.equal((await post(message({ text: 'x'.repeat(17_000) }))).code, 'message_too_large');
    assert.deepEqual(await stored(), []);
  });

  it('[SMC-3] a message that is no text is taken, so that it does not come again, and comes to nothing', async () => {
    assert.equal((await post(message({ text: null }))).status, 204);
    await harness.clock.pass(0);
    assert.deepEqual(await stored(), ['binary']);
    assert.deepEqual(replies, []);
  });

  it('[SMC-20] the gateway is not told that a message was taken before it is stored', async () => {
    await harness.database.schema.alterTable('sms_incoming').renameTo('elsewhere').execute();
    assert.equal((await post(message())).status, 500);
    await harness.database.schema.alterTable('elsewhere').renameTo('sms_incoming').execute();
    assert.equal((await post(message())).status, 204);
    assert.equal((await post(message())).status, 204);
    await harness.clock.pass(0);
    assert.deepEqual(await stored(), ['code-sent']);
  });

  it('[SMC-17] the home network is believed only where it was set so', async () => {
    const home = { connection: 'home' };
    await post(message({ ...home, id: 'a' }));
    await harness.clock.pass(0);
    assert.deepEqual(await stored(), ['code-sent']);
    trustHomeNetwork = true;
    await post(message({ ...home, id: 'b' }));
    await post(message({ connection: 'other', id: 'c', text: 'METADATI' }));
    await harness.clock.pass(0);
    assert.deepEqual(await stored(), ['code-sent', 'granted', 'code-sent']);
    const { standing } = await harness.services.consents.of({ controller: 'lmt', number: ME });
    assert.deepEqual(
      standing.map(({ purpose }) => purpose),
      ['offers', 'offers'],
    );
  });
});
