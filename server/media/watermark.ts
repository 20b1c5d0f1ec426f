/**
 * The mark that is burnt into a picture shown to a reviewer: who looked, in which case, when. Drawn here letter by
 * letter into a small tile; the confined worker, which alone decodes pictures, lays it over all of one.
 *
 * The letters are this file's own: a server has no fonts by default, and a mark of empty boxes would go unnoticed.
 * With fonts, too, the worker would have to load vector drawings, a decoder it has no right to now.
 */

import type { Tile } from './worker-messages.ts';

/** Each letter is five columns, lowest bit on top, seven rows. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  A: [0x7e, 0x09, 0x09, 0x09, 0x7e],
  B: [0x7f, 0x49, 0x49, 0x49, 0x36],
  C: [0x3e, 0x41, 0x41, 0x41, 0x22],
  D: [0x7f, 0x41, 0x41, 0x22, 0x1c],
  E: [0x7f, 0x49, 0x49, 0x49, 0x41],
  F: [0x7f, 0x09, 0x09, 0x09, 0x01],
  G: [0x3e, 0x41, 0x49, 0x49, 0x3a],
  H: [0x7f, 0x08, 0x08, 0x08, 0x7f],
  I: [0x00, 0x41, 0x7f, 0x41, 0x00],
  J: [0x20, 0x40, 0x41, 0x3f, 0x01],
  K: [0x7f, 0x08, 0x14, 0x22, 0x41],
  L: [0x7f, 0x40, 0x40, 0x40, 0x40],
  M: [0x7f, 0x02, 0x0c, 0x02, 0x7f],
  N: [0x7f, 0x04, 0x08, 0x10, 0x7f],
  O: [0x3e, 0x41, 0x41, 0x41, 0x3e],
  P: [0x7f, 0x09, 0x09, 0x09, 0x06],
  Q: [0x3e, 0x41, 0x51, 0x21, 0x5e],
  R: [0x7f, 0x09, 0x19, 0x29, 0x46],
  S: [0x26, 0x49, 0x49, 0x49, 0x32],
  T: [0x01, 0x01, 0x7f, 0x01, 0x01],
  U: [0x3f, 0x40, 0x40, 0x40, 0x3f],
  V: [0x1f, 0x20, 0x40, 0x20, 0x1f],
  W: [0x3f, 0x40, 0x38, 0x40, 0x3f],
  X: [0x63, 0x14, 0x08, 0x14, 0x63],
  Y: [0x03, 0x04, 0x78, 0x04, 0x03],
  Z: [0x61, 0x51, 0x49, 0x45, 0x43],
  0: [0x3e, 0x51, 0x49, 0x45, 0x3e],
  1: [0x00, 0x42, 0x7f, 0x40, 0x00],
  2: [0x62, 0x51, 0x49, 0x49, 0x46],
  3: [0x22, 0x41, 0x49, 0x49, 0x36],
  4: [0x18, 0x14, 0x12, 0x7f, 0x10],
  5: [0x27, 0x45, 0x45, 0x45, 0x39],
  6: [0x3c, 0x4a, 0x49, 0x49, 0x30],
  7: [0x01, 0x71, 0x09, 0x05, 0x03],
  8: [0x36, 0x49, 0x49, 0x49, 0x36],
  9: [0x06, 0x49, 0x49, 0x29, 0x1e],
  '-': [0x08, 0x08, 0x08, 0x08, 0x08],
  '.': [0x00, 0x60, 0x60, 0x00, 0x00],
  ',': [0x00, 0x50, 0x30, 0x00, 0x00],
  ':': [0x00, 0x36, 0x36, 0x00, 0x00],
  '/': [0x60, 0x10, 0x08, 0x04, 0x03],
  "'": [0x00, 0x00, 0x03, 0x00, 0x00],
  '(': [0x00, 0x1c, 0x22, 0x41, 0x00],
  ')': [0x00, 0x41, 0x22, 0x1c, 0x00],
  '#': [0x14, 0x7f, 0x14, 0x7f, 0x14],
  ' ': [0x00, 0x00, 0x00, 0x00, 0x00],
};
/** What stands in the place of a letter that is not here: that there was one is seen. */
const UNKNOWN: readonly number[] = [0x7f, 0x41, 0x41, 0x41, 0x7f];

