/** One request: what is asked, how far it is, what can be done, and what it left in the log. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Me } from '../../../protocol/http.ts';
import type { SubjectFound, SubjectRequest } from '../../../protocol/requests.ts';
import { get, post } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { Link } from '../link.tsx';
import { act, problem } from '../model.ts';
import { day, moment } from '../words.ts';
import { Actions } from './actions.tsx';
import { FoundSessions, searchFor } from './search.tsx';
import { Assigned, Identity, Term } from './steps.tsx';
import { Left } from './table.tsx';
import { Certificates, Recipients, Trail } from './trail.tsx';
import { kindOf, requestWords, stateOf, stepOf } from './words.ts';

/** Does a step of the request: a POST below its address; true when it was done. */
export type Step = (name: string, body: object) => Promise<boolean>;

export interface StepProps {
  readonly request: SubjectRequest;
  readonly step: Step;
}

export function RequestPage({ me, id }: { me: Me; id: string }) {
  const text = requestWords.value;
  const request = useSignal<SubjectRequest | undefined>(undefined);
  /** Counted up with whatever may have left an entry in the log. */
  const changes = useSignal(0);
  const address = `/api/review/requests/${id}`;

  async function load(): Promise<void> {
    const answer = await get<SubjectRequest>(address);
    if (answer.ok) request.value = answer.value;
    else problem.value = answer.sentence;
    changes.value += 1;
  }
  const step: Step = (name, body) =>
    act(
      post<SubjectRequest>(`${address}/${name}`, body).then((answer) => {
        if (answer.ok) request.value = answer.value;
        changes.value += 1;
        return answer;
      }),
    );
  useEffect(() => void load(), [id]);

  const shown = request.value;
  return (
    <>
      <p>
        <Link to="requests">← {text.back}</Link>
      </p>
      {shown ? (
        <>
          <h1>{kindOf(shown.kind)}</h1>
          <p>
            <span class="chip">{stateOf(shown)}</span> <b class="number">{shown.number}</b>{' '}
            <Button small kind="quiet" onClick={() => void load()}>
              {text.refresh}
            </Button>
          </p>
          <div class="halves">
            <Facts request={shown} />
            <section class="ask">
              <Identity request={shown} step={step} />
              <Term request={shown} step={step} />
              <Assigned me={me} request={shown} step={step} />
            </section>
          </div>
          <Sessions request={shown} />
          <Actions request={shown} step={step} />
          <Certificates request={shown} />
          <Recipients request={shown} step={step} />
          <Trail request={shown} changes={changes.value} />
        </>
      ) : (
        <p class="soft">{messages.value.loading}</p>
      )}
    </>
  );
}

function Facts({ request }: { request: SubjectRequest }) {
  const text = requestWords.value;
  const { answer, article, extension, lifted, against } = request;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [text.columns.received, `${moment(request.receivedAt)} · ${text.channels[request.channel]}`],
    [text.language, messages.value.languages[request.language]],
    [text.said, request.text],
    [text.against, against.map((one) => text.purposes[one]).join(', ') || undefined],
    [text.extended, extension && `${extension.reason} · ${stepOf(extension)}`],
    [text.explained, answer && `${answer.explanation} · ${stepOf(answer)}`],
    [text.ground, article && text.articles[article]],
    [text.statement, request.statement],
    [text.lift, lifted && `${lifted.informed} · ${stepOf(lifted)}`],
    [text.columns.closed, request.closedAt === undefined ? undefined : moment(request.closedAt)],
  ];
  return (
    <section>
      <h2>{text.facts}</h2>
      <dl class="facts">
        <div>
          <dt>{text.due}</dt>
          <dd>
            {day(request.due)} · <Left row={request} />
          </dd>
        </div>
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
        {request.items.map(({ session, photo, state }) => (
          <div key={`${session}/${photo}`}>
            <dt>
              <Link to={`session/${session}`}>{text.session}</Link>
              {photo === undefined ? '' : ` · ${text.oneOfPhotos}`}
            </dt>
            <dd>{text.itemStates[state]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Looked up only when asked: each search is an entry of the log. */
function Sessions({ request }: { request: SubjectRequest }) {
  const text = requestWords.value;
  const found = useSignal<SubjectFound | undefined>(undefined);
  return (
    <section>
      <h2>{text.sessions}</h2>
      {found.value ? <FoundSessions found={found.value} /> : <p class="soft">{text.findNote}</p>}
      <div class="actions">
        <Button
          small
          onClick={() =>
            void searchFor(request.number).then((answer) => {
              found.value = answer;
            })
          }
        >
          {text.find}
        </Button>
      </div>
    </section>
  );
}
