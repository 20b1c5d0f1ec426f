/** Looks at a controller's whole ledger by a child process for each look; what a child says is checked. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { LedgerInspector } from '../ports.ts';

const PROGRAM = fileURLToPath(new URL('../ledger/inspector.ts', import.meta.url));

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Text = v.string();
const Figures = v.strictObject({
  streams: Count,
  skeletons: Count,
  entries: Count,
  opened: Count,
  objects: Count,
  objectsErased: Count,
  checkpoints: Count,
  uncoveredEntries: Count,
  uncoveredSeconds: Count,
  faults: Count,
  named: v.array(Text),
  restored: v.array(v.strictObject({ at: Count, size: Count, lost: Count })),
});
const Proof = v.variant('kind', [
  v.strictObject({
    format: v.literal('zvana-proof/1'),
    kind: v.literal('inclusion'),
    checkpoint: Text,
    leaf: v.strictTuple([v.literal('leaf'), Count, Text, Count, Text]),
    path: v.array(Text),
    previous: Text,
    entries: v.array(v.array(v.union([Text, v.number()]))),
  }),
  v.strictObject({
    format: v.literal('zvana-proof/1'),
    kind: v.literal('consistency'),
    older: Text,
    newer: Text,
    path: v.array(Text),
  }),
]);
const Said = v.union([
  v.strictObject({ progress: v.strictObject({ done: Count, of: Count }) }),
  v.strictObject({ figures: Figures }),
  v.strictObject({ proof: v.optional(Proof) }),
]);

/** `storage`: the settings of `loadStorage`, which the child opens for itself; paths and names, no secrets. */
export function createLedgerProcess(storage: object): LedgerInspector {
  const running = new Set<ChildProcess>();
  let closed = false;

  function start(task: object): ChildProcess {
    if (closed) throw new Error('the server is stopping');
    const child = fork(PROGRAM, [JSON.stringify({ storage, ...task })], {
      execPath: process.execPath,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.add(child);
    child.once('close', () => running.delete(child));
    return child;
  }

  /** Hears the child out; its last words are the answer. */
  async function ask(task: object, onSaid: (said: v.InferOutput<typeof Said>) => void): Promise<void> {
    const child = start(task);
    let nonsense: unknown;
    child.stdout?.resume();
    child.on('message', (message) => {
      try {
        onSaid(v.parse(Said, message));
      } catch (error) {
        nonsense ??= error;
      }
    });
    const errors = child.stderr ? text(child.stderr) : '';
    const [code] = await once(child, 'close');
    if (nonsense) throw nonsense;
    if (code !== 0) throw new Error(`the look at the ledger came to no end (${code}): ${await errors}`);
  }

  return {
    async verify(controller, now, onProgress) {
      let figures: v.InferOutput<typeof Figures> | undefined;
      await ask({ do: 'verify', controller, now }, (said) => {
        if ('progress' in said) onProgress(said.progress);
        else if ('figures' in said) figures = said.figures;
      });
      if (!figures) throw new Error('the look at the ledger came to no end');
      return figures;
    },
    async prove(controller, question) {
      let proof: v.InferOutput<typeof Proof> | undefined;
      await ask({ do: 'prove', controller, question }, (said) => {
        if ('proof' in said) proof = said.proof;
      });
      return proof;
    },
    exportLines(controller, now): Readable {
      const child = start({ do: 'export', controller, now });
      const { stdout } = child;
      if (!stdout) throw new Error('the child has no output');
      child.stderr?.resume();
      child.once('exit', (code) => {
        // Half an export must not look whole: the reader is told, and its end line is missing, too.
        if (code !== 0) stdout.destroy(new Error('the export came to no end'));
      });
      stdout.once('close', () => child.kill());
      return stdout;
    },
    async close() {
      closed = true;
      const ended = [...running].map((child) => once(child, 'close'));
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}
