/**
 * Builds the services from what the adapters give, and their routes. Knows no environment and no adapter: tests
 * could hand it others.
 */
import type { Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import { createClockwork } from './clockwork.ts';
import type { Content, ControllerLimits } from './content/types.ts';
import type { Database } from './database.ts';
import { describeFault } from './faults.ts';
import { createGuideLibrary, type GuideLibrary } from './guide/library.ts';
import { callerRoutes } from './http/caller.ts';
import { createCallerGate } from './http/caller-gate.ts';
import { callRoutes } from './http/calls.ts';
import { createCookies, tokenHash } from './http/cookies.ts';
import type { Checks } from './http/health.ts';
import { invitationRoutes } from './http/invitation.ts';
import { connectionAllowed } from './http/origin.ts';
import { pictureRoutes } from './http/pictures.ts';
import type { Log } from './http/request-log.ts';
import { reviewRoutes } from './http/review.ts';
import { reviewAccessRoutes } from './http/review-access.ts';
import { reviewHoldRoutes } from './http/review-holds.ts';
import { reviewRecordRoutes } from './http/review-record.ts';
import { sentence } from './http/sentences.ts';
import { sessionRoutes } from './http/sessions.ts';
import { createStaffGate } from './http/staff-gate.ts';
import { createIdentity, type Identity } from './identity/identity.ts';
import { createCredentials } from './invitation/credentials.ts';
import { createInvitations } from './invitation/invitations.ts';
import { createInvitationLimits } from './invitation/limits.ts';
import { createOutbox } from './invitation/outbox.ts';
import { createPairing } from './invitation/pairing.ts';
import { smsText } from './invitation/wording.ts';
import { createCheckpoints } from './ledger/checkpoints.ts';
import { createKeys } from './ledger/keys.ts';
import { createLedger } from './ledger/ledger.ts';
import { withTombstones } from './ledger/tombstones.ts';
import { createLookups } from './lookups.ts';
import { createIntake } from './media/intake.ts';
import { createMediaReader } from './media/reader.ts';
import { createMediaRows } from './media/rows.ts';
import { createSanitiser } from './media/sanitiser.ts';
import { createShield } from './media/shield.ts';
import type {
  CheckpointSink,
  Clock,
  Disk,
  Journal,
  KeyStore,
  KeyWrapper,
  ObjectStore,
  Signer,
  SmsGateway,
  TombstoneList,
} from './ports.ts';
import { createClockCheck } from './privacy/clock-check.ts';
import { createControllerLog } from './privacy/controller-log.ts';
import { createHolds } from './privacy/holds.ts';
import { createGuard } from './privacy/recorded-guard.ts';
import { sweep } from './privacy/sweep.ts';
import { createSweepWatch, lastTimeKnown } from './privacy/sweep-watch.ts';
import { createDispatch } from './realtime/dispatch.ts';
import { createRealtime } from './realtime/realtime.ts';
import { createReviewAccess } from './review/access.ts';
import { createReviewLog } from './review/log.ts';
import { createReviewSessions } from './review/sessions.ts';
import { createSummary } from './review/summary.ts';
import type { CaseNoteTexts } from './session/case-note.ts';
import { createSessionErasure } from './session/erasure.ts';
import { createHangUp } from './session/hang-up.ts';
import { holdable } from './session/holdable.ts';
import { endOverdue } from './session/limits.ts';
import { createPhotoErasure } from './session/photo-erasure.ts';
import { replayTombstones } from './session/replay.ts';
import { createSessions } from './session/sessions.ts';
import { createStart } from './session/start.ts';
import { createWebhooks } from './telephony/webhooks.ts';

/** What stands at the edges: adapters, files read at start-up, and the few settings that services need. */
export interface Outside {
  readonly content: Content;
  readonly database: Database;
  readonly journal: Journal;
  /** Throws when the database does not answer. */
  readonly checkDatabase: () => Promise<void>;
  readonly keyWrapper: KeyWrapper;
  readonly signer: Signer;
  readonly checkpointSink: CheckpointSink;
  readonly keyStore: KeyStore;
  /** Every destroyed key, outside all backups. */
  readonly tombstones: TombstoneList;
  readonly objects: ObjectStore;
  readonly gateway: SmsGateway;
  readonly clock: Clock;
  /** The clock on the wall, also in a demo whose time was moved on. */
  readonly wall: Clock;
  /** Milliseconds since any beginning, which nobody can set; moved on with a demo's time. */
  readonly monotonic: Clock;
  readonly disk: Disk;
  readonly minFreeBytes: number;
  readonly log: Log;
  /** Origin that callers reach the server at. */
  readonly publicUrl: string;
  /** Origins of pages that may change state. */
  readonly origins: readonly string[];
  readonly prefixes: readonly string[];
  /** Commands a second that one socket may send. */
  readonly commandsPerSecond: number;
  /** By controller. */
  readonly telephonySecrets: ReadonlyMap<string, string>;
}

export interface Services {
  readonly identity: Identity;
  readonly library: GuideLibrary;
  readonly routers: readonly Router[];
  readonly checks: Checks;
  /** Takes sockets on this server. */
  attach(server: Server): void;
  /** After a restore, before anything is served: destroys again what the list of destroyed keys tells of. */
  replayTombstones(): Promise<void>;
  /** Tidies up after a server that was killed; before anything new is taken. */
  resume(): Promise<void>;
  /** Does what has fallen due: once at start-up, from then on by itself, and when a demo's time was moved on. */
  catchUp(): Promise<void>;
  /** Finishes what is under way and takes nothing new. */
  close(): Promise<void>;
}

/** Rounds of the clockwork, in milliseconds: how late an SMS is tried again, and an overdue session ended. */
const OUTBOX_PERIOD = 1000;
const HOUSEKEEPING_PERIOD = 10_000;
/** A checkpoint must come at most 60 seconds after what it covers (CHK-1); half of it, so that a round may be late. */
const CHECKPOINT_PERIOD = 30_000;
/** How often live sockets are compared with who is still signed in: the operator disables from elsewhere. */
const SIGNED_IN_PERIOD = 10_000;

export function createServices(outside: Outside): Services {
  const { content, database, clock, wall, log, keyWrapper } = outside;
  const onFault = (error: unknown) => log.error(describeFault(error), 'a task in the background failed');
  const lookupKey = (controller: string) => keyWrapper.lookupKey(controller);
  const controllerOf = (key: string) => {
    const controller = content.controllers.get(key);
    if (!controller) throw new Error(`no controller ${key}`);
    return controller;
  };
  const limitsOf = (key: string): ControllerLimits => controllerOf(key).limits;
  const hasRoom = async () => (await outside.disk.freeBytes()) >= outside.minFreeBytes;

  const identity = createIdentity({ database, clock });
  const library = createGuideLibrary(content);
  const keys = createKeys(keyWrapper, withTombstones(outside.keyStore, outside.tombstones), newId);
  const ledger = createLedger(outside.journal);
  const controllerLog = createControllerLog({ ledger, keys, clock });
  const guard = createGuard({ log: controllerLog, clock });

  const sanitiser = createSanitiser();
  const rows = createMediaRows(database);
  const { objects } = outside;
  const mediaKeys = { create: keys.createObject, open: keys.openObject, destroy: keys.destroyObject };
  const intake = createIntake({ sanitiser, objects, keys: mediaKeys, rows, clock, newId });
  const reader = createMediaReader({ objects, rows, keys: mediaKeys });

  const photos = createPhotoErasure({ database, log: controllerLog, keys, clock, eraseMedia: intake.erase });
  const holds = createHolds({
    database,
    log: controllerLog,
    keys,
    clock,
    newId,
    find: async (id) => holdable((await sessions.view(id))?.state),
    shield: createShield({ database, objects, onFault }),
  });

  const sessions = createSessions({
    database,
    ledger,
    keys,
    clock,
    limitsOf: (controller) => ({ maxPhotos: limitsOf(controller).photosPerSession }),
    heldOf: holds.of,
    erasePhoto: photos.finish,
  });
  const erasure = createSessionErasure({
    database,
    sessions,
    keys,
    clock,
    log: controllerLog,
    photos,
    heldOf: holds.of,
    eraseMedia: intake.erase,
  });
  const start = createStart({
    sessions,
    clock,
    newId,
    lookupKey,
    hasRoom,
    languagesOf: (controller) => controllerOf(controller).languages,
    matchRequired: (controller) => controllerOf(controller).match.required,
    words: content.words,
  });

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
    dispatch: createDispatch({ sessions, invitations, lookups, newId }),
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

  const checkClock = createClockCheck({
    wall: clock,
    monotonic: outside.monotonic,
    lastKnown: () => lastTimeKnown(database),
  });
  const maySweep = createSweepWatch({
    database,
    log: controllerLog,
    clock,
    controllers,
    check: checkClock,
    alarm: (trouble) => log.error(trouble, 'the sweep is stopped: the clocks disagree'),
  });

  async function keepHouse(): Promise<void> {
    await outbox.expire();
    await endOverdue({ database, sessions, clock, limitsOf, emptySince: hub.emptySince });
    if (await maySweep()) await sweep({ database, clock, ...erasure, ...photos, onFault });
  }
  async function dropSignedOut(): Promise<void> {
    const connected = hub.browserSessions();
    const alive = await identity.stillSignedIn(connected);
    hub.dropAll(({ data: { admitted } }) =>
      admitted.browserSession === undefined ? false : !alive.has(admitted.browserSession),
    );
  }
  const { checkpointSink: sink, signer } = outside;
  const checkpoints = createCheckpoints({ database, sink, signer, clock, onFault });
  const clockworks = [
    createClockwork(OUTBOX_PERIOD, outbox.pump, onFault),
    createClockwork(HOUSEKEEPING_PERIOD, keepHouse, onFault),
    createClockwork(SIGNED_IN_PERIOD, dropSignedOut, onFault),
    createClockwork(CHECKPOINT_PERIOD, checkpoints.take, onFault),
  ];

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
  const reviewSessions = createReviewSessions({ database, journal: outside.journal, log: reviewLog });
  const reviewAccess = createReviewAccess({
    database,
    sessions,
    log: controllerLog,
    reviewLog,
    guard,
    clock,
    newId,
  });

  return {
    identity,
    library,
    routers: [
      reviewHoldRoutes({ holds, gate: staffGate, namesOf }),
      callRoutes({ secrets: outside.telephonySecrets, webhooks, wall, endCall }),
      invitationRoutes({ pairing, content, clock, cookie }),
      callerRoutes({ sessions, credentials, content, clock, cookie, gate: callerGate, heldOf: holds.of }),
      pictureRoutes({ sessions, intake, reader, content, guard, callerGate, staffGate, newId, hasRoom }),
      reviewRoutes({
        gate: staffGate,
        sessions: reviewSessions,
        log: reviewLog,
        summarise: createSummary(database),
        now: () => clock.now(),
      }),
      reviewRecordRoutes({ content, gate: staffGate }),
      reviewAccessRoutes({ gate: staffGate, access: reviewAccess, reader, now: () => clock.now() }),
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
    ],
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
    },
    attach: (server) => realtime.attach(server),
    replayTombstones: () =>
      replayTombstones({
        database,
        list: outside.tombstones,
        keyStore: outside.keyStore,
        sessions,
        erasure,
        photos,
        clock,
      }),
    async resume() {
      await holds.load();
      await intake.resume();
    },
    async catchUp() {
      await Promise.all(clockworks.map((clockwork) => clockwork.now()));
    },
    async close() {
      await Promise.all(clockworks.map((clockwork) => clockwork.stop()));
      await realtime.close();
      await checkpoints.take().catch(onFault);
      await sanitiser.close();
    },
  };
}
