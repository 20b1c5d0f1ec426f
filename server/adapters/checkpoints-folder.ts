/** The sink of checkpoints as a folder: one file for each controller, `<controller>.checkpoints`, that only grows. */
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointSink } from '../ports.ts';
import { isMissing, syncFolder } from './whole-file.ts';

const LINE_END = 0x0a;
const CONTROLLER = /^[a-z0-9-]{1,64}$/;

export function openCheckpointFolder(folder: string): CheckpointSink {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (controller: string) => checkpointFile(folder, controller);
  const read = (controller: string) => readCheckpoints(folder, controller);

  /** What a power cut left of a line was never relied on, and must not run into the next one. */
  async function wholeLines(controller: string): Promise<void> {
    const bytes = await read(controller);
    const whole = bytes.lastIndexOf(LINE_END) + 1;
    if (whole === bytes.length) return;
    await using handle = await open(fileOf(controller), 'r+');
    await handle.truncate(whole);
    await handle.sync();
  }

  const mended = new Set<string>();
  return {
    read,
    async tail(controller, bytes) {
      let handle: FileHandle;
      try {
        handle = await open(fileOf(controller), 'r');
      } catch (error) {
        if (isMissing(error)) return new Uint8Array(0);
        throw error;
      }
      await using opened = handle;
      const { size } = await opened.stat();
      const end = Buffer.alloc(Math.min(size, bytes));
      await opened.read(end, 0, end.length, size - end.length);
      return end.length === size ? end : end.subarray(end.indexOf(LINE_END) + 1);
    },
    async append(controller, line) {
      if (!mended.has(controller)) await wholeLines(controller);
      await using handle = await open(fileOf(controller), 'a', 0o600);
      await handle.appendFile(line);
      await handle.sync();
      if (!mended.has(controller)) syncFolder(folder);
      mended.add(controller);
    },
  };
}

/** What the folder holds of one controller, for who only reads it; empty when there is nothing. */
export async function readCheckpoints(folder: string, controller: string): Promise<Uint8Array> {
  try {
    return await readFile(checkpointFile(folder, controller));
  } catch (error) {
    if (isMissing(error)) return new Uint8Array(0);
    throw error;
  }
}

function checkpointFile(folder: string, controller: string): string {
  if (!CONTROLLER.test(controller)) throw new Error('a controller has another name than a file may have');
  return join(folder, `${controller}.checkpoints`);
}
