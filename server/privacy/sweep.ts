/**
 * The retention sweep: erases what is due, page by page and oldest first. Each kind of erasure gets its share of a
 * tick's time, so that a heap of one cannot keep the others waiting, and everything that falls due in one minute is
 * gone within ten (RET-16). Where a walk got to is kept in memory only: what a killed sweep left is still due.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { type ExpressionBuilder, expressionBuilder, type SelectQueryBuilder } from 'kysely';
import type { Database, Tables } from '../database.ts';
import type { Clock } from '../ports.ts';

export interface UnfinishedErasure {
  readonly session: string;
  readonly photo: string;
}

export interface SweepDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Milliseconds since any beginning; measures the tick. */
  readonly monotonic: Clock;
  /** Recorded erasures that were cut short before their certificate, in order. */
  readonly unfinished: (limit: number, after?: UnfinishedErasure) => Promise<readonly UnfinishedErasure[]>;
  readonly finish: (session: string, photo: string) => Promise<unknown>;
  readonly erasePhotos: (session: string) => Promise<void>;
  readonly eraseContent: (session: string) => Promise<void>;
  readonly eraseSkeleton: (session: string) => Promise<void>;
  /** One session that cannot be erased must not keep the others: it is reported and tried again. */
  readonly onFault: (error: unknown) => void;
}

/**
 * One tick; resolves with the number of erasures done. `mayGoOn` is asked before each page: the clocks may come to
 * disagree, and the server to stop.
 */
export type Sweep = (mayGoOn: () => Promise<boolean>) => Promise<number>;

const PAGE = 50;
/** Milliseconds that each kind of erasure has in a tick. */
const SHARE = 30_000;

export function createSweep(deps: SweepDeps): Sweep {
  const { database, clock, monotonic, unfinished, finish, onFault } = deps;

  /** @returns what erases one page: goes on behind the page before, or anew once it came to the end. */
  function walk<T>(
    find: (after: T | undefined) => Promise<readonly T[]>,
    erase: (item: T) => Promise<unknown>,
  ): () => Promise<{ readonly done: number; readonly atEnd: boolean }> {
    let after: T | undefined;
    return async () => {
      const items = await find(after);
      let done = 0;
      for (const item of items) {
        try {
          await erase(item);
          done += 1;
        } catch (error) {
          onFault(error);
        }
        // SQLite answers at once: without a pause a page would keep everyone else waiting.
        await turn();
      }
      const atEnd = items.length < PAGE;
      after = atEnd ? undefined : items.at(-1);
      return { done, atEnd };
    };
  }

  const walks = [
    walk(
      (after: UnfinishedErasure | undefined) => unfinished(PAGE, after),
      ({ session, photo }) => finish(session, photo),
    ),
    walk(
      (after: Due | undefined) => page(photosDue(database), 'photos_due', clock.now(), after),
      ({ id }) => deps.erasePhotos(id),
    ),
    walk(
      (after: Due | undefined) => page(contentDue(database), 'content_due', clock.now(), after),
      ({ id }) => deps.eraseContent(id),
    ),
    walk(
      (after: Due | undefined) => page(skeletonsDue(database), 'skeleton_due', clock.now(), after),
      ({ id }) => deps.eraseSkeleton(id),
    ),
  ];

  return async (mayGoOn) => {
    let total = 0;
    for (const next of walks) {
      const until = monotonic.now() + SHARE;
      for (let atEnd = false; !atEnd && monotonic.now() < until; ) {
        if (!(await mayGoOn())) return total;
        const page = await next();
        total += page.done;
        atEnd = page.atEnd;
      }
    }
    return total;
  };
}

interface Due {
  readonly id: string;
  readonly due: number;
}
type Sessions = SelectQueryBuilder<Tables, 'session', object>;

/** Oldest first, from an index that ends with the id. */
async function page(
  sessions: Sessions,
  column: 'photos_due' | 'content_due' | 'skeleton_due',
  now: number,
  after: Due | undefined,
): Promise<readonly Due[]> {
  let query = sessions
    .select(['id', (row) => row.ref(column).$notNull().as('due')])
    .where(column, '<=', now)
    .orderBy(column)
    .orderBy('id')
    .limit(PAGE);
  if (after) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple(column, 'id'), '>', tuple(after.due, after.id)),
    );
  }
  return query.execute();
}

/**
 * Sessions with photos that are due and that no hold names. One whose every photo left is held is passed over: it
 * would come up at each tick, and fifty such would keep all others from being erased.
 */
function photosDue(database: Database): Sessions {
  return database
    .selectFrom('session')
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
    .where(notRestricted);
}

/** A hold on one photo keeps that photo alone. */
function contentDue(database: Database): Sessions {
  const named = holdsInForce().where('hold.photo', 'is', null);
  return database
    .selectFrom('session')
    .where('content_erased_at', 'is', null)
    .where(({ not, exists }) => not(exists(named.select('hold.id'))))
    .where(notRestricted);
}

function skeletonsDue(database: Database): Sessions {
  const named = holdsInForce();
  return database
    .selectFrom('session')
    .where('content_erased_at', 'is not', null)
    .where('photos_erased_at', 'is not', null)
    .where(({ not, exists }) => not(exists(named.select('hold.id'))))
    .where(notRestricted);
}

/** Those on the session of the query around it. */
function holdsInForce() {
  return expressionBuilder<Tables, 'session'>()
    .selectFrom('hold')
    .whereRef('hold.session', '=', 'session.id')
    .where('hold.state', 'in', ['in-force', 'lift-requested']);
}

/**
 * Whose subject had processing restricted keeps the data for claims or for proof (Art. 18(1)(b) to (d)): only what
 * the subject had erased as a whole after all, once begun, goes on.
 */
function notRestricted({ not, exists, or, selectFrom }: ExpressionBuilder<Tables, 'session'>) {
  const restricted = selectFrom('restriction')
    .select('restriction.session')
    .whereRef('restriction.session', '=', 'session.id')
    .where('restriction.purpose', '=', '');
  const begun = selectFrom('erasure')
    .select('erasure.session')
    .whereRef('erasure.session', '=', 'session.id')
    .where('erasure.photo', '=', '');
  return or([not(exists(restricted)), exists(begun)]);
}
