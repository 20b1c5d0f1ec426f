import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Refusal } from '../../protocol/errors.ts';
import {
  createSanitiser,
  type Sanitised,
  type Sanitiser,
  type SanitiserOptions,
} from '../../server/media/sanitiser.ts';
import * as pictures from '../support/pictures.ts';

const PLAIN = { widths: [] };

function variantsOf(outcome: Sanitised | Refusal): Sanitised['variants'] {
  assert.ok(outcome.ok, `refused: ${outcome.ok ? '' : outcome.code}`);
  return outcome.variants;
}

/** Runs with a sanitiser of its own and stops its workers whatever happens. */
async function withSanitiser(
  options: SanitiserOptions,
  use: (sanitiser: Sanitiser) => Promise<void>,
): Promise<void> {
  const sanitiser = createSanitiser(options);
  try {
    await use(sanitiser);
  } finally {
    await sanitiser.close();
  }
}

/** Processes that this one started and that are not reaped yet; Linux. */
async function children(): Promise<number[]> {
  const listed = await readFile(`/proc/self/task/${process.pid}/children`, 'latin1');
  return listed.split(' ').flatMap((pid) => (pid ? [Number(pid)] : []));
}

describe('media: what comes out of the sanitiser', () => {
  let sanitiser: Sanitiser;
  before(() => {
    sanitiser = createSanitiser();
  });
  after(() => sanitiser.close());

  it('[PHO-24] every picture becomes a JPEG of at most 2048 px, with the wanted widths', async () => {
    const cases: [bytes: Buffer, sizes: [number, number][]][] = [
      [
        await pictures.jpeg(4_000, 3_000),
        [
          [2_048, 1_536],
          [320, 240],
        ],
      ],
      [
        await pictures.png(600, 1_200),
        [
          [600, 1_200],
          [320, 640],
        ],
      ],
      [
        await pictures.webp(1_000, 4_096),
        [
          [500, 2_048],
          [320, 1_311],
        ],
      ],
      [await pictures.jpeg(300, 200), [[300, 200]]],
      [await pictures.jpeg(1, 1), [[1, 1]]],
    ];
    for (const [bytes, sizes] of cases) {
      const variants = variantsOf(await sanitiser.sanitise(bytes, { widths: [320] }));
      assert.deepEqual(
        variants.map(({ width, height }) => [width, height]),
        sizes,
      );
      for (const variant of variants) {
        const { format, width, height } = await sharp(variant.bytes).metadata();
        assert.deepEqual(
          { format, width, height },
          { format: 'jpeg', width: variant.width, height: variant.height },
        );
      }
    }
  });

  it('[PHO-24] a 48-megapixel photo is taken', async () => {
    const [largest] = variantsOf(await sanitiser.sanitise(await pictures.jpeg(8_000, 6_000), PLAIN));
    assert.deepEqual([largest.width, largest.height], [2_048, 1_536]);
  });

  it('[PHO-24] no metadata is left: no location, maker, name or profile', async () => {
    const photo = await pictures.photoWithLocation(800, 600);
    const before = await sharp(photo).metadata();
    assert.ok(before.exif && before.icc && before.xmp, 'the test picture has all three');
    assert.ok(photo.includes(pictures.CAMERA.make));
    for (const { bytes } of variantsOf(await sanitiser.sanitise(photo, { widths: [320] }))) {
      const { exif, icc, xmp, iptc, comments, hasProfile } = await sharp(bytes).metadata();
      assert.deepEqual(
        [exif, icc, xmp, iptc, comments, hasProfile],
        [undefined, undefined, undefined, undefined, undefined, false],
      );
      const stored = Buffer.from(bytes);
      for (const word of ['Exif', pictures.CAMERA.make, 'Jānis', 'xmpmeta', 'ICC_PROFILE'])
        assert.ok(!stored.includes(word));
    }
  });

  it('[PHO-24] a photo that lies on its side is stored upright', async () => {
    const sideways = await pictures.sidewaysPhoto(400, 200);
    assert.deepEqual(
      await sharp(sideways)
        .metadata()
        .then(({ width, height }) => [width, height]),
      [200, 400],
    );
    const [upright] = variantsOf(await sanitiser.sanitise(sideways, PLAIN));
    assert.deepEqual([upright.width, upright.height], [400, 200]);
    const { data } = await sharp(upright.bytes).raw().toBuffer({ resolveWithObject: true });
    const colourAt = (x: number, y: number) => [...data.subarray((y * 400 + x) * 3, (y * 400 + x) * 3 + 3)];
    const [leftRed = 0, , leftBlue = 255] = colourAt(50, 100);
    const [rightRed = 255, , rightBlue = 0] = colourAt(350, 100);
    assert.ok(leftRed > 200 && leftBlue < 60 && rightRed < 60 && rightBlue > 200);
  });

  it('[PHO-24] see-through parts become white', async () => {
    const [flat] = variantsOf(await sanitiser.sanitise(await pictures.transparentPng(64), PLAIN));
    const corner = (await sharp(flat.bytes).raw().toBuffer()).subarray(0, 3);
    assert.ok(corner.every((value) => value > 250));
  });

  it('[PHO-24] what was hidden behind a picture does not come along', async () => {
    for (const make of [pictures.jpeg, pictures.png, pictures.webp]) {
      const hidden = pictures.polyglot(await make(64, 64));
      const [clean] = variantsOf(await sanitiser.sanitise(hidden, PLAIN));
      assert.ok(
        !Buffer.from(clean.bytes).includes('script') && !Buffer.from(clean.bytes).includes('PK\x03\x04'),
      );
    }
  });

  it('[PHO-26] a broken picture is refused', async () => {
    const broken = [
      pictures.truncated(await pictures.jpeg(800, 600)),
      pictures.truncated(await pictures.png(800, 600)),
      pictures.truncated(await pictures.webp(800, 600)),
      Buffer.from([0xff, 0xd8, 0xff]),
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), await pictures.gif(8, 8)]),
      Buffer.from('RIFF\x10\0\0\0WEBPVP8 '),
      pictures.bomb(200, 200_000).subarray(0, 60),
    ];
    for (const bytes of broken) {
      assert.deepEqual(await sanitiser.sanitise(bytes, PLAIN), { ok: false, code: 'picture_broken' });
    }
  });

  it('[PHO-22] what is no picture of ours never reaches a worker', async () => {
    await withSanitiser({ workerFile: '/nowhere/worker.ts' }, async (unstartable) => {
      assert.deepEqual(await unstartable.sanitise(pictures.heif('heic'), PLAIN), {
        ok: false,
        code: 'picture_heic',
      });
      assert.deepEqual(await unstartable.sanitise(pictures.SVG, PLAIN), {
        ok: false,
        code: 'picture_type_unsupported',
      });
      assert.deepEqual(await unstartable.sanitise(new Uint8Array(), PLAIN), {
        ok: false,
        code: 'picture_empty',
      });
    });
  });

  it('[PHO-25] too many pixels are refused from the header on', async () => {
    for (const [width, height] of [
      [8_193, 8_193],
      [60_000, 60_000],
      [100_000, 700],
    ] as const) {
      const outcome = await sanitiser.sanitise(pictures.bomb(width, height), PLAIN);
      assert.deepEqual(outcome, { ok: false, code: 'picture_too_many_pixels' });
    }
  });

  it('[PHO-25] too many bytes are refused', async () => {
    await withSanitiser({ maxBytes: 100 }, async (small) => {
      const outcome = await small.sanitise(await pictures.jpeg(100, 100), PLAIN);
      assert.deepEqual(outcome, { ok: false, code: 'picture_too_large' });
    });
  });

  it('[PHO-25] a real picture that takes longer than the limit is refused, and the next one is not', async () => {
    const [large, small] = [await pictures.png(5_000, 4_000), await pictures.jpeg(16, 16)];
    await withSanitiser({ workers: 1, timeLimit: 1 }, async (hurried) => {
      assert.deepEqual(await hurried.sanitise(large, PLAIN), { ok: false, code: 'picture_timeout' });
    });
    variantsOf(await sanitiser.sanitise(small, PLAIN));
  });
});

