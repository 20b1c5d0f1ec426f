/** What a reviewer may know of sessions without opening any: rows, dates and the headers of entries. */
import { type ExpressionBuilder, sql } from 'kysely';
import type { EventType, Recorded } from '../../protocol/events.ts';
import { PERIOD_KINDS } from '../../protocol/periods.ts';
import type {
  PhotoFact,
  RetentionDate,
  ReviewPage,
  ReviewRow,
  ReviewSession,
  StaffMember,
  Timeline,
  TimelineEntry,
} from '../../protocol/review.ts';
import type { Database, EntryRow, SessionRow, Tables } from '../database.ts';
import type { Journal } from '../ports.ts';
import type { PeriodsInForce } from '../privacy/period-records.ts';
import { dueDates } from '../privacy/periods.ts';
import { streamOf } from '../session/live.ts';
import type { Span } from './days.ts';
import type { ReviewLog } from './log.ts';

export interface SessionFilter {
  /** Creation, epoch milliseconds; `until` excluded. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly agent?: string | undefined;
  readonly category?: SessionRow['category'] | undefined;
  readonly status?: SessionRow['status'] | undefined;
  readonly reason?: SessionRow['end_reason'] | undefined;
  /** Only sessions that a hold in force is about. */
  readonly held?: 'yes' | undefined;
  /** Only sessions with a photo sent in this time. */
  readonly photos?: Span | undefined;
  /** Only sessions of which something is due to go in this time and is still there. */
  readonly due?: Span | undefined;
}

/** Where a page ended: the next one has what was created before it. */
export interface Place {
  readonly at: number;
  readonly id: string;
}

export interface ReviewSessions {
  list(controller: string, filter: SessionFilter, after?: Place, size?: number): Promise<ReviewPage>;
  /** Undefined when this controller has no such session. */
  find(controller: string, session: string): Promise<ReviewSession | undefined>;
  timeline(controller: string, session: string): Promise<Timeline | undefined>;
  /** Everyone the controller ever had an account for. */
  staff(controller: string): Promise<readonly StaffMember[]>;
}

const PAGE = 50;
/** Longer than any session lasts, in milliseconds. */
const LONGEST_CALL = 24 * 60 * 60_000;
const IN_FORCE = ['in-force', 'lift-requested'] as const;
/**
 * Rows that one page may look through. A filter that matches next to nothing among millions of sessions must not
 * keep the server busy: the page then comes short, with the place to go on from.
 */
const LOOKED_THROUGH = 5000;

