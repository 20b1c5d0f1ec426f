/** Brakes on mail to addresses that nobody has proven, in memory: they reset with the process. */
import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts one mail; seconds to wait when there were too many. */
export type MayMail = (session: string, address: string) => Promise<number | undefined>;

export interface MailLimitSettings {
  /** A typing mistake must not be the last word. */
  readonly perSession: number;
  /** A day. Nobody's mailbox can be filled from here. */
  readonly perAddress: number;
  /** An hour. */
  readonly inAll: number;
}

export const MAIL_LIMITS: MailLimitSettings = { perSession: 3, perAddress: 5, inAll: 1000 };

const HOUR = 3600;
const DAY = 24 * HOUR;

export function createMailLimits(settings: MailLimitSettings = MAIL_LIMITS): MayMail {
  const key = randomBytes(32);
  const hashed = (address: string) =>
    createHmac('sha256', key).update(address.toLowerCase()).digest('base64url');
  const sessions = new RateLimiterMemory({ points: settings.perSession, duration: DAY });
  const addresses = new RateLimiterMemory({ points: settings.perAddress, duration: DAY });
  const all = new RateLimiterMemory({ points: settings.inAll, duration: HOUR });
  return async (session, address) =>
    (await take(sessions, session)) ?? (await take(addresses, hashed(address))) ?? (await take(all, 'all'));
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
