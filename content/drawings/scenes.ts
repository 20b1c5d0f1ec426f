/** Every drawing of the guides, by name. Guides that show the same thing share a scene. */
import {
  accent,
  arrow,
  at,
  bars,
  box,
  clock,
  cross,
  disc,
  drawing,
  gear,
  globe,
  handset,
  INK,
  key,
  mapPin,
  padlock,
  path,
  person,
  plane,
  plus,
  power,
  press,
  SHADE,
  type Shape,
  solid,
  stopwatch,
  TINT,
  tap,
  tick,
  WHITE,
  warning,
  wifi,
} from './kit.ts';
import {
  agentSays,
  type Light,
  lamp,
  lampX,
  liftedRow,
  phone,
  phoneBack,
  pin,
  plug,
  print,
  routerBack,
  routerFront,
  routerUnderside,
  rows,
  signalAndWifi,
  simCard,
  smallRouter,
  squareCode,
  statusPlate,
  toggle,
  tray,
  wallSocket,
} from './objects.ts';

// Where a sign stands in a lifted row.
const X = 86;
const Y = 112;

const cardSign = path(`M${X - 12} ${Y - 17}h16l9 9v25h-25z`, WHITE) + box(X - 5, Y - 2, 10, 12, 2, TINT);
const appSign = box(X - 14, Y - 14, 28, 28, 7, WHITE);
const callSign = handset(X - 4, Y + 4) + wifi(X + 12, Y - 12, 11);

/** A row of the settings that is to be tapped. */
function menu(sign: Shape): string {
  return drawing(phone(rows(5)), liftedRow(Y, sign, ''), tap(222, 128));
}

/** A row whose switch is to stand as shown. */
function switched(sign: Shape, on = true): string {
  return drawing(phone(rows(5)), liftedRow(Y, sign, toggle(228, Y, on)), press(232, 130));
}

/** A row that is right as it stands. */
function settled(sign: Shape): string {
  return drawing(phone(rows(5)), liftedRow(Y, sign, ''), tick(232, Y, 17));
}

function field(y: number, ...inside: readonly Shape[]): Shape {
  return accent(box(56, y - 24, 208, 48, 12, TINT)) + inside.join('');
}

function dots(x: number, y: number, count: number): Shape {
  return Array.from({ length: count }, (_, i) => solid(disc(x + i * 20, y, 5, INK))).join('');
}

const KEYBOARD: Shape = [152, 176, 200]
  .map((y) => [112, 138, 164, 190].map((x) => print(x, y, 14)).join(''))
  .join('');
const KEYPAD: Shape = [146, 172, 198]
  .map((y) => [130, 160, 190].map((x) => disc(x, y, 7, SHADE)).join(''))
  .join('');

/** A router with one light pointed at from below by its sign. */
function light(index: number, lights: readonly Light[], sign: (x: number, y: number) => Shape): string {
  const x = lampX(index, lights.length);
  return drawing(routerFront(82, lights), arrow(x, 178, x, 146), sign(x, 204));
}

function usage(heights: readonly number[], ...over: readonly Shape[]): string {
  const columns = heights.map((height, i) => accent(box(76 + i * 32, 178 - height, 18, height, 3, TINT)));
  return drawing(box(50, 40, 220, 160, 16, WHITE), columns.join(''), path('M68 178h184'), ...over);
}

function appRow(y: number, used: number): Shape {
  const used2 = accent(path(`M112 ${y + 8}h${used}`));
  return box(64, y - 16, 32, 32, 8, WHITE) + print(112, y - 8, 60) + print(112, y + 8, 136) + used2;
}

