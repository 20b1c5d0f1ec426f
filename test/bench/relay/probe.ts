/**
 * Loaded into both servers before their own code: answers the bench over a local socket. It does nothing until it
 * is asked.
 */
import { Session } from 'node:inspector/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');
const inspector = new Session();

/** Memory once garbage is gone: finalisers run between the rounds. */
async function memory() {
  if (typeof collectGarbage !== 'function') throw new Error('there is no gc');
  for (let round = 0; round < 4; round += 1) {
    collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await setTimeout(100);
  }
  return process.memoryUsage();
}

async function profile(milliseconds: number) {
  inspector.connect();
  await inspector.post('Profiler.enable');
  await inspector.post('Profiler.setSamplingInterval', { interval: 250 });
  await inspector.post('Profiler.start');
  await setTimeout(milliseconds);
  const { profile } = await inspector.post('Profiler.stop');
  inspector.disconnect();
  return profile;
}

const server = createServer((socket) => {
  createInterface({ input: socket }).on('line', async (line) => {
    const [what, milliseconds] = line.split(' ');
    const answer = what === 'profile' ? await profile(Number(milliseconds)) : await memory();
    socket.end(JSON.stringify(answer));
  });
});
server.unref();
server.listen(process.env.BENCH_PROBE);
