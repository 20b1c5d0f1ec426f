import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { covers, type Edit, fittingSize, keptPart, toPixels } from '../../web-client/photo/edits.ts';

const half: Edit = { tool: 'crop', rect: { x: 0.5, y: 0, w: 0.5, h: 1 } };
const quarter: Edit = { tool: 'crop', rect: { x: 0.5, y: 0.5, w: 0.25, h: 0.25 } };
const box: Edit = { tool: 'cover', rect: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } };

describe('edits of a photo', () => {
  it('[CAL-9] keep everything until something is cropped', () => {
    assert.deepEqual(keptPart([]), { x: 0, y: 0, w: 1, h: 1 });
    assert.deepEqual(keptPart([box]), { x: 0, y: 0, w: 1, h: 1 });
  });

  it('[CAL-9] keep the part of the last crop, and of the one before it when that is undone', () => {
    const edits = [half, box, quarter];
    assert.deepEqual(keptPart(edits), quarter.rect);
    assert.deepEqual(keptPart(edits.slice(0, -1)), half.rect);
  });

  it('[CAL-9] keep every cover, also one from before a crop', () => {
    const later: Edit = { tool: 'cover', rect: { x: 0.6, y: 0.6, w: 0.1, h: 0.1 } };
    assert.deepEqual(covers([box, half, later]), [box.rect, later.rect]);
  });

  it('[CAL-9] round a cover outwards, so that no sliver of what is under it stays', () => {
    assert.deepEqual(toPixels({ x: 0.105, y: 0.199, w: 0.101, h: 0.202 }, 100, 10), {
      x: 10,
      y: 1,
      width: 11,
      height: 4,
    });
  });

  it('never reach beyond the picture', () => {
    assert.deepEqual(toPixels({ x: 0.999, y: 0, w: 0.001 + 1e-9, h: 1 + 1e-9 }, 3, 3), {
      x: 2,
      y: 0,
      width: 1,
      height: 3,
    });
  });

  it('[CAL-8] reduce the longest side to 2048 pixels and leave smaller pictures as they are', () => {
    assert.deepEqual(fittingSize(8000, 6000), { width: 2048, height: 1536 });
    assert.deepEqual(fittingSize(3000, 4000), { width: 1536, height: 2048 });
    assert.deepEqual(fittingSize(640, 480), { width: 640, height: 480 });
    assert.deepEqual(fittingSize(100_000, 3), { width: 2048, height: 1 });
  });
});
