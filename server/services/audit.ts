/** The sampled audit: what it does by itself, and what can be asked of it. */
import { v7 as newId } from 'uuid';
import { reviewQueueRoutes } from '../http/review-queue.ts';
import type { StaffGate } from '../http/staff-gate.ts';
import { createDraw } from '../review/queue/draw.ts';
import { createFindings } from '../review/queue/findings.ts';
import { createDraws } from '../review/queue/proof.ts';
import { createQueue } from '../review/queue/queue.ts';
import { createSignals } from '../review/queue/signals.ts';
import { createFindingSweep } from '../review/queue/sweep.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

/** Scores, closes and draws, a bounded step for each controller; then erases findings whose period is over. */
export function createAuditTick(outside: Outside, core: Core): () => Promise<void> {
  const { content, database, journal, clock, checkpointSink: sink } = outside;
  const { controllerLog: log, keys, onFault } = core;
  const signals = createSignals({ database, journal });
  const draw = createDraw({ database, log, sink, signals, clock, newId });
  const sweepFindings = createFindingSweep({ database, log, keys, clock });
  return async () => {
    // One controller whose sink cannot be read must not keep the others from it.
    for (const controller of content.controllers.keys()) await draw(controller).catch(onFault);
    await sweepFindings();
  };
}

export function createAuditRoutes(
  { database, clock, checkpointSink: sink }: Outside,
  core: Core,
  gate: StaffGate,
) {
  const { controllerLog: log, keys, guard } = core;
  const queue = createQueue({ database, log, clock });
  const findings = createFindings({ database, log, keys, guard, queue, clock, newId });
  const people = (controller: string) =>
    database
      .selectFrom('account')
      .select(['id', 'name'])
      .where('controller', '=', controller)
      .where('disabled_at', 'is', null)
      .orderBy('name')
      .execute();
  return reviewQueueRoutes({ gate, queue, findings, draws: createDraws({ database, sink }), people });
}
