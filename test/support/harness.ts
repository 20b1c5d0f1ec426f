/**
 * The real services and the real application in this process, on port 0, with a clock that a test moves. For
 * what cannot be waited for: expiry, idle ends, retention. Everything else is tested on `startServer`.
 */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Express, Router } from 'express';
import { openCheckpointFolder } from '../../server/adapters/checkpoints-folder.ts';
import { openCustomerFiles } from '../../server/adapters/customers-files.ts';
import { openDiagnosticFiles } from '../../server/adapters/diagnostics-files.ts';
import { createDisk } from '../../server/adapters/disk.ts';
import { createLedgerProcess } from '../../server/adapters/ledger-process.ts';
import { addLocalKeys, openLocalKeys } from '../../server/adapters/local-keys.ts';
import { createMailBox } from '../../server/adapters/mail-box.ts';
import { openNumberFiles } from '../../server/adapters/number-files.ts';
import { FileObjectStore } from '../../server/adapters/objects-files.ts';
import { createSmsOutbox } from '../../server/adapters/sms-outbox.ts';
import { openKeyStore } from '../../server/adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import { ensureTombstones, openTombstones } from '../../server/adapters/tombstones-file.ts';
import { createWebhookHttp } from '../../server/adapters/webhook-http.ts';
import { createApp } from '../../server/app.ts';
import { loadContent } from '../../server/content/load.ts';
import type { Content } from '../../server/content/types.ts';
import type { Database } from '../../server/database.ts';
import type { SmsInbox } from '../../server/demo-ports.ts';
import type {
  CheckpointSink,
  Customers,
  Diagnostics,
  Disk,
  Journal,
  KeyStore,
  KeyWrapper,
  LedgerInspector,
  Mailer,
  ObjectStore,
  SmsGateway,
} from '../../server/ports.ts';
import { createServices, type Outside, type Services } from '../../server/services.ts';
import { DEMO_PASSWORD } from './call.ts';

export interface TestClock {
  now(): number;
  /** Moves the clock on and lets the service do what has fallen due. */
  pass(milliseconds: number): Promise<void>;
  /** Sets the wall clock, as a person or a wrong time server does: the monotonic one stays. */
  jump(milliseconds: number): Promise<void>;
}

export interface Harness {
  readonly address: string;
  readonly dataDir: string;
  readonly clock: TestClock;
  readonly database: Database;
  readonly journal: Journal;
  readonly keyStore: KeyStore;
  readonly keyWrapper: KeyWrapper;
  readonly objects: ObjectStore;
  readonly services: Services;
  readonly app: Express;
  /** Errors that were logged. */
  readonly faults: readonly unknown[];
  dispose(): Promise<void>;
}

