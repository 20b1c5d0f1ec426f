/**
 * Who is affected by a breach: sessions and data subjects, counted from rows and from the log of grants. Where it
 * cannot be told, it counts more and not less: somebody told in vain is better than somebody not told.
 */
import { setImmediate } from 'node:timers/promises';
import type { AffectedSession, BreachFigures, BreachScope } from '../../protocol/breach.ts';
import type { Database, SessionRow } from '../database.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { DataCategory } from '../privacy/policy.ts';

export interface BreachScopes {
  /** Affected sessions of this controller, one by one; many stay out of memory. */
  affected(controller: string, scope: BreachScope): AsyncIterable<AffectedSession>;
  count(controller: string, scope: BreachScope): Promise<BreachFigures>;
}

type Row = Pick<
  SessionRow,
  'id' | 'created_at' | 'ended_at' | 'number_hash' | 'photos_erased_at' | 'content_erased_at' | 'staff'
>;
type Found = Row & { readonly photos: number };
interface Affected extends AffectedSession {
  /** Keyed hash of the number. */
  readonly subject: string | undefined;
}
interface Access {
  readonly categories: Set<string>;
  accesses: number;
  last: number;
}

const CONTENT: readonly DataCategory[] = ['contact', 'matter', 'usage', 'shown', 'answers'];
const PAGE = 500;
/** A grant that is recorded stands for ten minutes of the same (PRV-5): what came before may reach into the window. */
const GRANT_LASTS = 10 * 60_000;

