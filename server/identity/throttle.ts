/**
 * Brakes on guessing passwords: per login and per client address. Held in memory only, under hashes keyed with a
 * random key of this process: an IP address has no row in the policy table, so none may be kept.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface ThrottleLimits {
  readonly failuresPerLogin: number;
  /** Higher: a whole call centre may share one address. */
  readonly failuresPerAddress: number;
  readonly windowSeconds: number;
}

export const THROTTLE_LIMITS: ThrottleLimits = {
  failuresPerLogin: 5,
  failuresPerAddress: 50,
  windowSeconds: 15 * 60,
};

export interface Throttle {
  /**
   * Counts an attempt before it is checked, so that a burst of parallel guesses gains nothing.
   * @returns seconds to wait if there were too many, undefined if it may go on.
   */
  attempt(login: string, address: string): Promise<number | undefined>;
  /** A right password clears the login's count and gives the address its point back. */
  succeeded(login: string, address: string): Promise<void>;
}

export function createThrottle(limits: ThrottleLimits = THROTTLE_LIMITS): Throttle {
  const key = randomBytes(32);
  const hashed = (value: string) => createHmac('sha256', key).update(value).digest('base64url');
  const duration = limits.windowSeconds;
  const byLogin = new RateLimiterMemory({ keyPrefix: 'login', points: limits.failuresPerLogin, duration });
  const byAddress = new RateLimiterMemory({
    keyPrefix: 'address',
    points: limits.failuresPerAddress,
    duration,
  });

  return {
    async attempt(login, address) {
      // The address first: who is stopped by it must not use up the tries of other people's logins.
      return (
        (await consume(byAddress, hashed(networkOf(address)))) ?? (await consume(byLogin, hashed(login)))
      );
    },
    async succeeded(login, address) {
      await byLogin.delete(hashed(login));
      await byAddress.reward(hashed(networkOf(address)));
    },
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}

/** Whoever has one IPv6 address usually has its whole /64; counting single ones would stop nobody. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.toLowerCase().startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':').toLowerCase();
}
