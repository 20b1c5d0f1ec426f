/** Everything that only a demo has: the simulated phone's routes, and its people. Never loaded in production. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Router } from 'express';
import type { Content } from '../content/types.ts';
import type { DemoClock, MailBox, SmsInbox } from '../demo-ports.ts';
import type { Accounts } from '../identity/accounts.ts';
import type { Clock } from '../ports.ts';
import { greeting } from './greeting.ts';
import { createHangUp } from './hang-up.ts';
import { demoMailRoutes } from './mail.ts';
import { demoRoutes } from './routes.ts';
import { seedDemoStaff } from './staff.ts';

export { lanAddress } from './lan.ts';

export interface DemoSettings {
  readonly content: Content;
  readonly inbox: SmsInbox;
  readonly mailBox: MailBox;
  readonly clock: DemoClock;
  readonly wall: Clock;
  /** By controller. */
  readonly telephonySecrets: ReadonlyMap<string, string>;
  /** Where the server reaches itself, and where people reach it. */
  readonly loopback: string;
  readonly publicUrl: string;
  readonly origins: readonly string[];
  readonly lan: boolean;
}

export interface Demo {
  readonly router: Router;
  /** Makes the accounts; resolves with what to print. */
  welcome(accounts: Accounts): Promise<string>;
}

export function createDemo(settings: DemoSettings): Demo {
  const { content, inbox, clock, wall, telephonySecrets, loopback, publicUrl, origins, lan } = settings;
  return {
    router: Router().use(
      demoMailRoutes(settings.mailBox),
      demoRoutes({
        inbox,
        clock,
        hangUp: createHangUp({ server: loopback, secrets: telephonySecrets, wall }),
        brandOf: (controller) => content.controllers.get(controller)?.brand ?? controller,
        smsNumbers: new Map(
          [...content.controllers.values()].flatMap(({ key, smsNumber }) =>
            smsNumber ? [[key, smsNumber]] : [],
          ),
        ),
        policy: { origins },
        run: randomUUID(),
        tokensFile: join(import.meta.dirname, '..', '..', 'content', 'design', 'tokens.css'),
      }),
    ),
    async welcome(accounts) {
      const staff = await seedDemoStaff(accounts, lan);
      return greeting({ address: publicUrl, staff, lan });
    },
  };
}
