import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createKeys } from '../../server/ledger/keys.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { createControllerLog } from '../../server/privacy/controller-log.ts';
import { connect, json, type PlayedCall, playToMatch, signIn } from '../support/call.ts';
import { type Harness, MINUTE, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';

describe('grants and refusals', () => {
  let harness: Harness;
  let call: PlayedCall;
  beforeEach(async () => {
    harness = await startHarness();
    call = await playToMatch(harness.address);
  });
  afterEach(async () => {
    call.close();
    await harness.dispose();
  });

  /** What the controller's log says, as a reader with its key sees it. */
  async function told(controller = 'lmt'): Promise<string[]> {
    const log = createControllerLog({
      ledger: createLedger(harness.journal),
      keys: createKeys(harness.keyWrapper, harness.keyStore, () => 'unused'),
      clock: harness.clock,
    });
    return (await log.read(controller, 0)).map(({ by, event }) =>
      'category' in event
        ? `${event.type} ${by} ${event.purpose} ${event.category} ${event.access}`
        : event.type,
    );
  }

  it('[PRV-5] each grant is one entry, before anything is read, and not one for each picture', async () => {
    const view = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': view.reminder };
    for (const photo of ['photo-0001', 'photo-0002']) {
      await call.callerVisitor.upload(`/api/caller/photos/${photo}`, await jpeg(400, 300), headers);
      await call.agentVisitor.get(`/api/sessions/${call.session}/media/${photo}`);
      await call.agentVisitor.get(`/api/sessions/${call.session}/media/${photo}?width=320`);
    }
    assert.deepEqual(await told(), [
      'GrantGiven agent assist shown read',
      'GrantGiven caller assist shown read',
      'GrantGiven caller assist photo write',
      'GrantGiven agent assist photo read',
    ]);
    await harness.clock.pass(10 * MINUTE);
    await call.agentVisitor.get(`/api/sessions/${call.session}/media/photo-0001`);
    assert.equal((await told()).length, 5);
  });

  it('[PRV-6] refusals are recorded too, in the log of the controller whose data were asked for', async () => {
    const { visitor: maris } = await signIn(harness.address, 'maris@lmt');
    const { visitor: amigo } = await signIn(harness.address, 'anna@amigo');
    for (const visitor of [maris, amigo]) {
      await assert.rejects(connect(visitor, { as: 'agent', session: call.session }));
    }
    const refused = (await told()).filter((line) => line.startsWith('GrantRefused'));
    assert.deepEqual(refused, [
      'GrantRefused agent assist shown read',
      'GrantRefused agent assist shown read',
    ]);
    assert.deepEqual(await told('amigo'), []);
  });

  it('[PRV-6] a refusal over HTTP is recorded like one at the socket', async () => {
    const { visitor: maris } = await signIn(harness.address, 'maris@lmt');
    const { visitor: amigo } = await signIn(harness.address, 'anna@amigo');
    const path = `/api/sessions/${call.session}/note`;
    assert.deepEqual([(await maris.get(path)).status, (await amigo.get(path)).status], [403, 404]);
    const refused = (await told()).filter((line) => line.startsWith('GrantRefused'));
    assert.deepEqual(refused, [
      'GrantRefused agent assist shown read',
      'GrantRefused agent assist shown read',
    ]);
    assert.deepEqual(await told('amigo'), []);
  });
});
