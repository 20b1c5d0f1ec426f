/**
 * POST /api/consents/record: an agent writes down what a customer said at a service centre or on the phone. It carries
 * the agent's account, the reason and the lower assurance of a staff member's word; the agent learns of it nothing but
 * that it was recorded.
 */
import { Router } from 'express';
import * as v from 'valibot';
import { CONSENT_CHANNELS } from '../../protocol/consent.ts';
import { DESK_METHODS, type RecordConsent, type RecordedAtDesk } from '../../protocol/consent-desk.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import type { ConsentRegister } from '../consent/register.ts';
import { parseNumber } from '../invitation/number.ts';
import { hasRule } from '../privacy/guard.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface RecordConsentDeps {
  readonly gate: StaffGate;
  readonly register: Pick<ConsentRegister, 'give' | 'withdraw'>;
  readonly prefixes: readonly string[];
}

const Name = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
const Asked = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{20,64}$/)),
  number: v.pipe(v.string(), v.maxLength(32)),
  change: v.picklist(['given', 'withdrawn']),
  purpose: Name,
  version: Name,
  language: v.picklist(LANGUAGES),
  channels: v.exactOptional(v.pipe(v.array(v.picklist(CONSENT_CHANNELS)), v.minLength(1), v.maxLength(3))),
  method: v.picklist(DESK_METHODS),
  reason: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(500)),
  read: v.boolean(),
}) satisfies v.GenericSchema<unknown, RecordConsent>;

export function recordConsentRoutes({ gate, register, prefixes }: RecordConsentDeps): Router {
  const router = Router();

  router.post('/api/consents/record', gate('agent'), jsonBody(), async (req, res) => {
    const asked = parse(Asked, req.body);
    const { controller, id: staff } = staffOf(res);
    if (!hasRule('consent-proof', 'consent', 'write', 'agent')) throw new HttpRefusal('purpose_refused');
    // Nobody can permit what was not read to them (Art. 4(11)); to take back, nothing has to be read.
    if (asked.change === 'given' && !asked.read) throw new HttpRefusal('consent_not_read');
    const parsed = parseNumber(asked.number, prefixes);
    if (!parsed.ok) throw new HttpRefusal('subject_number_refused');
    const { purpose, version, channels, language, method, reason } = asked;
    const arrival = {
      method,
      language,
      reason,
      staff,
      assurance: 'staff-recorded',
      source: `desk ${staff} ${asked.id}`,
    } as const;
    const holder = { controller, number: parsed.number };
    const recorded = await (asked.change === 'given'
      ? register.give(holder, { ...arrival, purpose, version, channels })
      : register.withdraw(holder, { ...arrival, purpose, channels }));
    if (!recorded.ok) throw new HttpRefusal(recorded.code);
    const { id: record, at, assurance } = recorded.record;
    res.status(201).json({ record, at, assurance } satisfies RecordedAtDesk);
  });

  return router;
}
