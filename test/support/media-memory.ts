/** Rows and data keys of pictures in memory, for tests of what intake and reader do with them. */
import { randomBytes } from 'node:crypto';
import type { MediaRow } from '../../server/database.ts';
import type { MediaKeys, MediaRows } from '../../server/media/objects.ts';

export function memoryRows(): MediaRows & { readonly all: Map<string, MediaRow> } {
  const all = new Map<string, MediaRow>();
  const where = (test: (row: MediaRow) => boolean) =>
    [...all.values()].filter(test).map((row) => ({ ...row }));
  return {
    all,
    of: async (session, media) => where((row) => row.session === session && row.media === media),
    inState: async (state) => where((row) => row.state === state),
    async insert(rows) {
      for (const row of rows) {
        if (all.has(row.id)) throw new Error('a row with this id exists');
        all.set(row.id, { ...row });
      }
    },
    async setState(ids, state) {
      for (const id of ids) {
        const row = all.get(id);
        if (row) all.set(id, { ...row, state });
      }
    },
    async remove(ids) {
      for (const id of ids) all.delete(id);
    },
  };
}

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
