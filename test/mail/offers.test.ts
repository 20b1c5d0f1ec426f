import assert from 'node:assert/strict';
import { freshNumber, json } from '../support/call.ts';
import { DAY, type Harness, HOUR } from '../support/harness.ts';
import { allowOffers, type MailHarness, signedPost, startMailHarness } from './support.ts';

const ADDRESS = 'liene@example.lv';
/** Of the sample offer, in its own order. */
const TARGETS = ['https://www.lmt.lv/en/how-to-use-my-lmt', 'https://lmt.lv/'];

interface Answer {
  readonly state: string;
  readonly events: readonly { readonly kind: string; readonly detail: string }[];
}

describe('offers by e-mail', () => {
  let harness: MailHarness;
  let number: string;
  beforeEach(async () => {
    harness = await startMailHarness();
    number = freshNumber();
  });
  afterEach(() => harness.dispose());

  const ask = (more: object = {}, signer = 'lmt', controller = 'lmt') => {
    const asked = {
      request: 'r-1',
      offer: 'router-placement',
      number,
      address: ADDRESS,
      language: 'lv',
      ...more,
    };
    return signedPost(harness, `/api/mail/${controller}/offers`, JSON.stringify(asked), signer);
  };
  const codeOf = async (response: Response) => (await json<{ code: string }>(response, response.status)).code;
  /** What is recorded, straight from the table. */
  async function recorded(): Promise<string> {
    const rows = await harness.database.selectFrom('offer_mail_event').select(['kind', 'detail']).execute();
    return rows
      .map(({ kind, detail }) => `${kind} ${detail}`.trim())
      .sort()
      .join(', ');
  }
  async function sent() {
    await allowOffers(harness, number);
    assert.equal((await ask()).status, 200);
    const [taken] = await harness.delivered();
    const mail = taken?.mail ?? assert.fail('nothing was sent');
    const html = mail.html ?? '';
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, to]) => to ?? '');
    const [, pixel = ''] = /<img src="([^"]+)"/.exec(html) ?? [];
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? '';
    const [, oneClick = ''] = /^<(.+)>$/.exec(header('list-unsubscribe')) ?? [];
    const id = mail.messageId?.slice(1, 33) ?? '';
    return { taken, mail, links, pixel, oneClick, header, id };
  }
  const visit = (address: string, init?: RequestInit) => fetch(address, { redirect: 'manual', ...init });
  const withdraw = ({ services }: Pick<Harness, 'services'>) =>
    services.consents.withdraw(
      { controller: 'lmt', number },
      { purpose: 'offers', language: 'lv', method: 'self-service', assurance: 'number-proven' },
    );

  it('[EML-40] without the consent for e-mail nothing is sent, whatever else was allowed', async () => {
    const never = await ask();
    assert.equal(never.status, 403);
    assert.equal(await codeOf(never), 'consent_missing');
    await allowOffers(harness, number, ['sms', 'call']);
    assert.equal(await codeOf(await ask()), 'consent_missing');
    assert.deepEqual(await harness.delivered(), []);
    assert.equal((await harness.database.selectFrom('offer_mail').selectAll().execute()).length, 0);
  });

  it('[EML-40] the consent is looked at again at the moment of sending', async () => {
    await allowOffers(harness, number);
    harness.smtp.answers.push({ code: 451, text: '4.3.0 later' });
    assert.equal((await ask()).status, 200);
    assert.deepEqual(await harness.delivered(), []);
    await withdraw(harness);
    await harness.clock.pass(HOUR);
    assert.deepEqual(await harness.delivered(), []);
    assert.equal((await json<Answer>(await ask())).state, 'stopped');
    assert.equal((await harness.database.selectFrom('mail_outbox').selectAll().execute()).length, 0);
  });

  it('[EML-41] the same request twice is one mail, and tells what became of it', async () => {
    const { pixel } = await sent();
    await visit(pixel);
    const again = await json<Answer>(await ask({ address: 'janis@example.lv' }));
    assert.equal(again.state, 'sent');
    assert.deepEqual(
      again.events.map(({ kind }) => kind),
      ['opened'],
    );
    assert.deepEqual(await harness.delivered(), []);
  });

  it('[EML-42] opens and followed links are recorded for that mail, each once', async () => {
    const { pixel, links } = await sent();
    const picture = await visit(pixel);
    assert.equal(picture.headers.get('content-type'), 'image/gif');
    await visit(pixel);
    for (const [at, target] of TARGETS.entries()) {
      const followed = await visit(links[at] ?? '');
      assert.deepEqual([followed.status, followed.headers.get('location')], [302, target]);
      assert.equal(followed.headers.get('referrer-policy'), 'no-referrer');
    }
    assert.equal(await recorded(), 'followed 1, followed 2, opened');
  });

  it('[EML-43] a link leads where the offer says, and nowhere that an address could say', async () => {
    const { links } = await sent();
    const link = links[0] ?? '';
    for (const other of [
      link.replace('/1/', '/3/'),
      link.replace('router-placement', 'other'),
      `${link}x/..`,
    ]) {
      const answer = await visit(other);
      assert.notEqual(answer.status, 302, other);
    }
    const astray = await visit(`${link}?to=https://example.net&url=https://example.net`);
    assert.equal(astray.headers.get('location'), TARGETS[0]);
    // A token of nobody still leads to the target, and records nothing.
    const stranger = await visit(link.slice(0, -43) + 'A'.repeat(43));
    assert.equal(stranger.headers.get('location'), TARGETS[0]);
    assert.equal(await recorded(), 'followed 1');
  });

  it('[EML-44] one click in the mail program takes the consent for e-mail back, and no other', async () => {
    await allowOffers(harness, number, ['sms']);
    const { oneClick, header } = await sent();
    assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
    // RFC 8058: from the mail provider's own machines, without cookie and origin.
    const clicked = await visit(oneClick, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    assert.equal(clicked.status, 200);
    assert.equal(await recorded(), 'unsubscribed');
    const { standing, records } = await harness.services.consents.of({ controller: 'lmt', number });
    const states = standing.filter(({ purpose }) => purpose === 'offers');
    assert.deepEqual(states.map(({ channel, state }) => `${channel} ${state}`).sort(), [
      'email withdrawn',
      'sms in-force',
    ]);
    const { method, assurance } = records.at(-1) ?? assert.fail();
    assert.deepEqual([method, assurance], ['email', 'link-held']);
  });

  it('[EML-44] looking at the page changes nothing: scanners open every link', async () => {
    const { oneClick, links } = await sent();
    assert.ok(links.includes(oneClick));
    const page = await visit(oneClick);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<form method="post">/);
    assert.equal(await recorded(), '');
    assert.equal((await visit(oneClick, { method: 'POST' })).status, 200);
    assert.equal(await recorded(), 'unsubscribed');
  });

  it('[EML-45] after withdrawal the same links work for the reader, and record nothing', async () => {
    const { pixel, links, oneClick, id } = await sent();
    await withdraw(harness);
    assert.equal((await visit(pixel)).headers.get('content-type'), 'image/gif');
    for (const [at, target] of TARGETS.entries()) {
      assert.equal((await visit(links[at] ?? '')).headers.get('location'), target);
    }
    assert.equal((await visit(oneClick)).status, 200);
    assert.equal((await visit(oneClick, { method: 'POST' })).status, 200);
    const report = deliveryReport(id, 'failed', '5.2.2');
    assert.equal((await signedPost(harness, '/api/mail/lmt/reports', report, 'lmt')).status, 204);
    assert.equal(await recorded(), '');
    assert.deepEqual((await json<Answer>(await ask())).events, []);
    const { records } = await harness.services.consents.of({ controller: 'lmt', number });
    assert.equal(records.filter(({ change }) => change === 'withdrawn').length, 1);
  });

  it('[EML-46] an address that does not exist is recorded with its status: refused at once, or returned later', async () => {
    await allowOffers(harness, number);
    harness.smtp.answers.push({ code: 550, text: '5.1.1 no such user' });
    await ask({ request: 'r-0' });
    await harness.delivered();
    assert.equal((await json<Answer>(await ask({ request: 'r-0' }))).state, 'failed');
    assert.equal(await recorded(), 'not-delivered 5.1.1');
    const { id, taken } = await sent();
    assert.match(JSON.stringify(taken?.args), /SUCCESS/);
    const report = deliveryReport(id, 'failed', '5.2.2');
    assert.equal((await signedPost(harness, '/api/mail/lmt/reports', report, 'lmt')).status, 204);
    assert.equal(await recorded(), 'not-delivered 5.1.1, not-delivered 5.2.2');
    assert.equal((await json<Answer>(await ask())).state, 'failed');
  });

  it('[EML-46] a delivery is recorded, a delay is not', async () => {
    const { id } = await sent();
    await signedPost(harness, '/api/mail/lmt/reports', deliveryReport(id, 'delayed', '4.4.1'), 'lmt');
    assert.equal(await recorded(), '');
    await signedPost(harness, '/api/mail/lmt/reports', deliveryReport(id, 'delivered', '2.0.0'), 'lmt');
    assert.equal(await recorded(), 'delivered');
  });

  it('[EML-47] a mail marked as junk is recorded, and takes the consent back', async () => {
    const { mail } = await sent();
    const report = complaint(mail.messageId ?? '');
    assert.equal((await signedPost(harness, '/api/mail/lmt/reports', report, 'lmt')).status, 204);
    assert.equal(await recorded(), 'junk');
    assert.equal(await codeOf(await ask({ request: 'r-2' })), 'consent_missing');
  });

  it('[EML-48] an important offer left unopened is reminded of once', async () => {
    const { mail } = await sent();
    await harness.clock.pass(3 * DAY - HOUR);
    assert.deepEqual(await harness.delivered(), []);
    await harness.clock.pass(2 * HOUR);
    const [reminder] = await harness.delivered();
    assert.equal(reminder?.to, ADDRESS);
    assert.ok(reminder?.mail.subject?.endsWith(mail.subject ?? '?'));
    assert.notEqual(reminder?.mail.messageId, mail.messageId);
    assert.equal(await recorded(), 'reminded');
    await harness.clock.pass(10 * DAY);
    assert.deepEqual(await harness.delivered(), []);
    assert.equal((await harness.database.selectFrom('mail_outbox').selectAll().execute()).length, 0);
  });

  for (const [what, act] of [
    ['opened', ({ pixel }: { pixel: string }) => visit(pixel)],
    ['refused', ({ oneClick }: { oneClick: string }) => visit(oneClick, { method: 'POST' })],
  ] as const) {
    it(`[EML-48] one that was ${what} is not, and its address goes`, async () => {
      await act(await sent());
      await harness.services.catchUp();
      assert.equal((await harness.database.selectFrom('mail_outbox').selectAll().execute()).length, 0);
      await harness.clock.pass(3 * DAY + HOUR);
      assert.deepEqual(await harness.delivered(), []);
    });
  }

  it('[EML-49] what is known of a mail goes after half a year, its number’s key first', async () => {
    const { id, links, oneClick, pixel } = await sent();
    await visit(pixel);
    assert.ok(await harness.keyStore.get(`record:offer-mail:${id}`));
    await harness.clock.pass(181 * DAY);
    await harness.clock.pass(HOUR);
    assert.equal(await recorded(), '');
    assert.equal((await harness.database.selectFrom('offer_mail').selectAll().execute()).length, 0);
    assert.equal(await harness.keyStore.get(`record:offer-mail:${id}`), undefined);
    assert.equal((await visit(links[0] ?? '')).headers.get('location'), TARGETS[0]);
    const page = await visit(oneClick, { headers: { accept: 'text/html' } });
    assert.equal(page.status, 404);
    assert.match(await page.text(), /\/my\/lmt/);
  });

  it('[EML-50] when a number changes hands its mails go: their links cannot touch the next holder’s consent', async () => {
    const { oneClick } = await sent();
    const arrival = { language: 'lv', method: 'feed', assurance: 'operator' } as const;
    await harness.services.consents.endHolder({ controller: 'lmt', number }, arrival);
    await harness.clock.pass(HOUR);
    await allowOffers(harness, number);
    await visit(oneClick, { method: 'POST' });
    const { standing } = await harness.services.consents.of({ controller: 'lmt', number });
    assert.deepEqual(
      standing.map(({ state }) => state),
      ['in-force'],
    );
  });

  it('[EML-51] only the controller’s own mail system is heard, about its own mail', async () => {
    await allowOffers(harness, number);
    assert.equal(await codeOf(await ask({}, 'amigo')), 'signature_wrong');
    const unsigned = await fetch(`${harness.address}/api/mail/lmt/offers`, { method: 'POST', body: '{}' });
    assert.equal(await codeOf(unsigned), 'signature_missing');
    const { id } = await sent();
    const report = deliveryReport(id, 'failed', '5.2.2');
    assert.equal((await signedPost(harness, '/api/mail/lmt/reports', report, 'amigo')).status, 401);
    assert.equal((await signedPost(harness, '/api/mail/amigo/reports', report, 'amigo')).status, 204);
    assert.equal(await recorded(), '');
  });

  it('[EML-51] an unknown offer, a wrong address and a wrong number are refused', async () => {
    await allowOffers(harness, number);
    assert.equal(await codeOf(await ask({ offer: 'none' })), 'offer_unknown');
    assert.equal(await codeOf(await ask({ address: 'liene' })), 'mail_address_invalid');
    assert.equal(await codeOf(await ask({ number: '26000000' })), 'malformed_request');
  });

  it('[EML-52] neither table has an address, a number or a token in the clear', async () => {
    const { oneClick } = await sent();
    const token = oneClick.slice(-43);
    const tables = [
      await harness.database.selectFrom('offer_mail').selectAll().execute(),
      await harness.database.selectFrom('mail_outbox').selectAll().execute(),
    ];
    const bytes = tables
      .flat()
      .flatMap((row) => Object.values(row))
      .map((value) => Buffer.from(value instanceof Uint8Array ? value : String(value)));
    for (const secret of ['liene', number, number.slice(4), token]) {
      assert.ok(
        bytes.every((value) => !value.includes(secret)),
        secret,
      );
    }
  });
});

/** As Postfix writes one (RFC 3464). */
function deliveryReport(id: string, action: string, status: string): string {
  return [
    'From: MAILER-DAEMON@relay.example',
    'To: zvans@mail.example',
    'Subject: Delivery Status Notification',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is the mail system. Liene, 5.1.1, failed.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; relay.example',
    `Original-Envelope-Id: ${id}`,
    '',
    'Final-Recipient: rfc822; liene@example.lv',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 552',
    '  mailbox full',
    '--b--',
    '',
  ].join('\r\n');
}

/** As mailbox providers write one (RFC 5965), with the recipient struck out. */
function complaint(messageId: string): string {
  return [
    'From: fbl@provider.example',
    'To: zvans@mail.example',
    'Subject: FW: complaint',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Provider/1.0',
    'Version: 1',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: zvans@mail.example',
    'To: redacted@provider.example',
    `Message-ID: ${messageId}`,
    'Subject: x',
    '',
    'x',
    '--b--',
    '',
  ].join('\r\n');
}
