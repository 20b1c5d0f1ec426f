/**
 * `npm run ops -- ...`: what the operator of an installation does outside the browser. Exit codes: 0 done,
 * 1 refused, 2 the command is wrong.
 */
import { createWriteStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { v7 as newId } from 'uuid';
import { openCustomerFiles } from '../adapters/customers-files.ts';
import { DataDirectoryInUse, lockDataDirectory } from '../adapters/data-lock.ts';
import { rotateKeys } from '../adapters/key-rotation.ts';
import {
  BackupError,
  type BackupKind,
  pruneKeyBackups,
  restoreBackup,
  takeBackup,
} from '../adapters/local-backup.ts';
import { addLocalKeys, KeyFileError, openLocalKeys } from '../adapters/local-keys.ts';
import { wrappedByControllers } from '../adapters/sqlite/backup.ts';
import { openKeyEvidence } from '../adapters/sqlite/evidence.ts';
import { openExportSource } from '../adapters/sqlite/export-source.ts';
import { openKeyStore } from '../adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../adapters/sqlite/main-database.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { ensureTombstones, TombstoneError, tombstonePlace } from '../adapters/tombstones-file.ts';
import { webhookProblem } from '../adapters/webhook-http.ts';
import { ConfigError, loadPlaces, loadStorage } from '../config.ts';
import { createConsentRegister } from '../consent/register.ts';
import { loadContent } from '../content/load.ts';
import { ContentError } from '../content/read.ts';
import { createAccounts } from '../identity/accounts.ts';
import { exportLines } from '../ledger/export.ts';
import { createKeys } from '../ledger/keys.ts';
import { createLedger } from '../ledger/ledger.ts';
import { TOLERANCE } from '../privacy/clock-check.ts';
import { createControllerLog } from '../privacy/controller-log.ts';
import { createBreachScopes } from '../review/breach-scope.ts';
import { createOutbox } from '../system/outbox.ts';
import { createSystemSecrets } from '../system/secrets.ts';
import { createSystems } from '../system/systems.ts';
import { type AccountOptions, runAccount } from './account.ts';
import { type BreachOptions, runBreach } from './breach.ts';
import { reportOf } from './consents.ts';
import { readPassword } from './password.ts';
import { OpsRefusal } from './refusal.ts';
import { runSystemKey, type SystemKeyOptions } from './system-key.ts';

const USAGE = `npm run ops -- COMMAND

  account add --controller KEY --login LOGIN --name "NAME" --role agent|supervisor|reviewer [--password-stdin]
  account disable --login LOGIN
  account reset --login LOGIN [--password-stdin]
  account list [--controller KEY]
      Accounts in DATA_DIR; the server may be running. Passwords are asked for, or read from standard input.

  system-key issue --controller KEY --name "NAME" --purposes LIST [--channels LIST] [--webhook URL] [--days N]
  system-key rotate --controller KEY --name "NAME" [--days N] [--overlap-hours N]
  system-key revoke --controller KEY --name "NAME"
  system-key list [--controller KEY]
  system-key webhooks --controller KEY --name "NAME" [--retry]
      Keys of the operator's other systems, which ask about consents (docs/api). Shown once; the server may be running.

  keys init FILE
      Makes the controllers' key file, or adds the keys that a controller lacks. Keys are never replaced.
  keys public CONTROLLER
      Prints the public key that checkpoints of this controller are verified with.

  export CONTROLLER FILE
      Writes the controller's ledger, content still sealed, for \`npm run ledger -- verify FILE ...\`; the server may
      be running. FILE must not exist.

  rotate-keys CONTROLLER
      Gives the controller a new wrapping key and wraps its sessions' keys anew; content is not touched. The server
      must be stopped. Cut short, it goes on when it is run again.

  rebuild-consents
      Writes what answers whether a consent is in force anew from the records, and tells what was different. The
      server must be stopped.

  backup database|keys DIR
      Writes one backup into a folder of its own below DIR; the server may be running. Database and key store need
      two DIRs, on two media: together they would open what was erased. Take the database first.
  backup prune DIR
      Deletes copies of the key store that are older than 7 days; \`backup keys\` does it too.
  breach CONTROLLER traffic|account|controller-key|session-key|object-key --since TIME --until TIME
         [--of LOGIN|SESSION|OBJECT] [--aware TIME] [--list csv|json]
      Counts the sessions and people that are affected, or lists the sessions on standard output; with the time of
      awareness also the ends of the 24-hour and the 72-hour clock. The server may be running.

  list new
      Begins a new list of destroyed keys when the old one in CHECKPOINT_DIR is lost for good; the server must be
      stopped. Every backup made before is refused from then on: take new ones at once.
  confirm-clock TIME
      Says that the clock on the wall is right, when the server has stopped erasing because clocks disagree; the
      server goes on by itself. TIME is what your own watch says, such as 2026-11-21T09:30+02:00.
  restore database|keys FOLDER
      Puts one backup in place of what is in DATA_DIR; the server must be stopped. Copies of the key store older
      than 7 days are refused.
`;

const { dataDir, contentDir } = loadPlaces();

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!isExplained(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof OpsRefusal ? error.exitCode : 1;
}

async function run(argv: readonly string[]): Promise<void> {
  const { positionals, values } = parse(argv);
  const [command, action, ...rest] = positionals;
  if (values.help || command === undefined) return print(USAGE.trimEnd());
  if (command === 'account' && rest.length === 0) return account(action, values);
  if (command === 'system-key' && rest.length === 0) return systemKey(action, values);
  if (command === 'keys' && action === 'init' && rest[0] !== undefined) return initKeys(resolve(rest[0]));
  if (command === 'keys' && action === 'public' && rest[0] !== undefined) return publicKey(rest[0]);
  if (command === 'export' && action !== undefined && rest[0] !== undefined) {
    return exportLedger(action, resolve(rest[0]));
  }
  if (command === 'breach' && action !== undefined && rest[0] !== undefined) {
    return breach(action, rest[0], values);
  }
  if (command === 'confirm-clock' && action !== undefined && rest.length === 0) return confirmClock(action);
  if (command === 'list' && action === 'new' && rest.length === 0) return newList();
  if (command === 'rotate-keys' && action !== undefined && rest.length === 0) return rotate(action);
  if (command === 'rebuild-consents' && action === undefined) return rebuild();
  if (command === 'backup' && action === 'prune' && rest[0] !== undefined) return prune(resolve(rest[0]));
  if ((action === 'database' || action === 'keys') && rest[0] !== undefined) {
    if (command === 'backup') return backUp(action, resolve(rest[0]));
    if (command === 'restore') return restore(action, resolve(rest[0]));
  }
  throw new OpsRefusal(`not a command: ${positionals.join(' ')}\n\n${USAGE.trimEnd()}`, 2);
}

function parse(argv: readonly string[]) {
  const string = { type: 'string' } as const;
  const boolean = { type: 'boolean' } as const;
  const options = {
    controller: string,
    login: string,
    name: string,
    role: string,
    'password-stdin': boolean,
    since: string,
    until: string,
    of: string,
    aware: string,
    list: string,
    purposes: string,
    channels: string,
    webhook: string,
    days: string,
    'overlap-hours': string,
    retry: boolean,
    help: boolean,
  };
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new OpsRefusal(error instanceof Error ? error.message : String(error), 2);
  }
}

