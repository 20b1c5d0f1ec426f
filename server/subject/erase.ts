/**
 * "Erase now", by the subject: one photo, all of a call's photos, or the call's whole content. Nobody is asked first
 * (GDPR Art. 17(1)); only a legal hold stands in the way, and then says so (Art. 17(3)(e)).
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Erased, EraseOwn } from '../../protocol/subject.ts';
import type { Database } from '../database.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { type Held, isHeld } from '../privacy/held.ts';
import type { SessionErasure } from '../session/erasure.ts';
import type { Sessions } from '../session/sessions.ts';
import { type OwnCall, photosOf, type SubjectCalls } from './calls.ts';
import type { Subject } from './sign-in.ts';

export type EraseForSubject = (
  subject: Subject,
  session: string,
  named: EraseOwn,
) => Promise<{ readonly ok: true; readonly erased: Erased } | Refusal>;

export interface EraseDeps {
  readonly database: Database;
  readonly calls: Pick<SubjectCalls, 'own'>;
  readonly sessions: Pick<Sessions, 'execute'>;
  readonly erasure: Pick<SessionErasure, 'eraseContent'>;
  readonly log: Pick<ControllerLog, 'openRows'>;
  readonly heldOf: (session: string) => Held;
}

export function createEraseForSubject(deps: EraseDeps): EraseForSubject {
  const { database, calls, sessions, erasure, log, heldOf } = deps;

  async function erasePhotos(call: OwnCall, named: readonly string[]): Promise<Refusal | undefined> {
    for (const photo of named) {
      const ask = { by: 'caller', command: { type: 'ErasePhoto', photo } } as const;
      const outcome = await sessions.execute(call.row.id, ask);
      if (!outcome.ok) return outcome;
    }
    return undefined;
  }

  /** Certificates about the session that the controller's log got since `after`. */
  async function certificates(call: OwnCall, after: number): Promise<readonly string[]> {
    const { controller, id } = call.row;
    const rows = await database
      .selectFrom('controller_entry')
      .innerJoin('entry', 'entry.n', 'controller_entry.place')
      .selectAll('entry')
      .where('controller_entry.controller', '=', controller)
      .where('controller_entry.session', '=', id)
      .where('controller_entry.session', '<>', '')
      .where('controller_entry.type', '=', 'ErasureCertified')
      .where('controller_entry.seq', '>', after)
      .orderBy('controller_entry.seq')
      .execute();
    return (await log.openRows(controller, rows)).map(({ seq }) => referenceOf(controller, seq));
  }

  async function lastEntry({ row }: OwnCall): Promise<number> {
    const last = await database
      .selectFrom('controller_entry')
      .select(({ fn }) => fn.max('seq').as('seq'))
      .where('controller', '=', row.controller)
      .executeTakeFirst();
    return last?.seq ?? 0;
  }

  async function contentGone({ row }: OwnCall): Promise<boolean> {
    const now = database.selectFrom('session').select('status').where('id', '=', row.id);
    return (await now.executeTakeFirst())?.status === 'erased';
  }

  return async (subject, session, named) => {
    const call = await calls.own(subject, session);
    if (!call.ok) return call;
    if (call.state.status !== 'ended') return refuse('subject_call_on');
    const held = heldOf(session);
    const standing = photosOf(call.state).filter(({ erased }) => !erased);
    const meant = named.what === 'photo' ? [named.photo] : standing.map(({ id }) => id);
    const free = meant.filter((id) => !isHeld(held, id));
    const stopped = named.what === 'content' ? held.all : meant.length > 0 && free.length === 0;
    if (stopped) return refuse('held_by_law');
    const before = await lastEntry(call);
    if (named.what === 'content') await erasure.eraseContent(session, 'caller-erased', 'caller');
    else {
      const refused = await erasePhotos(call, free);
      if (refused) return refused;
    }
    const content = named.what === 'content';
    const references = await certificates(call, before);
    const pending = content ? !(await contentGone(call)) : references.length < free.length;
    return {
      ok: true,
      erased: {
        photos: free.length,
        content,
        held: meant.length - free.length,
        certificates: references,
        pending,
      },
    };
  };
}

/** By which a reviewer finds the entry again. */
function referenceOf(controller: string, seq: number): string {
  return `${controller.toUpperCase()}-${seq}`;
}
