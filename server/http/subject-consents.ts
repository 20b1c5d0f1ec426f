/** The subject's own page behind its door: consents, their history, and the change of them. */
import { Router } from 'express';
import * as v from 'valibot';
import { CONSENT_CHANNELS } from '../../protocol/consent.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import type { SubjectConsents } from '../subject/consents.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import type { SubjectGate } from './subject-gate.ts';

export interface SubjectConsentsDeps {
  readonly gate: SubjectGate;
  readonly consents: SubjectConsents;
}

/** As long as a UUID, so that two wishes cannot come by the same one. */
const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{20,64}$/));
const Name = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
const Wish = { id: Id, language: v.picklist(LANGUAGES) };
const Channels = v.pipe(v.array(v.picklist(CONSENT_CHANNELS)), v.minLength(1), v.maxLength(3));
const Give = v.strictObject({ ...Wish, purpose: Name, version: Name, channels: v.exactOptional(Channels) });
const Withdraw = v.strictObject({ ...Wish, purpose: Name, channels: v.exactOptional(Channels) });
const WithdrawAll = v.strictObject(Wish);

export function subjectConsentRoutes({ gate, consents }: SubjectConsentsDeps): Router {
  const router = Router();

  router.get('/api/subject/consents', async (req, res) => {
    res.json(await consents.view(await gate(req)));
  });

  router.get('/api/subject/consents/history', async (req, res) => {
    res.json(await consents.history(await gate(req)));
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

function changed(done: Awaited<ReturnType<SubjectConsents['give']>> | Refusal) {
  if (!done.ok) throw new HttpRefusal(done.code);
  return done.consents;
}
