/** The register of consents, and what asks it. */
import { v7 as newId } from 'uuid';
import { createConsentRegister } from '../consent/register.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

export type Consents = ReturnType<typeof createConsents>;

export function createConsents(outside: Outside, core: Core) {
  const { content, database, clock, customers } = outside;
  const { ledger, keys, lookupKey } = core;
  const register = createConsentRegister({
    database,
    content,
    ledger,
    keys,
    clock,
    newId,
    lookupKey,
    customers,
  });
  return { register };
}
