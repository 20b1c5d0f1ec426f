import assert from 'node:assert/strict';
import type { Grant } from '../../server/consent/register.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const DAY = 86_400_000;
const HOLDER = { controller: 'lmt', number: '+37120000001' };
const ARRIVAL = { method: 'service-centre', assurance: 'staff-recorded', language: 'lv' } as const;
const FEED = { method: 'feed', assurance: 'operator', language: 'lv' } as const;
const METADATA: Grant = { ...ARRIVAL, purpose: 'metadata', version: '2' };

describe('a number that changed hands', () => {
  let room: RegisterRoom;
  beforeEach(async () => {
    room = await openRegister();
  });
  afterEach(() => room.dispose());

  const given = async (rest: Partial<Grant> = {}) => {
    const recorded = await room.register.give(HOLDER, { ...METADATA, ...rest });
    return recorded.ok ? 'ok' : recorded.code;
  };
  const inForce = async () => {
    const numberHash = room.hashOf('lmt', HOLDER.number);
    return (await room.register.inForce({ controller: 'lmt', numberHash, purpose: 'metadata' })).ok;
  };

  for (const known of [true, false]) {
    it(`[CON-53] keeps a late wish of a holder who was ${known ? 'known' : 'not known'} from the next one`, async () => {
      if (known) await given();
      const before = room.clock.now();
      room.clock.pass(DAY);
      await room.register.endHolder(HOLDER, FEED);
      room.clock.pass(DAY);
      assert.equal(await given({ at: before }), 'consent_holder_changed');
      assert.equal(await inForce(), false);
      assert.equal(await given({ at: room.clock.now() - 1 }), 'ok');
      assert.equal(await inForce(), true);
    });
  }

  it('[CON-53] takes no grant that was made more than a year ago', async () => {
    room.clock.pass(400 * DAY);
    assert.equal(await given({ at: room.clock.now() - 366 * DAY }), 'consent_holder_changed');
    assert.equal(await given({ at: room.clock.now() - 364 * DAY }), 'ok');
  });

  it('[CON-46] the same message that it changed hands ends nothing of whoever has it then', async () => {
    const moved = { ...FEED, source: 'porting-1' };
    await room.register.endHolder(HOLDER, moved);
    await given();
    await room.register.endHolder(HOLDER, moved);
    assert.equal(await inForce(), true);
  });

  it('[CON-27] a purpose that is retired at a later start allows nothing from then on', async () => {
    await given();
    const consents = room.content.consents.map((one) =>
      one.purpose === 'metadata' && one.controller === 'lmt' ? { ...one, retired: true } : one,
    );
    const later = room.reopened({ ...room.content, consents });
    const numberHash = room.hashOf('lmt', HOLDER.number);
    const answer = await later.inForce({ controller: 'lmt', numberHash, purpose: 'metadata' });
    assert.equal(answer.ok ? 'yes' : answer.why, 'retired');
  });
});
