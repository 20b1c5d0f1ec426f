/** What must be followed up, the soonest due first, and what is done. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FindingFacts } from '../../../protocol/audit.ts';
import { get } from '../../model/api.ts';
import { messages } from '../../text/language.ts';
import { Link } from '../link.tsx';
import { day } from '../words.ts';
import { noonOf, queueText } from './words.ts';

export function FollowUps() {
  const text = queueText.value;
  return (
    <>
      <section>
        <h2>{text.openFollowUps}</h2>
        <List state="open" />
      </section>
      <section>
        <h2>{text.doneFollowUps}</h2>
        <List state="done" />
      </section>
    </>
  );
}

function List({ state }: { state: 'open' | 'done' }) {
  const text = queueText.value;
  const found = useSignal<readonly FindingFacts[] | undefined>(undefined);
  useEffect(() => {
    void get<readonly FindingFacts[]>(`/api/review/findings?state=${state}`).then((answer) => {
      if (answer.ok) found.value = answer.value;
    });
  }, [state]);
  if (!found.value) return <p class="soft">{messages.value.loading}</p>;
  if (found.value.length === 0) return <p class="soft">{state === 'open' ? text.none.findings : '–'}</p>;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{text.columns.finding}</th>
            <th scope="col">{text.category}</th>
            <th scope="col">{text.columns.responsible}</th>
            <th scope="col">{text.columns.due}</th>
          </tr>
        </thead>
        <tbody>
          {found.value.map(({ id, item, severity, category, followUp }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`queue/${item}`}>{text.severities[severity]}</Link>
              </th>
              <td>{text.categories[category]}</td>
              <td>{followUp?.responsible}</td>
              <td>
                {followUp ? day(noonOf(followUp.due)) : ''}{' '}
                {followUp?.overdue ? <span class="chip late">{text.overdue}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
