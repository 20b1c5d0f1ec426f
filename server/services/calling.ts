/** What brings the two parties together and keeps them so: invitations, credentials, gates, the socket. */
import { performance } from 'node:perf_hooks';
import { v7 as newId } from 'uuid';
import { createCallerGate } from '../http/caller-gate.ts';
import { createCookies, tokenHash } from '../http/cookies.ts';
import { connectionAllowed } from '../http/origin.ts';
import { sentence } from '../http/sentences.ts';
import { createStaffGate } from '../http/staff-gate.ts';
import { createCredentials } from '../invitation/credentials.ts';
import { createInvitations } from '../invitation/invitations.ts';
import { createInvitationLimits } from '../invitation/limits.ts';
import { createOutbox } from '../invitation/outbox.ts';
import { createPairing } from '../invitation/pairing.ts';
import { smsText } from '../invitation/wording.ts';
import { createLookups } from '../lookups.ts';
import { createDispatch } from '../realtime/dispatch.ts';
import { createRealtime } from '../realtime/realtime.ts';
import type { Consents } from './consent.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

export type Calling = ReturnType<typeof createCalling>;

export function createCalling(outside: Outside, core: Core, consents: Consents) {
  const { content, database, clock } = outside;
  const { identity, library, keys, sessions, rows, guard, lookupKey, onFault } = core;
  const limits = createInvitationLimits();
  const { gateway, prefixes } = outside;
  const outbox = createOutbox({ database, keys, gateway, sessions, clock, onFault });
  const invitations = createInvitations({
    database,
    sessions,
    outbox,
    keys,
    limits,
    clock,
    newId,
    lookupKey,
    wording: ({ controller, language, agentName }, token) =>
      smsText(content, { controller, language, agentName, link: `${outside.publicUrl}/#${token}` }),
    onFault,
  });
  const controllers = [...content.controllers.keys()];
  const pairing = createPairing({ database, sessions, limits, clock, controllers, lookupKey, prefixes });
  const credentials = createCredentials(database, clock);

  const cookies = createCookies(outside.publicUrl.startsWith('https:'));
  const staffGate = createStaffGate(identity, cookies.staff);
  const callerGate = createCallerGate(credentials, sessions, cookies.caller);
  const lookups = createLookups({ sessions, content, library, mediaRows: rows, accounts: identity.accounts });
  const realtime = createRealtime({
    sessions,
    dispatch: createDispatch({
      sessions,
      invitations,
      lookups,
      consents: consents.inCall,
      answerCard: consents.answerCard,
      diagnostics: consents.diagnostics,
      newId,
    }),
    now: () => clock.now(),
    guard,
    monotonic: () => performance.now(),
    async staffOf(headers) {
      const token = cookies.staff.read(headers);
      const staff = token === undefined ? undefined : await identity.fromToken(token);
      return staff && token !== undefined ? { ...staff, browserSession: tokenHash(token) } : undefined;
    },
    async callOf(headers) {
      const token = cookies.caller.read(headers);
      const found = token === undefined ? undefined : await credentials.find(tokenHash(token));
      return found?.scope === 'call' ? found.session : undefined;
    },
    originAllowed: (headers) => connectionAllowed(headers, outside.origins),
    sentence,
    commandsPerSecond: outside.commandsPerSecond,
    onFault,
  });
  const { hub } = realtime;
  identity.onSignedOut(({ staff, browserSession }) =>
    hub.dropAll(({ data: { admitted } }) =>
      browserSession === undefined ? admitted.staff === staff : admitted.browserSession === browserSession,
    ),
  );

  return { outbox, invitations, pairing, credentials, cookies, staffGate, callerGate, realtime };
}
