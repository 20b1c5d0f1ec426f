/**
 * Carries out what was asked: a copy of the data, a correction's statement, a restriction, an objection's stop.
 * Erasure, which may take long and be cut short, is in `erase.ts`. Nothing is done before it was decided, and what
 * changes is committed with the decision.
 */
import type { Readable } from 'node:stream';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type {
  AnswerRequest,
  EraseForRequest,
  LiftRestriction,
  RectifyForRequest,
  RequestEvent,
  RestrictForRequest,
  SessionRequests,
} from '../../protocol/requests.ts';
import type { Database, RestrictionRow, SubjectRequestItemRow } from '../database.ts';
import type { Statement } from '../ports.ts';
import type { Held } from '../privacy/held.ts';
import type { HoldTarget, Reviewer } from '../privacy/holds.ts';
import type { Restrictions } from '../privacy/restrictions.ts';
import { type OpenedRequest, stoppedBy } from './decide.ts';
import type { SubjectErasure } from './erase.ts';
import type { ExportFor } from './export/export.ts';
import type { Along, Answer, Requests } from './register.ts';
import { statementsOn } from './statements.ts';
import { sessionsOf, subjectOf } from './subject.ts';

export interface Fulfilment {
  answer(by: Reviewer, id: string, said: AnswerRequest): Promise<Answer>;
  erase(by: Reviewer, id: string, asked: EraseForRequest): Promise<Answer>;
  restrict(by: Reviewer, id: string, asked: RestrictForRequest): Promise<Answer>;
  lift(by: Reviewer, id: string, asked: LiftRestriction): Promise<Answer>;
  rectify(by: Reviewer, id: string, asked: RectifyForRequest): Promise<Answer>;
  /** For access and portability, while open and with the identity checked. */
  export(
    by: Reviewer,
    id: string,
  ): Promise<{ readonly ok: true; readonly name: string; readonly bytes: Readable } | Refusal>;
  /** What requests say of one session of this controller. */
  ofSession(
    controller: string,
    session: string,
  ): Promise<{ readonly ok: true; readonly value: SessionRequests } | Refusal>;
}

export interface FulfilmentDeps {
  readonly database: Database;
  readonly requests: Requests;
  readonly restrictions: Restrictions;
  readonly erasure: SubjectErasure;
  readonly exportFor: ExportFor;
  /** Takes back every consent in force of a number. */
  readonly endConsents: (
    holder: { readonly controller: string; readonly number: string },
    staff: string,
    request: string,
  ) => Promise<unknown>;
  readonly heldOf: (session: string) => Held;
  /** Keeps stored objects from the store's own expiry, or lets them go. */
  readonly shield: (target: HoldTarget, kept: boolean) => Promise<void>;
}

