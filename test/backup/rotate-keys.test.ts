import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { rotateKeys } from '../../server/adapters/key-rotation.ts';
import { addLocalKeys, openLocalKeys } from '../../server/adapters/local-keys.ts';
import { openKeyStore } from '../../server/adapters/sqlite/key-store.ts';

const SESSIONS = [1, 2, 3, 4, 5].map((number) => `session:${number}`);
const keyOf = (id: string) => Buffer.alloc(32, id);

describe('the rotation of a controller’s key', () => {
  let folder: string;
  let settings: { controller: string; keyFile: string; keysDatabase: string; batch: number };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zvana-rotation-'));
    const [keyFile, keysDatabase] = [join(folder, 'controllers.json'), join(folder, 'keys.sqlite')];
    settings = { controller: 'lmt', keyFile, keysDatabase, batch: 2 };
    addLocalKeys(keyFile, ['lmt', 'amigo']);
    const wrapper = openLocalKeys(keyFile, []);
    const store = openKeyStore(keysDatabase);
    for (const id of SESSIONS) {
      const wrapped = await wrapper.wrap('lmt', keyOf(id), id);
      await store.put([
        { id, controller: 'lmt', wrapped },
        { id: `log:${id}`, controller: 'lmt', parent: id, wrapped: Buffer.from(`below ${id}`) },
      ]);
    }
    const foreign = await wrapper.wrap('amigo', keyOf('a'), 'session:a');
    await store.put([{ id: 'session:a', controller: 'amigo', wrapped: foreign }]);
    store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = () => JSON.parse(readFileSync(settings.keyFile, 'utf8')).controllers;
  async function allOpen(): Promise<void> {
    const wrapper = openLocalKeys(settings.keyFile, []);
    const store = openKeyStore(settings.keysDatabase);
    for (const id of SESSIONS) {
      const row = await store.get(id);
      assert.ok(row);
      assert.deepEqual(Buffer.from(await wrapper.unwrap('lmt', row.wrapped, id)), keyOf(id));
      assert.equal(Buffer.from((await store.get(`log:${id}`))?.wrapped ?? []).toString(), `below ${id}`);
    }
    const foreign = await store.get('session:a');
    assert.ok(foreign);
    await wrapper.unwrap('amigo', foreign.wrapped, 'session:a');
    store.close();
  }

  it('[BAK-8] wraps every key anew, drops the old key, and touches no other key', async () => {
    const before = file();
    const old = openLocalKeys(settings.keyFile, []);
    const steps = [...rotateKeys(settings)].map(({ what }) => what);
    assert.deepEqual(steps, [
      'new-key-written',
      'wrapped-anew',
      'wrapped-anew',
      'wrapped-anew',
      'old-copies-overwritten',
      'old-key-removed',
    ]);
    await allOpen();
    const after = file();
    assert.notEqual(after.lmt.wrap, before.lmt.wrap);
    assert.deepEqual(after, { ...before, lmt: { ...before.lmt, wrap: after.lmt.wrap } });
    const store = openKeyStore(settings.keysDatabase);
    const row = await store.get('session:1');
    await assert.rejects(old.unwrap('lmt', row?.wrapped ?? new Uint8Array(), 'session:1'));
    store.close();
  });

  for (let killedAfter = 1; killedAfter <= 5; killedAfter += 1) {
    it(`[BAK-9] killed after step ${killedAfter}, everything opens, and the next run finishes it`, async () => {
      const first = rotateKeys(settings);
      for (let step = 0; step < killedAfter; step += 1) first.next();
      first.return(undefined);
      await allOpen();
      const { wrap } = file().lmt;
      assert.ok(file().lmt.previous);
      assert.equal([...rotateKeys(settings)].at(-1)?.what, 'old-key-removed');
      await allOpen();
      assert.equal(file().lmt.wrap, wrap);
      assert.equal(file().lmt.previous, undefined);
    });
  }

  it('[BAK-8] an unknown controller is refused, and nothing changes', () => {
    const before = file();
    assert.throws(() => [...rotateKeys({ ...settings, controller: 'nobody' })], /no keys for nobody/);
    assert.deepEqual(file(), before);
  });
});
