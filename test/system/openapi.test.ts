import assert from 'node:assert/strict';
import { mountedOn } from '../isolation/discover.ts';
import { DAY, type Harness, startHarness } from '../support/harness.ts';
import { type Document, mistakes, type Operation, resolve } from '../support/openapi.ts';
import { type Api, apiOf, give, issue, openReceiver, withdraw } from './support.ts';

const NUMBER = '+37126000001';
const CHECK = '/api/v1/consents/check';
const BATCH = '/api/v1/consents/check-batch';
const CHANGES = '/api/v1/consents/changes';
const question = { controller: 'lmt', number: NUMBER, purpose: 'metadata' };
const questions = { controller: 'lmt', numbers: [NUMBER, 'none'], purpose: 'metadata' };

describe('the OpenAPI document', () => {
  let harness: Harness;
  let document: Document;
  before(async () => {
    harness = await startHarness();
    document = (await (await fetch(`${harness.address}/api/v1/openapi.json`)).json()) as Document;
  });
  after(() => harness.dispose());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );

  it('[API-30] has each route below /api/v1, and no other', () => {
    const routes = mountedOn(harness.app).routes.filter((route) => route.includes(' /api/v1/'));
    assert.deepEqual(
      routes,
      operations()
        .map(([route]) => route)
        .sort(),
    );
  });

  it('[API-30] has each answer of the real server as it is, and no answer that is never given', async () => {
    const seen = new Set<string>();
    /** Checks an answer against the document, and that it is one of those in it. */
    async function told(route: string, answer: Response): Promise<void> {
      const operation = operations().find(([name]) => name === route)?.[1];
      const documented = operation?.responses[String(answer.status)];
      assert.ok(documented, `${route} answers ${answer.status}, which is not documented`);
      const response = (
        documented.$ref ? resolve(document, documented.$ref) : documented
      ) as typeof documented;
      const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
      const schema = response.content?.[type]?.schema;
      assert.ok(schema, `${route}: ${answer.status} as ${type} is not documented`);
      const body = await answer.json();
      assert.deepEqual(mistakes(document, schema, body), [], `${route} ${answer.status}`);
      const code = answer.ok ? '' : ` ${(body as { code: string }).code}`;
      seen.add(`${route} ${answer.status}${code}`);
    }
    const tell = async (api: Api, route: string, rest: unknown = undefined) => {
      const [method = '', path = ''] = route.split(' ');
      const answer = method === 'POST' ? await api.post(path, rest) : await api.get(`${path}${rest ?? ''}`);
      await told(route, answer);
    };

    const api = apiOf(harness, (await issue(harness)).token);
    const stranger = apiOf(harness, undefined);
    const wrong = apiOf(harness, `zvana_${'x'.repeat(43)}`);
    const late = apiOf(harness, (await issue(harness, { validFor: 0 })).token);
    const { token } = await issue(harness, { purposes: ['loyalty'] });
    await tell(stranger, 'GET /api/v1/openapi.json');
    await give(harness, '+37126000002', 'loyalty');

    for (const [route, right] of [
      [`POST ${CHECK}`, question],
      [`POST ${BATCH}`, questions],
    ] as const) {
      const asks = (rest: object, by = api) => tell(by, route, { ...right, ...rest });
      await asks({});
      await give(harness, NUMBER, 'metadata');
      await asks({});
      await asks({ use: 'nothing of the kind' });
      await withdraw(harness, NUMBER, 'metadata');
      await asks({});
      for (const by of [stranger, wrong, late]) await asks({}, by);
      await asks({ more: 1 });
      await asks({ controller: 'amigo' });
      await asks({ purpose: 'location' });
      await asks({ purpose: 'marketing' });
      await asks({ purpose: 'offers' });
      await asks({ more: 'x'.repeat(70_000) });
    }
    await tell(api, `POST ${CHECK}`, { ...question, number: 'none' });
    await give(harness, NUMBER, 'offers', ['email', 'sms']);
    const arrival = { method: 'feed', assurance: 'operator', language: 'lv' } as const;
    await harness.services.consents.endHolder({ controller: 'lmt', number: NUMBER }, arrival);
    const changes = (rest: string, by = api) => tell(by, `GET ${CHANGES}`, rest);
    await changes('?controller=lmt');
    await changes('?controller=lmt&limit=1');
    await changes('?controller=lmt', apiOf(harness, token));
    for (const by of [stranger, wrong, late]) await changes('?controller=lmt', by);
    await changes('?limit=1');
    await changes('?controller=amigo');
    await changes('?controller=lmt&after=7');

    const numbers = Array.from({ length: 1000 }, () => NUMBER);
    for (let times = 0; times <= 100; times += 1) await api.post(BATCH, { ...questions, numbers });
    await tell(api, `POST ${BATCH}`, { ...questions, numbers });
    for (let times = 0; times <= 1200; times += 1)
      await (await api.get(`${CHANGES}?controller=lmt&limit=1`)).text();
    await tell(api, `POST ${CHECK}`, question);
    await changes('?controller=lmt');

    const documented = operations().flatMap(([route, { responses }]) =>
      Object.entries(responses).flatMap(([status, one]) =>
        codesIn(document, one).map((code) => `${route} ${status}${code}`),
      ),
    );
    assert.deepEqual([...seen].sort(), documented.sort());
  }).timeout(120_000);

  it('[API-30] has the webhook as it is sent, headers included', async () => {
    const receiver = await openReceiver();
    try {
      await issue(harness, { webhook: receiver.url, validFor: DAY });
      await give(harness, '+37126000003', 'metadata');
      await receiver.until(1);
      const [delivered] = receiver.got;
      const operation = document.webhooks.consentChanged?.post;
      const schema = operation?.requestBody?.content['application/json']?.schema;
      assert.ok(schema && delivered);
      assert.deepEqual(mistakes(document, schema, delivered.body), []);
      for (const { name, schema: header } of operation?.parameters ?? []) {
        assert.deepEqual(mistakes(document, header, delivered.headers[name]), [], name);
      }
    } finally {
      await receiver.close();
    }
  });

  it('the checker finds what is missing, too much, and not as it should be', () => {
    const schema = { $ref: '#/components/schemas/Check' };
    assert.deepEqual(mistakes(document, schema, question), []);
    assert.equal(mistakes(document, schema, { ...question, more: 1 }).length, 1);
    assert.equal(mistakes(document, schema, { ...question, channel: 'pigeon' }).length, 1);
    assert.equal(mistakes(document, schema, { controller: 'lmt' }).length, 2);
    assert.throws(() => mistakes(document, { format: 'uuid' }, ''), /does not know/);
  });
});

/** Codes that a documented refusal can have; one empty for an answer. */
function codesIn(document: Document, response: object): readonly string[] {
  const one = ('$ref' in response ? resolve(document, String(response.$ref)) : response) as {
    content?: Record<string, { schema: Record<string, unknown> }>;
  };
  const parts = one.content?.['application/problem+json']?.schema.allOf as
    | readonly { properties?: { code?: { const?: string; enum?: readonly string[] } } }[]
    | undefined;
  if (!parts) return [''];
  return parts.flatMap(({ properties }) => {
    const { const: only, enum: several } = properties?.code ?? {};
    return (several ?? (only === undefined ? [] : [only])).map((code) => ` ${code}`);
  });
}
