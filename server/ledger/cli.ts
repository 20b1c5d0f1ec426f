/**
 * `npm run ledger -- verify [DATA_DIR]`: verifies a data directory, live or stopped, and changes nothing in it.
 * `npm run ledger -- verify EXPORT --key PUBLIC --checkpoint FILE`: verifies an export; see `verifier.ts`.
 * `npm run ledger -- prove ...` makes a proof from a data directory, `verify-proof` verifies one anywhere.
 * `verify-receipt FILE --key PUBLIC` verifies the signed receipt of a consent, anywhere.
 * Exit codes: 0 healthy, 1 something is wrong and was named, 2 it could not be verified.
 */
import { KeyFileError } from '../adapters/local-keys.ts';
import { TombstoneError } from '../adapters/tombstones-file.ts';
import { ConfigError, loadStorage } from '../config.ts';
import { type LedgerQuestion, StoreError } from '../ports.ts';
import type { AuditCounts } from './audit.ts';
import { type Finding, nameOf, sentenceOf } from './findings.ts';
import { auditStorage, mustBeThere, NotVerifiable } from './open-evidence.ts';
import { proveFrom } from './prove.ts';
import { runProofVerifier, runReceiptVerifier, runVerifier } from './verifier.ts';

const USAGE = `npm run ledger -- verify [DATA_DIR]
npm run ledger -- verify EXPORT --key PUBLIC --checkpoint FILE
npm run ledger -- prove CONTROLLER entry STREAM SEQUENCE [SIZE]
npm run ledger -- prove CONTROLLER growth SIZE SIZE
npm run ledger -- verify-proof FILE --key PUBLIC
npm run ledger -- verify-receipt FILE --key PUBLIC`;
/** Names in the summary; every fault has its own line anyway. */
const NAMES_IN_SUMMARY = 50;

try {
  const argv = process.argv.slice(2);
  process.exitCode = await codeOf(argv);
} catch (error) {
  if (!isExplained(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function codeOf(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === 'verify-proof') return runProofVerifier(rest);
  if (command === 'verify-receipt') return runReceiptVerifier(rest);
  if (command === 'prove') return prove(rest);
  if (command === 'verify' && rest.some((argument) => argument.startsWith('--'))) return runVerifier(rest);
  return (await run(argv)) ? 0 : 1;
}

/** `prove CONTROLLER entry STREAM SEQ [SIZE]` or `prove CONTROLLER growth OLDER NEWER`: the proof on standard output. */
async function prove([controller, kind, ...values]: readonly string[]): Promise<number> {
  const question = questionFrom(kind, values);
  if (controller === undefined || !question) throw new NotVerifiable(USAGE);
  const proof = await proveFrom(loadStorage(), controller, question);
  if (!proof) throw new NotVerifiable('no checkpoint of that size covers it');
  print(JSON.stringify(proof));
  return 0;
}

function questionFrom(kind: string | undefined, values: readonly string[]): LedgerQuestion | undefined {
  const counts = (kind === 'entry' ? values.slice(1) : values).map(Number);
  if (!counts.every((count) => Number.isSafeInteger(count) && count > 0)) return undefined;
  const [one, other] = counts;
  if (kind === 'growth' && one !== undefined && other !== undefined) {
    return { kind: 'consistency', older: one, newer: other };
  }
  const [stream] = values;
  if (kind !== 'entry' || stream === undefined || one === undefined) return undefined;
  return { kind: 'inclusion', stream, seq: one, ...(other === undefined ? {} : { size: other }) };
}

async function run([command, dataDir, ...rest]: readonly string[]): Promise<boolean> {
  if (command !== 'verify' || rest.length > 0) throw new NotVerifiable(USAGE);
  const storage = loadStorage(dataDir);
  mustBeThere(storage);
  print(`Verifying ${storage.dataDir}`);
  const faults = createFaults();
  const counts = await auditStorage(storage, { report: faults.add });
  if (faults.databasesSound()) print('Both databases are sound: SQLite checked them (integrity_check).');
  if (counts) for (const line of account(counts)) print(line);
  const ok = faults.count() === 0;
  print(ok ? 'Healthy: everything that was checked is as it was written.' : `${faults.count()} faults.`);
  print(JSON.stringify({ ok, faults: faults.count(), named: faults.named(), ...counts }));
  return ok;
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
  if (counts.keysOnList > 0) {
    lines.push(
      `${counts.keysOnList} keys are gone without an entry that says so; the list of destroyed keys accounts for each.`,
    );
  }
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
    error instanceof TombstoneError ||
    error instanceof StoreError
  );
}
