/** The sessions of a data subject: those of one controller with this number, while they have content. */
import type { Database, SessionRow, SubjectRequestRow } from '../database.ts';

export interface SubjectOf {
  readonly controller: string;
  /** Keyed hash. */
  readonly numberHash: string;
  /** Epoch milliseconds since when the number is theirs: what is older is someone else's. */
  readonly holderSince?: number | undefined;
}

/** The subject that a request is about. */
export function subjectOf({ controller, number_hash, holder_since }: SubjectRequestRow): SubjectOf {
  return { controller, numberHash: number_hash, holderSince: holder_since ?? undefined };
}

/** More than one person's calls within the longest period; a bound for whoever shares a number with a hotel. */
const MOST = 5000;

/** Oldest first. */
export function sessionsOf(
  database: Database,
  { controller, numberHash, holderSince = 0 }: SubjectOf,
): Promise<SessionRow[]> {
  return database
    .selectFrom('session')
    .selectAll()
    .where('controller', '=', controller)
    .where('number_hash', '=', numberHash)
    .where('created_at', '>=', holderSince)
    .orderBy('created_at')
    .limit(MOST)
    .execute();
}

/** Photos of sessions that are still kept, by session. */
export async function photosKept(
  database: Database,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (sessions.length === 0) return new Map();
  const rows = await database
    .selectFrom('media')
    .select(['session', 'media'])
    .distinct()
    .where('session', 'in', sessions)
    .where('kind', '=', 'photo')
    .where('state', '=', 'stored')
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ session }) => session)].map(([session, of]) => [
      session,
      of.map(({ media }) => media),
    ]),
  );
}
