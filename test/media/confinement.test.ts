import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { confinement, startWorker } from '../../server/media/worker-process.ts';
import * as pictures from '../support/pictures.ts';

const PROBE = fileURLToPath(new URL('./fixtures/probe-worker.ts', import.meta.url));
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const Report = v.object({ outcomes: v.record(v.string(), v.string()), environment: v.array(v.string()) });

describe('media: the confined worker', () => {
  it('[PHO-23] has no network, no writes, no processes or threads, no files but its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'probe-'));
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    const touched: string[] = [];
    server.on('connection', () => touched.push('connection'));

    const secrets = [
      '/etc/passwd',
      '/proc/self/environ',
      join(PROJECT, 'package.json'),
      join(PROJECT, 'server/ports.ts'),
    ];
    const writable = join(folder, 'written');
    const child = fork(PROBE, [], { execArgv: confinement(PROBE), env: {}, serialization: 'advanced' });
    child.send({ port: address.port, readable: secrets, writable });
    const [message] = await once(child, 'message');
    child.kill();
    const { outcomes } = v.parse(Report, message);

    const denied = [
      ...secrets.map((path) => `read ${path}`),
      'write',
      'spawn',
      'thread',
      'connect',
      'fetch',
      'lookup',
    ];
    assert.deepEqual(outcomes, Object.fromEntries(denied.map((name) => [name, 'ERR_ACCESS_DENIED'])));
    assert.equal(existsSync(writable), false);
    assert.deepEqual(touched, []);
    server.close();
    await rm(folder, { recursive: true });
  });

  it('[PHO-23] sees nothing of the server environment, whatever that holds', async () => {
    process.env.PHO_23_SECRET = 'a credential';
    const worker = startWorker({ timeLimit: 5_000, memoryLimit: 2 ** 30, startLimit: 10_000 }, PROBE);
    delete process.env.PHO_23_SECRET;
    // The probe never says that it is ready, but its environment can be read from outside.
    const environment = await readFile(`/proc/${worker.pid}/environ`, 'latin1').catch(() => '');
    await worker.stop();
    await assert.rejects(worker.started);
    const names = environment.split('\0').flatMap((line) => (line ? [line.split('=')[0]] : []));
    assert.deepEqual(names.sort(), [
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      'VIPS_BLOCK_UNTRUSTED',
    ]);
  });

  it('[PHO-23] decodes JPEG, PNG and WebP only, should a file get past the magic bytes', async () => {
    const worker = startWorker({ timeLimit: 5_000, memoryLimit: 2 ** 30, startLimit: 10_000 });
    await worker.started;
    const job = { widths: [], maxSide: 2_048, maxPixels: 1_000_000, quality: 80 };
    const others = [
      await pictures.gif(8, 8),
      await pictures.tiff(8, 8),
      await pictures.avif(8, 8),
      pictures.SVG,
      pictures.PDF,
    ];
    for (const [id, bytes] of others.entries()) {
      assert.deepEqual(await worker.run({ id, bytes, ...job }), { id, ok: false, code: 'picture_broken' });
    }
    for (const [id, make] of [pictures.jpeg, pictures.png, pictures.webp].entries()) {
      const reply = await worker.run({ id, bytes: await make(8, 8), ...job });
      assert.ok('ok' in reply && reply.ok);
    }
    await worker.stop();
  });
});
