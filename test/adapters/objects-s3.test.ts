import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { assertEuropeanRegion } from '../../server/adapters/european-region.ts';
import { S3ObjectStore, type S3Options } from '../../server/adapters/objects-s3.ts';
import { StoreError } from '../../server/ports.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An endpoint that answers as a test says, and what it was asked: a stand-in for faults no real one can be told to have. */
class Endpoint {
  readonly asked: { line: string; headers: IncomingMessage['headers']; body: Buffer }[] = [];
  readonly #server: Server;
  readonly #stores: S3ObjectStore[] = [];

  constructor(answers: readonly Answer[]) {
    let next = 0;
    this.#server = createServer(async (request, response) => {
      const answer = answers[Math.min(next++, answers.length - 1)];
      const body = await buffer(request).catch(() => Buffer.alloc(0));
      this.asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      answer?.(request, response);
    });
  }

  async store(options: Partial<S3Options> = {}): Promise<S3ObjectStore> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    assert.ok(typeof address === 'object' && address);
    const store = new S3ObjectStore({
      bucket: 'media',
      region: 'eu-north-1',
      endpoint: `http://127.0.0.1:${address.port}`,
      regionException: 'a test on this machine',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      compatible: true,
      budget: 3_000,
      ...options,
    });
    this.#stores.push(store);
    return store;
  }

  close(): void {
    for (const store of this.#stores) store.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const KEY = 'lmt/s1/o1';
const BODY = Buffer.from('sealed bytes');
const ok: Answer = (_, response) => response.end();
const unavailable: Answer = (_, response) => response.writeHead(503).end();
const stall: Answer = () => undefined;
const cutOff: Answer = (request) => request.socket.destroy();

function xml(body: string): Answer {
  return (_, response) =>
    response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${body}`);
}

describe('S3 objects: requests as they travel', () => {
  let endpoint: Endpoint;
  afterEach(() => endpoint.close());

  it('[PHO-34] asks for encryption by KMS unless that is switched off', async () => {
    const cases: [S3Options['encryption'], (string | undefined)[]][] = [
      [undefined, ['aws:kms', undefined, 'true']],
      [{ kmsKeyId: 'arn:aws:kms:eu-north-1:1:key/k' }, ['aws:kms', 'arn:aws:kms:eu-north-1:1:key/k', 'true']],
      ['off', [undefined, undefined, undefined]],
    ];
    for (const [encryption, expected] of cases) {
      endpoint = new Endpoint([ok]);
      const store = await endpoint.store({ ...(encryption && { encryption }) });
      await store.put(KEY, BODY);
      const [put] = endpoint.asked;
      assert.equal(put?.line, 'PUT /media/lmt/s1/o1?x-id=PutObject');
      assert.deepEqual(put.body, BODY);
      const names = ['', '-aws-kms-key-id', '-bucket-key-enabled'];
      assert.deepEqual(
        names.map((name) => put.headers[`x-amz-server-side-encryption${name}`]),
        expected,
      );
      endpoint.close();
    }
  });

  it('[INF-53] tags what it puts for the backstop, unless the service knows no tags', async () => {
    for (const [expires, expected] of [
      [true, 'hold=none'],
      [false, undefined],
    ] as const) {
      endpoint = new Endpoint([ok]);
      await (await endpoint.store({ expires })).put(KEY, BODY);
      assert.equal(endpoint.asked[0]?.headers['x-amz-tagging'], expected);
      endpoint.close();
    }
  });

  const tagged = (value: string) =>
    xml(`<Tagging><TagSet><Tag><Key>hold</Key><Value>${value}</Value></Tag></TagSet></Tagging>`);

  it('[INF-54] takes every version out of the expiring rule, and believes only what is read back', async () => {
    const all = versions(`${version(KEY, 'v1')}${version(KEY, 'v2')}<IsTruncated>false</IsTruncated>`);
    endpoint = new Endpoint([all, ok, tagged('held'), ok, tagged('held')]);
    await (await endpoint.store({ expires: true })).hold(KEY, true);
    const [, first, , second] = endpoint.asked;
    assert.match(first?.line ?? '', /^PUT .*tagging.*versionId=v1/);
    assert.match(second?.line ?? '', /^PUT .*tagging.*versionId=v2/);
    assert.match(first?.body.toString() ?? '', /<Key>hold<\/Key><Value>held<\/Value>/);
    endpoint.close();
    endpoint = new Endpoint([all, ok, tagged('none')]);
    await assert.rejects((await endpoint.store({ expires: true })).hold(KEY, true), StoreError);
    endpoint.close();
    endpoint = new Endpoint([all, ok, tagged('none'), ok, tagged('none')]);
    await (await endpoint.store({ expires: true })).hold(KEY, false);
    assert.match(endpoint.asked[1]?.body.toString() ?? '', /<Value>none<\/Value>/);
  });

  const version = (key: string, id: string) =>
    `<Version><Key>${key}</Key><VersionId>${id}</VersionId></Version>`;
  const versions = (inside: string) => xml(`<ListVersionsResult>${inside}</ListVersionsResult>`);
  const deleted = xml('<DeleteResult></DeleteResult>');

  it('[PHO-35] deletes versions and markers over all pages, of this key only, with Content-MD5', async () => {
    const marker = `<DeleteMarker><Key>${KEY}</Key><VersionId>v2</VersionId></DeleteMarker>`;
    const more = `<IsTruncated>true</IsTruncated><NextKeyMarker>${KEY}</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>`;
    endpoint = new Endpoint([
      versions(version(KEY, 'v1') + marker + more),
      deleted,
      versions(`${version(KEY, 'v3')}${version(`${KEY}2`, 'v4')}<IsTruncated>false</IsTruncated>`),
      deleted,
    ]);
    const store = await endpoint.store();
    await store.delete(KEY);
    const [, first, list, second, ...none] = endpoint.asked;
    assert.deepEqual(none, []);
    assert.match(list?.line ?? '', /key-marker=lmt%2Fs1%2Fo1&.*version-id-marker=v2/);
    const ids = [first, second].map((each) =>
      [...(each?.body.toString() ?? '').matchAll(/<VersionId>(.*?)</g)].map(([, id]) => id),
    );
    assert.deepEqual(ids, [['v1', 'v2'], ['v3']]);
    for (const each of [first, second]) {
      assert.ok(each);
      assert.equal(each.headers['content-md5'], createHash('md5').update(each.body).digest('base64'));
    }
  });

  it('[PHO-35] a version that could not be deleted is an error, though the answer is 200', async () => {
    const failed = xml('<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code></Error></DeleteResult>');
    endpoint = new Endpoint([versions(version(KEY, 'v1')), failed]);
    const store = await endpoint.store();
    await assert.rejects(store.delete(KEY), StoreError);
  });
});

describe('S3 objects: faults', () => {
  let endpoint: Endpoint;
  afterEach(() => endpoint.close());

  it('[PHO-36] a store that stalls is given up within the budget, for every operation', async () => {
    endpoint = new Endpoint([stall]);
    const store = await endpoint.store({ budget: 150 });
    await assert.rejects(store.put(KEY, BODY), StoreError);
    await assert.rejects(store.get(KEY), StoreError);
    await assert.rejects(store.delete(KEY), StoreError);
    await assert.rejects(store.check(), StoreError);
    await assert.rejects(Array.fromAsync(store.list('lmt/')), StoreError);
  });

  it('[PHO-36] a request that gets no answer is tried again', async () => {
    endpoint = new Endpoint([stall, ok]);
    const store = await endpoint.store({ requestTimeout: 100 });
    await store.put(KEY, BODY);
    assert.equal(endpoint.asked.length, 2);
  });

  it('[PHO-36] a store that says 503 is asked as often as allowed, and no more', async () => {
    endpoint = new Endpoint([unavailable]);
    const store = await endpoint.store({ attempts: 2 });
    await assert.rejects(store.get(KEY), StoreError);
    assert.equal(endpoint.asked.length, 2);
  });

  it('[PHO-36] a store that asks for an hour of patience gets the budget only', async function () {
    // Without the budget, the SDK grants about 5 s before each further attempt.
    this.timeout(4_000);
    endpoint = new Endpoint([(_, response) => response.writeHead(503, { 'retry-after': '3600' }).end()]);
    const store = await endpoint.store({ budget: 200 });
    await assert.rejects(store.get(KEY), StoreError);
  });

  it('[PHO-36] an object cut in the middle, or stalled there, is never given', async () => {
    const half =
      (then: (response: ServerResponse) => void): Answer =>
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(Buffer.alloc(500), () => then(response));
      };
    for (const answer of [half((response) => response.destroy()), half(() => undefined)]) {
      endpoint = new Endpoint([answer]);
      const store = await endpoint.store({ budget: 300 });
      await assert.rejects(store.get(KEY), StoreError);
      endpoint.close();
    }
  });

  it('[PHO-36] a put cut off fails, and what it may have left is deleted', async () => {
    const none = xml('<ListVersionsResult></ListVersionsResult>');
    endpoint = new Endpoint([cutOff, none]);
    const store = await endpoint.store({ attempts: 1 });
    await assert.rejects(store.put(KEY, BODY), StoreError);
    assert.deepEqual(
      endpoint.asked.map(({ line }) => line.split('?')[0]),
      ['PUT /media/lmt/s1/o1', 'GET /media/'],
    );
  });

  it('[PHO-36] an endpoint that does not listen is an error like the others', async () => {
    endpoint = new Endpoint([ok]);
    const store = await endpoint.store({ attempts: 1 });
    endpoint.close();
    await assert.rejects(store.put(KEY, BODY), StoreError);
  });
});

describe('S3 objects: the region', () => {
  const passes = (region: string, ...rest: [object?]) =>
    assert.doesNotThrow(() => assertEuropeanRegion(region, ...rest));
  const fails = (why: RegExp, region: string, ...rest: [object?]) =>
    assert.throws(() => assertEuropeanRegion(region, ...rest), why);

  it('[PHO-33] is one of AWS in the EU or EEA', () => {
    for (const region of ['eu-central-1', 'eu-west-1', 'eu-west-3', 'eu-north-1', 'eu-south-1', 'eu-south-2'])
      passes(region);
    for (const region of [
      'us-east-1',
      'eu-west-2',
      'eu-central-2',
      'eu-north-10',
      'EU-NORTH-1',
      'ap-south-1',
      'eu',
      '',
    ]) {
      fails(/outside the EU and EEA/, region);
    }
  });

  it('[PHO-33] of another service needs an exception with a name; AWS gets none', () => {
    const endpoint = 'https://s3.example.lv';
    passes('riga', { endpoint, exception: 'Riga data centre, contract 12' });
    fails(/name the exception/, 'eu-north-1', { endpoint });
    fails(/name the exception/, 'eu-north-1', { endpoint, exception: ' ' });
    fails(/not for AWS/, 'us-east-1', { exception: 'please' });
    fails(/not for AWS/, 'us-east-1', {
      endpoint: 'https://s3.us-east-1.amazonaws.com',
      exception: 'please',
    });
    passes('eu-north-1', { endpoint: 'https://s3.eu-north-1.amazonaws.com' });
    fails(/not in region/, 'eu-north-1', { endpoint: 'https://s3.us-east-1.amazonaws.com' });
    fails(/name the exception/, 'eu-north-1', { endpoint: 'https://amazonaws.com.example.org' });
  });

  it('[PHO-33] is checked before a store is made', () => {
    assert.throws(
      () => new S3ObjectStore({ bucket: 'media', region: 'us-east-1' }),
      /outside the EU and EEA/,
    );
  });
});
