/**
 * The hand that draws every guide: one line weight, one accent, no words, and a panel of its own so that a
 * drawing looks the same on a light and a dark page. 320 by 240 units; a line is 4 thick.
 * A shape is SVG text; shapes are drawn in order, later ones on top.
 */
export type Shape = string;

export const INK = '#24323f';
export const ACCENT = '#cf4717';
export const TINT = '#f8d8c9';
export const WHITE = '#ffffff';
export const SHADE = '#c9d5de';
const PANEL = '#e8eef2';

/** A whole drawing as a self-contained SVG file. */
export function drawing(...shapes: readonly Shape[]): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="320" height="240">',
    `<rect width="320" height="240" rx="20" fill="${PANEL}"/>`,
    `<g fill="none" stroke="${INK}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">`,
    ...shapes,
    '</g></svg>\n',
  ].join('\n');
}

/** Shapes in the accent colour: what the step is about. */
export function accent(...shapes: readonly Shape[]): Shape {
  return `<g stroke="${ACCENT}">${shapes.join('')}</g>`;
}

/** Shapes moved by `x`, `y`, then turned by `degrees` about that point. */
export function at(x: number, y: number, shapes: readonly Shape[], degrees = 0): Shape {
  const turn = degrees === 0 ? '' : ` rotate(${degrees})`;
  return `<g transform="translate(${x} ${y})${turn}">${shapes.join('')}</g>`;
}