const ROUTER: Readonly<Record<string, string>> = {
  'router-label': drawing(
    routerUnderside(
      accent(box(138, 92, 116, 78, 8, WHITE)),
      print(154, 112, 62),
      print(154, 131, 84),
      print(154, 150, 48),
    ),
    arrow(72, 131, 126, 131),
  ),
  'label-close': drawing(
    box(30, 30, 260, 180, 16, WHITE),
    print(52, 56, 120),
    squareCode(226, 48, 46),
    accent(box(48, 84, 164, 48, 12, TINT), box(48, 146, 224, 48, 12, TINT)),
    wifi(74, 106, 16) + path('M104 108h84'),
    key(76, 170) + path('M108 170h140'),
  ),
  'router-newer': drawing(
    at(-26, 22, [smallRouter(104, 128)]),
    arrow(136, 150, 172, 150),
    accent(box(184, 60, 112, 128, 18, TINT)),
    at(134, 22, [smallRouter(106, 128)]),
    wifi(240, 84, 18),
  ),
  'router-question': drawing(agentSays(at(118, -14, [smallRouter(102, 128)]))),
  'row-of-lights': drawing(routerFront(92, ['on', 'on', 'on', 'on']), accent(box(48, 108, 224, 46, 14))),
  'light-power': light(0, ['on', 'off', 'off', 'off'], (x, y) => power(x, y)),
  'light-internet': light(1, ['on', 'on', 'off', 'off'], (x, y) => globe(x, y, 16)),
  'light-wifi': light(2, ['on', 'on', 'on', 'off'], (x, y) => wifi(x, y, 18)),
  'tell-light': drawing(
    agentSays(lamp(182, 96, 'on'), lamp(258, 96, 'on'), lamp(220, 96, 'off'), accent(disc(220, 96, 18))),
  ),
  unplug: drawing(
    wallSocket(92, 120),
    plug(196, 112),
    path('M230 120c40 0 20 70 64 70'),
    arrow(148, 66, 218, 66),
  ),
  'plug-in': drawing(
    wallSocket(92, 120),
    plug(150, 112),
    path('M184 120c60 0 50 70 108 70'),
    arrow(218, 66, 148, 66),
  ),
  wait: drawing(stopwatch(160, 130, 78, 30)),
  'router-starting': drawing(routerFront(124, ['on', 'dim', 'dim', 'off']), clock(160, 58, 38)),
  'reset-loses': drawing(
    box(40, 52, 150, 136, 14, WHITE),
    wifi(72, 88, 15) +
      path('M98 90h70') +
      key(72, 122) +
      path('M98 122h70') +
      gear(72, 156) +
      path('M98 156h70'),
    arrow(200, 120, 232, 120),
    box(240, 52, 44, 136, 12, WHITE) + print(254, 90, 16) + print(254, 122, 16) + print(254, 156, 16),
    warning(188, 60),
  ),
  'reset-hole': drawing(routerBack(96), accent(disc(246, 132, 24)), arrow(246, 218, 246, 166)),
  'reset-press': drawing(
    disc(104, 130, 84, WHITE),
    disc(92, 130, 26, SHADE) + solid(disc(92, 130, 12, INK)),
    pin(96, 130),
    stopwatch(254, 72, 40, 10),
  ),
};

const HOME: Readonly<Record<string, string>> = {
  'home-middle': drawing(
    box(36, 28, 248, 184, 6, WHITE),
    path('M84 28v30M84 182v30M236 28v30M236 182v30M36 120h22M262 120h22'),
    accent(disc(160, 120, 82), disc(160, 120, 60)),
    smallRouter(160, 142),
  ),
  'shelf-high': drawing(
    path('M40 106h240M72 106v18M248 106v18'),
    smallRouter(160, 104),
    accent(path('M124 46a51 51 0 0 1 72 0M106 28a76 76 0 0 1 108 0')),
    box(92, 148, 136, 66, 6, WHITE) + path('M160 148v66M150 176v10M170 176v10'),
    cross(252, 182, 20),
  ),
  'keep-away': drawing(
    path('M24 190h272'),
    smallRouter(84, 188),
    box(188, 112, 100, 76, 8, WHITE) +
      box(200, 126, 54, 48, 6, SHADE) +
      disc(271, 134, 5) +
      disc(271, 158, 5),
    path('M208 92c-6-8 6-12 0-20M228 92c-6-8 6-12 0-20M248 92c-6-8 6-12 0-20'),
    arrow(150, 214, 70, 214),
    arrow(150, 214, 200, 214),
  ),
  'near-window': drawing(
    box(52, 22, 216, 134, 4, WHITE) + path('M160 22v134M36 158h248M60 158v24M260 158v24'),
    path('M206 156l14-56 14 56M212 132h16'),
    accent(path('M206 90a18 18 0 0 1 28 0M196 78a32 32 0 0 1 48 0')),
    smallRouter(106, 156),
    arrow(192, 110, 164, 124),
  ),
  'check-signal': drawing(phone(wifi(160, 108, 44)), tick(214, 178, 24)),
};

const CARD: Readonly<Record<string, string>> = {
  'phone-off': drawing(
    phone(accent(disc(160, 120, 38, TINT)), power(160, 124, 18)),
    path('M230 74v30'),
    arrow(290, 89, 242, 89),
  ),
  'tray-pin': drawing(
    phoneBack(),
    accent(box(173, 84, 14, 52, 5, TINT)),
    solid(disc(180, 148, 5, INK)),
    pin(190, 148),
  ),
  'card-in-tray': drawing(tray(88, 114), simCard(246, 112), arrow(194, 112, 158, 112)),
  'tray-in': drawing(
    box(180, 92, 46, 56, 5, WHITE),
    phoneBack(),
    accent(box(226, 86, 12, 68, 5, TINT)),
    arrow(296, 120, 250, 120),
  ),
  'enter-pin': drawing(phone(KEYPAD), field(84, dots(130, 84, 4))),
  'signal-found': drawing(phone(rows(4, 116)), statusPlate(signalAndWifi()), tick(252, 92, 20)),
};

