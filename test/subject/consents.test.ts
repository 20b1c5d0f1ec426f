/** Consents on the subject's own page, over HTTP: give and withdraw by whoever proved the number. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ConsentsExport,
  HistoryLine,
  OwnConsents,
  OwnHistory,
} from '../../protocol/subject-consents.ts';
import { createVisitor, freshNumber, json, type Visitor } from '../support/call.ts';
import { DAY, type Harness, startHarness } from '../support/harness.ts';
import { signedIn } from './support.ts';

const VERSIONS = Object.keys(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../content/consents/versions.json'), 'utf8')),
);

describe('the subject’s own consents', function () {
  this.timeout(30_000);
  let harness: Harness;
  /** Numbers that are no customers of anyone here; when the last transaction of others ended. */
  const strangers = new Set<string>();
  const left = new Map<string, number>();
  beforeEach(async () => {
    harness = await startHarness({
      customers: {
        isCustomer: async (_controller, number) => !strangers.has(number),
        lastTransactionEnd: async (_controller, number) => left.get(number),
      },
    });
  });
  afterEach(() => harness.dispose());

  const view = async (subject: Visitor) => json<OwnConsents>(await subject.get('/api/subject/consents'));
  const history = async (subject: Visitor) =>
    (await json<OwnHistory>(await subject.get('/api/subject/consents/history'))).lines;
  const wish = (more: object) => ({ id: randomUUID(), language: 'lv', ...more });
  const give = (subject: Visitor, more: object) =>
    subject.post('/api/subject/consents/give', wish({ version: '2', ...more }));
  const withdraw = (subject: Visitor, more: object) =>
    subject.post('/api/subject/consents/withdraw', wish(more));
  const parts = ({ consents }: OwnConsents, purpose: string) =>
    consents
      .find((one) => one.purpose === purpose)
      ?.parts.map(({ channel, state }) => [channel, state].filter(Boolean).join(' '));
  const code = async (answer: Response) => (await answer.json()).code;
  const told = ({ change, channels, method, language, text }: HistoryLine) =>
    [change, text?.purpose, text?.version, channels?.join('+'), method, language].filter(Boolean).join(' ');

  it('[SLF-1] everything that the catalogue offers is shown, and nothing of it is given', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    const { controller, consents } = await view(subject);
    assert.equal(controller, 'lmt');
    assert.deepEqual(consents.map(({ purpose, texts }) => `${purpose} ${texts.ru.version}`).sort(), [
      'automated 2',
      'credit 2',
      'location 2',
      'loyalty 2',
      'loyalty-offers 2',
      'metadata 2',
      'metadata-research 1',
      'offers 2',
    ]);
    assert.deepEqual([...new Set(consents.flatMap((one) => one.parts.map(({ state }) => state)))], ['never']);
    const offers = consents.find(({ purpose }) => purpose === 'offers');
    assert.deepEqual(
      offers?.parts.map(({ channel }) => channel),
      ['email', 'sms', 'call'],
    );
    assert.equal(offers?.texts.lv.title, 'Piedāvājumi un jaunumi');
    assert.equal(offers?.addresses.ru, '/consents/lmt/offers/2/ru');
    assert.deepEqual(await history(subject), []);
  });

  it('[SLF-2] a channel is given and taken back in one step each, and the others stay', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    const both = { purpose: 'offers', channels: ['sms', 'email'] };
    const given = await json<OwnConsents>(await give(subject, both));
    assert.deepEqual(parts(given, 'offers'), ['email in-force', 'sms in-force', 'call never']);
    await harness.clock.pass(1000);
    const back = await json<OwnConsents>(await withdraw(subject, { purpose: 'offers', channels: ['sms'] }));
    assert.deepEqual(parts(back, 'offers'), ['email in-force', 'sms withdrawn', 'call never']);
    assert.deepEqual(await view(subject), back);
    assert.deepEqual((await history(subject)).map(told), [
      'withdrawn offers 2 sms self-service lv',
      'given offers 2 email+sms self-service lv',
    ]);
  });

  it('[SLF-3] the guard knows of it at once, and of how sure it is', async () => {
    const number = freshNumber();
    const subject = await signedIn(harness.address, number);
    await json(await give(subject, { purpose: 'metadata' }));
    const { services } = harness;
    const [record] = (await services.consents.of({ controller: 'lmt', number })).records;
    assert.deepEqual(
      [record?.method, record?.assurance, record?.language],
      ['self-service', 'number-proven', 'lv'],
    );
    const rows = await harness.database
      .selectFrom('consent_standing')
      .select(['purpose', 'state'])
      .where('controller', '=', 'lmt')
      .execute();
    assert.deepEqual(
      rows.map(({ purpose, state }) => `${purpose} ${state}`),
      ['metadata in-force'],
    );
  });

  it('[SLF-4] a text that was replaced since it was read is not agreed to', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    const answer = await give(subject, { purpose: 'metadata', version: '1' });
    assert.equal(answer.status, 409);
    assert.equal(await code(answer), 'consent_outdated');
    assert.equal(
      await code(await give(subject, { purpose: 'credit-check', version: '1' })),
      'consent_retired',
    );
    assert.equal(await code(await give(subject, { purpose: 'horoscope', version: '1' })), 'consent_unknown');
    assert.equal(await code(await give(subject, { purpose: 'offers' })), 'consent_channel_wrong');
    assert.deepEqual(await history(subject), []);
  });

  it('[SLF-5] what only own customers can give is shown to others with the reason, and refused', async () => {
    const number = freshNumber();
    strangers.add(number);
    const subject = await signedIn(harness.address, number);
    const { consents } = await view(subject);
    assert.deepEqual(
      consents.flatMap(({ purpose, closed }) => (closed === undefined ? purpose : [])),
      ['offers'],
    );
    assert.equal(consents.find(({ purpose }) => purpose === 'location')?.closed, 'own-customers');
    assert.equal(await code(await give(subject, { purpose: 'location' })), 'consent_not_eligible');
  });

  it('[SLF-6] a repeat of the same wish changes nothing, also after another one', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    const same = wish({ purpose: 'metadata', version: '2' });
    const path = '/api/subject/consents/give';
    await json(await subject.post(path, same));
    await harness.clock.pass(1000);
    await json(await withdraw(subject, { purpose: 'metadata' }));
    const again = await json<OwnConsents>(await subject.post(path, same));
    assert.deepEqual(parts(again, 'metadata'), ['withdrawn']);
    assert.equal((await history(subject)).length, 2);
    // Another subject's wish with the same id is their own.
    const other = await signedIn(harness.address, freshNumber());
    assert.deepEqual(parts(await json<OwnConsents>(await other.post(path, same)), 'metadata'), ['in-force']);
  });

  it('[SLF-7] all can be withdrawn in one step, and only what stands gets a record', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    await json(await give(subject, { purpose: 'offers', channels: ['call'] }));
    await json(await give(subject, { purpose: 'credit' }));
    await json(await give(subject, { purpose: 'metadata' }));
    await json(await withdraw(subject, { purpose: 'metadata' }));
    await harness.clock.pass(1000);
    const path = '/api/subject/consents/withdraw-all';
    const all = wish({});
    const now = await json<OwnConsents>(await subject.post(path, all));
    assert.deepEqual(parts(now, 'offers'), ['email withdrawn', 'sms withdrawn', 'call withdrawn']);
    assert.deepEqual(parts(now, 'credit'), ['withdrawn']);
    await json(await subject.post(path, all));
    const lines = (await history(subject)).map(({ change, text }) => `${change} ${text?.purpose}`);
    assert.deepEqual(lines.slice(0, 2).sort(), ['withdrawn credit', 'withdrawn offers']);
    assert.equal(lines.length, 6);
  });

  it('[SLF-8] a limit is told as a date, and past it the consent is shown as run out', async () => {
    const number = freshNumber();
    left.set(number, Date.UTC(2026, 10, 1, 12));
    const subject = await signedIn(harness.address, number);
    const given = await json<OwnConsents>(await give(subject, { purpose: 'loyalty' }));
    const [part] = given.consents.find(({ purpose }) => purpose === 'loyalty')?.parts ?? [];
    assert.equal(part?.state, 'in-force');
    assert.equal(part?.until, Date.UTC(2028, 10, 1, 12));
    await harness.clock.pass(713 * DAY);
    const later = await signedIn(harness.address, number, 'lmt', 2);
    assert.deepEqual(parts(await view(later), 'loyalty'), ['expired']);
  });

  it('[SLF-9] a consent that was given once and is retired by now is shown, and can be withdrawn', async () => {
    await harness.dispose();
    const number = freshNumber();
    let isRetired = false;
    harness = await startHarness({
      content(written) {
        const later = written.consents.map((one) =>
          one.controller === 'lmt' && one.purpose === 'metadata' ? { ...one, retired: true } : one,
        );
        return {
          ...written,
          get consents() {
            return isRetired ? later : written.consents;
          },
        };
      },
    });
    const subject = await signedIn(harness.address, number);
    await json(await give(subject, { purpose: 'metadata' }));
    isRetired = true;
    await harness.clock.pass(1000);
    const { consents } = await view(subject);
    const shown = consents.at(-1);
    assert.deepEqual(
      [shown?.purpose, shown?.closed, shown?.parts[0]?.state],
      ['metadata', 'retired', 'retired'],
    );
    assert.equal(await code(await give(subject, { purpose: 'metadata' })), 'consent_retired');
    const back = await json<OwnConsents>(await withdraw(subject, { purpose: 'metadata' }));
    assert.deepEqual(parts(back, 'metadata'), ['withdrawn']);
  });

  it('[SLF-10] what was given under another text is in force under that one, and says so', async () => {
    const number = freshNumber();
    await harness.services.consents.give(
      { controller: 'lmt', number },
      {
        purpose: 'offers',
        version: 'sms-1',
        channels: ['sms', 'call'],
        method: 'sms-command',
        assurance: 'home-network',
        language: 'ru',
      },
    );
    const subject = await signedIn(harness.address, number);
    const own = (await view(subject)).consents.find(({ purpose }) => purpose === 'offers');
    assert.deepEqual(
      own?.parts.map(({ channel, state, under }) => [channel, state, under?.ru]),
      [
        ['email', 'never', undefined],
        ['sms', 'in-force', '/consents/lmt/offers/sms-1/ru'],
        ['call', 'in-force', '/consents/lmt/offers/sms-1/ru'],
      ],
    );
    const [line] = await history(subject);
    assert.equal(line?.text?.title, 'JAUNUMI');
    assert.match(line?.text?.allows[0] ?? '', /может по телефону и в SMS/);
    assert.equal(line?.address, '/consents/lmt/offers/sms-1/ru');
  });

  it('[SLF-11] a number that changed hands is signed out, and its next holder has nothing', async () => {
    const number = freshNumber();
    const subject = await signedIn(harness.address, number);
    await json(await give(subject, { purpose: 'metadata' }));
    await harness.services.consents.endHolder(
      { controller: 'lmt', number },
      { method: 'feed', assurance: 'operator', language: 'lv' },
    );
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await subject.get('/api/subject')).status === 401) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const path of ['/api/subject', '/api/subject/consents', '/api/subject/consents/history']) {
      assert.equal(await code(await subject.get(path)), 'subject_sign_in_required');
    }
    const next = await signedIn(harness.address, number, 'lmt', 2);
    assert.deepEqual(await history(next), []);
    assert.deepEqual(parts(await view(next), 'metadata'), ['never']);
  });

  it('[SLF-12] nobody else’s consents: another number, another controller, and no sign-in', async () => {
    const number = freshNumber();
    const subject = await signedIn(harness.address, number);
    await json(await give(subject, { purpose: 'metadata' }));
    for (const stranger of [
      await signedIn(harness.address, freshNumber()),
      await signedIn(harness.address, number, 'amigo'),
    ]) {
      assert.deepEqual(parts(await view(stranger), 'metadata'), ['never']);
      assert.deepEqual(await history(stranger), []);
    }
    const nobody = createVisitor(harness.address);
    assert.equal(await code(await nobody.get('/api/subject/consents')), 'subject_sign_in_required');
    assert.equal(await code(await withdraw(nobody, { purpose: 'metadata' })), 'subject_sign_in_required');
    assert.deepEqual(parts(await view(subject), 'metadata'), ['in-force']);
  });

  it('[SLF-13] a wish that is not well-formed is refused and records nothing', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    for (const wrong of [
      { purpose: 'offers', channels: [] },
      { purpose: 'offers', channels: ['pigeon'] },
      { purpose: '../offers' },
      { id: 'short', purpose: 'metadata' },
      { language: 'de', purpose: 'metadata' },
      { purpose: 'metadata', more: true },
      { version: undefined, purpose: 'metadata' },
    ]) {
      assert.equal((await give(subject, wrong)).status, 400, JSON.stringify(wrong));
    }
    assert.deepEqual(await history(subject), []);
  });

  it('[SLF-15] the history quotes what was read, in the language it was read in', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    await json(await give(subject, { purpose: 'automated', language: 'ru' }));
    const [line] = await history(subject);
    assert.equal(line?.titles.lv, 'Automatizēta apstrāde');
    assert.equal(line?.text?.language, 'ru');
    assert.match(line?.text?.allows.join(' ') ?? '', /пересмотрел человек/);
    assert.equal(line?.at, harness.clock.now());
  });

  it('[SLF-16] each record has a receipt, as a page and as a signed file', async () => {
    const subject = await signedIn(harness.address, freshNumber());
    await json(await give(subject, { purpose: 'credit' }));
    const [line] = await history(subject);
    const path = `/api/subject/consents/receipts/${line?.id}`;
    const page = await subject.get(`${path}?language=ru`);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal(page.headers.get('content-language'), 'ru');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.match(await page.text(), new RegExp(`<html lang="ru">[\\s\\S]*${line?.id}`));
    const file = await subject.get(`${path}/file`);
    assert.match(file.headers.get('content-type') ?? '', /^application\/ld\+json/);
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="receipt-/);
    const receipt = await json<Record<string, unknown> & { proof: { type: string } }>(file);
    assert.equal(receipt['@id'], `urn:zvana:receipt:${line?.id}`);
    assert.equal(receipt.proof.type, 'Ed25519');
    const stranger = await signedIn(harness.address, freshNumber());
    assert.equal(await code(await stranger.get(path)), 'not_found');
    assert.equal(await code(await stranger.get(`${path}/file`)), 'not_found');
  });

  it('[SLF-17] all of it can be downloaded as one file, without the number', async () => {
    const number = freshNumber();
    const subject = await signedIn(harness.address, number);
    await json(await give(subject, { purpose: 'offers', channels: ['sms'] }));
    await harness.clock.pass(1000);
    await json(await withdraw(subject, { purpose: 'offers' }));
    const answer = await subject.get('/api/subject/consents/export');
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment/);
    const text = await answer.text();
    assert.ok(!text.includes(number.slice(1)));
    const all: ConsentsExport = JSON.parse(text);
    assert.equal(all.exportedAt, new Date(harness.clock.now()).toISOString());
    assert.deepEqual(parts(all, 'offers'), ['email withdrawn', 'sms withdrawn', 'call withdrawn']);
    assert.deepEqual(
      all.history.map(({ change }) => change),
      ['withdrawn', 'given'],
    );
    assert.equal(all.receipts.length, 2);
  });
});

