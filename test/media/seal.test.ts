import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type ByteRange,
  openObject,
  openRange,
  plainSize,
  SealError,
  sealedSize,
  sealObject,
} from '../../server/media/seal.ts';

const KEY = Buffer.alloc(32, 7);
const BINDING = { controller: 'lmt', session: 's1', object: 'o1' };

// The layout, written out by hand: 20 bytes of header, segments of 65,536 with a tag of 16.
const HEADER = 20;
const SEGMENT = 65_536;
const SEALED_SEGMENT = 65_552;
const SIZES = [0, 1, 15, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200_000];

const sizes = fc.oneof(fc.constantFrom(...SIZES), fc.integer({ min: 0, max: 200_000 }));

/** Bytes that differ from segment to segment, so that a swap cannot go unnoticed. */
function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 16) * 7) & 0xff);
}

function failsToOpen(sealed: Uint8Array, key: Uint8Array = KEY, binding = BINDING): void {
  assert.throws(() => openObject(key, binding, sealed), SealError);
}

/** A sealed object's segments, without its header. */
function segments(sealed: Uint8Array): Uint8Array[] {
  const count = Math.ceil((sealed.length - HEADER) / SEALED_SEGMENT);
  return Array.from({ length: count }, (_, n) =>
    sealed.subarray(HEADER + n * SEALED_SEGMENT, HEADER + (n + 1) * SEALED_SEGMENT),
  );
}

describe('media: sealing', () => {
  it('[PHO-20] what was sealed opens to the same bytes and shows none of them', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plain = pattern(size);
        const sealed = sealObject(KEY, BINDING, plain);
        assert.ok(Buffer.from(plain).equals(openObject(KEY, BINDING, sealed)));
        if (size >= 32) assert.equal(Buffer.from(sealed).indexOf(Buffer.from(plain.subarray(0, 32))), -1);
      }),
      { numRuns: 40 },
    );
  });

  it('[PHO-20] sizes are the header, the bytes, and one tag for each segment', () => {
    const table: [plain: number, sealed: number][] = [
      [0, 36],
      [1, 37],
      [65_536, 65_572],
      [65_537, 65_589],
      [131_072, 131_124],
      [200_000, 200_084],
    ];
    for (const [plain, sealed] of table) {
      assert.equal(sealedSize(plain), sealed);
      assert.equal(plainSize(sealed), plain);
      assert.equal(sealObject(KEY, BINDING, pattern(plain)).length, sealed);
    }
    for (const never of [0, 19, 20, 35, 65_573, 65_588]) assert.throws(() => plainSize(never), SealError);
  });

  it('[PHO-20] any flipped bit is found', () => {
    const sealed = sealObject(KEY, BINDING, pattern(70_000));
    const positions = fc.oneof(
      fc.integer({ min: 0, max: HEADER + 4 }),
      fc.integer({ min: 0, max: sealed.length - 1 }),
      fc.integer({ min: sealed.length - 20, max: sealed.length - 1 }),
    );
    fc.assert(
      fc.property(positions, fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const changed = Uint8Array.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        failsToOpen(changed);
      }),
      { numRuns: 150 },
    );
  });

  it('[PHO-20] any cut or append is found, at a segment border too', () => {
    const sealed = sealObject(KEY, BINDING, pattern(150_000));
    const border = (n: number) => HEADER + n * SEALED_SEGMENT;
    for (const length of [0, HEADER, border(1), border(2), sealed.length - 1])
      failsToOpen(sealed.subarray(0, length));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sealed.length - 1 }), (length) =>
        failsToOpen(sealed.subarray(0, length)),
      ),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (more) =>
        failsToOpen(Buffer.concat([sealed, more])),
      ),
      { numRuns: 30 },
    );
    const whole = sealObject(KEY, BINDING, pattern(2 * SEGMENT));
    failsToOpen(Buffer.concat([whole, whole.subarray(border(0), border(1))]));
  });

  it('[PHO-20] segments cannot change places, be left out or repeated', () => {
    const sealed = sealObject(KEY, BINDING, pattern(4 * SEGMENT));
    const parts = segments(sealed);
    const orders = fc
      .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 })
      .filter((order) => order.join() !== '0,1,2,3');
    fc.assert(
      fc.property(orders, (order) => {
        const picked = order.map((n) => parts[n] ?? new Uint8Array());
        failsToOpen(Buffer.concat([sealed.subarray(0, HEADER), ...picked]));
      }),
      { numRuns: 60 },
    );
  });

  it('[PHO-20] a segment of another object, or of another sealing of the same one, does not fit', () => {
    const sealed = sealObject(KEY, BINDING, pattern(3 * SEGMENT));
    const others = [
      sealObject(KEY, { ...BINDING, object: 'o2' }, pattern(3 * SEGMENT)),
      sealObject(KEY, BINDING, pattern(3 * SEGMENT)),
      sealObject(Buffer.alloc(32, 8), BINDING, pattern(3 * SEGMENT)),
    ];
    for (const other of others) {
      for (const place of [0, 1, 2]) {
        const spliced = segments(sealed).map((part, n) =>
          n === place ? (segments(other)[n] ?? part) : part,
        );
        failsToOpen(Buffer.concat([sealed.subarray(0, HEADER), ...spliced]));
      }
      failsToOpen(Buffer.concat([other.subarray(0, HEADER), ...segments(sealed)]));
    }
  });

  it('[PHO-20] it opens as nothing but itself, and with no other key', () => {
    const sealed = sealObject(KEY, BINDING, pattern(100));
    failsToOpen(sealed, Buffer.alloc(32, 8));
    failsToOpen(sealed, KEY, { ...BINDING, controller: 'amigo' });
    failsToOpen(sealed, KEY, { ...BINDING, session: 's2' });
    failsToOpen(sealed, KEY, { ...BINDING, object: 'o2' });
    // Moving a character from one name to the next must not give the same bytes.
    failsToOpen(sealed, KEY, { controller: 'lmts', session: '1', object: 'o1' });
    assert.throws(() => sealObject(Buffer.alloc(16), BINDING, pattern(1)), /32 bytes/);
  });

  it('[PHO-20] the same key used twice makes no second use of a keystream', () => {
    const [one, other] = [sealObject(KEY, BINDING, pattern(64)), sealObject(KEY, BINDING, pattern(64))];
    const ciphertext = (sealed: Uint8Array) => Buffer.from(sealed.subarray(HEADER, HEADER + 64));
    assert.ok(!ciphertext(one).equals(ciphertext(other)));
  });
});

