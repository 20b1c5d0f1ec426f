/**
 * The daily draw. Sessions are scored once their wrap-up is over, a bounded number a tick. When a day is over and
 * all its sessions are scored it is closed, which the controller's log records; the first checkpoint after that draws:
 * those with most points, and a sample by chance out of the rest. Then the next day begins. It keeps its place in rows that
 * change with the entries, so a kill between any two steps costs nothing.
 */
import type { ControllerEvent } from '../../../protocol/controller-events.ts';
import type {
  AuditDrawRow,
  AuditItemRow,
  AuditProgressRow,
  AuditScoreRow,
  Database,
} from '../../database.ts';
import { readCheckpoint } from '../../ledger/checkpoint.ts';
import type { CheckpointSink, Clock, Statement } from '../../ports.ts';
import type { ControllerLog } from '../../privacy/controller-log.ts';
import { dayAt, dayOf } from '../days.ts';
import { endedAfter, endedOn } from './ended.ts';
import { createPopulation, createUrn, lotOf, seedOf } from './lottery.ts';
import { SAMPLING, score } from './rules.ts';
import { type CountSignals, WRAP_UP_MS } from './signals.ts';

export interface DrawDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly sink: Pick<CheckpointSink, 'read'>;
  readonly signals: CountSignals;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Sessions scored in one tick of one controller. */
const PER_TICK = 100;
const SYSTEM = { kind: 'system' } as const;

