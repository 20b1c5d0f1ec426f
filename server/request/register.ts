/**
 * The register of data subjects' requests (GDPR Art. 12, 15 to 22). Each step is decided on what stands, one at a
 * time, and becomes durable together with its entry in the controller's log; words and number are sealed under the
 * request's own key. What a request does to sessions is in `fulfil.ts`.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Language } from '../../protocol/language.ts';
import type {
  ObjectedPurpose,
  RequestChannel,
  RequestEvent,
  RequestKind,
  RequestPage,
  RequestRow,
  SubjectRequest,
} from '../../protocol/requests.ts';
import type { Database, SubjectRequestRow } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { Reviewer } from '../privacy/holds.ts';
import { namesIn } from '../review/log.ts';
import { deadline } from './deadline.ts';
import { type Change, decide, type OpenedRequest, type RequestCommand } from './decide.ts';
import { openDetails, type RequestDetails, sealDetails } from './details.ts';
import { requestView, rowView } from './views.ts';

export interface NewRequest {
  readonly controller: string;
  readonly kind: RequestKind;
  readonly channel: RequestChannel;
  /** E.164. */
  readonly number: string;
  readonly text: string;
  readonly language: Language;
  /** For an objection: at least one. */
  readonly against?: readonly ObjectedPurpose[] | undefined;
  /** Epoch milliseconds; now when absent. */
  readonly receivedAt?: number | undefined;
  /** How it was made sure who they are: by the subject's own page, a code sent to the number. */
  readonly verified?: { readonly how: string; readonly holderSince?: number } | undefined;
}

export type Answer = { readonly ok: true; readonly request: SubjectRequest } | Refusal;

export interface RequestFilter {
  readonly state: 'open' | 'closed';
  readonly kind?: RequestKind | undefined;
}

/** Where a page ended. */
export interface RequestPlace {
  readonly at: number;
  readonly id: string;
}

/** More that a step changes in the same commit. */
export interface Along {
  readonly events?: readonly RequestEvent[];
  readonly also?: readonly Statement[];
}

export interface Requests {
  /** @param by the reviewer who wrote it down; absent when the subject sent it. */
  create(request: NewRequest, by?: Reviewer): Promise<SubjectRequest>;
  list(controller: string, filter: RequestFilter, after?: RequestPlace): Promise<RequestPage>;
  /** With number and words: an entry of the log says that they were looked at. */
  find(by: Reviewer, id: string): Promise<Answer>;
  /** Every request about this number (its keyed hash), newest first. */
  ofSubject(controller: string, numberHash: string): Promise<readonly RequestRow[]>;
  /** `prepare` sees the request as it stands and adds what must change with it, or refuses. */
  step(
    by: Reviewer | undefined,
    controller: string,
    id: string,
    command: RequestCommand,
    prepare?: (request: OpenedRequest) => Promise<Along | Refusal>,
  ): Promise<Answer>;
  /** For what a request does: undefined when there is none, or its key is destroyed. */
  open(controller: string, id: string): Promise<OpenedRequest | undefined>;
}

export interface RequestsDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'createRecord' | 'openRecord'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lookupKey: (controller: string) => Uint8Array;
}

const PAGE = 50;

export const recordOf = (request: string): string => `request:${request}`;

