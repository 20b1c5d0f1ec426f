/**
 * Where the links of a mailed offer lead. Each works for whoever has it, for good: the target stands in the offer and
 * not in the address, so that nothing can be led astray. Whether anything is recorded on the way is decided in `mail/tracking.ts`.
 */
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { isLanguage, type Language } from '../../protocol/language.ts';
import { fill, valuesOf } from '../content/facts.ts';
import { findOffer } from '../content/mails.ts';
import { escapeHtml } from '../content/markdown.ts';
import type { Content } from '../content/types.ts';
import type { OfferMailRow } from '../database.ts';
import type { OfferMails } from '../mail/offers.ts';
import type { OfferMailEvent } from '../mail/tracking.ts';
import { parse } from './body.ts';
import { createLayout } from './page.ts';
import { HttpRefusal, languageOf } from './problem.ts';

export interface OfferDeps {
  readonly content: Content;
  readonly mails: OfferMails;
  readonly onFault: (error: unknown) => void;
}

/** One transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const Token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const Whole = v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/), v.transform(Number));
const Place = v.object({ controller: v.string(), offer: v.string(), version: Whole, n: Whole });

export function offerRoutes(deps: OfferDeps): Router {
  const { content, mails, onFault } = deps;
  const router = Router();

  /** Whatever happens here, the reader goes on. */
  async function note(req: Request, kind: OfferMailEvent, detail?: string): Promise<void> {
    const { controller, offer, version } = req.params;
    const token = v.safeParse(Token, req.params.token);
    if (!token.success) return;
    try {
      const mail = await mails.byToken(token.output);
      const same =
        mail?.controller === controller && mail?.offer === offer && String(mail?.version) === version;
      if (mail && same) await mails.note(mail, kind, detail);
    } catch (error) {
      onFault(error);
    }
  }

  router.get('/o/:controller/:offer/:version/open/:token.gif', async (req, res) => {
    await note(req, 'opened');
    res.set({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'cross-origin' });
    res.type('image/gif').send(PIXEL);
  });

  router.get('/o/:controller/:offer/:version/:n/:token', async (req, res) => {
    const { controller, offer, version, n } = parse(Place, req.params);
    const target = findOffer(content, controller, offer, version)?.links[n - 1];
    if (target === undefined) throw new HttpRefusal('offer_unknown');
    await note(req, 'followed', String(n));
    // The target must not learn the token from where its visitor came.
    res.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).redirect(302, target);
  });

  // A look at the page changes nothing: mail scanners open every link.
  router.get('/o/unsubscribe/:token', async (req, res) => {
    const mail = await mails.byToken(parse(Token, req.params.token));
    sendPage(deps, req, res, mail, 'ask');
  });

  router.post('/o/unsubscribe/:token', async (req, res) => {
    const mail = await mails.byToken(parse(Token, req.params.token));
    if (mail) {
      await mails.note(mail, 'unsubscribed');
      await mails.unsubscribe(mail);
    }
    sendPage(deps, req, res, mail, 'done');
  });

  return router;
}

function sendPage(
  { content }: OfferDeps,
  req: Request,
  res: Response,
  mail: OfferMailRow | undefined,
  what: 'ask' | 'done',
): void {
  // A mail provider's machine has no use for a page.
  if (!mail && req.accepts(['json', 'html']) !== 'html') throw new HttpRefusal('offer_unknown');
  const language: Language = isLanguage(mail?.language) ? mail.language : languageOf(req);
  const words = content.mails[language].offers.page;
  const controller = mail && content.controllers.get(mail.controller);
  const layout = createLayout(controller?.colours);
  const say = (text: string) =>
    escapeHtml(controller ? fill(text, valuesOf(controller, language), language) : text);
  const own = [...content.controllers.values()].map(
    ({ key, brand }) => `<li><a href="/my/${key}">${escapeHtml(`${words.own}: ${brand}`)}</a></li>`,
  );
  const button = `<form method="post"><button type="submit">${say(words.button)}</button></form>`;
  const body = !controller
    ? `<h1>${say(words.title)}</h1><p>${say(words.unknown)}</p><ul>${own.join('')}</ul>`
    : `<h1>${say(words.title)}</h1><p role="status">${say(words[what])}</p>${what === 'ask' ? button : ''}`;
  const html = layout.render({
    language,
    title: words.title,
    heading: controller?.brand ?? 'Zvana asistents',
    languages: [],
    body,
    footer: '',
  });
  res.status(mail ? 200 : 404).set({
    'content-security-policy': layout.csp.replace("form-action 'none'", "form-action 'self'"),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  res.type('html').send(html);
}
