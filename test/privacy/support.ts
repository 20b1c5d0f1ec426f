/** What a controller's own log says, as a reader with its key sees it. */
import type { ControllerRecorded } from '../../protocol/controller-events.ts';
import { createKeys } from '../../server/ledger/keys.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { createControllerLog } from '../../server/privacy/controller-log.ts';
import type { Harness } from '../support/harness.ts';

export function controllerEvents(
  harness: Harness,
  controller = 'lmt',
): Promise<readonly ControllerRecorded[]> {
  const log = createControllerLog({
    ledger: createLedger(harness.journal),
    keys: createKeys(harness.keyWrapper, harness.keyStore, () => 'unused'),
    clock: harness.clock,
  });
  return log.read(controller, 0);
}
