/**
 * Looks for secrets in every file of a folder, in every form that a careless write could give them. One pass over
 * each file however many needles there are: they are found by their first three bytes.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface Needle {
  /** What is being looked for, without the secret itself. */
  readonly what: string;
  readonly bytes: Uint8Array;
  /** Only digits: may stand by chance inside an id or a hash. */
  readonly digits: boolean;
}

export interface Hit {
  readonly what: string;
  readonly file: string;
  readonly offset: number;
}

/** A text as it is, in hex, in UTF-16 of both orders, and in base64 at each of the three alignments. */
export function formsOf(what: string, text: string): Needle[] {
  const utf8 = Buffer.from(text, 'utf8');
  const wide = Buffer.from(text, 'utf16le');
  const hex = utf8.toString('hex');
  const forms: [string, Buffer][] = [
    ['plain', utf8],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ['UTF-16LE', wide],
    ['UTF-16BE', Buffer.from(wide).swap16()],
  ];
  for (const shift of [0, 1, 2]) {
    const inside = base64Inside(utf8, shift);
    forms.push([`base64 +${shift}`, Buffer.from(inside)]);
    const url = inside.replaceAll('+', '-').replaceAll('/', '_');
    if (url !== inside) forms.push([`base64url +${shift}`, Buffer.from(url)]);
  }
  return forms.map(([form, bytes]) => ({
    what: `${what} (${form})`,
    bytes,
    digits: form === 'plain' && /^\d+$/.test(text),
  }));
}

/** The characters of base64 that these bytes alone decide when `shift` bytes stand before them. */
function base64Inside(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}

/** A number in E.164, every way that people and programs write it. */
export function numberForms(number: string): Needle[] {
  const national = number.slice(-8);
  const [a, b, c] = [national.slice(0, 2), national.slice(2, 5), national.slice(5)];
  const spellings = [
    national,
    `${a} ${b} ${c}`,
    `${national.slice(0, 4)} ${national.slice(4)}`,
    `${a}-${b}-${c}`,
  ];
  const integer = Buffer.alloc(8);
  integer.writeBigInt64BE(BigInt(number.replace(/\D/g, '')));
  const reversed = Buffer.from(integer).reverse();
  return [
    ...spellings.flatMap((spelling) => formsOf('number', spelling)),
    { what: 'number (integer)', bytes: integer.subarray(2), digits: false },
    { what: 'number (integer, reversed)', bytes: reversed.subarray(0, 6), digits: false },
  ];
}

/** Slices of a picture: its beginning, its end, and some between. */
export function pictureSlices(picture: Uint8Array): Needle[] {
  const size = 64;
  const places = [0, 0.1, 0.25, 0.5, 0.75, 0.9].map((part) => Math.floor(part * (picture.length - size)));
  return [...places, picture.length - size].map((from) => ({
    what: `picture (bytes from ${from})`,
    bytes: picture.slice(from, from + size),
    digits: false,
  }));
}

export function createScanner(needles: readonly Needle[]) {
  const known = new Set<string>();
  const byStart = new Map<number, Needle[]>();
  const starts = new Uint8Array(1 << 24);
  for (const needle of needles) {
    const name = Buffer.from(needle.bytes).toString('latin1');
    if (needle.bytes.length < 4 || known.has(name)) continue;
    known.add(name);
    const start = startAt(needle.bytes, 0);
    starts[start] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), needle]);
  }

  function scan(file: string, bytes: Buffer): Hit[] {
    const hits: Hit[] = [];
    for (let offset = 0; offset + 3 <= bytes.length; offset += 1) {
      const start = startAt(bytes, offset);
      if (starts[start] === 0) continue;
      for (const needle of byStart.get(start) ?? []) {
        const end = offset + needle.bytes.length;
        if (end > bytes.length || bytes.compare(needle.bytes, 0, needle.bytes.length, offset, end) !== 0)
          continue;
        if (needle.digits && standsInAnId(bytes, offset, end)) continue;
        hits.push({ what: needle.what, file, offset });
      }
    }
    return hits;
  }

  return {
    scan,
    /** Every file below the folder; in stored objects, also what any picture begins with. */
    scanFolder(folder: string): Hit[] {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
        const path = join(folder, name);
        if (!statSync(path).isFile()) return [];
        const bytes = readFileSync(path);
        const hits = scan(name, bytes);
        return name.startsWith(`objects${sep}`) ? [...hits, ...signaturesIn(name, bytes)] : hits;
      });
    },
  };
}

function startAt(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 16) | ((bytes[offset + 1] ?? 0) << 8) | (bytes[offset + 2] ?? 0);
}

const LONG_SIGNATURES = ['JFIF\0', 'Exif\0\0', '\x89PNG\r\n\x1a\n', 'WEBPVP8'];

function signaturesIn(file: string, bytes: Buffer): Hit[] {
  const jpeg = bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff)) ? 0 : -1;
  const offsets = [jpeg, ...LONG_SIGNATURES.map((text) => bytes.indexOf(text, 0, 'latin1'))];
  return offsets
    .filter((offset) => offset >= 0)
    .map((offset) => ({ what: 'picture signature', file, offset }));
}

const IDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}/g;

/** Eight digits in a row are found in random UUIDs and hashes by chance; outside them they are not. */
function standsInAnId(bytes: Buffer, from: number, to: number): boolean {
  const around = Math.max(0, from - 64);
  const text = bytes.toString('latin1', around, to + 64);
  return [...text.matchAll(IDS)].some(
    ({ index, 0: id }) => around + index <= from && to <= around + index + id.length,
  );
}
