/** Breaches: who is affected, two clocks, and the register. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  type Breach,
  type Breaches,
  GDPR_CLOCK_MS,
  SUBJECT_DECISIONS,
  TELECOMS_CLOCK_MS,
} from '../../../protocol/breach.ts';
import { get, post } from '../../model/api.ts';
import { tick } from '../../model/clock.ts';
import { act, problem } from '../model.ts';
import { ReasonForm } from '../waiting.tsx';
import { moment } from '../words.ts';
import { FiguresOf, Scope } from './scope.tsx';
import { fieldTime, timeIn } from './times.ts';
import { breachWords } from './words.ts';

export function BreachPage() {
  const text = breachWords.value;
  const loaded = useSignal<(Breaches & { readonly skew: number }) | undefined>(undefined);
  async function load(): Promise<void> {
    const answer = await get<Breaches>('/api/review/breaches');
    if (answer.ok) loaded.value = { ...answer.value, skew: answer.value.now - Date.now() };
    else problem.value = answer.sentence;
  }
  useEffect(() => void load(), []);
  const now = tick.value + (loaded.value?.skew ?? 0);
  const breaches = loaded.value?.breaches ?? [];
  return (
    <>
      <h1>
        {text.title} <span class="article">{text.law}</span>
      </h1>
      <p class="soft">{text.lead}</p>
      <Scope onOpened={() => void load()} />
      <section class="ask">
        <h2>{text.register}</h2>
        <p class="soft">{text.kept}</p>
        {breaches.length === 0 ? <p class="soft">{text.none}</p> : null}
        {breaches.map((breach) => (
          <Entry key={breach.id} breach={breach} now={now} onChanged={() => void load()} />
        ))}
      </section>
    </>
  );
}

interface EntryProps {
  readonly breach: Breach;
  /** Epoch milliseconds by the server's clock. */
  readonly now: number;
  readonly onChanged: () => void;
}

function Entry({ breach, now, onChanged }: EntryProps) {
  const text = breachWords.value;
  const { closed, subjects, authority } = breach;
  return (
    <article class="envelope ask" data-open={closed === undefined}>
      <h3>{breach.facts}</h3>
      <p class="soft">
        {text.aware(moment(breach.awareAt))} · {text.by(breach.openedBy ?? '', moment(breach.openedAt))} ·{' '}
        {text.kinds[breach.scope.kind]}, {moment(breach.scope.since)} – {moment(breach.scope.until)}
      </p>
      <FiguresOf figures={breach.figures} />
      <dl class="facts">
        <Clock name={text.clocks.telecoms} due={breach.awareAt + TELECOMS_CLOCK_MS} of={breach} now={now} />
        <Clock name={text.clocks.gdpr} due={breach.awareAt + GDPR_CLOCK_MS} of={breach} now={now} />
        {authority ? (
          <div>
            <dt>{text.authority}</dt>
            <dd>
              {moment(authority.at)} · {authority.note}
            </dd>
          </div>
        ) : null}
        {subjects ? (
          <div>
            <dt>{text.subjects}</dt>
            <dd>
              {text.decisions[subjects.decision]} · {moment(subjects.at)} · {subjects.note}
            </dd>
          </div>
        ) : null}
        {closed ? (
          <div>
            <dt>{text.closed(closed.by ?? '', moment(closed.at))}</dt>
            <dd>{closed.note}</dd>
          </div>
        ) : null}
      </dl>
      <Steps breach={breach} now={now} onChanged={onChanged} />
    </article>
  );
}

function Clock({ name, due, of, now }: { name: string; due: number; of: Breach; now: number }) {
  const text = breachWords.value;
  const done = of.authority?.at;
  const told = () => {
    if (done !== undefined) return done <= due ? text.inTime : text.tooLate;
    return now <= due ? text.left(hours(due - now)) : text.over(hours(now - due));
  };
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {text.due(moment(due))} · <b class="number">{told()}</b>
      </dd>
    </div>
  );
}

/** `23:05`: hours and minutes, also beyond a day. */
function hours(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** What is still to be said of it. */
function Steps({ breach, now, onChanged }: EntryProps) {
  const text = breachWords.value;
  const address = `/api/review/breaches/${breach.id}`;
  async function say(step: string, body: object): Promise<boolean> {
    const done = await act(post(`${address}/${step}`, body));
    if (done) onChanged();
    return done;
  }
  if (breach.closed) return null;
  return (
    <>
      {breach.authority ? null : (
        <StepForm
          title={text.authority}
          note={text.authorityNote}
          now={now}
          onSaid={(form) => say('authority', timed(form))}
        />
      )}
      {breach.subjects ? null : (
        <StepForm
          title={text.subjects}
          note={text.subjectsNote}
          now={now}
          decides
          onSaid={(form) => say('subjects', { ...timed(form), decision: String(form.get('decision')) })}
        />
      )}
      {breach.authority && breach.subjects ? (
        <ReasonForm label={text.closeNote} action={text.close} onReason={(note) => say('close', { note })} />
      ) : null}
    </>
  );
}

const timed = (form: FormData) => ({
  at: timeIn(String(form.get('at'))) ?? 0,
  note: String(form.get('note')),
});

interface StepFormProps {
  readonly title: string;
  readonly note: string;
  readonly now: number;
  /** With a choice of what was decided about those affected. */
  readonly decides?: boolean;
  readonly onSaid: (form: FormData) => Promise<boolean>;
}

function StepForm({ title, note, now, decides = false, onSaid }: StepFormProps) {
  const text = breachWords.value;
  // What is typed must not be moved on with the clock.
  const at = useSignal(fieldTime(now));
  return (
    <form
      class="reason"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void onSaid(new FormData(event.currentTarget));
      }}
    >
      <label class="field">
        {title}: {text.at.toLowerCase()} ({text.zone})
        <input name="at" type="datetime-local" required defaultValue={at.value} />
      </label>
      {decides ? (
        <label class="field">
          {text.decision}
          <select name="decision">
            {SUBJECT_DECISIONS.map((one) => (
              <option key={one} value={one}>
                {text.decisions[one]}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label class="field">
        {note}
        <input name="note" required maxLength={2000} />
      </label>
      <button type="submit" class="button small">
        {text.save}
      </button>
    </form>
  );
}
