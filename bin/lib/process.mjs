/** Running other programs: output passed through, signals forwarded, exit codes kept. */
import { spawn, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inTree, PINNED_NODE, ROOT } from './tree.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program to its end and leaves with its exit code when it failed. */
export function runOrExit(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) {
    process.stderr.write(`${command} could not be started: ${error.message}\n`);
    process.exit(127);
  }
  if (status !== 0) process.exit(status ?? 128 + constants.signals[signal]);
}

/** Runs a program; resolves with its exit code (128 + number for a signal, as shells have it). */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', cwd: ROOT, ...options });
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of FORWARDED) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/**
 * Stops this process when the npm that started it is gone: npm passes on a Ctrl+C of the terminal, but when it is
 * killed by its own id it just dies, and would leave a server that nobody sees.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

function isPinned() {
  try {
    return realpathSync(process.execPath) === realpathSync(PINNED_NODE);
  } catch {
    return false;
  }
}

/**
 * Runs a TypeScript file on the pinned Node, in this very process when npm already started us on it (its PATH
 * puts `node_modules/.bin` first): a second process would only cost time and need its signals forwarded.
 */
export async function runOnPinnedNode(file, args) {
  const full = resolve(ROOT, file);
  if (isPinned()) {
    // Keeps compiled modules, types stripped: half of a warm start is spent on making them.
    nodeModule.enableCompileCache(inTree('node_modules', '.cache', 'compiled'));
    process.argv = [process.execPath, full, ...args];
    await import(pathToFileURL(full).href);
    return;
  }
  process.exitCode = await run(PINNED_NODE, [full, ...args]);
}