export function box(x: number, y: number, width: number, height: number, radius = 0, fill = 'none'): Shape {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${attribute('rx', radius)}${paint(fill)}/>`;
}

export function disc(x: number, y: number, radius: number, fill = 'none'): Shape {
  return `<circle cx="${x}" cy="${y}" r="${radius}"${paint(fill)}/>`;
}

export function path(d: string, fill = 'none'): Shape {
  return `<path d="${d}"${paint(fill)}/>`;
}

/** A filled dot or bar without an outline. */
export function solid(shape: Shape): Shape {
  return shape.replace('/>', ' stroke="none"/>');
}

function attribute(name: string, value: number): string {
  return value === 0 ? '' : ` ${name}="${value}"`;
}

function paint(fill: string): string {
  return fill === 'none' ? '' : ` fill="${fill}"`;
}

// Signs: each is drawn about its own centre and is about 28 units wide.

/** The Wi-Fi fan; `size` is its outer radius. */
export function wifi(x: number, y: number, size = 18): Shape {
  const arc = (r: number) => `M${-r * 0.8} ${-r * 0.6}A${r} ${r} 0 0 1 ${r * 0.8} ${-r * 0.6}`;
  const arcs = [size, size * 0.55].map((r) => arc(Math.round(r * 10) / 10).replace(/(\.\d)\d+/g, '$1'));
  return at(x, y + size * 0.45, [
    path(arcs.join('')),
    solid(disc(0, 0, 3.5, 'currentColor')).replace('currentColor', INK),
  ]);
}

/** Signal bars of rising height. */
export function bars(x: number, y: number): Shape {
  return path(
    `M${x - 15} ${y + 13}v-4M${x - 5} ${y + 13}v-11M${x + 5} ${y + 13}v-18M${x + 15} ${y + 13}v-26`,
  );
}

export function tick(x: number, y: number, radius = 18): Shape {
  return accent(
    disc(x, y, radius, WHITE),
    path(`M${x - radius * 0.45} ${y}l${radius * 0.35} ${radius * 0.4} ${radius * 0.55}-${radius * 0.75}`),
  );
}

export function cross(x: number, y: number, radius = 18): Shape {
  const r = radius * 0.42;
  return accent(
    disc(x, y, radius, WHITE),
    path(`M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`),
  );
}

/** A hand whose finger presses at x, y. */
export function press(x: number, y: number): Shape {
  return at(x, y, [
    path('M-9 9a9 9 0 0 1 18 0v22l20 5a10 10 0 0 1 8 12l-6 26h-36l-22-27a8 8 0 0 1 12-10l6 6z', WHITE),
  ]);
}

/** The same, with the ripple of a tap. */
export function tap(x: number, y: number): Shape {
  return accent(path(`M${x - 20} ${y - 4}a21 21 0 0 1 40 0`)) + press(x, y);
}

/** An arrow from one point to another, with its head at the second. */
export function arrow(x1: number, y1: number, x2: number, y2: number): Shape {
  const angle = Math.round((Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI);
  return accent(path(`M${x1} ${y1}L${x2} ${y2}`), at(x2, y2, [path('M-11-9L0 0L-11 9')], angle));
}

export function clock(x: number, y: number, radius = 30): Shape {
  return accent(
    disc(x, y, radius, WHITE),
    path(`M${x} ${y - radius * 0.6}V${y}l${radius * 0.42} ${radius * 0.3}`),
  );
}

/** A stopwatch with the seconds to wait filled in. */
export function stopwatch(x: number, y: number, radius: number, seconds: number): Shape {
  const r = radius - 12;
  const angle = (seconds / 60) * 2 * Math.PI;
  const [endX, endY] = [x + r * Math.sin(angle), y - r * Math.cos(angle)].map(Math.round);
  return (
    path(`M${x - 12} ${y - radius - 14}h24M${x} ${y - radius - 14}v14`) +
    disc(x, y, radius, WHITE) +
    accent(path(`M${x} ${y}V${y - r}A${r} ${r} 0 0 1 ${endX} ${endY}z`, TINT)) +
    disc(x, y, 4)
  );
}

export function gear(x: number, y: number): Shape {
  const teeth = [0, 45, 90, 135].map((turn) => at(x, y, [path('M0-16V16')], turn));
  return teeth.join('') + disc(x, y, 11, WHITE) + disc(x, y, 3.5);
}

export function globe(x: number, y: number, radius = 14): Shape {
  const r = radius;
  return (
    disc(x, y, r, WHITE) +
    path(
      `M${x - r} ${y}H${x + r}M${x} ${y - r}c-${r * 0.7} ${r * 0.6} -${r * 0.7} ${r * 1.4} 0 ${r * 2}c${r * 0.7} -${r * 0.6} ${r * 0.7} -${r * 1.4} 0 -${r * 2}`,
    )
  );
}

export function power(x: number, y: number, radius = 12): Shape {
  const r = radius;
  return path(`M${x} ${y - r - 2}v${r}M${x - r * 0.7} ${y - r * 0.7}a${r} ${r} 0 1 0 ${r * 1.4} 0`);
}

export function handset(x: number, y: number): Shape {
  return at(x, y, [path('M-13-11l7-3 5 9-5 4c2 5 5 8 10 10l4-5 9 5-3 7c-14 5-33-13-27-27z', WHITE)]);
}

export function key(x: number, y: number): Shape {
  return disc(x - 9, y, 7, WHITE) + path(`M${x - 2} ${y}H${x + 16}v6M${x + 8} ${y}v5`);
}

export function padlock(x: number, y: number): Shape {
  return (
    path(`M${x - 11} ${y - 4}v-8a11 11 0 0 1 22 0v8`) +
    box(x - 18, y - 4, 36, 28, 5, TINT) +
    path(`M${x} ${y + 7}v6`)
  );
}

export function plus(x: number, y: number, radius = 15): Shape {
  const r = radius * 0.5;
  return accent(disc(x, y, radius, WHITE), path(`M${x - r} ${y}h${r * 2}M${x} ${y - r}v${r * 2}`));
}

export function person(x: number, y: number): Shape {
  return disc(x, y - 8, 7, WHITE) + path(`M${x - 14} ${y + 14}c0-18 28-18 28 0`);
}

export function plane(x: number, y: number): Shape {
  return at(x, y, [
    path('M0-18c3 0 4 4 4 8v5l15 9v5l-15-4v8l5 4v3l-9-2-9 2v-3l5-4v-8l-15 4v-5l15-9v-5c0-4 1-8 4-8z', WHITE),
  ]);
}

export function mapPin(x: number, y: number): Shape {
  return accent(
    at(x, y, [
      path('M0 0c-16-20-24-30-24-44a24 24 0 0 1 48 0c0 14-8 24-24 44z', TINT),
      disc(0, -44, 8, WHITE),
    ]),
  );
}

export function warning(x: number, y: number): Shape {
  return accent(path(`M${x} ${y - 20}l22 38h-44z`, TINT), path(`M${x} ${y - 6}v10M${x} ${y + 11}v.1`));
}
