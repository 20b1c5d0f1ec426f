import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { openReceiver, type Receiver } from './support.ts';

const OPS = join(import.meta.dirname, '..', '..', 'server', 'ops', 'main.ts');
const NUMBER = '+37126000001';

describe('webhooks of a killed server', function () {
  this.timeout(60_000);
  let server: ServerProcess;
  let receiver: Receiver;
  before(async () => {
    server = await startServer();
    receiver = await openReceiver();
  });
  after(async () => {
    await server.dispose();
    await receiver.close();
  });

  const demo = (path: string, body: object) =>
    fetch(`${server.address}/demo/api/${path}`, {
      method: 'POST',
      headers: { origin: server.address, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('[API-24] are told by the next one, under the same id', async () => {
    const about = [
      '--controller',
      'lmt',
      '--name',
      'CRM',
      '--purposes',
      'metadata',
      '--webhook',
      receiver.url,
    ];
    const env = { DATA_DIR: server.dataDir };
    await promisify(execFile)(process.execPath, [OPS, 'system-key', 'issue', ...about], { env });
    receiver.answer = () => 503;
    const sent = await demo('send', { controller: 'lmt', from: NUMBER, text: 'Metadati stop' });
    assert.ok(sent.ok, await sent.text());
    await receiver.until(1);
    await server.kill();
    receiver.answer = () => 204;
    server = await server.restart();
    // The wait for the next try is over at once.
    assert.ok((await demo('advance', { step: 'hour' })).ok);
    await receiver.until(2);
    const [first, second] = receiver.got;
    assert.equal(second?.body.change, 'withdrawn');
    const { subject, record } = first?.body ?? {};
    assert.deepEqual(
      [second?.body.id, second?.body.subject, second?.body.record],
      [first?.body.id, subject, record],
    );
  });
});