/** Adapters that a test puts in place of the real ones, to make them fail. */
export interface Replacements {
  /** What is written under `content/`, with what a test wants otherwise. */
  readonly content?: (written: Content) => Content;
  readonly journal?: (real: Journal) => Journal;
  readonly objects?: (real: ObjectStore) => ObjectStore;
  readonly checkpointSink?: (real: CheckpointSink) => CheckpointSink;
  readonly keyStore?: (real: KeyStore) => KeyStore;
  readonly gateway?: SmsGateway;
  readonly disk?: Disk;
  readonly customers?: Customers;
  /** Without one mail lands in a mailbox that nobody looks into. */
  readonly mailer?: Mailer;
  readonly diagnostics?: Diagnostics;
  /** Verifications run in processes of their own, as in production; without it they wait for the harness's end. */
  readonly verifies?: boolean;
  /** In place of the services' own routes, or beside them; `inbox` has what was sent. */
  readonly routers?: (real: readonly Router[], inbox: SmsInbox) => readonly Router[];
  /** Proxies in front whose word for a client's address is taken. */
  readonly trustProxy?: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 10:00 in Riga on a working day. */
const START = Date.UTC(2026, 10, 20, 8);

/** By controller. */
export const MAIL_SECRETS: ReadonlyMap<string, string> = new Map([
  ['lmt', 'mail-secret-of-lmt-for-the-tests-0123456789'],
  ['amigo', 'mail-secret-of-amigo-for-the-tests-0123456789'],
]);
export const TELEPHONY_SECRET = 'a-secret-of-32-bytes-for-the-tests';

export async function startHarness(replacements: Replacements = {}): Promise<Harness> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zvana-harness-'));
  const written = await loadContent(join(import.meta.dirname, '..', '..', 'content'));
  const content = replacements.content?.(written) ?? written;
  const controllers = [...content.controllers.keys()];
  const keyFile = join(dataDir, 'controllers.json');
  addLocalKeys(keyFile, controllers);
  mkdirSync(join(dataDir, 'keys'));
  const keyDatabase = openKeyStore(join(dataDir, 'keys', 'keys.sqlite'));
  const keyStore = replacements.keyStore?.(keyDatabase) ?? keyDatabase;
  ensureTombstones(join(dataDir, 'checkpoints'));
  const tombstones = await openTombstones(join(dataDir, 'checkpoints'), { now: () => time });
  const keyWrapper = openLocalKeys(keyFile, controllers);
  const main = openMainDatabase(join(dataDir, 'main.sqlite'));
  const files = await FileObjectStore.open(join(dataDir, 'objects'));
  const objects = replacements.objects?.(files) ?? files;
  const sink = openCheckpointFolder(join(dataDir, 'checkpoints'));
  let time = START;
  let jumped = 0;
  const wall = { now: () => time };
  const inbox = createSmsOutbox(wall);
  const faults: unknown[] = [];
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = {
    info: () => {},
    error: (fault: unknown) => void faults.push(fault),
    warn: (fault: unknown) => void faults.push(fault),
  } as unknown as Outside['log'];
  const common = { content, log, origins: [address], prefixes: ['+371'] };
  const services = createServices({
    ...common,
    database: main.database,
    journal: replacements.journal?.(main.journal) ?? main.journal,
    checkDatabase: main.check,
    keyWrapper,
    signer: keyWrapper,
    tombstones,
    checkpointSink: replacements.checkpointSink?.(sink) ?? sink,
    inspector: inspectorOf(dataDir, keyFile, replacements),
    keyStore,
    objects,
    gateway: replacements.gateway ?? inbox,
    mailer: replacements.mailer ?? createMailBox(wall),
    mailSecrets: MAIL_SECRETS,
    clock: wall,
    wall,
    monotonic: { now: () => time - jumped },
    disk: replacements.disk ?? createDisk(dataDir),
    diagnostics:
      replacements.diagnostics ?? openDiagnosticFiles(join(dataDir, 'diagnostics'), 'sample', wall),
    numberChanges: openNumberFiles(join(dataDir, 'numbers')),
    customers: replacements.customers ?? openCustomerFiles(join(dataDir, 'customers'), 'everyone'),
    webhookSender: createWebhookHttp(true),
    minFreeBytes: 1_000_000,
    commandsPerSecond: 1000,
    publicUrl: address,
    telephonySecrets: new Map(controllers.map((key) => [key, `${TELEPHONY_SECRET}-${key}`])),
  });
  const messages = Router().get('/demo/api/messages', (_req, res) => void res.json(inbox.since(0)));
  const page = { type: 'text/html; charset=utf-8', plain: Buffer.from('<!doctype html>'), digest: 'page' };
  const built = new Map(['robots.txt', 'assets/page.js'].map((name) => [name, page]));
  const site = { page, files: built, styleHashes: [] };
  const app = createApp({
    ...common,
    identity: services.identity,
    library: services.library,
    sites: { client: site, my: site, console: site },
    https: false,
    trustProxy: replacements.trustProxy ?? 0,
    demo: true,
    codeAddress: `${new URL(address).host}/k`,
    checks: services.checks,
    periods: services.periods,
    alarms: services.alarms,
    routers: [...(replacements.routers?.(services.routers, inbox) ?? services.routers), messages],
  });
  server.on('request', app);
  services.attach(server);
  await seed(services, controllers);

  return {
    address,
    dataDir,
    database: main.database,
    journal: main.journal,
    keyStore,
    keyWrapper,
    objects,
    services,
    app,
    faults,
    clock: {
      now: wall.now,
      async pass(milliseconds) {
        time += milliseconds;
        await services.catchUp();
      },
      async jump(milliseconds) {
        time += milliseconds;
        jumped += milliseconds;
        await services.catchUp();
      },
    },
    async dispose() {
      server.close();
      await services.close();
      server.closeAllConnections();
      await main.close();
      keyDatabase.close();
      await tombstones.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A day passes in many tests: not each of them needs the processes that verify the ledger daily. */
function inspectorOf(dataDir: string, keyFile: string, { verifies }: Replacements): LedgerInspector {
  const media = { kind: 'files', folder: join(dataDir, 'objects') };
  const real = createLedgerProcess({ dataDir, keyFile, media, checkpointDir: join(dataDir, 'checkpoints') });
  if (verifies) return real;
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  return {
    ...real,
    verify: () => promise,
    async close() {
      reject(new Error('the harness is disposed of'));
      await real.close();
    },
  };
}

/** Two agents, a supervisor and a reviewer of each controller: `anna@lmt`, `maris@lmt`, `janis@lmt`, ... */
async function seed({ identity }: Services, controllers: readonly string[]): Promise<void> {
  for (const controller of controllers) {
    const people = [
      ['anna', 'Anna Bērziņa', 'agent'],
      ['maris', 'Māris Ozols', 'agent'],
      ['janis', 'Jānis Kalniņš', 'supervisor'],
      ['ilze', 'Ilze Liepiņa', 'reviewer'],
    ] as const;
    for (const [who, name, role] of people) {
      const account = { controller, login: `${who}@${controller}`, name, role, password: DEMO_PASSWORD };
      await identity.accounts.ensure(account);
    }
  }
}