describe('media: workers that fail', () => {
  const workerFile = fileURLToPath(new URL('./fixtures/misbehaving-worker.ts', import.meta.url));
  const told = (word: string) => Buffer.from(`\xff\xd8\xff ${word}`, 'latin1');
  const failed = { ok: false, code: 'picture_worker_failed' };
  /** Counts what the worker has answered; 1 is a fresh worker. */
  const nth = (outcome: Sanitised | Refusal) => variantsOf(outcome)[0].width;

  it('[PHO-25] a worker that dies or answers nonsense costs its picture, and the queue goes on', async () => {
    for (const word of ['die', 'html', 'babble', 'confuse']) {
      await withSanitiser({ workerFile, workers: 1 }, async (sanitiser) => {
        const [first, bad, third, fourth] = await Promise.all(
          ['good', word, 'good', 'good'].map((each) => sanitiser.sanitise(told(each), PLAIN)),
        );
        assert.deepEqual(bad, failed);
        assert.deepEqual(
          [first, third, fourth].map((each) => each && nth(each)),
          [1, 1, 2],
        );
      });
    }
  });

  it('[PHO-25] a worker that hangs is killed at the time limit', async () => {
    await withSanitiser({ workerFile, workers: 1, timeLimit: 300 }, async (sanitiser) => {
      const [hung, next] = await Promise.all(
        ['hang', 'good'].map((word) => sanitiser.sanitise(told(word), PLAIN)),
      );
      assert.deepEqual(hung, { ok: false, code: 'picture_timeout' });
      assert.equal(next && nth(next), 1);
    });
  });

  it('[PHO-25] a worker that eats memory is killed at the memory limit', async () => {
    await withSanitiser({ workerFile, workers: 1, memoryLimit: 300 * 2 ** 20 }, async (sanitiser) => {
      const [eaten, next] = await Promise.all(
        ['eat', 'good'].map((word) => sanitiser.sanitise(told(word), PLAIN)),
      );
      assert.deepEqual(eaten, failed);
      assert.equal(next && nth(next), 1);
    });
  });

  it('[PHO-25] a worker is kept warm, and replaced after its share of pictures', async () => {
    await withSanitiser({ workerFile, workers: 1, recycleAfter: 2 }, async (sanitiser) => {
      const counts: number[] = [];
      for (let n = 0; n < 5; n += 1) counts.push(nth(await sanitiser.sanitise(told('good'), PLAIN)));
      assert.deepEqual(counts, [1, 2, 1, 2, 1]);
    });
  });

  it('[PHO-25] an idle worker that was ended from outside costs no picture', async () => {
    await withSanitiser({ workerFile, workers: 1 }, async (sanitiser) => {
      const before = await children();
      await sanitiser.check();
      const [worker] = (await children()).filter((pid) => !before.includes(pid));
      assert.ok(worker);
      process.kill(worker, 'SIGKILL');
      while ((await children()).includes(worker)) await setImmediate();
      assert.equal(nth(await sanitiser.sanitise(told('good'), PLAIN)), 1);
    });
  });

  it('[PHO-25] a worker that cannot start shows in readiness, and so does its return', async () => {
    await withSanitiser({ workerFile: '/nowhere/worker.ts' }, async (sanitiser) => {
      assert.equal(sanitiser.ready(), true);
      await assert.rejects(sanitiser.check(), /did not start/);
      assert.equal(sanitiser.ready(), false);
      assert.deepEqual(await sanitiser.sanitise(told('good'), PLAIN), failed);
    });
    await withSanitiser({ workerFile }, async (sanitiser) => {
      await sanitiser.check();
      assert.equal(sanitiser.ready(), true);
    });
  });

  it('[PHO-25] a queue that is full refuses, and so does a closed sanitiser, also what waits', async () => {
    const sanitiser = createSanitiser({ workerFile, workers: 1, maxQueued: 1 });
    const hanging = sanitiser.sanitise(told('hang'), PLAIN);
    const waiting = sanitiser.sanitise(told('good'), PLAIN);
    assert.deepEqual(await sanitiser.sanitise(told('good'), PLAIN), failed);
    await sanitiser.close();
    assert.deepEqual([await hanging, await waiting], [failed, failed]);
    assert.deepEqual(await sanitiser.sanitise(told('good'), PLAIN), failed);
    assert.equal(sanitiser.ready(), false);
  });
});
