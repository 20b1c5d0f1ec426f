/**
 * Carries out the erasure of a photo once it is recorded: key, objects, certificate. A row of `erasure` stands from
 * the recording, in the same commit, until the certificate, in the same commit: so there is exactly one certificate,
 * whenever the server is killed.
 */
import type { Certificate } from '../../protocol/controller-events.ts';
import type { Database, SessionRow } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Clock } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { UnfinishedErasure } from '../privacy/sweep.ts';
import { certify, countMedia } from './certificate.ts';

export interface PhotoErasure {
  /** False while an object is left in a store that does not answer. Idempotent. */
  finish(session: string, photo: string): Promise<boolean>;
  /** Recorded erasures that are not certified yet, at most `limit`, in order; those after one when given. */
  unfinished(limit: number, after?: UnfinishedErasure): Promise<readonly UnfinishedErasure[]>;
}

export interface PhotoErasureDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'destroySession'>;
  readonly clock: Clock;
  /** Key first, then the objects; idempotent. `objects-left`: the store did not answer, so try again later. */
  readonly eraseMedia: (session: string, media: string) => Promise<'complete' | 'objects-left'>;
}

type Owner = Pick<SessionRow, 'controller' | 'content_due' | 'skeleton_due' | 'content_erased_at'>;

export function createPhotoErasure(deps: PhotoErasureDeps): PhotoErasure {
  const { database, log, keys, clock, eraseMedia } = deps;
  /** The command and the sweep may come to the same photo at once; it is certified once. */
  const underway = new Map<string, Promise<boolean>>();

  async function run(session: string, photo: string): Promise<boolean> {
    if ((await eraseMedia(session, photo)) === 'objects-left') return false;
    const intent = await database
      .selectFrom('erasure')
      .innerJoin('session', 'session.id', 'erasure.session')
      .select(['rule', 'controller', 'content_due', 'skeleton_due', 'content_erased_at'])
      .where('session', '=', session)
      .where('photo', '=', photo)
      .executeTakeFirst();
    if (!intent) return true;
    const last = intent.content_erased_at !== null && !(await anyMediaLeft(session));
    // A hold on this photo had kept the session's key alive beyond the content (HLD-6).
    if (last) await keys.destroySession(session);
    const { keys: destroyed, objects } = await countMedia(database, session, { photo });
    const about = { session, what: 'photo', photo, rule: intent.rule, remains: remainsOf(intent) } as const;
    const counts = { keysDestroyed: destroyed + (last ? 1 : 0), objectsDeleted: objects };
    const certified = database
      .deleteFrom('erasure')
      .where('session', '=', session)
      .where('photo', '=', photo)
      .compile();
    const event = certify({ ...about, ...counts }, clock.now());
    await log.append(intent.controller, { kind: 'system' }, [event], [certified]);
    return true;
  }

  async function anyMediaLeft(session: string): Promise<boolean> {
    const left = await database
      .selectFrom('media')
      .select('id')
      .where('session', '=', session)
      .where('state', '!=', 'erased')
      .executeTakeFirst();
    return left !== undefined;
  }

  return {
    finish(session, photo) {
      const name = `${session}/${photo}`;
      const running = underway.get(name) ?? run(session, photo).finally(() => underway.delete(name));
      underway.set(name, running);
      return running;
    },
    unfinished(limit, after) {
      // Without a photo it is the whole content's, which falls due by itself (session/erasure.ts).
      const rows = database.selectFrom('erasure').select(['session', 'photo']).where('photo', '<>', '');
      const next = after
        ? rows.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('session', 'photo'), '>', tuple(after.session, after.photo)),
          )
        : rows;
      return next.orderBy('session').orderBy('photo').limit(limit).execute();
    },
  };
}

function remainsOf(owner: Owner): NonNullable<Certificate['remains']> {
  if (owner.content_erased_at !== null) return until('skeleton', owner.skeleton_due);
  return until('content', owner.content_due);
}

function until(what: 'content' | 'skeleton', due: number | null): NonNullable<Certificate['remains']> {
  return due === null ? { what } : { what, until: due };
}
