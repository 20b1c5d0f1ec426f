/** Loaded into every process of a run that must do without a network: notes each attempt, and refuses it. */
import { appendFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const file = process.env.NETWORK_ATTEMPTS;

function refuse(what) {
  appendFileSync(file, `${what}\n`);
  throw new Error(`no network here: ${what}`);
}

require('node:net').Socket.prototype.connect = (...to) => refuse(`connect ${JSON.stringify(to)}`);
for (const dns of [require('node:dns'), require('node:dns/promises')])
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6'])
    dns[name] = (host) => refuse(`${name} ${host}`);
syncBuiltinESMExports();