export function createBreachScopes(deps: {
  readonly database: Database;
  readonly log: Pick<ControllerLog, 'openRows'>;
}): BreachScopes {
  const { database, log } = deps;

  /** Rows with the number of photos that were there before the end of the window. */
  function rowsOf(controller: string, { until }: BreachScope) {
    return database
      .selectFrom('session')
      .select([
        'id',
        'created_at',
        'ended_at',
        'number_hash',
        'photos_erased_at',
        'content_erased_at',
        'staff',
      ])
      .select(({ selectFrom }) =>
        selectFrom('media')
          .select(({ fn }) => fn.countAll<number>().as('photos'))
          .whereRef('media.session', '=', 'session.id')
          .where('kind', '=', 'photo')
          .where('media.created_at', '<', until)
          .as('photos'),
      )
      .where('session.controller', '=', controller)
      .where('session.created_at', '<', until);
  }

  async function* everyRow(controller: string, scope: BreachScope): AsyncIterable<Found> {
    let after: Row | undefined;
    do {
      const place = after;
      const page: readonly (Row & { photos: number | null })[] = await rowsOf(controller, scope)
        .$if(place !== undefined, (query) =>
          query.where(({ eb, refTuple, tuple }) =>
            eb(
              refTuple('session.created_at', 'session.id'),
              '>',
              tuple(place?.created_at ?? 0, place?.id ?? ''),
            ),
          ),
        )
        .orderBy('session.created_at')
        .orderBy('session.id')
        .limit(PAGE)
        .execute();
      for (const row of page) yield { ...row, photos: row.photos ?? 0 };
      after = page.length === PAGE ? page.at(-1) : undefined;
      // Callers come first: nobody waits for more than one page.
      await setImmediate();
    } while (after);
  }

  async function* rowsIn(
    controller: string,
    scope: BreachScope,
    ids: readonly string[],
  ): AsyncIterable<Found> {
    for (let start = 0; start < ids.length; start += PAGE) {
      const some = ids.slice(start, start + PAGE);
      const rows = await rowsOf(controller, scope).where('session.id', 'in', some).execute();
      for (const row of rows) yield { ...row, photos: row.photos ?? 0 };
      await setImmediate();
    }
  }

  /** What the log says that an account was let into. */
  async function accessesOf(
    controller: string,
    staff: string,
    scope: BreachScope,
  ): Promise<Map<string, Access>> {
    const found = new Map<string, Access>();
    let after = 0;
    for (let more = true; more; ) {
      const places = await database
        .selectFrom('controller_entry')
        .select(['seq', 'place'])
        .where('controller', '=', controller)
        .where('staff', '=', staff)
        .where('at', '>=', scope.since - GRANT_LASTS)
        .where('at', '<', scope.until)
        .where('type', 'in', ['GrantGiven', 'ContentViewed'])
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(PAGE)
        .execute();
      more = places.length === PAGE;
      after = places.at(-1)?.seq ?? after;
      const rows = await database
        .selectFrom('entry')
        .selectAll()
        .where(
          'n',
          'in',
          places.map(({ place }) => place),
        )
        .execute();
      for (const { at, event } of await log.openRows(controller, rows)) {
        if (event.type !== 'GrantGiven' && event.type !== 'ContentViewed') continue;
        const access = found.get(event.session) ?? { categories: new Set(), accesses: 0, last: 0 };
        found.set(event.session, access);
        access.accesses += 1;
        access.last = Math.max(access.last, at);
        if (event.type === 'GrantGiven') access.categories.add(event.category);
      }
      await setImmediate();
    }
    return found;
  }

  async function* byAccount(controller: string, staff: string, scope: BreachScope): AsyncIterable<Affected> {
    const accesses = await accessesOf(controller, staff, scope);
    for await (const row of rowsIn(controller, scope, [...accesses.keys()])) {
      const access = accesses.get(row.id);
      const own = row.staff === staff && isOpenIn(row, scope) ? exposed(row, scope) : [];
      const categories = new Set([...own, ...(access?.categories ?? [])]);
      yield {
        ...affectedFrom(row, [...categories]),
        accesses: access?.accesses ?? 0,
        lastAccess: access?.last ?? 0,
      };
    }
    // Sessions that were this account's while they were open: no grant is needed to be in one's own call.
    for await (const row of everyRow(controller, scope)) {
      if (row.staff !== staff || accesses.has(row.id) || !isOpenIn(row, scope)) continue;
      yield { ...affectedFrom(row, exposed(row, scope)), accesses: 0 };
    }
  }

  async function* byObject(controller: string, object: string, scope: BreachScope): AsyncIterable<Affected> {
    const media = await database
      .selectFrom('media')
      .select(['session', 'kind'])
      .where('controller', '=', controller)
      .where(({ eb, or }) => or([eb('id', '=', object), eb('media', '=', object), eb('key', '=', object)]))
      .executeTakeFirst();
    if (!media) return;
    for await (const row of rowsIn(controller, scope, [media.session])) {
      yield affectedFrom(row, [media.kind === 'photo' ? 'photo' : 'shown']);
    }
  }

  async function* find(controller: string, scope: BreachScope): AsyncIterable<Affected> {
    const { kind, of = '' } = scope;
    if (kind === 'account') return yield* byAccount(controller, of, scope);
    if (kind === 'object-key') return yield* byObject(controller, of, scope);
    const rows = kind === 'session-key' ? rowsIn(controller, scope, [of]) : everyRow(controller, scope);
    for await (const row of rows) {
      if (kind === 'traffic' && !isOpenIn(row, scope)) continue;
      const categories = exposed(row, scope);
      if (categories.length > 0) yield affectedFrom(row, categories);
    }
  }

  return {
    async *affected(controller, scope) {
      for await (const { subject: _, ...session } of find(controller, scope)) yield session;
    },
    async count(controller, scope) {
      const subjects = new Set<string>();
      const categories: Record<string, number> = {};
      let sessions = 0;
      let untraceable = 0;
      for await (const one of find(controller, scope)) {
        sessions += 1;
        if (one.subject === undefined) untraceable += 1;
        else subjects.add(one.subject);
        for (const category of one.categories) categories[category] = (categories[category] ?? 0) + 1;
      }
      return { sessions, subjects: subjects.size, untraceable, categories };
    },
  };
}

function isOpenIn({ created_at, ended_at }: Row, { since, until }: BreachScope): boolean {
  return created_at < until && (ended_at === null || ended_at >= since);
}

/** What existed of a session at some moment of the window. When one photo was taken back is not in its row: it counts. */
function exposed(row: Found, { since }: BreachScope): readonly DataCategory[] {
  const content = row.content_erased_at === null || row.content_erased_at > since;
  const photos = row.photos > 0 && (row.photos_erased_at === null || row.photos_erased_at > since);
  return [...(content ? CONTENT : []), ...(photos ? (['photo'] as const) : [])];
}

function affectedFrom(row: Row, categories: readonly string[]): Affected {
  return {
    session: row.id,
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    categories: [...categories].sort(),
    untraceable: row.number_hash === null,
    subject: row.number_hash ?? undefined,
  };
}
