/** What the operator's other systems can ask, and what they are told by themselves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Router } from 'express';
import { v7 as newId } from 'uuid';
import { parse } from 'yaml';
import { type Clockwork, createClockwork } from '../clockwork.ts';
import { createPseudonyms } from '../consent/pseudonyms.ts';
import type { ConsentRegister } from '../consent/register.ts';
import { consentsApiRoutes } from '../http/consents-api.ts';
import { createChanges } from '../system/changes.ts';
import { createChecks } from '../system/checks.ts';
import { createFeed } from '../system/feed.ts';
import { createSystemLimits } from '../system/limits.ts';
import { createSystemSecrets } from '../system/secrets.ts';
import { createSystems } from '../system/systems.ts';
import { createConsentWebhooks } from '../system/webhooks.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

/** How late a webhook is tried again, in milliseconds; a change itself goes out at once. */
const PERIOD = 1000;
const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'api', 'consents.openapi.yaml');

export interface SystemApi {
  readonly routers: readonly Router[];
  readonly clockworks: readonly Clockwork[];
  /** Answers whoever waits for a change, and finishes the calls under way. */
  close(): Promise<void>;
}

export function createSystemApi(outside: Outside, core: Core, register: ConsentRegister): SystemApi {
  const { content, database, clock, wall, webhookSender: sender } = outside;
  const { ledger, keys, controllerLog: log, lookupKey, onFault } = core;
  const secrets = createSystemSecrets(lookupKey);
  const systems = createSystems({ database, log, clock, newId, secrets });
  const pseudonyms = createPseudonyms({ database, ledger, keys });
  const changes = createChanges({ database, pseudonyms, secrets });
  const feed = createFeed({ changes, log, secrets });
  const told = { database, systems, changes, secrets, sender, log, clock, wall, newId, onFault };
  const webhooks = createConsentWebhooks(told);
  const clockwork = createClockwork(PERIOD, webhooks.pump, onFault);
  register.onChanged(({ controller }) => {
    feed.ring(controller);
    webhooks.pump().catch(onFault);
  });
  return {
    routers: [
      consentsApiRoutes({
        systems,
        limits: createSystemLimits(),
        checks: createChecks({ content, register, log, lookupKey }),
        feed,
        clock,
        document: parse(readFileSync(DOCUMENT, 'utf8')),
      }),
    ],
    clockworks: [clockwork],
    async close() {
      feed.close();
      await webhooks.close();
    },
  };
}
