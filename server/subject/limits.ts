/**
 * Brakes on the subject's sign-in, in memory: they reset with the process and store nothing about anyone. A client's
 * address has no row in the policy table; it is counted under a hash keyed with a random key of this process.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../identity/throttle.ts';

export interface SubjectLimits {
  /** Counts one code against client, number, prefix and installation; seconds to wait when one has had enough. */
  maySend(client: string, numberHash: string, prefix: string): Promise<number | undefined>;
  /** Counts one try before it is compared; seconds to wait after too many. */
  mayTry(client: string): Promise<number | undefined>;
}

export interface SubjectLimitSettings {
  /** Codes an hour. A household or a shop may share one address. */
  readonly perClient: number;
  readonly perNumber: number;
  readonly perPrefix: number;
  readonly inAll: number;
  /** Tries in ten minutes: of one client, and of all; a guesser has one chance in a million with each. */
  readonly triesPerClient: number;
  readonly triesInAll: number;
}

export const SUBJECT_LIMITS: SubjectLimitSettings = {
  perClient: 20,
  perNumber: 4,
  perPrefix: 600,
  inAll: 1000,
  triesPerClient: 30,
  triesInAll: 1000,
};

const HOUR = 3600;
const TEN_MINUTES = 600;

export function createSubjectLimits(settings: SubjectLimitSettings = SUBJECT_LIMITS): SubjectLimits {
  const key = randomBytes(32);
  const hashed = (client: string) => createHmac('sha256', key).update(networkOf(client)).digest('base64url');
  const an = (points: number, duration: number) => new RateLimiterMemory({ points, duration });
  const clients = an(settings.perClient, HOUR);
  const numbers = an(settings.perNumber, HOUR);
  const prefixes = an(settings.perPrefix, HOUR);
  const all = an(settings.inAll, HOUR);
  const tries = an(settings.triesPerClient, TEN_MINUTES);
  const allTries = an(settings.triesInAll, TEN_MINUTES);
  return {
    // The client first: whoever is stopped must not use up what others may still need.
    async maySend(client, numberHash, prefix) {
      return (
        (await take(clients, hashed(client))) ??
        (await take(numbers, numberHash)) ??
        (await take(prefixes, prefix)) ??
        (await take(all, 'all'))
      );
    },
    async mayTry(client) {
      return (await take(tries, hashed(client))) ?? (await take(allTries, 'all'));
    },
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}
