/** Requests of data subjects: the register, what carries them out, their routes, and what goes on by itself. */
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import { createClockwork } from '../clockwork.ts';
import { createConsentsForRequest } from '../consent/for-request.ts';
import { reviewRequestRoutes } from '../http/review-requests.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { OfferMails } from '../mail/offers.ts';
import { createSubjectErasure } from '../request/erase.ts';
import { createExport } from '../request/export/export.ts';
import { createFulfilment } from '../request/fulfil.ts';
import { purgeRequests } from '../request/purge.ts';
import { createRequests } from '../request/register.ts';
import { createSubjectSearch } from '../request/search.ts';
import type { Calling } from './calling.ts';
import type { Consents } from './consent.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

export type RequestDesk = ReturnType<typeof createRequestDesk>;

/** How late an erasure goes on, and a request past its period goes; milliseconds. */
const PERIOD = 10_000;

/** `clocksAgree`: nothing goes by the calendar while they do not. */
export function createRequestDesk(
  outside: Outside,
  core: Core,
  { staffGate }: Pick<Calling, 'staffGate'>,
  clocksAgree: () => Promise<boolean>,
  { register }: Pick<Consents, 'register'>,
  mails: Pick<OfferMails, 'of' | 'forget'>,
) {
  const { content, database, clock, prefixes } = outside;
  const { sessions, erasure, controllerLog: log, keys, guard, reader, library, lookupKey, onFault } = core;
  const { holds, restrictions, shield, identity, periods } = core;
  const consents = createConsentsForRequest({ content, lookupKey, register });
  const common = { database, log, clock, heldOf: holds.of, restrictedOf: restrictions.of };

  const requests = createRequests({ database, log, keys, clock, newId, lookupKey });
  const exportFor = createExport({
    ...common,
    sessions,
    reader,
    guard,
    requests,
    periods,
    consentsFor: consents.copyFor,
    mailingsFor: mails.of,
    controllerOf: core.controllerOf,
    titlesFor: (controller, language) => ({
      guide: (guide) => library.latest(controller, guide)?.titles[language] ?? guide,
      matter: (category) => content.matters[category][language],
    }),
  });
  const subjectErasure = createSubjectErasure({ ...common, requests, erasure, onFault });
  const fulfilment = createFulfilment({
    ...common,
    requests,
    restrictions,
    erasure: subjectErasure,
    exportFor,
    async endConsents(holder, staff, request) {
      await consents.endAll(holder, staff, request);
      const { controller, number } = holder;
      await mails.forget(controller, lookupHash(lookupKey(controller), 'number', number));
    },
    shield,
  });
  const search = createSubjectSearch({ ...common, requests, lookupKey, periods });

  /** Erasures at a request go on: after a kill, when a call is over, when a hold is lifted. */
  async function keepDesk(): Promise<void> {
    await subjectErasure.resume();
    if (await clocksAgree()) await purgeRequests({ ...common, keys, restrictions });
  }

  return {
    requests,
    exportFor,
    clockworks: [createClockwork(PERIOD, keepDesk, onFault)],
    routers: [
      reviewRequestRoutes({
        gate: staffGate,
        requests,
        fulfilment,
        search,
        prefixes,
        isReviewer: async (controller, account) => {
          const found = await identity.accounts.byId(account);
          return found?.controller === controller && found.role === 'reviewer';
        },
        now: () => clock.now(),
      }),
    ] satisfies readonly Router[],
  };
}
