import assert from 'node:assert/strict';
import { mailAddress } from '../../server/mail/address.ts';
import { createVisitor, freshNumber, json } from '../support/call.ts';
import { DAY, HOUR, MINUTE } from '../support/harness.ts';
import { allowOffers, endedCall, type MailHarness, startMailHarness } from './support.ts';

const ADDRESS = 'liene@example.lv';
const PATH = '/api/caller/after/guides';

describe('the guides of a call by e-mail', () => {
  let harness: MailHarness;
  beforeEach(async () => {
    harness = await startMailHarness();
  });
  afterEach(() => harness.dispose());

  const waiting = async () => (await harness.database.selectFrom('mail_outbox').selectAll().execute()).length;
  async function codeOf(response: Response): Promise<string> {
    return (await json<{ code: string }>(response, response.status)).code;
  }

  it('[EML-1] at the caller’s wish each guide that was shown goes to the address they type, once', async () => {
    const call = await endedCall(harness.address, ['router-restart', 'wifi-password', 'router-restart']);
    const { guides } = await json<{ guides: string[] }>(await call.callerVisitor.get(PATH));
    assert.equal(guides.length, 2);
    assert.equal((await call.callerVisitor.post(PATH, { address: ADDRESS })).status, 202);
    const [taken, ...more] = await harness.delivered();
    assert.ok(taken);
    assert.equal(more.length, 0);
    assert.equal(taken.to, ADDRESS);
    assert.match(taken.mail.subject ?? '', /LMT/);
    for (const title of guides) {
      assert.ok(taken.mail.text?.includes(title), title);
      assert.ok(taken.mail.html?.includes(title), title);
    }
    await harness.clock.pass(HOUR);
    assert.deepEqual(await harness.delivered(), []);
  });

  it('[EML-2] the mail reports nothing back: no link, no remote picture, no delivery report', async () => {
    const call = await endedCall(harness.address, ['router-lights']);
    await call.callerVisitor.post(PATH, { address: ADDRESS });
    const [taken] = await harness.delivered();
    const { html = '', text = '', headers, attachments } = taken?.mail ?? assert.fail('nothing came');
    const sources = [...html.matchAll(/\b(?:src|background|poster|data)\s*=\s*"([^"]*)"/gi)].map(
      ([, to]) => to ?? '',
    );
    assert.ok(sources.length >= 3);
    const cids = attachments.map(({ contentId = '' }) => contentId.replace(/^<|>$/g, ''));
    for (const source of sources) assert.ok(cids.includes(source.replace(/^cid:/, '')), source);
    assert.ok(sources.every((source) => source.startsWith('cid:')));
    for (const { mimeType, disposition, content } of attachments) {
      assert.deepEqual([mimeType, disposition], ['image/png', 'inline']);
      assert.ok(content instanceof ArrayBuffer && content.byteLength < 60_000);
    }
    assert.doesNotMatch(html, /<a\b|<script|<link|<iframe|<form|@import|url\(/i);
    assert.doesNotMatch(html + text, /https?:|\/\/|www\./i);
    const names = headers.map(({ key }) => key);
    for (const reporting of [
      'disposition-notification-to',
      'return-receipt-to',
      'list-unsubscribe',
      'x-mailer',
    ]) {
      assert.equal(names.includes(reporting), false, reporting);
    }
    assert.match(JSON.stringify(taken?.args), /NEVER/);
    assert.equal(headers.find(({ key }) => key === 'auto-submitted')?.value, 'auto-generated');
  });

  it('[EML-3] once it is sent the address is nowhere, and its key is destroyed', async () => {
    const call = await endedCall(harness.address, ['sim-insert']);
    await call.callerVisitor.post(PATH, { address: ADDRESS });
    const ids = await harness.database.selectFrom('mail_outbox').select('id').execute();
    await harness.delivered();
    assert.equal(await waiting(), 0);
    for (const { id } of ids) assert.equal(await harness.keyStore.get(`record:mail:${id}`), undefined);
    assert.doesNotMatch(JSON.stringify(harness.faults), /liene/);
  });

  it('[EML-3] while it waits it is sealed, and the session says that guides were sent, and not where to', async () => {
    harness.smtp.answers.push({ code: 451, text: '4.3.0 later' });
    const call = await endedCall(harness.address, ['sim-insert', 'wifi-password']);
    await call.callerVisitor.post(PATH, { address: ADDRESS });
    await harness.services.catchUp();
    const [row] = await harness.database.selectFrom('mail_outbox').selectAll().execute();
    assert.equal(Buffer.from(row?.sealed ?? []).includes('liene'), false);
    const stream = await harness.journal.entries(`session:${call.session}`, 0);
    assert.equal(stream.filter(({ type }) => type === 'GuidesMailed').length, 1);
  });

  it('[EML-4] a server that says "later" is tried again under the same Message-ID', async () => {
    harness.smtp.answers.push({ code: 451, text: '4.7.1 greylisted' }, { code: 421, text: '4.3.2 busy' });
    const call = await endedCall(harness.address, ['router-restart']);
    await call.callerVisitor.post(PATH, { address: ADDRESS });
    assert.equal((await harness.delivered()).length, 0);
    const [row] = await harness.database.selectFrom('mail_outbox').selectAll().execute();
    await harness.clock.pass(MINUTE);
    await harness.clock.pass(5 * MINUTE);
    const [taken] = await harness.delivered();
    assert.equal(harness.smtp.tries(), 3);
    assert.equal(taken?.mail.messageId, `<${row?.id}@mail.example>`);
    assert.equal(await waiting(), 0);
  });

  it('[EML-4] one that says "never" is not, and after a day nothing is', async () => {
    harness.smtp.answers.push({ code: 550, text: '5.1.1 no such user' });
    const call = await endedCall(harness.address, ['router-restart']);
    await call.callerVisitor.post(PATH, { address: ADDRESS });
    await harness.delivered();
    assert.deepEqual([harness.smtp.tries(), await waiting()], [1, 0]);
    for (let n = 0; n < 40; n += 1) harness.smtp.answers.push({ code: 451, text: '4.3.0 down' });
    await call.callerVisitor.post(PATH, { address: 'janis@example.lv' });
    for (let hour = 0; hour < 26; hour += 1) await harness.clock.pass(HOUR);
    assert.equal(await waiting(), 0);
  });

  it('[EML-5] what is no address is refused with its own code, and never reaches a header', async () => {
    const call = await endedCall(harness.address, ['router-restart']);
    const wrong = [
      '',
      'liene',
      'liene@',
      '@example.lv',
      'liene@example',
      'a b@example.lv',
      'liene@example.lv\r\nBcc: janis@example.lv',
      'liene@example.lv, janis@example.lv',
      'Liene <liene@example.lv>',
      '"a"@example.lv',
      'liene@[127.0.0.1]',
      'liene@127.0.0.1',
      'liene@-example.lv',
      `${'a'.repeat(65)}@example.lv`,
      'a..b@example.lv',
      'līga@example.lv',
    ];
    for (const address of wrong) {
      const refused = await call.callerVisitor.post(PATH, { address });
      assert.equal(refused.status, 422, address);
      assert.equal(await codeOf(refused), 'mail_address_invalid');
    }
    assert.equal((await call.callerVisitor.post(PATH, { address: ' Liene.B@Example.LV ' })).status, 202);
    assert.equal((await harness.delivered())[0]?.to, 'Liene.B@example.lv');
  });

  it('[EML-5] a domain in other letters goes as SMTP has it', () => {
    assert.equal(mailAddress('info@bücher.example'), 'info@xn--bcher-kva.example');
  });

  it('[EML-6] offers that were on the screen are no part of it, and without guides there is nothing to send', async () => {
    const number = freshNumber();
    await allowOffers(harness, number, ['call']);
    const mixed = await endedCall(harness.address, ['offer-newer-router', 'sim-insert'], number);
    assert.equal((await json<{ guides: string[] }>(await mixed.callerVisitor.get(PATH))).guides.length, 1);
    const call = await endedCall(harness.address, []);
    assert.deepEqual(await json(await call.callerVisitor.get(PATH)), { guides: [] });
    assert.equal(
      await codeOf(await call.callerVisitor.post(PATH, { address: ADDRESS })),
      'mail_nothing_shown',
    );
  });

  it('[EML-7] three mails a call, and no more', async () => {
    const call = await endedCall(harness.address, ['router-restart']);
    for (const name of ['a', 'b', 'c']) {
      assert.equal((await call.callerVisitor.post(PATH, { address: `${name}@example.lv` })).status, 202);
    }
    const fourth = await call.callerVisitor.post(PATH, { address: 'd@example.lv' });
    assert.equal(fourth.status, 429);
    assert.ok(Number(fourth.headers.get('retry-after')) > 0);
    assert.equal((await harness.delivered()).length, 3);
  });

  it('[EML-8] erased content takes a mail that still waits along', async () => {
    for (let n = 0; n < 40; n += 1) harness.smtp.answers.push({ code: 451, text: '4.3.0 down' });
    const call = await endedCall(harness.address, ['router-restart']);
    await harness.clock.pass(90 * DAY - 2 * HOUR);
    assert.equal((await call.callerVisitor.post(PATH, { address: ADDRESS })).status, 202);
    await harness.clock.pass(3 * HOUR);
    await harness.clock.pass(3 * HOUR);
    const before = harness.smtp.tries();
    harness.smtp.answers.length = 0;
    await harness.clock.pass(3 * HOUR);
    assert.deepEqual([await waiting(), harness.smtp.taken.length], [0, 0]);
    assert.equal(harness.smtp.tries(), before);
  });

  it('[EML-9] nobody but this call’s own browser, after its end, can ask', async () => {
    const call = await endedCall(harness.address, ['router-restart']);
    const stranger = createVisitor(harness.address);
    assert.equal((await stranger.post(PATH, { address: ADDRESS })).status, 401);
    assert.equal((await call.agentVisitor.post(PATH, { address: ADDRESS })).status, 401);
    assert.deepEqual(await harness.delivered(), []);
  });
});
