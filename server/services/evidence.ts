/** What shows that the ledger is as it was written, and what is asked of it when something went wrong. */
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import { createClockwork } from '../clockwork.ts';
import { reviewLedgerRoutes } from '../http/review-ledger.ts';
import { createReviewLedger } from '../review/ledger.ts';
import type { Calling } from './calling.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

/** How often it is asked whether a controller's daily verification is due, in milliseconds. */
const DAILY_PERIOD = 5 * 60_000;

export function createEvidence(outside: Outside, core: Core, { staffGate: gate }: Calling) {
  const { content, database, clock, inspector, checkpointSink: sink, signer, log: operator } = outside;
  const { controllerLog: log, onFault } = core;
  const controllers = [...content.controllers.keys()];
  const now = () => clock.now();

  const ledger = createReviewLedger({
    database,
    log,
    inspector,
    sink,
    signer,
    clock,
    newId,
    controllers,
    alarm: (found) => operator.error(found, 'the ledger does not verify'),
    onFault,
  });
  const owns = async (controller: string, session: string) => {
    const rows = database.selectFrom('session').select('id').where('id', '=', session);
    return (await rows.where('controller', '=', controller).executeTakeFirst()) !== undefined;
  };

  const routers: readonly Router[] = [reviewLedgerRoutes({ gate, ledger, inspector, sink, log, owns, now })];
  return {
    routers,
    clockworks: [createClockwork(DAILY_PERIOD, ledger.verifyDaily, onFault)],
    /** What is wrong, but keeps nobody from being served. */
    alarms: {
      ledger: async () => {
        const unhealthy = await ledger.unhealthy();
        if (unhealthy.length > 0) throw new Error(`the ledger of ${unhealthy.join(', ')} does not verify`);
      },
    },
    resume: ledger.resume,
    async close() {
      await inspector.close();
      await ledger.settled();
    },
  };
}
