import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openLocalKeys } from '../../server/adapters/local-keys.ts';
import { openKeyEvidence, openMainEvidence } from '../../server/adapters/sqlite/evidence.ts';
import { audit } from '../../server/ledger/audit.ts';
import { type Finding, nameOf } from '../../server/ledger/findings.ts';
import { createKeys } from '../../server/ledger/keys.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const HOLDER = { controller: 'lmt', number: '+37120000001' };
const GRANT = {
  method: 'self-service',
  assurance: 'number-proven',
  language: 'lv',
  purpose: 'metadata',
  version: '2',
} as const;

describe('the ledger of consents', () => {
  let room: RegisterRoom;
  beforeEach(async () => {
    room = await openRegister();
  });
  afterEach(() => room.dispose());

  async function verify(controller?: string) {
    const evidence = openMainEvidence(join(room.dir, 'main.sqlite'), controller);
    const keyStore = openKeyEvidence(join(room.dir, 'keys.sqlite'));
    const findings: Finding[] = [];
    try {
      const counts = await audit({
        evidence,
        keys: createKeys(openLocalKeys(join(room.dir, 'keys.json'), []), keyStore, randomUUID),
        objects: { get: async () => undefined, async *list() {} },
        objectKey: ({ id }) => id,
        objectFault: () => undefined,
        pictureDigest: () => new Uint8Array(),
        report: (finding) => findings.push(finding),
        destroyed: async () => new Set(),
        controller,
      });
      const faults = findings.map((one) => `${nameOf(one)} ${'fault' in one ? one.fault : one.detail}`);
      return { counts, faults };
    } finally {
      evidence.close();
      keyStore.close();
    }
  }

  async function idOf(): Promise<string> {
    const { id } = await room.database.selectFrom('consent_subject').select('id').executeTakeFirstOrThrow();
    return id;
  }

  it('[CON-61] a stream of consents is verified like any other: every entry opens', async () => {
    await room.register.give(HOLDER, GRANT);
    await room.register.withdraw(HOLDER, GRANT);
    await room.register.give({ ...HOLDER, controller: 'amigo' }, { ...GRANT, version: '1' });
    const all = await verify();
    assert.deepEqual(all.faults, []);
    // A head and the records.
    assert.deepEqual([all.counts.streams, all.counts.entries, all.counts.opened], [2, 5, 5]);
    const one = await verify('lmt');
    assert.deepEqual([one.faults, one.counts.streams, one.counts.entries], [[], 1, 3]);
  });

  it('[CON-61] [LED-14] a stream without its subject and a subject without its stream are named', async () => {
    await room.register.give(HOLDER, GRANT);
    const id = await idOf();
    await room.database.updateTable('consent_subject').set({ id: 'another' }).execute();
    const { faults } = await verify();
    assert.deepEqual(faults, [
      `subject:${id} no-subject`,
      'subject:another no-stream',
      `subject:${id} key-lost`,
    ]);
  });

  it('[CON-61] a changed entry, another controller and a lost key are each named', async () => {
    await room.register.give(HOLDER, GRANT);
    const id = await idOf();
    const of = room.database;
    await of.updateTable('consent_subject').set({ controller: 'amigo' }).execute();
    // The key is bound to its controller: under another's name it does not open.
    assert.deepEqual((await verify()).faults, [
      `subject:${id} key-damaged`,
      `subject:${id} controller-other`,
    ]);
    await of.updateTable('consent_subject').set({ controller: 'lmt' }).execute();
    await of
      .updateTable('entry')
      .set(({ eb }) => ({ at: eb('at', '+', 1) }))
      .where('seq', '=', 2)
      .execute();
    assert.deepEqual((await verify()).faults, [`subject:${id}#2 hash`]);
    await of
      .updateTable('entry')
      .set(({ eb }) => ({ at: eb('at', '-', 1) }))
      .where('seq', '=', 2)
      .execute();
    await room.keys.destroyRecord(`subject:${id}`);
    assert.deepEqual((await verify()).faults, [`subject:${id} key-lost`]);
  });
});
