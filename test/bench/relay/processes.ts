/** The processes of the relay bench: both servers on one core, the load generator on another. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { startServer } from '../../support/server-process.ts';
import type { Failed, Order } from './orders.ts';

const SERVER_CORE = 0;
const LOAD_CORE = 1;
const here = (file: string) => join(import.meta.dirname, file);
const PROBE = `--import=${pathToFileURL(here('probe.ts')).href}`;

export interface Measurable {
  readonly address: string;
  readonly pid: number;
  /** What it answers through the probe. */
  ask<T>(question: string): Promise<T>;
  dispose(): Promise<void>;
}

/** The real server as it always runs, except that one socket may send as many commands as it can. */
export async function startReal(folder: string): Promise<Measurable> {
  const probe = join(folder, 'real.sock');
  const env = { COMMANDS_PER_SECOND: '1000000', NODE_OPTIONS: PROBE, BENCH_PROBE: probe };
  const { address, pid, dispose } = await startServer({ env });
  pin(pid, SERVER_CORE);
  return { address, pid, dispose, ask: (question) => ask(probe, question) };
}

export async function startBare(folder: string): Promise<Measurable> {
  const probe = join(folder, 'bare.sock');
  const env = { PATH: process.env.PATH ?? '', NODE_OPTIONS: PROBE, BENCH_PROBE: probe };
  const child = spawn(process.execPath, [here('bare-server.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const [, address] = /Listening on (\S+)/.exec(String(line)) ?? [];
  assert.ok(address !== undefined && child.pid !== undefined);
  pin(child.pid, SERVER_CORE);
  return { address, pid: child.pid, dispose: () => end(child), ask: (question) => ask(probe, question) };
}

export interface LoadGenerator {
  order<T>(order: Order): Promise<T>;
  dispose(): Promise<void>;
}

export function startLoadGenerator(): LoadGenerator {
  const child = spawn(process.execPath, [here('load.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  assert.ok(child.pid !== undefined);
  pin(child.pid, LOAD_CORE);
  return {
    async order<T>(order: Order): Promise<T> {
      child.send(order);
      const [answer] = (await once(child, 'message')) as [T | Failed];
      if (typeof answer === 'object' && answer !== null && 'error' in answer) throw new Error(answer.error);
      return answer as T;
    },
    dispose: () => end(child),
  };
}

/** All threads, and those to come. */
function pin(pid: number, core: number): void {
  execFileSync('taskset', ['-apc', String(core), String(pid)], { stdio: 'ignore' });
}

async function ask<T>(probe: string, question: string): Promise<T> {
  const socket = connect(probe);
  socket.write(`${question}\n`);
  return JSON.parse(await text(socket)) as T;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
