/**
 * Erasure at a request (GDPR Art. 17). What is to go is written down with the decision; from then on it goes on by
 * itself, one item after the other and after a kill as well, until nothing but what a legal hold keeps is left, and
 * the request closes. What was kept goes when its hold is lifted.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { EraseForRequest } from '../../protocol/requests.ts';
import type { Database, SubjectRequestItemRow } from '../database.ts';
import { type Held, isHeld } from '../privacy/held.ts';
import type { Reviewer } from '../privacy/holds.ts';
import type { SessionErasure } from '../session/erasure.ts';
import type { OpenedRequest } from './decide.ts';
import type { Along, Answer, Requests } from './register.ts';
import { photosKept, sessionsOf, subjectOf } from './subject.ts';

export interface SubjectErasure {
  begin(by: Reviewer, id: string, asked: EraseForRequest): Promise<Answer>;
  /** Erases what can be erased now, and closes the request once nothing is left to wait for. Idempotent. */
  work(controller: string, id: string): Promise<void>;
  /** Goes on with every erasure that was begun; one that fails is reported and tried again the next time. */
  resume(): Promise<void>;
}

export interface SubjectErasureDeps {
  readonly database: Database;
  readonly requests: Requests;
  readonly erasure: Pick<SessionErasure, 'eraseContent' | 'erasePhoto'>;
  readonly heldOf: (session: string) => Held;
  readonly onFault: (error: unknown) => void;
}

type ItemState = SubjectRequestItemRow['state'];

export function createSubjectErasure(deps: SubjectErasureDeps): SubjectErasure {
  const { database, requests, erasure, heldOf, onFault } = deps;
  /** One round at a time: the desk and the clockwork may come to the same request at once. */
  let tail: Promise<unknown> = Promise.resolve();

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = tail.then(step);
    tail = mine.catch(() => {});
    return mine;
  }

  async function prepare(request: OpenedRequest, items: readonly SubjectRequestItemRow[]): Promise<Along> {
    const inserts = items.map((item) =>
      database
        .insertInto('subject_request_item')
        .values({ ...item, request: request.row.id })
        .compile(),
    );
    return { also: inserts };
  }

  /** What is named, if all of it is the subject's; or everything. */
  async function itemsFor(
    request: OpenedRequest,
    named: EraseForRequest['items'],
  ): Promise<readonly SubjectRequestItemRow[] | Refusal> {
    const sessions = (await sessionsOf(database, subjectOf(request.row))).map(({ id }) => id);
    const of = (session: string, photo = '') =>
      ({ request: request.row.id, session, photo, state: 'due' }) as const;
    if (!named) return sessions.map((session) => of(session));
    if (named.some(({ session }) => !sessions.includes(session))) return refuse('not_found');
    const photos = await photosKept(database, sessions);
    if (named.some(({ session, photo }) => photo !== undefined && !photos.get(session)?.includes(photo))) {
      return refuse('photo_unknown');
    }
    const items = named.map(({ session, photo }) => of(session, photo));
    return [...new Map(items.map((item) => [`${item.session}/${item.photo}`, item])).values()];
  }

  function stillHeld({ session, photo }: SubjectRequestItemRow): boolean {
    const held = heldOf(session);
    return photo === '' ? held.all || held.photos.size > 0 : isHeld(held, photo);
  }

  async function eraseItem(item: SubjectRequestItemRow): Promise<ItemState> {
    const { session, photo } = item;
    if (item.state === 'held' && stillHeld(item)) return 'held';
    if (photo !== '') {
      if (isHeld(heldOf(session), photo)) return 'held';
      return (await erasure.erasePhoto(session, photo)) ? 'done' : 'due';
    }
    const row = () =>
      database
        .selectFrom('session')
        .select(['ended_at', 'content_erased_at'])
        .where('id', '=', session)
        .executeTakeFirst();
    const before = await row();
    if (!before) return 'done';
    // The call is still on; what it leaves goes when it is over.
    if (before.ended_at === null) return 'due';
    if (heldOf(session).all) return 'held';
    await erasure.eraseContent(session, 'subject-request');
    const after = await row();
    if (after && after.content_erased_at === null) return heldOf(session).all ? 'held' : 'due';
    return (await photosKept(database, [session])).size > 0 ? 'held' : 'done';
  }

  async function round(controller: string, id: string): Promise<void> {
    const left = await database
      .selectFrom('subject_request_item')
      .selectAll()
      .where('request', '=', id)
      .where('state', '!=', 'done')
      .execute();
    const states: ItemState[] = [];
    for (const item of left) {
      const state = await eraseItem(item);
      states.push(state);
      if (state === item.state) continue;
      await database
        .updateTable('subject_request_item')
        .set({ state })
        .where('request', '=', id)
        .where('session', '=', item.session)
        .where('photo', '=', item.photo)
        .execute();
    }
    if (states.includes('due')) return;
    // Refused when it is closed already, and only what a hold had kept was gone on with.
    const held = states.includes('held');
    await requests.step(undefined, controller, id, { type: 'FinishErasure', held });
  }

  return {
    async begin(by, id, { explanation, items: named }) {
      const request = await requests.open(by.controller, id);
      if (!request) return refuse('not_found');
      const items = await itemsFor(request, named);
      if ('ok' in items) return items;
      const command = { type: 'Erase', explanation, items: items.length } as const;
      return requests.step(by, by.controller, id, command, (open) => prepare(open, items));
    },

    work: (controller, id) => inTurn(() => round(controller, id)),

    async resume() {
      const waiting = await database
        .selectFrom('subject_request')
        .leftJoin('subject_request_item', 'subject_request_item.request', 'subject_request.id')
        .select(['subject_request.id', 'controller'])
        .distinct()
        .where('kind', '=', 'erasure')
        .where(({ eb, or }) =>
          or([eb('subject_request.state', '=', 'erasing'), eb('subject_request_item.state', '=', 'held')]),
        )
        .execute();
      for (const { id, controller } of waiting) {
        await inTurn(() => round(controller, id)).catch(onFault);
      }
    },
  };
}
