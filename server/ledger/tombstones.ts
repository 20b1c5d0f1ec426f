/** No key is destroyed before the list of destroyed keys says so, durably: a restored backup is held to that list. */
import type { KeyStore, TombstoneList } from '../ports.ts';

export function withTombstones(store: KeyStore, list: Pick<TombstoneList, 'append'>): KeyStore {
  return {
    put: (rows) => store.put(rows),
    get: (id) => store.get(id),
    below: (parent) => store.below(parent),
    async destroy(ids) {
      await list.append(ids);
      await store.destroy(ids);
    },
  };
}
