/** Requests as lines: when each is due and where it stands. */
import type { RequestRow } from '../../../protocol/requests.ts';
import { Link } from '../link.tsx';
import { day } from '../words.ts';
import { kindOf, leftOf, requestWords, stateOf } from './words.ts';

export function RequestTable({ rows }: { rows: readonly RequestRow[] }) {
  const text = requestWords.value;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{text.columns.kind}</th>
            <th scope="col">{text.columns.due}</th>
            <th scope="col">{text.columns.left}</th>
            <th scope="col">{text.columns.state}</th>
            <th scope="col">{text.columns.assigned}</th>
            <th scope="col">{text.columns.received}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to={`requests/${row.id}`}>{kindOf(row.kind)}</Link>
              </th>
              <td>
                {day(row.due)} {row.extended ? <span class="soft">{text.extended}</span> : null}
              </td>
              <td>
                <Left row={row} />
              </td>
              <td>
                {stateOf(row)}
                {row.state === 'open' && !row.verified ? (
                  <span class="soft"> · {text.unverified}</span>
                ) : null}
              </td>
              <td>{row.assigned ? (row.assigned.name ?? row.assigned.id) : '–'}</td>
              <td>{day(row.receivedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How many days are left, or how many it is late; nothing for a closed one. */
export function Left({ row }: { row: RequestRow }) {
  if (row.state === 'closed') return <span>–</span>;
  const { late, said } = leftOf(row);
  return late ? <span class="chip late">{said}</span> : <span>{said}</span>;
}
