/**
 * The retention sweep: erases what is due, a bounded number of sessions a tick, oldest first. It keeps no place:
 * what a killed sweep left is still due at the next tick.
 */
import { expressionBuilder } from 'kysely';
import type { Database, Tables } from '../database.ts';
import type { Clock } from '../ports.ts';

export interface SweepDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Recorded erasures that were cut short before their certificate. */
  readonly unfinished: (
    limit: number,
  ) => Promise<readonly { readonly session: string; readonly photo: string }[]>;
  readonly finish: (session: string, photo: string) => Promise<unknown>;
  readonly erasePhotos: (session: string) => Promise<void>;
  readonly eraseContent: (session: string) => Promise<void>;
  readonly eraseSkeleton: (session: string) => Promise<void>;
  /** One session that cannot be erased must not keep the others: it is reported and tried again. */
  readonly onFault: (error: unknown) => void;
}

const PER_TICK = 50;

/** One tick; resolves with the number of erasures done. */
export async function sweep(deps: SweepDeps): Promise<number> {
  const { database, clock, unfinished, finish, erasePhotos, eraseContent, eraseSkeleton, onFault } = deps;
  const now = clock.now();

  async function each<T>(items: readonly T[], erase: (item: T) => Promise<unknown>): Promise<number> {
    let done = 0;
    for (const item of items) {
      try {
        await erase(item);
        done += 1;
      } catch (error) {
        onFault(error);
      }
    }
    return done;
  }

  let done = await each(await unfinished(PER_TICK), ({ session, photo }) => finish(session, photo));
  done += await each(await photosDue(database, now), ({ id }) => erasePhotos(id));
  done += await each(await contentDue(database, now), ({ id }) => eraseContent(id));
  return done + (await each(await skeletonsDue(database, now), ({ id }) => eraseSkeleton(id)));
}

/**
 * Sessions with photos that are due and that no hold names. One whose every photo left is held is passed over: it
 * would come up at each tick, and fifty such would keep all others from being erased.
 */
function photosDue(database: Database, now: number) {
  return database
    .selectFrom('session')
    .select('id')
    .where('photos_due', '<=', now)
    .where('photos_erased_at', 'is', null)
    .where(({ not, exists, or, selectFrom }) => {
      const named = holdsInForce();
      const free = selectFrom('media')
        .select('media.id')
        .whereRef('media.session', '=', 'session.id')
        .where('kind', '=', 'photo')
        .where('state', '!=', 'erased')
        .where('media.media', 'not in', named.select('hold.photo').where('hold.photo', 'is not', null));
      return or([
        not(exists(named.select('hold.id'))),
        not(exists(named.select('hold.id').where('hold.photo', 'is', null))).and(exists(free)),
      ]);
    })
    .orderBy('photos_due')
    .limit(PER_TICK)
    .execute();
}

/** A hold on one photo keeps that photo alone. */
function contentDue(database: Database, now: number) {
  const named = holdsInForce().where('hold.photo', 'is', null);
  return database
    .selectFrom('session')
    .select('id')
    .where('content_due', '<=', now)
    .where('content_erased_at', 'is', null)
    .where(({ not, exists }) => not(exists(named.select('hold.id'))))
    .orderBy('content_due')
    .limit(PER_TICK)
    .execute();
}

function skeletonsDue(database: Database, now: number) {
  const named = holdsInForce();
  return database
    .selectFrom('session')
    .select('id')
    .where('skeleton_due', '<=', now)
    .where('content_erased_at', 'is not', null)
    .where('photos_erased_at', 'is not', null)
    .where(({ not, exists }) => not(exists(named.select('hold.id'))))
    .orderBy('skeleton_due')
    .limit(PER_TICK)
    .execute();
}

/** Those on the session of the query around it. */
function holdsInForce() {
  return expressionBuilder<Tables, 'session'>()
    .selectFrom('hold')
    .whereRef('hold.session', '=', 'session.id')
    .where('hold.state', 'in', ['in-force', 'lift-requested']);
}
