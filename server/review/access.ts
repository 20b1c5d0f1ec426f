/**
 * Opening a session's content: one reviewer asks, with a reason and a case, another one says yes, and for 15 minutes
 * from then the first may look. Every request, decision and look is an entry of the controller's log, and every
 * grant is the guard's.
 */
import type { ControllerEvent } from '../../protocol/controller-events.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Recorded } from '../../protocol/events.ts';
import { OPENING_MS, type Opening, type RequestOpening } from '../../protocol/review.ts';
import type { ContentAccessRow, Database } from '../database.ts';
import type { Staff } from '../identity/staff.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { Asker, Grant, Guarded } from '../privacy/guard.ts';
import type { DataCategory } from '../privacy/policy.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import type { Sessions } from '../session/sessions.ts';
import { namesIn, type ReviewLog } from './log.ts';

type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

export interface ReviewAccess {
  request(reviewer: Staff, request: RequestOpening): Promise<Answer<Opening>>;
  /** Whether another reviewer must say yes before anything opens. */
  needsSecond(controller: string): Promise<boolean>;
  /** Newest first: those of a session, or those of the last day. */
  list(reviewer: Staff, session?: string): Promise<readonly Opening[]>;
  approve(reviewer: Staff, id: string): Promise<Answer<Opening>>;
  refuse(reviewer: Staff, id: string, why: string): Promise<Answer<Opening>>;
  /** Everything that happened in the session, for the replay. */
  events(reviewer: Staff, id: string): Promise<Answer<{ events: readonly Recorded[]; until: number }>>;
  /** A grant to one picture of the session, and the case that it is looked at for. */
  picture(
    reviewer: Staff,
    id: string,
    media: string,
  ): Promise<Answer<{ readonly grant: Grant; readonly caseReference: string }>>;
}

export interface ReviewAccessDeps {
  readonly database: Database;
  readonly sessions: Pick<Sessions, 'view' | 'since'>;
  readonly log: ControllerLog;
  readonly reviewLog: ReviewLog;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly newId: () => string;
  /** What the controller has settled on. */
  readonly settings: (controller: string) => { readonly secondPerson: boolean };
}

/** A request that nobody decided is no longer to be decided after this: what was urgent then may not be now. */
const LAPSES_AFTER = 24 * 60 * 60_000;
const LISTED = 100;
/** What the replay shows; pictures are asked for one by one. */
const SHOWN: readonly DataCategory[] = ['contact', 'matter', 'usage', 'shown', 'answers'];