describe('media: opening a range', () => {
  function store(sealed: Uint8Array) {
    const asked: ByteRange[] = [];
    const fetch = async ({ start, length }: ByteRange) => {
      asked.push({ start, length });
      return sealed.subarray(start, start + length);
    };
    return { fetch, asked };
  }

  it('[PHO-21] a range is the same as the slice', async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 0, max: 210_000 }),
        fc.integer({ min: 0, max: 210_000 }),
        async (size, start, length) => {
          const plain = pattern(size);
          const sealed = sealObject(KEY, BINDING, plain);
          const opened = await openRange(KEY, BINDING, sealed.length, store(sealed).fetch, { start, length });
          assert.ok(opened && Buffer.from(opened).equals(plain.subarray(start, start + length)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[PHO-21] only the segments that it touches are read', async () => {
    const sealed = sealObject(KEY, BINDING, pattern(5 * SEGMENT));
    const { fetch, asked } = store(sealed);
    await openRange(KEY, BINDING, sealed.length, fetch, { start: 2 * SEGMENT + 10, length: 20 });
    assert.deepEqual(asked, [
      { start: 0, length: HEADER },
      { start: HEADER + 2 * SEALED_SEGMENT, length: SEALED_SEGMENT },
    ]);
  });

  it('[PHO-21] a cut object, a lying size or a short answer is found', async () => {
    const sealed = sealObject(KEY, BINDING, pattern(3 * SEGMENT));
    const cut = sealed.subarray(0, HEADER + 2 * SEALED_SEGMENT);
    const inLast = { start: SEGMENT, length: SEGMENT };
    await assert.rejects(openRange(KEY, BINDING, cut.length, store(cut).fetch, inLast), SealError);
    const beyond = { start: 2 * SEGMENT, length: 10 };
    await assert.rejects(openRange(KEY, BINDING, sealed.length, store(cut).fetch, beyond), SealError);
    const other = sealObject(KEY, { ...BINDING, object: 'o2' }, pattern(3 * SEGMENT));
    await assert.rejects(openRange(KEY, BINDING, other.length, store(other).fetch, inLast), SealError);
  });

  it('[PHO-21] an object that is gone is undefined', async () => {
    const gone = await openRange(KEY, BINDING, sealedSize(10), async () => undefined, {
      start: 0,
      length: 5,
    });
    assert.equal(gone, undefined);
  });
});
