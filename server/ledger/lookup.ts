/**
 * Keyed hashes: finding a number or call reference without storing it. Plain hashes of phone numbers would be
 * undone by trying all of them; the key, one per controller, is what prevents it.
 */
import { createHmac } from 'node:crypto';

export type LookupKind = 'number' | 'call' | 'code';

/** HMAC-SHA-256, hex. The kind is part of it, so that hashes of different things never match. */
export function lookupHash(key: Uint8Array, kind: LookupKind, value: string): string {
  return createHmac('sha256', key).update(`${kind}\n${value}`).digest('hex');
}
