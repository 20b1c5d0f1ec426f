/** The subject's own page: sign-in by a code to the number, and what it opens. */
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import { type Clockwork, createClockwork } from '../clockwork.ts';
import { createReceipts } from '../consent/receipts.ts';
import { createReceiptSender } from '../http/receipts.ts';
import { subjectRoutes } from '../http/subject.ts';
import { subjectConsentRoutes } from '../http/subject-consents.ts';
import { subjectDoorRoutes } from '../http/subject-door.ts';
import { createSubjectGate } from '../http/subject-gate.ts';
import { codeText } from '../invitation/wording.ts';
import { createSubjectCalls } from '../subject/calls.ts';
import { createSubjectConsents } from '../subject/consents.ts';
import { createEraseForSubject } from '../subject/erase.ts';
import { createSubjectLimits } from '../subject/limits.ts';
import { createSubjectOutbox, type SubjectOutbox } from '../subject/outbox.ts';
import { createSubjectSignIn, type SubjectSignIn } from '../subject/sign-in.ts';
import type { Calling } from './calling.ts';
import type { Consents } from './consent.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';
import type { RequestDesk } from './requests.ts';

/** Rounds in milliseconds: how late an SMS is tried again, and what is past its time erased. */
const OUTBOX_PERIOD = 1000;
const EXPIRY_PERIOD = 10_000;

export interface SubjectPage {
  /** For every SMS that belongs to no session. */
  readonly outbox: SubjectOutbox;
  readonly signOutNumber: SubjectSignIn['signOutNumber'];
  readonly routers: readonly Router[];
  readonly clockworks: readonly Clockwork[];
}

export function createSubjectPage(
  outside: Outside,
  core: Core,
  calling: Calling,
  { requests, exportFor }: Pick<RequestDesk, 'requests' | 'exportFor'>,
  { register }: Pick<Consents, 'register'>,
): SubjectPage {
  const { content, database, clock, gateway, customers, signer, prefixes, publicUrl } = outside;
  const { keys, lookupKey, sessions, erasure, holds, restrictions, reader, onFault } = core;
  const { guard, library, controllerLog: log } = core;
  const cookie = calling.cookies.subject;
  const outbox = createSubjectOutbox({ database, keys, gateway, clock, onFault });
  const signIn = createSubjectSignIn({
    database,
    outbox,
    limits: createSubjectLimits(),
    clock,
    newId,
    controllers: [...content.controllers.keys()],
    lookupKey,
    prefixes,
    wording: (message) => codeText(content, { ...message, link: `${publicUrl}/my/${message.controller}` }),
    onFault,
  });

  const calls = createSubjectCalls({
    database,
    sessions,
    guard,
    heldOf: holds.of,
    restrictedOf: restrictions.of,
    topicOf: (category) => content.matters[category],
    guideTitles: (controller, guide) =>
      library.latest(controller, guide)?.titles ?? { lv: guide, ru: guide, en: guide },
  });
  const erase = createEraseForSubject({ database, calls, sessions, erasure, log, heldOf: holds.of });
  const gate = createSubjectGate(signIn, cookie);
  const consents = createSubjectConsents({ content, register, customers });
  const receipts = createReceipts({ content, signer });
  const sender = createReceiptSender({ content, receipts });
  // Whoever proved the number was its old holder: nothing of theirs may stay open to anyone.
  register.onChanged(({ controller, numberHash, record }) => {
    if (record.change === 'ended') void signIn.signOutNumber(controller, numberHash).catch(onFault);
  });

  async function expire(): Promise<void> {
    await signIn.expire();
    await outbox.expire();
  }

  return {
    outbox,
    signOutNumber: signIn.signOutNumber,
    routers: [
      subjectDoorRoutes({ content, signIn, cookie, clock, prefixes }),
      subjectRoutes({ gate, calls, erase, reader, requests, exportFor, clock }),
      subjectConsentRoutes({ gate, consents, receipts, sender, clock }),
    ],
    clockworks: [
      createClockwork(OUTBOX_PERIOD, outbox.pump, onFault),
      createClockwork(EXPIRY_PERIOD, expire, onFault),
    ],
  };
}
