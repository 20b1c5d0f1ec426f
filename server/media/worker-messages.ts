/** What the server and its picture worker say to each other. The worker imports these types only. */
import * as v from 'valibot';

export type Job = CleanJob | MarkJob;

/** To be made safe: decoded, and encoded anew. */
export interface CleanJob {
  readonly id: number;
  /** The picture as it was sent; has passed the magic-byte check. */
  readonly bytes: Uint8Array;
  /** Widths of smaller variants, in pixels. */
  readonly widths: readonly number[];
  /** Longest side of the largest variant, in pixels. */
  readonly maxSide: number;
  /** Width times height that will be decoded at most. */
  readonly maxPixels: number;
  /** JPEG quality, 1 to 100. */
  readonly quality: number;
}

/** To be marked: one of ours, with the tile laid over all of it, slanted. The answer has one variant. */
export interface MarkJob {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  readonly quality: number;
  readonly mark: Tile;
}

/** Pixels of four bytes each: red, green, blue, opacity. */
export interface Tile {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** A re-encoded picture: JPEG, upright, no metadata. */
export interface Variant {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly variants: readonly Variant[] }
  | { readonly id: number; readonly ok: false; readonly code: 'picture_broken' | 'picture_too_many_pixels' };

/** Sent once, when the decoder is loaded and locked down. */
export const READY = 'ready';

const Jpeg = v.custom<Uint8Array>(
  (bytes) => bytes instanceof Uint8Array && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
);
const Side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_383));

/** The worker has parsed hostile bytes, so what it answers is checked like any other inbound message. */
export const ReplySchema = v.variant('ok', [
  v.strictObject({
    id: v.number(),
    ok: v.literal(true),
    variants: v.pipe(
      v.array(v.strictObject({ width: Side, height: Side, bytes: Jpeg })),
      v.minLength(1),
      v.maxLength(8),
    ),
  }),
  v.strictObject({
    id: v.number(),
    ok: v.literal(false),
    code: v.picklist(['picture_broken', 'picture_too_many_pixels']),
  }),
]);
