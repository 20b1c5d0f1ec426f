/** States of the team's calls, without any content. */
import { useEffect, useState } from 'preact/hooks';
import type { Me, RatingCounts, SessionRowView } from '../../protocol/http.ts';
import { get } from '../model/api.ts';
import { tick } from '../model/clock.ts';
import { sessions, sessionsProblem, useSessions } from '../model/sessions.ts';
import { matterTitle } from '../parts/new-call-fields.tsx';
import { clockTime, messages, span } from '../text/language.ts';

const LEADS = { agent: 'agentLead', supervisor: 'lead', reviewer: 'reviewerLead' } as const;

export function TeamScreen({ me }: { me: Me }) {
  useSessions();
  const { team: text, loading } = messages.value;
  const list = sessions.value;
  const rows = list?.rows ?? [];
  const open = rows.filter(isOpenRow);
  const ended = rows.filter((row) => !isOpenRow(row));
  return (
    <main id="content" class="team">
      <div class="team-head">
        <h1>{me.role === 'agent' ? text.mine : text.title}</h1>
        {list ? (
          <p class="soft">
            {text.summary(open.length, open.filter((row) => row.status === 'joined').length)} ·{' '}
            {text.updated(clockTime(list.at, true))}
          </p>
        ) : null}
      </div>
      <p class="team-lead">{text[LEADS[me.role]]}</p>
      {sessionsProblem.value ? <p class="refusal">{sessionsProblem.value}</p> : null}
      {list === undefined && !sessionsProblem.value ? <p class="soft">{loading}</p> : null}
      {list && rows.length === 0 ? <p class="soft">{text.none}</p> : null}
      {me.role === 'supervisor' ? <Ratings /> : null}
      {rows.length > 0 ? <Table me={me} rows={[...open, ...ended]} /> : null}
    </main>
  );
}

/** Counts of all ratings: whose they are, and of which call, nobody sees. */
function Ratings() {
  const { team: text } = messages.value;
  const [ratings, setRatings] = useState<RatingCounts | undefined>(undefined);
  useEffect(() => {
    void get<RatingCounts>('/api/ratings').then((answer) => answer.ok && setRatings(answer.value));
  }, []);
  const given = ratings?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  if (!ratings || given === 0) return null;
  return (
    <p class="soft">
      {text.ratings(ratings.days, given)}{' '}
      {ratings.counts.map((count, place) => `${place + 1}: ${count}`).join(' · ')}
    </p>
  );
}

function isOpenRow(row: SessionRowView): boolean {
  return row.status !== 'ended' && row.status !== 'erased';
}

function Table({ me, rows }: { me: Me; rows: readonly SessionRowView[] }) {
  const { columns } = messages.value.team;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{columns.agent}</th>
          <th scope="col">{columns.status}</th>
          <th scope="col">{columns.matter}</th>
          <th scope="col">{columns.language}</th>
          <th scope="col" class="number">
            {columns.started}
          </th>
          <th scope="col" class="number">
            {columns.age}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.session} me={me} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ me, row }: { me: Me; row: SessionRowView }) {
  const { team: text, statuses, languages } = messages.value;
  return (
    <tr data-open={isOpenRow(row)}>
      <th scope="row">
        {row.agentName} {row.own ? <span class="chip">{text.you}</span> : null}
      </th>
      <td>
        <span class="state" data-status={row.status}>
          {statuses[row.status]}
        </span>{' '}
        {row.endedAt === undefined ? null : (
          <span class="soft">
            {text.endedAt(clockTime(row.endedAt))}
            {row.reason ? `, ${text.reasons[row.reason]}` : ''}
          </span>
        )}
      </td>
      <td>{matterTitle(me, row.category)}</td>
      <td>{languages[row.language]}</td>
      <td class="number">{clockTime(row.createdAt)}</td>
      <td class="number">{span((row.endedAt ?? tick.value) - row.createdAt)}</td>
    </tr>
  );
}
