/** `node bin/run.mjs FILE args...`: the same bootstrap as `npm start`, for the other programs of the project. */
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/process.mjs';
import { PINNED_NODE } from './lib/tree.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node bin/run.mjs FILE [arguments]\n');
  process.exit(2);
}
ensureInstalled();
process.exitCode = await run(PINNED_NODE, [file, ...args]);
