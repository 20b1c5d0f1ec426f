/** POST /api/sms/reports: the SMS gateway says what became of a message. See docs/sms.md. */
import { Router } from 'express';
import * as v from 'valibot';
import type { Clock, SmsReport } from '../ports.ts';
import { SIGNATURE_HEADER, signerOf } from '../telephony/signature.ts';
import { parse, parseJson, readRaw } from './body.ts';
import { HttpRefusal } from './problem.ts';

export interface SmsReportDeps {
  readonly secret: string;
  readonly wall: Clock;
  /** Reports may come twice or late; a report about a message that is settled changes nothing. */
  readonly report: (report: SmsReport) => void;
}

const BODY_LIMIT = 4096;
const Report = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
  outcome: v.picklist(['delivered', 'unreachable', 'rejected', 'expired']),
});

export function smsReportRoutes({ secret, wall, report }: SmsReportDeps): Router {
  const router = Router();
  const secrets = new Map([['gateway', secret]]);

  router.post('/api/sms/reports', async (req, res) => {
    const body = await readRaw(req, BODY_LIMIT, 'message_too_large');
    const signed = signerOf(secrets, req.get(SIGNATURE_HEADER), body, wall.now());
    if (!signed.ok) throw new HttpRefusal(signed.code);
    report(parse(Report, parseJson(body)));
    res.status(204).end();
  });

  return router;
}
