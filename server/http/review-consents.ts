/** The register of consents for reviewers: a number's history, receipts and proofs, and counts. */
import { Router } from 'express';
import * as v from 'valibot';
import type { Refusal } from '../../protocol/errors.ts';
import { isLanguage } from '../../protocol/language.ts';
import { parseNumber } from '../invitation/number.ts';
import type { LedgerInspector } from '../ports.ts';
import type { ReviewConsents } from '../review/consents.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import type { ReceiptSender } from './receipts.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewConsentDeps {
  readonly gate: StaffGate;
  readonly consents: ReviewConsents;
  readonly sender: ReceiptSender;
  readonly inspector: Pick<LedgerInspector, 'prove'>;
  readonly prefixes: readonly string[];
  readonly now: () => number;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Find = v.strictObject({ number: v.pipe(v.string(), v.maxLength(32)) });
const Seq = v.strictObject({
  seq: v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/), v.transform(Number)),
});
const Days = v.strictObject({
  days: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/), v.transform(Number)), '90'),
});
const DAY = 86_400_000;

export function reviewConsentRoutes(deps: ReviewConsentDeps): Router {
  const { gate, consents, sender, inspector, prefixes, now } = deps;
  const router = Router();
  const reviewer = gate('reviewer');

  router.post('/api/review/consents/find', reviewer, jsonBody(), async (req, res) => {
    const parsed = parseNumber(parse(Find, req.body).number, prefixes);
    if (!parsed.ok) throw new HttpRefusal('subject_number_refused');
    const { holders } = must(await consents.find(staffOf(res), parsed.number));
    res.json({ holders });
  });

  router.get('/api/review/consents/counts', reviewer, async (req, res) => {
    const { days } = parse(Days, req.query);
    res.json(await consents.counts(staffOf(res).controller, now() - days * DAY));
  });

  router.get('/api/review/consents/:subject/proof', reviewer, async (req, res) => {
    const { seq } = parse(Seq, req.query);
    const { controller } = staffOf(res);
    const { subject } = must(await consents.open(staffOf(res), parse(Id, req.params.subject)));
    const proof = await inspector.prove(controller, { kind: 'inclusion', stream: `subject:${subject}`, seq });
    if (!proof) throw new HttpRefusal('not_found');
    res.attachment(`${subject}-${seq}.proof.json`).json(proof);
  });

  router.get('/api/review/consents/:subject/receipts/:record', reviewer, async (req, res) => {
    const { holder, record } = await recordOf(deps, staffOf(res), req.params);
    const { language = '' } = req.query;
    sender.sendPage(
      res,
      holder,
      record,
      typeof language === 'string' && isLanguage(language) ? language : 'lv',
    );
  });

  router.get('/api/review/consents/:subject/receipts/:record/file', reviewer, async (req, res) => {
    const { holder, record } = await recordOf(deps, staffOf(res), req.params);
    sender.sendFile(res, holder, record);
  });

  return router;
}

async function recordOf(
  { consents }: Pick<ReviewConsentDeps, 'consents'>,
  by: ReturnType<typeof staffOf>,
  params: { readonly subject?: string; readonly record?: string },
) {
  const { records, numberHash } = must(await consents.open(by, parse(Id, params.subject)));
  const record = records.find(({ id }) => id === params.record);
  if (!record) throw new HttpRefusal('not_found');
  return { holder: { controller: by.controller, numberHash }, record };
}

function must<T extends object>(outcome: ({ readonly ok: true } & T) | Refusal): { readonly ok: true } & T {
  if (!outcome.ok) throw new HttpRefusal(outcome.code);
  return outcome;
}
