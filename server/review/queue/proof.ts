/** The draws of a controller, and each made again from what stands there now. */
import type { AuditDraw, AuditProof } from '../../../protocol/audit.ts';
import type { AuditDrawRow, Database } from '../../database.ts';
import type { CheckpointSink } from '../../ports.ts';
import { checkpointSince } from './draw.ts';
import { endedOn } from './ended.ts';
import { createPopulation, createUrn, seedOf } from './lottery.ts';

export interface Draws {
  /** Newest first. */
  list(controller: string): Promise<readonly AuditDraw[]>;
  /** Undefined when nothing was drawn for that day. */
  prove(controller: string, day: string): Promise<AuditProof | undefined>;
}

const LISTED = 60;

export function createDraws(deps: {
  readonly database: Database;
  readonly sink: Pick<CheckpointSink, 'read'>;
}): Draws {
  const { database, sink } = deps;

  async function drawnBy(why: 'risk' | 'chance', { controller, day }: AuditDrawRow): Promise<Set<string>> {
    const rows = await database
      .selectFrom('audit_item')
      .select('session')
      .where('controller', '=', controller)
      .where('day', '=', day)
      .where('why', '=', why)
      .execute();
    return new Set(rows.map(({ session }) => session));
  }

  /** The population's digest and the sample that the seed draws from those that were not drawn by risk. */
  async function again(row: AuditDrawRow, seed: string, size: number) {
    const risky = await drawnBy('risk', row);
    const population = createPopulation();
    const urn = createUrn(seed, size);
    for await (const page of endedOn(database, row.controller, row.day)) {
      for (const session of page) {
        population.add(session);
        if (!risky.has(session)) urn.put(session);
      }
    }
    return { population: population.digest(), sample: new Set(urn.drawn()) };
  }

  return {
    async list(controller) {
      const rows = await database
        .selectFrom('audit_draw')
        .selectAll()
        .where('controller', '=', controller)
        .orderBy('day', 'desc')
        .limit(LISTED)
        .execute();
      return rows.map(drawView);
    },
    async prove(controller, day) {
      const row = await database
        .selectFrom('audit_draw')
        .selectAll()
        .where('controller', '=', controller)
        .where('day', '=', day)
        .executeTakeFirst();
      if (!row) return undefined;
      const draw = drawView(row);
      if (!draw.drawn) return undefined;
      const { seed, checkpoint, byChance } = draw.drawn;
      const made = await again(row, seed, byChance);
      const sample = await drawnBy('chance', row);
      return {
        draw,
        same: {
          population: made.population === row.population,
          checkpoint: (await checkpointSince(sink, controller, row.closed_at)) === checkpoint,
          seed: seedOf(controller, day, row.population, checkpoint) === seed,
          sample: sample.symmetricDifference(made.sample).size === 0,
        },
      };
    },
  };
}

function drawView(row: AuditDrawRow): AuditDraw {
  const { day, sessions, population, closed_at, checkpoint, seed, drawn_at } = row;
  const about = { day, sessions, population, closedAt: closed_at };
  if (checkpoint === null || seed === null || drawn_at === null) return about;
  const counts = { byRisk: row.by_risk ?? 0, byChance: row.by_chance ?? 0 };
  return { ...about, drawn: { at: drawn_at, checkpoint, seed, ...counts } };
}
