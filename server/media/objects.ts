/** What intake, reader and verifier agree on about a stored picture. */
import { createHash } from 'node:crypto';
import type { MediaRow } from '../database.ts';
import type { Grant } from '../privacy/guard.ts';
import type { Binding } from './seal.ts';

/** A photo is the caller's, a picture of the moment the agent's. */
export type MediaKind = MediaRow['kind'];

/** The rows of `media`, one for each stored variant. All changes are durable when they resolve. */
export interface MediaRows {
  of(session: string, media: string): Promise<readonly MediaRow[]>;
  inState(state: 'pending' | 'erasing'): Promise<readonly MediaRow[]>;
  insert(rows: readonly MediaRow[]): Promise<void>;
  setState(ids: readonly string[], state: MediaRow['state']): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

/** Data keys, wrapped by their session's key in the key store. */
export interface MediaKeys {
  /** A new random 256-bit key, durable when it resolves: before anything is sealed with it (KEY-2). */
  create(controller: string, session: string): Promise<{ readonly id: string; readonly dataKey: Uint8Array }>;
  /** Undefined once the key, or its session's, is destroyed. */
  open(id: string): Promise<Uint8Array | undefined>;
  /** Idempotent; the key is gone for good when it resolves. */
  destroy(id: string): Promise<void>;
}

type Place = Pick<MediaRow, 'controller' | 'session' | 'id'>;

/** Where a variant lies in the object store. */
export function objectKey({ controller, session, id }: Place): string {
  return `${controller}/${session}/${id}`;
}

/** What a variant's sealed bytes are bound to. */
export function bindingOf({ controller, session, id }: Place): Binding {
  return { controller, session, object: id };
}

/** SHA-256 of a variant's sealed bytes, as its row carries it. */
export function sealedDigest(sealed: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(sealed).digest());
}

/**
 * What the event's entry carries: SHA-256 over the digests of all variants, widest first. One hash covers every
 * object of the picture, and a verifier can make it again from the stored files without any key.
 */
export function pictureDigest(variants: readonly Pick<MediaRow, 'width' | 'digest'>[]): Uint8Array {
  const hash = createHash('sha256');
  for (const { digest } of variants.toSorted((one, other) => other.width - one.width)) hash.update(digest);
  return new Uint8Array(hash.digest());
}

/** A grant for something else is a mistake in the code that passed it, not a refusal. */
export function mustCover(grant: Grant, access: Grant['access'], kind: MediaKind): void {
  const category = kind === 'photo' ? 'photo' : 'shown';
  if (grant.access !== access || grant.category !== category) {
    throw new Error(`a grant to ${grant.access} ${grant.category} does not cover a ${kind}`);
  }
}
