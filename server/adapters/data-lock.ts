/**
 * One server per data directory. Two would each fold and cache sessions of their own and write over each other's
 * sequence. The lock is a database file held in an exclusive transaction: the operating system gives it back when
 * the process ends in whatever way, so a killed server leaves nothing to clean up (a file with a process id does).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
}

/**
 * Takes the directory, making it when it is missing.
 * @throws DataDirectoryInUse when another server has it.
 */
export function lockDataDirectory(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new DataDirectoryInUse(
      `another server is already using ${dataDir}: stop it, or give this one another DATA_DIR`,
    );
  }
  return { release: () => lock.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
