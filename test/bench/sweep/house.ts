/** The product as the sweep needs it: real adapters and services on files in a folder, under a clock of the bench's. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openCheckpointFolder } from '../../../server/adapters/checkpoints-folder.ts';
import { createDisk } from '../../../server/adapters/disk.ts';
import { createLedgerProcess } from '../../../server/adapters/ledger-process.ts';
import { addLocalKeys, openLocalKeys } from '../../../server/adapters/local-keys.ts';
import { createLog } from '../../../server/adapters/log.ts';
import { FileObjectStore } from '../../../server/adapters/objects-files.ts';
import { createSmsOutbox } from '../../../server/adapters/sms-outbox.ts';
import { openKeyStore } from '../../../server/adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../../../server/adapters/sqlite/main-database.ts';
import { ensureTombstones, openTombstones } from '../../../server/adapters/tombstones-file.ts';
import { loadContent } from '../../../server/content/load.ts';
import { createSweep, type Sweep } from '../../../server/privacy/sweep.ts';
import { createReviewLog } from '../../../server/review/log.ts';
import { createReviewSessions, type ReviewSessions } from '../../../server/review/sessions.ts';
import { type Core, createCore } from '../../../server/services/core.ts';
import type { Outside } from '../../../server/services/outside.ts';
import { type Archive, fillArchive } from './archive.ts';

export interface House extends Archive {
  readonly outside: Outside;
  readonly core: Core;
  readonly sweep: Sweep;
  readonly review: ReviewSessions;
  readonly folder: string;
  /** An agent of the archive. */
  readonly anAgent: string;
  readonly faults: readonly unknown[];
  setNow(now: number): void;
  close(): Promise<void>;
}

export const CONTROLLER = 'lmt';

export const mainFile = (folder: string) => join(folder, 'main.sqlite');
export const keyFile = (folder: string) => join(folder, 'keys', 'keys.sqlite');
export const objectFolder = (folder: string) => join(folder, 'objects');

/** An archive of this many sessions, in new files. */
export async function makeArchive(folder: string, rows: number): Promise<Archive> {
  mkdirSync(join(folder, 'keys'));
  await openMainDatabase(mainFile(folder)).close();
  openKeyStore(keyFile(folder)).close();
  return fillArchive(mainFile(folder), keyFile(folder), rows, CONTROLLER);
}

export async function openHouse(folder: string, archive: Archive): Promise<House> {
  const content = await loadContent(join(import.meta.dirname, '..', '..', '..', 'content'));
  const controllers = [...content.controllers.keys()];
  const controllerKeys = join(folder, 'controllers.json');
  const checkpointDir = join(folder, 'checkpoints');
  const media = { kind: 'files', folder: objectFolder(folder) } as const;
  addLocalKeys(controllerKeys, controllers);
  const wrapper = openLocalKeys(controllerKeys, controllers);
  const main = openMainDatabase(mainFile(folder));
  const keyStore = openKeyStore(keyFile(folder));
  let now = archive.now;
  const clock = { now: () => now };
  ensureTombstones(checkpointDir);
  const tombstones = await openTombstones(checkpointDir, clock);
  const faults: unknown[] = [];
  const outside: Outside = {
    content,
    database: main.database,
    journal: main.journal,
    checkDatabase: main.check,
    keyWrapper: wrapper,
    signer: wrapper,
    checkpointSink: openCheckpointFolder(checkpointDir),
    inspector: createLedgerProcess({ dataDir: folder, keyFile: controllerKeys, media, checkpointDir }),
    keyStore,
    tombstones,
    objects: await FileObjectStore.open(objectFolder(folder)),
    gateway: createSmsOutbox(clock),
    clock,
    wall: clock,
    monotonic: { now: () => performance.now() },
    disk: createDisk(folder),
    diagnostics: { of: async () => undefined },
    numberChanges: { list: async () => [], read: async () => '' },
    customers: { isCustomer: async () => true, lastTransactionEnd: async () => undefined },
    webhookSender: { send: async () => ({ ok: true }) },
    minFreeBytes: 0,
    log: createLog('silent'),
    publicUrl: 'http://127.0.0.1',
    origins: [],
    prefixes: ['+371'],
    commandsPerSecond: 1000,
    telephonySecrets: new Map(),
  };
  const core = createCore(outside);
  const { database } = outside;
  // As the server does before it takes anything.
  await Promise.all([core.holds.load(), core.restrictions.load(), core.periods.load()]);
  const onFault = (error: unknown) => void faults.push(error);
  const monotonic = outside.monotonic;
  return {
    ...archive,
    folder,
    outside,
    core,
    sweep: createSweep({ database, clock, monotonic, ...core.erasure, ...core.photos, onFault }),
    review: createReviewSessions({
      database,
      journal: outside.journal,
      log: createReviewLog({ database, log: core.controllerLog }),
      periods: core.periods,
    }),
    anAgent: archive.staff[7] ?? '',
    faults,
    setNow(to) {
      now = to;
    },
    async close() {
      await core.sanitiser.close();
      await main.close();
      keyStore.close();
      await tombstones.close();
    },
  };
}
