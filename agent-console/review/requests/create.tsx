/** Writes down a request that came by voice, letter or at the counter. */
import { useSignal } from '@preact/signals';
import { LANGUAGES } from '../../../protocol/language.ts';
import {
  type CreateRequest,
  OBJECTED_PURPOSES,
  REQUEST_KINDS,
  type RequestKind,
  type SubjectRequest,
} from '../../../protocol/requests.ts';
import { post } from '../../model/api.ts';
import { messages } from '../../text/language.ts';
import { timeIn } from '../breach/times.ts';
import { open, problem } from '../model.ts';
import { kindOf, requestWords } from './words.ts';

export function NewRequest() {
  const text = requestWords.value;
  const kind = useSignal<RequestKind>('access');
  const busy = useSignal(false);

  async function send(form: HTMLFormElement): Promise<void> {
    busy.value = true;
    const answer = await post<SubjectRequest>('/api/review/requests', requestIn(form, kind.value));
    busy.value = false;
    problem.value = answer.ok ? undefined : answer.sentence;
    if (answer.ok) open(`requests/${answer.value.id}`);
  }

  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <div class="filters">
        <label class="field">
          <span>{text.kind}</span>
          <select
            value={kind.value}
            onChange={(event) => {
              const wanted = event.currentTarget.value;
              kind.value = REQUEST_KINDS.find((one) => one === wanted) ?? 'access';
            }}
          >
            {REQUEST_KINDS.map((one) => (
              <option key={one} value={one}>
                {kindOf(one)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.number}</span>
          <input name="number" type="tel" autocomplete="off" required maxLength={24} />
        </label>
        <label class="field">
          <span>{text.language}</span>
          <select name="language">
            {LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {messages.value.languages[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.received}</span>
          <input name="received" type="date" />
        </label>
      </div>
      {kind.value === 'objection' ? <Against /> : null}
      <label class="field">
        <span>{text.said}</span>
        <textarea name="text" rows={4} maxLength={4000} required />
      </label>
      <div class="actions">
        <button type="submit" class="button main" disabled={busy.value}>
          {text.create}
        </button>
      </div>
    </form>
  );
}

function Against() {
  const text = requestWords.value;
  const chosen = useSignal(0);
  return (
    <fieldset class="field" aria-describedby="against-hint">
      <legend>{text.against}</legend>
      {OBJECTED_PURPOSES.map((purpose) => (
        <label key={purpose} class="inline">
          <input
            type="checkbox"
            name="against"
            value={purpose}
            // At least one: the browser says so at the first of them.
            required={chosen.value === 0}
            onChange={(event) => {
              chosen.value += event.currentTarget.checked ? 1 : -1;
            }}
          />{' '}
          {text.purposes[purpose]}
        </label>
      ))}
      <span class="hint" id="against-hint">
        {text.againstHint}
      </span>
    </fieldset>
  );
}

function requestIn(form: HTMLFormElement, kind: RequestKind): CreateRequest {
  const fields = new FormData(form);
  const ticked = fields.getAll('against');
  const receivedAt = timeIn(`${fields.get('received')}T00:00`);
  return {
    kind,
    number: String(fields.get('number')),
    text: String(fields.get('text')),
    language: LANGUAGES.find((one) => one === fields.get('language')) ?? 'lv',
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...(kind === 'objection' ? { against: OBJECTED_PURPOSES.filter((one) => ticked.includes(one)) } : {}),
  };
}