export function createReviewSessions(deps: {
  readonly database: Database;
  readonly journal: Pick<Journal, 'entries' | 'stream'>;
  readonly log: ReviewLog;
  readonly periods: PeriodsInForce;
}): ReviewSessions {
  const { database, journal, log, periods } = deps;

  /**
   * Rows of this stretch of the list. One bound above and one below: given two, SQLite takes either for the index,
   * and looks again through all that the pages before have shown, or through all that lies beyond this one.
   */
  function within(controller: string, filter: SessionFilter, after: Place | undefined, last?: Place) {
    const { photos, due } = filter;
    // A photo is sent in a session that began before it, and not long before.
    const since = Math.max(filter.since ?? 0, photos ? photos.since - LONGEST_CALL : 0);
    const until = Math.min(filter.until ?? Number.MAX_SAFE_INTEGER, photos?.until ?? Number.MAX_SAFE_INTEGER);
    let query = database.selectFrom('session');
    // What falls due in one day began on many: found by the dates, and then few enough to be looked through whole.
    // The plus keeps SQLite from walking through all of the controller's sessions in search of them.
    query = due
      ? query.where(sql`+controller`, '=', controller).where('id', 'in', dueIn(due))
      : query.where('controller', '=', controller);
    query = last
      ? query.where((eb) => beside(eb, '>=', last))
      : since > 0
        ? query.where('created_at', '>=', since)
        : query;
    if (after && after.at < until) return query.where((eb) => beside(eb, '<', after));
    return until < Number.MAX_SAFE_INTEGER ? query.where('created_at', '<', until) : query;
  }

  /** The last row that this page may look through; undefined when fewer are left. Read from the index alone. */
  async function boundary(controller: string, filter: SessionFilter, after: Place | undefined) {
    const reach = within(controller, filter, after)
      .select(['created_at', 'id'])
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(LOOKED_THROUGH);
    const rows = await database
      .selectFrom(reach.as('reach'))
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('created_at').as('oldest')])
      .executeTakeFirst();
    if (!rows || rows.count < LOOKED_THROUGH) return undefined;
    const last = await within(controller, filter, after)
      .select('id')
      .where('created_at', '=', rows.oldest)
      .orderBy('id')
      .executeTakeFirst();
    return last && { at: rows.oldest, id: last.id };
  }

  const heldIn = (controller: string) =>
    database
      .selectFrom('hold')
      .select('session')
      .where('controller', '=', controller)
      .where('state', 'in', IN_FORCE);

  function dueIn({ since, until }: Span) {
    const photos = database
      .selectFrom('session')
      .select('id')
      .where('photos_erased_at', 'is', null)
      .where('photos_due', '>=', since)
      .where('photos_due', '<', until);
    const content = database
      .selectFrom('session')
      .select('id')
      .where('content_erased_at', 'is', null)
      .where('content_due', '>=', since)
      .where('content_due', '<', until);
    const skeletons = database
      .selectFrom('session')
      .select('id')
      .where('skeleton_due', '>=', since)
      .where('skeleton_due', '<', until);
    return photos.union(content).union(skeletons);
  }

  async function photosOf(session: string): Promise<readonly PhotoFact[]> {
    const rows = await database
      .selectFrom('media')
      .select(({ fn }) => ['media', 'state', fn.min('created_at').as('at')])
      .where('session', '=', session)
      .where('kind', '=', 'photo')
      .where('state', '!=', 'pending')
      .groupBy(['media', 'state'])
      .execute();
    return [...Map.groupBy(rows, ({ media }) => media)]
      .map(([photo, variants]) => ({
        photo,
        at: Math.min(...variants.map(({ at }) => at)),
        erased: variants.every(({ state }) => state !== 'stored'),
      }))
      .toSorted((one, other) => one.at - other.at);
  }

  async function heldAmong(sessions: readonly string[]): Promise<ReadonlySet<string>> {
    if (sessions.length === 0) return new Set();
    const rows = await database
      .selectFrom('hold')
      .select('session')
      .where('session', 'in', sessions)
      .where('state', 'in', IN_FORCE)
      .execute();
    return new Set(rows.map(({ session }) => session));
  }

  async function row(controller: string, session: string): Promise<SessionRow | undefined> {
    return database
      .selectFrom('session')
      .selectAll()
      .where('id', '=', session)
      .where('controller', '=', controller)
      .executeTakeFirst();
  }

  return {
    async list(controller, filter, after, size = PAGE) {
      const last = await boundary(controller, filter, after);
      let query = within(controller, filter, after, last)
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(size + 1);
      if (filter.agent !== undefined) query = query.where('staff', '=', filter.agent);
      if (filter.category !== undefined) query = query.where('category', '=', filter.category);
      if (filter.status !== undefined) query = query.where('status', '=', filter.status);
      if (filter.reason) query = query.where('end_reason', '=', filter.reason);
      if (filter.held === 'yes') query = query.where('id', 'in', heldIn(controller));
      if (filter.photos) query = query.where(hasPhotoIn(filter.photos));
      const found = await query.execute();
      const page = found.slice(0, size);
      const held = await heldAmong(page.map(({ id }) => id));
      const rows = page.map((one) => rowView(one, held.has(one.id)));
      const oldest = page.at(-1);
      if (found.length > size && oldest) {
        return { rows, next: placeText({ at: oldest.created_at, id: oldest.id }) };
      }
      if (!last) return { rows };
      return { rows, next: placeText(last), searchedTo: last.at };
    },

    async find(controller, session) {
      const found = await row(controller, session);
      if (!found) return undefined;
      const photoList = await photosOf(session);
      const lines = await log.find(controller, { session }, undefined, LOG_LINES);
      return {
        ...rowView(found, (await heldAmong([session])).has(session)),
        retention: retentionOf(found, periods),
        photos: { shared: photoList.length, erased: photoList.filter(({ erased }) => erased).length },
        photoList,
        log: lines.lines.toReversed(),
      };
    },

    staff: (controller) =>
      database
        .selectFrom('account')
        .select(['id', 'name', 'role'])
        .where('controller', '=', controller)
        .orderBy('name')
        .execute(),

    async timeline(controller, session) {
      if (!(await row(controller, session))) return undefined;
      const id = streamOf(session);
      const [stream, entries] = await Promise.all([journal.stream(id), journal.entries(id, 0)]);
      return { entries: entries.map(header), head: stream ? hex(stream.head) : '' };
    },
  };
}

