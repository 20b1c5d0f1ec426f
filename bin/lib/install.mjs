/**
 * Installs what is missing, and nothing when nothing changed. A stamp in `node_modules` holds the digest of the
 * lockfile it was installed from; `npm ci` removes the folder first, so an interrupted install leaves no stamp.
 * `infra` has packages of its own, for the tests and deployments only: they are larger than all the others.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrExit } from './process.mjs';
import { digestOf, inTree, PINNED_NODE, ROOT, readOrEmpty } from './tree.mjs';

export function ensureInstalled() {
  const wanted = `${process.platform}-${process.arch} ${digestOf(['package-lock.json'])}\n`;
  installOnce(ROOT, 'packages', wanted, () => {
    if (existsSync(PINNED_NODE)) return;
    process.stderr.write(
      `There is no pinned Node for ${process.platform}-${process.arch}: see optionalDependencies in package.json.\n`,
    );
    process.exit(1);
  });
}

/** `npm start` never calls this. */
export function ensureInfraInstalled() {
  installOnce(inTree('infra'), "infra's packages", `${digestOf(['infra/package-lock.json'])}\n`);
}

function installOnce(folder, what, wanted, verify = () => {}) {
  const stamp = join(folder, 'node_modules', '.installed-from');
  if (readOrEmpty(stamp) === wanted) return;
  process.stderr.write(`Installing ${what} (only when the lockfile has changed) ...\n`);
  const [command, ...prefix] = npm();
  // No package of ours needs an install script, so none is allowed to run.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  runOrExit(command, [...prefix, ...args], {
    cwd: folder,
    shell: process.platform === 'win32' && prefix.length === 0,
  });
  verify();
  writeFileSync(stamp, wanted);
}

/** The npm that runs this script, on its own Node: ours is about to be replaced. */
function npm() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  return cli?.endsWith('.js') ? [node ?? process.execPath, cli] : ['npm'];
}
