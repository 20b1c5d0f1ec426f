/** What is kept about a number: its sessions with their periods, holds, and its requests. */
import { useSignal } from '@preact/signals';
import type { SubjectFound, SubjectSession } from '../../../protocol/requests.ts';
import { post } from '../../model/api.ts';
import { messages } from '../../text/language.ts';
import { Link } from '../link.tsx';
import { problem } from '../model.ts';
import { moment, words } from '../words.ts';
import { RequestTable } from './table.tsx';
import { requestWords } from './words.ts';

/** Looks a number up, which is recorded; undefined when it was refused, and then `problem` says why. */
export async function searchFor(number: string): Promise<SubjectFound | undefined> {
  const answer = await post<SubjectFound>('/api/review/requests/search', { number });
  problem.value = answer.ok ? undefined : answer.sentence;
  return answer.ok ? answer.value : undefined;
}

export function SubjectSearch() {
  const text = requestWords.value;
  const found = useSignal<SubjectFound | undefined>(undefined);
  return (
    <>
      <form
        class="reason"
        onSubmit={(event) => {
          event.preventDefault();
          const number = String(new FormData(event.currentTarget).get('number'));
          found.value = undefined;
          void searchFor(number).then((answer) => {
            found.value = answer;
          });
        }}
      >
        <label class="field">
          <span>{text.number}</span>
          <input name="number" type="tel" autocomplete="off" required maxLength={24} />
        </label>
        <button type="submit" class="button main">
          {text.find}
        </button>
      </form>
      <p class="soft">{text.findNote}</p>
      {found.value ? (
        <>
          <section>
            <h2>{text.sessions}</h2>
            <FoundSessions found={found.value} />
          </section>
          <section>
            <h2>{text.requests}</h2>
            {found.value.requests.length === 0 ? (
              <p class="soft">{text.noRequests}</p>
            ) : (
              <RequestTable rows={found.value.requests} />
            )}
          </section>
        </>
      ) : null}
    </>
  );
}

export function FoundSessions({ found }: { found: SubjectFound }) {
  const text = requestWords.value;
  const { columns, holdStates, holds: holdWords } = words.value;
  if (found.sessions.length === 0) return <p class="soft">{text.noSessions}</p>;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{text.session}</th>
            <th scope="col">{columns.status}</th>
            <th scope="col">{text.kept}</th>
            <th scope="col">{text.holds}</th>
          </tr>
        </thead>
        <tbody>
          {found.sessions.map((one) => (
            <tr key={one.session}>
              <th scope="row">
                <Link to={`session/${one.session}`}>{moment(one.createdAt)}</Link>
              </th>
              <td>
                {messages.value.statuses[one.status]}
                {one.restricted ? ` · ${text.restricted}` : ''}
              </td>
              <td>{keptOf(one)}</td>
              <td>
                {found.holds
                  .filter(({ session }) => session === one.session)
                  .map(
                    ({ photo, state }) =>
                      `${photo ? holdWords.photo : holdWords.whole}: ${holdStates[state]}`,
                  )
                  .join(' · ') || '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `Photos (2): erased on … · All other content: …`. */
function keptOf({ retention, photos }: SubjectSession): string {
  const { session: text } = words.value;
  return retention
    .map(({ what, due, erasedAt }) => {
      const name = what === 'photos' ? `${text.what[what]} (${photos.length})` : text.what[what];
      if (erasedAt !== undefined) return `${name}: ${text.erased(moment(erasedAt))}`;
      return `${name}: ${due === undefined ? text.notYet : text.until(moment(due))}`;
    })
    .join(' · ');
}
