/**
 * Builds the services from what the adapters give, and their routes. Knows no environment and no adapter: tests
 * could hand it others.
 */
import type { Server } from 'node:http';
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import type { Content } from './content/types.ts';
import type { Database } from './database.ts';
import { createGuideLibrary, type GuideLibrary } from './guide/library.ts';
import { callRoutes } from './http/calls.ts';
import type { Checks } from './http/health.ts';
import type { Log } from './http/request-log.ts';
import { createIdentity, type Identity } from './identity/identity.ts';
import { createKeys } from './ledger/keys.ts';
import { createLedger } from './ledger/ledger.ts';
import type { Clock, Disk, Journal, KeyStore, KeyWrapper, ObjectStore, SmsGateway } from './ports.ts';
import { createHangUp } from './session/hang-up.ts';
import { createSessions } from './session/sessions.ts';
import { createWebhooks } from './telephony/webhooks.ts';

/** What stands at the edges: adapters, files read at start-up, and the few settings that services need. */
export interface Outside {
  readonly content: Content;
  readonly database: Database;
  readonly journal: Journal;
  /** Throws when the database does not answer. */
  readonly checkDatabase: () => Promise<void>;
  readonly keyWrapper: KeyWrapper;
  readonly keyStore: KeyStore;
  readonly objects: ObjectStore;
  readonly gateway: SmsGateway;
  readonly clock: Clock;
  /** The clock on the wall, also in a demo whose time was moved on. */
  readonly wall: Clock;
  readonly disk: Disk;
  readonly minFreeBytes: number;
  readonly log: Log;
  /** Origin that callers reach the server at. */
  readonly publicUrl: string;
  /** Origins of pages that may change state. */
  readonly origins: readonly string[];
  readonly prefixes: readonly string[];
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
  /** Does what has fallen due: once at start-up, from then on by itself, and when a demo's time was moved on. */
  catchUp(): Promise<void>;
  /** Finishes what is under way and takes nothing new. */
  close(): Promise<void>;
}

export function createServices(outside: Outside): Services {
  const { content, database, clock, wall, keyWrapper } = outside;
  const lookupKey = (controller: string) => keyWrapper.lookupKey(controller);
  const identity = createIdentity({ database, clock });
  const library = createGuideLibrary(content);
  const keys = createKeys(keyWrapper, outside.keyStore, newId);
  const ledger = createLedger(outside.journal);
  const sessions = createSessions({
    database,
    ledger,
    keys,
    clock,
    limitsOf: (controller) => {
      const limits = content.controllers.get(controller)?.limits;
      if (!limits) throw new Error(`no controller ${controller}`);
      return { maxPhotos: limits.photosPerSession };
    },
    // SEAM(lead): intake.erase
    erasePhoto: () => Promise.reject(new Error('media are not wired')),
  });
  const endCall = createHangUp({ database, sessions, lookupKey });
  const webhooks = createWebhooks(database, clock);

  return {
    identity,
    library,
    routers: [callRoutes({ secrets: outside.telephonySecrets, webhooks, wall, endCall })],
    checks: {
      database: outside.checkDatabase,
      store: () => outside.objects.check(),
      disk: async () => {
        if ((await outside.disk.freeBytes()) < outside.minFreeBytes) throw new Error('the disk is full');
      },
    },
    attach() {},
    async catchUp() {},
    async close() {},
  };
}