/** One tick for one controller. */
export function createDraw(deps: DrawDeps): (controller: string) => Promise<void> {
  const { database, log, sink, signals, clock, newId } = deps;

  /** Sessions from before the first day of the service's own auditing are not drawn. */
  async function progressOf(controller: string): Promise<AuditProgressRow> {
    const rows = database.selectFrom('audit_progress').selectAll();
    const known = await rows.where('controller', '=', controller).executeTakeFirst();
    if (known) return known;
    const first = beginning(controller, dayAt(clock.now()));
    await database.insertInto('audit_progress').values(first).execute();
    return first;
  }

  /** @returns whether every session of the day is scored. */
  async function scoreSome({ controller, day, scored_at, scored_id }: AuditProgressRow): Promise<boolean> {
    const { until } = dayOf(day);
    const settled = clock.now() - WRAP_UP_MS;
    const place = { at: scored_at, id: scored_id };
    const ended = await endedAfter(database, controller, place, Math.min(until, settled), PER_TICK);
    const last = ended.at(-1);
    if (!last) return settled >= until;
    const scored: AuditScoreRow[] = [];
    for (const session of ended) {
      const { points, reasons } = score(await signals(session));
      scored.push({ controller, points, session: session.id, signals: JSON.stringify(reasons) });
    }
    await database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('audit_score')
        .values(scored)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await transaction
        .updateTable('audit_progress')
        .set({ scored_at: last.ended_at, scored_id: last.id })
        .where('controller', '=', controller)
        .execute();
    });
    return false;
  }

  async function close({ controller, day }: AuditProgressRow): Promise<void> {
    const population = createPopulation();
    let sessions = 0;
    for await (const page of endedOn(database, controller, day)) {
      for (const id of page) population.add(id);
      sessions += page.length;
    }
    if (sessions === 0) {
      const next = await nextDay(controller, day);
      await database.updateTable('audit_progress').set(next).where('controller', '=', controller).execute();
      return;
    }
    const closed = { day, sessions, population: population.digest() };
    const row = { controller, ...closed, closed_at: clock.now() };
    const nothing = { checkpoint: null, seed: null, by_risk: null, by_chance: null, drawn_at: null };
    const insert = database
      .insertInto('audit_draw')
      .values({ ...row, ...nothing })
      .compile();
    await log.append(controller, SYSTEM, [{ type: 'AuditDayClosed', ...closed }], [insert]);
  }

  /** Those with most points; of those that have as many as the last of them, lots decide. */
  async function byRisk(controller: string, seed: string) {
    const scores = database.selectFrom('audit_score').where('controller', '=', controller);
    const worst = scores.where('points', '>=', SAMPLING.leastPoints).orderBy('points', 'desc');
    const edge = await worst
      .select('points')
      .limit(1)
      .offset(SAMPLING.byRisk - 1)
      .executeTakeFirst();
    const rows = await worst
      .selectAll()
      .where('points', '>=', edge?.points ?? SAMPLING.leastPoints)
      .execute();
    const lots = rows.map((row) => ({ row, lot: lotOf(seed, row.session) }));
    return lots
      .sort((one, other) => other.row.points - one.row.points || (one.lot < other.lot ? -1 : 1))
      .slice(0, SAMPLING.byRisk)
      .map(({ row }) => row);
  }

  async function draw(closed: AuditDrawRow, checkpoint: string): Promise<void> {
    const { controller, day, population } = closed;
    const seed = seedOf(controller, day, population, checkpoint);
    const risky = await byRisk(controller, seed);
    const chosen = new Set(risky.map(({ session }) => session));
    const urn = createUrn(seed, SAMPLING.byChance);
    for await (const page of endedOn(database, controller, day)) {
      for (const session of page) if (!chosen.has(session)) urn.put(session);
    }
    const lucky = await database
      .selectFrom('audit_score')
      .selectAll()
      .where('controller', '=', controller)
      .where('session', 'in', [...urn.drawn(), ''])
      .execute();
    const item = (why: AuditItemRow['why']) => (row: (typeof risky)[number]) =>
      ({ ...row, id: newId(), day, why, state: 'waiting', drawn_at: clock.now(), ...UNTAKEN }) as const;
    await record(closed, { checkpoint, seed }, [...risky.map(item('risk')), ...lucky.map(item('chance'))]);
  }

  async function record(
    { controller, day }: AuditDrawRow,
    drawn: Pick<AuditDrawRow, 'checkpoint'> & { readonly seed: string },
    items: readonly AuditItemRow[],
  ): Promise<void> {
    const by_risk = items.filter(({ why }) => why === 'risk').length;
    const by_chance = items.length - by_risk;
    const events: ControllerEvent[] = [
      { type: 'AuditDrawn', day, seed: drawn.seed, byRisk: by_risk, byChance: by_chance },
      ...items.map(({ id, session, why, points }) => {
        return { type: 'AuditQueued', item: id, session, why, points } as const;
      }),
    ];
    const next = await nextDay(controller, day);
    const rows: Statement[] = [
      database
        .updateTable('audit_draw')
        .set({ ...drawn, by_risk, by_chance, drawn_at: clock.now() })
        .where('controller', '=', controller)
        .where('day', '=', day)
        .compile(),
      // Who was not drawn keeps no score: it could be counted again from the entries.
      database.deleteFrom('audit_score').where('controller', '=', controller).compile(),
      database.updateTable('audit_progress').set(next).where('controller', '=', controller).compile(),
      ...items.map((item) => database.insertInto('audit_item').values(item).compile()),
    ];
    await log.append(controller, SYSTEM, events, rows);
  }

  /** The next day on which a session ended; today while there is none. */
  async function nextDay(controller: string, day: string): Promise<AuditProgressRow> {
    const { until } = dayOf(day);
    const [next] = await endedAfter(database, controller, { at: until, id: '' }, clock.now() + 1, 1);
    return beginning(controller, dayAt(Math.max(until, next?.ended_at ?? clock.now())));
  }

  return async (controller) => {
    const progress = await progressOf(controller);
    const closed = await database
      .selectFrom('audit_draw')
      .selectAll()
      .where('controller', '=', controller)
      .where('day', '=', progress.day)
      .executeTakeFirst();
    if (closed) {
      const checkpoint = await checkpointSince(sink, controller, closed.closed_at);
      if (checkpoint !== undefined) await draw(closed, checkpoint);
    } else if (await scoreSome(progress)) await close(progress);
  };
}

const UNTAKEN = { taken_by: null, taken_at: null, closed_at: null } as const;

function beginning(controller: string, day: string): AuditProgressRow {
  return { controller, day, scored_at: dayOf(day).since, scored_id: '' };
}

/**
 * The first checkpoint since a moment, without its line feed. Read backwards from the end, where it is; the whole
 * list is read once for each day.
 */
export async function checkpointSince(
  sink: Pick<CheckpointSink, 'read'>,
  controller: string,
  since: number,
): Promise<string | undefined> {
  const lines = Buffer.from(await sink.read(controller));
  let first: string | undefined;
  for (let end = lines.lastIndexOf('\n'); end > 0; ) {
    const start = lines.lastIndexOf('\n', end - 1) + 1;
    const line = lines.toString('utf8', start, end);
    if ((readCheckpoint(line)?.at ?? 0) < since) break;
    first = line;
    end = start - 1;
  }
  return first;
}
