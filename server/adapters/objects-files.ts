/**
 * Objects as files: `<folder>/<controller>/<session>/<object>`, written beside them and renamed into place, so
 * that a file under its own name is always whole, also after the power fails.
 */
import { randomUUID } from 'node:crypto';
import { access, type FileHandle, mkdir, open, opendir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ObjectStore, StoreError } from '../ports.ts';
import { mustBeObjectKey, mustBeRange } from './object-key.ts';

/** On the same volume as the objects, because a rename across volumes is a copy. No key starts with a dot. */
const UNFINISHED = '.unfinished';
const PLACING_TRIES = 5;

export class FileObjectStore implements ObjectStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens (and makes) the store in a folder, and removes what an earlier process left unfinished. */
  static async open(folder: string): Promise<FileObjectStore> {
    const unfinished = join(folder, UNFINISHED);
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    return new FileObjectStore(folder);
  }

  /** The store in a folder that a server may be using: for reading only, and nothing in it is touched. */
  static reading(folder: string): Pick<ObjectStore, 'get' | 'list'> {
    return new FileObjectStore(folder);
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    const target = this.#path(key);
    const unfinished = join(this.#folder, UNFINISHED, randomUUID());
    try {
      await writeDurably(unfinished, body);
      await this.#place(unfinished, target);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw storeError('put', error);
    }
  }

  async get(key: string, range?: { readonly start: number; readonly length: number }) {
    if (range) mustBeRange(range);
    const path = this.#path(key);
    try {
      await using file = await open(path, 'r');
      return range ? await readRange(file, range) : await file.readFile();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw storeError('get', error);
    }
  }

  async delete(key: string): Promise<void> {
    const path = this.#path(key);
    try {
      await unlink(path);
      await syncFolder(dirname(path));
      await this.#removeIfEmpty(dirname(path));
    } catch (error) {
      if (!isMissing(error)) throw storeError('delete', error);
    }
  }

  /** Nothing here expires by itself. */
  async hold(key: string): Promise<void> {
    mustBeObjectKey(key);
  }

  async *list(prefix: string): AsyncIterable<string> {
    for await (const key of this.#walk('')) if (key.startsWith(prefix)) yield key;
  }

  async check(): Promise<void> {
    try {
      await access(join(this.#folder, UNFINISHED));
    } catch (error) {
      throw storeError('check', error);
    }
  }

  #path(key: string): string {
    mustBeObjectKey(key);
    return join(this.#folder, key);
  }

  /** A session's folder may be removed by a delete just before the rename; then it is made again. */
  async #place(from: string, to: string): Promise<void> {
    for (let left = PLACING_TRIES; ; left -= 1) {
      await this.#makeFolder(dirname(to));
      try {
        await rename(from, to);
        return await syncFolder(dirname(to));
      } catch (error) {
        if (!isMissing(error) || left === 0) throw error;
      }
    }
  }

  /** A new folder is durable only when its parent is synced. */
  async #makeFolder(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    await syncFolder(dirname(folder));
    await syncFolder(this.#folder);
  }

  async #removeIfEmpty(folder: string): Promise<void> {
    try {
      await rmdir(folder);
    } catch (error) {
      if (!isMissing(error) && codeOf(error) !== 'ENOTEMPTY') throw error;
    }
  }

  async *#walk(below: string): AsyncIterable<string> {
    try {
      for await (const entry of await opendir(join(this.#folder, below))) {
        if (entry.name === UNFINISHED) continue;
        const key = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) yield* this.#walk(key);
        else yield key;
      }
    } catch (error) {
      if (!isMissing(error)) throw storeError('list', error);
    }
  }
}

async function writeDurably(path: string, body: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(body);
  await file.sync();
}

async function readRange(file: FileHandle, range: { readonly start: number; readonly length: number }) {
  const { size } = await file.stat();
  const bytes = new Uint8Array(Math.max(0, Math.min(range.length, size - range.start)));
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, range.start + done);
    if (bytesRead === 0) throw new Error('the file ended early');
    done += bytesRead;
  }
  return bytes;
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** The system's error stays as the cause (a full disk is told apart there); its message would hold the path. */
function storeError(what: string, cause: unknown): StoreError {
  return cause instanceof StoreError
    ? cause
    : new StoreError(`the object folder failed to ${what}`, { cause });
}