async function account(
  action: string | undefined,
  values: AccountOptions & { readonly 'password-stdin'?: boolean | undefined },
): Promise<void> {
  const file = join(dataDir, 'main.sqlite');
  if (!existsSync(file)) {
    throw new OpsRefusal(`there is no database ${file}: set DATA_DIR, and start the server once to make it`);
  }
  const { controllers } = await loadContent(contentDir);
  const { database, close } = openMainDatabase(file);
  try {
    await runAccount(action, values, {
      accounts: createAccounts(database, systemClock),
      database,
      controllers: [...controllers.keys()],
      readPassword: () => readPassword(values['password-stdin'] === true),
      print,
    });
  } finally {
    await close();
  }
}

async function systemKey(action: string | undefined, values: SystemKeyOptions): Promise<void> {
  const file = join(dataDir, 'main.sqlite');
  if (!existsSync(file)) {
    throw new OpsRefusal(`there is no database ${file}: set DATA_DIR, and start the server once to make it`);
  }
  const content = await loadContent(contentDir);
  const { keyFile, mode } = loadStorage();
  const wrapper = openLocalKeys(keyFile, [...content.controllers.keys()]);
  const { database, journal, close } = openMainDatabase(file);
  const keyStore = openKeyStore(join(dataDir, 'keys', 'keys.sqlite'));
  try {
    const keys = createKeys(wrapper, keyStore, newId);
    const log = createControllerLog({ ledger: createLedger(journal), keys, clock: systemClock });
    const secrets = createSystemSecrets((controller) => wrapper.lookupKey(controller));
    await runSystemKey(action, values, {
      systems: createSystems({ database, log, clock: systemClock, newId, secrets }),
      outbox: createOutbox(database, systemClock),
      content,
      clock: systemClock,
      webhookProblem: (address) => webhookProblem(address, mode === 'demo'),
      print,
    });
  } finally {
    await close();
    keyStore.close();
  }
}

