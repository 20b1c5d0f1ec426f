/** Which browsers are signed in as whom. A browser session is a row; its cookie holds the token, the row its hash. */
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import { type Staff, staffFrom } from './staff.ts';
import { newToken, tokenHash } from './tokens.ts';

export interface BrowserSessionLimits {
  /** Milliseconds without a request until signing in again. */
  readonly idle: number;
  /** Milliseconds from the sign-in, however busy. */
  readonly absolute: number;
}

export const BROWSER_SESSION_LIMITS: BrowserSessionLimits = {
  idle: 12 * 60 * 60 * 1000,
  absolute: 7 * 24 * 60 * 60 * 1000,
};

/** `seen_at` is written at most this often (milliseconds): a write per request would sync the disk each time. */
const SEEN_STEP = 60_000;

export interface BrowserSessions {
  /** @returns the token for the cookie. */
  start(account: string): Promise<string>;
  staffOf(token: string): Promise<Staff | undefined>;
  /** @returns the account whose session it was. */
  end(token: string): Promise<string | undefined>;
  endAll(account: string): Promise<void>;
  /** Of these token hashes, those that are still signed in. */
  alive(hashes: readonly string[]): Promise<ReadonlySet<string>>;
}

export function createBrowserSessions(
  database: Database,
  clock: Clock,
  limits: BrowserSessionLimits = BROWSER_SESSION_LIMITS,
): BrowserSessions {
  /** Rows that are within both limits and whose account is not disabled. */
  const valid = () =>
    database
      .selectFrom('browser_session')
      .innerJoin('account', 'account.id', 'browser_session.account')
      .where('account.disabled_at', 'is', null)
      .where('browser_session.expires_at', '>', clock.now())
      .where('browser_session.seen_at', '>', clock.now() - limits.idle);

  async function removeOutlived(): Promise<void> {
    const now = clock.now();
    await database
      .deleteFrom('browser_session')
      .where((is) => is.or([is('expires_at', '<=', now), is('seen_at', '<=', now - limits.idle)]))
      .execute();
  }

  return {
    async start(account) {
      await removeOutlived();
      const token = newToken();
      const now = clock.now();
      await database
        .insertInto('browser_session')
        .values({
          token_hash: tokenHash(token),
          account,
          created_at: now,
          seen_at: now,
          expires_at: now + limits.absolute,
        })
        .execute();
      return token;
    },

    async staffOf(token) {
      const hash = tokenHash(token);
      const row = await valid()
        .where('browser_session.token_hash', '=', hash)
        .select(['account.id', 'login', 'name', 'role', 'controller', 'seen_at'])
        .executeTakeFirst();
      if (!row) return undefined;
      const now = clock.now();
      if (now - row.seen_at >= SEEN_STEP) {
        await database
          .updateTable('browser_session')
          .set({ seen_at: now })
          .where('token_hash', '=', hash)
          .execute();
      }
      return staffFrom(row);
    },

    async end(token) {
      const row = await database
        .deleteFrom('browser_session')
        .where('token_hash', '=', tokenHash(token))
        .returning('account')
        .executeTakeFirst();
      return row?.account;
    },

    async endAll(account) {
      await database.deleteFrom('browser_session').where('account', '=', account).execute();
    },

    async alive(hashes) {
      if (hashes.length === 0) return new Set();
      const rows = await valid().where('token_hash', 'in', hashes).select('token_hash').execute();
      return new Set(rows.map((row) => row.token_hash));
    },
  };
}
