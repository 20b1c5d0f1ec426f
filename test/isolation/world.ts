/** The real services with everything that can be mounted: the demo's routes and the SMS gateway's reports, too. */
import { join } from 'node:path';
import type { Router } from 'express';
import { demoMailRoutes } from '../../server/demo/mail.ts';
import { demoRoutes } from '../../server/demo/routes.ts';
import type { SmsInbox } from '../../server/demo-ports.ts';
import { smsMessageRoutes } from '../../server/http/sms-messages.ts';
import { smsReportRoutes } from '../../server/http/sms-reports.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { GATEWAY_SECRET } from './requests.ts';

/** @param change plants a fault in the services' routes */
export async function startWorld(
  change: (real: readonly Router[]) => readonly Router[] = (real) => real,
): Promise<Harness> {
  const now = () => harness.clock.now();
  const clock = { now, monotonic: { now }, advance: async () => {}, onAdvance: () => {} };
  const demo = (inbox: SmsInbox) =>
    demoRoutes({
      inbox,
      clock,
      hangUp: async () => ({ status: 200, answer: '{}' }),
      brandOf: (controller) => controller,
      smsNumbers: new Map([['lmt', '29307777']]),
      policy: { origins: [] },
      run: 'run',
      tokensFile: join(import.meta.dirname, '..', '..', 'content', 'design', 'tokens.css'),
    });
  const reports = smsReportRoutes({ secret: GATEWAY_SECRET, wall: { now }, report: () => {} });
  const messages = smsMessageRoutes({
    secret: GATEWAY_SECRET,
    wall: { now },
    controllerOf: () => 'lmt',
    trustHomeNetwork: false,
    arrive: async () => {},
  });
  const harness = await startHarness({
    routers: (real, inbox) => [
      ...change(real),
      demo(inbox),
      demoMailRoutes({ all: () => [], at: () => undefined }),
      reports,
      messages,
    ],
    trustProxy: 1,
  });
  return harness;
}
