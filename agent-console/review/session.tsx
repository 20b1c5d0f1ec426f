/** One session: facts, dates, timeline with its proof, who saw what, holds, and the closed envelope. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EventType } from '../../protocol/events.ts';
import type { Me } from '../../protocol/http.ts';
import type { ReviewSession, Timeline } from '../../protocol/review.ts';
import { get } from '../model/api.ts';
import { Button } from '../parts/button.tsx';
import { matterTitle } from '../parts/new-call-fields.tsx';
import { messages } from '../text/language.ts';
import { SessionHolds } from './holds.tsx';
import { LogTable } from './log.tsx';
import { open, openings, problem } from './model.ts';
import { Envelope } from './opening.tsx';
import { moment, period, words } from './words.ts';

export function SessionPage({ me, session }: { me: Me; session: string }) {
  const { session: text } = words.value;
  const found = useSignal<ReviewSession | undefined>(undefined);
  const timeline = useSignal<Timeline | undefined>(undefined);
  // What is decided elsewhere changes this session's log.
  const seen = openings.value?.openings.map(({ id, state }) => `${id}${state}`).join();
  useEffect(() => {
    void get<ReviewSession>(`/api/review/sessions/${session}`).then((answer) => {
      if (answer.ok) found.value = answer.value;
      else problem.value = answer.sentence;
    });
    void get<Timeline>(`/api/review/sessions/${session}/timeline`).then((answer) => {
      if (answer.ok) timeline.value = answer.value;
    });
  }, [session, seen]);
  return (
    <>
      <p>
        <Button kind="quiet" onClick={() => open('')}>
          ← {text.back}
        </Button>
      </p>
      {found.value ? (
        <>
          <h1>{text.title(moment(found.value.createdAt))}</h1>
          <Envelope me={me} session={found.value} />
          <div class="halves">
            <Facts me={me} session={found.value} />
            <Retention session={found.value} />
          </div>
          <SessionHolds session={found.value} />
          {timeline.value ? <TimelineTable timeline={timeline.value} /> : null}
          <section>
            <h2>{text.log}</h2>
            <p class="soft">{text.logNote}</p>
            <LogTable lines={found.value.log} />
          </section>
        </>
      ) : (
        <p class="soft">{messages.value.loading}</p>
      )}
    </>
  );
}

function Facts({ me, session }: { me: Me; session: ReviewSession }) {
  const { session: text, columns, reasons } = words.value;
  const { statuses, languages } = messages.value;
  const facts: readonly (readonly [string, string])[] = [
    [columns.agent, session.agentName],
    [columns.matter, matterTitle(me, session.category)],
    [text.language, languages[session.language]],
    [columns.status, statuses[session.status]],
    [columns.ended, session.endedAt === undefined ? '–' : moment(session.endedAt)],
    ...(session.reason ? [[words.value.filter.reason, reasons[session.reason]] as const] : []),
    [text.photos, text.photoCounts(session.photos.shared, session.photos.erased)],
    [text.id, session.session],
  ];
  return (
    <section>
      <h2>{text.facts}</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Retention({ session }: { session: ReviewSession }) {
  const { session: text } = words.value;
  return (
    <section>
      <h2>
        {text.retention} <span class="article">{text.retentionLaw}</span>
      </h2>
      <dl class="facts">
        {session.retention.map((one) => (
          <div key={one.what}>
            <dt>{text.what[one.what]}</dt>
            <dd>
              {one.erasedAt !== undefined
                ? text.erased(moment(one.erasedAt))
                : one.due !== undefined
                  ? text.until(moment(one.due))
                  : text.notYet}
              <span class="soft"> · {text.rule(period(one.period))}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function TimelineTable({ timeline }: { timeline: Timeline }) {
  const { session: text, events, roles } = words.value;
  const only = useSignal<EventType | ''>('');
  const proof = useSignal(false);
  const types = [...new Set(timeline.entries.map(({ type }) => type))];
  const shown = timeline.entries.filter(({ type }) => only.value === '' || type === only.value);
  const sound = timeline.entries.at(-1)?.hash === timeline.head;
  return (
    <section>
      <h2>{text.timeline}</h2>
      <p class="soft">{text.timelineNote}</p>
      <div class="actions">
        <label class="inline">
          {text.show}{' '}
          <select
            value={only.value}
            onChange={(event) => {
              only.value = types.find((type) => type === event.currentTarget.value) ?? '';
            }}
          >
            <option value="">{text.all}</option>
            {types.map((type) => (
              <option key={type} value={type}>
                {events[type]}
              </option>
            ))}
          </select>
        </label>
        <Button
          pressed={proof.value}
          onClick={() => {
            proof.value = !proof.value;
          }}
        >
          {text.proof}
        </Button>
      </div>
      {proof.value ? (
        <div class="proof">
          <p>{text.proofNote}</p>
          <p>
            {text.proofHead}: <code>{timeline.head}</code>
          </p>
          <p class={sound ? 'good' : 'refusal'}>{sound ? text.proofGood : text.proofBad}</p>
        </div>
      ) : null}
      <ol class="timeline">
        {shown.map((entry) => (
          <li key={entry.seq}>
            <span class="number soft">{entry.seq}.</span>
            <time>{moment(entry.at, true)}</time>
            <span class="who" data-role={entry.role}>
              {roles[entry.role]}
            </span>
            <span>{events[entry.type]}</span>
            {proof.value ? (
              <code class="hash">
                {entry.hash}
                {entry.object ? ` · ${text.object} ${entry.object}` : ''}
              </code>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
