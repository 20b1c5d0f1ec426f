/** The list of sessions, with filters that this computer remembers. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { END_REASONS } from '../../protocol/events.ts';
import type { Colleague, Me } from '../../protocol/http.ts';
import type { ReviewPage, ReviewRow } from '../../protocol/review.ts';
import { get } from '../model/api.ts';
import { Button } from '../parts/button.tsx';
import { matterTitle } from '../parts/new-call-fields.tsx';
import { messages, span } from '../text/language.ts';
import { CHART_FIELDS, FILTER_FIELDS, type Filter, filterIn, readFilters, writeFilters } from './filters.ts';
import { Link } from './link.tsx';
import { problem, query, refine } from './model.ts';
import { moment, words } from './words.ts';

const STATUSES = ['created', 'invited', 'opened', 'joined', 'ended', 'erased'] as const;

export function SessionsPage({ me }: { me: Me }) {
  const text = words.value;
  const filter = filterIn(query.value);
  const wanted = new URLSearchParams(filter).toString();
  const asked = useSignal('');
  const rows = useSignal<readonly ReviewRow[]>([]);
  const page = useSignal<ReviewPage | undefined>(undefined);

  async function load(after?: string): Promise<void> {
    asked.value = wanted;
    const further = new URLSearchParams({ ...filter, ...(after === undefined ? {} : { after }) });
    const answer = await get<ReviewPage>(`/api/review/sessions?${further}`);
    // A slow answer to an earlier filter must not replace the newer one's.
    if (asked.value !== wanted) return;
    problem.value = answer.ok ? undefined : answer.sentence;
    if (!answer.ok) return;
    rows.value = after === undefined ? answer.value.rows : [...rows.value, ...answer.value.rows];
    page.value = answer.value;
  }
  useEffect(() => void load(), [wanted]);

  const { next, searchedTo } = page.value ?? {};
  return (
    <>
      <h1>{text.nav.sessions}</h1>
      <Filters me={me} filter={filter} onChange={refine} />
      {page.value ? <Table me={me} rows={rows.value} /> : <p class="soft">{messages.value.loading}</p>}
      {page.value && rows.value.length === 0 && !next ? <p class="soft">{text.nothing}</p> : null}
      {searchedTo === undefined ? null : <p class="soft">{text.searched(moment(searchedTo))}</p>}
      {next === undefined ? null : <Button onClick={() => void load(next)}>{text.more}</Button>}
    </>
  );
}

function Table({ me, rows }: { me: Me; rows: readonly ReviewRow[] }) {
  const { columns, filter, reasons } = words.value;
  const { statuses } = messages.value;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            {(['started', 'agent', 'matter', 'status', 'ended'] as const).map((column) => (
              <th key={column} scope="col">
                {columns[column]}
              </th>
            ))}
            <th scope="col" class="number">
              {columns.length}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.session}>
              <th scope="row">
                <Link to={`session/${row.session}`}>{moment(row.createdAt)}</Link>
              </th>
              <td>{row.agentName}</td>
              <td>{matterTitle(me, row.category)}</td>
              <td>
                {statuses[row.status]} {row.held ? <span class="chip">{filter.heldOnly}</span> : null}
              </td>
              <td>{row.reason ? reasons[row.reason] : ''}</td>
              <td class="number">{row.endedAt === undefined ? '' : span(row.endedAt - row.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FiltersProps {
  readonly me: Me;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

function Filters({ me, filter, onChange }: FiltersProps) {
  const { filter: text, reasons } = words.value;
  const { statuses } = messages.value;
  const agents = useSignal<readonly Colleague[]>([]);
  useEffect(() => {
    void get<readonly Colleague[]>('/api/review/agents').then((answer) => {
      if (answer.ok) agents.value = answer.value;
    });
  }, []);
  const set = (name: keyof Filter, value: string) => {
    const { [name]: _, ...others } = filter;
    onChange(value === '' ? others : { ...others, [name]: value });
  };
  const choices = {
    agent: agents.value.map(({ id, name }) => [id, name] as const),
    category: me.matters.map(({ category }) => [category, matterTitle(me, category)] as const),
    status: STATUSES.map((status) => [status, statuses[status]] as const),
    reason: END_REASONS.map((reason) => [reason, reasons[reason]] as const),
    held: [['yes', text.heldOnly]] as const,
  };
  const query = new URLSearchParams(filter);
  const fromChart = {
    photos: text.photosOn(filter.photos?.replace('..', ' – ') ?? ''),
    due: text.dueOn(filter.due ?? ''),
  };
  return (
    <>
      <div class="filters">
        {FILTER_FIELDS.map((name) => (
          <div class="field" key={name}>
            <label for={`filter-${name}`}>{text[name]}</label>
            {name === 'from' || name === 'to' ? (
              <input
                id={`filter-${name}`}
                type="date"
                value={filter[name] ?? ''}
                onChange={(event) => set(name, event.currentTarget.value)}
              />
            ) : (
              <select
                id={`filter-${name}`}
                value={filter[name] ?? ''}
                onChange={(event) => set(name, event.currentTarget.value)}
              >
                <option value="">{text.any}</option>
                {choices[name].map(([value, title]) => (
                  <option key={value} value={value}>
                    {title}
                  </option>
                ))}
              </select>
            )}
          </div>
        ))}
      </div>
      <div class="actions">
        {CHART_FIELDS.filter((name) => filter[name] !== undefined).map((name) => (
          <span key={name} class="chip">
            {fromChart[name]}{' '}
            <Button small kind="quiet" label={text.drop(fromChart[name])} onClick={() => set(name, '')}>
              ×
            </Button>
          </span>
        ))}
        <SavedFilters filter={filter} onChange={onChange} />
        <a class="button" href={`/api/review/sessions/export?format=csv&${query}`} download>
          {text.csv}
        </a>
        <a class="button" href={`/api/review/sessions/export?format=json&${query}`} download>
          {text.json}
        </a>
      </div>
    </>
  );
}

function SavedFilters({ filter, onChange }: Omit<FiltersProps, 'me'>) {
  const { filter: text } = words.value;
  const saved = useSignal(readFilters());
  const keep = (next: Readonly<Record<string, Filter>>) => {
    writeFilters(next);
    saved.value = next;
  };
  return (
    <details class="saved">
      <summary class="button">{text.saved}</summary>
      <div class="saved-list">
        {Object.entries(saved.value).map(([name, one]) => (
          <p key={name} class="actions">
            <Button small onClick={() => onChange(one)}>
              {name}
            </Button>
            <Button
              small
              kind="quiet"
              label={text.forget(name)}
              onClick={() => {
                const { [name]: _, ...others } = saved.value;
                keep(others);
              }}
            >
              ×
            </Button>
          </p>
        ))}
        <form
          class="reason"
          onSubmit={(event) => {
            event.preventDefault();
            const name = String(new FormData(event.currentTarget).get('name')).trim();
            if (name !== '') keep({ ...saved.value, [name]: filter });
            event.currentTarget.reset();
          }}
        >
          <label class="field">
            <span>{text.name}</span>
            <input name="name" maxLength={40} required autocomplete="off" />
          </label>
          <button type="submit" class="button">
            {text.save}
          </button>
        </form>
        <Button kind="quiet" small onClick={() => onChange({})}>
          {text.clear}
        </Button>
      </div>
    </details>
  );
}
