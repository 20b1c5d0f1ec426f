/**
 * The composition root: reads the configuration, builds the adapters (nothing else may), hands them to the
 * services, listens, and shuts down in order. A wrong setting is told before anything is touched, and a second
 * server on one data directory before it opens a database.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Router } from 'express';
import { openCheckpointFolder } from './adapters/checkpoints-folder.ts';
import { openCustomerFiles } from './adapters/customers-files.ts';
import { DataDirectoryInUse, lockDataDirectory } from './adapters/data-lock.ts';
import { createDemoClock } from './adapters/demo-clock.ts';
import { openDiagnosticFiles } from './adapters/diagnostics-files.ts';
import { createDisk } from './adapters/disk.ts';
import { RegionError } from './adapters/european-region.ts';
import { createLedgerProcess } from './adapters/ledger-process.ts';
import { BackupError, databaseFile, mustBeUsable, restoredIn } from './adapters/local-backup.ts';
import { addLocalKeys, KeyFileError, openLocalKeys } from './adapters/local-keys.ts';
import { createLog } from './adapters/log.ts';
import { createMailBox } from './adapters/mail-box.ts';
import { createSmtpMailer } from './adapters/mail-smtp.ts';
import { openNumberFiles } from './adapters/number-files.ts';
import { FileObjectStore } from './adapters/objects-files.ts';
import { createSmsHttp } from './adapters/sms-http.ts';
import { createSmsOutbox } from './adapters/sms-outbox.ts';
import { removeStamp } from './adapters/sqlite/backup.ts';
import { openKeyStore } from './adapters/sqlite/key-store.ts';
import { openMainDatabase } from './adapters/sqlite/main-database.ts';
import { monotonicClock, systemClock } from './adapters/system-clock.ts';
import {
  ensureTombstones,
  openTombstones,
  TombstoneError,
  tombstonePlace,
} from './adapters/tombstones-file.ts';
import { createWebhookHttp } from './adapters/webhook-http.ts';
import { createApp } from './app.ts';
import { type Config, ConfigError, checkControllers, loadConfig, type MediaConfig } from './config.ts';
import { unknownFacts } from './content/facts.ts';
import { loadContent } from './content/load.ts';
import { ContentError } from './content/read.ts';
import { controllerOfNumber } from './content/sms.ts';
import { unconfirmedTexts } from './content/texts.ts';
import type { Content } from './content/types.ts';
import type { Demo, DemoSettings } from './demo/demo.ts';
import type { DemoClock } from './demo-ports.ts';
import { smsMessageRoutes } from './http/sms-messages.ts';
import { smsReportRoutes } from './http/sms-reports.ts';
import { loadSite } from './http/static.ts';
import type { Clock, Mailer, ObjectStore, SmsGateway } from './ports.ts';
import { ListLost } from './privacy/list-watch.ts';
import { createServices, type Services } from './services.ts';
import { settingsHelp } from './settings.ts';
import { SIGNATURE_HEADER, signatureOf } from './telephony/signature.ts';

const ROOT = join(import.meta.dirname, '..');
/** Requests under way get this long (milliseconds) to finish when the server is told to stop. */
const SHUTDOWN_PATIENCE = 5000;

