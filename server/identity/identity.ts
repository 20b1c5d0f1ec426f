/** Signing staff in and out. Knows nothing of cookies or HTTP: those are the transport's. */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import { type Accounts, createAccounts, normalizeLogin } from './accounts.ts';
import { type BrowserSessionLimits, createBrowserSessions } from './browser-sessions.ts';
import { dummyHash, verifyPassword } from './passwords.ts';
import { type Staff, staffFrom } from './staff.ts';
import { createThrottle, type ThrottleLimits } from './throttle.ts';
import { tokenHash } from './tokens.ts';

export interface IdentityDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly limits?: BrowserSessionLimits;
  readonly throttle?: ThrottleLimits;
}

/** A browser session ended, or, without `browserSession`, all of this person's did. */
export interface SignedOut {
  readonly staff: string;
  /** SHA-256 (hex) of the token, as `tokenHash` makes it. */
  readonly browserSession?: string;
}

export type SignInResult =
  | { readonly ok: true; readonly token: string; readonly staff: Staff }
  /** `retryAfter`: seconds, with `too_many_requests`. */
  | (Refusal & { readonly retryAfter?: number });

export interface Identity {
  readonly accounts: Accounts;
  /** `address` is the client's IP address; it is hashed with a key of this process and never stored. */
  signIn(login: string, password: string, address: string): Promise<SignInResult>;
  /** The person whom a cookie's token signs in; undefined if it is unknown, outlived, or the account disabled. */
  fromToken(token: string): Promise<Staff | undefined>;
  signOut(token: string): Promise<void>;
  signOutEverywhere(account: string): Promise<void>;
  /** Disables the account, ends its browser sessions and tells the listeners. */
  disable(login: string): Promise<boolean>;
  /**
   * Of these browser sessions (token hashes), those still signed in. For live sockets, to be asked every few
   * seconds: the operator's command line disables accounts from a process of its own, which no listener hears.
   */
  stillSignedIn(browserSessions: readonly string[]): Promise<ReadonlySet<string>>;
  /** @returns a function that removes the listener. */
  onSignedOut(listener: (signedOut: SignedOut) => void): () => void;
}

export function createIdentity({
  database,
  clock,
  limits,
  throttle: throttleLimits,
}: IdentityDeps): Identity {
  const accounts = createAccounts(database, clock);
  const browserSessions = createBrowserSessions(database, clock, limits);
  const throttle = createThrottle(throttleLimits);
  const listeners = new Set<(signedOut: SignedOut) => void>();
  void dummyHash();

  function announce(signedOut: SignedOut): void {
    for (const listener of listeners) listener(signedOut);
  }

  return {
    accounts,

    async signIn(typed, password, address) {
      const login = normalizeLogin(typed);
      const retryAfter = await throttle.attempt(login, address);
      if (retryAfter !== undefined) return { ...refuse('too_many_requests'), retryAfter };
      const row = await accounts.byLogin(login);
      // Whether a login exists or is disabled is told only to someone who knows its password.
      if (!(await verifyPassword(row?.password_hash, password)) || !row) return refuse('sign_in_failed');
      await throttle.succeeded(login, address);
      if (row.disabled_at !== null) return refuse('account_disabled');
      return { ok: true, token: await browserSessions.start(row.id), staff: staffFrom(row) };
    },

    fromToken: (token) => browserSessions.staffOf(token),

    async signOut(token) {
      const staff = await browserSessions.end(token);
      if (staff !== undefined) announce({ staff, browserSession: tokenHash(token) });
    },

    async signOutEverywhere(account) {
      await browserSessions.endAll(account);
      announce({ staff: account });
    },

    async disable(login) {
      const result = await accounts.disable(login);
      if (result.ok) announce({ staff: result.staff.id });
      return result.ok;
    },

    stillSignedIn: (hashes) => browserSessions.alive(hashes),

    onSignedOut(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
