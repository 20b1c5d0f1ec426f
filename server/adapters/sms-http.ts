/**
 * An SMS gateway behind HTTP: each message is one POST of signed JSON. Delivery reports come back to
 * /api/sms/reports, and what people write to /api/sms/messages, signed with the same secret. See docs/sms.md.
 */
import { type IncomingSms, SmsError, type SmsGateway, type SmsMessage, type SmsReport } from '../ports.ts';

const TIMEOUT_MS = 10_000;

export interface SmsHttpOptions {
  readonly url: string;
  /** Header name and value that sign a body. */
  readonly sign: (body: string) => readonly [name: string, value: string];
}

export interface SmsHttpGateway extends SmsGateway {
  /** Takes a delivery report that came in and was verified. */
  report(report: SmsReport): void;
  /** Takes a message that came in and was verified; resolves when it is durable. */
  arrive(message: IncomingSms): Promise<void>;
}

export function createSmsHttp({ url, sign }: SmsHttpOptions): SmsHttpGateway {
  const listeners: ((report: SmsReport) => void)[] = [];
  const incoming: ((message: IncomingSms) => Promise<void>)[] = [];

  async function post(message: SmsMessage): Promise<Response> {
    const { id, controller, to, text, language } = message;
    const body = JSON.stringify({ id, controller, to, text, language });
    const [name, value] = sign(body);
    const headers = { 'content-type': 'application/json', 'idempotency-key': id, [name]: value };
    try {
      // A redirect would carry number and link to an address that nobody configured.
      return await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      // The gateway may have taken the message all the same: the id lets it know a repeat.
      throw new SmsError('the SMS gateway did not answer', true, { cause });
    }
  }

  return {
    async send(message) {
      const response = await post(message);
      await response.body?.cancel();
      if (response.ok) return;
      const retry = response.status >= 500 || response.status === 429 || response.status === 408;
      throw new SmsError(`the SMS gateway answered ${response.status}`, retry);
    },
    onReport: (listener) => void listeners.push(listener),
    report(report) {
      for (const listener of listeners) listener(report);
    },
    onIncoming: (listener) => void incoming.push(listener),
    async arrive(message) {
      await Promise.all(incoming.map((listener) => listener(message)));
    },
  };
}
