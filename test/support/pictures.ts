/** Pictures made at test time: good ones, large ones, and the kinds that a stranger may send. */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Where the camera of `photoWithLocation` was; must never be found in what is stored. */
export const CAMERA = { make: 'SpyCam Modelis', latitude: '56/1 57/1 7/1', longitude: '24/1 6/1 19/1' };

/** Grain, because a plain colour compresses to nothing; drawn small and blown up, because noise takes long. */
function grain(width: number, height: number): Sharp {
  const small = { width: Math.ceil(width / 8), height: Math.ceil(height / 8), channels: 3 } as const;
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const drawn = sharp({ create: { ...small, background: '#777777', noise } });
  return drawn.resize({ width, height, fit: 'fill', kernel: 'nearest' });
}

export function jpeg(width: number, height: number): Promise<Buffer> {
  return grain(width, height).jpeg({ quality: 85 }).toBuffer();
}

export function png(width: number, height: number): Promise<Buffer> {
  return grain(width, height).png({ compressionLevel: 1 }).toBuffer();
}

export function webp(width: number, height: number): Promise<Buffer> {
  return grain(width, height).webp({ quality: 70, effort: 0 }).toBuffer();
}

export function gif(width: number, height: number): Promise<Buffer> {
  return grain(width, height).gif().toBuffer();
}

export function tiff(width: number, height: number): Promise<Buffer> {
  return grain(width, height).tiff().toBuffer();
}

export function avif(width: number, height: number): Promise<Buffer> {
  return grain(width, height).avif({ effort: 0 }).toBuffer();
}

/** A see-through PNG: nothing in it but a black square in the middle. */
export function transparentPng(side: number): Promise<Buffer> {
  const square = { width: side / 2, height: side / 2, channels: 3, background: '#000000' } as const;
  return sharp({ create: { width: side, height: side, channels: 4, background: '#00000000' } })
    .composite([{ input: { create: square } }])
    .png()
    .toBuffer();
}

/** As phones make them: EXIF with maker and location, an ICC profile, XMP. */
export function photoWithLocation(width: number, height: number): Promise<Buffer> {
  const gps = {
    GPSLatitudeRef: 'N',
    GPSLatitude: CAMERA.latitude,
    GPSLongitudeRef: 'E',
    GPSLongitude: CAMERA.longitude,
  };
  return grain(width, height)
    .jpeg()
    .withIccProfile('p3')
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><who>Jānis</who></x:xmpmeta>')
    .withExif({ IFD0: { Make: CAMERA.make, Copyright: 'Jānis' }, IFD3: gps })
    .toBuffer();
}

/** Red on its left half, blue on its right, and stored lying on its side with EXIF saying so. */
export async function sidewaysPhoto(width: number, height: number): Promise<Buffer> {
  const half = { width: width / 2, height, channels: 3 } as const;
  const upright = await sharp({ create: { width, height, channels: 3, background: '#0000ff' } })
    .composite([{ input: { create: { ...half, background: '#ff0000' } }, left: 0, top: 0 }])
    .png()
    .toBuffer();
  // Orientation 6: a viewer must turn the stored pixels 90 degrees clockwise, so they are turned back here.
  return sharp(upright).rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer();
}

/** The first half of a picture's bytes. */
export function truncated(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

export const HIDDEN_SCRIPT = '<script>alert(document.cookie)</script>';

/** A picture that is also a page (and the start of a ZIP) to whoever reads it as one. */
export function polyglot(picture: Buffer): Buffer {
  return Buffer.concat([picture, Buffer.from(`PK\x03\x04${HIDDEN_SCRIPT}`)]);
}

export const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
);

export const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\n');

/** The first box of a HEIF file of this brand. */
export function heif(majorBrand: string, compatible: readonly string[] = []): Buffer {
  const brands = Buffer.from(`ftyp${majorBrand}\0\0\0\0${compatible.join('')}`, 'latin1');
  const size = Buffer.alloc(4);
  size.writeUInt32BE(brands.length + 4);
  return Buffer.concat([size, brands]);
}

/** A PNG of few bytes that declares this many pixels. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const body = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