export function createFulfilment(deps: FulfilmentDeps): Fulfilment {
  const { database, requests, restrictions, erasure, exportFor, heldOf, shield } = deps;

  /** Imposes what a decision restricts in the same commit as the decision, and not at all when that fails. */
  async function restricting(
    take: (prepare: (request: OpenedRequest) => Promise<Along>) => Promise<Answer>,
    rowsFor: (request: OpenedRequest) => Promise<readonly RestrictionRow[]>,
    also: (rows: readonly RestrictionRow[]) => Promise<Omit<Along, 'also'> & { also: readonly Statement[] }>,
  ): Promise<Answer> {
    let undo = () => {};
    try {
      const answer = await take(async (request) => {
        const rows = await rowsFor(request);
        const imposed = restrictions.impose(rows);
        undo = imposed.undo;
        const more = await also(rows);
        return { ...more, also: [...imposed.also, ...more.also] };
      });
      if (!answer.ok) undo();
      return answer;
    } catch (error) {
      undo();
      throw error;
    }
  }

  /** Whoever wants everything erased permits nothing any more; the proof alone stays, for its period. */
  async function endConsents({ id: staff, controller }: Reviewer, id: string): Promise<void> {
    const request = await requests.open(controller, id);
    if (request) await deps.endConsents({ controller, number: request.details.number }, staff, id);
  }

  return {
    answer: (by, id, said) =>
      restricting(
        (prepare) => requests.step(by, by.controller, id, { type: 'Answer', ...said }, prepare),
        async ({ row, details }) => {
          if (row.kind !== 'objection' || said.outcome === 'refused') return [];
          const sessions = await sessionsOf(database, subjectOf(row));
          return sessions.flatMap(({ id: session }) =>
            stoppedBy(details).map((purpose) => ({ session, request: id, purpose })),
          );
        },
        async () => ({ also: [] }),
      ),

    async erase(by, id, asked) {
      const begun = await erasure.begin(by, id, asked);
      if (!begun.ok) return begun;
      if (asked.items === undefined) await endConsents(by, id);
      await erasure.work(by.controller, id);
      const request = await requests.find(by, id);
      return request.ok ? request : begun;
    },

    restrict: (by, id, { explanation }) =>
      restricting(
        (prepare) => requests.step(by, by.controller, id, { type: 'Restrict', explanation }, prepare),
        async ({ row }) => {
          const sessions = await sessionsOf(database, subjectOf(row));
          // A call that is on is not frozen in its middle: what is to be frozen is what it left.
          const ended = sessions.filter((one) => one.ended_at !== null);
          return ended.map(({ id: session }) => ({ session, request: id, purpose: '' }));
        },
        async (rows) => {
          for (const { session } of rows) await shield({ session }, true);
          const done = rows.map(({ session }) => itemFor(database, id, session));
          return { events: rows.map(({ session }) => restricted(id, session)), also: done };
        },
      ),

    async lift(by, id, { informed }) {
      const lifted = restrictions.lift(id);
      const rows = await database
        .selectFrom('restriction')
        .select('session')
        .where('request', '=', id)
        .execute();
      const events = rows.map(
        ({ session }) => ({ type: 'RestrictionLifted', request: id, session }) as const,
      );
      const answer = await requests.step(by, by.controller, id, { type: 'Lift', informed }, async () => ({
        events,
        also: lifted.also,
      }));
      if (!answer.ok) return answer;
      lifted.done();
      for (const { session } of rows) {
        const { all, photos } = heldOf(session);
        if (!all && photos.size === 0 && !restrictions.of(session).all) await shield({ session }, false);
      }
      return answer;
    },

    rectify: (by, id, asked) =>
      requests.step(by, by.controller, id, { type: 'Rectify', ...asked }, async ({ row }) => {
        const sessions = await sessionsOf(database, subjectOf(row));
        if (!sessions.some((one) => one.id === asked.session)) return refuse('not_found');
        return { also: [itemFor(database, id, asked.session)] };
      }),

    async export(by, id) {
      const request = await requests.open(by.controller, id);
      if (!request) return refuse('not_found');
      const { row, details } = request;
      if (row.kind !== 'access' && row.kind !== 'portability') return refuse('request_state_wrong');
      if (row.state !== 'open') return refuse('request_state_wrong');
      if (row.verified === 0) return refuse('identity_not_verified');
      const { controller, id: staff } = by;
      const copy = await exportFor({
        ...subjectOf(row),
        number: details.number,
        language: row.language,
        asker: { who: 'reviewer', controller, own: false, staff, request: { subject: row.number_hash } },
        request: id,
      });
      return copy.ok ? { ok: true, name: `${id}.zip`, bytes: copy.bytes } : copy;
    },

    async ofSession(controller, session) {
      const row = await database
        .selectFrom('session')
        .select('id')
        .where('id', '=', session)
        .where('controller', '=', controller)
        .executeTakeFirst();
      if (!row) return refuse('not_found');
      const statements = await statementsOn(database, requests, controller, session);
      return { ok: true, value: { restricted: restrictions.of(session).all, statements } };
    },
  };
}

function restricted(request: string, session: string): RequestEvent {
  return { type: 'ProcessingRestricted', request, session };
}

/** Tells that the request did something to this session. */
function itemFor(database: Database, request: string, session: string): Statement {
  const item: SubjectRequestItemRow = { request, session, photo: '', state: 'done' };
  return database.insertInto('subject_request_item').values(item).compile();
}
