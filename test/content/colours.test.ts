import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCENT, INK, SHADE, TINT, WHITE } from '../../content/drawings/kit.ts';
import { loadContent } from '../../server/content/load.ts';
import { CONTENT } from './fixture.ts';

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

async function tokens(theme: 'light' | 'dark'): Promise<(name: string) => string> {
  const css = await readFile(join(CONTENT, 'design/tokens.css'), 'utf8');
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
  return (name) => {
    const value = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme === 'light' ? light : dark)?.[1];
    assert.ok(value, `no --${name} in the ${theme} theme`);
    return value;
  };
}

describe('content: colours', () => {
  it('measures contrast as WCAG does', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21);
    assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`[GUI-31] brand colours can be read as text and seen as parts (${theme})`, async () => {
      const token = await tokens(theme);
      for (const { key, colours } of (await loadContent(CONTENT)).controllers.values()) {
        const { brand, onBrand, accent } = colours[theme];
        assert.ok(contrast(onBrand, brand) >= 4.5, `${key}: onBrand on brand`);
        for (const ground of ['paper', 'surface']) {
          assert.ok(contrast(brand, token(ground)) >= 4.5, `${key}: brand on ${ground}`);
          assert.ok(contrast(accent, token(ground)) >= 4.5, `${key}: accent on ${ground}`);
        }
        assert.ok(contrast(brand, token('raised')) >= 3, `${key}: brand on raised`);
        assert.ok(contrast(accent, token('raised')) >= 3, `${key}: accent on raised`);
      }
    });
  }

  it('[GUI-29] the lines of drawings stand out from what they are drawn on', () => {
    for (const ground of [WHITE, TINT, SHADE, '#e8eef2']) {
      assert.ok(contrast(INK, ground) >= 7, `ink on ${ground}`);
      if (ground !== SHADE) assert.ok(contrast(ACCENT, ground) >= 3, `accent on ${ground}`);
    }
  });
});
