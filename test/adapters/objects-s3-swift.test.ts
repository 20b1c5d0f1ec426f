import assert from 'node:assert/strict';
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../server/adapters/objects-s3.ts';
import { objectStoreSuite } from '../support/object-store-suite.ts';
import { SWIFT_UNAVAILABLE, type Swift, startSwift } from '../support/swift.ts';

describe('S3 objects in a real OpenStack Swift', () => {
  let swift: Swift;
  let client: S3Client;
  const stores: S3ObjectStore[] = [];

  function storeIn(bucket: string, prefix?: string): S3ObjectStore {
    const { endpoint, region, credentials } = swift;
    const store = new S3ObjectStore({
      bucket,
      region,
      endpoint,
      credentials,
      regionException: 'Swift on this machine, for a test',
      encryption: 'off',
      compatible: true,
      ...(prefix && { prefix }),
    });
    stores.push(store);
    return store;
  }

  before(async function () {
    this.timeout(60_000);
    if (SWIFT_UNAVAILABLE !== undefined) {
      if (process.env.CI === 'true') throw new Error(`Swift is needed here: ${SWIFT_UNAVAILABLE}`);
      this.skip();
    }
    swift = await startSwift();
    client = new S3Client({
      endpoint: swift.endpoint,
      region: swift.region,
      credentials: swift.credentials,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    for (const Bucket of ['plain', 'versioned']) await client.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: 'versioned', VersioningConfiguration }));
    for (const bucket of ['plain', 'versioned']) storeIn(bucket);
    storeIn('plain', 'zvana');
  });
  after(async () => {
    for (const store of stores) store.close();
    client?.destroy();
    await swift?.stop();
  });

  const nth = (index: number) => () => {
    const store = stores[index];
    assert.ok(store);
    return store;
  };
  objectStoreSuite('S3 in Swift', nth(0));
  objectStoreSuite('S3 in Swift, versioned bucket', nth(1));
  objectStoreSuite('S3 in Swift, below a prefix', nth(2));

  it('[PHO-35] a delete leaves no version and no delete marker of that key', async () => {
    const versions = async () => {
      const page = await client.send(
        new ListObjectVersionsCommand({ Bucket: 'versioned', Prefix: 'lmt/keep/' }),
      );
      return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key }) => Key);
    };
    const store = nth(1)();
    for (const body of ['1', '2', '3']) await store.put('lmt/keep/o1', Buffer.from(body));
    await store.put('lmt/keep/o12', Buffer.from('another'));
    assert.deepEqual((await versions()).sort(), [
      'lmt/keep/o1',
      'lmt/keep/o1',
      'lmt/keep/o1',
      'lmt/keep/o12',
    ]);
    await store.delete('lmt/keep/o1');
    assert.deepEqual(await versions(), ['lmt/keep/o12']);
  });

  it('[PHO-31] a prefix keeps tenants of one bucket apart', async () => {
    await nth(2)().put('lmt/tenant/o1', Buffer.from('x'));
    assert.equal(await nth(0)().get('lmt/tenant/o1'), undefined);
    assert.deepEqual(await Array.fromAsync(nth(2)().list('lmt/tenant/')), ['lmt/tenant/o1']);
  });

  it('[PHO-36] a bucket that is not there shows in the check', async () => {
    await assert.rejects(storeIn('absent').check(), { name: 'StoreError' });
  });
});