const SETTINGS: Readonly<Record<string, string>> = {
  'wifi-list': menu(wifi(X, Y, 18)),
  'enter-password': drawing(phone(KEYBOARD), field(92, key(86, 92), dots(124, 92, 6))),
  'wifi-connected': settled(wifi(X, Y, 18)),
  'menu-settings': menu(gear(X, Y)),
  'menu-mobile': menu(bars(X + 2, Y)),
  'menu-network': menu(globe(X, Y, 16)),
  'menu-phone': menu(handset(X, Y)),
  'menu-card': menu(cardSign),
  'add-card': drawing(phone(rows(5)), liftedRow(Y, cardSign, plus(230, Y)), press(234, 130)),
  'scan-code': drawing(
    box(184, 48, 108, 144, 8, WHITE) + squareCode(206, 72, 64) + print(206, 158, 64) + print(206, 174, 40),
    box(32, 22, 112, 196, 18, WHITE) + squareCode(64, 94, 48),
    accent(path('M50 96V80h16M126 96V80h-16M50 140v16h16M126 140v16h-16')),
    arrow(186, 118, 140, 118),
  ),
  'confirm-card': drawing(
    phone(simCard(160, 82, 0.75)),
    accent(box(112, 136, 96, 36, 18, TINT)) + path('M130 154h38'),
    press(190, 156),
  ),
  'card-on': switched(cardSign),
  'apn-field': drawing(
    phone(KEYBOARD),
    field(92, globe(86, 92, 15), path('M116 92h94'), accent(path('M224 78v28'))),
  ),
  'apn-empty': drawing(
    phone(''),
    field(84, person(86, 84), accent(path('M116 70v28'))),
    field(148, key(86, 148), accent(path('M116 134v28'))),
  ),
  'new-apn': drawing(phone(rows(4, 92)), plus(204, 52, 20), press(208, 76)),
  'apn-chosen': drawing(
    phone(rows(5)),
    liftedRow(Y, globe(X, Y, 16), accent(disc(230, Y, 13, WHITE)) + solid(disc(230, Y, 7, INK))),
  ),
  'plane-on-off': drawing(
    phone(rows(5)),
    liftedRow(82, plane(X, 82), toggle(228, 82, true)),
    liftedRow(158, plane(X, 158), toggle(228, 158, false)),
    arrow(284, 96, 284, 144),
  ),
  'web-works': drawing(phone(globe(160, 108, 42)), tick(214, 178, 24)),
  'usage-chart': usage([30, 52, 44, 76, 60]),
  'usage-limit': usage(
    [30, 52, 44, 104, 60],
    path('M62 96h12M88 96h12M114 96h12M140 96h12M166 96h12M192 96h12M218 96h12M244 96h12'),
    warning(226, 66),
  ),
  'usage-apps': drawing(box(46, 24, 228, 192, 16, WHITE), appRow(62, 124), appRow(120, 70), appRow(178, 26)),
  'app-off': switched(appSign, false),
  'calls-on': switched(callSign),
  'call-sign': drawing(
    phone(handset(160, 160)),
    statusPlate(bars(110, 64), handset(160, 62), wifi(214, 62, 20)),
  ),
};

const LOST: Readonly<Record<string, string>> = {
  'block-card': drawing(agentSays(simCard(216, 90, 0.75), cross(254, 120, 20))),
  'find-phone': drawing(
    box(56, 28, 208, 142, 12, WHITE) + path('M36 190h248M130 170v20M190 170v20'),
    `<g stroke="${SHADE}">${path('M72 72c50 10 60-24 100-18s40 30 76 20M98 154c10-40 60-50 150-40M176 58c-10 40 10 60-10 96')}</g>`,
    mapPin(160, 138),
  ),
  'lock-phone': drawing(phone(accent(disc(160, 116, 46, WHITE)), padlock(160, 112))),
  'change-passwords': drawing(
    field(72, key(86, 72), dots(124, 72, 6)),
    field(168, key(86, 168), dots(124, 168, 6)),
    arrow(160, 102, 160, 138),
  ),
  'box-number': drawing(
    path('M50 84l40-40h180l-40 40zM230 84l40-40v110l-40 52', WHITE) + box(50, 84, 180, 122, 4, WHITE),
    accent(box(72, 108, 136, 74, 8, TINT)),
    path(
      'M88 122v30M98 122v30M112 122v30M122 122v30M136 122v30M146 122v30M160 122v30M174 122v30M184 122v30M192 122v30M96 168h88',
    ),
  ),
  'new-card': drawing(
    simCard(78, 120),
    arrow(136, 120, 176, 120),
    at(90, 0, [box(104, 22, 112, 196, 18, WHITE), bars(160, 112)]),
    tick(276, 190, 20),
  ),
};

export const SCENES: Readonly<Record<string, string>> = { ...ROUTER, ...HOME, ...CARD, ...SETTINGS, ...LOST };
