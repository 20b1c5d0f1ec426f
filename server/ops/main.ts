/**
 * `npm run ops -- ...`: what the operator of an installation does outside the browser. Exit codes: 0 done,
 * 1 refused, 2 the command is wrong.
 */
import { createWriteStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { addLocalKeys, KeyFileError, openLocalKeys } from '../adapters/local-keys.ts';
import { openExportSource } from '../adapters/sqlite/export-source.ts';
import { openMainDatabase } from '../adapters/sqlite/main-database.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { loadPlaces, loadStorage } from '../config.ts';
import { loadContent } from '../content/load.ts';
import { ContentError } from '../content/read.ts';
import { createAccounts } from '../identity/accounts.ts';
import { exportLines } from '../ledger/export.ts';
import { type AccountOptions, runAccount } from './account.ts';
import { readPassword } from './password.ts';
import { OpsRefusal } from './refusal.ts';

const USAGE = `npm run ops -- COMMAND

  account add --controller KEY --login LOGIN --name "NAME" --role agent|supervisor|reviewer [--password-stdin]
  account disable --login LOGIN
  account reset --login LOGIN [--password-stdin]
  account list [--controller KEY]
      Accounts in DATA_DIR; the server may be running. Passwords are asked for, or read from standard input.

  keys init FILE
      Makes the controllers' key file, or adds the keys that a controller lacks. Keys are never replaced.
  keys public CONTROLLER
      Prints the public key that checkpoints of this controller are verified with.

  export CONTROLLER FILE
      Writes the controller's ledger, content still sealed, for \`npm run ledger -- verify FILE ...\`; the server may
      be running. FILE must not exist.
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
  if (command === 'keys' && action === 'init' && rest[0] !== undefined) return initKeys(resolve(rest[0]));
  if (command === 'keys' && action === 'public' && rest[0] !== undefined) return publicKey(rest[0]);
  if (command === 'export' && action !== undefined && rest[0] !== undefined) {
    return exportLedger(action, resolve(rest[0]));
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
  return error instanceof OpsRefusal || error instanceof ContentError || error instanceof KeyFileError;
}
