import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, before, describe, it } from 'mocha';
import { createVisitor, json, playToMatch, signIn } from '../support/call.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import {
  again,
  inDataDirectory,
  playWithPhoto,
  removeAll,
  sendPhoto,
  verify,
  verifyCommand,
} from './support.ts';

describe('a ledger that nobody has changed', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer();
  });
  after(() => server.dispose());
  afterEach(removeAll);

  it('[LED-10] verifies after the server has stopped, and nothing is made, changed or removed', async () => {
    const dataDir = await inDataDirectory(async ({ address }) => {
      await playWithPhoto(address);
      await playWithPhoto(address);
    });
    const before = listing(dataDir);
    const { code, output, summary } = await verifyCommand(dataDir);
    assert.deepEqual([code, summary.ok, summary.faults, summary.named], [0, true, 0, []], output);
    assert.match(output, /every hash recomputed/);
    assert.deepEqual(listing(dataDir), before);
    const { counts } = await verify(dataDir);
    const { streams, skeletons, entries, opened, objects, strayObjects } = counts;
    assert.deepEqual(
      { streams, skeletons, objects, strayObjects },
      { streams: 3, skeletons: 0, objects: 8, strayObjects: 0 },
    );
    assert.ok(entries > 20 && opened === entries);
  });

  it('[LED-10] verifies beside a running server that goes on writing, storing and taking back', async () => {
    const call = await playToMatch(server.address);
    let verified = 0;
    let playing = true;
    const verifying = (async () => {
      while (playing) {
        assert.deepEqual((await verify(server.dataDir)).faults, []);
        verified += 1;
      }
    })();
    for (let round = 0; round < 4; round += 1) {
      await sendPhoto(call, `photo-${round}000`);
      await call.agent.must({ type: 'ShowNote', text: 'Vai redzat?' });
      await call.caller.must({ type: 'TakeBackPhoto', photo: `photo-${round}000` });
    }
    playing = false;
    await verifying;
    assert.ok(verified > 0);
    assert.equal((await verify(server.dataDir)).counts.objectsErased, 8);
    call.close();
  });

  it('[LED-10] verifies after kill -9', async () => {
    const killed = await startServer();
    await playWithPhoto(killed.address);
    await killed.kill();
    const { code, output } = await verifyCommand(killed.dataDir);
    await killed.dispose();
    assert.equal(code, 0, output);
  });

  it('[LED-13] verifies the skeleton, and says so, once the content is erased', async () => {
    const dataDir = await inDataDirectory(async ({ address }) => {
      const { session, agentVisitor } = await playWithPhoto(address);
      await json(await agentVisitor.post('/demo/api/advance', { step: 'day' }));
      await json(await agentVisitor.post('/demo/api/advance', { step: 'quarter' }));
      const { visitor } = await signIn(address);
      assert.equal((await visitor.get(`/api/sessions/${session}/note?language=en`)).status, 410);
      await playWithPhoto(address);
    });
    const { code, output } = await verifyCommand(dataDir);
    assert.equal(code, 0, output);
    assert.match(output, /^1 streams verified as skeletons/m);
    const { counts } = await verify(dataDir);
    assert.equal(counts.objectsErased, 4);
    assert.ok(counts.opened > 0 && counts.opened < counts.entries);

    const database = new DatabaseSync(join(dataDir, 'main.sqlite'));
    database.exec("UPDATE entry SET at = at + 1 WHERE type = 'TermsAccepted'");
    const { faults } = await verify(dataDir);
    assert.equal(faults.filter((fault) => fault.endsWith(' hash')).length, 2, 'one in each stream');
    database.close();
  });

  it('[RET-6] erasing a skeleton leaves other streams alone, wherever a changed place leads', async () => {
    const quarters = async (server: ServerProcess, count: number) => {
      for (let quarter = 0; quarter < count; quarter += 1) {
        await json(await createVisitor(server.address).post('/demo/api/advance', { step: 'quarter' }));
      }
    };
    const sessions: string[] = [];
    const dataDir = await inDataDirectory(async (server) => {
      for (let call = 0; call < 3; call += 1) sessions.push((await playWithPhoto(server.address)).session);
      await quarters(server, 6);
      sessions.push((await playWithPhoto(server.address)).session);
    });
    const [into, circle, sound, young] = sessions.map((session) => `session:${session}`);
    assert.ok(into && circle && sound && young);
    const database = new DatabaseSync(join(dataDir, 'main.sqlite'));
    const lead = (stream: string, to: string) =>
      database
        .prepare(
          'UPDATE entry SET previous = (SELECT last FROM stream WHERE id = ?) WHERE stream = ? AND seq = 1',
        )
        .run(to, stream);
    lead(into, young);
    lead(circle, circle);
    database.close();
    await again(dataDir, (server) => quarters(server, 7));
    const { counts, faults } = await verify(dataDir);
    // The youngest call's, and the controller's own.
    assert.deepEqual([counts.streams, faults], [2, []]);
  });

  it('[LED-13] a key that is gone without a recorded erasure is a fault', async () => {
    let stream = '';
    const dataDir = await inDataDirectory(async ({ address }) => {
      stream = `session:${(await playWithPhoto(address)).session}`;
    });
    const keys = new DatabaseSync(join(dataDir, 'keys', 'keys.sqlite'));
    keys.exec("DELETE FROM wrapped_key WHERE id LIKE 'log:%'");
    assert.deepEqual((await verify(dataDir)).faults, [`${stream} key-lost`]);
    keys.exec("DELETE FROM wrapped_key WHERE id LIKE 'object:%'");
    const { faults } = await verify(dataDir);
    assert.equal(faults.filter((fault) => fault.endsWith(' key-lost')).length, 5, faults.join('; '));
    keys.close();
  });

  it('[LED-13] names every stream when the keys are another installation’s', async () => {
    let stream = '';
    const dataDir = await inDataDirectory(async ({ address }) => {
      stream = `session:${(await playWithPhoto(address)).session}`;
    });
    const KEY_FILE = join(server.dataDir, 'keys', 'controllers.json');
    const { code, summary } = await verifyCommand(dataDir, { KEY_FILE });
    assert.equal(code, 1);
    assert.ok(summary.named.includes(stream));
    const missing = verifyCommand(dataDir, { KEY_FILE: join(dataDir, 'no-such-file') });
    await assert.rejects(missing, /exit code 2:.*there is no key file/s);
  });

  it('[LED-16] says what is wrong when it was pointed at no data directory', async () => {
    await assert.rejects(
      verifyCommand(join(server.dataDir, 'nowhere')),
      /exit code 2: there is no .*main\.sqlite/,
    );
  });
});

function listing(dataDir: string): readonly string[] {
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const file = statSync(join(dataDir, name));
      return file.isDirectory() ? name : `${name} ${file.size} ${file.mtimeMs}`;
    });
}
