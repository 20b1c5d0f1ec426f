/**
 * Erasure of a session's photos, content and skeleton, in order and resumable after a kill at any point: the intent
 * is recorded, the wrapped key is destroyed and the key store checkpointed, objects are deleted, identifying columns
 * nulled, and the certificate written. Every step can be repeated; a certificate is written once, in the same commit
 * as the rows that say there is nothing more to erase. What a legal hold names stays.
 */
import type { Certificate } from '../../protocol/controller-events.ts';
import type { ErasureRule } from '../../protocol/events.ts';
import type { Database, SessionRow } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import { removeStream } from '../ledger/remove-stream.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { type Held, isHeld } from '../privacy/held.ts';
import { certify, countMedia } from './certificate.ts';
import type { ContentRule } from './commands.ts';
import type { PhotoErasure } from './photo-erasure.ts';
import { intendErasure } from './projection.ts';
import type { Sessions } from './sessions.ts';

export interface SessionErasure {
  /** Photos go first; the rest of the content stays until its own time. */
  erasePhotos(session: string): Promise<void>;
  /**
   * What remains is a content-free, still verifiable skeleton. At the caller's wish before its time it is due from
   * then on, so that the sweep goes on with what was cut short.
   */
  eraseContent(session: string, rule?: ContentRule, by?: 'caller' | 'system'): Promise<void>;
  /** One photo at its subject's request. False while a hold, or a store that does not answer, keeps it. */
  erasePhoto(session: string, photo: string): Promise<boolean>;
  /** The skeleton itself, when accountability no longer needs it. */
  eraseSkeleton(session: string): Promise<void>;
}

export interface SessionErasureDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly keys: Pick<Keys, 'destroySession' | 'destroyLog'>;
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly photos: PhotoErasure;
  readonly heldOf: (session: string) => Held;
  /** Key first, then the objects; idempotent. `objects-left`: the store did not answer, so try again later. */
  readonly eraseMedia: (session: string, media: string) => Promise<'complete' | 'objects-left'>;
}

export function createSessionErasure(deps: SessionErasureDeps): SessionErasure {
  const { database, sessions, keys, clock, log, photos, heldOf, eraseMedia } = deps;
  /** A request and the sweep may come to the same content at once; it is certified once. */
  const underway = new Map<string, Promise<void>>();

  /** By which rule the photos go that are left and that no hold names; false while an object stays. */
  async function erasePhotosLeft(session: string, rule: ErasureRule): Promise<boolean> {
    let complete = true;
    for (const photo of await mediaLeft(database, session, 'photo')) {
      if (isHeld(heldOf(session), photo)) continue;
      await database.executeQuery(intendErasure(database, session, photo, rule));
      if (!(await photos.finish(session, photo))) complete = false;
    }
    return complete;
  }

  async function erasePictures(session: string): Promise<boolean> {
    let complete = true;
    for (const picture of await mediaLeft(database, session, 'picture')) {
      if ((await eraseMedia(session, picture)) === 'objects-left') complete = false;
    }
    return complete;
  }

  async function noteThatPhotosAreGone(session: string): Promise<void> {
    if ((await mediaLeft(database, session, 'photo')).length > 0) return;
    const rows = database.updateTable('session').set({ photos_erased_at: clock.now() });
    await rows.where('id', '=', session).where('photos_erased_at', 'is', null).execute();
  }

  async function certifyContent(row: SessionRow, rule: ContentRule, kept: boolean): Promise<void> {
    const pictures = await countMedia(database, row.id, { kind: 'picture' });
    const about: Omit<Certificate, 'backupsUnreadableFrom'> = {
      session: row.id,
      what: 'content',
      rule,
      // The log's key and, unless it still wraps a held photo's, the session's.
      keysDestroyed: pictures.keys + (kept ? 1 : 2),
      objectsDeleted: pictures.objects,
      remains: {
        what: kept ? 'skeleton-and-held-photos' : 'skeleton',
        ...(row.skeleton_due === null ? {} : { until: row.skeleton_due }),
      },
    };
    const now = clock.now();
    await log.append(row.controller, SYSTEM, [certify(about, now)], forget(database, row.id, now));
  }

  async function eraseOnce(session: string, wished: ContentRule, by: 'caller' | 'system'): Promise<void> {
    const ask = { by, command: { type: 'EraseContent', rule: wished } } as const;
    const also = wished === 'content-retention' ? [] : dueAtOnce(database, session, wished, clock.now());
    const outcome = await sessions.execute(session, ask, { also });
    // Already recorded, or the key already destroyed, by an erasure that was cut short: go on from there.
    if (!outcome.ok && (outcome.code === 'commit_failed' || outcome.code === 'purpose_refused'))
      throw new Error('erasing content was not recorded');
    if (!outcome.ok && outcome.code === 'held_by_law') return;
    const rule = await ruleOf(database, session, wished);
    const kept = heldOf(session).photos.size > 0;
    await (kept ? keys.destroyLog(session) : keys.destroySession(session));
    sessions.forget(session);
    const complete = await erasePhotosLeft(session, rule);
    if (!(await erasePictures(session)) || !complete) return;
    await noteThatPhotosAreGone(session);
    const row = await rowOf(database, session);
    // What a hold had kept is certified photo by photo; the content was, when it went.
    if (row?.content_erased_at === null) await certifyContent(row, rule, kept);
    sessions.forget(session);
  }

  return {
    async erasePhotos(session) {
      const command = { type: 'ErasePhotos', rule: 'photo-retention' } as const;
      const outcome = await sessions.execute(session, { by: 'system', command });
      if (!outcome.ok && outcome.code === 'commit_failed') throw new Error('erasing photos was not recorded');
      // Also what no event tells of: a photo stored by a server that died before it was recorded.
      if (await erasePhotosLeft(session, 'photo-retention')) await noteThatPhotosAreGone(session);
    },

    eraseContent(session, wished = 'content-retention', by = 'system') {
      const running =
        underway.get(session) ?? eraseOnce(session, wished, by).finally(() => underway.delete(session));
      underway.set(session, running);
      return running;
    },

    async erasePhoto(session, photo) {
      const command = { type: 'ErasePhotos', rule: 'subject-request', photos: [photo] } as const;
      const outcome = await sessions.execute(session, { by: 'system', command });
      if (!outcome.ok && outcome.code === 'commit_failed')
        throw new Error('erasing a photo was not recorded');
      if (!(await mediaLeft(database, session, 'photo')).includes(photo)) return true;
      if (isHeld(heldOf(session), photo)) return false;
      await database.executeQuery(intendErasure(database, session, photo, 'subject-request'));
      return photos.finish(session, photo);
    },

    async eraseSkeleton(session) {
      const held = heldOf(session);
      const row = await rowOf(database, session);
      if (held.all || held.photos.size > 0 || !row) return;
      const about = { session, what: 'skeleton', rule: 'skeleton-retention' } as const;
      const event = certify({ ...about, keysDestroyed: 0, objectsDeleted: 0 }, clock.now());
      await log.append(row.controller, SYSTEM, [event], removeAll(database, session));
    },
  };
}

