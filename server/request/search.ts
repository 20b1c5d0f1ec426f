/** What is kept about a phone number: found by its keyed hash, within one controller. Every search is recorded. */
import type { SubjectFound } from '../../protocol/requests.ts';
import type { Database } from '../database.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { type Held, NOTHING_HELD } from '../privacy/held.ts';
import type { Reviewer } from '../privacy/holds.ts';
import type { PeriodsInForce } from '../privacy/period-records.ts';
import type { Restricted } from '../privacy/restricted.ts';
import { retentionOf } from '../review/sessions.ts';
import type { Requests } from './register.ts';
import { photosKept, sessionsOf } from './subject.ts';

/** @param number E.164. */
export type SubjectSearch = (by: Reviewer, number: string) => Promise<SubjectFound>;

export interface SubjectSearchDeps {
  readonly database: Database;
  readonly requests: Pick<Requests, 'ofSubject'>;
  readonly log: ControllerLog;
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly heldOf: (session: string) => Held;
  readonly restrictedOf: (session: string) => Restricted;
  readonly periods: PeriodsInForce;
}

export function createSubjectSearch(deps: SubjectSearchDeps): SubjectSearch {
  const { database, requests, log, lookupKey, heldOf, restrictedOf, periods } = deps;
  return async ({ id, controller }, number) => {
    const numberHash = lookupHash(lookupKey(controller), 'number', number);
    const rows = (await sessionsOf(database, { controller, numberHash })).toReversed();
    const ids = rows.map((row) => row.id);
    const [photos, found, holds] = await Promise.all([
      photosKept(database, ids),
      requests.ofSubject(controller, numberHash),
      holdsOn(database, controller, ids),
    ]);
    const counts = { sessions: rows.length, requests: found.length };
    await log.append(controller, { kind: 'reviewer', staff: id }, [{ type: 'SubjectSearched', ...counts }]);
    const sessions = rows.map((row) => ({
      session: row.id,
      status: row.status,
      createdAt: row.created_at,
      ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
      retention: retentionOf(row, periods),
      photos: photos.get(row.id) ?? [],
      held: heldOf(row.id) !== NOTHING_HELD,
      restricted: restrictedOf(row.id).all,
    }));
    return { sessions, requests: found, holds };
  };
}

async function holdsOn(
  database: Database,
  controller: string,
  sessions: readonly string[],
): Promise<SubjectFound['holds']> {
  if (sessions.length === 0) return [];
  const rows = database
    .selectFrom('hold')
    .select(['id', 'session', 'photo', 'state'])
    .where('controller', '=', controller)
    .where('session', 'in', sessions);
  const found = await rows.orderBy('requested_at', 'desc').execute();
  return found.map(({ photo, ...hold }) => ({ ...hold, ...(photo === null ? {} : { photo }) }));
}
