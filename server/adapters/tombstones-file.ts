/**
 * The list of destroyed keys as a file that only grows, `CHECKPOINT_DIR/tombstones.log`: a first line that names
 * the list, then one line `<epoch milliseconds> <key id>` for each key.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Clock, TombstoneList } from '../ports.ts';
import { writeWhole } from './whole-file.ts';

const HEADER = /^zvana tombstones 1 ([0-9a-f-]{36})$/;
const LINE = /^\d+ (\S+)$/;
const LINE_END = 0x0a;

/** The list is missing, cut or not ours; the message says all there is to know. */
export class TombstoneError extends Error {
  override readonly name = 'TombstoneError';
}

export interface TombstonePlace {
  readonly id: string;
  /** Size of the list in bytes, up to the end of its last whole line. It only grows. */
  readonly bytes: number;
}

/** Makes an empty list where there is none. */
export function ensureTombstones(folder: string): void {
  const file = fileIn(folder);
  if (!existsSync(file)) writeWhole(file, `zvana tombstones 1 ${randomUUID()}\n`);
}

/**
 * How far the list has got, also while a server writes it.
 * @throws TombstoneError when it is missing or damaged.
 */
export async function tombstonePlace(folder: string): Promise<TombstonePlace> {
  const file = fileIn(folder);
  await using handle = await openList(file);
  const bytes = await wholeLines(handle);
  const head = Buffer.alloc(Math.min(bytes, 128));
  await handle.read(head, 0, head.length, 0);
  const [, id] = HEADER.exec(head.toString('utf8').split('\n', 1)[0] ?? '') ?? [];
  if (id === undefined) throw new TombstoneError(`${file} is not a list of destroyed keys`);
  return { id, bytes };
}

/**
 * Opens the list to write on; one server at a time has it, by the lock on its data directory.
 * @throws TombstoneError when it is missing or damaged.
 */
export async function openTombstones(
  folder: string,
  clock: Clock,
): Promise<TombstoneList & { close(): Promise<void> }> {
  const file = fileIn(folder);
  const { id, bytes } = await tombstonePlace(folder);
  // What a power cut left of a line was never answered, so the key it names was never destroyed.
  await using writable = await open(file, 'r+');
  await writable.truncate(bytes);
  await writable.sync();
  const handle = await open(file, 'a', 0o600);
  let last: Promise<void> = Promise.resolve();

  /** Whole or not at all: half a line on a full disk would spoil the next one. */
  async function write(text: string): Promise<void> {
    const { size } = await handle.stat();
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } catch (error) {
      await handle.truncate(size);
      throw error;
    }
  }

  return {
    id,
    append(keys) {
      if (keys.length === 0) return Promise.resolve();
      const now = clock.now();
      const text = keys.map((key) => `${now} ${key}\n`).join('');
      const written = last.then(() => write(text));
      last = written.catch(() => {});
      return written;
    },
    keys: () => readKeys(file),
    async close() {
      await last;
      await handle.close();
    },
  };
}

/** @throws TombstoneError at a line that is none. */
async function* readKeys(file: string): AsyncIterable<string> {
  await using handle = await openList(file);
  // What is appended while somebody reads is not read: replaying a list writes on it.
  const end = (await wholeLines(handle)) - 1;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, { end }) })) {
    number += 1;
    if (number === 1) continue;
    const [, key] = LINE.exec(line) ?? [];
    if (key === undefined) throw new TombstoneError(`${file}: line ${number} is damaged`);
    yield key;
  }
}

function fileIn(folder: string): string {
  return join(folder, 'tombstones.log');
}

async function openList(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (cause) {
    throw new TombstoneError(
      `the list of destroyed keys ${file} is missing or cannot be read: without it a restored backup could bring back what was erased. Put it back, or set CHECKPOINT_DIR to where it is`,
      { cause },
    );
  }
}

/** A line that is just being written, or that a power cut left, does not count. */
async function wholeLines(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const tail = Buffer.alloc(Math.min(size, 4096));
  await handle.read(tail, 0, tail.length, size - tail.length);
  return size - tail.length + tail.lastIndexOf(LINE_END) + 1;
}

/** Of these keys, those that stand on the list; none when there is no list. */
export async function destroyedAmong(
  folder: string,
  keys: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const file = fileIn(folder);
  if (!existsSync(file)) return found;
  for await (const key of readKeys(file)) if (keys.has(key)) found.add(key);
  return found;
}
