/**
 * Mail over SMTP to one relay, which signs (DKIM) and delivers. Encrypted to it: from the first byte (RFC 8314), or by
 * STARTTLS, without which nothing is sent. Plain text is for a relay on this machine.
 */
import { createTransport } from 'nodemailer';
import { type Mail, MailError, type Mailer } from '../ports.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  /** Address that mail comes from, and that bounces go to. */
  readonly from: string;
  /** Certificate of an authority of the operator's own, PEM. */
  readonly authority?: string | undefined;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

export function createSmtpMailer({ host, port, security, login, from, authority }: SmtpOptions): Mailer {
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(authority === undefined ? {} : { ca: authority }) },
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Nothing of a mail is ever read from a file or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    async send(mail) {
      try {
        await transport.sendMail(message(mail, from, domain));
      } catch (error) {
        throw explained(error);
      }
    },
  };
}

function message(mail: Mail, from: string, domain: string) {
  const { id, to, subject, text, html, headers, pictures, replyTo, language, reports } = mail;
  return {
    from: { name: mail.from, address: from },
    ...(replyTo === undefined ? {} : { replyTo }),
    to,
    envelope: { from, to },
    messageId: `<${id}@${domain}>`,
    subject,
    text,
    html,
    xMailer: false as const,
    headers: { ...headers, 'Content-Language': language },
    attachments: pictures.map(({ cid, png }) => ({
      cid,
      content: Buffer.from(png),
      contentType: 'image/png',
      contentDisposition: 'inline' as const,
      filename: `${cid.replace(/@.*/, '')}.png`,
    })),
    dsn: reports
      ? {
          id,
          return: 'headers' as const,
          notify: ['success', 'failure'] as ('success' | 'failure')[],
          recipient: to,
        }
      : { id, return: 'headers' as const, notify: 'never' as const, recipient: to },
  };
}

/**
 * A refusal for good has a code from 500 and is about this mail: who it goes to, or what it says. Anything else, a wrong
 * password or a missing certificate included, may be mended meanwhile.
 */
function explained(error: unknown): MailError {
  const field = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const code = field('responseCode');
  const said = field('response');
  const status = typeof said === 'string' ? /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(said)?.[1] : undefined;
  if (typeof code !== 'number') return new MailError('the mail server could not be reached', true);
  const aboutMail = ['EENVELOPE', 'EMESSAGE'].includes(String(field('code')));
  return new MailError(`the mail server answered ${code}`, !aboutMail || code < 500, status ?? '');
}
