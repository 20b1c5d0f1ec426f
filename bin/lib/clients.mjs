/** Builds the two browser clients when their sources changed since the last build. */
import { writeFileSync } from 'node:fs';
import { runOrExit } from './process.mjs';
import { digestOf, inTree, PINNED_NODE, ROOT, readOrEmpty } from './tree.mjs';

const SOURCES = [
  'web-client',
  'agent-console',
  'protocol',
  'content/design',
  'content/words',
  'bin/build-clients.ts',
  'package-lock.json',
  'tsconfig.json',
];
const STAMP = inTree('dist', '.built-from');

export function ensureClientsBuilt() {
  const wanted = digestOf(SOURCES);
  if (readOrEmpty(STAMP) === wanted) return;
  process.stderr.write('Building the pages (only when their sources have changed) ...\n');
  runOrExit(PINNED_NODE, [inTree('bin', 'build-clients.ts')], { cwd: ROOT });
  writeFileSync(STAMP, wanted);
}
