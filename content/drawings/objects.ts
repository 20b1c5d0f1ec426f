/** The things that guides are about: routers, phones, cards, plugs. */
import {
  ACCENT,
  accent,
  at,
  bars,
  box,
  disc,
  INK,
  path,
  SHADE,
  type Shape,
  solid,
  TINT,
  WHITE,
  wifi,
} from './kit.ts';

export type Light = 'on' | 'off' | 'dim';

/** Phone screen at 100..220 by 24..216. */
export function phone(...screen: readonly Shape[]): Shape {
  return box(94, 10, 132, 220, 18, WHITE) + path('M148 22h24') + screen.join('');
}

/** A settings list: grey rows with a dot for the sign and a line for the name. */
export function rows(count: number, top = 44, step = 34): Shape {
  return Array.from({ length: count }, (_, i) => top + i * step)
    .map(
      (y) =>
        solid(disc(116, y, 8, SHADE)) +
        `<g stroke="${SHADE}">${path(`M134 ${y}h58M206 ${y - 5}l5 5-5 5`)}</g>`,
    )
    .join('');
}

/** The row to tap, lifted out of the list and drawn larger, with its sign at the left. */
export function liftedRow(y: number, sign: Shape, end: Shape = path(`M242 ${y - 8}l8 8-8 8`)): Shape {
  return accent(box(56, y - 26, 208, 52, 14, TINT)) + sign + path(`M118 ${y}h72`) + end;
}

export function toggle(x: number, y: number, on: boolean): Shape {
  return box(x - 22, y - 13, 44, 26, 13, on ? ACCENT : WHITE) + disc(x + (on ? 9 : -9), y, 9, WHITE);
}

/** A router from the front. Antennas up; one light per entry, at `lampX`. */
export function routerFront(y: number, lights: readonly Light[]): Shape {
  const lamps = lights.map((light, i) => lamp(lampX(i, lights.length), y + 42, light));
  return antennas(y) + box(34, y, 252, 72, 16, WHITE) + lamps.join('');
}

export function lampX(index: number, count: number): number {
  return 160 + (index - (count - 1) / 2) * 54;
}

/** A light: on has rays, dim is half filled, off is empty, so that none depends on colour. */
export function lamp(x: number, y: number, light: Light): Shape {
  const rays = accent(path(`M${x} ${y - 15}v-6M${x - 11} ${y - 11}l-4-4M${x + 11} ${y - 11}l4-4`));
  if (light === 'on') return accent(disc(x, y, 7, ACCENT)) + rays;
  if (light === 'dim')
    return accent(disc(x, y, 7, WHITE)) + accent(path(`M${x - 7} ${y}a7 7 0 0 0 14 0z`, ACCENT));
  return disc(x, y, 7, WHITE);
}

function antennas(y: number): Shape {
  return path(`M66 ${y}V${y - 56}M254 ${y}V${y - 56}`);
}

/** A router from behind: power socket at the left, cable sockets, reset hole at the right. */
export function routerBack(y: number): Shape {
  const sockets = [106, 142, 178].map(
    (x) => box(x, y + 22, 26, 26, 3, SHADE) + path(`M${x + 8} ${y + 22}v8h10v-8`),
  );
  return (
    antennas(y) +
    box(34, y, 252, 72, 16, WHITE) +
    disc(70, y + 36, 11, SHADE) +
    sockets.join('') +
    solid(disc(246, y + 36, 6, INK))
  );
}

/** A router far enough away to be a thing in a room: 92 by 26 about x, standing on y. */
export function smallRouter(x: number, y: number): Shape {
  return (
    path(`M${x - 34} ${y - 26}v-24M${x + 34} ${y - 26}v-24`) +
    box(x - 46, y - 26, 92, 26, 8, WHITE) +
    solid(disc(x - 14, y - 13, 4, ACCENT)) +
    solid(disc(x, y - 13, 4, ACCENT)) +
    solid(disc(x + 14, y - 13, 4, ACCENT))
  );
}

/** A router lying on its face: feet, vents and a label. */
export function routerUnderside(...label: readonly Shape[]): Shape {
  const feet = [66, 254].flatMap((x) => [disc(x, 62, 5, SHADE), disc(x, 178, 5, SHADE)]);
  return box(46, 42, 228, 156, 18, WHITE) + feet.join('') + path('M92 62h44M92 74h44') + label.join('');
}

/** Stands for a line of print on a label. */
export function print(x: number, y: number, width: number): Shape {
  return `<g stroke="${SHADE}">${path(`M${x} ${y}h${width}`)}</g>`;
}