export function createReviewAccess(deps: ReviewAccessDeps): ReviewAccess {
  const { database, sessions, log, reviewLog, guard, clock, newId, settings } = deps;

  /** A rule that lets one reviewer open alone holds only while there is no other whom they could ask. */
  async function needsSecond(controller: string): Promise<boolean> {
    if (settings(controller).secondPerson) return true;
    const { count } = await database
      .selectFrom('account')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('controller', '=', controller)
      .where('role', '=', 'reviewer')
      .where('disabled_at', 'is', null)
      .executeTakeFirstOrThrow();
    return count > 1;
  }

  async function rowOf(reviewer: Staff, id: string): Promise<ContentAccessRow | undefined> {
    return database
      .selectFrom('content_access')
      .selectAll()
      .where('id', '=', id)
      .where('controller', '=', reviewer.controller)
      .executeTakeFirst();
  }

  /** Reason and case reference, from the sealed entries about these sessions. */
  async function reasons(controller: string, rows: readonly ContentAccessRow[]) {
    const found = new Map<string, { reason: string; caseReference: string }>();
    for (const session of new Set(rows.map((row) => row.session))) {
      const { lines } = await reviewLog.find(
        controller,
        { session, types: ['AccessRequested'] },
        undefined,
        LISTED,
      );
      for (const { event } of lines) {
        if (event.type === 'AccessRequested') found.set(event.access, event);
      }
    }
    return found;
  }

  async function views(reviewer: Staff, rows: readonly ContentAccessRow[]): Promise<Opening[]> {
    const [names, said] = await Promise.all([
      namesIn(database, reviewer.controller),
      reasons(reviewer.controller, rows),
    ]);
    return rows.map((row): Opening => {
      const { reason = '', caseReference = '' } = said.get(row.id) ?? {};
      return {
        id: row.id,
        session: row.session,
        purpose: row.purpose,
        caseReference,
        reason,
        state: stateOf(row, clock.now()),
        requestedBy: names.get(row.requested_by) ?? '',
        requestedAt: row.requested_at,
        own: row.requested_by === reviewer.id,
        ...(row.decided_by === null ? {} : { decidedBy: names.get(row.decided_by) ?? '' }),
        ...(row.decided_at === null ? {} : { decidedAt: row.decided_at }),
        ...(row.until === null
          ? {}
          : { until: row.until, approvedBy: row.decided_by === null ? 'rule' : 'person' }),
      };
    });
  }

  async function viewOf(reviewer: Staff, row: ContentAccessRow): Promise<Answer<Opening>> {
    const [value] = await views(reviewer, [row]);
    return value ? { ok: true, value } : refuse('not_found');
  }

  async function decide(reviewer: Staff, id: string, yes: boolean, why: string): Promise<Answer<Opening>> {
    const row = await rowOf(reviewer, id);
    if (!row) return refuse('not_found');
    if (row.requested_by === reviewer.id) return refuse('second_person_required');
    const now = clock.now();
    if (stateOf(row, now) !== 'waiting') return refuse('already_decided');
    const until = yes ? now + OPENING_MS : null;
    // Only one decision can be the first, whoever else decides in the same moment.
    const first = await database
      .updateTable('content_access')
      .set({ decided_by: reviewer.id, decided_at: now })
      .where('id', '=', id)
      .where('decided_at', 'is', null)
      .executeTakeFirst();
    if (first.numUpdatedRows !== 1n) return refuse('already_decided');
    const { session, purpose } = row;
    const access = { access: id, session, purpose };
    const event =
      until === null
        ? ({ type: 'AccessRefused', why, ...access } as const)
        : ({ type: 'AccessApproved', until, how: 'person', ...access } as const);
    // Opened together with the entry that says so, or not at all.
    const open = database.updateTable('content_access').set({ until }).where('id', '=', id).compile();
    await log.append(reviewer.controller, actorOf(reviewer), [event], [open]);
    return viewOf(reviewer, { ...row, decided_by: reviewer.id, decided_at: now, until });
  }

  /** What is in force for this reviewer: their own request, approved, not over. */
  async function inForce(reviewer: Staff, id: string) {
    const row = await rowOf(reviewer, id);
    if (!row || row.requested_by !== reviewer.id) return refuse('not_found');
    const { session, purpose, until } = row;
    if (until === null || stateOf(row, clock.now()) !== 'open') return refuse('opening_closed');
    const state = (await sessions.view(session))?.state;
    if (!state || state.status === 'none') return refuse('not_found');
    if (state.status === 'erased') return refuse('session_erased');
    const endedAt = state.status === 'ended' ? state.ended.at : undefined;
    const of: Guarded = { session, controller: state.controller, endedAt };
    const { controller, id: staff } = reviewer;
    const opening = { session, purpose, until };
    const asker: Asker & { staff: string } = { who: 'reviewer', controller, own: false, staff, opening };
    return { ok: true, row, of, asker, until, state } as const;
  }

  async function viewed(reviewer: Staff, row: ContentAccessRow, media?: string): Promise<void> {
    const { id, session, purpose } = row;
    const about = media === undefined ? {} : { media };
    const event = { type: 'ContentViewed', access: id, session, purpose, ...about } as const;
    await log.append(reviewer.controller, actorOf(reviewer), [event]);
  }

  return {
    async request(reviewer, { session, purpose, caseReference, reason }) {
      const found = await database
        .selectFrom('session')
        .select('status')
        .where('id', '=', session)
        .where('controller', '=', reviewer.controller)
        .executeTakeFirst();
      if (!found) return refuse('not_found');
      if (found.status === 'erased') return refuse('session_erased');
      const now = clock.now();
      const alone = !(await needsSecond(reviewer.controller));
      const until = now + OPENING_MS;
      const row: ContentAccessRow = {
        id: newId(),
        controller: reviewer.controller,
        session,
        purpose,
        requested_by: reviewer.id,
        requested_at: now,
        decided_by: null,
        ...(alone ? { decided_at: now, until } : { decided_at: null, until: null }),
      };
      const insert: Statement = database.insertInto('content_access').values(row).compile();
      const access = { access: row.id, session, purpose };
      const events: ControllerEvent[] = [{ type: 'AccessRequested', ...access, caseReference, reason }];
      if (alone) events.push({ type: 'AccessApproved', until, how: 'rule', ...access });
      await log.append(reviewer.controller, actorOf(reviewer), events, [insert]);
      return viewOf(reviewer, row);
    },

    needsSecond,

    async list(reviewer, session) {
      let query = database
        .selectFrom('content_access')
        .selectAll()
        .where('controller', '=', reviewer.controller)
        .orderBy('requested_at', 'desc')
        .limit(LISTED);
      query =
        session === undefined
          ? query.where('requested_at', '>', clock.now() - LAPSES_AFTER)
          : query.where('session', '=', session);
      return views(reviewer, await query.execute());
    },

    approve: (reviewer, id) => decide(reviewer, id, true, ''),
    refuse: (reviewer, id, why) => decide(reviewer, id, false, why),

    async events(reviewer, id) {
      const open = await inForce(reviewer, id);
      if (!open.ok) return open;
      for (const category of SHOWN) {
        const granted = await guard.ask(open.asker, open.row.purpose, category, 'read', open.of);
        if (!granted.ok) return granted;
      }
      await viewed(reviewer, open.row);
      const events = await sessions.since(open.row.session, 0);
      return { ok: true, value: { events: events.map(withoutSecrets), until: open.until } };
    },

    async picture(reviewer, id, media) {
      const open = await inForce(reviewer, id);
      if (!open.ok) return open;
      const { state } = open;
      const photos = 'joined' in state ? (state.joined?.photos ?? []) : [];
      const photo = photos.find((one) => one.id === media);
      if (photo?.erased) return refuse('photo_gone');
      const category = photo ? 'photo' : 'shown';
      const granted = await guard.ask(open.asker, open.row.purpose, category, 'read', open.of);
      if (!granted.ok) return granted;
      await viewed(reviewer, open.row, media);
      const { caseReference = '' } = (await reasons(reviewer.controller, [open.row])).get(id) ?? {};
      return { ok: true, value: { grant: granted.grant, caseReference } };
    },
  };
}

function stateOf(row: ContentAccessRow, now: number): Opening['state'] {
  if (row.until !== null) return now < row.until ? 'open' : 'closed';
  if (row.decided_at !== null) return 'refused';
  return now < row.requested_at + LAPSES_AFTER ? 'waiting' : 'lapsed';
}

function actorOf({ id }: Staff) {
  return { kind: 'reviewer', staff: id } as const;
}

/** Links and codes open a page, they say nothing of the call: nobody needs them to review it. */
function withoutSecrets(recorded: Recorded): Recorded {
  const { event } = recorded;
  if (event.type !== 'InvitationIssued') return recorded;
  const { token: _token, code: _code, ...rest } = event;
  return { ...recorded, event: rest };
}
