/**
 * Builds the services from what the adapters give, and their routes. Knows no environment and no adapter: tests
 * could hand it others. `core` holds what everything stands on; `calling` brings the parties together; `upkeep`
 * is what happens by itself; `routes` is what can be asked for.
 */
import type { Server } from 'node:http';
import type { Router } from 'express';
import type { GuideLibrary } from './guide/library.ts';
import type { Checks } from './http/health.ts';
import type { Identity } from './identity/identity.ts';
import type { PeriodsInForce } from './privacy/period-records.ts';
import { createCalling } from './services/calling.ts';
import { type Consents, createConsents } from './services/consent.ts';
import { createConsentDesk } from './services/consent-desk.ts';
import { createConsentUpkeep } from './services/consent-upkeep.ts';
import { createCore } from './services/core.ts';
import { createEvidence } from './services/evidence.ts';
import { createMailService } from './services/mail.ts';
import type { Outside } from './services/outside.ts';
import { createRequestDesk } from './services/requests.ts';
import { createRoutes } from './services/routes.ts';
import { createConsentSms } from './services/sms-commands.ts';
import { createSubjectPage } from './services/subject.ts';
import { createSystemApi } from './services/systems.ts';
import { createUpkeep } from './services/upkeep.ts';
import { replayTombstones } from './session/replay.ts';

export type { Outside } from './services/outside.ts';

export interface Services {
  readonly identity: Identity;
  readonly library: GuideLibrary;
  readonly routers: readonly Router[];
  readonly checks: Checks;
  readonly periods: PeriodsInForce;
  readonly consents: Consents['register'];
  /** What is wrong, but keeps nobody from being served. */
  readonly alarms: Checks;
  /** Takes sockets on this server. */
  attach(server: Server): void;
  /**
   * `database`: the time of the copy, when the database is one (epoch milliseconds). After a restore, before anything is served: destroys again what the list of destroyed keys
   * tells of, and holds again what it says is held.
   */
  replayTombstones(database?: { readonly backupOf: number }): Promise<void>;
  /** Tidies up after a server that was killed; before anything new is taken. */
  resume(): Promise<void>;
  /** Does what has fallen due: once at start-up, from then on by itself, and when a demo's time was moved on. */
  catchUp(): Promise<void>;
  /** Finishes what is under way and takes nothing new. */
  close(): Promise<void>;
}

export function createServices(outside: Outside): Services {
  const { database, clock, objects } = outside;
  const core = createCore(outside);
  const consents = createConsents(outside, core);
  const calling = createCalling(outside, core, consents);
  const { checkClock, checkpoints, ...upkeep } = createUpkeep(outside, core, calling);
  const clocksAgree = async () => (await checkClock()) === undefined;
  const mail = createMailService(outside, core, calling, consents.register);
  const desk = createRequestDesk(outside, core, calling, clocksAgree, consents, mail.offers);
  const subject = createSubjectPage(outside, core, calling, desk, consents);
  const consentSms = createConsentSms(outside, core, consents, subject.outbox);
  const evidence = createEvidence(outside, core, calling);
  const consentUpkeep = createConsentUpkeep(outside, core, consents, subject, consentSms, clocksAgree);
  const systems = createSystemApi(outside, core, consents.register);
  const clockworks = [
    ...upkeep.clockworks,
    ...consentSms.clockworks,
    ...subject.clockworks,
    ...evidence.clockworks,
    ...desk.clockworks,
    ...mail.clockworks,
    ...systems.clockworks,
    ...consentUpkeep.clockworks,
  ];
  const {
    identity,
    library,
    sessions,
    sanitiser,
    intake,
    photos,
    holds,
    periods,
    erasure,
    hasRoom,
    onFault,
  } = core;
  const { realtime } = calling;

  return {
    identity,
    library,
    periods,
    consents: consents.register,
    routers: [
      ...createRoutes(outside, core, calling, consents),
      ...subject.routers,
      ...evidence.routers,
      ...desk.routers,
      ...createConsentDesk(outside, core, calling, consents),
      ...mail.routers,
      ...systems.routers,
    ],
    alarms: evidence.alarms,
    checks: {
      database: outside.checkDatabase,
      store: () => objects.check(),
      worker: () => sanitiser.check(),
      clock: async () => {
        if (await checkClock()) throw new Error('the clocks disagree');
      },
      disk: async () => {
        if (!(await hasRoom())) throw new Error('the disk is full');
      },
      ...evidence.checks,
    },
    attach: (server) => realtime.attach(server),
    async replayTombstones(restored) {
      await periods.load();
      if (restored) await evidence.restored(checkpoints, restored.backupOf);
      await holds.load();
      await replayTombstones({
        database,
        list: outside.tombstones,
        keyStore: outside.keyStore,
        sessions,
        erasure,
        photos,
        forgetSubjects: consentUpkeep.forgetAgain,
        clock,
      });
    },
    async resume() {
      await Promise.all([holds.load(), core.restrictions.load(), periods.load()]);
      await intake.resume();
      await evidence.resume();
      await consents.resume();
    },
    async catchUp() {
      await Promise.all(clockworks.map((clockwork) => clockwork.now()));
    },
    async close() {
      await systems.close();
      await Promise.all(clockworks.map((clockwork) => clockwork.stop()));
      await evidence.close();
      await realtime.close();
      await checkpoints.take().catch(onFault);
      await sanitiser.close();
    },
  };
}
