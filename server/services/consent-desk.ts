/** Consents at the desk: agents record what customers say, reviewers look into the register. */
import type { Router } from 'express';
import { createReceipts } from '../consent/receipts.ts';
import { recordConsentRoutes } from '../http/consents-record.ts';
import { createReceiptSender } from '../http/receipts.ts';
import { reviewConsentRoutes } from '../http/review-consents.ts';
import { createReviewConsents } from '../review/consents.ts';
import type { Calling } from './calling.ts';
import type { Consents } from './consent.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

export function createConsentDesk(
  outside: Outside,
  core: Core,
  { staffGate: gate }: Pick<Calling, 'staffGate'>,
  { register }: Pick<Consents, 'register'>,
): readonly Router[] {
  const { content, database, clock, inspector, signer, prefixes } = outside;
  const { controllerLog: log, lookupKey } = core;
  const receipts = createReceipts({ content, signer });
  const sender = createReceiptSender({ content, receipts });
  const consents = createReviewConsents({ database, content, register, log, lookupKey, clock });
  return [
    recordConsentRoutes({ gate, register, prefixes }),
    reviewConsentRoutes({ gate, consents, sender, inspector, prefixes, now: () => clock.now() }),
  ];
}