describe('the public pages of the consents', function () {
  this.timeout(30_000);
  let harness: Harness;
  before(async () => {
    harness = await startHarness();
  });
  after(() => harness.dispose());

  const page = async (path: string) => {
    const answer = await fetch(`${harness.address}${path}`);
    return { status: answer.status, html: await answer.text(), address: new URL(answer.url).pathname };
  };

  it('[SLF-14] every version of every text has its address, in each language', async () => {
    const { status, html } = await page('/consents/lmt/offers/2/lv');
    assert.equal(status, 200);
    assert.match(html, /<h1>Piedāvājumi un jaunumi<\/h1>/);
    assert.match(html, /Spēkā esošais teksts/);
    assert.match(html, /href="\/consents\/lmt\/offers\/sms-1\/lv"/);
    assert.match((await page('/consents/lmt/offers/1/ru')).html, /Прежний текст/);
    assert.match((await page('/consents/lmt/credit-check/1/en')).html, /can no longer be given/);
    assert.match((await page('/consents/lmt/location/sms-1/lv')).html, /VIETA uz numuru 29307777/);
    assert.match((await page('/consents/lmt/automated/2/ru')).html, /пересмотрит человек/);
    for (const [controller, count] of [
      ['lmt', 23],
      ['amigo', 8],
    ] as const) {
      const files = VERSIONS.filter((name) => name.startsWith(`${controller}/`));
      assert.equal(files.length, count);
      for (const file of files) {
        const text = await page(`/consents/${file.replace('.yaml', '')}/en`);
        assert.equal(text.status, 200, file);
      }
    }
  });

  it('[SLF-14] without its version the text in force; the list has commands, and what is retired', async () => {
    assert.equal((await page('/consents/lmt/offers/lv')).address, '/consents/lmt/offers/2/lv');
    const { html } = await page('/consents/lmt/lv');
    for (const command of ['JAUNUMI', 'METADATI', 'AUTO', 'VIETA', 'SADARBIBA']) {
      assert.match(html, new RegExp(`${command} – piekrist, ${command} STOP – atsaukt`));
    }
    assert.match(html, /Vairs nav dodamas[\s\S]*\/consents\/lmt\/credit-check\/1\/lv/);
    const amigo = await page('/consents/amigo/ru');
    assert.ok(!amigo.html.includes('STOP'));
    assert.ok(!amigo.html.includes('Больше не даются'));
  });

  it('[SLF-14] what there is not is not found', async () => {
    for (const path of [
      '/consents/nobody/lv',
      '/consents/lmt/offers/9/lv',
      '/consents/lmt/credit-check/lv',
      '/consents/amigo/offers/2/lv',
      '/consents/lmt/offers/2/de',
      '/consents/lmt/__proto__/constructor/lv',
    ]) {
      assert.equal((await page(path)).status, 404, path);
    }
  });
});
