/** Opens stored pictures for whoever holds a grant. */
import type { MediaRow } from '../database.ts';
import type { ObjectStore } from '../ports.ts';
import type { Grant } from '../privacy/guard.ts';
import { bindingOf, type MediaKeys, type MediaRows, mustCover, objectKey } from './objects.ts';
import { openObject } from './seal.ts';

export interface OpenedPicture {
  /** JPEG. */
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface MediaReader {
  /**
   * Opens a picture of the grant's session. `width`: the smallest variant at least this wide, in pixels;
   * without it the largest. Undefined when there is none, or no more. Throws `StoreError` when the store does
   * not answer and `SealError` when the stored bytes were changed.
   */
  open(grant: Grant, media: string, width?: number): Promise<OpenedPicture | undefined>;
}

export function createMediaReader(deps: {
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly rows: Pick<MediaRows, 'of'>;
  readonly keys: Pick<MediaKeys, 'open'>;
}): MediaReader {
  return {
    async open(grant, media, width = Number.POSITIVE_INFINITY) {
      const row = pick(await deps.rows.of(grant.session, media), width);
      if (!row || row.controller !== grant.controller) return undefined;
      mustCover(grant, 'read', row.kind);
      const [dataKey, sealed] = await Promise.all([
        deps.keys.open(row.key),
        deps.objects.get(objectKey(row)),
      ]);
      if (!dataKey || !sealed) return undefined;
      return { bytes: openObject(dataKey, bindingOf(row), sealed), width: row.width, height: row.height };
    },
  };
}

function pick(rows: readonly MediaRow[], width: number): MediaRow | undefined {
  const stored = rows.filter((row) => row.state === 'stored').sort((one, other) => one.width - other.width);
  return stored.find((row) => row.width >= width) ?? stored.at(-1);
}
