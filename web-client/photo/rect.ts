/** Frames on a photo. Coordinates are 0..1 of the whole photo, whatever has been cropped away. Pure. */
import type { RectMove } from '../messages/call.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const WHOLE: Rect = { x: 0, y: 0, w: 1, h: 1 };

/** A frame smaller than this can neither be seen nor grabbed. */
export const SMALLEST = 0.04;

const clamp = (value: number, low: number, high: number) =>
  Math.min(Math.max(value, low), Math.max(low, high));

/** Moves a frame, keeping all of it inside `within`. */
export function moveRect(rect: Rect, dx: number, dy: number, within: Rect): Rect {
  return {
    ...rect,
    x: clamp(rect.x + dx, within.x, within.x + within.w - rect.w),
    y: clamp(rect.y + dy, within.y, within.y + within.h - rect.h),
  };
}

/** `left`/`top` say which corner is dragged; the opposite one stays where it is. */
export interface Corner {
  readonly left: boolean;
  readonly top: boolean;
}

export function dragCorner(rect: Rect, corner: Corner, dx: number, dy: number, within: Rect): Rect {
  const across = dragEdge(rect.x, rect.w, corner.left, dx, within.x, within.x + within.w);
  const down = dragEdge(rect.y, rect.h, corner.top, dy, within.y, within.y + within.h);
  return { x: across.start, w: across.length, y: down.start, h: down.length };
}

function dragEdge(start: number, length: number, first: boolean, by: number, low: number, high: number) {
  const end = start + length;
  if (first) {
    const moved = clamp(start + by, low, end - SMALLEST);
    return { start: moved, length: end - moved };
  }
  return { start, length: clamp(end + by, start + SMALLEST, high) - start };
}

/** Steps of 1/25 of the visible part: for those who cannot drag. */
export function nudge(rect: Rect, move: RectMove, within: Rect): Rect {
  const dx = within.w / 25;
  const dy = within.h / 25;
  const far: Corner = { left: false, top: false };
  switch (move) {
    case 'left':
      return moveRect(rect, -dx, 0, within);
    case 'right':
      return moveRect(rect, dx, 0, within);
    case 'up':
      return moveRect(rect, 0, -dy, within);
    case 'down':
      return moveRect(rect, 0, dy, within);
    case 'wider':
      return dragCorner(rect, far, dx, 0, within);
    case 'narrower':
      return dragCorner(rect, far, -dx, 0, within);
    case 'taller':
      return dragCorner(rect, far, 0, dy, within);
    case 'lower':
      return dragCorner(rect, far, 0, -dy, within);
    default:
      return move satisfies never;
  }
}

/** A frame in the middle of what is visible, `size` of its width and height. */
export function middleOf(within: Rect, size: number): Rect {
  const w = within.w * size;
  const h = within.h * size;
  return { x: within.x + (within.w - w) / 2, y: within.y + (within.h - h) / 2, w, h };
}
