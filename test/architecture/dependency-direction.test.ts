import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Import, importsOf, ROOT, sourceFiles, withoutComments } from './imports.ts';

/** From the ground up: a room imports rooms of lower floors, and of its own floor where no circle comes of it. */
const FLOORS: readonly (readonly string[])[] = [
  ['protocol'],
  ['server/ports.ts', 'server/demo-ports.ts', 'server/database.ts', 'server/settings.ts', 'server/faults.ts'],
  ['server/privacy', 'server/ledger', 'server/content', 'server/config.ts', 'server/clockwork.ts'],
  ['server/session', 'server/consent', 'server/media', 'server/guide', 'server/identity', 'server/telephony'],
  ['server/invitation', 'server/mail', 'server/review', 'server/request', 'server/subject', 'server/system'],
  ['server/http', 'server/realtime'],
  ['server/app.ts', 'server/lookups.ts', 'server/demo'],
  ['server/services'],
  ['server/services.ts'],
  [
    'server/main.ts',
    'server/ops',
    'server/ledger/cli.ts',
    'server/ledger/inspector.ts',
    'server/ledger/open-evidence.ts',
    'server/ledger/prove.ts',
  ],
];
/** Programs: each puts together what it needs, adapters included. */
const PROGRAMS = [
  'server/main.ts',
  'server/ops/main.ts',
  'server/ledger/cli.ts',
  'server/ledger/inspector.ts',
  // What the two of the ledger share.
  'server/ledger/open-evidence.ts',
  'server/ledger/prove.ts',
];

function roomOf(path: string): string {
  const rooms = FLOORS.flat().filter((room) => path === room || path.startsWith(`${room}/`));
  // The most particular one: a program may stand in the folder of a room.
  return rooms.sort((a, b) => b.length - a.length)[0] ?? path;
}

function floorOf(path: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(roomOf(path)));
}

const isOurs = ({ to }: Import) => /^(protocol|server|content|web-client|agent-console|bin|test)\//.test(to);
const told = ({ from, to }: Import) => `${from} -> ${to}`;

const server = sourceFiles('server').flatMap((file) => importsOf(file));
const isAdapter = (path: string) => path.startsWith('server/adapters/');

describe('the dependency direction', () => {
  it('[CFG-30] every room of the server has a floor', () => {
    const homeless = sourceFiles('server').filter((file) => !isAdapter(file) && floorOf(file) === -1);
    assert.deepEqual(homeless, []);
  });

  it('[CFG-30] no room imports from a floor above', () => {
    const upward = server.filter(
      (one) =>
        isOurs(one) && !isAdapter(one.from) && !isAdapter(one.to) && floorOf(one.to) > floorOf(one.from),
    );
    assert.deepEqual(upward.map(told), []);
  });

  it('[CFG-30] the server imports nothing of the browsers, the tests or the build', () => {
    const foreign = server.filter(({ to }) => /^(web-client|agent-console|bin|test)\//.test(to));
    assert.deepEqual(foreign.map(told), []);
  });

  it('[CFG-31] only programs import adapters, and adapters import ports, tables and their own kind', () => {
    const users = server.filter(({ from, to }) => isAdapter(to) && !isAdapter(from));
    assert.deepEqual(users.filter(({ from }) => !PROGRAMS.includes(from)).map(told), []);
    assert.ok(users.some(({ from }) => from === 'server/main.ts'));
    const allowed = /^(protocol\/|server\/(adapters\/|ports\.ts$|demo-ports\.ts$|database\.ts$))/;
    const outgoing = server.filter((one) => isAdapter(one.from) && isOurs(one) && !allowed.test(one.to));
    assert.deepEqual(outgoing.map(told), []);
  });

  it('[CFG-32] the protocol imports nothing but itself', () => {
    const all = sourceFiles('protocol').flatMap((file) => importsOf(file));
    assert.deepEqual(all.filter(({ to }) => !to.startsWith('protocol/')).map(told), []);
  });

  for (const client of ['web-client', 'agent-console']) {
    it(`[CFG-32] ${client} imports the protocol, CSS and JSON of the content, and browser libraries only`, () => {
      const packages = /^(preact(\/.+)?|@preact\/signals|socket\.io-client|qrcode-generator|vite(\/.+)?)$/;
      const wrong = sourceFiles(client)
        .flatMap((file) => importsOf(file))
        .filter(({ to }) => !to.startsWith(`${client}/`) && !to.startsWith('protocol/'))
        .filter(({ to }) => !/^content\/.+\.(css|json)$/.test(to) && !packages.test(to))
        .filter(({ to, from }) => !(to.startsWith('node:') && from.endsWith('vite.config.ts')));
      assert.deepEqual(wrong.map(told), []);
    });
  }

  it('[CFG-33] there are no circles', () => {
    const files = ['protocol', 'server', 'web-client', 'agent-console'].flatMap(sourceFiles);
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ typeOnly }) => !typeOnly)
          .map(({ to }) => to),
      ]),
    );
    assert.deepEqual(circles(graph), []);
  });

  it('[CFG-33] rooms of one floor do not need each other in a circle', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of server.filter((one) => isOurs(one) && !isAdapter(one.from))) {
      if (roomOf(from) !== roomOf(to))
        graph.set(roomOf(from), [...(graph.get(roomOf(from)) ?? []), roomOf(to)]);
    }
    assert.deepEqual(circles(graph), []);
  });

  it('[CFG-11] only the configuration reads the environment', () => {
    const readers = ['server', 'protocol', 'web-client', 'agent-console']
      .flatMap(sourceFiles)
      .filter((file) => {
        return /\bprocess\s*(\.|\[\s*['"])env\b/.test(
          withoutComments(readFileSync(join(ROOT, file), 'utf8')),
        );
      });
    assert.deepEqual(readers, ['server/config.ts']);
  });

  it('[CFG-33] a circle, an upward import and a hidden one would be found', () => {
    assert.deepEqual(
      circles(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
      ['b -> c -> b'],
    );
    assert.ok(floorOf('server/http/x.ts') > floorOf('server/session/x.ts'));
    const text =
      "import { a,\n  b } from './up.ts';\n// import './no.ts'\nimport './side.ts';\nawait import('./late.ts');";
    assert.deepEqual(
      importsOf('server/http/x.ts', text).map(({ to }) => to),
      ['server/http/up.ts', 'server/http/side.ts', 'server/http/late.ts'],
    );
  });
});

/** Circles, each told once by the place where it was entered. */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) {
      found.push([...path.slice(path.indexOf(node)), node].join(' -> '));
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}