/** Marks above and below a letter, as rows of five pixels, highest bit on the left. */
const ABOVE: Readonly<Record<string, readonly [number, number]>> = {
  '\u0304': [0b00000, 0b01110],
  '\u030c': [0b01010, 0b00100],
  '\u0301': [0b00010, 0b00100],
  '\u0308': [0b00000, 0b01010],
};
const BELOW: Readonly<Record<string, readonly [number, number]>> = { '\u0327': [0b00100, 0b01000] };

const COLUMNS = 5;
const ROWS = 7;
/** Rows of a line: two for marks above, a gap, seven of the letter, a gap, two for marks below, one between lines. */
const TOP = 3;
const LINE = TOP + ROWS + 4;
const ADVANCE = COLUMNS + 1;
/** Empty pixels around the text, so that tiles laid side by side stay apart. */
const MARGIN = 5;

/** Of 255. Seen on any picture, and through. */
const INK = 150;
const SHADOW = 110;

/** Longest line, in letters: what is longer is cut, so that small pictures hold a whole tile. */
const LONGEST = 30;

/** The tile for a picture of this width, at least twice across it. */
export function markFor(lines: readonly string[], width: number): Tile {
  const cut = lines.map((line) => line.slice(0, LONGEST));
  const across = 2.2 * (Math.max(...cut.map(({ length }) => length)) * ADVANCE + 2 * MARGIN);
  return drawTile(cut, Math.max(1, Math.round(width / across)));
}

/**
 * @param lines Of text; what has no letter here becomes a box.
 * @param scale Pixels of the tile for one of a letter.
 */
export function drawTile(lines: readonly string[], scale: number): Tile {
  const letters = lines.map(lettersOf);
  const columns = Math.max(...letters.map(({ length }) => length)) * ADVANCE + 2 * MARGIN;
  const rows = letters.length * LINE + 2 * MARGIN;
  const [width, height] = [columns * scale, rows * scale];
  const pixels = new Uint8Array(width * height * 4);
  const dots = letters.flatMap((line, place) => dotsOf(line, MARGIN + place * LINE));
  // White with a black shadow: one of them is seen on bright pictures, the other on dark ones.
  const shift = Math.max(1, Math.round(scale / 2));
  for (const dot of dots) fill(pixels, width, dot, scale, shift, 0, SHADOW);
  for (const dot of dots) fill(pixels, width, dot, scale, 0, 255, INK);
  return { width, height, pixels };
}

interface Letter {
  readonly shape: readonly number[];
  readonly above?: readonly [number, number];
  readonly below?: readonly [number, number];
}

function lettersOf(line: string): Letter[] {
  const found: Letter[] = [];
  for (const sign of line.toUpperCase().normalize('NFD')) {
    const last = found.at(-1);
    const [above, below] = [ABOVE[sign], BELOW[sign]];
    if (last && above) found[found.length - 1] = { ...last, above };
    else if (last && below) found[found.length - 1] = { ...last, below };
    else if (!/\p{M}/u.test(sign)) found.push({ shape: LETTERS[sign] ?? UNKNOWN });
  }
  return found;
}

type Dot = readonly [column: number, row: number];

function dotsOf(line: readonly Letter[], top: number): Dot[] {
  return line.flatMap(({ shape, above, below }, place) => {
    const left = MARGIN + place * ADVANCE;
    const dots: Dot[] = [];
    for (let column = 0; column < COLUMNS; column += 1) {
      for (let row = 0; row < ROWS; row += 1) {
        if (((shape[column] ?? 0) >> row) & 1) dots.push([left + column, top + TOP + row]);
      }
      const isSet = (bits: number) => (bits >> (COLUMNS - 1 - column)) & 1;
      above?.forEach((bits, row) => {
        if (isSet(bits)) dots.push([left + column, top + row]);
      });
      below?.forEach((bits, row) => {
        if (isSet(bits)) dots.push([left + column, top + TOP + ROWS + 1 + row]);
      });
    }
    return dots;
  });
}

function fill(
  pixels: Uint8Array,
  width: number,
  [column, row]: Dot,
  scale: number,
  shift: number,
  grey: number,
  opacity: number,
): void {
  for (let y = row * scale + shift; y < (row + 1) * scale + shift; y += 1) {
    const start = (y * width + column * scale + shift) * 4;
    for (let place = start; place < start + scale * 4; place += 4) {
      pixels.set([grey, grey, grey, opacity], place);
    }
  }
}
