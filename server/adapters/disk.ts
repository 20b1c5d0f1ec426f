import { statfs } from 'node:fs/promises';
import type { Disk } from '../ports.ts';

/** Free space for an ordinary user on the volume that holds this folder. */
export function createDisk(folder: string): Disk {
  return {
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}