/** Compares a row's place in the list. */
function beside(eb: ExpressionBuilder<Tables, 'session'>, is: '<' | '>=', { at, id }: Place) {
  return eb(eb.refTuple('created_at', 'id'), is, eb.tuple(at, id));
}

/** Newest lines of the controller's log that a session's page shows. */
const LOG_LINES = 200;

/** Asked of each session by the index of its media, so that a page's cost stays bounded. */
const hasPhotoIn =
  ({ since, until }: Span) =>
  ({ exists, selectFrom }: ExpressionBuilder<Tables, 'session'>) =>
    exists(
      selectFrom('media')
        .select('media.id')
        .whereRef('media.session', '=', 'session.id')
        .where('media.kind', '=', 'photo')
        .where('media.state', '!=', 'pending')
        .where('media.created_at', '>=', since)
        .where('media.created_at', '<', until),
    );

function rowView(row: SessionRow, held: boolean): ReviewRow {
  return {
    session: row.id,
    status: row.status,
    staff: row.staff,
    agentName: row.agent_name,
    category: row.category,
    language: row.language,
    createdAt: row.created_at,
    ...(row.accepted_at === null ? {} : { acceptedAt: row.accepted_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.end_reason === null ? {} : { reason: row.end_reason }),
    held,
  };
}

/** When what of a session goes, and by which record: the one it is kept by, or the later one that dated it anew. */
export function retentionOf(row: SessionRow, records: PeriodsInForce): RetentionDate[] {
  const due = { photos: row.photos_due, content: row.content_due, skeleton: row.skeleton_due };
  const erased = { photos: row.photos_erased_at, content: row.content_erased_at, skeleton: null };
  const { controller, ended_at: endedAt } = row;
  const own = row.period_version ?? 1;
  const { version: newest } = records.current(controller);
  const versions = Array.from({ length: newest - own + 1 }, (_, place) => own + place);
  return PERIOD_KINDS.map((what) => {
    const [at, gone] = [due[what], erased[what]];
    const dates = (version: number) =>
      endedAt !== null && dueDates(endedAt, records.mustFind(controller, version))[what] === at;
    const version = versions.find(dates) ?? own;
    return {
      what,
      period: records.mustFind(controller, version)[what],
      version,
      ...(at === null ? {} : { due: at }),
      ...(gone === null ? {} : { erasedAt: gone }),
    };
  });
}

/** From the entry's public header: the payload stays sealed, and may be gone. */
function header(entry: EntryRow): TimelineEntry {
  return {
    seq: entry.seq,
    at: entry.at,
    // Entries of a session's stream are written by `toEntry` alone.
    type: entry.type as EventType,
    role: entry.role as Recorded['by'],
    hash: hex(entry.hash),
    ...(entry.object.length === 0 ? {} : { object: hex(entry.object) }),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** A place as `placeText` wrote it. */
export function placeOf(text: string): Place {
  const [at = '', id = ''] = text.split('.');
  return { at: Number(at), id };
}

function placeText({ at, id }: Place): string {
  return `${at}.${id}`;
}
