import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import * as v from 'valibot';
import { importsOf, ROOT, sourceFiles } from '../architecture/imports.ts';

const INFRA = join(ROOT, 'infra');
const CDK = join(INFRA, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const Lockfile = v.object({
  packages: v.record(
    v.string(),
    v.object({
      integrity: v.optional(v.string()),
      resolved: v.optional(v.string()),
      inBundle: v.optional(v.boolean()),
      hasInstallScript: v.optional(v.boolean()),
    }),
  ),
});

describe('cdk synth', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zvana-synth-'));
    writeFileSync(join(folder, 'attempts'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As `npx cdk synth` runs it: the pinned Node first on the path. No credentials, no profile, no network. */
  function synth(...args: string[]) {
    const env = {
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: folder,
      NODE_OPTIONS: `--import=${join(ROOT, 'test', 'infra', 'no-network.mjs')}`,
      NETWORK_ATTEMPTS: join(folder, 'attempts'),
    };
    const all = [CDK, 'synth', '--quiet', '--output', join(folder, 'out'), ...args];
    const { status, stderr } = spawnSync(process.execPath, all, { cwd: INFRA, env, encoding: 'utf8' });
    return { status, stderr, attempts: readFileSync(join(folder, 'attempts'), 'utf8') };
  }

  it('[INF-2] works for any account and region, and tries to reach nothing', () => {
    const { status, stderr, attempts } = synth();
    assert.equal(status, 0, stderr);
    assert.equal(attempts, '');
    assert.ok(existsSync(join(folder, 'out', 'ZvanaAsistentsStorage.template.json')));
  });

  it('[INF-10] fails for a region outside, and leaves no template', () => {
    const { status, stderr } = synth('-c', 'region=us-east-1');
    assert.equal(status, 1);
    assert.match(stderr, /region us-east-1 is outside the EU and EEA/);
    assert.ok(!existsSync(join(folder, 'out', 'ZvanaAsistentsStorage.template.json')));
  });
});

describe('infra', () => {
  const files = readdirSync(INFRA).filter((file) => file.endsWith('.ts'));
  const imports = files.flatMap((file) => importsOf(`infra/${file}`));

  it('[INF-3] imports nothing of ours but the policy table', () => {
    const foreign = imports
      .map(({ to }) => to)
      .filter((to) => !/^(infra\/|aws-cdk-lib($|\/)|constructs$)/.test(to));
    assert.deepEqual([...new Set(foreign)], ['server/privacy/policy.ts']);
  });

  it('[INF-3] nothing that people use imports infra', () => {
    const users = ['protocol', 'server', 'web-client', 'agent-console']
      .flatMap(sourceFiles)
      .flatMap((file) => {
        return importsOf(file).filter(({ to }) => /^(infra\/|aws-cdk-lib|constructs)/.test(to));
      });
    assert.deepEqual(users, []);
  });

  it('[INF-4] every package it installs stands in its lockfile with its digest, and runs no script', () => {
    const { packages } = v.parse(
      Lockfile,
      JSON.parse(readFileSync(join(INFRA, 'package-lock.json'), 'utf8')),
    );
    const installed = Object.entries(packages).filter(([path]) => path !== '');
    assert.ok(installed.length >= 6);
    for (const [path, { inBundle, integrity, hasInstallScript, resolved }] of installed) {
      // A bundled package comes inside of another, under that one's digest.
      assert.ok(inBundle === true || integrity?.startsWith('sha512-'), path);
      assert.equal(hasInstallScript, undefined, path);
      assert.equal(resolved, undefined, path);
    }
  });
});
