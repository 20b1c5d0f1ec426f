/** What can be done with a request of each kind, and the answer that closes it. */
import { useSignal } from '@preact/signals';
import {
  ARTICLES_FOR,
  type RefusalArticle,
  type RequestOutcome,
  type SubjectRequest,
} from '../../../protocol/requests.ts';
import { Button } from '../../parts/button.tsx';
import { ReasonForm } from '../waiting.tsx';
import { moment } from '../words.ts';
import { EraseAction } from './erase.tsx';
import type { StepProps } from './one.tsx';
import { useSubject } from './subject.ts';
import { requestWords } from './words.ts';

export function Actions({ request, step }: StepProps) {
  const text = requestWords.value;
  if (request.state === 'closed') {
    if (request.restriction !== 'in-force') return null;
    return (
      <section>
        <h2>{text.lift}</h2>
        <ReasonForm
          label={text.informed}
          action={text.lift}
          onReason={(informed) => step('lift', { informed })}
        />
      </section>
    );
  }
  if (request.state === 'erasing') return null;
  return (
    <section class="ask">
      <h2>{text.actions}</h2>
      {request.verified ? <CarryOut request={request} step={step} /> : <p class="soft">{text.verifyFirst}</p>}
      <AnswerForm request={request} step={step} />
    </section>
  );
}

function CarryOut({ request, step }: StepProps) {
  const text = requestWords.value;
  switch (request.kind) {
    case 'access':
    case 'portability':
      return (
        <div class="actions">
          <a class="button plain" href={`/api/review/requests/${request.id}/export`} download>
            {text.download}
          </a>
          <span class="soft">{text.downloadNote}</span>
        </div>
      );
    case 'erasure':
      return <EraseAction request={request} step={step} />;
    case 'restriction':
      return (
        <Explained
          note={text.restrictNote}
          action={text.restrict}
          onSaid={(explanation) => step('restrict', { explanation })}
        />
      );
    case 'rectification':
      return <Rectify request={request} step={step} />;
    case 'objection':
    case 'human-review':
      return null;
    default:
      return request.kind satisfies never;
  }
}

interface ExplainedProps {
  readonly note: string;
  readonly action: string;
  readonly onSaid: (explanation: string) => Promise<boolean>;
}

function Explained({ note, action, onSaid }: ExplainedProps) {
  const text = requestWords.value;
  return (
    <form
      class="ask"
      aria-label={action}
      onSubmit={(event) => {
        event.preventDefault();
        void onSaid(String(new FormData(event.currentTarget).get('explanation')));
      }}
    >
      <p>{note}</p>
      <label class="field">
        <span>{text.explanation}</span>
        <textarea name="explanation" rows={3} maxLength={4000} required />
      </label>
      <div class="actions">
        <button type="submit" class="button main">
          {action}
        </button>
      </div>
    </form>
  );
}

function Rectify({ request, step }: StepProps) {
  const text = requestWords.value;
  const { found, look } = useSubject(request);
  if (!found) return <Button onClick={() => void look()}>{text.rectify}…</Button>;
  if (found.sessions.length === 0) return <p>{text.noSessions}</p>;
  return (
    <form
      class="ask"
      aria-label={text.rectify}
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        const said = (name: string) => String(fields.get(name));
        void step('rectify', {
          session: said('session'),
          statement: said('statement'),
          explanation: said('explanation'),
        });
      }}
    >
      <p>{text.rectifyNote}</p>
      <label class="field">
        <span>{text.session}</span>
        <select name="session">
          {found.sessions.map(({ session, createdAt }) => (
            <option key={session} value={session}>
              {moment(createdAt)}
            </option>
          ))}
        </select>
      </label>
      {(['statement', 'explanation'] as const).map((name) => (
        <label class="field" key={name}>
          <span>{text[name]}</span>
          <textarea name={name} rows={3} maxLength={4000} required />
        </label>
      ))}
      <div class="actions">
        <button type="submit" class="button main">
          {text.rectify}
        </button>
      </div>
    </form>
  );
}

const BY_DOING: readonly SubjectRequest['kind'][] = ['erasure', 'restriction', 'rectification'];
const ON_CONTRACT: readonly string[] = ['assist', 'wrap-up'];

/** What can be decided by an answer alone; the rest is closed by what is done. */
function outcomesOf({ kind, verified, against }: SubjectRequest): readonly RequestOutcome[] {
  if (!verified || BY_DOING.includes(kind)) return ['refused'];
  const onContract = against.filter((one) => ON_CONTRACT.includes(one)).length;
  if (onContract === 0) return ['fulfilled', 'partly', 'refused'];
  return onContract === against.length ? ['refused'] : ['partly', 'refused'];
}

function articlesOf({ kind, against }: SubjectRequest): readonly RefusalArticle[] {
  return against.some((one) => ON_CONTRACT.includes(one)) ? ['21(1)'] : ARTICLES_FOR[kind];
}

function AnswerForm({ request, step }: StepProps) {
  const text = requestWords.value;
  const outcomes = outcomesOf(request);
  const chosen = useSignal<RequestOutcome>('fulfilled');
  // What was chosen may have gone with a change of the request.
  const outcome = outcomes.find((one) => one === chosen.value) ?? outcomes[0] ?? 'refused';
  const name = outcomes.length === 1 ? text.refuse : text.answer;

  function send(form: HTMLFormElement): void {
    const fields = new FormData(form);
    const ground = outcome === 'fulfilled' ? {} : { article: String(fields.get('article')) };
    void step('answer', { outcome, ...ground, explanation: String(fields.get('explanation')) });
  }

  return (
    <form
      class="ask"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        send(event.currentTarget);
      }}
    >
      <h3>{name}</h3>
      <div class="filters">
        <label class="field">
          <span>{text.outcome}</span>
          <select
            value={outcome}
            onChange={(event) => {
              const wanted = event.currentTarget.value;
              chosen.value = outcomes.find((one) => one === wanted) ?? 'refused';
            }}
          >
            {outcomes.map((one) => (
              <option key={one} value={one}>
                {text.upheld[one]}
              </option>
            ))}
          </select>
        </label>
        {outcome === 'fulfilled' ? null : (
          <label class="field">
            <span>{text.ground}</span>
            <select name="article">
              {articlesOf(request).map((one) => (
                <option key={one} value={one}>
                  {text.articles[one]}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <label class="field">
        <span>{text.explanation}</span>
        <textarea name="explanation" rows={3} maxLength={4000} required />
      </label>
      <div class="actions">
        <button type="submit" class="button">
          {name}
        </button>
      </div>
    </form>
  );
}
