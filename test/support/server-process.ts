/** The real server as a child process, on a free port and a data directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '..', '..', 'server', 'main.ts');
const READY = /^Listening on (\S+)$/;

export interface ServerOptions {
  /** Kept when it is given, for a server that starts again; otherwise made, and removed by `dispose`. */
  readonly dataDir?: string;
  /** Added to an environment that holds nothing of the tests' own but PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Milliseconds to wait for the ready line. */
  readonly patience?: number;
}

export interface ServerProcess {
  /** Origin on the loopback, as the ready line says it. */
  readonly address: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What it has written so far. */
  output(): string;
  errors(): string;
  /** Asks it to stop (SIGTERM) and resolves with its exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts another one on the same data directory, after `stop` or `kill`; by default at the same port. */
  restart(options?: ServerOptions): Promise<ServerProcess>;
  /** Kills it if it still runs, and removes the data directory that was made for it. */
  dispose(): Promise<void>;
}

export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'zvana-')));
  const env = { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: dataDir, ...options.env };
  const child = spawn(process.execPath, [MAIN, ...(options.args ?? [])], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  // A test run that is ended from outside must not leave servers behind.
  const killAtExit = () => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  const written = collect(child);
  const address = await readyAddress(child, exited, written, options.patience ?? 15_000);
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  };
  return {
    address,
    dataDir,
    pid: child.pid ?? 0,
    output: () => written.output,
    errors: () => written.errors,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    kill,
    restart: (more = {}) => {
      const port = new URL(address).port;
      return startServer({ ...options, ...more, dataDir, env: { ...options.env, PORT: port, ...more.env } });
    },
    async dispose() {
      await kill();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Written {
  output: string;
  errors: string;
}

function collect(child: ChildProcess): Written {
  const written: Written = { output: '', errors: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written.output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written.errors += text;
  });
  return written;
}

async function readyAddress(
  child: ChildProcess,
  exited: Promise<unknown[]>,
  written: Written,
  patience: number,
): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [, address] = READY.exec(line) ?? [];
    if (address !== undefined) resolve(address);
  });
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    reject(new Error(`the server was not ready in time:\n${written.output}${written.errors}`));
  }, patience);
  exited.then(([code]) =>
    reject(new Error(`the server ended (${code}):\n${written.output}${written.errors}`)),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
