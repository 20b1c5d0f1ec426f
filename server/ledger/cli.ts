/**
 * `npm run ledger -- verify [DATA_DIR]`: verifies a data directory, live or stopped, and changes nothing in it.
 * `npm run ledger -- verify EXPORT --key PUBLIC --checkpoint FILE`: verifies an export; see `verifier.ts`.
 * Exit codes: 0 healthy, 1 something is wrong and was named, 2 it could not be verified.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KeyFileError, openLocalKeys } from '../adapters/local-keys.ts';
import { FileObjectStore } from '../adapters/objects-files.ts';
import { isDamage, openKeyEvidence, openMainEvidence } from '../adapters/sqlite/evidence.ts';
import { ConfigError, loadStorage, type MediaConfig } from '../config.ts';
import { objectFault } from '../media/check-object.ts';
import { objectKey, pictureDigest } from '../media/objects.ts';
import { type ObjectStore, StoreError } from '../ports.ts';
import { type AuditCounts, audit } from './audit.ts';
import { type Finding, nameOf, sentenceOf } from './findings.ts';
import { createKeys } from './keys.ts';
import { runVerifier } from './verifier.ts';

const USAGE =
  'npm run ledger -- verify [DATA_DIR]\nnpm run ledger -- verify EXPORT --key PUBLIC --checkpoint FILE';
/** Names in the summary; every fault has its own line anyway. */
const NAMES_IN_SUMMARY = 50;

/** The command or the place it was pointed at is wrong; the message says all there is to know. */
class NotVerifiable extends Error {
  override readonly name = 'NotVerifiable';
}

try {
  const argv = process.argv.slice(2);
  const ofExport = argv[0] === 'verify' && argv.some((argument) => argument.startsWith('--'));
  process.exitCode = ofExport ? await runVerifier(argv.slice(1)) : (await run(argv)) ? 0 : 1;
} catch (error) {
  if (!isExplained(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function run([command, dataDir, ...rest]: readonly string[]): Promise<boolean> {
  if (command !== 'verify' || rest.length > 0) throw new NotVerifiable(USAGE);
  const storage = loadStorage(dataDir);
  const main = join(storage.dataDir, 'main.sqlite');
  const keys = join(storage.dataDir, 'keys', 'keys.sqlite');
  for (const file of [main, keys]) {
    if (!existsSync(file)) throw new NotVerifiable(`there is no ${file}: is this a data directory?`);
  }
  print(`Verifying ${storage.dataDir}`);
  const faults = createFaults();
  const counts = await verify({ main, keys }, storage, faults.add);
  if (faults.databasesSound()) print('Both databases are sound: SQLite checked them (integrity_check).');
  if (counts) for (const line of account(counts)) print(line);
  const ok = faults.count() === 0;
  print(ok ? 'Healthy: everything that was checked is as it was written.' : `${faults.count()} faults.`);
  print(JSON.stringify({ ok, faults: faults.count(), named: faults.named(), ...counts }));
  return ok;
}

/** Undefined when a database is so damaged that there is nothing to walk over. */
async function verify(
  files: { readonly main: string; readonly keys: string },
  storage: ReturnType<typeof loadStorage>,
  report: (finding: Finding) => void,
): Promise<AuditCounts | undefined> {
  const wrapper = openLocalKeys(storage.keyFile, []);
  const objects = await openObjects(storage.media);
  let file = files.main;
  try {
    const evidence = openMainEvidence(files.main);
    file = files.keys;
    const keyStore = openKeyEvidence(files.keys);
    for (const detail of keyStore.integrity()) report({ about: 'database', file: 'keys.sqlite', detail });
    file = files.main;
    for (const detail of evidence.integrity()) report({ about: 'database', file: 'main.sqlite', detail });
    const keys = createKeys(wrapper, keyStore, () => '');
    const counts = await audit({ evidence, keys, objects, objectKey, objectFault, pictureDigest, report });
    if (evidence.disturbed()) {
      throw new NotVerifiable('a server was started on this directory meanwhile: verify again');
    }
    evidence.close();
    keyStore.close();
    return counts;
  } catch (error) {
    if (!isDamage(error) || !(error instanceof Error)) throw error;
    report({ about: 'database', file: file.slice(file.lastIndexOf('/') + 1), detail: error.message });
    return undefined;
  }
}

async function openObjects(media: MediaConfig): Promise<Pick<ObjectStore, 'get' | 'list'>> {
  if (media.kind === 'files') return FileObjectStore.reading(media.folder);
  const { S3ObjectStore } = await import('../adapters/objects-s3.ts');
  const { kind: _, sse, sseKey, ...rest } = media;
  const encryption = sse ? (sseKey === undefined ? {} : { kmsKeyId: sseKey }) : 'off';
  try {
    return new S3ObjectStore({ ...rest, encryption, compatible: media.endpoint !== undefined });
  } catch (cause) {
    throw new NotVerifiable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Tells each fault at once and keeps only the first names, however many there are. */
function createFaults() {
  const named: string[] = [];
  let count = 0;
  let sound = true;
  return {
    add(finding: Finding) {
      count += 1;
      sound &&= finding.about !== 'database';
      if (named.length < NAMES_IN_SUMMARY) named.push(nameOf(finding));
      print(`FAULT ${sentenceOf(finding)}`);
    },
    count: () => count,
    databasesSound: () => sound,
    named: () => named,
  };
}

/** What was checked, in words. */
function account(counts: AuditCounts): string[] {
  const { streams, skeletons, entries, opened, objects, objectBytes, objectsErased, objectsUnderway } =
    counts;
  const lines = [
    `${streams} streams, ${entries} entries: sequence without gaps, every hash recomputed, every head compared.`,
    `${opened} entries opened with their keys: seal, payload, type and role agree with the header.`,
    `${skeletons} streams verified as skeletons: their keys are destroyed, so only the chain could be checked.`,
    `${objects} objects, ${objectBytes} bytes: present, digest as recorded, opened with their keys.`,
    `${objectsErased} objects erased and ${objectsUnderway} being stored or erased: not expected to open.`,
  ];
  if (counts.strayObjects > 0) {
    lines.push(
      `${counts.strayObjects} objects lie in the store that no row tells of, or that are called erased.`,
    );
  }
  return lines;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isExplained(error: unknown): error is Error {
  return (
    error instanceof NotVerifiable ||
    error instanceof ConfigError ||
    error instanceof KeyFileError ||
    error instanceof StoreError
  );
}
