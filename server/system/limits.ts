/** Brakes on the operator's other systems, in memory. A client's address is counted under a hash of this process. */
import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../identity/throttle.ts';

export interface SystemLimits {
  /** Counts a request, and the numbers in it, against a system; seconds to wait when it has had enough. */
  mayAsk(system: string, numbers: number): Promise<number | undefined>;
  /** Counts a key that was wrong against whoever sent it. */
  mayFail(client: string): Promise<number | undefined>;
}

export interface SystemLimitSettings {
  readonly requestsPerMinute: number;
  readonly numbersPerMinute: number;
  readonly failuresPerMinute: number;
}

export const SYSTEM_LIMITS: SystemLimitSettings = {
  requestsPerMinute: 1200,
  numbersPerMinute: 100_000,
  failuresPerMinute: 60,
};

const MINUTE = 60;

export function createSystemLimits(settings: SystemLimitSettings = SYSTEM_LIMITS): SystemLimits {
  const key = randomBytes(32);
  const hashed = (client: string) => createHmac('sha256', key).update(networkOf(client)).digest('base64url');
  const requests = new RateLimiterMemory({ points: settings.requestsPerMinute, duration: MINUTE });
  const numbers = new RateLimiterMemory({ points: settings.numbersPerMinute, duration: MINUTE });
  const failures = new RateLimiterMemory({ points: settings.failuresPerMinute, duration: MINUTE });
  return {
    async mayAsk(system, count) {
      return (await take(requests, system, 1)) ?? (count === 0 ? undefined : take(numbers, system, count));
    },
    mayFail: (client) => take(failures, hashed(client), 1),
  };
}

async function take(limiter: RateLimiterMemory, key: string, points: number): Promise<number | undefined> {
  try {
    await limiter.consume(key, points);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}
