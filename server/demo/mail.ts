/** Demo only: the mailbox into which all e-mail of a demo goes, and each mail as a mail program shows it. */
import { Router } from 'express';
import { escapeHtml } from '../content/markdown.ts';
import type { MailBox, ReceivedMail } from '../demo-ports.ts';
import { createLayout } from '../http/page.ts';
import { HttpRefusal } from '../http/problem.ts';

/** A mail program runs nothing, and shows what came with the mail and the pictures of this server. */
const MAIL_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

export function demoMailRoutes(box: MailBox): Router {
  const router = Router();
  const layout = createLayout();

  router.get('/demo/mail', (_req, res) => {
    const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', timeZone: 'Europe/Riga' });
    const items = box
      .all()
      .map(
        ({ position, subject, to, from, receivedAt }) =>
          `<li><a href="/demo/mail/${position}">${escapeHtml(subject)}</a><br>${escapeHtml(
            `${time.format(receivedAt)}, ${from}, to ${to}`,
          )}</li>`,
      );
    const html = layout.render({
      language: 'en',
      title: 'Mail of the demo',
      heading: 'Zvana asistents',
      languages: [],
      body: `<h1>Mail of the demo</h1>${items.length === 0 ? '<p>No mail yet.</p>' : `<ul>${items.join('')}</ul>`}`,
      footer: '<p>No message leaves this machine. Load the page again to see newer ones.</p>',
    });
    res.set({ 'content-security-policy': layout.csp, 'cache-control': 'no-store' }).type('html').send(html);
  });

  router.get('/demo/mail/:position', (req, res) => {
    const mail = box.at(Number(req.params.position));
    if (!mail) throw new HttpRefusal('not_found');
    res.set({ 'content-security-policy': MAIL_CSP, 'cache-control': 'no-store' });
    res.type('html').send(shown(mail));
  });

  return router;
}

/** With its pictures in place, as `cid:` is known inside a mail alone. */
function shown({ html, pictures }: ReceivedMail): string {
  return pictures.reduce(
    (page, { cid, png }) =>
      page.replaceAll(`cid:${cid}"`, `data:image/png;base64,${Buffer.from(png).toString('base64')}"`),
    html,
  );
}
