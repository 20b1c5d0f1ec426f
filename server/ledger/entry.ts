/**
 * One ledger entry: a small public header, and a payload sealed under it. Each hash covers the hash before it,
 * the header and the ciphertext, so that the chain stays verifiable after the key, and with it the content, is
 * gone (LED-2).
 */
import { createCipheriv, createDecipheriv, hash, type KeyObject, randomFillSync } from 'node:crypto';
import type { EntryRow } from '../database.ts';

/** What anyone may read of an entry, for as long as it exists. No content, no number, no name. */
export interface EntryHeader {
  readonly controller: string;
  readonly stream: string;
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly role: string;
  /** Pseudonymous staff id; empty for others. */
  readonly staff: string;
  /** SHA-256 of the sealed object that the entry is about; empty for none. */
  readonly object: Uint8Array;
}

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Head of a stream that has no entry yet. */
export const GENESIS: Uint8Array = new Uint8Array(32);

/** The header as bytes: what the seal binds and the hash covers. JSON of a fixed-order array is canonical. */
function headerBytes(header: EntryHeader): Buffer {
  const { controller, stream, seq, at, type, role, staff, object } = header;
  const objectHex = object.length === 0 ? '' : Buffer.from(object).toString('hex');
  return Buffer.from(JSON.stringify([FORMAT, controller, stream, seq, at, type, role, staff, objectHex]));
}

/**
 * Random nonces, drawn in blocks: one call to the kernel per 256 entries instead of one each. Random and not
 * counted, because a commit that failed may have left its ciphertext in the write-ahead log, and the next
 * attempt at the same sequence must not repeat its nonce.
 */
const nonces = Buffer.alloc(NONCE_BYTES * 256);
let used = nonces.length;
function nextNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  const nonce = Buffer.from(nonces.subarray(used, used + NONCE_BYTES));
  used += NONCE_BYTES;
  return nonce;
}

/** Seals a payload under its header with AES-256-GCM and links it to the entry before it. */
export function sealEntry(
  key: KeyObject,
  previous: Uint8Array,
  header: EntryHeader,
  payload: string,
): EntryRow {
  const bound = headerBytes(header);
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  const body = cipher.update(payload, 'utf8');
  cipher.final();
  const sealed = Buffer.concat([nonce, body, cipher.getAuthTag()]);
  const { stream, seq, at, type, role, staff, object } = header;
  return { stream, seq, at, type, role, staff, object, sealed, hash: chain(previous, bound, sealed) };
}

/**
 * Opens an entry.
 * @throws when the key is another one or any byte of header or ciphertext was changed.
 */
export function openEntry(key: KeyObject, controller: string, row: EntryRow): string {
  const sealed = Buffer.from(row.sealed.buffer, row.sealed.byteOffset, row.sealed.byteLength);
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
    .setAAD(headerBytes({ controller, ...row }))
    .setAuthTag(sealed.subarray(end));
  return decipher.update(sealed.subarray(NONCE_BYTES, end), undefined, 'utf8') + decipher.final('utf8');
}

/** The hash that an entry must have, given the one before it. Needs no key. */
export function entryHash(previous: Uint8Array, controller: string, row: EntryRow): Uint8Array {
  return chain(previous, headerBytes({ controller, ...row }), row.sealed);
}

/** SHA-256 over previous hash, header length, header and ciphertext: the length keeps the parts apart. */
function chain(previous: Uint8Array, header: Buffer, sealed: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return hash('sha256', Buffer.concat([previous, length, header, sealed]), 'buffer');
}
