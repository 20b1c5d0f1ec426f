/** Requests as the wire has them. */
import type {
  Person,
  RequestItem,
  RequestRow,
  RequestStep,
  SubjectRequest,
} from '../../protocol/requests.ts';
import type { SubjectRequestItemRow, SubjectRequestRow } from '../database.ts';
import type { RequestDetails } from './details.ts';

type Names = ReadonlyMap<string, string>;

export function rowView(row: SubjectRequestRow, names: Names, now: number): RequestRow {
  const { id, kind, channel, state, language, received_at, due_at, assigned, outcome, article, closed_at } =
    row;
  return {
    id,
    kind,
    channel,
    state,
    language,
    receivedAt: received_at,
    due: due_at,
    overdue: closed_at === null && now > due_at,
    extended: row.extended === 1,
    verified: row.verified === 1,
    ...(assigned === null ? {} : { assigned: personOf(assigned, names) }),
    ...(outcome === null ? {} : { outcome }),
    ...(article === null ? {} : { article }),
    ...(closed_at === null ? {} : { closedAt: closed_at }),
    ...(row.restriction === null ? {} : { restriction: row.restriction }),
  };
}

export function requestView(
  row: SubjectRequestRow,
  details: RequestDetails,
  items: readonly SubjectRequestItemRow[],
  names: Names,
  now: number,
): SubjectRequest {
  const { number, text, against, identity, extension, answer, notified, statement, lifted } = details;
  const stepOf = ({ at, by }: { at: number; by?: string }): RequestStep => ({
    at,
    ...(by === undefined ? {} : { by: personOf(by, names) }),
  });
  return {
    ...rowView(row, names, now),
    number,
    text,
    against,
    ...(identity && {
      identity: {
        ...stepOf(identity),
        how: identity.how,
        ...(row.holder_since === null ? {} : { holderSince: row.holder_since }),
      },
    }),
    ...(extension && { extension: { ...stepOf(extension), reason: extension.reason } }),
    ...(answer && { answer: { ...stepOf(answer), explanation: answer.explanation } }),
    notified: notified.map((one) => ({ ...stepOf(one), recipient: one.recipient, what: one.what })),
    items: items.map(itemView),
    ...(statement === undefined ? {} : { statement }),
    ...(lifted && { lifted: { ...stepOf(lifted), informed: lifted.informed } }),
  };
}

function itemView({ session, photo, state }: SubjectRequestItemRow): RequestItem {
  return { session, ...(photo === '' ? {} : { photo }), state };
}

function personOf(id: string, names: Names): Person {
  const name = names.get(id);
  return { id, ...(name === undefined ? {} : { name }) };
}
