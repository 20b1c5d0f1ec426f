/**
 * The process that decodes what strangers send. Started by `worker-process.ts` under Node's permission model
 * with an empty environment: no network, no writes, no child processes, no credentials, and only sharp's own
 * files to read. It gets one picture at a time over IPC and answers with re-encoded ones.
 *
 * Re-encoding from pixels is the point: whatever else the file carried (EXIF with a location, a script behind
 * the picture's end) does not come along.
 */
import sharp from 'sharp';
import type { CleanJob, Job, MarkJob, READY, Reply, Variant } from './worker-messages.ts';

const LOADERS = ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'];

lockDown();
process.on('message', (job: Job) => {
  // The sender is the server itself over a private channel, so the type is known here.
  const done = 'mark' in job ? mark(job) : sanitise(job);
  done.then(answer, (error: unknown) => answer(refusal(job.id, error)));
});
// Without its server a worker has no reason to be.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches every process of the terminal; the server decides when its worker ends, and is not disturbed.
process.on('SIGINT', () => undefined);
process.send?.('ready' satisfies typeof READY);

function lockDown(): void {
  const rights = ['fs.write', 'net', 'child', 'worker'].filter(
    (right) => process.permission?.has(right) ?? true,
  );
  if (rights.length > 0) throw new Error(`the picture worker must not have: ${rights.join(', ')}`);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  sharp.cache(false);
  sharp.concurrency(1);
}

async function sanitise(job: CleanJob): Promise<Reply> {
  const input = { limitInputPixels: job.maxPixels, failOn: 'error', pages: 1 } as const;
  const header = await sharp(job.bytes, input).metadata();
  // An animation is read as its first page; `pages: 1` keeps the others from being decoded.
  if (header.width * header.height > job.maxPixels)
    return { id: job.id, ok: false, code: 'picture_too_many_pixels' };
  const { data, info } = await sharp(job.bytes, input)
    .autoOrient()
    .resize({ width: job.maxSide, height: job.maxSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const variants: Variant[] = [];
  for (const wanted of [width, ...job.widths.filter((each) => each < width)]) {
    // Measured at 2048 x 1536: mozjpeg saves 25 % of the bytes and takes ten times as long (150 ms). Worth it
    // for the small variants that travel to phones, not for the one that an agent waits for.
    const options = { quality: job.quality, mozjpeg: wanted < width };
    const encoder = sharp(data, { raw: { width, height, channels } }).resize({ width: wanted });
    const encoded = await encoder.jpeg(options).toBuffer({ resolveWithObject: true });
    variants.push({ width: encoded.info.width, height: encoded.info.height, bytes: encoded.data });
  }
  return { id: job.id, ok: true, variants };
}

/** Degrees. Slanted, since pictures are cropped upright: no strip along an edge is without a part of the mark. */
const SLANT = -30;

/** Lays the tile over all of the picture, side by side and row by row. */
async function mark({ id, bytes, maxPixels, quality, mark: tile }: MarkJob): Promise<Reply> {
  const picture = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' });
  const { width, height } = await picture.metadata();
  // A square that covers the picture however it is turned.
  const side = Math.max(Math.ceil(Math.hypot(width, height)), tile.width, tile.height);
  const raw = { width: tile.width, height: tile.height, channels: 4 } as const;
  const field = sharp({ create: { width: side, height: side, channels: 4, background: CLEAR } })
    .composite([{ input: Buffer.from(tile.pixels), raw, tile: true }])
    .raw();
  const square = { raw: { width: side, height: side, channels: 4 } } as const;
  const slanted = await sharp(await field.toBuffer(), square)
    .rotate(SLANT, { background: CLEAR })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const left = Math.floor((slanted.info.width - width) / 2);
  const top = Math.floor((slanted.info.height - height) / 2);
  const turned = { width: slanted.info.width, height: slanted.info.height, channels: 4 } as const;
  const over = await sharp(slanted.data, { raw: turned })
    .extract({ left, top, width, height })
    .raw()
    .toBuffer();
  const { data, info } = await picture
    .composite([{ input: over, raw: { width, height, channels: 4 } }])
    .jpeg({ quality })
    .toBuffer({ resolveWithObject: true });
  return { id, ok: true, variants: [{ width: info.width, height: info.height, bytes: data }] };
}

const CLEAR = '#00000000';

/** The decoder's own words are not passed on: they can quote the file. */
function refusal(id: number, error: unknown): Reply {
  const tooMany = error instanceof Error && error.message.includes('exceeds pixel limit');
  return { id, ok: false, code: tooMany ? 'picture_too_many_pixels' : 'picture_broken' };
}

function answer(reply: Reply): void {
  process.send?.(reply);
}
