/** The register of data subjects' requests: what waits and what is closed, a new one, and a search by number. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { REQUEST_KINDS, type RequestPage, type RequestRow } from '../../../protocol/requests.ts';
import { get } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { Link } from '../link.tsx';
import { problem, query } from '../model.ts';
import { words } from '../words.ts';
import { NewRequest } from './create.tsx';
import { SubjectSearch } from './search.tsx';
import { RequestTable } from './table.tsx';
import { kindOf, requestWords } from './words.ts';

const VIEWS = ['open', 'closed', 'new', 'search'] as const;
type View = (typeof VIEWS)[number];

export function RequestsPage() {
  const text = requestWords.value;
  const view = VIEWS.find((one) => one === query.value.view) ?? 'open';
  return (
    <>
      <h1>
        {text.title} <span class="article">{text.law}</span>
      </h1>
      <p class="soft">{text.lead}</p>
      <nav class="review-nav" aria-label={text.tabs.label}>
        {VIEWS.map((one) => (
          <Link key={one} to="requests" query={one === 'open' ? {} : { view: one }} current={one === view}>
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
      return <List key={view} state={view} />;
    case 'new':
      return <NewRequest />;
    case 'search':
      return <SubjectSearch />;
    default:
      return view satisfies never;
  }
}

function List({ state }: { state: 'open' | 'closed' }) {
  const text = requestWords.value;
  const kind = useSignal('');
  const rows = useSignal<readonly RequestRow[]>([]);
  const page = useSignal<RequestPage | undefined>(undefined);

  async function load(wanted: string, after?: string): Promise<void> {
    const asked = new URLSearchParams({
      state,
      ...(wanted === '' ? {} : { kind: wanted }),
      ...(after === undefined ? {} : { after }),
    });
    const answer = await get<RequestPage>(`/api/review/requests?${asked}`);
    // A slow answer to an earlier choice must not replace the newer one's.
    if (kind.value !== wanted) return;
    problem.value = answer.ok ? undefined : answer.sentence;
    if (!answer.ok) return;
    rows.value = after === undefined ? answer.value.rows : [...rows.value, ...answer.value.rows];
    page.value = answer.value;
  }
  useEffect(() => void load(kind.value), [kind.value]);

  const next = page.value?.next;
  return (
    <>
      <label class="inline">
        {text.kind}{' '}
        <select
          value={kind.value}
          onChange={(event) => {
            kind.value = event.currentTarget.value;
          }}
        >
          <option value="">{text.anyKind}</option>
          {REQUEST_KINDS.map((one) => (
            <option key={one} value={one}>
              {kindOf(one)}
            </option>
          ))}
        </select>
      </label>
      {page.value === undefined ? (
        <p class="soft">{messages.value.loading}</p>
      ) : rows.value.length === 0 ? (
        <p class="soft">{text.none[state]}</p>
      ) : (
        <RequestTable rows={rows.value} />
      )}
      {next === undefined ? null : (
        <div class="actions">
          <Button onClick={() => void load(kind.value, next)}>{words.value.more}</Button>
        </div>
      )}
    </>
  );
}