const SYSTEM = { kind: 'system' } as const;

async function mediaLeft(database: Database, session: string, kind: 'photo' | 'picture'): Promise<string[]> {
  const rows = await database
    .selectFrom('media')
    .select('media')
    .distinct()
    .where('session', '=', session)
    .where('kind', '=', kind)
    .where('state', '!=', 'erased')
    .execute();
  return rows.map(({ media }) => media);
}

function rowOf(database: Database, session: string): Promise<SessionRow | undefined> {
  return database.selectFrom('session').selectAll().where('id', '=', session).executeTakeFirst();
}

/** Stands in the place of a photo's id: the erasure is of the whole content. */
const WHOLE = '';

/** The rule is kept until the certificate: the log that has it can no longer be read by then. */
function dueAtOnce(
  database: Database,
  session: string,
  rule: ContentRule,
  now: number,
): readonly Statement[] {
  return [
    intendErasure(database, session, WHOLE, rule),
    database.updateTable('session').set({ content_due: now }).where('id', '=', session).compile(),
  ];
}

/** By which rule it was begun, whoever goes on with it. */
async function ruleOf(database: Database, session: string, wished: ContentRule): Promise<ContentRule> {
  const row = await database
    .selectFrom('erasure')
    .select('rule')
    .where('session', '=', session)
    .where('photo', '=', WHOLE)
    .executeTakeFirst();
  return row?.rule === 'caller-erased' || row?.rule === 'subject-request' ? row.rule : wished;
}

/** Nulls what identifies the caller; from then on the sweep no longer finds the session's content. */
function forget(database: Database, session: string, now: number): Statement[] {
  return [
    ...(['invitation', 'sms', 'caller_credential'] as const).map((table) =>
      database.deleteFrom(table).where('session', '=', session).compile(),
    ),
    database.deleteFrom('erasure').where('session', '=', session).where('photo', '=', WHOLE).compile(),
    database
      .updateTable('session')
      .set({ status: 'erased', number_hash: null, call_hash: null, content_erased_at: now })
      .where('id', '=', session)
      .compile(),
  ];
}

function removeAll(database: Database, session: string): Statement[] {
  const stream = `session:${session}`;
  return [
    ...removeStream(database, stream),
    ...(['media', 'erasure', 'hold'] as const).map((table) =>
      database.deleteFrom(table).where('session', '=', session).compile(),
    ),
    database.deleteFrom('session').where('id', '=', session).compile(),
  ];
}
