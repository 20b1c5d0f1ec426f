/** Consents by SMS on the real services: from the gateway to the register and the reply, with a clock that moves. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createSmsOutbox } from '../../../server/adapters/sms-outbox.ts';
import type { Content } from '../../../server/content/types.ts';
import type { Customers, IncomingSms, Journal } from '../../../server/ports.ts';
import { signIn, startSession } from '../../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../../support/harness.ts';

const ME = '+37120000001';
const OTHER = '+37120000002';

describe('consents by SMS', () => {
  let harness: Harness;
  let phone: ReturnType<typeof createSmsOutbox>;
  const strangers = new Set<string>();
  let customersAway = false;
  let failing: ((stream: string) => boolean) | undefined;
  let content: Content;

  const customers: Customers = {
    async isCustomer(_controller, number) {
      if (customersAway) throw new Error('the list of customers is away');
      return !strangers.has(number);
    },
    lastTransactionEnd: async () => undefined,
  };
  const journal = (real: Journal): Journal => ({
    ...real,
    async append(appends) {
      if (appends.some(({ stream }) => failing?.(stream.id))) throw new Error('killed before it was written');
      await real.append(appends);
    },
  });

  beforeEach(async () => {
    strangers.clear();
    customersAway = false;
    failing = undefined;
    phone = createSmsOutbox({ now: () => harness.clock.now() });
    harness = await startHarness({
      gateway: phone,
      customers,
      journal,
      content: (written) => {
        content = { ...written, consents: [...written.consents] };
        return content;
      },
    });
  });
  afterEach(() => harness.dispose());

  /** Sends a message and lets the service act on it. @returns what the phone was sent since. */
  async function send(text: string | undefined, more: Partial<IncomingSms> = {}): Promise<string[]> {
    const before = phone.since(0).length;
    const from = more.from ?? ME;
    const at = harness.clock.now();
    await phone.arrive({ id: randomUUID(), controller: 'lmt', from, text, at, homeNetwork: false, ...more });
    await harness.clock.pass(0);
    const sent = phone.since(before);
    assert.ok(sent.every(({ to }) => to === from));
    return sent.map((message) => message.text);
  }

  const codeIn = (texts: readonly string[]) =>
    /\b\d{4}\b/.exec(texts.join())?.[0] ?? assert.fail('no code came');
  const of = (number = ME, controller = 'lmt') => harness.services.consents.of({ controller, number });
  const standing = async (number?: string) =>
    (await of(number)).standing.map(({ purpose, channel, state }) =>
      [purpose, ...(channel === undefined ? [] : [channel]), state].join(' '),
    );
  const outcomes = async () =>
    (await harness.database.selectFrom('sms_incoming').select('outcome').orderBy('n').execute()).map(
      ({ outcome }) => outcome,
    );

  it('[SMC-10] gives a consent once its code comes back, and says how sure that is', async () => {
    const asked = await send('Jaunumi');
    assert.equal(asked.length, 1);
    assert.deepEqual(await standing(), []);
    const given = await send(`jā ${codeIn(asked)}`);
    assert.match(given.join(), /^LMT: Jusu piekrisana JAUNUMI ir speka\. .*JAUNUMI STOP/);
    assert.deepEqual(await standing(), ['offers sms in-force', 'offers call in-force']);
    const [record] = (await of()).records;
    assert.equal(record?.version, 'sms-1');
    assert.equal(record?.method, 'sms-command');
    assert.equal(record?.assurance, 'confirmed');
    assert.equal(record?.language, 'lv');
  });

  it('[SMC-11] takes a consent back at once, on the word of the sender alone', async () => {
    const code = codeIn(await send('METADATI'));
    await send(`YES ${code}`);
    const told = await send('metadati stop!');
    assert.match(told.join(), /METADATI ir atsaukta/);
    assert.deepEqual(await standing(), ['metadata withdrawn']);
    assert.equal((await of()).records.at(-1)?.assurance, 'sender-only');
  });

  it('[SMC-11] takes back by SMS what was given elsewhere, and no channel that the command does not name', async () => {
    await harness.services.consents.give(
      { controller: 'lmt', number: ME },
      {
        ...{ method: 'self-service', assurance: 'number-proven', language: 'ru' },
        ...{ purpose: 'offers', version: '2', channels: ['email', 'sms', 'call'] },
      },
    );
    assert.match((await send('JAUNUMI STOP')).join(), /согласие JAUNUMI отозвано/);
    assert.deepEqual((await standing()).toSorted(), [
      'offers call withdrawn',
      'offers email in-force',
      'offers sms withdrawn',
    ]);
  });

  it('[SMC-12] a bare STOP takes back offers by SMS and nothing else', async () => {
    await send(`JA ${codeIn(await send('JAUNUMI'))}`);
    assert.match((await send('Stop.')).join(), /piedavajumus iszinas Jums vairs nesutisim/);
    assert.deepEqual((await standing()).toSorted(), ['offers call in-force', 'offers sms withdrawn']);
  });

  it('[SMC-2] grants nothing for anything else, and replies with what can be sent', async () => {
    assert.match((await send('JAUNUMI NĒ')).join(), /JAUNUMI.*METADATI|METADATI.*JAUNUMI/);
    await harness.clock.pass(HOUR);
    assert.match((await send('STOP VISU')).join(), /AUTO STOP, .*JAUNUMI STOP/);
    await harness.clock.pass(HOUR);
    assert.equal((await send('JAUNUMI?')).length, 1);
    assert.deepEqual(await standing(), []);
    assert.deepEqual(await outcomes(), ['other', 'stop-unclear', 'question']);
  });

  it('[SMC-3] an over-long message gets help, a binary one nothing, and why is kept', async () => {
    assert.equal((await send('JAUNUMI '.repeat(500))).length, 1);
    assert.deepEqual(await send(undefined), []);
    assert.deepEqual(await send('\u0000\u0001'), []);
    assert.deepEqual(await send('STOP', { from: 'LMT' }), []);
    assert.deepEqual(await outcomes(), ['too-long', 'binary', 'binary', 'sender-unknown']);
    assert.deepEqual(harness.faults, []);
  });

  it('[SMC-13] one reply an hour and number, whatever comes; withdrawals act all the same', async () => {
    await send(`JA ${codeIn(await send('AUTO'))}`);
    assert.equal((await send('hallo')).length, 1);
    assert.deepEqual(await send('hallo?'), []);
    assert.deepEqual(await send('AUTO STOP'), []);
    assert.deepEqual(await standing(), ['automated withdrawn']);
    assert.equal((await send('hallo', { from: OTHER })).length, 1);
    await harness.clock.pass(HOUR - 1);
    assert.deepEqual(await send('hallo'), []);
    await harness.clock.pass(1);
    assert.equal((await send('hallo')).length, 1);
  });

  it('[SMC-14] two commands in a row have a code each, and each code gives its own', async () => {
    const first = codeIn(await send('JAUNUMI'));
    const second = codeIn(await send('VIETA'));
    assert.match((await send(`JA ${second}`)).join(), /VIETA ir speka/);
    assert.deepEqual(await standing(), ['location in-force']);
    assert.match((await send(`JA ${first}`)).join(), /JAUNUMI ir speka/);
    assert.equal((await standing()).length, 3);
  });

  it('[SMC-14] a command sent again is not answered with another code within the hour', async () => {
    const first = codeIn(await send('JAUNUMI'));
    assert.deepEqual(await send('JAUNUMI'), []);
    await harness.clock.pass(HOUR);
    const second = codeIn(await send('JAUNUMI'));
    if (first !== second) {
      await send(`JA ${first}`);
      assert.deepEqual(await standing(), []);
    }
    await send(`JA ${second}`);
    assert.equal((await standing()).length, 2);
  });

  it('[SMC-14] nobody can have a phone flooded with codes', async () => {
    let codes = 0;
    for (let hour = 0; hour < 12; hour += 1) {
      for (const command of ['JAUNUMI', 'METADATI', 'AUTO']) codes += (await send(command)).length;
      await harness.clock.pass(HOUR);
    }
    assert.equal(codes, 5);
    await harness.clock.pass(12 * HOUR);
    assert.equal((await send('VIETA')).length, 1);
  });

  it('[SMC-15] a code gives once, and not after a day', async () => {
    const code = codeIn(await send('JAUNUMI'));
    await send(`JA ${code}`);
    await send('JAUNUMI STOP');
    assert.deepEqual(await send(`JA ${code}`), []);
    assert.equal((await standing()).filter((one) => one.endsWith('in-force')).length, 0);

    const next = codeIn(await send('METADATI'));
    await harness.clock.pass(DAY);
    assert.match((await send(`JA ${next}`)).join(), /kods neder vai ir novecojis/);
    assert.equal(
      (await standing()).some((one) => one.startsWith('metadata')),
      false,
    );
  });

  it('[SMC-15] a yes that was sent in time counts by its own time, however late it arrives', async () => {
    const code = codeIn(await send('JAUNUMI'));
    const at = harness.clock.now() + 5 * MINUTE;
    await harness.clock.pass(DAY + HOUR);
    await send(`JA ${code}`, { at });
    assert.equal((await of()).records[0]?.at, at);
    assert.equal((await standing()).length, 2);
  });

  it('[SMC-15] after three wrong codes the right one opens nothing that day', async () => {
    const code = codeIn(await send('JAUNUMI'));
    const wrong = code === '0000' ? '0001' : '0000';
    for (let tries = 0; tries < 3; tries += 1) await send(`JA ${wrong}`);
    await send(`JA ${code}`);
    assert.deepEqual(await standing(), []);
    assert.deepEqual((await outcomes()).slice(1), [
      'wrong-code',
      'wrong-code',
      'wrong-code',
      'too-many-wrong-codes',
    ]);
  });

  it('[SMC-15] a code is of the number that it was sent to', async () => {
    const code = codeIn(await send('JAUNUMI'));
    assert.match((await send(`JA ${code}`, { from: OTHER })).join(), /kods neder/);
    assert.deepEqual([await standing(), await standing(OTHER)], [[], []]);
  });

  it('[SMC-16] a withdrawal ends the code that waits for the same purpose', async () => {
    const code = codeIn(await send('JAUNUMI'));
    await send('JAUNUMI STOP');
    await send(`JA ${code}`);
    assert.equal(
      (await standing()).some((one) => one.endsWith('in-force')),
      false,
    );
  });

  it('[SMC-17] over the home network a command gives at once, and the record says so', async () => {
    assert.match((await send('JAUNUMI', { homeNetwork: true })).join(), /ir speka/);
    await send('JAUNUMI STOP', { homeNetwork: true });
    const { records } = await of();
    assert.deepEqual(
      records.map(({ change, assurance }) => [change, assurance]),
      [
        ['given', 'home-network'],
        ['withdrawn', 'home-network'],
      ],
    );
  });

  it('[SMC-18] what is for own customers is refused to others in words, with and without a code', async () => {
    strangers.add(ME);
    assert.match((await send('VIETA')).join(), /tikai musu klientiem/);
    assert.equal((await send('JAUNUMI')).length, 1);
    strangers.clear();
    const code = codeIn(await send('AUTO'));
    strangers.add(ME);
    assert.match((await send(`JA ${code}`)).join(), /tikai musu klientiem/);
    assert.deepEqual(await standing(), []);
  });

  it('[SMC-19] gives the text that the command asked for, or tells that it has changed', async () => {
    const code = codeIn(await send('JAUNUMI'));
    const asked = content.consents.find(
      ({ version, purpose }) => version === 'sms-1' && purpose === 'offers',
    );
    assert(asked);
    (content.consents as (typeof asked)[]).push({ ...asked, version: 'sms-2', hash: 'f'.repeat(64) });
    assert.match((await send(`JA ${code}`)).join(), /teksts pa so laiku ir mainijies/);
    assert.deepEqual(await standing(), []);
    await harness.clock.pass(HOUR);
    await send(`JA ${codeIn(await send('JAUNUMI'))}`);
    assert.equal((await of()).records[0]?.version, 'sms-2');
  });

  it('[SMC-20] the same message again changes nothing and is not answered', async () => {
    const message = { id: 'gateway-7', at: harness.clock.now() };
    const code = codeIn(await send('JAUNUMI', message));
    assert.deepEqual(await send('JAUNUMI', message), []);
    await harness.clock.pass(2 * HOUR);
    assert.deepEqual(await send('JAUNUMI', message), []);
    const yes = { id: 'gateway-8' };
    await send(`JA ${code}`, yes);
    await send('JAUNUMI STOP');
    await send(`JA ${code}`, yes);
    assert.equal((await of()).records.length, 2);
  });

  it('[SMC-21] a message whose act fails is taken up again, and its number’s next one waits for it', async () => {
    const code = codeIn(await send('JAUNUMI'));
    failing = (stream) => stream.startsWith('subject:');
    assert.deepEqual(await send(`JA ${code}`), []);
    failing = undefined;
    assert.deepEqual(await send('JAUNUMI STOP'), []);
    assert.deepEqual((await of()).records, []);
    await harness.clock.pass(3000);
    assert.deepEqual(
      (await of()).records.map(({ change }) => change),
      ['given', 'withdrawn'],
    );
    assert.equal(harness.faults.length, 1);
  });

  it('[SMC-22] keeps neither number nor text once it has acted, and forgets the message itself in time', async () => {
    await send('Sveiki, JAUNUMI');
    const [row] = await harness.database.selectFrom('sms_incoming').selectAll().execute();
    assert(row);
    assert.equal(row.sealed, null);
    assert.equal(row.state, 'done');
    assert.equal(await harness.keyStore.get(`record:sms-in:${row.id}`), undefined);
    assert.doesNotMatch(JSON.stringify(row), /20000001|Sveiki/);
    await harness.clock.pass(7 * DAY);
    for (const table of ['sms_incoming', 'sms_sender', 'sms_confirmation'] as const) {
      assert.deepEqual(await harness.database.selectFrom(table).selectAll().execute(), [], table);
    }
  });

  it('[SMC-22] an unused code goes, too', async () => {
    const code = codeIn(await send('JAUNUMI'));
    const [row] = await harness.database.selectFrom('sms_confirmation').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(row), new RegExp(`"${code}"`));
    await harness.clock.pass(3 * DAY);
    assert.deepEqual(await harness.database.selectFrom('sms_confirmation').selectAll().execute(), []);
  });

  it('[SMC-4] answers in the language that the number spoke last with this controller', async () => {
    await harness.services.consents.withdraw(
      { controller: 'lmt', number: ME },
      { method: 'self-service', assurance: 'number-proven', language: 'en', purpose: 'offers' },
    );
    assert.match((await send('hm')).join(), /^Send a command and nothing else/);
    assert.match((await send('hm', { from: OTHER })).join(), /^Iszina jabut/);
  });

  it('[SMC-4] a later call in another language counts, and one with another controller does not', async () => {
    const { visitor } = await signIn(harness.address);
    await startSession(visitor, { number: ME, language: 'ru' });
    assert.match((await send('hm')).filter((text) => !text.includes('/#')).join(), /^Команды: /);
    await harness.clock.pass(HOUR);
    assert.match((await send('hm', { controller: 'amigo' })).join(), /^Amigo iszinu komandu nav/);
  });

  it('[SMC-16] a code that the number’s last holder was sent gives its next one nothing', async () => {
    const holder = { controller: 'lmt', number: ME };
    const feed = { method: 'feed', assurance: 'operator', language: 'lv' } as const;
    await send('STOP');
    const code = codeIn(await send('JAUNUMI'));
    await harness.services.consents.endHolder(holder, feed);
    await harness.clock.pass(HOUR);
    assert.match((await send(`JA ${code}`)).join(), /kods neder/);
    assert.deepEqual(await standing(), []);
  });

  it('[SMC-11] takes back though nobody can tell who is a customer', async () => {
    customersAway = true;
    await send('VIETA STOP');
    assert.deepEqual(await standing(), ['location withdrawn']);
    assert.deepEqual(await send('VIETA'), []);
    customersAway = false;
    await harness.clock.pass(MINUTE);
    assert.deepEqual(await outcomes(), ['withdrawn', 'code-sent']);
  });

  it('[SMC-5] a controller without commands says so, and STOP works there, too', async () => {
    assert.match((await send('JAUNUMI', { controller: 'amigo' })).join(), /^Amigo iszinu komandu nav/);
    await send('STOP', { controller: 'amigo' });
    const { standing: amigo } = await of(ME, 'amigo');
    assert.deepEqual(
      amigo.map(({ purpose, channel, state }) => [purpose, channel, state]),
      [['offers', 'sms', 'withdrawn']],
    );
    assert.deepEqual(await standing(), []);
  });
});
