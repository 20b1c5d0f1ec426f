/** The demo's mail: it lands in one mailbox in memory, which /demo/mail shows. No message leaves this machine. */
import type { MailBox, ReceivedMail } from '../demo-ports.ts';
import type { Clock, Mailer } from '../ports.ts';

const KEPT = 50;

export function createMailBox(clock: Clock): Mailer & MailBox {
  const mails: ReceivedMail[] = [];
  let last = 0;
  return {
    async send(mail) {
      last += 1;
      mails.unshift({ ...mail, position: last, receivedAt: clock.now() });
      mails.length = Math.min(mails.length, KEPT);
    },
    all: () => [...mails],
    at: (position) => mails.find((mail) => mail.position === position),
  };
}
