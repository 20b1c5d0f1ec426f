/** Every route of the services, each with its whole path as its pattern. */
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import { callerRoutes } from '../http/caller.ts';
import { callRoutes } from '../http/calls.ts';
import { consentCardRoutes } from '../http/consents.ts';
import { invitationRoutes } from '../http/invitation.ts';
import { pictureRoutes } from '../http/pictures.ts';
import { ratingRoutes } from '../http/ratings.ts';
import { reviewRoutes } from '../http/review.ts';
import { reviewAccessRoutes } from '../http/review-access.ts';
import { reviewHoldRoutes } from '../http/review-holds.ts';
import { reviewPeriodRoutes } from '../http/review-periods.ts';
import { reviewRecordRoutes } from '../http/review-record.ts';
import { sessionRoutes } from '../http/sessions.ts';
import { dueDatesOf } from '../privacy/ended.ts';
import { createReviewAccess } from '../review/access.ts';
import { createReviewLog } from '../review/log.ts';
import { createReviewSessions } from '../review/sessions.ts';
import { createSummary } from '../review/summary.ts';
import type { CaseNoteTexts } from '../session/case-note.ts';
import { createHangUp } from '../session/hang-up.ts';
import { createWebhooks } from '../telephony/webhooks.ts';
import { createAuditRoutes } from './audit.ts';
import type { Calling } from './calling.ts';
import type { Consents } from './consent.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

export function createRoutes(
  outside: Outside,
  core: Core,
  calling: Calling,
  consents: Pick<Consents, 'register' | 'ratings'>,
): readonly Router[] {
  const { content, database, clock, wall, prefixes } = outside;
  const {
    sessions,
    controllerLog,
    guard,
    library,
    lookupKey,
    holds,
    periods,
    redating,
    intake,
    reader,
    start,
    hasRoom,
    sanitiser,
  } = core;
  const { invitations, pairing, credentials, cookies, staffGate, callerGate } = calling;

  const namesOf = async (controller: string) => {
    const people = database.selectFrom('account').select(['id', 'name']).where('controller', '=', controller);
    return new Map((await people.execute()).map(({ id, name }) => [id, name]));
  };

  const endCall = createHangUp({ database, sessions, lookupKey });
  const webhooks = createWebhooks(database, clock);
  const cookie = cookies.caller;
  const noteTexts: CaseNoteTexts = {
    matter: (category, language) => content.matters[category][language],
    guide: (controller, guide, language) => library.latest(controller, guide)?.titles[language] ?? guide,
  };

  const reviewLog = createReviewLog({ database, log: controllerLog });
  const reviewSessions = createReviewSessions({
    database,
    journal: outside.journal,
    log: reviewLog,
    periods,
  });
  const reviewAccess = createReviewAccess({
    database,
    sessions,
    log: controllerLog,
    reviewLog,
    guard,
    clock,
    newId,
    settings: (controller) => content.controllers.get(controller)?.review ?? { secondPerson: true },
  });

  return [
    reviewHoldRoutes({ holds, gate: staffGate, namesOf }),
    callRoutes({ secrets: outside.telephonySecrets, webhooks, wall, endCall }),
    invitationRoutes({ pairing, content, periods, clock, cookie }),
    callerRoutes({
      sessions,
      credentials,
      content,
      clock,
      cookie,
      gate: callerGate,
      heldOf: holds.of,
      dueOf: (session) => dueDatesOf(database, session),
      mayRate: consents.ratings.mayAsk,
    }),
    consentCardRoutes({ content, register: consents.register, staffGate, callerGate }),
    ratingRoutes({ ratings: consents.ratings, staffGate, callerGate }),
    pictureRoutes({ sessions, intake, reader, content, guard, callerGate, staffGate, newId, hasRoom }),
    reviewRoutes({
      gate: staffGate,
      sessions: reviewSessions,
      log: reviewLog,
      summarise: createSummary(database),
      now: () => clock.now(),
    }),
    reviewPeriodRoutes({ periods, redating, gate: staffGate, namesOf }),
    reviewRecordRoutes({ content, periods, gate: staffGate }),
    reviewAccessRoutes({
      gate: staffGate,
      access: reviewAccess,
      reader,
      mark: sanitiser.mark,
      now: () => clock.now(),
    }),
    createAuditRoutes(outside, core, staffGate),
    sessionRoutes({
      database,
      sessions,
      start,
      invitations,
      clock,
      gate: staffGate,
      guard,
      prefixes,
      noteTexts,
    }),
  ];
}
