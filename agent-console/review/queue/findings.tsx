/** Findings of an item: what is there, how one is recorded, and how its follow-up is done. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  FINDING_CATEGORIES,
  FINDING_SEVERITIES,
  type Finding,
  type FindingSeverity,
  type RecordFinding,
} from '../../../protocol/audit.ts';
import type { Colleague } from '../../../protocol/http.ts';
import { type Answer, get, post } from '../../model/api.ts';
import { problem } from '../model.ts';
import { ReasonForm } from '../waiting.tsx';
import { day, moment } from '../words.ts';
import { noonOf, queueText } from './words.ts';

interface FindingsProps {
  readonly found: readonly Finding[];
  readonly step: (request: Promise<Answer<unknown>>) => Promise<boolean>;
}

export function Findings({ found, step }: FindingsProps) {
  const text = queueText.value;
  return (
    <section>
      <h2>{text.found}</h2>
      <ul class="past">
        {found.map((finding) => (
          <li key={finding.id}>
            <p>
              <strong>{text.severities[finding.severity]}</strong> · {text.categories[finding.category]}
            </p>
            <p>{finding.text}</p>
            <p class="soft">
              {text.recordedBy(finding.recordedBy, moment(finding.recordedAt), day(finding.eraseDue))}
            </p>
            <FollowUpLine finding={finding} step={step} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FollowUpLine({ finding, step }: { finding: Finding; step: FindingsProps['step'] }) {
  const text = queueText.value;
  const { followUp, note } = finding;
  if (!followUp) return null;
  if (followUp.doneAt !== undefined) {
    return (
      <p>
        {text.doneBy(followUp.doneBy ?? '', moment(followUp.doneAt))}
        {note === undefined ? '' : `: ${note}`}
      </p>
    );
  }
  return (
    <>
      <p>
        {text.responsible(followUp.responsible, day(noonOf(followUp.due)))}{' '}
        {followUp.overdue ? <span class="chip late">{text.overdue}</span> : null}
      </p>
      {followUp.own ? (
        <p class="soft">{text.ownFollowUp}</p>
      ) : (
        <ReasonForm
          label={text.note}
          action={text.done}
          onReason={(said) => step(post(`/api/review/findings/${finding.id}/done`, { note: said }))}
        />
      )}
    </>
  );
}

export function FindingForm({ onRecord }: { onRecord: (finding: RecordFinding) => Promise<boolean> }) {
  const text = queueText.value;
  const people = useSignal<readonly Colleague[]>([]);
  const severity = useSignal<FindingSeverity>('observation');
  const responsible = useSignal('');
  const busy = useSignal(false);
  useEffect(() => {
    void get<readonly Colleague[]>('/api/review/queue/people').then((answer) => {
      if (answer.ok) people.value = answer.value;
      else problem.value = answer.sentence;
    });
  }, []);
  const needed = severity.value !== 'observation';

  async function send(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const category = FINDING_CATEGORIES.find((one) => one === fields.get('category'));
    if (!category) return;
    const followUp =
      responsible.value === ''
        ? {}
        : { followUp: { responsible: responsible.value, due: String(fields.get('due')) } };
    busy.value = true;
    await onRecord({ severity: severity.value, category, text: String(fields.get('text')), ...followUp });
    busy.value = false;
  }

  return (
    <form
      class="ask finding-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <div class="filters">
        <label class="field">
          <span>{text.severity}</span>
          <select
            value={severity.value}
            onChange={(event) => {
              const wanted = event.currentTarget.value;
              severity.value = FINDING_SEVERITIES.find((one) => one === wanted) ?? 'observation';
            }}
          >
            {FINDING_SEVERITIES.map((one) => (
              <option key={one} value={one}>
                {text.severities[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.category}</span>
          <select name="category">
            {FINDING_CATEGORIES.map((one) => (
              <option key={one} value={one}>
                {text.categories[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.followUp}</span>
          <select
            value={responsible.value}
            required={needed}
            onChange={(event) => {
              responsible.value = event.currentTarget.value;
            }}
          >
            <option value="">{needed ? '' : text.nobody}</option>
            {people.value.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.due}</span>
          <input
            name="due"
            type="date"
            disabled={responsible.value === ''}
            required={responsible.value !== ''}
          />
        </label>
      </div>
      <label class="field">
        <span>{text.text}</span>
        <textarea name="text" rows={4} maxLength={2000} required aria-describedby="finding-hint" />
        <span class="hint" id="finding-hint">
          {text.textHint}
        </span>
      </label>
      <div class="actions">
        <button type="submit" class="button main" disabled={busy.value}>
          {text.send}
        </button>
      </div>
    </form>
  );
}
