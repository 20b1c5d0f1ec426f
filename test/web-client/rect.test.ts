import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  dragCorner,
  middleOf,
  moveRect,
  nudge,
  type Rect,
  SMALLEST,
  WHOLE,
} from '../../web-client/photo/rect.ts';

/** Binary fractions, so that sums are exact. */
const quarter: Rect = { x: 0.25, y: 0.25, w: 0.25, h: 0.25 };

describe('a frame on a photo', () => {
  it('[CAL-15] moves by what the finger moved', () => {
    assert.deepEqual(moveRect(quarter, 0.125, -0.125, WHOLE), { x: 0.375, y: 0.125, w: 0.25, h: 0.25 });
  });

  it('[CAL-15] stops at each edge of the kept part', () => {
    const kept: Rect = { x: 0.125, y: 0.25, w: 0.5, h: 0.5 };
    assert.deepEqual(moveRect(quarter, -9, -9, kept), { x: 0.125, y: 0.25, w: 0.25, h: 0.25 });
    assert.deepEqual(moveRect(quarter, 9, 9, kept), { x: 0.375, y: 0.5, w: 0.25, h: 0.25 });
  });

  it('[CAL-15] keeps the opposite corner where it is when a corner is dragged', () => {
    const topLeft = dragCorner(quarter, { left: true, top: true }, -0.125, -0.25, WHOLE);
    assert.deepEqual(topLeft, { x: 0.125, y: 0, w: 0.375, h: 0.5 });
    const bottomRight = dragCorner(quarter, { left: false, top: false }, 0.25, 0.125, WHOLE);
    assert.deepEqual(bottomRight, { x: 0.25, y: 0.25, w: 0.5, h: 0.375 });
  });

  it('[CAL-15] cannot be turned inside out', () => {
    const squeezed = dragCorner(quarter, { left: true, top: false }, 9, -9, WHOLE);
    assert.ok(Math.abs(squeezed.w - SMALLEST) < 1e-9);
    assert.ok(Math.abs(squeezed.h - SMALLEST) < 1e-9);
    assert.equal(squeezed.x + squeezed.w, 0.5);
    assert.equal(squeezed.y, 0.25);
  });

  it('[CAL-9] can be moved and sized without dragging', () => {
    const within: Rect = { x: 0, y: 0, w: 1, h: 0.5 };
    const moves = {
      left: { x: 0.21, y: 0.25, w: 0.25, h: 0.25 },
      right: { x: 0.29, y: 0.25, w: 0.25, h: 0.25 },
      up: { x: 0.25, y: 0.23, w: 0.25, h: 0.25 },
      down: { x: 0.25, y: 0.25, w: 0.25, h: 0.25 },
      wider: { x: 0.25, y: 0.25, w: 0.29, h: 0.25 },
      narrower: { x: 0.25, y: 0.25, w: 0.21, h: 0.25 },
      taller: { x: 0.25, y: 0.25, w: 0.25, h: 0.25 },
      lower: { x: 0.25, y: 0.25, w: 0.25, h: 0.23 },
    } as const;
    for (const [move, expected] of Object.entries(moves)) {
      const got = nudge(quarter, move as keyof typeof moves, within);
      for (const side of ['x', 'y', 'w', 'h'] as const) {
        assert.ok(Math.abs(got[side] - expected[side]) < 1e-9, `${move} ${side}: ${got[side]}`);
      }
    }
  });

  it('begins in the middle of the kept part', () => {
    assert.deepEqual(middleOf({ x: 0.5, y: 0, w: 0.5, h: 1 }, 0.5), { x: 0.625, y: 0.25, w: 0.25, h: 0.5 });
  });
});
