/** SMS and a server that is killed: what is stored when the gateway is answered, and acted upon once, whenever. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CompiledQuery } from 'kysely';
import type { ConsentRegister } from '../../../server/consent/register.ts';
import { createSmsCommands } from '../../../server/consent/sms/commands.ts';
import {
  type ConsentSmsInbox,
  createSmsInbox,
  type SmsInboxDeps,
} from '../../../server/consent/sms/inbox.ts';
import { lookupHash } from '../../../server/ledger/lookup.ts';
import type { IncomingSms } from '../../../server/ports.ts';
import { openRegister, type RegisterRoom } from '../support.ts';

const ME = '+37120000001';
const KEY = Buffer.alloc(32, 7);

describe('SMS and a killed server', () => {
  let room: RegisterRoom;
  beforeEach(async () => {
    room = await openRegister();
  });
  afterEach(() => room.dispose());

  /** A server on the room's database; what it remembers is its own. */
  function start(register: ConsentRegister, change: (deps: SmsInboxDeps) => SmsInboxDeps = (deps) => deps) {
    const { database, content, clock, keys } = room;
    const faults: unknown[] = [];
    const replies: string[] = [];
    let arrive: (message: IncomingSms) => Promise<void> = () => assert.fail('nobody listens');
    const commands = createSmsCommands({
      database,
      content,
      register,
      customers: { isCustomer: async () => true },
      clock,
      newId: randomUUID,
      lookupKey: () => KEY,
      async queue({ id, controller, expires_at }, { text }) {
        replies.push(text);
        return insertReply(id, controller, expires_at);
      },
    });
    const inbox: ConsentSmsInbox = createSmsInbox(
      change({
        database,
        keys,
        gateway: {
          onIncoming(listener) {
            arrive = listener;
          },
        },
        clock,
        newId: randomUUID,
        senderOf: (_controller, from) => ({ number: from, numberHash: lookupHash(KEY, 'number', from) }),
        act: commands.act,
        onActed() {},
        onFault: (error) => void faults.push(error),
      }),
    );
    return { inbox, faults, replies, arrive: (message: IncomingSms) => arrive(message) };
  }

  function insertReply(id: string, controller: string, expires_at: number): CompiledQuery {
    const row = { id, controller, expires_at, sealed: Buffer.from('x'), attempts: 0, next_at: 0 };
    return room.database
      .insertInto('subject_sms')
      .values({ ...row, state: 'queued' })
      .compile();
  }

  const sms = (text: string, id: string = randomUUID()): IncomingSms => {
    const at = room.clock.now();
    return { id, controller: 'lmt', from: ME, text, at, homeNetwork: true };
  };
  const changes = async (register: ConsentRegister) =>
    (await register.of({ controller: 'lmt', number: ME })).records.map(({ change }) => change);
  const queued = async () => (await room.database.selectFrom('subject_sms').select('id').execute()).length;
  const dies = () => new Promise<never>(() => {});

  it('[SMC-21] between the answer to the gateway and the act: the next server acts, once', async () => {
    const killed = start(room.register, (deps) => ({ ...deps, act: dies }));
    await killed.arrive(sms('JAUNUMI', 'm-1'));
    assert.deepEqual(await changes(room.register), []);

    const register = room.reopened();
    const next = start(register);
    await next.inbox.pump();
    await next.inbox.pump();
    await next.arrive(sms('JAUNUMI', 'm-1'));
    await next.inbox.pump();
    assert.deepEqual(await changes(register), ['given']);
    assert.equal(await queued(), 1);
    assert.deepEqual(next.faults, []);
  });

  it('[SMC-21] between the register and the rest: the change stays one, and the reply is sent once', async () => {
    const killed = start(room.register, (deps) => ({
      ...deps,
      async act(message) {
        await deps.act(message);
        return dies();
      },
    }));
    await killed.arrive(sms('JAUNUMI'));
    // It has got as far as the register when the record is there.
    while ((await changes(room.register)).length === 0) await new Promise(setImmediate);

    const register = room.reopened();
    const next = start(register);
    await next.inbox.pump();
    assert.deepEqual(await changes(register), ['given']);
    assert.equal(await queued(), 1);
  });

  it('[SMC-21] between the commit and the key: the next server destroys it, and does nothing else', async () => {
    const killed = start(room.register, (deps) => ({ ...deps, keys: { ...deps.keys, destroyRecord: dies } }));
    await killed.arrive(sms('JAUNUMI'));
    const settled = () =>
      room.database.selectFrom('sms_incoming').selectAll().where('state', '=', 'settled').executeTakeFirst();
    while (!(await settled())) await new Promise(setImmediate);
    const { id = '' } = (await settled()) ?? {};
    assert.ok(await room.keys.openRecord('lmt', `sms-in:${id}`));

    const register = room.reopened();
    const next = start(register);
    await next.inbox.pump();
    assert.equal(await room.keys.openRecord('lmt', `sms-in:${id}`), undefined);
    assert.deepEqual(await changes(register), ['given']);
    assert.deepEqual(next.replies, []);
  });

  it('[SMC-20] a gateway is told that nothing was taken when storing fails, and may come again', async () => {
    let broken = true;
    const server = start(room.register, (deps) => ({
      ...deps,
      keys: {
        ...deps.keys,
        async createRecord(controller, id) {
          if (broken) throw new Error('the key store is away');
          return deps.keys.createRecord(controller, id);
        },
      },
    }));
    await assert.rejects(server.arrive(sms('JAUNUMI', 'm-2')), /the key store is away/);
    broken = false;
    await server.arrive(sms('JAUNUMI', 'm-2'));
    await server.inbox.pump();
    assert.deepEqual(await changes(room.register), ['given']);
  });

  it('[SMC-20] the same message twice at once is acted upon once, and leaves no key', async () => {
    const server = start(room.register);
    const message = sms('JAUNUMI');
    await Promise.all([server.arrive(message), server.arrive(message)]);
    await server.inbox.pump();
    assert.deepEqual(await changes(room.register), ['given']);
    assert.equal((await room.database.selectFrom('sms_incoming').select('id').execute()).length, 1);
  });

  it('[SMC-21] what cannot be acted upon holds nobody else back, and is never given up', async () => {
    const server = start(room.register, (deps) => ({
      ...deps,
      async act(message) {
        if (message.text === 'AUTO STOP') throw new Error('broken');
        return deps.act(message);
      },
    }));
    await server.arrive(sms('AUTO STOP'));
    for (let round = 0; round < 12; round += 1) {
      room.clock.pass(600_000);
      await server.inbox.pump();
    }
    await server.arrive({ ...sms('JAUNUMI STOP'), from: '+37120000002' });
    await server.arrive(sms('VIETA STOP'));
    await server.inbox.pump();
    const rows = await room.database
      .selectFrom('sms_incoming')
      .select(['state', 'outcome'])
      .orderBy('n')
      .execute();
    const told = rows.map(({ state, outcome }) => `${state} ${outcome}`);
    assert.deepEqual(told, ['waiting ', 'done withdrawn', 'done withdrawn']);
    assert.ok(server.faults.length > 5);
  });

  it('[SMC-3] takes many, one after the other, and none is lost', async () => {
    const server = start(room.register);
    for (let n = 0; n < 60; n += 1) {
      await server.arrive({ ...sms('JAUNUMI'), from: `+3712000${String(n).padStart(4, '0')}` });
    }
    await server.inbox.pump();
    const rows = await room.database.selectFrom('sms_incoming').select('outcome').execute();
    assert.deepEqual([...new Set(rows.map(({ outcome }) => outcome))], ['granted']);
    assert.equal(rows.length, 60);
  });
});
