/** What shows that the ledger is as it was written, and what is asked of it when something went wrong. */
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import { createClockwork } from '../clockwork.ts';
import { describeFault } from '../faults.ts';
import { reviewBreachRoutes } from '../http/review-breach.ts';
import { reviewLedgerRoutes } from '../http/review-ledger.ts';
import type { Checkpoints } from '../ledger/checkpoints.ts';
import { createListWatch } from '../privacy/list-watch.ts';
import { listHolds, replayHolds } from '../privacy/listed-holds.ts';
import { createBreachScopes } from '../review/breach-scope.ts';
import { createBreachRegister } from '../review/breaches.ts';
import { createReviewLedger } from '../review/ledger.ts';
import type { Calling } from './calling.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

/** How often it is looked whether the list outside the backups is still there, in milliseconds. */
const LIST_PERIOD = 60_000;
/** How often entries of the register of breaches are removed whose time is over, in milliseconds. */
const REGISTER_PERIOD = 60 * 60_000;
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

  const scopes = createBreachScopes({ database, log });
  const register = createBreachRegister({ database, scopes, log, keys: core.keys, clock, newId });
  const routers: readonly Router[] = [
    reviewLedgerRoutes({ gate, ledger, inspector, sink, log, owns, now }),
    reviewBreachRoutes({ gate, scopes, register, log, now }),
  ];
  const checkList = createListWatch(database, outside.tombstones);
  let listLost = false;
  async function watchList(): Promise<void> {
    try {
      await checkList();
      listLost = false;
    } catch (error) {
      if (!listLost) operator.error(describeFault(error), 'the list of destroyed keys is lost');
      listLost = true;
    }
  }

  return {
    routers,
    checks: { list: checkList },
    clockworks: [
      createClockwork(LIST_PERIOD, watchList, onFault),
      createClockwork(REGISTER_PERIOD, register.expire, onFault),
      createClockwork(DAILY_PERIOD, ledger.verifyDaily, onFault),
    ],
    /** What is wrong, but keeps nobody from being served. */
    alarms: {
      ledger: async () => {
        const unhealthy = await ledger.unhealthy();
        if (unhealthy.length > 0) throw new Error(`the ledger of ${unhealthy.join(', ')} does not verify`);
      },
    },
    async resume() {
      await checkList();
      await listHolds({ database, list: outside.tombstones });
      await ledger.resume();
    },
    /** After a restore of a database of that time (epoch milliseconds), before any key is destroyed again. */
    async restored(checkpoints: Pick<Checkpoints, 'restored'>, backupOf: number) {
      const { keys, shield } = core;
      await replayHolds({ database, list: outside.tombstones, log, keys, shield });
      for (const controller of controllers) {
        const { size, lost } = await checkpoints.restored(controller);
        const event = { type: 'DatabaseRestored', backupOf, size, lost } as const;
        await log.append(controller, { kind: 'system' }, [event]);
      }
    },
    async close() {
      await inspector.close();
      await ledger.settled();
    },
  };
}
