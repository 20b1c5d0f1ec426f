/** `npm start`: installs what is missing, builds the pages if they changed, and runs the server. */
import { ensureClientsBuilt } from './lib/clients.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { endWithNpm, runOnPinnedNode } from './lib/process.mjs';

ensureInstalled();
ensureClientsBuilt();
endWithNpm();
await runOnPinnedNode('server/main.ts', process.argv.slice(2));
