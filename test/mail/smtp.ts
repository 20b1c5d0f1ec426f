/** A real SMTP server on a port of its own, which takes mail or refuses it as a test says, and what it took. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { createSmtpMailer, type SmtpOptions } from '../../server/adapters/mail-smtp.ts';
import type { Mailer } from '../../server/ports.ts';

export interface TakenMail {
  readonly from: string;
  readonly to: string;
  /** Arguments of MAIL FROM and RCPT TO. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly raw: Buffer;
  readonly mail: Email;
  readonly secure: boolean;
}

export interface TestSmtp {
  readonly port: number;
  readonly taken: TakenMail[];
  /** What the next recipients are answered, oldest first; once it is empty all are taken. */
  readonly answers: { readonly code: number; readonly text: string }[];
  /** How often somebody named a recipient. */
  readonly tries: () => number;
  mailer(options?: Partial<SmtpOptions>): Mailer;
  close(): Promise<void>;
}

/** Key and certificate of `localhost`, made for this test. */
export const PEM = readFileSync(join(import.meta.dirname, 'fixtures', 'localhost.pem'), 'utf8');

export interface TestSmtpOptions {
  /** `localhost.pem` over STARTTLS, from the first byte, or no TLS at all. */
  readonly tls?: 'starttls' | 'implicit' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
}

export async function startSmtp({ tls = 'none', login }: TestSmtpOptions = {}): Promise<TestSmtp> {
  const taken: TakenMail[] = [];
  const answers: TestSmtp['answers'] = [];
  let tries = 0;
  const server = new SMTPServer({
    secure: tls === 'implicit',
    key: PEM,
    cert: PEM,
    disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(login ? [] : ['AUTH'])],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    hideDSN: false,
    onAuth({ username, password }, _session, done) {
      const right = username === login?.user && password === login?.password;
      done(right ? null : new Error('wrong'), right ? { user: username } : undefined);
    },
    onRcptTo(_address, _session, done) {
      tries += 1;
      const answer = answers.shift();
      if (!answer) return done();
      done(Object.assign(new Error(answer.text), { responseCode: answer.code }));
    },
    async onData(stream, session, done) {
      const raw = await buffer(stream);
      const { mailFrom, rcptTo } = session.envelope;
      const [recipient] = rcptTo;
      taken.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to: recipient?.address ?? '',
        args: { ...(mailFrom === false ? {} : mailFrom.args), ...recipient?.args },
        raw,
        mail: await PostalMime.parse(raw),
        secure: session.secure,
      });
      done();
    },
  });
  // A client that refuses our certificate is an error of the connection, and what the test wants.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    taken,
    answers,
    tries: () => tries,
    mailer: (options = {}) =>
      createSmtpMailer({ host: 'localhost', port, security: 'none', from: 'zvans@mail.example', ...options }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
