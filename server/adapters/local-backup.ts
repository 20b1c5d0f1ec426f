/**
 * Backups of an installation on one machine. Database and key store never lie together: together they would open
 * what was erased since. A copy of the key store lives seven days at most, so that an erased key is gone from
 * everywhere after that time.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { FileObjectStore } from './objects-files.ts';
import { type BackupStamp, copyDatabase, faultsIn, readStamp, storedObjects } from './sqlite/backup.ts';
import type { TombstonePlace } from './tombstones-file.ts';
import { syncFolder, writeWhole } from './whole-file.ts';

export type BackupKind = BackupStamp['kind'];

/** What cannot be backed up, restored or started from; the message says all there is to know. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** Milliseconds that a copy of the key store may live. */
export const KEY_BACKUP_LIFE = 7 * 24 * 60 * 60_000;
/** Clocks of two machines may disagree by this much. */
const SKEW = 5 * 60_000;
/** Says in a target what it is for. */
const SIGN = 'zvana-backups';

const FILES = { database: 'main.sqlite', keys: 'keys.sqlite' } as const;

export function databaseFile(kind: BackupKind, dataDir: string): string {
  return kind === 'database' ? join(dataDir, FILES.database) : join(dataDir, 'keys', FILES.keys);
}

export interface BackupSettings {
  readonly kind: BackupKind;
  readonly dataDir: string;
  /** Folder of the sealed objects; absent when another store holds them. */
  readonly objects?: string;
  /** How far the list of destroyed keys has got. */
  readonly place: TombstonePlace;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Writes one backup into a folder of its own below `target`; the server may be running.
 * @returns the folder, and how many sealed objects lie in it or are listed.
 * @throws BackupError
 */
export async function takeBackup(
  settings: BackupSettings,
  target: string,
): Promise<{ readonly folder: string; readonly objects: number }> {
  const { kind, dataDir, objects, place, now } = settings;
  const source = databaseFile(kind, dataDir);
  if (!existsSync(source)) throw new BackupError(`there is no ${source}: is this a data directory?`);
  claimTarget(kind, resolve(target), resolve(dataDir));
  const name = new Date(now).toISOString().replaceAll(':', '-');
  const unfinished = join(target, `unfinished-${name}`);
  mkdirSync(unfinished, { mode: 0o700 });
  try {
    const copy = join(unfinished, FILES[kind]);
    await copyDatabase(source, copy, { kind, createdAt: now, list: place.id, listBytes: place.bytes });
    const stored = kind === 'database' ? storedObjects(copy) : [];
    if (objects !== undefined) await copyObjects(stored, objects, join(unfinished, 'objects'));
    else if (kind === 'database') await writeFile(join(unfinished, 'objects.txt'), `${stored.join('\n')}\n`);
    await rename(unfinished, join(target, name));
    syncFolder(target);
    return { folder: join(target, name), objects: stored.length };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** A target is for one kind for good; neither kind lies in, under or over the other's, nor in the data. */
function claimTarget(kind: BackupKind, target: string, dataDir: string): void {
  if (`${target}${sep}`.startsWith(`${dataDir}${sep}`)) {
    throw new BackupError(`${target} lies in the data directory: a backup there is lost with it`);
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const around = [...parents(target), ...readdirSync(target).map((name) => join(target, name))];
  for (const folder of [target, ...around]) {
    const other = kindOf(folder);
    if (other === undefined || other === kind) continue;
    throw new BackupError(
      `${folder} holds backups of the ${nameOf(other)}: ${nameOf(kind)} and ${nameOf(other)} must never lie together, as together they open what was erased`,
    );
  }
  if (kindOf(target) === undefined) writeWhole(join(target, SIGN), kind);
}

function kindOf(folder: string): BackupKind | undefined {
  const sign = join(folder, SIGN);
  if (!existsSync(sign)) return undefined;
  return readFileSync(sign, 'utf8') === 'keys' ? 'keys' : 'database';
}

function parents(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [] : [above, ...parents(above)];
}

function nameOf(kind: BackupKind): string {
  return kind === 'keys' ? 'key store' : 'database';
}

async function copyObjects(keys: readonly string[], from: string, to: string): Promise<void> {
  const source = FileObjectStore.reading(from);
  const copy = await FileObjectStore.open(to);
  for (const key of keys) {
    const sealed = await source.get(key);
    // One erased since the database was copied: its key is destroyed, nobody can miss it.
    if (sealed) await copy.put(key, sealed);
  }
}

/** Deletes the copies of the key store that have lived their time. @returns the folders that are gone. */
export async function pruneKeyBackups(target: string, now: number): Promise<readonly string[]> {
  if (kindOf(target) !== 'keys') throw new BackupError(`${target} holds no backups of the key store`);
  const gone: string[] = [];
  for (const name of readdirSync(target)) {
    const stamp = readStamp(join(target, name, FILES.keys));
    if (!stamp || now - stamp.createdAt <= KEY_BACKUP_LIFE) continue;
    await rm(join(target, name), { recursive: true });
    gone.push(name);
  }
  return gone;
}

/**
 * Whether a copy may be put, or served, in place of the original.
 * @throws BackupError when it is too old, from the future, or the list of destroyed keys does not cover it.
 */
export function mustBeUsable(stamp: BackupStamp, place: TombstonePlace, now: number): void {
  const { kind, createdAt, list, listBytes } = stamp;
  const taken = new Date(createdAt).toISOString();
  if (kind === 'keys' && now - createdAt > KEY_BACKUP_LIFE) {
    throw new BackupError(
      `this backup of the key store is of ${taken}: older than 7 days, it must not be used`,
    );
  }
  if (createdAt - now > SKEW)
    throw new BackupError(`this backup is of ${taken}, which is yet to come: check the clock`);
  if (list !== place.id) {
    throw new BackupError('the list of destroyed keys in CHECKPOINT_DIR is of another installation');
  }
  if (place.bytes < listBytes) {
    throw new BackupError(
      'the list of destroyed keys in CHECKPOINT_DIR is shorter than when this backup was made',
    );
  }
}

export interface RestoreSettings extends Omit<BackupSettings, 'now'> {
  readonly now: number;
  /** Throws where the controllers' key file does not open the keys of this copy. */
  readonly mustOpen: (keysFile: string) => Promise<void>;
}

/** Puts a backup in place; the server must be stopped. @throws BackupError */
export async function restoreBackup(settings: RestoreSettings, folder: string): Promise<void> {
  const { kind, dataDir, objects, place, now } = settings;
  const copy = join(folder, FILES[kind]);
  if (basename(folder).startsWith('unfinished-')) throw new BackupError(`${folder} was never finished`);
  const stamp = readStamp(copy);
  if (stamp?.kind !== kind) throw new BackupError(`${folder} is no backup of the ${nameOf(kind)}`);
  mustBeUsable(stamp, place, now);
  const [fault] = faultsIn(copy);
  if (fault !== undefined) throw new BackupError(`${copy} is damaged: ${fault}`);
  if (kind === 'keys') await settings.mustOpen(copy);
  await putInPlace(copy, databaseFile(kind, dataDir));
  const sealed = join(folder, 'objects');
  if (objects === undefined || !existsSync(sealed)) return;
  const store = await FileObjectStore.open(objects);
  const source = FileObjectStore.reading(sealed);
  for await (const key of source.list('')) {
    const bytes = await source.get(key);
    if (bytes) await store.put(key, bytes);
  }
}

async function putInPlace(copy: string, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.restoring`;
  await copyFile(copy, beside);
  await using handle = await open(beside, 'r+');
  await handle.sync();
  // The old log must not be taken for the new database's.
  for (const end of ['-wal', '-shm']) await rm(file + end, { force: true });
  await rename(beside, file);
  syncFolder(dirname(file));
}

/** The restored copies in a data directory. They are not served before the list of destroyed keys is replayed. */
export function restoredIn(dataDir: string): readonly BackupStamp[] {
  return (['database', 'keys'] as const).flatMap((kind) => readStamp(databaseFile(kind, dataDir)) ?? []);
}
