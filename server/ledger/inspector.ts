/**
 * One look at one controller's whole ledger, in a process of its own: the server forks it, tells it what to do by its
 * argument, and reads what it says. Everything is opened to be read only. It ends with the server, however that ends.
 */
import { setPriority } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import type { LedgerFigures } from '../../protocol/ledger.ts';
import { readCheckpoints } from '../adapters/checkpoints-folder.ts';
import { openLocalKeys } from '../adapters/local-keys.ts';
import { openExportSource } from '../adapters/sqlite/export-source.ts';
import { exportLines } from './export.ts';
import { sentenceOf } from './findings.ts';
import { auditStorage, mainFile, mustBeThere, type Storage } from './open-evidence.ts';
import { proveFrom } from './prove.ts';
import { readPublicKey, verifyExport } from './verifier.ts';

const Text = v.pipe(v.string(), v.nonEmpty());
const Media = v.variant('kind', [
  v.strictObject({ kind: v.literal('files'), folder: Text }),
  v.strictObject({
    kind: v.literal('s3'),
    bucket: Text,
    region: Text,
    sse: v.boolean(),
    endpoint: v.exactOptional(Text),
    regionException: v.exactOptional(Text),
    sseKey: v.exactOptional(Text),
  }),
]);
const Question = v.variant('kind', [
  v.strictObject({
    kind: v.literal('inclusion'),
    stream: Text,
    seq: v.number(),
    size: v.exactOptional(v.number()),
  }),
  v.strictObject({ kind: v.literal('consistency'), older: v.number(), newer: v.number() }),
]);
const common = {
  storage: v.strictObject({ dataDir: Text, media: Media, keyFile: Text, checkpointDir: Text }),
  controller: Text,
};
const Task = v.variant('do', [
  v.strictObject({ do: v.literal('verify'), now: v.number(), ...common }),
  v.strictObject({ do: v.literal('export'), now: v.number(), ...common }),
  v.strictObject({ do: v.literal('prove'), question: Question, ...common }),
]);

/** Names of what is wrong, in the figures. */
const NAMED = 20;
/** Milliseconds between two words about progress. */
const TELL_EVERY = 100;
/** Of a process: below the server's, whose callers wait. */
const NICE = 10;

setPriority(NICE);
// Without its server nobody wants to know any more.
const orphaned = () => process.exit(1);
process.once('disconnect', orphaned);

const task = v.parse(Task, JSON.parse(process.argv[2] ?? ''));
await run(task);
process.off('disconnect', orphaned);
process.disconnect?.();

async function run(one: v.InferOutput<typeof Task>): Promise<void> {
  switch (one.do) {
    case 'verify':
      return say({ figures: await verify(one.storage, one.controller, one.now) });
    case 'prove':
      return say({ proof: await proveFrom(one.storage, one.controller, one.question) });
    case 'export':
      return writeExport(one.storage, one.controller, one.now);
    default:
      one satisfies never;
  }
}

async function verify(storage: Storage, controller: string, now: number): Promise<LedgerFigures> {
  mustBeThere(storage);
  const named: string[] = [];
  let faults = 0;
  const tell = (fault: string) => {
    faults += 1;
    if (named.length < NAMED) named.push(fault);
  };
  const progress = createProgress();
  const counts = await auditStorage(storage, {
    controller,
    // What SQLite finds may name what is another controller's.
    report: (finding) =>
      tell(finding.about === 'database' ? `database ${finding.file}` : sentenceOf(finding)),
    onStream: (done, of) => progress(done, of * 2),
  });
  if (!counts) return { ...NOTHING, faults, named };
  const { streams, skeletons, entries, opened, objects, objectsErased } = counts;
  const audited = { streams, skeletons, entries, opened, objects, objectsErased };
  const signed = await verifySigned(storage, controller, now, tell, (done) =>
    progress(streams + done, streams * 2),
  );
  // Before the first checkpoint nothing is covered.
  const uncoveredEntries = signed.checkpoints === 0 ? entries : signed.uncoveredEntries;
  return { ...audited, ...signed, uncoveredEntries, faults, named };
}

/** The same as of an export: leaves, entries and checkpoints against each other, by the code of the stand-alone verifier. */
async function verifySigned(
  storage: Storage,
  controller: string,
  now: number,
  tell: (fault: string) => void,
  onStream: (streams: number) => void,
) {
  // The sink first: what a checkpoint covers is in the database before the checkpoint is written.
  const sink = Buffer.from(await readCheckpoints(storage.checkpointDir, controller)).toString('utf8');
  if (sink === '') return { checkpoints: 0, uncoveredEntries: 0, uncoveredSeconds: 0, restored: [] };
  const signer = openLocalKeys(storage.keyFile, [controller]);
  const key = readPublicKey(Buffer.from(signer.publicKey(controller)).toString('base64'));
  const source = openExportSource(mainFile(storage), controller);
  function* lines() {
    let streams = 0;
    for (const line of exportLines(controller, now, source)) {
      if (line.startsWith('["stream"')) onStream(++streams);
      yield line.slice(0, -1);
    }
  }
  try {
    const verdict = await verifyExport(lines(), key, [sink], { report: tell });
    const { checkpoints, uncoveredEntries, uncoveredSeconds, restored } = verdict;
    return { checkpoints, uncoveredEntries, uncoveredSeconds, restored };
  } finally {
    source.close();
  }
}

const NOTHING = {
  streams: 0,
  skeletons: 0,
  entries: 0,
  opened: 0,
  objects: 0,
  objectsErased: 0,
  checkpoints: 0,
  uncoveredEntries: 0,
  uncoveredSeconds: 0,
  restored: [],
} as const;

async function writeExport(storage: Storage, controller: string, now: number): Promise<void> {
  const source = openExportSource(mainFile(storage), controller);
  try {
    await pipeline(Readable.from(exportLines(controller, now, source)), process.stdout);
  } finally {
    source.close();
  }
}

function createProgress() {
  let next = 0;
  return (done: number, of: number) => {
    const now = performance.now();
    if (now < next) return;
    next = now + TELL_EVERY;
    process.send?.({ progress: { done, of } });
  };
}

/** Durable in the pipe before the process ends. */
function say(message: object): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, {}, (error) => (error ? reject(error) : resolve()));
  });
}
