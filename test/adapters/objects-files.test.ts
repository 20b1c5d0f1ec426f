import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileObjectStore } from '../../server/adapters/objects-files.ts';
import { StoreError } from '../../server/ports.ts';
import { objectStoreSuite } from '../support/object-store-suite.ts';

describe('object files', () => {
  let folder: string;
  let store: FileObjectStore;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'objects-'));
    store = await FileObjectStore.open(folder);
  });
  after(() => rm(folder, { recursive: true }));

  objectStoreSuite('files', () => store);

  it('[PHO-32] a file under its own name is whole: an unfinished one has another, and goes at start', async () => {
    await store.put('lmt/s1/o1', Buffer.from('whole'));
    await writeFile(join(folder, '.unfinished', 'left'), 'half of somethi');
    assert.deepEqual(await Array.fromAsync(store.list('')), ['lmt/s1/o1']);
    const reopened = await FileObjectStore.open(folder);
    assert.deepEqual(await readdir(join(folder, '.unfinished')), []);
    assert.equal(Buffer.from((await reopened.get('lmt/s1/o1')) ?? []).toString(), 'whole');
    await reopened.delete('lmt/s1/o1');
  });

  it('[PHO-32] files are for the server alone, and an empty session folder goes', async () => {
    await store.put('lmt/s2/o1', Buffer.from('x'));
    assert.equal((await stat(join(folder, 'lmt/s2/o1'))).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'lmt/s2'))).mode & 0o777, 0o700);
    await store.delete('lmt/s2/o1');
    assert.ok(!(await readdir(join(folder, 'lmt'))).includes('s2'));
  });

  it('[PHO-32] a put that fails leaves the old object and nothing unfinished', async () => {
    await store.put('lmt/s3/o1', Buffer.from('old'));
    // A folder in the object's place cannot be renamed over.
    await mkdir(join(folder, 'lmt/s3/o2/inside'), { recursive: true });
    await assert.rejects(store.put('lmt/s3/o2', Buffer.from('new')), StoreError);
    assert.deepEqual(await readdir(join(folder, '.unfinished')), []);
    assert.equal(await readFile(join(folder, 'lmt/s3/o1'), 'utf8'), 'old');
    await rm(join(folder, 'lmt/s3'), { recursive: true });
  });

  it('[PHO-32] what the system says is kept as the cause, and its paths stay out of the message', async () => {
    const lost = await mkdtemp(join(tmpdir(), 'objects-'));
    const broken = await FileObjectStore.open(lost);
    await rm(lost, { recursive: true });
    const check = (error: unknown) => {
      assert.ok(error instanceof StoreError && error.cause instanceof Error && 'code' in error.cause);
      assert.equal(error.cause.code, 'ENOENT');
      assert.ok(!error.message.includes(lost));
      return true;
    };
    await assert.rejects(broken.put('lmt/s4/o1', Buffer.from('x')), check);
    await assert.rejects(broken.check(), check);
  });
});