export function createRequests(deps: RequestsDeps): Requests {
  const { database, log, keys, clock, newId, lookupKey } = deps;
  /** One step at a time: two people who answer at once answer once. */
  let tail: Promise<unknown> = Promise.resolve();

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = tail.then(step);
    tail = mine.catch(() => {});
    return mine;
  }

  async function open(controller: string, id: string): Promise<OpenedRequest | undefined> {
    const rows = database.selectFrom('subject_request').selectAll().where('id', '=', id);
    const row = await rows.where('controller', '=', controller).executeTakeFirst();
    const key = row && (await keys.openRecord(controller, recordOf(id)));
    return row && key && { row, details: openDetails(key, id, row.sealed) };
  }

  async function view({ row, details }: OpenedRequest): Promise<SubjectRequest> {
    const [names, items] = await Promise.all([
      namesIn(database, row.controller),
      database.selectFrom('subject_request_item').selectAll().where('request', '=', row.id).execute(),
    ]);
    return requestView(row, details, items, names, clock.now());
  }

  async function commit(
    request: OpenedRequest,
    change: Change,
    by: Reviewer | undefined,
    { events = [], also = [] }: Along,
  ): Promise<OpenedRequest> {
    const { id, controller } = request.row;
    const key = await keys.openRecord(controller, recordOf(id));
    if (!key) throw new Error('the key of this request is destroyed');
    const details = { ...request.details, ...change.details };
    const set = { ...change.row, sealed: sealDetails(key, id, details) };
    const update = database.updateTable('subject_request').set(set).where('id', '=', id).compile();
    await log.append(controller, actorOf(by), [...change.events, ...events], [update, ...also]);
    return { row: { ...request.row, ...set }, details };
  }

  return {
    open,
    async create(request, by) {
      const { controller, kind, channel, number, text, language, verified } = request;
      const id = newId();
      const now = clock.now();
      const received = request.receivedAt ?? now;
      const identity = verified && { at: now, how: verified.how };
      const details: RequestDetails = {
        number,
        text,
        against: [...(request.against ?? [])],
        ...(identity ? { identity } : {}),
        notified: [],
      };
      // The key is durable before anything is sealed with it (LED-5).
      const key = await keys.createRecord(controller, recordOf(id));
      const row: SubjectRequestRow = {
        id,
        controller,
        kind,
        channel,
        number_hash: lookupHash(lookupKey(controller), 'number', number),
        language,
        state: 'open',
        received_at: received,
        due_at: deadline(received, 'first'),
        extended: 0,
        verified: verified ? 1 : 0,
        holder_since: verified?.holderSince ?? null,
        assigned: null,
        outcome: null,
        article: null,
        closed_at: null,
        restriction: null,
        erase_due: null,
        sealed: sealDetails(key, id, details),
      };
      const events: RequestEvent[] = [
        { type: 'RequestReceived', request: id, kind, channel, due: row.due_at },
      ];
      if (verified) events.push({ type: 'IdentityVerified', request: id });
      const insert = database.insertInto('subject_request').values(row).compile();
      await log.append(controller, actorOf(by), events, [insert]);
      return view({ row, details });
    },

    async list(controller, filter, after) {
      const rows = await page(database, controller, filter, after);
      const names = await namesIn(database, controller);
      const shown = rows.slice(0, PAGE).map((row) => rowView(row, names, clock.now()));
      const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
      return last ? { rows: shown, next: `${placeOf(last, filter)}.${last.id}` } : { rows: shown };
    },

    async find(by, id) {
      const found = await open(by.controller, id);
      if (!found) return refuse('not_found');
      await log.append(by.controller, actorOf(by), [{ type: 'RequestViewed', request: id }]);
      return { ok: true, request: await view(found) };
    },

    async ofSubject(controller, numberHash) {
      const rows = database.selectFrom('subject_request').selectAll().where('controller', '=', controller);
      const found = await rows.where('number_hash', '=', numberHash).orderBy('received_at', 'desc').execute();
      const names = await namesIn(database, controller);
      return found.map((row) => rowView(row, names, clock.now()));
    },

    step: (by, controller, id, command, prepare) =>
      inTurn(async () => {
        const request = await open(controller, id);
        if (!request) return refuse('not_found');
        const change = decide(request, command, by?.id, clock.now());
        if (!change.ok) return change;
        const along = (await prepare?.(request)) ?? {};
        if ('ok' in along) return along;
        return { ok: true, request: await view(await commit(request, change, by, along)) };
      }),
  };
}

function actorOf(by: Reviewer | undefined) {
  return by ? ({ kind: 'reviewer', staff: by.id } as const) : ({ kind: 'system' } as const);
}

/** Open ones by what is due first, closed ones by what was closed last. */
function page(
  database: Database,
  controller: string,
  { state, kind }: RequestFilter,
  after: RequestPlace | undefined,
): Promise<SubjectRequestRow[]> {
  const open = state === 'open';
  const at = open ? 'due_at' : 'closed_at';
  let query = database
    .selectFrom('subject_request')
    .selectAll()
    .where('controller', '=', controller)
    .where('closed_at', open ? 'is' : 'is not', null)
    .orderBy(at, open ? 'asc' : 'desc')
    .orderBy('id', open ? 'asc' : 'desc')
    .limit(PAGE + 1);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (after) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple(at, 'id'), open ? '>' : '<', tuple(after.at, after.id)),
    );
  }
  return query.execute();
}

function placeOf(row: SubjectRequestRow, { state }: RequestFilter): number {
  return state === 'open' ? row.due_at : (row.closed_at ?? 0);
}
