/**
 * Which picture these bytes say they are, by their first bytes only: the declared content type and the file's
 * name are the sender's claim. Only the three formats that phones' browsers produce reach the decoder.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';

export type PictureType = 'jpeg' | 'png' | 'webp';

/** ISO base media brands of HEIC, HEIF and AVIF, which browsers other than Safari cannot show. */
const HEIF_BRANDS = [
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'hevm',
  'hevs',
  'mif1',
  'msf1',
  'avif',
  'avis',
];

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function pictureType(bytes: Uint8Array): { readonly ok: true; readonly type: PictureType } | Refusal {
  if (bytes.length === 0) return refuse('picture_empty');
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return { ok: true, type: 'jpeg' };
  if (PNG_SIGNATURE.every((byte, at) => bytes[at] === byte)) return { ok: true, type: 'png' };
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return { ok: true, type: 'webp' };
  if (isHeif(bytes)) return refuse('picture_heic');
  return refuse('picture_type_unsupported');
}

/** The first box is `ftyp`; its major brand, or one it says it is compatible with, names the format. */
function isHeif(bytes: Uint8Array): boolean {
  if (ascii(bytes, 4, 8) !== 'ftyp') return false;
  const boxEnd = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.length, 256);
  for (let at = 8; at + 4 <= boxEnd; at += 4) {
    if (HEIF_BRANDS.includes(ascii(bytes, at, at + 4))) return true;
  }
  return false;
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
