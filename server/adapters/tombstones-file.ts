/**
 * The list of destroyed keys and of holds as a file that only grows, `CHECKPOINT_DIR/tombstones.log`: a first line
 * that names the list, then one line `<epoch milliseconds> <key id>` for each key, and one `<epoch milliseconds> hold
 * <JSON>` for each hold that is set or lifted.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Clock, ListedHold, TombstoneList } from '../ports.ts';
import { writeWhole } from './whole-file.ts';

const HEADER = /^zvana tombstones 1 ([0-9a-f-]{36})$/;
const LINE = /^\d+ (\S+)$/;
const HOLD_LINE = /^\d+ hold (\{.*\})$/;
const LINE_END = 0x0a;
const Hold = v.strictObject({
  hold: v.string(),
  controller: v.string(),
  session: v.string(),
  photo: v.exactOptional(v.string()),
  inForce: v.boolean(),
  requestedBy: v.string(),
  requestedAt: v.number(),
  by: v.string(),
  at: v.number(),
});

/** The list is missing, cut or not ours; the message says all there is to know. */
export class TombstoneError extends Error {
  override readonly name = 'TombstoneError';
}

export interface TombstonePlace {
  readonly id: string;
  /** Size of the list in bytes, up to the end of its last whole line. It only grows. */
  readonly bytes: number;
}

/** Makes an empty list where there is none. @returns whether it did. */
export function ensureTombstones(folder: string): boolean {
  const file = fileIn(folder);
  if (existsSync(file)) return false;
  writeWhole(file, `zvana tombstones 1 ${randomUUID()}\n`);
  return true;
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

  /** A file that was moved away or deleted takes writing as before, and keeps it for nobody. */
  async function mustLieThere(): Promise<void> {
    const [own, there] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)]);
    if (there?.ino === own.ino && there.dev === own.dev) return;
    throw new TombstoneError(
      `the list of destroyed keys ${file} is gone: nothing is erased until it is put back and the server started again`,
    );
  }

  function add(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return Promise.resolve();
    const written = last.then(() => write(lines.join('')));
    last = written.catch(() => {});
    return written;
  }

  /** Whole or not at all: half a line on a full disk would spoil the next one. */
  async function write(text: string): Promise<void> {
    await mustLieThere();
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
      const now = clock.now();
      return add(keys.map((key) => `${now} ${key}\n`));
    },
    keys: () => readKeys(file),
    appendHolds(holds) {
      const now = clock.now();
      return add(holds.map((hold) => `${now} hold ${JSON.stringify(hold)}\n`));
    },
    holds: () => readHolds(file),
    async place() {
      await mustLieThere();
      return tombstonePlace(folder);
    },
    async close() {
      await last;
      await handle.close();
    },
  };
}

async function* readKeys(file: string): AsyncIterable<string> {
  for await (const read of readLines(file)) if (typeof read === 'string') yield read;
}

async function* readHolds(file: string): AsyncIterable<ListedHold> {
  for await (const read of readLines(file)) if (typeof read !== 'string') yield read;
}

/** Key ids and holds. @throws TombstoneError at a line that is none. */
async function* readLines(file: string): AsyncIterable<string | ListedHold> {
  await using handle = await openList(file);
  // What is appended while somebody reads is not read: replaying a list writes on it.
  const end = (await wholeLines(handle)) - 1;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, { end }) })) {
    number += 1;
    if (number === 1) continue;
    const [, key] = LINE.exec(line) ?? [];
    const read = key ?? holdIn(line);
    if (read === undefined) throw new TombstoneError(`${file}: line ${number} is damaged`);
    yield read;
  }
}

function holdIn(line: string): ListedHold | undefined {
  const [, json] = HOLD_LINE.exec(line) ?? [];
  if (json === undefined) return undefined;
  try {
    return v.parse(Hold, JSON.parse(json));
  } catch {
    return undefined;
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
