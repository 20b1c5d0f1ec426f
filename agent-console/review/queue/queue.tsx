/** The audit: the queue, what is closed, what must be followed up, and the draws with their proof. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AuditItem, AuditPage, AuditRules, RiskScore } from '../../../protocol/audit.ts';
import { get } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { Link } from '../link.tsx';
import { problem, query } from '../model.ts';
import { day, words } from '../words.ts';
import { DrawsView } from './draws.tsx';
import { FollowUps } from './follow-ups.tsx';
import { noonOf, queueText, stateOf } from './words.ts';

const VIEWS = ['open', 'closed', 'findings', 'draws'] as const;
type View = (typeof VIEWS)[number];

export function QueuePage() {
  const text = queueText.value;
  const view = VIEWS.find((one) => one === query.value.view) ?? 'open';
  return (
    <>
      <h1>
        {text.title} <span class="article">{text.law}</span>
      </h1>
      <p class="soft">{text.lead}</p>
      <nav class="review-nav" aria-label={text.tabs.label}>
        {VIEWS.map((one) => (
          <Link key={one} to="queue" query={one === 'open' ? {} : { view: one }} current={one === view}>
            {text.tabs[one]}
          </Link>
        ))}
      </nav>
      <Shown view={view} />
    </>
  );
}

function Shown({ view }: { view: View }) {
  switch (view) {
    case 'open':
    case 'closed':
      return (
        <>
          <Items key={view} state={view} />
          <Rules />
        </>
      );
    case 'findings':
      return <FollowUps />;
    case 'draws':
      return <DrawsView />;
    default:
      return view satisfies never;
  }
}

function Items({ state }: { state: 'open' | 'closed' }) {
  const text = queueText.value;
  const items = useSignal<readonly AuditItem[]>([]);
  const page = useSignal<AuditPage | undefined>(undefined);

  async function load(after?: string): Promise<void> {
    const asked = new URLSearchParams({ state, ...(after === undefined ? {} : { after }) });
    const answer = await get<AuditPage>(`/api/review/queue?${asked}`);
    problem.value = answer.ok ? undefined : answer.sentence;
    if (!answer.ok) return;
    items.value = after === undefined ? answer.value.items : [...items.value, ...answer.value.items];
    page.value = answer.value;
  }
  useEffect(() => void load(), []);

  if (!page.value) return <p class="soft">{messages.value.loading}</p>;
  if (items.value.length === 0) return <p class="soft">{text.none[state]}</p>;
  const { next } = page.value;
  return (
    <>
      <ItemTable items={items.value} />
      {next === undefined ? null : <Button onClick={() => void load(next)}>{words.value.more}</Button>}
    </>
  );
}

function ItemTable({ items }: { items: readonly AuditItem[] }) {
  const { columns } = queueText.value;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{columns.session}</th>
            <th scope="col" class="number">
              {columns.points}
            </th>
            <th scope="col">{columns.why}</th>
            <th scope="col">{columns.agent}</th>
            <th scope="col">{columns.state}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <Link to={`queue/${item.id}`}>{day(noonOf(item.day))}</Link>
              </th>
              <td class="number">{item.score.points}</td>
              <td>
                <Why item={item} />
              </td>
              <td>{item.agentName || '–'}</td>
              <td>{stateOf(item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Why({ item }: { item: AuditItem }) {
  const text = queueText.value;
  return (
    <>
      <span class="chip">{text.why[item.why]}</span> <span class="soft">{reasonsOf(item.score)}</span>
    </>
  );
}

function reasonsOf({ reasons }: RiskScore): string {
  const { signals } = queueText.value;
  return reasons
    .map(({ signal, value }) =>
      signal === 'out-of-hours' ? signals[signal] : `${signals[signal]}: ${value}`,
    )
    .join(' · ');
}

/** The whole table of steps: what is looked for, and why. */
function Rules() {
  const text = queueText.value;
  const rules = useSignal<AuditRules | undefined>(undefined);
  useEffect(() => {
    void get<AuditRules>('/api/review/queue/rules').then((answer) => {
      if (answer.ok) rules.value = answer.value;
    });
  }, []);
  if (!rules.value) return null;
  const { risk, sampling } = rules.value;
  return (
    <details>
      <summary>{text.rules}</summary>
      <p class="soft">{text.rulesLead(sampling.byRisk, sampling.leastPoints, sampling.byChance)}</p>
      <div class="scroll">
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">{text.columns.why}</th>
              <th scope="col" class="number">
                {text.step}
              </th>
              <th scope="col" class="number">
                {text.columns.points}
              </th>
              <th scope="col">{text.reason}</th>
            </tr>
          </thead>
          <tbody>
            {risk.map(({ signal, from, points }) => (
              <tr key={`${signal}${from}`}>
                <th scope="row">{text.signals[signal]}</th>
                <td class="number">{signal === 'out-of-hours' ? '' : from}</td>
                <td class="number">{points}</td>
                <td>{text.because[signal]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
