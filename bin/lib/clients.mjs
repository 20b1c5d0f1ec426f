/** Builds the browser clients when their sources changed since the last build. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { runOrExit } from './process.mjs';
import { digestOf, inTree, PINNED_NODE, ROOT, readOrEmpty } from './tree.mjs';

const CLIENTS = ['web-client', 'my', 'agent-console'];
const FOLDERS = ['web-client', 'agent-console'];
const STAMP = inTree('dist', '.built-from');

/**
 * The builder has digests of its own, for each client; but asking it means loading vite, which costs more than
 * the whole warm start.
 */
export function ensureClientsBuilt() {
  const wanted = digestOf(sources());
  const built = CLIENTS.every((client) => existsSync(inTree('dist', client, 'index.html')));
  if (built && readOrEmpty(STAMP) === wanted) return;
  process.stderr.write('Building the pages (only when their sources have changed) ...\n');
  runOrExit(PINNED_NODE, [inTree('bin', 'build-clients.ts')], { cwd: ROOT });
  writeFileSync(STAMP, wanted);
}

/** What a client may import, the builder, and the lockfile for the versions of the libraries. */
function sources() {
  const content = readdirSync(inTree('content')).filter((name) => name.endsWith('.json'));
  return [
    ...FOLDERS,
    'protocol',
    'content/design',
    ...content.sort().map((name) => `content/${name}`),
    'bin/build-clients.ts',
    'package-lock.json',
  ];
}
