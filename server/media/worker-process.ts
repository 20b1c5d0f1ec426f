/**
 * One picture worker as a child process: how it is confined, how long and how much memory a picture may take.
 * A worker that breaks a limit is killed, which is the only sure way to stop native code.
 *
 * The permission model confines JavaScript. Should a picture ever take over the native decoder, it finds a
 * process without credentials or keys, which is why decoding happens here and not in the server.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { type Job, READY, type Reply, ReplySchema } from './worker-messages.ts';

export interface WorkerLimits {
  /** Milliseconds that one picture may take. */
  readonly timeLimit: number;
  /** Resident memory of the process while it works, in bytes. */
  readonly memoryLimit: number;
  /** Milliseconds from spawn to loaded. */
  readonly startLimit: number;
}

/** Why a worker gave no answer. */
export type WorkerFailure = 'timeout' | 'memory' | 'died' | 'nonsense';

export interface PictureWorker {
  readonly pid: number;
  /** False once the process is gone, whoever ended it. */
  alive(): boolean;
  /** Rejects when the worker does not come up; its first words on stderr are the message. */
  readonly started: Promise<void>;
  /** One job at a time. A failed worker is dead and must be replaced. */
  run(job: Job): Promise<Reply | { readonly failure: WorkerFailure }>;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

const WORKER_FILE = fileURLToPath(new URL('./sanitise-worker.ts', import.meta.url));
const JS_HEAP_MB = 128;
const WATCH_EVERY_MS = 25;

/** Flags that take everything away but reading the worker itself and sharp with what it loads. */
export function confinement(workerFile: string): string[] {
  const readable = [workerFile, ...sharpFolders().map((folder) => join(folder, '*'))];
  return [
    '--permission',
    '--allow-addons',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${JS_HEAP_MB}`,
    '--disable-warning=SecurityWarning',
  ];
}

/** sharp, the native libraries beside it, and its two plain dependencies. */
function sharpFolders(): string[] {
  const sharpEntry = createRequire(import.meta.url).resolve('sharp');
  const inSharp = createRequire(sharpEntry);
  const sharp = packageFolder(sharpEntry, 'sharp');
  const colour = packageFolder(inSharp.resolve('@img/colour'), '@img/colour');
  const plain = ['detect-libc', 'semver'].map((name) => packageFolder(inSharp.resolve(name), name));
  return [sharp, dirname(colour), ...plain];
}

function packageFolder(file: string, name: string): string {
  const folder = join('node_modules', name) + sep;
  return file.slice(0, file.lastIndexOf(folder) + folder.length - 1);
}

export function startWorker(limits: WorkerLimits, workerFile = WORKER_FILE): PictureWorker {
  const child = fork(workerFile, [], {
    execPath: process.execPath,
    execArgv: confinement(workerFile),
    // Nothing of the server's environment; the second is libvips' own block of its less tested loaders.
    env: { VIPS_BLOCK_UNTRUSTED: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const started = start(child, limits.startLimit, gone);
  return {
    pid: child.pid ?? 0,
    alive: () => child.connected && child.exitCode === null && child.signalCode === null,
    started,
    run: (job) => run(child, job, limits, gone),
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function start(child: ChildProcess, startLimit: number, gone: Promise<void>): Promise<void> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (words.length < 2_000) words += chunk.toString();
  });
  const outcome = await settled<'ready' | 'gone' | 'late'>((settle) => {
    const timer = setTimeout(settle, startLimit, 'late');
    void once(child, 'message').then(([message]) => settle(message === READY ? 'ready' : 'gone'));
    void gone.then(() => settle('gone'));
    return () => clearTimeout(timer);
  });
  if (outcome === 'ready') return;
  child.kill('SIGKILL');
  throw new Error(`the picture worker did not start (${outcome}): ${words}`);
}

async function run(
  child: ChildProcess,
  job: Job,
  limits: WorkerLimits,
  gone: Promise<void>,
): Promise<Reply | { readonly failure: WorkerFailure }> {
  const outcome = await settled<Reply | { readonly failure: WorkerFailure }>((settle) => {
    const timer = setTimeout(settle, limits.timeLimit, { failure: 'timeout' });
    const watch = setInterval(() => {
      if (residentBytes(child.pid) > limits.memoryLimit) settle({ failure: 'memory' });
    }, WATCH_EVERY_MS);
    const listen = (message: unknown) => {
      const reply = v.safeParse(ReplySchema, message);
      settle(reply.success && reply.output.id === job.id ? reply.output : { failure: 'nonsense' });
    };
    child.once('message', listen);
    void gone.then(() => settle({ failure: 'died' }));
    child.send(job, (error) => error && settle({ failure: 'died' }));
    return () => {
      clearTimeout(timer);
      clearInterval(watch);
      child.off('message', listen);
    };
  });
  if ('failure' in outcome) child.kill('SIGKILL');
  return outcome;
}

/** A promise settled by whoever comes first, with a clean-up that runs once. */
function settled<T>(wait: (settle: (value: T) => void) => () => void): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const cleanUp = wait(resolve);
  return promise.finally(cleanUp);
}

/** The kernel's own figure, since a worker that misbehaves cannot be asked. Linux only; elsewhere 0. */
function residentBytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
