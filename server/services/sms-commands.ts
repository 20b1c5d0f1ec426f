/** Consents by SMS: what comes in through the gateway, and what is replied through the subjects' outbox. */
import { v7 as newId } from 'uuid';
import { type Clockwork, createClockwork } from '../clockwork.ts';
import { createSmsCommands, type SmsCommands } from '../consent/sms/commands.ts';
import { createSmsInbox } from '../consent/sms/inbox.ts';
import { parseNumber } from '../invitation/number.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { SubjectOutbox } from '../subject/outbox.ts';
import type { Consents } from './consent.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

/** How late a message is taken up again, in milliseconds, and how late what is past its time goes. */
const INBOX_PERIOD = 1000;
const EXPIRY_PERIOD = 60_000;

export interface ConsentSms {
  readonly clockworks: readonly Clockwork[];
  readonly endNumber: SmsCommands['endNumber'];
}

export function createConsentSms(
  { database, content, gateway, clock, customers, prefixes }: Outside,
  { keys, lookupKey, onFault }: Core,
  { register }: Pick<Consents, 'register'>,
  outbox: SubjectOutbox,
): ConsentSms {
  const { queue } = outbox;
  const deps = { database, content, register, customers, clock, newId, lookupKey, queue };
  const commands = createSmsCommands(deps);
  const inbox = createSmsInbox({
    database,
    keys,
    gateway,
    clock,
    newId,
    // Nobody is answered abroad: a forged sender there could be a number that costs.
    senderOf(controller, from) {
      const parsed = parseNumber(from, prefixes);
      if (!parsed.ok) return undefined;
      const { number } = parsed;
      return { number, numberHash: lookupHash(lookupKey(controller), 'number', number) };
    },
    act: commands.act,
    onActed: () => void outbox.pump().catch(onFault),
    onFault,
  });

  register.onChanged(({ controller, numberHash, record }) => {
    if (record.change === 'ended') void commands.endNumber(controller, numberHash).catch(onFault);
  });

  async function expire(): Promise<void> {
    await inbox.expire();
    await commands.expire();
  }

  return {
    endNumber: commands.endNumber,
    clockworks: [
      createClockwork(INBOX_PERIOD, inbox.pump, onFault),
      createClockwork(EXPIRY_PERIOD, expire, onFault),
    ],
  };
}
