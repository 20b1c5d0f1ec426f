/**
 * Erasing a session, in an order that a kill at any point can be resumed from (RET-3): the intent is recorded,
 * the wrapped key is destroyed and the key store checkpointed, objects are deleted, identifying columns nulled.
 * Every step can be repeated.
 */
import type { QueryCreator } from 'kysely';
import type { Database, Tables } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Clock } from '../ports.ts';
import type { Sessions } from './sessions.ts';

export interface SessionErasure {
  /** Photos go first; the rest of the content stays until its own time. */
  erasePhotos(session: string): Promise<void>;
  /** What remains is a content-free, still verifiable skeleton. */
  eraseContent(session: string): Promise<void>;
  /** The skeleton itself, when accountability no longer needs it. */
  eraseSkeleton(session: string): Promise<void>;
}

export interface SessionErasureDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly keys: Keys;
  readonly clock: Clock;
  /** Key first, then the objects; idempotent. `objects-left`: the store did not answer, so try again later. */
  readonly eraseMedia: (session: string, media: string) => Promise<'complete' | 'objects-left'>;
}

export function createSessionErasure(deps: SessionErasureDeps): SessionErasure {
  const { database, sessions, keys, clock, eraseMedia } = deps;

  /** False while an object is left in a store that does not answer; the next sweep comes back to it. */
  async function eraseAllMedia(session: string, kinds: readonly ('photo' | 'picture')[]): Promise<boolean> {
    const rows = await database
      .selectFrom('media')
      .select('media')
      .distinct()
      .where('session', '=', session)
      .where('kind', 'in', kinds)
      .where('state', '!=', 'erased')
      .execute();
    let complete = true;
    for (const { media } of rows) {
      if ((await eraseMedia(session, media)) === 'objects-left') complete = false;
    }
    return complete;
  }

  return {
    async erasePhotos(session) {
      const command = { type: 'ErasePhotos', rule: 'photo-retention' } as const;
      const outcome = await sessions.execute(session, { by: 'system', command });
      if (!outcome.ok && outcome.code === 'commit_failed') throw new Error('erasing photos was not recorded');
      // Also what no event tells of: a photo stored by a server that died before it was recorded.
      if (!(await eraseAllMedia(session, ['photo']))) return;
      await database
        .updateTable('session')
        .set({ photos_erased_at: clock.now() })
        .where('id', '=', session)
        .execute();
    },

    async eraseContent(session) {
      const ask = { by: 'system', command: { type: 'EraseContent' } } as const;
      const outcome = await sessions.execute(session, ask);
      // Already recorded, or the key already destroyed, by an erasure that was cut short: go on from there.
      if (!outcome.ok && outcome.code === 'commit_failed')
        throw new Error('erasing content was not recorded');
      await keys.destroySession(session);
      sessions.forget(session);
      if (!(await eraseAllMedia(session, ['photo', 'picture']))) return;
      await database.transaction().execute(async (transaction) => {
        for (const table of ['invitation', 'sms', 'caller_credential'] as const) {
          await transaction.deleteFrom(table).where('session', '=', session).execute();
        }
        const now = clock.now();
        await transaction
          .updateTable('session')
          .set({ status: 'erased', number_hash: null, call_hash: null, content_erased_at: now })
          .where('id', '=', session)
          .execute();
      });
      sessions.forget(session);
    },

    async eraseSkeleton(session) {
      await database.transaction().execute(async (transaction) => {
        await transaction
          .withRecursive('chain', (query) => chainOf(query, `session:${session}`))
          .deleteFrom('entry')
          .where('n', 'in', (query) => query.selectFrom('chain').select('n'))
          .execute();
        await transaction.deleteFrom('stream').where('id', '=', `session:${session}`).execute();
        await transaction.deleteFrom('media').where('session', '=', session).execute();
        await transaction.deleteFrom('session').where('id', '=', session).execute();
      });
    },
  };
}

/**
 * Places of a stream's entries: the log has no index by stream. Places are not sealed, so one that was changed must
 * lead neither into another stream nor in a circle.
 */
function chainOf(query: QueryCreator<Tables & { chain: { n: number; previous: number } }>, stream: string) {
  return query
    .selectFrom('stream')
    .innerJoin('entry', 'entry.n', 'stream.last')
    .where('stream.id', '=', stream)
    .where('entry.stream', '=', stream)
    .select(['entry.n', 'entry.previous'])
    .union(
      query
        .selectFrom('chain')
        .innerJoin('entry', 'entry.n', 'chain.previous')
        .where('entry.stream', '=', stream)
        .select(['entry.n', 'entry.previous']),
    );
}
