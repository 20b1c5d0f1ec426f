/** What every `ObjectStore` must do. Runs against each adapter. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { ObjectStore } from '../../server/ports.ts';

/** `store` is called in each test; the suite works below a session of its own each time. */
export function objectStoreSuite(name: string, store: () => ObjectStore): void {
  describe(`${name}: as every object store`, () => {
    let session: string;
    beforeEach(() => {
      session = `lmt/${randomUUID()}`;
    });

    const keysBelow = async (prefix: string) => (await Array.fromAsync(store().list(prefix))).sort();

    it('[PHO-31] gives back what was put, whatever its size', async () => {
      for (const size of [0, 1, 65_552, 3_000_000]) {
        const body = randomBytes(size);
        await store().put(`${session}/o${size}`, body);
        const found = await store().get(`${session}/o${size}`);
        assert.ok(found && body.equals(found), `${size} bytes`);
      }
    });

    it('[PHO-31] gives a range, cut to what there is', async () => {
      const body = randomBytes(200_000);
      await store().put(`${session}/o1`, body);
      const ranges: [start: number, length: number, end: number][] = [
        [0, 1, 1],
        [0, 200_000, 200_000],
        [65_552, 65_552, 131_104],
        [199_999, 1, 200_000],
        [199_990, 500, 200_000],
        [200_000, 5, 200_000],
        [900_000, 5, 900_000],
      ];
      for (const [start, length, end] of ranges) {
        const found = await store().get(`${session}/o1`, { start, length });
        assert.ok(found && body.subarray(start, end).equals(found), `${length} bytes from ${start}`);
      }
      assert.equal(await store().get(`${session}/o2`, { start: 0, length: 5 }), undefined);
      for (const range of [
        { start: -1, length: 5 },
        { start: 0, length: 0 },
        { start: 0.5, length: 1 },
      ]) {
        await assert.rejects(store().get(`${session}/o1`, range), /not a range/);
      }
    });

    it('[PHO-31] knows nothing of what was never put', async () => {
      assert.equal(await store().get(`${session}/o1`), undefined);
      await store().delete(`${session}/o1`);
      assert.deepEqual(await keysBelow(`${session}/`), []);
    });

    it('[PHO-31] a second put replaces the first', async () => {
      await store().put(`${session}/o1`, Buffer.from('a long first body'));
      await store().put(`${session}/o1`, Buffer.from('second'));
      const found = await store().get(`${session}/o1`);
      assert.equal(Buffer.from(found ?? []).toString(), 'second');
      assert.deepEqual(await keysBelow(`${session}/`), [`${session}/o1`]);
    });

    it('[PHO-31] puts of one key at the same time leave one whole body', async () => {
      const bodies = [1, 2, 3, 4].map((byte) => Buffer.alloc(100_000, byte));
      await Promise.all(bodies.map((body) => store().put(`${session}/o1`, body)));
      const found = await store().get(`${session}/o1`);
      assert.ok(found && bodies.some((body) => body.equals(found)));
    });

    it('[PHO-31] a delete takes that object only, and can be repeated', async () => {
      for (const object of ['o1', 'o1.320', 'o10'])
        await store().put(`${session}/${object}`, Buffer.from(object));
      await store().delete(`${session}/o1`);
      await store().delete(`${session}/o1`);
      assert.equal(await store().get(`${session}/o1`), undefined);
      assert.deepEqual(await keysBelow(`${session}/`), [`${session}/o1.320`, `${session}/o10`]);
      await store().put(`${session}/o1`, Buffer.from('again'));
      assert.equal(Buffer.from((await store().get(`${session}/o1`)) ?? []).toString(), 'again');
    });

    it('[PHO-31] deletes and puts in one session do not disturb each other', async () => {
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await store().put(`${session}/o${n}`, Buffer.from([n]));
          if (n % 2 === 0) await store().delete(`${session}/o${n}`);
        }),
      );
      const odd = Array.from({ length: 10 }, (_, n) => `${session}/o${2 * n + 1}`);
      assert.deepEqual(await keysBelow(`${session}/`), odd.sort());
    });

    it('[PHO-31] lists what begins with a prefix', async () => {
      const other = `${session}x`;
      await store().put(`${session}/o1`, Buffer.from('1'));
      await store().put(`${other}/o2`, Buffer.from('2'));
      assert.deepEqual(await keysBelow(`${session}/`), [`${session}/o1`]);
      assert.deepEqual(await keysBelow(session), [`${session}/o1`, `${other}/o2`]);
      assert.deepEqual(await keysBelow(`${session}/o2`), []);
      assert.ok((await keysBelow('')).includes(`${other}/o2`));
    });

    it('[PHO-31] a key that could leave its place is refused', async () => {
      const wrong = [
        '',
        'o1',
        'lmt/o1',
        'lmt/s/../o1',
        '../s/o1',
        'lmt/s/..',
        'lmt//o1',
        '/lmt/s/o1',
        'lmt/s/o1/x',
        'lmt/s/.o',
        'lmt/s/o\0',
        'lmt/s\\o/x',
      ];
      for (const key of wrong) {
        await assert.rejects(store().put(key, Buffer.from('x')), /not an object key/);
        await assert.rejects(store().get(key), /not an object key/);
        await assert.rejects(store().delete(key), /not an object key/);
      }
    });

    it('[INF-54] holds and frees an object without changing it', async () => {
      await store().put(`${session}/held`, Buffer.from('kept'));
      await store().hold(`${session}/held`, true);
      await store().hold(`${session}/held`, false);
      assert.deepEqual(Buffer.from((await store().get(`${session}/held`)) ?? []), Buffer.from('kept'));
    });

    it('[PHO-31] says that it is there', () => store().check());
  });
}
