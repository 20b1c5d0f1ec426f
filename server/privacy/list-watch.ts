/**
 * The list of destroyed keys and holds must not be lost: without it a restored backup would bring back what was
 * erased. The database remembers which list is its own and how far it had got, so that a list that is missing, another
 * one or shorter is noticed at the start and while the server runs, and not when a restore would have needed it.
 */
import type { Database } from '../database.ts';
import type { TombstoneList } from '../ports.ts';

/** The message says all there is to know. */
export class ListLost extends Error {
  override readonly name = 'ListLost';
}

export function createListWatch(database: Database, list: Pick<TombstoneList, 'place'>): () => Promise<void> {
  /** @throws ListLost, or what the list itself says is wrong with it. */
  return async () => {
    const place = await list.place();
    const known = await database.selectFrom('outside_list').selectAll().executeTakeFirst();
    if (!known) {
      await database.insertInto('outside_list').values(place).execute();
      return;
    }
    if (known.id !== place.id) {
      throw new ListLost(
        'the list of destroyed keys in CHECKPOINT_DIR is of another installation, or a new one: put the right one back, or see "A lost list" in docs/operations.md',
      );
    }
    if (known.bytes > place.bytes) {
      throw new ListLost(
        `the list of destroyed keys in CHECKPOINT_DIR is cut: it has ${place.bytes} bytes and had ${known.bytes}`,
      );
    }
    if (known.bytes < place.bytes) await database.updateTable('outside_list').set(place).execute();
  };
}
