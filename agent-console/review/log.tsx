/** The controller's own log: who asked for what, and what was decided, erased or held. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ControllerEvent } from '../../protocol/controller-events.ts';
import type { LogLine, LogPage as Page, StaffMember } from '../../protocol/review.ts';
import { get } from '../model/api.ts';
import { Button } from '../parts/button.tsx';
import { certificateWords } from './certificate/words.ts';
import { Link } from './link.tsx';
import { problem, type Query, query, refine } from './model.ts';
import { changeInWords } from './periods/change.ts';
import { queueText } from './queue/words.ts';
import { moment, words } from './words.ts';

const FIELDS = ['from', 'to', 'type', 'staff', 'session'] as const;
type Filter = Partial<Record<(typeof FIELDS)[number], string>>;

export function LogPage() {
  const { logPage: text, more } = words.value;
  const filter = filterIn(query.value);
  const wanted = new URLSearchParams(filter).toString();
  const asked = useSignal('');
  const lines = useSignal<readonly LogLine[]>([]);
  const next = useSignal<string | undefined>(undefined);

  async function load(after?: string): Promise<void> {
    asked.value = wanted;
    const further = new URLSearchParams({ ...filter, ...(after === undefined ? {} : { after }) });
    const answer = await get<Page>(`/api/review/log?${further}`);
    // A slow answer to an earlier filter must not replace the newer one's.
    if (asked.value !== wanted) return;
    problem.value = answer.ok ? undefined : answer.sentence;
    if (!answer.ok) return;
    lines.value = after === undefined ? answer.value.lines : [...lines.value, ...answer.value.lines];
    next.value = answer.value.next;
  }
  useEffect(() => void load(), [wanted]);

  return (
    <>
      <h1>{text.title}</h1>
      <Filters filter={filter} />
      <LogTable lines={lines.value} linked />
      {next.value === undefined ? null : <Button onClick={() => void load(next.value)}>{more}</Button>}
    </>
  );
}

function filterIn(given: Query): Filter {
  return Object.fromEntries(FIELDS.flatMap((name) => (given[name] ? [[name, given[name]]] : [])));
}

function Filters({ filter }: { filter: Filter }) {
  const { logPage: text, log, filter: field, roles } = words.value;
  const staff = useSignal<readonly StaffMember[]>([]);
  useEffect(() => {
    void get<readonly StaffMember[]>('/api/review/staff').then((answer) => {
      if (answer.ok) staff.value = answer.value;
    });
  }, []);
  const titles: Readonly<Record<string, string>> = log;
  // A chart's figure may count several kinds: they stand in the choice as one.
  const kinds = [...Object.keys(log), ...(filter.type?.includes(',') ? [filter.type] : [])];
  const choices = {
    type: kinds.map((kind) => [kind, kind.split(',').map((one) => titles[one] ?? one)] as const),
    staff: staff.value.map(({ id, name, role }) => [id, [`${name} (${roles[role]})`]] as const),
  };
  const labels = { ...field, type: text.type, staff: text.staff, session: text.session };
  const set = (name: keyof Filter, value: string) => refine({ ...filter, [name]: value.trim() });
  return (
    <div class="filters">
      {FIELDS.map((name) => (
        <div class="field" key={name}>
          <label for={`log-${name}`}>{labels[name]}</label>
          {name === 'type' || name === 'staff' ? (
            <select
              id={`log-${name}`}
              value={filter[name] ?? ''}
              onChange={(event) => set(name, event.currentTarget.value)}
            >
              <option value="">{field.any}</option>
              {choices[name].map(([value, said]) => (
                <option key={value} value={value}>
                  {said.join(', ')}
                </option>
              ))}
            </select>
          ) : (
            <input
              id={`log-${name}`}
              {...(name === 'session' ? { type: 'text' as const } : { type: 'date' as const })}
              autocomplete="off"
              value={filter[name] ?? ''}
              onChange={(event) => set(name, event.currentTarget.value)}
            />
          )}
        </div>
      ))}
    </div>
  );
}

export function LogTable({ lines, linked = false }: { lines: readonly LogLine[]; linked?: boolean }) {
  const { logPage: text, log, roles, nothing } = words.value;
  if (lines.length === 0) return <p class="soft">{nothing}</p>;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{text.at}</th>
            <th scope="col">{text.what}</th>
            <th scope="col">{text.who}</th>
            <th scope="col">{text.purpose}</th>
            {linked ? <th scope="col">{text.about}</th> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ seq, at, by, name, event }) => (
            <tr key={seq}>
              <th scope="row">
                <Link to={`log/${seq}`} label={`${moment(at, true)}. ${text.entry(seq)}`}>
                  {moment(at, true)}
                </Link>
              </th>
              <td>{log[event.type]}</td>
              <td>{name === undefined ? roles[by] : `${name} (${roles[by]})`}</td>
              <td>
                {detail(event)}{' '}
                {event.type === 'ErasureCertified' ? (
                  <Link to={`certificate/${seq}`}>{certificateWords.value.link}</Link>
                ) : null}
              </td>
              {linked ? (
                <td>
                  {'session' in event ? (
                    <Link to={`session/${event.session}`} button>
                      {text.open}
                    </Link>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The purpose, what it was about, and what was said. */
export function detail(event: ControllerEvent): string {
  const { grantPurposes, categories } = words.value;
  const said: string[] = [];
  if ('purpose' in event) said.push(grantPurposes[event.purpose] ?? event.purpose);
  if ('category' in event) said.push(categories[event.category] ?? event.category);
  if ('caseReference' in event) said.push(event.caseReference);
  if ('after' in event) said.push(changeInWords(event.before, event.after));
  if ('reason' in event) said.push(event.reason);
  if (event.type === 'AuditQueued') said.push(queueText.value.why[event.why]);
  else if ('why' in event) said.push(event.why);
  if (event.type === 'AccessApproved' && event.how === 'rule') said.push(words.value.opening.byRule);
  if (event.type === 'ErasureCertified') said.push(categories[event.what] ?? event.what);
  return said.filter(Boolean).join(' · ');
}
