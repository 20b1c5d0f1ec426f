/**
 * The retention sweep: erases what is due, a bounded number of sessions a tick, oldest first. It keeps no place:
 * what a killed sweep left is still due at the next tick.
 */
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';

export interface SweepDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly erasePhotos: (session: string) => Promise<void>;
  readonly eraseContent: (session: string) => Promise<void>;
  readonly eraseSkeleton: (session: string) => Promise<void>;
  /** One session that cannot be erased must not keep the others: it is reported and tried again. */
  readonly onFault: (error: unknown) => void;
}

const PER_TICK = 50;

/** One tick; resolves with the number of erasures done. */
export async function sweep(deps: SweepDeps): Promise<number> {
  const { database, clock, erasePhotos, eraseContent, eraseSkeleton, onFault } = deps;
  const now = clock.now();

  async function eraseEach(rows: readonly { id: string }[], erase: (id: string) => Promise<void>) {
    let done = 0;
    for (const { id } of rows) {
      try {
        await erase(id);
        done += 1;
      } catch (error) {
        onFault(error);
      }
    }
    return done;
  }

  const due = () => database.selectFrom('session').select('id').limit(PER_TICK);
  const photos = await due()
    .where('photos_due', '<=', now)
    .where('photos_erased_at', 'is', null)
    .orderBy('photos_due')
    .execute();
  const donePhotos = await eraseEach(photos, erasePhotos);
  const content = await due()
    .where('content_due', '<=', now)
    .where('content_erased_at', 'is', null)
    .orderBy('content_due')
    .execute();
  const doneContent = await eraseEach(content, eraseContent);
  const skeletons = await due()
    .where('skeleton_due', '<=', now)
    .where('content_erased_at', 'is not', null)
    .orderBy('skeleton_due')
    .execute();
  return donePhotos + doneContent + (await eraseEach(skeletons, eraseSkeleton));
}
