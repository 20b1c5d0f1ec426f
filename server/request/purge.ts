/**
 * The end of a request's own period: its key is destroyed, then its rows go, in one commit with the line of the log
 * that says so. Repeated after a kill between the two.
 */
import type { Database, SubjectRequestRow } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Clock } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { Restrictions } from '../privacy/restrictions.ts';
import { BACKUPS_LIVE } from '../session/certificate.ts';
import { recordOf } from './register.ts';

export interface PurgeDeps {
  readonly database: Database;
  readonly keys: Pick<Keys, 'destroyRecord'>;
  readonly log: ControllerLog;
  readonly clock: Clock;
  readonly restrictions: Pick<Restrictions, 'lift'>;
}

const AT_ONCE = 50;

/** Erases requests that are due, at most 50. @returns how many. */
export async function purgeRequests(deps: PurgeDeps): Promise<number> {
  const { database, clock } = deps;
  const due = await database
    .selectFrom('subject_request')
    .selectAll()
    .where('erase_due', '<=', clock.now())
    .orderBy('erase_due')
    .limit(AT_ONCE)
    .execute();
  for (const row of due) await purge(deps, row);
  return due.length;
}

async function purge({ database, keys, log, clock, restrictions }: PurgeDeps, row: SubjectRequestRow) {
  const { id, controller, kind } = row;
  await keys.destroyRecord(recordOf(id));
  const lifted = restrictions.lift(id);
  const also = [
    database.deleteFrom('subject_request_item').where('request', '=', id).compile(),
    database.deleteFrom('subject_request').where('id', '=', id).compile(),
    ...lifted.also,
  ];
  const backupsUnreadableFrom = clock.now() + BACKUPS_LIVE;
  const event = {
    type: 'RequestErased',
    request: id,
    kind,
    keysDestroyed: 1,
    backupsUnreadableFrom,
  } as const;
  await log.append(controller, { kind: 'system' }, [event], also);
  lifted.done();
}
