/**
 * What the controllers' own mail systems ask for and tell, signed like the telephony webhook: an offer to one recipient,
 * and the reports and complaints that came back. See docs/email.md.
 */
import { Router } from 'express';
import * as v from 'valibot';
import { LANGUAGES } from '../../protocol/language.ts';
import type { OfferMails } from '../mail/offers.ts';
import { readReport } from '../mail/reports.ts';
import type { Clock } from '../ports.ts';
import { SIGNATURE_HEADER, signerOf } from '../telephony/signature.ts';
import { parse, parseJson, readRaw } from './body.ts';
import { HttpRefusal } from './problem.ts';

export interface MailSystemDeps {
  /** By controller. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly wall: Clock;
  readonly mails: OfferMails;
  /** Whether mail is sent here. */
  readonly sends: boolean;
}

const OFFER_LIMIT = 4096;
/** A report returns the headers of a mail; more than this is something else. */
const REPORT_LIMIT = 256 * 1024;

const Asked = v.strictObject({
  request: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
  offer: v.pipe(v.string(), v.maxLength(64)),
  number: v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/)),
  address: v.pipe(v.string(), v.maxLength(320)),
  language: v.picklist(LANGUAGES),
});

export function mailSystemRoutes({ secrets, wall, mails, sends }: MailSystemDeps): Router {
  const router = Router();

  /** The body, if the controller of the address signed it. */
  function signed(header: string | undefined, controller: string, body: Buffer): Buffer {
    const answer = signerOf(secrets, header, body, wall.now());
    if (!answer.ok) throw new HttpRefusal(answer.code);
    if (answer.signer !== controller) throw new HttpRefusal('signature_wrong');
    return body;
  }

  router.post('/api/mail/:controller/offers', async (req, res) => {
    const { controller } = req.params;
    const raw = await readRaw(req, OFFER_LIMIT, 'message_too_large');
    const asked = parse(Asked, parseJson(signed(req.get(SIGNATURE_HEADER), controller, raw)));
    if (!sends) throw new HttpRefusal('mail_off');
    const sent = await mails.send({ controller, ...asked });
    if (!sent.ok) throw new HttpRefusal(sent.code);
    const { state, events } = sent;
    res.json({ state, events });
  });

  router.post('/api/mail/:controller/reports', async (req, res) => {
    const { controller } = req.params;
    const raw = await readRaw(req, REPORT_LIMIT, 'message_too_large');
    const report = await readReport(signed(req.get(SIGNATURE_HEADER), controller, raw));
    if (report) await mails.report(controller, report);
    // What is no report, or about no mail of ours, is none of the sender's business to hear of.
    res.status(204).end();
  });

  return router;
}
