import assert from 'node:assert/strict';
import { createForget, type Forget } from '../../server/consent/forget.ts';
import type { ConsentRegister } from '../../server/consent/register.ts';
import { createControllerLog } from '../../server/privacy/controller-log.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const NUMBER = '+37120000001';
const HOLDER = { controller: 'lmt', number: NUMBER };
const ARRIVAL = { method: 'self-service', assurance: 'number-proven', language: 'lv' } as const;
const METADATA = { ...ARRIVAL, purpose: 'metadata', version: '2' } as const;
const LOYALTY = { ...ARRIVAL, purpose: 'loyalty', version: '2' } as const;
const DAY = 24 * 60 * 60_000;
/** 21 November 2026 to 21 November 2029: 2028 is a leap year. */
const THREE_YEARS = 1096 * DAY;

describe('for how long the proof of a consent is kept', () => {
  let room: RegisterRoom;
  let faults: unknown[];
  beforeEach(async () => {
    room = await openRegister();
    faults = [];
  });
  afterEach(async () => {
    assert.deepEqual(faults, []);
    await room.dispose();
  });

  function forget(register: ConsentRegister = room.register): Forget {
    const { database, ledger, keys, clock } = room;
    const log = createControllerLog({ ledger, keys, clock });
    return createForget({
      database,
      ledger,
      keys,
      log,
      clock,
      register,
      backupsLive: 7 * DAY,
      onFault: (error) => void faults.push(error),
    });
  }
  const rowsLeft = async () => {
    const counts: Record<string, number> = {};
    for (const table of [
      'consent_subject',
      'consent_standing',
      'consent_change',
      'consent_source',
      'consent_due',
    ] as const) {
      const { n } = await room.database
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      if (n > 0) counts[table] = n;
    }
    return counts;
  };
  const streams = async () =>
    (await room.database.selectFrom('stream').select('id').where('id', 'like', 'subject:%').execute()).length;

  it('[CON-65] a consent in force is kept, however old', async () => {
    await room.register.give(HOLDER, METADATA);
    room.clock.pass(10 * THREE_YEARS);
    assert.equal(await forget().due(), 0);
    assert.equal((await room.register.of(HOLDER)).records.length, 1);
  });

  it('[CON-65] withdrawn, it goes three years later, and not a day before', async () => {
    await room.register.give(HOLDER, { ...METADATA, source: 'message-1' });
    await room.register.withdraw(HOLDER, ARRIVAL_OF('metadata'));
    room.clock.pass(THREE_YEARS - 1);
    assert.equal(await forget().due(), 0);
    room.clock.pass(1);
    const id = await idOf();
    assert.equal(await forget().due(), 1);
    assert.deepEqual(await rowsLeft(), {});
    assert.equal(await streams(), 0);
    assert.equal(await room.keys.openRecord('lmt', `subject:${id}`), undefined);
    assert.deepEqual(await room.register.of(HOLDER), { records: [], standing: [] });
  });

  it('[CON-66] the certificate names the subject by its id, and never the number', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.withdraw(HOLDER, ARRIVAL_OF('metadata'));
    const id = await idOf();
    room.clock.pass(THREE_YEARS);
    await forget().due();
    const log = createControllerLog({ ledger: room.ledger, keys: room.keys, clock: room.clock });
    const [certificate] = await log.read('lmt', 0);
    assert.deepEqual(certificate?.event, {
      type: 'ConsentsErased',
      subject: id,
      keysDestroyed: 1,
      backupsUnreadableFrom: room.clock.now() + 7 * DAY,
    });
  });

  it('[CON-65] given again in the meantime it stays', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.withdraw(HOLDER, ARRIVAL_OF('metadata'));
    room.clock.pass(THREE_YEARS - 1);
    await room.register.give(HOLDER, METADATA);
    room.clock.pass(THREE_YEARS);
    assert.equal(await forget().due(), 0);
  });

  it('[CON-65] one purpose in force keeps the records of the others', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.give(HOLDER, { ...METADATA, purpose: 'location' });
    await room.register.withdraw(HOLDER, ARRIVAL_OF('metadata'));
    room.clock.pass(2 * THREE_YEARS);
    assert.equal(await forget().due(), 0);
  });

  it('[CON-65] a limit that ran out counts from its own end', async () => {
    room.left.set(NUMBER, Date.UTC(2026, 11, 1));
    assert.ok((await room.register.give(HOLDER, LOYALTY)).ok);
    const due = await room.database.selectFrom('consent_due').selectAll().executeTakeFirst();
    assert.equal(due?.due, Date.UTC(2031, 11, 1));
  });

  it('[CON-65] the old holder’s records go, the next holder’s stay', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.endHolder(HOLDER, { method: 'feed', assurance: 'operator', language: 'lv' });
    await room.register.give(HOLDER, METADATA);
    room.clock.pass(THREE_YEARS);
    assert.equal(await forget().due(), 1);
    const { standing } = await room.register.of(HOLDER);
    assert.deepEqual(
      standing.map(({ purpose, state }) => `${purpose} ${state}`),
      ['metadata in-force'],
    );
    assert.deepEqual(await rowsLeft(), { consent_subject: 1, consent_standing: 1, consent_change: 1 });
  });

  it('[CON-66] a kill after the key went is gone on with', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.withdraw(HOLDER, ARRIVAL_OF('metadata'));
    await room.keys.destroyRecord(`subject:${await idOf()}`);
    room.clock.pass(THREE_YEARS);
    assert.equal(await forget(room.reopened()).due(), 1);
    assert.deepEqual(await rowsLeft(), {});
  });

  it('[CON-67] after a restore what is on the list of destroyed keys goes again, before its time', async () => {
    await room.register.give(HOLDER, METADATA);
    const id = await idOf();
    await forget(room.reopened()).again(['session:another', `record:subject:${id}`, 'record:subject:nobody']);
    assert.deepEqual(await rowsLeft(), {});
    assert.equal((await room.register.give(HOLDER, METADATA)).ok, true, 'and the number can begin anew');
  });

  it('[CON-68] a restricted subject’s proof is kept', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.withdraw(HOLDER, ARRIVAL_OF('metadata'));
    room.clock.pass(THREE_YEARS);
    await room.database
      .insertInto('subject_request')
      .values({
        id: 'r',
        controller: 'lmt',
        kind: 'restriction',
        channel: 'desk',
        number_hash: room.hashOf('lmt', NUMBER),
        language: 'lv',
        state: 'closed',
        received_at: 0,
        due_at: 0,
        extended: 0,
        verified: 1,
        holder_since: null,
        assigned: null,
        outcome: 'fulfilled',
        article: null,
        closed_at: 0,
        restriction: 'in-force',
        erase_due: null,
        sealed: new Uint8Array(),
      })
      .execute();
    assert.equal(await forget().due(), 0);
    await room.database.updateTable('subject_request').set({ restriction: 'lifted' }).execute();
    assert.equal(await forget().due(), 1);
  });

  const ARRIVAL_OF = (purpose: string) => ({ ...ARRIVAL, purpose });
  async function idOf(): Promise<string> {
    const { id } = await room.database.selectFrom('consent_subject').select('id').executeTakeFirstOrThrow();
    return id;
  }
});
