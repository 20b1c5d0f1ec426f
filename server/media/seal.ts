/**
 * Seals one object (a photo, a smaller variant of it) so that whoever holds the bytes without the data key can
 * neither read them nor change them unnoticed, while a range can still be opened without reading the rest.
 *
 * Layout: `"ZVO" version(1) salt(16)`, then segments of 65,536 bytes of plaintext, each AES-256-GCM with its
 * 16-byte tag; the last segment is shorter, and empty for an empty object.
 *
 * - HKDF over the random salt gives each sealing its own segment key, so a segment's number can serve as its
 *   nonce, and even the same data key used twice (a put repeated after a crash) never repeats a nonce.
 * - The additional data binds controller, session and object (a segment moved elsewhere fails), the header,
 *   the segment's number (none can be swapped or dropped) and whether it is the last (no cut, no append).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a sealed object belongs to; opening it as anything else fails. */
export interface Binding {
  readonly controller: string;
  readonly session: string;
  readonly object: string;
}

export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** Reads a part of the sealed bytes; answers undefined when the object is gone. */
export type FetchRange = (range: ByteRange) => Promise<Uint8Array | undefined>;

/** The bytes are not what was sealed: changed, cut, swapped, another object's, or the wrong key. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

export const SEGMENT_BYTES = 65_536;
const TAG_BYTES = 16;
const SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES;
const MAGIC = Buffer.from('ZVO\x01', 'latin1');
const SALT_BYTES = 16;
export const HEADER_BYTES = MAGIC.length + SALT_BYTES;

/** Bytes that `plain` bytes of plaintext take when sealed. */
export function sealedSize(plain: number): number {
  return HEADER_BYTES + plain + TAG_BYTES * segmentCount(plain);
}

/** Bytes of plaintext in a sealed object of this size. Throws `SealError` for a size no sealing produces. */
export function plainSize(sealed: number): number {
  const body = sealed - HEADER_BYTES;
  const plain = body - TAG_BYTES * Math.ceil(body / SEALED_SEGMENT_BYTES);
  if (!Number.isSafeInteger(plain) || plain < 0 || sealedSize(plain) !== sealed) {
    throw new SealError('no sealed object has this size');
  }
  return plain;
}

/** Seals `plain` under a 256-bit data key. The answer is `sealedSize(plain.length)` bytes. */
export function sealObject(dataKey: Uint8Array, binding: Binding, plain: Uint8Array): Uint8Array {
  const header = Buffer.concat([MAGIC, randomBytes(SALT_BYTES)]);
  const seal = segmentSealer(dataKey, binding, header);
  const count = segmentCount(plain.length);
  const sealed = Buffer.allocUnsafe(sealedSize(plain.length));
  sealed.set(header);
  for (let number = 0; number < count; number += 1) {
    const part = plain.subarray(number * SEGMENT_BYTES, (number + 1) * SEGMENT_BYTES);
    sealed.set(seal(number, number === count - 1, part), HEADER_BYTES + number * SEALED_SEGMENT_BYTES);
  }
  return sealed;
}

/** Opens a whole sealed object. Throws `SealError` unless it is exactly what was sealed. */
export function openObject(dataKey: Uint8Array, binding: Binding, sealed: Uint8Array): Uint8Array {
  const plain = Buffer.allocUnsafe(plainSize(sealed.length));
  const open = segmentOpener(dataKey, binding, sealed.subarray(0, HEADER_BYTES));
  const count = segmentCount(plain.length);
  for (let number = 0; number < count; number += 1) {
    const part = sealed.subarray(...segmentSpan(number, sealed.length));
    plain.set(open(number, number === count - 1, part), number * SEGMENT_BYTES);
  }
  return plain;
}

/**
 * Opens `range` of the plaintext, fetching the header and the segments it touches only. A range beyond the end
 * is cut to it. `sealedBytes` is the size of the sealed object as recorded when it was stored: a store that
 * claims another one is found out at the last segment. Answers undefined when the object is gone.
 */
