import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { describeFault } from '../../server/faults.ts';
import { type Mail, MailError } from '../../server/ports.ts';
import { PEM, startSmtp, type TestSmtp, type TestSmtpOptions } from './smtp.ts';

const MAIL: Mail = {
  id: '0123456789abcdef0123456789abcdef',
  controller: 'lmt',
  from: 'LMT',
  to: 'liene@example.lv',
  language: 'lv',
  subject: 'Pamācības',
  text: 'Sveiki',
  html: '<p>Sveiki</p>',
  headers: {},
  pictures: [],
  reports: false,
};

describe('mail over SMTP', () => {
  let server: TestSmtp | undefined;
  const start = async (options?: TestSmtpOptions) => {
    server = await startSmtp(options);
    return server;
  };
  afterEach(() => server?.close());

  const failure = (sending: Promise<void>): Promise<MailError> =>
    sending.then(
      () => assert.fail('it was sent'),
      (error: unknown) => (error instanceof MailError ? error : assert.fail(inspect(error))),
    );

  it('[EML-20] goes out as one multipart mail under the Message-ID of its id', async () => {
    const smtp = await start();
    await smtp.mailer().send(MAIL);
    const [taken] = smtp.taken;
    assert.ok(taken);
    assert.equal(taken.from, 'zvans@mail.example');
    assert.equal(taken.to, 'liene@example.lv');
    const { mail } = taken;
    assert.equal(mail.messageId, '<0123456789abcdef0123456789abcdef@mail.example>');
    assert.equal(mail.from?.name, 'LMT');
    assert.equal(mail.subject, 'Pamācības');
    assert.equal(mail.text?.trim(), 'Sveiki');
    assert.match(mail.html ?? '', /Sveiki/);
    assert.equal(mail.headers.find(({ key }) => key === 'content-language')?.value, 'lv');
    assert.equal(
      mail.headers.some(({ key }) => key === 'x-mailer'),
      false,
    );
  });

  it('[EML-21] goes by STARTTLS, and by TLS from the first byte, to a server whose certificate is known', async () => {
    for (const [tls, security] of [
      ['starttls', 'starttls'],
      ['implicit', 'tls'],
    ] as const) {
      const smtp = await start({ tls });
      await smtp.mailer({ security, authority: PEM }).send(MAIL);
      assert.equal(smtp.taken[0]?.secure, true, security);
      await smtp.close();
    }
  });

  it('[EML-21] does not go to a server without encryption, nor to one whose certificate nobody vouches for', async () => {
    const plain = await start();
    assert.equal((await failure(plain.mailer({ security: 'starttls' }).send(MAIL))).retry, true);
    assert.equal(plain.taken.length, 0);
    await plain.close();
    const stranger = await start({ tls: 'starttls' });
    assert.equal((await failure(stranger.mailer({ security: 'starttls' }).send(MAIL))).retry, true);
    assert.equal(stranger.taken.length, 0);
  });

  it('[EML-22] a refusal for now may be tried again, one for good may not and says its status', async () => {
    const smtp = await start();
    smtp.answers.push({ code: 451, text: '4.7.1 try later' }, { code: 550, text: '5.1.1 no such user' });
    const later = await failure(smtp.mailer().send(MAIL));
    assert.deepEqual([later.retry, later.status], [true, '4.7.1']);
    const never = await failure(smtp.mailer().send(MAIL));
    assert.deepEqual([never.retry, never.status], [false, '5.1.1']);
  });

  it('[EML-22] a server that is away, and one that does not let us in, are tried again', async () => {
    const smtp = await start({ tls: 'starttls', login: { user: 'zvans', password: 'pareiza' } });
    const options = { security: 'starttls', authority: PEM } as const;
    const wrong = smtp.mailer({ ...options, login: { user: 'zvans', password: 'nepareiza' } });
    assert.equal((await failure(wrong.send(MAIL))).retry, true);
    await smtp.mailer({ ...options, login: { user: 'zvans', password: 'pareiza' } }).send(MAIL);
    assert.equal(smtp.taken.length, 1);
    const mailer = smtp.mailer();
    await smtp.close();
    assert.equal((await failure(mailer.send(MAIL))).retry, true);
  });

  it('[EML-3] what is logged of a failure never holds the address, although the server repeats it', async () => {
    const smtp = await start();
    smtp.answers.push({ code: 550, text: '5.1.1 <liene@example.lv> is unknown here' });
    const error = await failure(smtp.mailer().send(MAIL));
    assert.doesNotMatch(`${inspect(error)}${JSON.stringify(describeFault(error))}`, /liene/);
  });
});
