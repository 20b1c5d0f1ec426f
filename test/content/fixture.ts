/** A copy of the committed content that a test may break, and the command that seals it again. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const CONTENT = join(import.meta.dirname, '../../content');

export interface Copy {
  readonly dir: string;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Replaces `from`, which must be there, by `to`. */
  change(file: string, from: string, to: string): Promise<void>;
  /** Writes a sealed file together with its right seal. */
  publish(room: 'texts' | 'guides' | 'consents' | 'offers', file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function copyContent(): Promise<Copy> {
  const dir = await mkdtemp(join(tmpdir(), 'content-'));
  await cp(CONTENT, dir, { recursive: true });
  const read = (file: string) => readFile(join(dir, file), 'utf8');
  const write = (file: string, text: string) => writeFile(join(dir, file), text);
  return {
    dir,
    read,
    write,
    async change(file, from, to) {
      const text = await read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      await write(file, text.replace(from, to));
    },
    async publish(room, file, text) {
      await mkdir(dirname(join(dir, room, file)), { recursive: true });
      await write(`${room}/${file}`, text);
      const seals = JSON.parse(await read(`${room}/versions.json`));
      seals[file] = createHash('sha256').update(text).digest('hex');
      await write(`${room}/versions.json`, JSON.stringify(seals));
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
