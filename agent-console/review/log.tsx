/** The controller's own log: who asked for what, and what was decided, erased or held. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ControllerEvent } from '../../protocol/controller-events.ts';
import type { LogLine, LogPage as Page } from '../../protocol/review.ts';
import { get } from '../model/api.ts';
import { Button } from '../parts/button.tsx';
import { open, problem } from './model.ts';
import { changeInWords } from './periods/change.ts';
import { queueText } from './queue/words.ts';
import { moment, words } from './words.ts';

export function LogPage() {
  const { logPage: text, log, filter, more, nothing } = words.value;
  const type = useSignal('');
  const lines = useSignal<readonly LogLine[]>([]);
  const next = useSignal<string | undefined>(undefined);

  async function load(wanted: string, after?: string): Promise<void> {
    const query = new URLSearchParams({
      ...(wanted === '' ? {} : { type: wanted }),
      ...(after === undefined ? {} : { after }),
    });
    const answer = await get<Page>(`/api/review/log?${query}`);
    if (type.value !== wanted) return;
    problem.value = answer.ok ? undefined : answer.sentence;
    if (!answer.ok) return;
    lines.value = after === undefined ? answer.value.lines : [...lines.value, ...answer.value.lines];
    next.value = answer.value.next;
  }
  useEffect(() => void load(type.value), [type.value]);

  return (
    <>
      <h1>{text.title}</h1>
      <label class="inline">
        {text.type}{' '}
        <select
          value={type.value}
          onChange={(event) => {
            type.value = event.currentTarget.value;
          }}
        >
          <option value="">{filter.any}</option>
          {Object.entries(log).map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {lines.value.length === 0 ? <p class="soft">{nothing}</p> : <LogTable lines={lines.value} linked />}
      {next.value === undefined ? null : (
        <Button onClick={() => void load(type.value, next.value)}>{more}</Button>
      )}
    </>
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
              <th scope="row">{moment(at, true)}</th>
              <td>{log[event.type]}</td>
              <td>{name === undefined ? roles[by] : `${name} (${roles[by]})`}</td>
              <td>{detail(event)}</td>
              {linked ? (
                <td>
                  {'session' in event ? (
                    <Button small kind="quiet" onClick={() => open(`session/${event.session}`)}>
                      {text.open}
                    </Button>
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
function detail(event: ControllerEvent): string {
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
