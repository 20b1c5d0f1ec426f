/**
 * Numbers that changed hands, from files: `<folder>/<controller>/*.csv`. Files stay where they are; whoever puts one
 * there may take it away once it was carried out.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NumberChanges } from '../ports.ts';

/** Nobody's list of a day is longer, and a file that is must not fill the memory. */
const LARGEST = 16 * 1024 * 1024;

export function openNumberFiles(folder: string): NumberChanges {
  /** By path: the hash of the file as it was, so that an unchanged one is not read again. */
  const read = new Map<string, { readonly version: string; readonly hash: string }>();

  async function hashOf(file: string): Promise<string> {
    const { ino, mtimeNs, size } = await stat(file, { bigint: true });
    if (size > LARGEST) throw new Error(`${file} has more than ${LARGEST} bytes: split it`);
    const version = `${ino} ${mtimeNs} ${size}`;
    const known = read.get(file);
    if (known?.version === version) return known.hash;
    const hash = sha256(await readFile(file));
    read.set(file, { version, hash });
    return hash;
  }

  return {
    async list(controller) {
      const names = await readdir(join(folder, controller)).catch(ignoreMissing);
      const lists = names.filter((name) => name.endsWith('.csv') && !name.startsWith('.')).sort();
      return Promise.all(
        lists.map(async (name) => ({ name, hash: await hashOf(join(folder, controller, name)) })),
      );
    },
    read: (controller, name) => readFile(join(folder, controller, name), 'utf8'),
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function ignoreMissing(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