export async function openRange(
  dataKey: Uint8Array,
  binding: Binding,
  sealedBytes: number,
  fetch: FetchRange,
  range: ByteRange,
): Promise<Uint8Array | undefined> {
  const size = plainSize(sealedBytes);
  const start = Math.min(Math.max(range.start, 0), size);
  const end = Math.min(start + Math.max(range.length, 0), size);
  const count = segmentCount(size);
  const first = Math.min(Math.floor(start / SEGMENT_BYTES), count - 1);
  const last = Math.max(first, Math.ceil(end / SEGMENT_BYTES) - 1);
  const [from] = segmentSpan(first, sealedBytes);
  const [, to] = segmentSpan(last, sealedBytes);
  const [header, body] = await Promise.all([
    fetch({ start: 0, length: HEADER_BYTES }),
    fetch({ start: from, length: to - from }),
  ]);
  if (!header || !body) return undefined;
  if (body.length !== to - from) throw new SealError('the store gave fewer or more bytes than asked for');
  const open = segmentOpener(dataKey, binding, header);
  const parts: Uint8Array[] = [];
  for (let number = first; number <= last; number += 1) {
    const [begin, finish] = segmentSpan(number, sealedBytes);
    parts.push(open(number, number === count - 1, body.subarray(begin - from, finish - from)));
  }
  return Buffer.concat(parts).subarray(start - first * SEGMENT_BYTES, end - first * SEGMENT_BYTES);
}

function segmentCount(plain: number): number {
  return Math.max(1, Math.ceil(plain / SEGMENT_BYTES));
}

/** Where a segment lies in the sealed bytes: from, and up to but without. */
function segmentSpan(number: number, sealedBytes: number): [from: number, to: number] {
  const from = HEADER_BYTES + number * SEALED_SEGMENT_BYTES;
  return [from, Math.min(from + SEALED_SEGMENT_BYTES, sealedBytes)];
}

function segmentSealer(dataKey: Uint8Array, binding: Binding, header: Uint8Array) {
  const key = segmentKey(dataKey, header);
  const bound = boundData(binding, header);
  return (number: number, last: boolean, plain: Uint8Array): Uint8Array => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number));
    cipher.setAAD(Buffer.concat([bound, position(number, last)]));
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
}

function segmentOpener(dataKey: Uint8Array, binding: Binding, header: Uint8Array) {
  if (header.length !== HEADER_BYTES || !MAGIC.equals(header.subarray(0, MAGIC.length))) {
    throw new SealError('not a sealed object of this version');
  }
  const key = segmentKey(dataKey, header);
  const bound = boundData(binding, header);
  return (number: number, last: boolean, sealed: Uint8Array): Uint8Array => {
    const cut = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.concat([bound, position(number, last)]));
    decipher.setAuthTag(sealed.subarray(cut));
    const plain = decipher.update(sealed.subarray(0, cut));
    try {
      decipher.final();
    } catch (cause) {
      throw new SealError(`segment ${number} is not what was sealed`, { cause });
    }
    return plain;
  };
}

function segmentKey(dataKey: Uint8Array, header: Uint8Array): Uint8Array {
  if (dataKey.length !== 32) throw new Error('a data key is 32 bytes');
  return new Uint8Array(
    hkdfSync('sha256', dataKey, header.subarray(MAGIC.length), 'zvana object segments', 32),
  );
}

/** Each name goes in with its length, so that no two bindings share their bytes. */
function boundData(binding: Binding, header: Uint8Array): Uint8Array {
  const names = [binding.controller, binding.session, binding.object].flatMap((name) => {
    const bytes = Buffer.from(name, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat([header, ...names]);
}

function position(number: number, last: boolean): Uint8Array {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(number);
  bytes.writeUInt8(last ? 1 : 0, 4);
  return bytes;
}

function nonceOf(number: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 8);
  return nonce;
}
