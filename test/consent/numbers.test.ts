import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openNumberFiles } from '../../server/adapters/number-files.ts';
import { createLimits } from '../../server/consent/limits.ts';
import { createNumbers, type PollNumbers } from '../../server/consent/numbers.ts';
import type { ConsentRegister } from '../../server/consent/register.ts';
import { createControllerLog } from '../../server/privacy/controller-log.ts';
import { signedIn } from '../subject/support.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const NUMBER = '+37120000001';
const HOLDER = { controller: 'lmt', number: NUMBER };
const ARRIVAL = { method: 'self-service', assurance: 'number-proven', language: 'lv' } as const;
const METADATA = { ...ARRIVAL, purpose: 'metadata', version: '2' } as const;

describe('numbers that change hands', () => {
  let room: RegisterRoom;
  let signedOut: string[];
  let alarms: string[];
  beforeEach(async () => {
    room = await openRegister();
    signedOut = [];
    alarms = [];
  });
  afterEach(() => room.dispose());

  const log = () => createControllerLog({ ledger: room.ledger, keys: room.keys, clock: room.clock });
  function poll(register: Pick<ConsentRegister, 'endHolder'> = room.register): PollNumbers {
    return createNumbers({
      database: room.database,
      feed: openNumberFiles(join(room.dir, 'numbers')),
      register,
      signOut: async (controller, numberHash) => void signedOut.push(`${controller} ${numberHash}`),
      controllers: ['lmt', 'amigo'],
      lookupKey: room.lookupKey,
      log: log(),
      clock: room.clock,
      alarm: ({ file, fault }) => void alarms.push(`${file}: ${fault}`),
      onFault: (error) => {
        throw error;
      },
    });
  }
  async function put(name: string, text: string, controller = 'lmt'): Promise<void> {
    await mkdir(join(room.dir, 'numbers', controller), { recursive: true });
    await writeFile(join(room.dir, 'numbers', controller, name), text);
  }
  const states = async (holder = HOLDER) =>
    (await room.register.of(holder)).standing.map(({ purpose, state }) => `${purpose} ${state}`);
  const told = async () =>
    (await log().read('lmt', 0)).map(({ event }) => event).filter(({ type }) => type === 'NumbersChanged');

  it('[CON-70] nothing there is nothing to do', async () => {
    assert.equal(await poll()(), 0);
    assert.deepEqual(alarms, []);
  });

  it('[CON-70] ends every consent of the old holder, and every sign-in with the number', async () => {
    await room.register.give(HOLDER, METADATA);
    await put(
      '2026-11-21.csv',
      `# ported today\n${NUMBER},2026-11-21,ported\n+37120000009,2026-11-21,reassigned\n`,
    );
    assert.equal(await poll()(), 1);
    assert.deepEqual(await states(), []);
    assert.deepEqual(signedOut, [
      `lmt ${room.hashOf('lmt', NUMBER)}`,
      `lmt ${room.hashOf('lmt', '+37120000009')}`,
    ]);
    const { records } = await room.database
      .selectFrom('consent_change')
      .select(({ fn }) => fn.countAll<number>().as('records'))
      .where('change', '=', 'ended')
      .where('method', '=', 'feed')
      .executeTakeFirstOrThrow();
    assert.equal(records, 1);
  });

  it('[CON-70] controllers are apart: the list of one ends nothing of another', async () => {
    await room.register.give({ ...HOLDER, controller: 'amigo' }, { ...METADATA, version: '1' });
    await put('a.csv', `${NUMBER},2026-11-21,ported\n`);
    assert.equal(await poll()(), 0);
    assert.deepEqual(await states({ ...HOLDER, controller: 'amigo' }), ['metadata in-force']);
  });

  it('[CON-71] a list is carried out once, by its content, under whatever name and after a restart', async () => {
    const text = `${NUMBER},2026-11-21,ported\n`;
    await put('a.csv', text);
    await room.register.give(HOLDER, METADATA);
    await poll()();
    await room.register.give(HOLDER, METADATA);
    await put('b.csv', text);
    assert.equal(await poll()(), 0);
    assert.deepEqual(await states(), ['metadata in-force']);
    assert.equal((await told()).length, 1);
  });

  it('[CON-71] one that was cut short is carried out again, and no line of it twice', async () => {
    const other = { ...HOLDER, number: '+37120000002' };
    await room.register.give(HOLDER, METADATA);
    await room.register.give(other, METADATA);
    await put('a.csv', `${NUMBER},2026-11-21,ported\n${other.number},2026-11-21,ported\n`);
    let calls = 0;
    const killed: Pick<ConsentRegister, 'endHolder'> = {
      async endHolder(holder, arrival) {
        calls += 1;
        if (calls === 2) throw new Error('killed');
        return room.register.endHolder(holder, arrival);
      },
    };
    await assert.rejects(poll(killed)());
    // The next holder of the first number is there already.
    await room.register.give(HOLDER, METADATA);
    assert.equal(await poll(room.reopened())(), 1);
    assert.deepEqual([await states(), await states(other)], [['metadata in-force'], []]);
  });

  it('[CON-71] an old list that comes late ends nothing of who began after it', async () => {
    await room.register.give(HOLDER, METADATA);
    await put('old.csv', `${NUMBER},2026-11-19,reassigned\n`);
    assert.equal(await poll()(), 0);
    assert.deepEqual(await states(), ['metadata in-force']);
  });

  it('[CON-72] a list with a wrong line is refused whole, its lines are named without numbers, and once', async () => {
    await room.register.give(HOLDER, METADATA);
    await put(
      'bad.csv',
      `${NUMBER},2026-11-21,ported\n20000002,2026-11-21,ported\n${NUMBER},2026-02-31,ported\n${NUMBER},2026-11-21,sold\n`,
    );
    const round = poll();
    assert.equal(await round(), 0);
    assert.equal(await round(), 0);
    assert.deepEqual(await states(), ['metadata in-force']);
    assert.deepEqual(alarms, ['bad.csv: 3 of its lines are none: 2, 3, 4']);
    assert.doesNotMatch(JSON.stringify(await told()), /2000000/);
    // Mended, it is another list.
    await put('bad.csv', `${NUMBER},2026-11-21,ported\n`);
    assert.equal(await round(), 1);
  });

  it('[CON-72] a list that is still being written waits', async () => {
    await room.register.give(HOLDER, METADATA);
    await put('growing.csv', `${NUMBER},2026-11-21,ported\n+371200`);
    const round = poll();
    assert.equal(await round(), 0);
    assert.deepEqual([alarms, await states()], [[], ['metadata in-force']]);
    await put('growing.csv', `${NUMBER},2026-11-21,ported\n+37120000077,2026-11-21,ported\n`);
    assert.equal(await round(), 1);
  });

  it('[CON-73] a last transaction that becomes known later gives a limited consent its end', async () => {
    const { database, content } = room;
    const faults: unknown[] = [];
    const refresh = createLimits({
      database,
      content,
      register: room.register,
      onFault: (error) => void faults.push(error),
    });
    for (const purpose of ['loyalty', 'metadata']) {
      assert.ok((await room.register.give(HOLDER, { ...ARRIVAL, purpose, version: '2' })).ok);
    }
    const numberHash = room.hashOf('lmt', NUMBER);
    const ask = async () => {
      const answer = await room.register.inForce({ controller: 'lmt', numberHash, purpose: 'loyalty' });
      return answer.ok ? (answer.validUntil ?? 'no end') : answer.why;
    };
    assert.equal(await refresh(), 0);
    assert.equal(await ask(), 'no end');
    room.left.set(NUMBER, Date.UTC(2026, 5, 1));
    assert.equal(await refresh(), 1);
    assert.equal(await ask(), Date.UTC(2028, 5, 1));
    assert.equal(await refresh(), 0, 'and is not written again');
    room.clock.pass(Date.UTC(2028, 5, 1) - room.clock.now());
    assert.equal(await ask(), 'expired');
    // Back as a customer: what was given has no end again.
    room.left.delete(NUMBER);
    assert.equal(await refresh(), 1);
    assert.equal(await ask(), 'no end');
    assert.deepEqual(faults, []);
  });

  it('[CON-73] every subject comes up, however many there are', async () => {
    const { database, content } = room;
    const refresh = createLimits({
      database,
      content,
      register: room.register,
      onFault: (error) => assert.ifError(error),
    });
    const count = 230;
    for (let n = 0; n < count; n += 1) {
      const number = `+371200${String(n).padStart(5, '0')}`;
      await room.register.give(
        { controller: 'lmt', number },
        { ...ARRIVAL, purpose: 'loyalty', version: '2' },
      );
      room.left.set(number, Date.UTC(2026, 5, 1));
    }
    const rounds: number[] = [];
    for (let n = 0; n < 4; n += 1) rounds.push(await refresh());
    assert.deepEqual(rounds, [100, 100, 30, 0]);
  });
});

describe('a number that changes hands, in the server', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness();
  });
  after(() => harness.dispose());

  it('[CON-70] signs out whoever is on the page with it', async () => {
    const number = '+37120000031';
    const visitor = await signedIn(harness.address, number);
    assert.equal((await visitor.get('/api/subject')).status, 200);
    const folder = join(harness.dataDir, 'numbers', 'lmt');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'today.csv'), `${number},2026-11-21,reassigned\n`);
    await harness.services.catchUp();
    assert.equal((await visitor.get('/api/subject')).status, 401);
  });
});
