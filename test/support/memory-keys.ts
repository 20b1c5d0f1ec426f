/** Data keys in memory, for tests of who creates and destroys them, and when. */
import { randomBytes } from 'node:crypto';
import type { MediaKeys } from '../../server/media/objects.ts';

export function memoryKeys(): MediaKeys & { readonly all: Map<string, Uint8Array> } {
  const all = new Map<string, Uint8Array>();
  let made = 0;
  return {
    all,
    async create() {
      made += 1;
      const key = { id: `key-${made}`, dataKey: randomBytes(32) };
      all.set(key.id, key.dataKey);
      return key;
    },
    open: async (id) => all.get(id),
    async destroy(id) {
      all.delete(id);
    },
  };
}
