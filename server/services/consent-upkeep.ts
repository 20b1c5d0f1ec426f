/** What happens to consents by itself: lists of numbers that changed hands, limits that become known, proof that goes. */
import { type Clockwork, createClockwork } from '../clockwork.ts';
import { createForget, type Forget } from '../consent/forget.ts';
import { createLimits } from '../consent/limits.ts';
import { createNumbers } from '../consent/numbers.ts';
import { BACKUPS_LIVE } from '../session/certificate.ts';
import type { Consents } from './consent.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';
import type { ConsentSms } from './sms-commands.ts';
import type { SubjectPage } from './subject.ts';

/** How late a list is carried out, a limit noticed, a proof erased; milliseconds. */
const PERIOD = 10_000;

export interface ConsentUpkeep {
  readonly clockworks: readonly Clockwork[];
  readonly forgetAgain: Forget['again'];
}

/** `clocksAgree`: nothing goes by the calendar while they do not. */
export function createConsentUpkeep(
  outside: Outside,
  core: Core,
  { register }: Pick<Consents, 'register'>,
  { signOutNumber }: Pick<SubjectPage, 'signOutNumber'>,
  { endNumber }: Pick<ConsentSms, 'endNumber'>,
  clocksAgree: () => Promise<boolean>,
): ConsentUpkeep {
  const { content, database, clock, numberChanges, log: told } = outside;
  const { ledger, keys, lookupKey, controllerLog: log, onFault } = core;
  const forget = createForget({
    database,
    ledger,
    keys,
    log,
    clock,
    register,
    backupsLive: BACKUPS_LIVE,
    onFault,
  });
  const refreshLimits = createLimits({ database, content, register, onFault });
  const pollNumbers = createNumbers({
    database,
    feed: numberChanges,
    register,
    async signOut(controller, numberHash) {
      await signOutNumber(controller, numberHash);
      await endNumber(controller, numberHash);
    },
    controllers: [...content.controllers.keys()],
    lookupKey,
    log,
    clock,
    alarm: (trouble) => told.error(trouble, 'a list of numbers was refused'),
    onFault,
  });

  async function tick(): Promise<void> {
    await pollNumbers();
    await refreshLimits();
    if (await clocksAgree()) await forget.due();
  }

  return { clockworks: [createClockwork(PERIOD, tick, onFault)], forgetAgain: forget.again };
}