/** A small made-up square code: three finders and a scatter of modules; it holds nothing. */
export function squareCode(x: number, y: number, size: number): Shape {
  const unit = size / 11;
  const finder = (fx: number, fy: number) => `M${fx} ${fy}h4v4h-4zM${fx + 1} ${fy + 1}v2h2v-2z`;
  const modules = [
    '5 0',
    '6 2',
    '5 4',
    '0 5',
    '2 6',
    '4 5',
    '7 5',
    '9 5',
    '10 6',
    '6 6',
    '5 8',
    '7 8',
    '9 7',
    '8 9',
    '10 9',
    '6 10',
    '9 10',
  ];
  const scatter = modules.map((place) => `M${place}h1v1h-1z`).join('');
  const all = finder(0, 0) + finder(7, 0) + finder(0, 7) + scatter;
  return `<path transform="translate(${x} ${y}) scale(${Math.round(unit * 100) / 100})" d="${all}" fill="${INK}" stroke="none"/>`;
}

/** A SIM card's outline with its cut corner at the lower right, about its centre; 84 by 104 at scale 1. */
function cardOutline(x: number, y: number, scale: number): string {
  const [width, height, corner] = [84 * scale, 104 * scale, 26 * scale];
  const top = `M${x - width / 2 + 8} ${y - height / 2}h${width - 16}a8 8 0 0 1 8 8v${height - 8 - corner}`;
  return `${top}l${-corner} ${corner}h${corner + 8 - width}a8 8 0 0 1-8-8v${16 - height}a8 8 0 0 1 8-8z`;
}

/** A SIM card, contacts up. */
export function simCard(x: number, y: number, scale = 1): Shape {
  const [half, middle, lead] = [22 * scale, y - 4 * scale, 14 * scale];
  const across = `M${x - half} ${middle}h${lead}M${x + half} ${middle}h${-lead}`;
  const down = `M${x} ${middle - half}v${lead}M${x} ${middle + half}v${-lead}`;
  return (
    path(cardOutline(x, y, scale), WHITE) +
    box(x - half, middle - half, half * 2, half * 2, 7, TINT) +
    path(across + down)
  );
}

/** A tray drawn out of a phone, seen from above; its bed has the card's shape. */
export function tray(x: number, y: number): Shape {
  return (
    box(x - 54, y - 66, 108, 128, 10, WHITE) +
    path(cardOutline(x, y - 2, 1), SHADE) +
    box(x - 62, y + 62, 124, 16, 6, WHITE)
  );
}

/** A phone's back, 60..180 by 18..222, for what goes on at its right edge. */
export function phoneBack(): Shape {
  return (
    box(60, 18, 120, 204, 20, WHITE) +
    box(74, 34, 44, 44, 12, SHADE) +
    disc(88, 48, 6, WHITE) +
    disc(104, 64, 6, WHITE)
  );
}

/** An ejecting pin that points left, with its tip at x, y. */
export function pin(x: number, y: number): Shape {
  return accent(path(`M${x} ${y}h40`), disc(x + 54, y, 14));
}

export function plug(x: number, y: number): Shape {
  return path(`M${x} ${y}h-14M${x} ${y + 16}h-14`) + box(x, y - 10, 34, 36, 9, WHITE);
}

export function wallSocket(x: number, y: number): Shape {
  return (
    box(x - 34, y - 34, 68, 68, 12, WHITE) +
    disc(x, y, 22, SHADE) +
    solid(disc(x - 8, y, 4, INK)) +
    solid(disc(x + 8, y, 4, INK))
  );
}

/** An agent with a headset at the left, and what is being said in a bubble 150..290 by 30..150. */
export function agentSays(...said: readonly Shape[]): Shape {
  const bubble = path(
    'M164 30h112a16 16 0 0 1 16 16v88a16 16 0 0 1-16 16h-92l-26 22 4-24a16 16 0 0 1-14-14v-88a16 16 0 0 1 16-16z',
    WHITE,
  );
  const head = [
    path('M-56 84c0-34 26-50 56-50s56 16 56 50z', WHITE),
    disc(0, -12, 34, WHITE),
    accent(path('M-38-12a38 38 0 0 1 76 0')),
    accent(path('M40 4c0 18-12 24-24 24')),
    accent(box(-46, -20, 14, 28, 6, TINT), box(32, -20, 14, 28, 6, TINT)),
  ];
  return at(86, 132, head) + bubble + said.join('');
}

/** The top line of a phone's screen, enlarged: signal and Wi-Fi. */
export function statusPlate(...signs: readonly Shape[]): Shape {
  return accent(box(66, 36, 188, 56, 16, TINT)) + signs.join('');
}

export function signalAndWifi(): Shape {
  return bars(120, 64) + wifi(200, 62, 20);
}
