import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { confinement, startWorker } from '../../server/media/worker-process.ts';
import * as pictures from '../support/pictures.ts';

const PROBE = fileURLToPath(new URL('./fixtures/probe-worker.ts', import.meta.url));
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const LIMITS = { timeLimit: 5_000, memoryLimit: 2 ** 30, startLimit: 10_000 };
const Outcomes = v.record(v.string(), v.string());

/** What worked for a process confined like the worker, by name of the attempt. */
async function probe(wanted: { port: number; readable: string[]; writable: string }) {
  const child = fork(PROBE, [], { execArgv: confinement(PROBE), env: {}, serialization: 'advanced' });
  try {
    child.send(wanted);
    const [message] = await once(child, 'message');
    return v.parse(Outcomes, message);
  } finally {
    child.kill('SIGKILL');
  }
}

describe('media: the confined worker', () => {
  let folder: string;
  let listener: Server;
  let port: number;
  let connections = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probe-'));
    listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    assert.ok(typeof address === 'object' && address);
    port = address.port;
  });
  after(async () => {
    listener.close();
    await rm(folder, { recursive: true });
  });

  it('[PHO-23] has no network, no writes, no processes or threads, no files but its own', async () => {
    const inProject = ['package.json', 'server/ports.ts'].map((path) => join(PROJECT, path));
    const readable = ['/etc/passwd', '/proc/self/environ', ...inProject];
    const writable = join(folder, 'written');
    const outcomes = await probe({ port, readable, writable });
    const attempts = ['write', 'spawn', 'thread', 'connect', 'fetch', 'lookup'];
    const denied = [...readable.map((path) => `read ${path}`), ...attempts];
    assert.deepEqual(outcomes, Object.fromEntries(denied.map((name) => [name, 'ERR_ACCESS_DENIED'])));
    assert.deepEqual([existsSync(writable), connections], [false, 0]);
  });

  it('[PHO-23] sees nothing of the server’s environment, whatever that holds', async () => {
    process.env.PHO_23_SECRET = 'a credential';
    const worker = startWorker(LIMITS);
    delete process.env.PHO_23_SECRET;
    try {
      await worker.started;
      const environment = await readFile(`/proc/${worker.pid}/environ`, 'latin1');
      const names = environment.split('\0').flatMap((line) => (line ? [line.split('=')[0]] : []));
      const channel = ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'];
      assert.deepEqual(names.sort(), [...channel, 'VIPS_BLOCK_UNTRUSTED']);
    } finally {
      await worker.stop();
    }
  });

  it('[PHO-23] decodes JPEG, PNG and WebP only, should a file get past the magic bytes', async () => {
    const worker = startWorker(LIMITS);
    const job = { widths: [], maxSide: 2_048, maxPixels: 1_000_000, quality: 80 };
    const drawn = await Promise.all([pictures.gif, pictures.tiff, pictures.avif].map((make) => make(8, 8)));
    try {
      await worker.started;
      for (const [id, bytes] of [...drawn, pictures.SVG, pictures.PDF].entries()) {
        assert.deepEqual(await worker.run({ id, bytes, ...job }), { id, ok: false, code: 'picture_broken' });
      }
      for (const [id, make] of [pictures.jpeg, pictures.png, pictures.webp].entries()) {
        const reply = await worker.run({ id, bytes: await make(8, 8), ...job });
        assert.ok('ok' in reply && reply.ok);
      }
    } finally {
      await worker.stop();
    }
  });
});
