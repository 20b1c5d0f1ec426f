/** What the caller has done to a photo before sending it: a list, so that each step can be undone. Pure. */
import { type Rect, WHOLE } from './rect.ts';

export type Tool = 'crop' | 'cover';

export interface Edit {
  readonly tool: Tool;
  readonly rect: Rect;
}

/** The part that is kept: the last crop counts, since each is drawn inside the one before. */
export function keptPart(edits: readonly Edit[]): Rect {
  return edits.filter((edit) => edit.tool === 'crop').pop()?.rect ?? WHOLE;
}

export function covers(edits: readonly Edit[]): readonly Rect[] {
  return edits.filter((edit) => edit.tool === 'cover').map((edit) => edit.rect);
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whole pixels of a frame. Grown outwards, so that no sliver of what is covered stays visible. */
export function toPixels(rect: Rect, width: number, height: number): Box {
  const x = Math.floor(rect.x * width);
  const y = Math.floor(rect.y * height);
  return {
    x,
    y,
    width: Math.min(width, Math.ceil((rect.x + rect.w) * width)) - x,
    height: Math.min(height, Math.ceil((rect.y + rect.h) * height)) - y,
  };
}

/** Longest side of what leaves the phone, in pixels. */
export const LONGEST_SIDE = 2048;

/** The size at which a picture is drawn: its own, or reduced to the longest side. At least one pixel. */
export function fittingSize(
  width: number,
  height: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
