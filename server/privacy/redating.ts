/**
 * After a change of periods: brings the dates of sessions that had ended in line with it, page by page. The place
 * reached is stored in the same commit as the dates, so a killed server goes on where it was, and what is done twice
 * changes nothing (`redate` asks when the change was decided, not what time it is). Open sessions are not touched.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { PeriodKind } from '../../protocol/periods.ts';
import type { Database, DatabaseOrTransaction, PeriodChangeRow, Tables } from '../database.ts';
import type { Clock } from '../ports.ts';
import { type EndedSession, endedSession, endedSessions, movedKinds } from './ended.ts';
import { type Dating, datingBy, redate } from './periods.ts';

export type InLine = (session: EndedSession) => EndedSession;
type Erase = (session: string) => Promise<void>;

export interface Redating {
  /** Goes on until there is nothing left, it is told to stop, or the time that it has in a tick is over. */
  tick(stopping: () => boolean): Promise<void>;
  /** Dates as they will be when it is done; undefined when it is. */
  ahead(controller: string): Promise<InLine | undefined>;
  /**
   * An erasure that asks first whether the thing is still due: the sweep must not erase by an old date what a change
   * prolongs and re-dating has not come to yet.
   */
  ifDue(what: PeriodKind, erase: Erase): Erase;
}

export interface RedatingDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Milliseconds since any beginning; measures the tick. */
  readonly monotonic: Clock;
}

/** Sessions in one transaction: a few milliseconds. */
const PAGE = 200;
/** Milliseconds of a tick. */
const SHARE = 20_000;

interface Change extends PeriodChangeRow {
  readonly decided_at: number;
  readonly dating: Dating;
}

export function createRedating(deps: RedatingDeps): Redating {
  const { database, clock, monotonic } = deps;

  /** One page, in one transaction. False when the change has no session left. */
  function step(change: Change): Promise<boolean> {
    return database.transaction().execute(async (transaction) => {
      const now = (await unfinished(transaction)).find(({ id }) => id === change.id);
      if (!now) return false;
      const place = { endedAt: now.redated_at, id: now.redated_id };
      const page = await endedSessions(transaction, now.controller, place, now.decided_at, PAGE);
      const settled = page.map((session) => inLine(session, [now]));
      const moved = settled.filter(({ due }, place) => movedKinds(page[place]?.due ?? due, due).length > 0);
      if (moved.length > 0) await write(transaction, moved);
      const last = page.at(-1) ?? place;
      const atEnd = page.length < PAGE;
      await transaction
        .updateTable('period_change')
        .set({ redated_at: last.endedAt, redated_id: last.id, redated: atEnd ? 1 : 0 })
        .where('id', '=', now.id)
        .execute();
      return !atEnd;
    });
  }

  /** Brings one session in line ahead of its turn. */
  function settle(changes: readonly Change[], id: string): Promise<EndedSession | undefined> {
    return database.transaction().execute(async (transaction) => {
      const row = await transaction.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
      const session = row && endedSession(row);
      if (!session) return undefined;
      const own = changes.filter(({ controller }) => controller === row.controller);
      const settled = inLine(session, own);
      await write(transaction, [settled]);
      return settled;
    });
  }

  return {
    async tick(stopping) {
      const until = monotonic.now() + SHARE;
      // In the order of versions: each change begins with the dates that the one before it left.
      for (const change of await unfinished(database)) {
        for (let more = true; more; ) {
          if (stopping() || monotonic.now() >= until) return;
          more = await step(change);
          await turn();
        }
      }
    },
    async ahead(controller) {
      const changes = (await unfinished(database)).filter((change) => change.controller === controller);
      return changes.length === 0 ? undefined : (session) => inLine(session, changes);
    },
    ifDue: (what, erase) => async (session) => {
      const changes = await unfinished(database);
      if (changes.length === 0) return erase(session);
      const due = (await settle(changes, session))?.due[what] ?? null;
      if (due !== null && due <= clock.now()) await erase(session);
    },
  };
}

async function unfinished(database: DatabaseOrTransaction): Promise<readonly Change[]> {
  const rows = await database
    .selectFrom('period_change')
    .selectAll()
    .where('state', '=', 'approved')
    .where('redated', '=', 0)
    .orderBy('controller')
    .orderBy('version')
    .execute();
  return rows.flatMap((row) =>
    row.decided_at === null ? [] : [{ ...row, decided_at: row.decided_at, dating: datingBy(row) }],
  );
}

/** A session that ended after a change was decided began under its own record, and keeps it. */
function inLine(session: EndedSession, changes: readonly Change[]): EndedSession {
  let due = session.due;
  for (const { decided_at, dating, prolong_ended } of changes) {
    if (session.endedAt >= decided_at) continue;
    due = redate({ ...session, due }, dating, prolong_ended === 1, decided_at);
  }
  return { ...session, due };
}

/** All in one statement: a page of them in as many statements would keep everyone else waiting. */
async function write(database: Kysely<Tables>, sessions: readonly EndedSession[]): Promise<void> {
  const rows = sessions.map(({ id, due }) => [id, due.photos, due.content, due.skeleton]);
  await sql`
    UPDATE session SET photos_due = fresh.photos, content_due = fresh.content, skeleton_due = fresh.skeleton
    FROM (
      SELECT value ->> 0 AS id, value ->> 1 AS photos, value ->> 2 AS content, value ->> 3 AS skeleton
      FROM json_each(${JSON.stringify(rows)})
    ) AS fresh
    WHERE session.id = fresh.id`.execute(database);
}
