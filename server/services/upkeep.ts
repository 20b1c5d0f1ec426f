/** What the service does by itself: sending again, ending, sweeping, checkpoints, and the clocks that allow it. */
import { createClockwork } from '../clockwork.ts';
import { createCheckpoints } from '../ledger/checkpoints.ts';
import { createClockCheck } from '../privacy/clock-check.ts';
import { createSweep } from '../privacy/sweep.ts';
import { createSweepWatch, lastTimeKnown, takeClockConfirmation } from '../privacy/sweep-watch.ts';
import { endOverdue } from '../session/limits.ts';
import { createAuditTick } from './audit.ts';
import type { Calling } from './calling.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

/** Rounds of the clockwork, in milliseconds: how late an SMS is tried again, and an overdue session ended. */
const OUTBOX_PERIOD = 1000;
const HOUSEKEEPING_PERIOD = 10_000;
/** Pause between ticks of the sweep; each may take longer than this (RET-16). */
const SWEEP_PERIOD = 10_000;
/** A checkpoint must come at most 60 seconds after what it covers (CHK-1); half of it, so that a round may be late. */
const CHECKPOINT_PERIOD = 30_000;
/** How late a session is scored, a day closed and drawn. */
const AUDIT_PERIOD = 10_000;
/** How often live sockets are compared with who is still signed in: the operator disables from elsewhere. */
const SIGNED_IN_PERIOD = 10_000;

export function createUpkeep(outside: Outside, core: Core, calling: Calling) {
  const { content, database, clock, log } = outside;
  const { identity, sessions, controllerLog, erasure, photos, redating, limitsOf, onFault } = core;
  const { outbox, realtime } = calling;
  const { hub } = realtime;
  const controllers = [...content.controllers.keys()];

  const checkClock = createClockCheck({
    wall: clock,
    monotonic: outside.monotonic,
    lastKnown: () => lastTimeKnown(database),
    takeConfirmation: () => takeClockConfirmation(database),
  });
  const maySweep = createSweepWatch({
    database,
    log: controllerLog,
    clock,
    controllers,
    check: checkClock,
    alarm: (trouble) => log.error(trouble, 'the sweep is stopped: the clocks disagree'),
  });

  async function keepHouse(): Promise<void> {
    await outbox.expire();
    await endOverdue({ database, sessions, clock, limitsOf, emptySince: hub.emptySince });
  }
  const sweep = createSweep({
    database,
    clock,
    monotonic: outside.monotonic,
    ...photos,
    // While ended sessions are being dated anew, a date in the table may not be the last word.
    erasePhotos: redating.ifDue('photos', erasure.erasePhotos),
    eraseContent: redating.ifDue('content', erasure.eraseContent),
    eraseSkeleton: redating.ifDue('skeleton', erasure.eraseSkeleton),
    onFault,
  });
  async function sweepDue(stopping: () => boolean): Promise<void> {
    await redating.tick(stopping);
    await sweep(async () => !stopping() && (await maySweep()));
  }
  const audit = createAuditTick(outside, core);
  async function keepAudit(): Promise<void> {
    if ((await checkClock()) === undefined) await audit();
  }
  async function dropSignedOut(): Promise<void> {
    const connected = hub.browserSessions();
    const alive = await identity.stillSignedIn(connected);
    hub.dropAll(({ data: { admitted } }) =>
      admitted.browserSession === undefined ? false : !alive.has(admitted.browserSession),
    );
  }
  const { checkpointSink: sink, signer } = outside;
  const checkpoints = createCheckpoints({ database, sink, signer, clock, onFault });
  const clockworks = [
    createClockwork(OUTBOX_PERIOD, outbox.pump, onFault),
    createClockwork(HOUSEKEEPING_PERIOD, keepHouse, onFault),
    createClockwork(SWEEP_PERIOD, sweepDue, onFault),
    createClockwork(AUDIT_PERIOD, keepAudit, onFault),
    createClockwork(SIGNED_IN_PERIOD, dropSignedOut, onFault),
    createClockwork(CHECKPOINT_PERIOD, checkpoints.take, onFault),
  ];

  return { checkClock, checkpoints, clockworks };
}
