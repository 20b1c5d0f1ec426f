/** One item of the queue: why it is there, who has it, what was found and what follows. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AuditItem, AuditItemView } from '../../../protocol/audit.ts';
import { type Answer, get, post } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { Link } from '../link.tsx';
import { problem } from '../model.ts';
import { day } from '../words.ts';
import { FindingForm, Findings } from './findings.tsx';
import { noonOf, queueText, stateOf } from './words.ts';

type Loaded = Signal<AuditItemView | undefined>;

export function QueueItemPage({ id }: { id: string }) {
  const text = queueText.value;
  const item: Loaded = useSignal<AuditItemView | undefined>(undefined);
  const address = `/api/review/queue/items/${id}`;

  async function load(): Promise<void> {
    const answer = await get<AuditItemView>(address);
    if (answer.ok) item.value = answer.value;
    else problem.value = answer.sentence;
  }
  /** Does a step, tells what was refused, and shows what is there now. */
  async function step(request: Promise<Answer<unknown>>): Promise<boolean> {
    const answer = await request;
    await load();
    problem.value = answer.ok ? undefined : answer.sentence;
    return answer.ok;
  }
  useEffect(() => void load(), [id]);

  return (
    <>
      <p>
        <Link to="queue">← {text.back}</Link>
      </p>
      {item.value ? (
        <>
          <h1>{text.itemTitle(day(noonOf(item.value.day)))}</h1>
          <p>
            <span class="chip">{stateOf(item.value)}</span> {item.value.agentName}
          </p>
          <Reasons item={item.value} />
          <Steps item={item.value} address={address} step={step} />
          {item.value.found.length > 0 ? <Findings found={item.value.found} step={step} /> : null}
        </>
      ) : (
        <p class="soft">{messages.value.loading}</p>
      )}
    </>
  );
}

function Reasons({ item }: { item: AuditItem }) {
  const text = queueText.value;
  const { points, reasons } = item.score;
  return (
    <section>
      <h2>
        {text.whyHere} <span class="article">{text.points(points)}</span>
      </h2>
      {item.why === 'chance' ? (
        <p>
          {text.byChance}{' '}
          <Link to="queue" query={{ view: 'draws' }}>
            {text.tabs.draws}
          </Link>
        </p>
      ) : null}
      {reasons.length === 0 ? <p class="soft">{text.noReasons}</p> : null}
      <dl class="facts">
        {reasons.map(({ signal, value, points: given }) => (
          <div key={signal}>
            <dt>
              {text.signals[signal]}
              {signal === 'out-of-hours' ? '' : `: ${value}`} · {text.because[signal]}
            </dt>
            <dd>{text.points(given)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface StepsProps {
  readonly item: AuditItem;
  readonly address: string;
  readonly step: (request: Promise<Answer<unknown>>) => Promise<boolean>;
}

function Steps({ item, address, step }: StepsProps) {
  const text = queueText.value;
  const recording = useSignal(false);
  const { takenBy, state } = item;
  const mine = takenBy?.own === true && (state === 'taken' || state === 'finding');
  const free = state === 'waiting' || (state === 'taken' && !mine);
  return (
    <section>
      <p class="soft">{item.erased ? text.gone : text.lookNote}</p>
      <div class="actions">
        {free ? (
          <Button
            kind={state === 'waiting' ? 'main' : 'plain'}
            onClick={() => void step(post(`${address}/take`, takenBy ? { instead: takenBy.id } : {}))}
          >
            {takenBy ? text.takeOver(takenBy.name) : text.take}
          </Button>
        ) : null}
        <Link
          to={`session/${item.session}`}
          query={{ case: text.caseOf(item.day, item.id.slice(-6)) }}
          button
        >
          {text.look}
        </Link>
        {mine ? (
          <Button
            pressed={recording.value}
            onClick={() => {
              recording.value = !recording.value;
            }}
          >
            {text.record}
          </Button>
        ) : null}
        {mine && state === 'taken' ? (
          <Button onClick={() => void step(post(`${address}/no-finding`, {}))}>{text.noFinding}</Button>
        ) : null}
      </div>
      {mine && recording.value ? (
        <FindingForm
          onRecord={async (finding) => {
            const done = await step(post(`${address}/findings`, finding));
            if (done) recording.value = false;
            return done;
          }}
        />
      ) : null}
    </section>
  );
}
