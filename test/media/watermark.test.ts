import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import sharp from 'sharp';
import { createSanitiser, type Sanitiser } from '../../server/media/sanitiser.ts';
import { drawTile, markFor } from '../../server/media/watermark.ts';

const LINES = ['Ilze Liepiņa', 'DVI-2026/17', '2026-11-20 10:04 #1a2b3c4d'];

/** The tile as text: `#` for ink, `.` for its shadow. */
function drawn(lines: readonly string[]): string[] {
  const { width, height, pixels } = drawTile(lines, 1);
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const [grey = 0, , , opacity = 0] = pixels.subarray((y * width + x) * 4);
      return opacity === 0 ? ' ' : grey === 255 ? '#' : '.';
    }).join(''),
  );
  const ink = rows.map((row) => row.replaceAll('.', ' ')).filter((row) => row.trim() !== '');
  const left = Math.min(...ink.map((row) => row.search(/#/)));
  return ink.map((row) => row.slice(left).trimEnd());
}

describe('the watermark in the pixels', function () {
  this.timeout(20_000);
  let sanitiser: Sanitiser;
  before(() => {
    sanitiser = createSanitiser();
  });
  after(() => sanitiser.close());

  async function plain(width: number, height: number, background = '#808080'): Promise<Buffer> {
    return sharp({ create: { width, height, channels: 3, background } })
      .jpeg()
      .toBuffer();
  }

  /** One byte a pixel: how far each is from the plain picture. */
  async function difference(width: number, height: number, background?: string): Promise<Buffer> {
    const picture = await plain(width, height, background);
    const marked = await sanitiser.mark(picture, markFor(LINES, width));
    assert.ok(marked.ok);
    const [variant] = marked.variants;
    assert.deepEqual([variant.width, variant.height], [width, height]);
    const grey = (bytes: Uint8Array) => sharp(bytes).greyscale().raw().toBuffer();
    const [before, after] = await Promise.all([grey(picture), grey(variant.bytes)]);
    return Buffer.from(before.map((value, place) => Math.abs(value - (after[place] ?? 0))));
  }

  it('[REV-25] letters are drawn as they are, with the marks of Latvian ones', () => {
    assert.deepEqual(drawn(['Ļ']), ['#', '#', '#', '#', '#', '#', '#####', '  #', ' #']);
    assert.deepEqual(drawn(['ā']), [' ###', ' ###', '#   #', '#   #', '#####', '#   #', '#   #', '#   #']);
    // Whatever has no letter here is not left out silently.
    assert.deepEqual(drawn(['я']), ['#####', '#   #', '#   #', '#   #', '#   #', '#   #', '#####']);
  });

  for (const background of ['#000000', '#808080', '#ffffff']) {
    it(`[REV-25] it covers a picture of ${background}: no quarter of its width and height is without`, async () => {
      const [width, height] = [640, 480];
      const changed = await difference(width, height, background);
      for (let top = 0; top + 120 <= height; top += 40) {
        for (let left = 0; left + 160 <= width; left += 40) {
          let marked = 0;
          for (let y = top; y < top + 120; y += 1) {
            for (let x = left; x < left + 160; x += 1) if ((changed[y * width + x] ?? 0) > 40) marked += 1;
          }
          assert.ok(marked > 0.02 * 120 * 160, `${left},${top}: ${marked}`);
        }
      }
    });
  }

  it('[REV-25] it is slanted: turned back by 30 degrees it stands in lines, as it is in none', async () => {
    const [width, height] = [900, 600];
    const changed = await difference(width, height);
    const inkless = async (angle: number) => {
      const raw = { width, height, channels: 1 } as const;
      const { data, info } = await sharp(changed, { raw })
        .rotate(angle, { background: '#000000' })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const middle = { x: Math.floor(info.width / 2) - 150, y: Math.floor(info.height / 2) - 150 };
      let empty = 0;
      for (let y = middle.y; y < middle.y + 300; y += 1) {
        let most = 0;
        for (let x = middle.x; x < middle.x + 300; x += 1) {
          most = Math.max(most, data[(y * info.width + x) * info.channels] ?? 0);
        }
        if (most < 40) empty += 1;
      }
      return empty;
    };
    assert.equal(await inkless(0), 0);
    assert.ok((await inkless(30)) > 40);
  });

  it('[REV-25] pictures smaller than the mark and as large as any are marked', async () => {
    for (const [width, height] of [
      [40, 30],
      [2048, 1536],
    ] as const) {
      const changed = await difference(width, height);
      assert.ok(
        changed.some((value) => value > 40),
        `${width}`,
      );
    }
  });

  it('[REV-25] what cannot be marked is not shown', async () => {
    const broken = Buffer.from((await plain(640, 480)).subarray(0, 400));
    assert.deepEqual(await sanitiser.mark(broken, markFor(LINES, 640)), {
      ok: false,
      code: 'picture_broken',
    });
  });
});
