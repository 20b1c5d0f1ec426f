/**
 * Legal holds on the list outside all backups. A hold stands there, durably, before it is reported as set, and its
 * lifting after it is recorded: whatever a kill cuts short, the list never says less than is held. After a restore
 * the holds are as the list has them (HLD-20): a hold set since the backup keeps what it names, and one that two
 * people lifted since keeps nothing.
 */
import type { Database, HoldRow } from '../database.ts';
import { sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import type { ListedHold, TombstoneList } from '../ports.ts';
import type { ControllerLog } from './controller-log.ts';
import { contextOf, type HoldTarget } from './holds.ts';

export interface ListedHoldsDeps {
  readonly database: Database;
  readonly list: Pick<TombstoneList, 'holds' | 'appendHolds'>;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'controllerLog'>;
  readonly shield: (target: HoldTarget, held: boolean) => Promise<void>;
}

/** What a hold that the restored database does not know is told to rest on; its own words are lost. */
const REASON =
  'Set after the backup was made that this database was restored from; the reason is lost with it.';

/** After a restore, before any key is destroyed again and before holds are read. */
export async function replayHolds(deps: ListedHoldsDeps): Promise<void> {
  for (const hold of await newestOf(deps.list)) await replay(deps, hold);
}

/** At every start: what an older release set in force without the list is put on it. */
export async function listHolds({
  database,
  list,
}: Pick<ListedHoldsDeps, 'database' | 'list'>): Promise<void> {
  const listed = new Set((await newestOf(list)).filter(({ inForce }) => inForce).map(({ hold }) => hold));
  const rows = await database
    .selectFrom('hold')
    .selectAll()
    .where('state', 'in', ['in-force', 'lift-requested'])
    .execute();
  await list.appendHolds(rows.filter(({ id }) => !listed.has(id)).map((row) => lineOf(row, true)));
}

/** The hold's line: ids and times only, as the list outlives every erasure. */
export function lineOf(row: HoldRow, inForce: boolean): ListedHold {
  const { id: hold, controller, session, photo } = row;
  const [by, at] = inForce ? [row.approved_by, row.approved_at] : [row.lifted_by, row.lifted_at];
  return {
    hold,
    controller,
    session,
    ...(photo === null ? {} : { photo }),
    inForce,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    by: by ?? '',
    at: at ?? 0,
  };
}

async function newestOf(list: Pick<TombstoneList, 'holds'>): Promise<readonly ListedHold[]> {
  const newest = new Map<string, ListedHold>();
  for await (const hold of list.holds()) newest.set(hold.hold, hold);
  return [...newest.values()];
}

async function replay(deps: ListedHoldsDeps, listed: ListedHold): Promise<void> {
  const { database, log } = deps;
  const { hold, controller, session, photo } = listed;
  const row = await database.selectFrom('hold').selectAll().where('id', '=', hold).executeTakeFirst();
  const known = await database
    .selectFrom('session')
    .select('id')
    .where('id', '=', session)
    .executeTakeFirst();
  const holds = row?.state === 'in-force' || row?.state === 'lift-requested';
  // A session that began after the backup is lost, and with it what there was to hold.
  if (!known || holds === listed.inForce) return;
  if (!row && !listed.inForce) return;
  const target = photo === undefined ? { session } : { session, photo };
  // What was lifted stays out of the store's own rules until it is erased: that costs little, and harms nobody.
  if (listed.inForce) await deps.shield(target, true);
  const set = listed.inForce
    ? { state: 'in-force' as const, approved_by: listed.by, approved_at: listed.at }
    : { state: 'lifted' as const, lifted_by: listed.by, lifted_at: listed.at };
  const write = row
    ? database.updateTable('hold').set(set).where('id', '=', hold).compile()
    : database
        .insertInto('hold')
        .values({ ...(await rowFrom(deps, listed)), ...set })
        .compile();
  const type = listed.inForce ? 'HoldApproved' : 'HoldLifted';
  await log.append(controller, { kind: 'system' }, [{ type, hold, ...target }], [write]);
}

async function rowFrom({ keys }: ListedHoldsDeps, listed: ListedHold): Promise<HoldRow> {
  const { hold: id, controller, session, photo, requestedBy, requestedAt } = listed;
  const key = await keys.controllerLog(controller);
  return {
    id,
    controller,
    session,
    photo: photo ?? null,
    state: 'in-force',
    reasons: sealText(key, contextOf(id), JSON.stringify({ hold: REASON })),
    requested_by: requestedBy,
    requested_at: requestedAt,
    approved_by: null,
    approved_at: null,
    lift_requested_by: null,
    lift_requested_at: null,
    lifted_by: null,
    lifted_at: null,
    withdrawn_at: null,
  };
}
