/**
 * Takes a picture in: sanitise, seal, store. Either all of it is stored and answered, or nothing of it stays:
 * the data key is destroyed first, so that whatever a failed store might still hold can never be opened.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { MediaRow } from '../database.ts';
import { type Clock, type ObjectStore, StoreError } from '../ports.ts';
import type { Grant } from '../privacy/guard.ts';
import { type Held, isHeld } from '../privacy/held.ts';
import {
  bindingOf,
  type MediaKeys,
  type MediaKind,
  type MediaRows,
  mustCover,
  objectKey,
  pictureDigest,
  sealedDigest,
} from './objects.ts';
import type { Sanitiser } from './sanitiser.ts';
import { sealObject } from './seal.ts';
import type { Variant } from './worker-messages.ts';

export interface IncomingPicture {
  /** Id made by the sender; the same id again is the same picture. */
  readonly media: string;
  readonly kind: MediaKind;
  readonly bytes: Uint8Array;
  /** Widths of smaller variants, in pixels. */
  readonly widths: readonly number[];
}

export interface StoredVariant {
  /** Object id. */
  readonly id: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Plain size. */
  readonly bytes: number;
  /** SHA-256 of the sealed bytes. */
  readonly digest: Uint8Array;
}

/** `width`, `height` and `bytes` are the largest variant's, which `variants` starts with. */
export interface StoredPicture {
  readonly ok: true;
  readonly media: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Of all variants, for the event's entry: see `pictureDigest`. */
  readonly digest: Uint8Array;
  readonly variants: readonly [StoredVariant, ...StoredVariant[]];
}

export interface Intake {
  /**
   * Stores a picture in the grant's session. The same id again is answered with the first outcome, also while
   * that is still being made; an id that was erased answers `photo_gone`. Refusals: the sanitiser's,
   * `store_unavailable`, `storage_full`. The caller appends the event, and calls `discard` if that is refused.
   */
  store(grant: Grant, picture: IncomingPicture): Promise<StoredPicture | Refusal>;
  /** Removes what no event tells of. Afterwards the id is as if never seen. */
  discard(session: string, media: string): Promise<Removal>;
  /** Erases what an event tells of: key first. Afterwards the id stays known as erased. Idempotent. */
  erase(session: string, media: string): Promise<Removal>;
  /** After a restart: removes what was half stored and finishes what was half erased. */
  resume(): Promise<void>;
}

/** `objects-left`: the key is destroyed, and `resume` deletes the sealed bytes once the store answers again. */
export type Removal = 'complete' | 'objects-left';

export interface IntakeDeps {
  readonly sanitiser: Pick<Sanitiser, 'sanitise'>;
  readonly objects: Pick<ObjectStore, 'put' | 'delete' | 'hold'>;
  readonly keys: Pick<MediaKeys, 'create' | 'destroy'>;
  readonly rows: MediaRows;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly heldOf: (session: string) => Held;
}