async function breach(controller: string, kind: string, options: BreachOptions): Promise<void> {
  const { controllers } = await loadContent(contentDir);
  if (!controllers.has(controller)) throw new OpsRefusal(`there is no controller ${controller}`);
  const wrapper = openLocalKeys(loadStorage().keyFile, [controller]);
  const { database, journal, close } = openMainDatabase(join(dataDir, 'main.sqlite'));
  const keyStore = openKeyEvidence(join(dataDir, 'keys', 'keys.sqlite'));
  try {
    const keys = createKeys(wrapper, keyStore, () => '');
    const log = createControllerLog({ ledger: createLedger(journal), keys, clock: systemClock });
    await runBreach(controller, kind, options, {
      scopes: createBreachScopes({ database, log }),
      accountOf: async (of, login) => {
        const rows = database.selectFrom('account').select('id').where('controller', '=', of);
        return (await rows.where('login', '=', login.toLowerCase()).executeTakeFirst())?.id;
      },
      print,
      output: process.stdout,
    });
  } finally {
    await close();
    keyStore.close();
  }
}

async function confirmClock(text: string): Promise<void> {
  const said = Date.parse(text);
  const now = systemClock.now();
  if (Number.isNaN(said)) throw new OpsRefusal(`not a time: ${text}`, 2);
  if (Math.abs(said - now) > TOLERANCE) {
    throw new OpsRefusal(
      `the clock on the wall says ${new Date(now).toISOString()} and you say ${new Date(said).toISOString()}: set the clock first`,
    );
  }
  const { database, close } = openMainDatabase(join(dataDir, 'main.sqlite'));
  try {
    const stopped = await database.selectFrom('sweep_stop').select('controller').executeTakeFirst();
    if (!stopped) throw new OpsRefusal('erasure is not stopped: there is nothing to confirm');
    await database.deleteFrom('clock_confirmed').execute();
    await database.insertInto('clock_confirmed').values({ at: now }).execute();
  } finally {
    await close();
  }
  print('Confirmed; a running server goes on within seconds, and its log says so (SweepResumed)');
}

async function newList(): Promise<void> {
  const { checkpointDir } = loadStorage();
  const lock = lockDataDirectory(dataDir);
  try {
    if (!ensureTombstones(checkpointDir)) {
      throw new OpsRefusal(`there is a list in ${checkpointDir}; only a lost one is begun anew`);
    }
    const { database, close } = openMainDatabase(join(dataDir, 'main.sqlite'));
    await database.deleteFrom('outside_list').execute();
    await close();
  } finally {
    lock.release();
  }
  print(`${checkpointDir} has a new list; holds in force are put on it when the server starts`);
  print('Every backup made before is refused from now on: start the server and take new ones at once.');
}

async function backUp(kind: BackupKind, target: string): Promise<void> {
  const { media, checkpointDir } = loadStorage();
  const place = await tombstonePlace(checkpointDir);
  const objects = media.kind === 'files' && kind === 'database' ? { objects: media.folder } : {};
  const settings = { kind, dataDir, place, now: systemClock.now(), ...objects };
  const done = await takeBackup(settings, target);
  if (kind === 'keys') await prune(target);
  else print(`${done.objects} sealed objects ${media.kind === 'files' ? 'are copied' : 'are listed'}`);
  print(done.folder);
}

async function prune(target: string): Promise<void> {
  for (const name of await pruneKeyBackups(target, systemClock.now()))
    print(`${name} is deleted: 7 days old`);
}

