import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addLocalKeys, KeyFileError, openLocalKeys } from '../../server/adapters/local-keys.ts';

describe('the local key file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zvana-keys-'));
    file = join(folder, 'keys', 'controllers.json');
    addLocalKeys(file, ['lmt', 'amigo']);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = () => openLocalKeys(file, ['lmt', 'amigo']);
  const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

  it('[KEY-10] a wrapped key opens for the same controller and context, also after a restart', async () => {
    const wrapped = await open().wrap('lmt', KEY, 'session:1');
    assert.deepEqual(new Uint8Array(await open().unwrap('lmt', wrapped, 'session:1')), KEY);
  });

  it('[KEY-10] it does not open for another controller or context, nor changed in any byte', async () => {
    const keys = open();
    const wrapped = await keys.wrap('lmt', KEY, 'session:1');
    await assert.rejects(keys.unwrap('amigo', wrapped, 'session:1'));
    await assert.rejects(keys.unwrap('lmt', wrapped, 'session:2'));
    for (let index = 0; index < wrapped.length; index += 1) {
      const changed = Uint8Array.from(wrapped);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await assert.rejects(keys.unwrap('lmt', changed, 'session:1'), `byte ${index}`);
    }
    await assert.rejects(keys.unwrap('lmt', wrapped.subarray(0, -1), 'session:1'));
  });

  it('[KEY-10] the same key is wrapped differently each time, and never lies in the clear', async () => {
    const keys = open();
    const first = Buffer.from(await keys.wrap('lmt', KEY, 'session:1'));
    const second = Buffer.from(await keys.wrap('lmt', KEY, 'session:1'));
    assert.notDeepEqual(first, second);
    assert.equal(first.includes(Buffer.from(KEY)), false);
  });

  it('[KEY-11] each controller has a lookup key of its own, which is not its wrapping key', () => {
    const keys = open();
    const { controllers } = JSON.parse(readFileSync(file, 'utf8'));
    const all = new Set([
      ...['lmt', 'amigo'].map((key) => Buffer.from(keys.lookupKey(key)).toString('base64')),
      controllers.lmt.wrap,
      controllers.amigo.wrap,
    ]);
    assert.equal(all.size, 4);
    assert.equal(keys.lookupKey('lmt').length, 32);
  });

  const refused = (because: RegExp) => {
    assert.throws(open, (error) => error instanceof KeyFileError && because.test(error.message));
  };

  it('[KEY-12] a file that others can read is refused', function () {
    if (process.platform === 'win32') return this.skip();
    chmodSync(file, 0o640);
    refused(/chmod 600/);
  });

  it('[KEY-12] a missing file, a damaged one, a shortened key and a lacking controller are refused by name', () => {
    const text = readFileSync(file, 'utf8');
    assert.throws(() => openLocalKeys(file, ['lmt', 'lmt-rl']), /lmt-rl.*keys init/);
    writeFileSync(file, text.slice(0, -20));
    refused(/not a key file/);
    const keys = JSON.parse(text);
    keys.controllers.amigo.wrap = keys.controllers.amigo.wrap.slice(4);
    writeFileSync(file, JSON.stringify(keys));
    refused(/keys of amigo are damaged/);
    rmSync(file);
    refused(/keys init/);
  });
});