export function createIntake(deps: IntakeDeps): Intake {
  const { sanitiser, objects, keys, rows, clock, newId, heldOf } = deps;
  /** Outcomes in the making, by session and id. */
  const underway = new Map<string, Promise<StoredPicture | Refusal>>();

  async function take(grant: Grant, picture: IncomingPicture): Promise<StoredPicture | Refusal> {
    const known = await rows.of(grant.session, picture.media);
    if (known.some((row) => row.state === 'erasing' || row.state === 'erased')) return refuse('photo_gone');
    if (known.length > 0 && known.every((row) => row.state === 'stored')) {
      // A server killed between storing and shielding is asked again by whoever got no answer.
      return shield(known).then(() => toOutcome(picture.media, known), refusalFor);
    }
    // Half stored by a server that was killed: start afresh under new object ids and a new key.
    if ((await removeRows(known)) === 'objects-left') return refuse('store_unavailable');
    const clean = await sanitiser.sanitise(picture.bytes, { widths: picture.widths });
    return clean.ok ? keep(grant, picture, clean.variants) : clean;
  }

  async function keep(grant: Grant, picture: IncomingPicture, variants: readonly Variant[]) {
    const { controller, session } = grant;
    // One key for the picture and its variants: destroying it takes all of them back at once.
    const key = await keys.create(controller, session);
    const sealed = variants.map((variant) => {
      const place = { id: newId(), controller, session };
      const bytes = sealObject(key.dataKey, bindingOf(place), variant.bytes);
      return {
        row: { ...place, ...describe(picture, variant, bytes), key: key.id, created_at: clock.now() },
        bytes,
      };
    });
    const pending = sealed.map(({ row }) => row);
    try {
      await rows.insert(pending);
      // Settled, not raced: no put may still be running when its object is deleted.
      const puts = await Promise.allSettled(
        sealed.map(({ row, bytes }) => objects.put(objectKey(row), bytes)),
      );
      const failed = puts.find((put) => put.status === 'rejected');
      if (failed) throw failed.reason;
      await rows.setState(
        pending.map((row) => row.id),
        'stored',
      );
      await shield(pending);
      return toOutcome(picture.media, pending);
    } catch (error) {
      await removeRows(pending);
      return refusalFor(error);
    }
  }

  /**
   * A hold that is set meanwhile either finds these rows stored, or is seen here, which is why this comes after them:
   * no picture of a held session is acknowledged that the store would let expire (HLD-10).
   */
  async function shield(stored: readonly MediaRow[]): Promise<void> {
    for (const row of stored) {
      if (isHeld(heldOf(row.session), row.media)) await objects.hold(objectKey(row), true);
    }
  }

  /** Key, objects, rows, in this order; rows stay while an object may be left, so that it is found again. */
  async function removeRows(gone: readonly MediaRow[]): Promise<Removal> {
    const ids = gone.map((row) => row.id);
    if ((await destroyContent(gone)) === 'objects-left') return 'objects-left';
    await rows.remove(ids);
    return 'complete';
  }

  async function eraseRows(doomed: readonly MediaRow[]): Promise<Removal> {
    const left = doomed.filter((row) => row.state !== 'erased');
    const ids = left.map((row) => row.id);
    // Rows of a photo whose erasure an event tells of say so already, in the event's commit.
    const unmarked = left.filter((row) => row.state !== 'erasing').map((row) => row.id);
    await rows.setState(unmarked, 'erasing');
    if ((await destroyContent(left)) === 'objects-left') return 'objects-left';
    await rows.setState(ids, 'erased');
    return 'complete';
  }

  async function destroyContent(doomed: readonly MediaRow[]): Promise<Removal> {
    for (const key of new Set(doomed.map((row) => row.key))) await keys.destroy(key);
    const deletions = await Promise.allSettled(doomed.map((row) => objects.delete(objectKey(row))));
    for (const deletion of deletions) {
      if (deletion.status === 'fulfilled') continue;
      if (!(deletion.reason instanceof StoreError)) throw deletion.reason;
      return 'objects-left';
    }
    return 'complete';
  }

  return {
    store(grant, picture) {
      mustCover(grant, 'write', picture.kind);
      const name = `${grant.session}/${picture.media}`;
      const running = underway.get(name);
      if (running) return running;
      const outcome = take(grant, picture).finally(() => underway.delete(name));
      underway.set(name, outcome);
      return outcome;
    },
    async discard(session, media) {
      const found = await rows.of(session, media);
      // Back to pending first: should the server die now, `resume` discards it.
      await rows.setState(
        found.map((row) => row.id),
        'pending',
      );
      return removeRows(found);
    },
    erase: async (session, media) => eraseRows(await rows.of(session, media)),
    async resume() {
      await removeRows(await rows.inState('pending'));
      await eraseRows(await rows.inState('erasing'));
    },
  };
}

function describe({ media, kind }: IncomingPicture, { width, height, bytes }: Variant, sealed: Uint8Array) {
  return {
    media,
    kind,
    width,
    height,
    bytes: bytes.length,
    digest: sealedDigest(sealed),
    state: 'pending' as const,
  };
}

function toOutcome(media: string, rows: readonly MediaRow[]): StoredPicture {
  const [largest, ...smaller] = rows
    .map(({ id, width, height, bytes, digest }) => ({ id, width, height, bytes, digest }))
    .sort((one, other) => other.width - one.width);
  if (!largest) throw new Error('a stored picture has at least one variant');
  const { width, height, bytes } = largest;
  return {
    ok: true,
    media,
    width,
    height,
    bytes,
    digest: pictureDigest(rows),
    variants: [largest, ...smaller],
  };
}

/** What the store could not do is for the caller to try again; anything else is a fault of ours and thrown. */
function refusalFor(error: unknown): Refusal {
  if (!(error instanceof StoreError)) throw error;
  const { cause } = error;
  const full =
    cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return refuse(full ? 'storage_full' : 'store_unavailable');
}
