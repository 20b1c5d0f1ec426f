/** The subject's own page behind its door: consents, their history, and the change of them. */
import { type Request, Router } from 'express';
import * as v from 'valibot';
import { CONSENT_CHANNELS } from '../../protocol/consent.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { isLanguage, LANGUAGES } from '../../protocol/language.ts';
import type { ConsentsExport } from '../../protocol/subject-consents.ts';
import type { Receipts } from '../consent/receipts.ts';
import type { Clock } from '../ports.ts';
import type { SubjectConsents } from '../subject/consents.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal, languageOf } from './problem.ts';
import type { ReceiptSender } from './receipts.ts';
import type { SubjectGate } from './subject-gate.ts';

export interface SubjectConsentsDeps {
  readonly gate: SubjectGate;
  readonly consents: SubjectConsents;
  readonly receipts: Receipts;
  readonly sender: ReceiptSender;
  readonly clock: Clock;
}

/** As long as a UUID, so that two wishes cannot come by the same one. */
const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{20,64}$/));
const Record = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Name = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
const Wish = { id: Id, language: v.picklist(LANGUAGES) };
const Channels = v.pipe(v.array(v.picklist(CONSENT_CHANNELS)), v.minLength(1), v.maxLength(3));
const Give = v.strictObject({ ...Wish, purpose: Name, version: Name, channels: v.exactOptional(Channels) });
const Withdraw = v.strictObject({ ...Wish, purpose: Name, channels: v.exactOptional(Channels) });
const WithdrawAll = v.strictObject(Wish);

export function subjectConsentRoutes(deps: SubjectConsentsDeps): Router {
  const { gate, consents, receipts, sender, clock } = deps;
  const router = Router();

  router.get('/api/subject/consents', async (req, res) => {
    res.json(await consents.view(await gate(req)));
  });

  router.get('/api/subject/consents/history', async (req, res) => {
    res.json(await consents.history(await gate(req)));
  });

  // Receipts stand below a place of their own: a record's id is never taken for a word.
  router.get('/api/subject/consents/receipts/:record', async (req, res) => {
    const { subject, record } = await recordOf(deps, req);
    const { language = '' } = req.query;
    const chosen = typeof language === 'string' && isLanguage(language) ? language : languageOf(req);
    sender.sendPage(res, subject, record, chosen);
  });

  router.get('/api/subject/consents/receipts/:record/file', async (req, res) => {
    const { subject, record } = await recordOf(deps, req);
    sender.sendFile(res, subject, record);
  });

  router.get('/api/subject/consents/export', async (req, res) => {
    const subject = await gate(req);
    const records = await consents.records(subject);
    const all: ConsentsExport = {
      format: 1,
      exportedAt: new Date(clock.now()).toISOString(),
      ...(await consents.view(subject)),
      history: (await consents.history(subject)).lines,
      receipts: records.map((record) => receipts.receiptOf(subject, record)),
    };
    res.set('content-disposition', 'attachment; filename="consents.json"').json(all);
  });

  router.post('/api/subject/consents/give', jsonBody(), async (req, res) => {
    const wish = parse(Give, req.body);
    res.json(changed(await consents.give(await gate(req), wish)));
  });

  router.post('/api/subject/consents/withdraw', jsonBody(), async (req, res) => {
    const wish = parse(Withdraw, req.body);
    res.json(changed(await consents.withdraw(await gate(req), wish)));
  });

  router.post('/api/subject/consents/withdraw-all', jsonBody(), async (req, res) => {
    const wish = parse(WithdrawAll, req.body);
    res.json(changed(await consents.withdrawAll(await gate(req), wish)));
  });

  return router;
}

/** One of the subject's own records; of anyone else's it is not said whether there is such a one. */
async function recordOf({ gate, consents }: SubjectConsentsDeps, req: Request) {
  const subject = await gate(req);
  const id = parse(Record, req.params.record);
  const record = (await consents.records(subject)).find((one) => one.id === id);
  if (!record) throw new HttpRefusal('not_found');
  return { subject, record };
}

function changed(done: Awaited<ReturnType<SubjectConsents['give']>> | Refusal) {
  if (!done.ok) throw new HttpRefusal(done.code);
  return done.consents;
}
