/** An identity on a database in memory, with a clock that the test moves. */
import { openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import { createIdentity, type IdentityDeps } from '../../server/identity/identity.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const ANNA = {
  controller: 'lmt',
  login: 'anna',
  name: 'Anna Ozola',
  role: 'agent',
  password: 'zaļš-vilciens-7',
} as const;

export function createClock(start = Date.UTC(2026, 10, 21, 9)) {
  let now = start;
  return {
    now: () => now,
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

export function identityOnMemory(options: Pick<IdentityDeps, 'limits' | 'throttle'> = {}) {
  const { database, close } = openMainDatabase(':memory:');
  const clock = createClock();
  return { database, clock, identity: createIdentity({ database, clock, ...options }), close };
}
