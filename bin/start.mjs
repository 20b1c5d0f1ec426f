/** `npm start`: installs what is missing, builds the pages if they changed, and runs the server. */
import { ensureClientsBuilt } from './lib/clients.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnPinnedNode } from './lib/process.mjs';

ensureInstalled();
ensureClientsBuilt();
await runOnPinnedNode('server/main.ts', process.argv.slice(2));
