/**
 * What may be done with a request in which state, and what comes of it: request and command in, changes and an
 * entry for the log out, or why not. Pure.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import {
  ARTICLES_FOR,
  type ObjectedPurpose,
  type RefusalArticle,
  type RequestEvent,
  type RequestKind,
  type RequestOutcome,
} from '../../protocol/requests.ts';
import type { SubjectRequestRow } from '../database.ts';
import { deadline } from './deadline.ts';
import type { RequestDetails } from './details.ts';
import { keptUntil } from './retention.ts';

export type RequestCommand =
  | { readonly type: 'Verify'; readonly how: string; readonly holderSince?: number | undefined }
  | { readonly type: 'Assign'; readonly to: string }
  | { readonly type: 'Extend'; readonly reason: string }
  | { readonly type: 'Notify'; readonly recipient: string; readonly what: string }
  | {
      readonly type: 'Answer';
      readonly outcome: RequestOutcome;
      readonly article?: RefusalArticle | undefined;
      readonly explanation: string;
    }
  /** `items`: sessions and photos that will be erased. */
  | { readonly type: 'Erase'; readonly explanation: string; readonly items: number }
  /** `held`: a legal hold keeps something. */
  | { readonly type: 'FinishErasure'; readonly held: boolean }
  | { readonly type: 'Restrict'; readonly explanation: string }
  | { readonly type: 'Lift'; readonly informed: string }
  | {
      readonly type: 'Rectify';
      readonly session: string;
      readonly statement: string;
      readonly explanation: string;
    };

export interface OpenedRequest {
  readonly row: SubjectRequestRow;
  readonly details: RequestDetails;
}

export interface Change {
  readonly ok: true;
  readonly row: Partial<SubjectRequestRow>;
  readonly details: Partial<RequestDetails>;
  readonly events: readonly RequestEvent[];
}

/** Closed by what is done, and not by saying that it was. */
const DONE_BY_DOING: ReadonlySet<RequestKind> = new Set(['erasure', 'restriction', 'rectification']);
/** Art. 21(1) lets no one object to what an agreement (6(1)(b)) needs. */
const ON_CONTRACT: ReadonlySet<ObjectedPurpose> = new Set(['assist', 'wrap-up']);

/** @param by account id; absent for the service itself. */
export function decide(
  request: OpenedRequest,
  command: RequestCommand,
  by: string | undefined,
  now: number,
): Change | Refusal {
  const { row, details } = request;
  const { id } = row;
  const step = { at: now, ...(by === undefined ? {} : { by }) };
  if (command.type === 'Notify') {
    const notified = [...details.notified, { ...step, recipient: command.recipient, what: command.what }];
    return change({}, { notified }, { type: 'RecipientNotified', request: id });
  }
  if (command.type === 'Lift') return lift(row, { ...step, informed: command.informed });
  if (command.type === 'FinishErasure') {
    if (row.state !== 'erasing') return refuse('request_state_wrong');
    return close(row, command.held ? 'partly' : 'fulfilled', command.held ? '17(3)(e)' : undefined, now);
  }
  if (row.state !== 'open') return refuse('request_state_wrong');
  switch (command.type) {
    case 'Verify':
      if (row.verified === 1) return refuse('request_state_wrong');
      return change(
        { verified: 1, holder_since: command.holderSince ?? null },
        { identity: { ...step, how: command.how } },
        { type: 'IdentityVerified', request: id },
      );
    case 'Assign':
      return change({ assigned: command.to }, {}, { type: 'RequestAssigned', request: id, to: command.to });
    case 'Extend': {
      // The subject must hear of it within the first month.
      if (row.extended === 1 || now > row.due_at) return refuse('request_state_wrong');
      const due = deadline(row.received_at, 'extended');
      return change(
        { extended: 1, due_at: due },
        { extension: { ...step, reason: command.reason } },
        { type: 'RequestExtended', request: id, due },
      );
    }
    case 'Answer':
      return answer(request, command, step);
    case 'Erase': {
      const refused = mayDo(row, 'erasure');
      if (refused) return refused;
      const said = { answer: { ...step, explanation: command.explanation } };
      return change({ state: 'erasing' }, said, {
        type: 'RequestErasureBegun',
        request: id,
        items: command.items,
      });
    }
    case 'Restrict': {
      const refused = mayDo(row, 'restriction');
      if (refused) return refused;
      const closed = close(row, 'fulfilled', undefined, now);
      const said = { answer: { ...step, explanation: command.explanation } };
      // Kept for as long as it restricts, whatever the period.
      return { ...closed, row: { ...closed.row, restriction: 'in-force', erase_due: null }, details: said };
    }
    case 'Rectify': {
      const refused = mayDo(row, 'rectification');
      if (refused) return refused;
      const { session, statement, explanation } = command;
      const closed = close(row, 'fulfilled', undefined, now);
      const attached = { type: 'StatementAttached', request: id, session } as const;
      const said = { statement, answer: { ...step, explanation } };
      return { ...closed, details: said, events: [attached, ...closed.events] };
    }
    default:
      return command satisfies never;
  }
}

type Said = Extract<RequestCommand, { type: 'Answer' }>;

function answer({ row, details }: OpenedRequest, said: Said, step: { at: number; by?: string }) {
  const { outcome, article, explanation } = said;
  if (outcome !== 'refused' && row.verified === 0) return refuse('identity_not_verified');
  if (outcome !== 'refused' && DONE_BY_DOING.has(row.kind)) return refuse('request_state_wrong');
  const onContract = details.against.filter((purpose) => ON_CONTRACT.has(purpose)).length;
  if (onContract > 0 && article !== '21(1)') return refuse('article_does_not_fit');
  // Nothing of what they object to can be objected to.
  if (onContract > 0 && onContract === details.against.length && outcome !== 'refused') {
    return refuse('article_does_not_fit');
  }
  const fits = article === undefined ? outcome === 'fulfilled' : ARTICLES_FOR[row.kind].includes(article);
  if (!fits || (outcome === 'fulfilled' && article !== undefined)) return refuse('article_does_not_fit');
  const closed = close(row, outcome, article, step.at);
  return { ...closed, details: { answer: { ...step, explanation } } };
}

function lift(row: SubjectRequestRow, lifted: NonNullable<RequestDetails['lifted']>): Change | Refusal {
  if (row.restriction !== 'in-force') return refuse('request_state_wrong');
  return {
    ok: true,
    row: { restriction: 'lifted', erase_due: keptUntil(lifted.at) },
    details: { lifted },
    events: [],
  };
}

function mayDo(row: SubjectRequestRow, kind: RequestKind): Refusal | undefined {
  if (row.kind !== kind) return refuse('request_state_wrong');
  return row.verified === 0 ? refuse('identity_not_verified') : undefined;
}

function close(
  { id }: SubjectRequestRow,
  outcome: RequestOutcome,
  article: RefusalArticle | undefined,
  now: number,
): Change {
  const because = article === undefined ? {} : { article };
  return change(
    { state: 'closed', outcome, article: article ?? null, closed_at: now, erase_due: keptUntil(now) },
    {},
    { type: 'RequestAnswered', request: id, outcome, ...because },
  );
}

function change(
  row: Partial<SubjectRequestRow>,
  details: Partial<RequestDetails>,
  event: RequestEvent,
): Change {
  return { ok: true, row, details, events: [event] };
}

/** What an upheld objection stops: only purposes that can be objected to. */
export function stoppedBy(details: RequestDetails): readonly ObjectedPurpose[] {
  return details.against.filter((purpose) => !ON_CONTRACT.has(purpose));
}
