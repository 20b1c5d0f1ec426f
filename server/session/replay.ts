/**
 * After a restore: every key on the list of destroyed keys is destroyed again, before anything is served. What the
 * restored log can still record of it, it records, so that log and keys agree.
 */
import { isOpen } from '../../protocol/session.ts';
import type { Database } from '../database.ts';
import type { Clock, KeyStore, TombstoneList } from '../ports.ts';
import type { SessionErasure } from './erasure.ts';
import type { PhotoErasure } from './photo-erasure.ts';
import type { Sessions } from './sessions.ts';

export interface ReplayDeps {
  readonly database: Database;
  readonly list: Pick<TombstoneList, 'keys'>;
  /** The plain one: what it destroys here stands on the list already. */
  readonly keyStore: Pick<KeyStore, 'destroy'>;
  readonly sessions: Sessions;
  readonly erasure: Pick<SessionErasure, 'eraseContent'>;
  readonly photos: Pick<PhotoErasure, 'finish'>;
  /** Erases what is left of data subjects whose keys these are. */
  readonly forgetSubjects: (keys: readonly string[]) => Promise<void>;
  readonly clock: Clock;
}

const BATCH = 500;
const SESSION = 'session:';

/** Can be repeated after a kill at any point. */
export async function replayTombstones(deps: ReplayDeps): Promise<void> {
  let batch: string[] = [];
  for await (const key of deps.list.keys()) {
    batch.push(key);
    if (batch.length < BATCH) continue;
    await replay(deps, batch);
    batch = [];
  }
  await replay(deps, batch);
}

async function replay(deps: ReplayDeps, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await erasePhotosAgain(deps, keys);
  const sessions = keys.filter((key) => key.startsWith(SESSION)).map((key) => key.slice(SESSION.length));
  for (const session of sessions) await eraseSessionAgain(deps, session);
  await deps.forgetSubjects(keys);
  await deps.keyStore.destroy(keys);
}

async function erasePhotosAgain(deps: ReplayDeps, keys: readonly string[]): Promise<void> {
  const { database, sessions, photos, clock } = deps;
  const rows = await database
    .selectFrom('media')
    .innerJoin('session', 'session.id', 'media.session')
    .select(['media.session', 'media.media', 'ended_at', 'photos_due'])
    .distinct()
    .where('media.key', 'in', keys)
    .where('state', '!=', 'erased')
    .execute();
  for (const { session, media: photo, ended_at, photos_due } of rows) {
    // Before its time a photo's key is destroyed at the caller's wish alone.
    const due = photos_due !== null && photos_due <= clock.now();
    const rule = due ? 'photo-retention' : ended_at === null ? 'taken-back' : 'caller-erased';
    await sessions.execute(session, { by: 'system', command: { type: 'RepeatErasure', photo, rule } });
    await photos.finish(session, photo);
  }
}

async function eraseSessionAgain(
  { database, sessions, erasure, clock }: ReplayDeps,
  session: string,
): Promise<void> {
  const row = await database
    .selectFrom('session')
    .select(['content_erased_at', 'content_due'])
    .where('id', '=', session)
    .executeTakeFirst();
  if (!row || row.content_erased_at !== null) return;
  const view = await sessions.view(session);
  // The backup was made during a call that is long over.
  if (view && isOpen(view.state)) {
    await sessions.execute(session, { by: 'system', command: { type: 'End', reason: 'idle' } });
  }
  // Before its time a content goes at the caller's wish alone.
  const due = row.content_due !== null && row.content_due <= clock.now();
  await erasure.eraseContent(session, due ? 'content-retention' : 'caller-erased');
}