/** The server must be stopped: it decides on the rows that are written here. */
async function rebuild(): Promise<void> {
  const file = join(dataDir, 'main.sqlite');
  if (!existsSync(file)) throw new OpsRefusal(`there is no database ${file}: set DATA_DIR`);
  const { keyFile, customersDir } = loadStorage();
  const content = await loadContent(contentDir);
  const wrapper = openLocalKeys(keyFile, [...content.controllers.keys()]);
  const lock = lockDataDirectory(dataDir);
  const { database, journal, close } = openMainDatabase(file);
  const keyStore = openKeyStore(join(dataDir, 'keys', 'keys.sqlite'));
  try {
    const register = createConsentRegister({
      database,
      content,
      ledger: createLedger(journal),
      keys: createKeys(wrapper, keyStore, newId),
      clock: systemClock,
      newId,
      lookupKey: (controller) => wrapper.lookupKey(controller),
      customers: openCustomerFiles(customersDir, 'nobody'),
    });
    for (const line of reportOf(await register.rebuild())) print(line);
  } finally {
    await close();
    keyStore.close();
    lock.release();
  }
}

async function rotate(controller: string): Promise<void> {
  const { keyFile } = loadStorage();
  const lock = lockDataDirectory(dataDir);
  let wrapped = 0;
  try {
    const steps = rotateKeys({ controller, keyFile, keysDatabase: join(dataDir, 'keys', 'keys.sqlite') });
    for (const step of steps) if (step.what === 'wrapped-anew') wrapped += step.keys;
  } finally {
    lock.release();
  }
  print(
    `${wrapped} keys of ${controller} are wrapped by its new key, and the old one is gone from ${keyFile}`,
  );
  print(
    'Keep a new copy of that file, and back up the key store now: older copies open with the old file only.',
  );
}

async function restore(kind: BackupKind, folder: string): Promise<void> {
  const { media, checkpointDir, keyFile } = loadStorage();
  const lock = lockDataDirectory(dataDir);
  try {
    const place = await tombstonePlace(checkpointDir);
    const objects = media.kind === 'files' && kind === 'database' ? { objects: media.folder } : {};
    const mustOpen = (file: string) => mustOpenKeys(file, keyFile);
    const settings = { kind, dataDir, place, now: systemClock.now(), mustOpen, ...objects };
    await restoreBackup(settings, folder);
  } finally {
    lock.release();
  }
  print(
    `${folder} is in place; the next start destroys again what was destroyed since, before it serves anybody`,
  );
}

/** A copy made before the controllers' keys were rotated is told now, not at the first call. */
async function mustOpenKeys(file: string, keyFile: string): Promise<void> {
  const wrapper = openLocalKeys(keyFile, []);
  for (const { id, controller, wrapped } of wrappedByControllers(file)) {
    try {
      await wrapper.unwrap(controller, wrapped, id);
    } catch {
      throw new OpsRefusal(`${keyFile} does not open the keys of ${controller}: it is of another time`, 1);
    }
  }
}

async function initKeys(file: string): Promise<void> {
  const { controllers } = await loadContent(contentDir);
  const added = addLocalKeys(file, [...controllers.keys()]);
  if (added.length === 0) return print(`${file} has keys for every controller; nothing was changed`);
  print(`${file} now has keys for ${added.join(', ')}`);
  print('Keep a copy apart from every backup of the data: without this file they can never be read again.');
}

async function publicKey(controller: string): Promise<void> {
  const keys = openLocalKeys(loadStorage().keyFile, [controller]);
  print(Buffer.from(keys.publicKey(controller)).toString('base64'));
}

async function exportLedger(controller: string, file: string): Promise<void> {
  const database = join(dataDir, 'main.sqlite');
  if (!existsSync(database)) throw new OpsRefusal(`there is no database ${database}: set DATA_DIR`);
  const { controllers } = await loadContent(contentDir);
  if (!controllers.has(controller)) throw new OpsRefusal(`there is no controller ${controller}`);
  if (existsSync(file)) throw new OpsRefusal(`${file} exists already`);
  const source = openExportSource(database, controller);
  try {
    const lines = Readable.from(exportLines(controller, systemClock.now(), source));
    await pipeline(lines, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  } finally {
    source.close();
  }
  print(`${file} holds the ledger of ${controller}; its content is sealed`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isExplained(error: unknown): error is Error {
  return (
    error instanceof BackupError ||
    error instanceof TombstoneError ||
    error instanceof DataDirectoryInUse ||
    error instanceof ConfigError ||
    error instanceof OpsRefusal ||
    error instanceof ContentError ||
    error instanceof KeyFileError
  );
}
