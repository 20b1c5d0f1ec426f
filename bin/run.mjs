/** `node bin/run.mjs FILE args...`: the same bootstrap as `npm start`, for the other programs of the project. */
import { ensureClientsBuilt } from './lib/clients.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { endWithNpm, run } from './lib/process.mjs';
import { PINNED_NODE } from './lib/tree.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node bin/run.mjs FILE [arguments]\n');
  process.exit(2);
}
ensureInstalled();
// Benches and rigs start the real server, which serves the built pages.
if (file.startsWith('test/')) ensureClientsBuilt();
endWithNpm();
process.exitCode = await run(PINNED_NODE, [file, ...args]);