try {
  const config = loadConfig();
  if (config.help) process.stdout.write(settingsHelp());
  else await serve(config);
} catch (error) {
  if (!isExplained(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const lock = lockDataDirectory(config.dataDir);
  const content = await loadContent(config.contentDir);
  const controllers = [...content.controllers.keys()];
  checkControllers(config, controllers, unknownFacts(content));
  if (config.mode === 'production') {
    for (const text of unconfirmedTexts(content))
      log.warn(text, 'a lawyer has not confirmed its defaults yet');
  }
  const telephonySecrets = completeSecrets(config.telephonySecrets, controllers);
  const mailSecrets =
    config.mode === 'demo' ? completeSecrets(config.mailSecrets, controllers) : config.mailSecrets;

  const stores = await openStores(config, controllers);
  const edges = config.mode === 'demo' ? await openDemoEdges(config) : openProductionEdges(config, content);
  const sites = {
    client: await loadSite(built('web-client')),
    my: await loadSite(built('my')),
    console: await loadSite(built('agent-console')),
  };
  const server = await listen(config);
  const addresses = edges.addressesAt(portOf(server));
  const { publicUrl, origins } = addresses;
  const common = { content, wall: systemClock, telephonySecrets, ...addresses };
  const services = createServices({
    ...stores,
    ...common,
    gateway: edges.gateway,
    mailer: edges.mailer,
    mailSecrets,
    clock: edges.clock,
    monotonic: edges.demo?.clock.monotonic ?? monotonicClock,
    disk: createDisk(config.dataDir),
    diagnostics: openDiagnosticFiles(
      config.diagnosticsDir,
      config.mode === 'demo' ? 'sample' : 'nothing',
      edges.clock,
    ),
    numberChanges: openNumberFiles(config.numbersDir),
    customers: openCustomerFiles(config.customersDir, config.mode === 'demo' ? 'everyone' : 'nobody'),
    webhookSender: createWebhookHttp(config.mode === 'demo'),
    minFreeBytes: config.minFreeBytes,
    commandsPerSecond: config.commandsPerSecond,
    log,
    prefixes: config.phonePrefixes,
  });
  const demo = edges.demo?.open({ ...common, lan: config.lan });
  const app = createApp({
    log,
    identity: services.identity,
    content,
    library: services.library,
    sites,
    origins,
    https: publicUrl.startsWith('https:'),
    trustProxy: config.trustProxy,
    demo: demo !== undefined,
    prefixes: config.phonePrefixes,
    codeAddress: `${new URL(publicUrl).host}/k`,
    checks: services.checks,
    periods: services.periods,
    alarms: services.alarms,
    routers: [...services.routers, ...edges.routers, ...(demo ? [demo.router] : [])],
  });
  const restored = restoredIn(config.dataDir);
  if (restored.length > 0) {
    const database = restored.find(({ kind }) => kind === 'database');
    await services.replayTombstones(database && { backupOf: database.createdAt });
    for (const kind of ['database', 'keys'] as const) removeStamp(databaseFile(kind, config.dataDir));
  }
  await services.resume();
  server.off('request', notYet).on('request', app);
  services.attach(server);
  edges.demo?.clock.onAdvance(services.catchUp);

  shutDownOnSignal(server, services, async () => {
    await stores.close();
    lock.release();
  });
  await services.catchUp();
  if (demo) process.stdout.write(await demo.welcome(services.identity.accounts));
  process.stdout.write(`Listening on ${addresses.loopback}\n`);
}

function built(client: string): string {
  return join(ROOT, 'dist', client);
}

/** A demo makes up the secrets that nobody configured; production was refused without them. */
function completeSecrets(
  given: ReadonlyMap<string, string>,
  controllers: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(controllers.map((key) => [key, given.get(key) ?? randomBytes(32).toString('hex')]));
}

async function openStores(
  { mode, dataDir, keyFile, media, checkpointDir }: Config,
  controllers: readonly string[],
) {
  if (mode === 'demo') addLocalKeys(keyFile, controllers);
  const localKeys = openLocalKeys(keyFile, controllers);
  const keysDir = join(dataDir, 'keys');
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  const tombstones = await openList(dataDir, checkpointDir);
  const keyStore = openKeyStore(join(keysDir, 'keys.sqlite'));
  const { database, journal, check, close } = openMainDatabase(join(dataDir, 'main.sqlite'));
  return {
    keyWrapper: localKeys,
    signer: localKeys,
    checkpointSink: openCheckpointFolder(checkpointDir),
    inspector: createLedgerProcess({ dataDir, keyFile, media, checkpointDir }),
    keyStore,
    tombstones,
    database,
    journal,
    checkDatabase: check,
    objects: await openObjects(media),
    async close() {
      await close();
      keyStore.close();
      await tombstones.close();
    },
  };
}

/** A first start makes the list of destroyed keys; from then on a missing or foreign one is an error. */
async function openList(dataDir: string, checkpointDir: string) {
  const restored = restoredIn(dataDir);
  if (restored.length === 0 && !existsSync(databaseFile('database', dataDir)))
    ensureTombstones(checkpointDir);
  const place = await tombstonePlace(checkpointDir);
  for (const stamp of restored) mustBeUsable(stamp, place, systemClock.now());
  return openTombstones(checkpointDir, systemClock);
}

async function openObjects(media: MediaConfig): Promise<ObjectStore> {
  if (media.kind === 'files') return FileObjectStore.open(media.folder);
  // The SDK is large: only who uses it waits for it.
  const { S3ObjectStore } = await import('./adapters/objects-s3.ts');
  const { kind: _, sse, sseKey, ...rest } = media;
  const encryption = sse ? (sseKey === undefined ? {} : { kmsKeyId: sseKey }) : 'off';
  return new S3ObjectStore({ ...rest, encryption, compatible: media.endpoint !== undefined });
}

/** What differs between demo and production at the edges. */
interface Edges {
  readonly gateway: SmsGateway;
  readonly mailer: Mailer | undefined;
  readonly clock: Clock;
  readonly routers: readonly Router[];
  addressesAt(port: number): Addresses;
  readonly demo?: {
    readonly clock: DemoClock;
    open(settings: Omit<DemoSettings, 'inbox' | 'mailBox' | 'clock'>): Demo;
  };
}

interface Addresses {
  /** Origin by which callers reach the server. */
  readonly publicUrl: string;
  /** Origins whose pages may change state. */
  readonly origins: readonly string[];
  /** Origin by which this machine reaches the server. */
  readonly loopback: string;
}

async function openDemoEdges(config: Config): Promise<Edges> {
  const { createDemo, lanAddress } = await import('./demo/demo.ts');
  const clock = createDemoClock(join(config.dataDir, 'demo-clock.json'), systemClock, monotonicClock);
  const outbox = createSmsOutbox(clock);
  const mailBox = createMailBox(clock);
  return {
    gateway: outbox,
    mailer: config.mail ? createSmtpMailer(config.mail) : mailBox,
    clock,
    routers: [],
    addressesAt(port) {
      const loopback = loopbackOf(config, port);
      const lan = config.lan ? lanAddress() : undefined;
      const own = lan === undefined ? loopback : `http://${lan}:${port}`;
      const publicUrl = config.publicUrl ?? own;
      return { publicUrl, origins: [publicUrl, own, loopback, `http://localhost:${port}`], loopback };
    },
    demo: { clock, open: (settings) => createDemo({ ...settings, inbox: outbox, mailBox, clock }) },
  };
}

function openProductionEdges(config: Config, content: Content): Edges {
  const { sms, publicUrl, phonePrefixes } = config;
  if (sms.kind !== 'http' || publicUrl === undefined) throw new Error('the configuration was not checked');
  const gateway = createSmsHttp({
    url: sms.url,
    sign: (body) => [SIGNATURE_HEADER, signatureOf(sms.secret, body, systemClock.now())],
  });
  const { secret, trustHomeNetwork } = sms;
  const controllerOf = (to: string) => controllerOfNumber(content, to, phonePrefixes[0] ?? '');
  return {
    gateway,
    mailer: config.mail && createSmtpMailer(config.mail),
    clock: systemClock,
    routers: [
      smsReportRoutes({ secret, wall: systemClock, report: gateway.report }),
      smsMessageRoutes({
        secret,
        wall: systemClock,
        controllerOf,
        trustHomeNetwork,
        arrive: gateway.arrive,
      }),
    ],
    addressesAt: (port) => ({ publicUrl, origins: [publicUrl], loopback: loopbackOf(config, port) }),
  };
}

function loopbackOf({ host }: Config, port: number): string {
  return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
}

async function listen({ host, port }: Config): Promise<Server> {
  const server = createServer(notYet);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ConfigError([`PORT: cannot listen on ${host}:${port} (${codeOf(cause)})`], { cause });
  }
  return server;
}

/** The address is known once the server listens, and needed to build what answers. */
function notYet(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('starting\n');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** Takes nothing new, finishes what is under way, closes what is open, and lets the process end by itself. */
function shutDownOnSignal(server: Server, services: Services, closeStores: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    await services.close();
    const impatience = setTimeout(() => server.closeAllConnections(), SHUTDOWN_PATIENCE);
    await closed;
    clearTimeout(impatience);
    await closeStores();
    process.exit();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
}

/** Errors whose message tells the operator all there is to know; a stack would only hide it. */
function isExplained(error: unknown): error is Error {
  return (
    error instanceof BackupError ||
    error instanceof TombstoneError ||
    error instanceof ConfigError ||
    error instanceof ContentError ||
    error instanceof DataDirectoryInUse ||
    error instanceof KeyFileError ||
    error instanceof ListLost ||
    error instanceof RegionError
  );
}
