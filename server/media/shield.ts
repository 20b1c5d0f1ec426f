/** Keeps what a legal hold names from the object store's own expiry, the backstop behind the sweep. */
import type { Database } from '../database.ts';
import type { ObjectStore } from '../ports.ts';
import type { HoldTarget } from '../privacy/holds.ts';
import { objectKey } from './objects.ts';

export interface ShieldDeps {
  readonly database: Database;
  readonly objects: Pick<ObjectStore, 'hold'>;
  readonly onFault: (error: unknown) => void;
}

/**
 * A hold that the store did not confirm is not set: that throws. What stays shielded after a hold was lifted is
 * still erased by the sweep, so that is only reported.
 */
export function createShield({ database, objects, onFault }: ShieldDeps) {
  return async ({ session, photo }: HoldTarget, held: boolean): Promise<void> => {
    let media = database.selectFrom('media').selectAll().where('session', '=', session);
    media = media.where('state', '=', 'stored');
    if (photo !== undefined) media = media.where('media', '=', photo);
    for (const row of await media.execute()) {
      const done = objects.hold(objectKey(row), held);
      await (held ? done : done.catch(onFault));
    }
  };
}
