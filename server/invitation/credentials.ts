/** What a caller's browser holds: a call credential while the session lasts, an after-call one from then on. */
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import type { NewCredential } from './pairing.ts';

export interface Credential {
  readonly session: string;
  readonly scope: 'call' | 'after';
}

export interface Credentials {
  /** By the token's hash; undefined when it opens nothing (any more). */
  find(hash: string): Promise<Credential | undefined>;
  /**
   * Adds an after-call credential. The call's own is kept: it can do nothing any more but this exchange, and the
   * answer to the first one may have been lost on the way.
   */
  exchange(session: string, credential: NewCredential): Promise<void>;
}

export function createCredentials(database: Database, clock: Clock): Credentials {
  return {
    find: (hash) =>
      database
        .selectFrom('caller_credential')
        .select(['session', 'scope'])
        .where('token_hash', '=', hash)
        .executeTakeFirst(),
    async exchange(session, { hash }) {
      const row = { token_hash: hash, session, scope: 'after' as const, created_at: clock.now() };
      await database.insertInto('caller_credential').values(row).execute();
    },
  };
}
