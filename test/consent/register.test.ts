import assert from 'node:assert/strict';
import type { ConsentChannel } from '../../protocol/consent.ts';
import type { Grant, Query, Withdrawal } from '../../server/consent/register.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const NUMBER = '+37120000001';
const HOLDER = { controller: 'lmt', number: NUMBER };
const ARRIVAL = { method: 'self-service', assurance: 'number-proven', language: 'lv' } as const;
const METADATA: Grant = { ...ARRIVAL, purpose: 'metadata', version: '2' };
const offers = (...channels: ConsentChannel[]): Grant => ({
  ...ARRIVAL,
  purpose: 'offers',
  version: '2',
  channels,
});
const withdrawn = (purpose: string, ...channels: ConsentChannel[]): Withdrawal => ({
  ...ARRIVAL,
  purpose,
  ...(channels.length > 0 ? { channels } : {}),
});

describe('the register of consents', () => {
  let room: RegisterRoom;
  beforeEach(async () => {
    room = await openRegister();
  });
  afterEach(() => room.dispose());

  async function ask(purpose: string, rest: Partial<Query> = {}, number = NUMBER): Promise<string> {
    const controller = rest.controller ?? 'lmt';
    const numberHash = room.hashOf(controller, number);
    const answer = await room.register.inForce({ controller, numberHash, purpose, ...rest });
    return answer.ok ? 'yes' : answer.why;
  }
  const codeOf = (outcome: { ok: true } | { ok: false; code: string }) => (outcome.ok ? 'ok' : outcome.code);

  it('[CON-40] a consent that was never given, or that nobody knows, allows nothing', async () => {
    assert.equal(await ask('metadata'), 'never');
    assert.equal(await ask('marketing'), 'unknown-purpose');
  });

  it('[CON-40] given it is in force at once, withdrawn it is not, given again it is', async () => {
    await room.register.give(HOLDER, METADATA);
    assert.equal(await ask('metadata'), 'yes');
    await room.register.withdraw(HOLDER, withdrawn('metadata'));
    assert.equal(await ask('metadata'), 'withdrawn');
    room.clock.pass(1);
    await room.register.give(HOLDER, METADATA);
    assert.equal(await ask('metadata'), 'yes');
  });

  it('[CON-41] controllers are apart: what one was given, another was not', async () => {
    await room.register.give(HOLDER, METADATA);
    assert.equal(await ask('metadata', { controller: 'amigo' }), 'never');
  });

  it('[CON-42] offers are granted by channel, and asked for by channel', async () => {
    await room.register.give(HOLDER, offers('sms', 'email'));
    assert.equal(await ask('offers', { channel: 'sms' }), 'yes');
    assert.equal(await ask('offers', { channel: 'call' }), 'never');
    assert.equal(await ask('offers'), 'never', 'without a channel there is nothing to rest on');
    await room.register.withdraw(HOLDER, withdrawn('offers', 'sms'));
    assert.equal(await ask('offers', { channel: 'sms' }), 'withdrawn');
    assert.equal(await ask('offers', { channel: 'email' }), 'yes');
  });

  it('[CON-43] a use is covered only when the text that was given names it', async () => {
    await room.register.give(HOLDER, METADATA);
    assert.equal(await ask('metadata', { use: 'remote-help' }), 'yes');
    assert.equal(await ask('metadata', { use: 'tailored-offers' }), 'not-covered');
  });

  const refusals: readonly (readonly [string, Grant, string])[] = [
    ['an unknown purpose', { ...METADATA, purpose: 'marketing' }, 'consent_unknown'],
    ['a version that never was', { ...METADATA, version: '9' }, 'consent_unknown'],
    ['a text that is no longer in force', { ...METADATA, version: '1' }, 'consent_outdated'],
    ['a retired purpose', { ...ARRIVAL, purpose: 'partner-data', version: '1' }, 'consent_retired'],
    ['an SMS whose sender may be forged', { ...METADATA, assurance: 'sender-only' }, 'consent_needs_proof'],
    ['offers without a channel', offers(), 'consent_channel_wrong'],
    ['a channel that the text has not', { ...offers('email'), version: 'sms-1' }, 'consent_channel_wrong'],
    ['channels where there are none', { ...METADATA, channels: ['sms'] }, 'consent_channel_wrong'],
  ];
  for (const [what, grant, code] of refusals) {
    it(`[CON-44] refuses ${what}, and records nothing`, async () => {
      assert.equal(codeOf(await room.register.give(HOLDER, grant)), code);
      assert.deepEqual(await room.register.of(HOLDER), { standing: [], records: [] });
    });
  }

  it('[CON-45] what is for own customers cannot be given by others; offers can', async () => {
    room.strangers.add(NUMBER);
    assert.equal(codeOf(await room.register.give(HOLDER, METADATA)), 'consent_not_eligible');
    assert.equal(codeOf(await room.register.give(HOLDER, offers('sms'))), 'ok');
  });

  it('[CON-45] whoever is no customer any more can still withdraw', async () => {
    await room.register.give(HOLDER, METADATA);
    room.strangers.add(NUMBER);
    await room.register.withdraw(HOLDER, withdrawn('metadata'));
    assert.equal(await ask('metadata'), 'withdrawn');
  });

  it('[CON-46] the same message twice is one record', async () => {
    const grant = { ...METADATA, source: 'sms:1' };
    const first = await room.register.give(HOLDER, grant);
    await room.register.withdraw(HOLDER, withdrawn('metadata'));
    const again = await room.register.give(HOLDER, grant);
    assert.ok(first.ok && again.ok);
    assert.equal(again.record.id, first.record.id);
    assert.equal(await ask('metadata'), 'withdrawn');
    assert.equal((await room.register.of(HOLDER)).records.length, 2);
  });

  it('[CON-47] a wish from the future took effect when it arrived', async () => {
    const later = room.clock.now() + 1_000_000;
    const outcome = await room.register.give(HOLDER, { ...METADATA, at: later });
    assert.ok(outcome.ok);
    assert.equal(outcome.record.at, room.clock.now());
  });

  it('[CON-48] each record names the one before it of the same purpose, and the text by its hash', async () => {
    const first = await room.register.give(HOLDER, METADATA);
    await room.register.give(HOLDER, offers('sms'));
    const second = await room.register.withdraw(HOLDER, withdrawn('metadata'));
    assert.ok(first.ok && second.ok);
    assert.equal(first.record.prior, undefined);
    assert.equal(second.record.prior, first.record.id);
    assert.match(first.record.textHash, /^[0-9a-f]{64}$/);
  });

  it('[CON-26] the next holder of a number begins with nothing', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.endHolder(HOLDER, { method: 'feed', assurance: 'operator', language: 'lv' });
    assert.equal(await ask('metadata'), 'never');
    assert.deepEqual(await room.register.of(HOLDER), { standing: [], records: [] });
    await room.register.give(HOLDER, METADATA);
    assert.equal(await ask('metadata'), 'yes');
    assert.equal((await room.register.of(HOLDER)).records.length, 1);
  });

  it('[CON-25] a limit runs out by itself', async () => {
    const version = '2';
    room.left.set(NUMBER, Date.UTC(2024, 10, 21, 9));
    await room.register.give(HOLDER, { ...ARRIVAL, purpose: 'loyalty', version });
    assert.equal(await ask('loyalty'), 'yes');
    room.clock.pass(60 * 60_000);
    assert.equal(await ask('loyalty'), 'expired');
  });

  it('[CON-49] the projection written anew from the records says the same', async () => {
    await room.register.give(HOLDER, METADATA);
    await room.register.give(HOLDER, offers('sms', 'call'));
    await room.register.withdraw(HOLDER, withdrawn('offers', 'call'));
    const rows = () => room.database.selectFrom('consent_standing').selectAll().execute();
    const before = await rows();
    assert.equal(before.length, 3);
    await room.database.deleteFrom('consent_standing').execute();
    const rebuilt = await room.reopened().rebuild();
    assert.equal(rebuilt.subjects, 1);
    assert.deepEqual(await rows(), before);
  });

  it('[CON-50] a change is told after it is durable, without the number', async () => {
    const told: string[] = [];
    room.register.onChanged(({ numberHash, record }) => void told.push(`${numberHash} ${record.change}`));
    await room.register.give(HOLDER, METADATA);
    assert.deepEqual(told, [`${room.hashOf('lmt', NUMBER)} given`]);
  });

  it('[CON-51] wishes of one number at once are recorded one after the other', async () => {
    await Promise.all([
      room.register.give(HOLDER, METADATA),
      room.register.withdraw(HOLDER, withdrawn('metadata')),
      room.register.give(HOLDER, offers('sms')),
    ]);
    const { records } = await room.register.of(HOLDER);
    assert.deepEqual(
      records.map(({ change, purpose }) => `${change} ${purpose}`),
      ['given metadata', 'withdrawn metadata', 'given offers'],
    );
  });
});
