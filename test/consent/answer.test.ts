import assert from 'node:assert/strict';
import type { Query } from '../../server/consent/register.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const ARRIVAL = { method: 'self-service', assurance: 'number-proven', language: 'lv' } as const;
const numberOf = (n: number): string => `+3712${String(n).padStart(7, '0')}`;

describe('many questions at once', () => {
  let room: RegisterRoom;
  beforeEach(async () => {
    room = await openRegister();
  });
  afterEach(() => room.dispose());

  const question = (n: number, rest: Partial<Query> = {}): Query => ({
    controller: 'lmt',
    numberHash: room.hashOf(rest.controller ?? 'lmt', numberOf(n)),
    purpose: 'offers',
    channel: 'email',
    ...rest,
  });
  async function answersTo(queries: readonly Query[]): Promise<string> {
    const answers = await room.register.inForceMany(queries);
    return answers.map((answer) => (answer.ok ? 'yes' : answer.why)).join(' ');
  }
  async function giveOffers(n: number): Promise<void> {
    const holder = { controller: 'lmt', number: numberOf(n) };
    const given = await room.register.give(holder, {
      ...ARRIVAL,
      purpose: 'offers',
      version: '2',
      channels: ['email'],
    });
    assert.ok(given.ok);
  }

  it('[CON-52] each has its own answer, in the order of the questions', async () => {
    await giveOffers(1);
    await giveOffers(3);
    const holder = { controller: 'lmt', number: numberOf(3) };
    await room.register.withdraw(holder, { ...ARRIVAL, purpose: 'offers' });
    assert.equal(
      await answersTo([
        question(3),
        question(1, { channel: 'sms' }),
        question(1),
        question(2),
        question(1, { controller: 'amigo' }),
        question(1, { purpose: 'marketing', channel: undefined }),
        question(1),
      ]),
      'withdrawn never yes never never unknown-purpose yes',
    );
    assert.equal(await answersTo([]), '');
  });

  it('[CON-52] more than are looked up together miss and mix up nothing', async () => {
    for (const n of [0, 127, 128, 299]) await giveOffers(n);
    const asked = Array.from({ length: 300 }, (_, n) => question(n));
    const said = (await answersTo(asked)).split(' ');
    const yes = said.flatMap((word, n) => (word === 'yes' ? [n] : []));
    assert.deepEqual(yes, [0, 127, 128, 299]);
    assert.equal(said.filter((word) => word === 'never').length, 296);
  });
});
