/** Limits on sending and on guessing, in memory: they reset with the process and store nothing about anyone. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface InvitationLimits {
  /** Counts one SMS against the agent, the number and its prefix; false when one of them has had enough. */
  maySend(staff: string, numberHash: string, prefix: string): Promise<boolean>;
  /** Counts one wrong code of the whole installation; false when its budget is used up. */
  countWrongCode(): Promise<boolean>;
  /** Whether the budget of wrong codes still allows a try. */
  mayTryCode(): Promise<boolean>;
}

export interface LimitSettings {
  /** SMS an hour. */
  readonly perAgent: number;
  readonly perNumber: number;
  readonly perPrefix: number;
  /** Wrong codes in ten minutes, over all callers: a guesser has one chance in a million with each. */
  readonly wrongCodes: number;
}

export const LIMIT_SETTINGS: LimitSettings = {
  perAgent: 120,
  perNumber: 6,
  perPrefix: 3000,
  wrongCodes: 200,
};

const HOUR = 3600;
const TEN_MINUTES = 600;

export function createInvitationLimits(settings: LimitSettings = LIMIT_SETTINGS): InvitationLimits {
  const agents = new RateLimiterMemory({ points: settings.perAgent, duration: HOUR });
  const numbers = new RateLimiterMemory({ points: settings.perNumber, duration: HOUR });
  const prefixes = new RateLimiterMemory({ points: settings.perPrefix, duration: HOUR });
  const wrongCodes = new RateLimiterMemory({ points: settings.wrongCodes, duration: TEN_MINUTES });
  return {
    async maySend(staff, numberHash, prefix) {
      return (
        (await take(numbers, numberHash)) && (await take(agents, staff)) && (await take(prefixes, prefix))
      );
    },
    countWrongCode: () => take(wrongCodes, 'all'),
    async mayTryCode() {
      const used = await wrongCodes.get('all');
      return used === null || used.remainingPoints > 0;
    },
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false;
    throw refused;
  }
}
