/** Who is affected: a window, and what was in the wrong hands; counted, listed, and from there into the register. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  BREACH_KINDS,
  type BreachFigures,
  type BreachKind,
  type BreachScope,
} from '../../../protocol/breach.ts';
import type { Colleague } from '../../../protocol/http.ts';
import { get, post } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { act, problem } from '../model.ts';
import { words } from '../words.ts';
import { fieldTime, timeIn } from './times.ts';
import { breachWords } from './words.ts';

const DAY = 24 * 3_600_000;
const WHOLE: readonly BreachKind[] = ['traffic', 'controller-key'];

export function Scope({ onOpened }: { onOpened: () => void }) {
  const text = breachWords.value;
  const kind = useSignal<BreachKind>('traffic');
  const of = useSignal('');
  const since = useSignal(fieldTime(Date.now() - DAY));
  const until = useSignal(fieldTime(Date.now()));
  const counted = useSignal<{ readonly scope: BreachScope; readonly figures: BreachFigures } | undefined>(
    undefined,
  );
  const agents = useAgents();

  async function count(): Promise<void> {
    const named = WHOLE.includes(kind.value) ? {} : { of: of.value.trim() };
    const scope = {
      kind: kind.value,
      ...named,
      since: timeIn(since.value) ?? 0,
      until: timeIn(until.value) ?? 0,
    };
    const answer = await get<BreachFigures>(`/api/review/breach/scope?${queryOf(scope)}`);
    problem.value = answer.ok ? undefined : answer.sentence;
    counted.value = answer.ok ? { scope, figures: answer.value } : undefined;
  }

  return (
    <section class="ask">
      <h2>{text.who}</h2>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void count();
        }}
      >
        <label class="field">
          {text.kind}
          <select
            value={kind.value}
            onChange={(event) => {
              kind.value = BREACH_KINDS.find((one) => one === event.currentTarget.value) ?? 'traffic';
              of.value = '';
            }}
          >
            {BREACH_KINDS.map((one) => (
              <option key={one} value={one}>
                {text.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        {kind.value === 'account' ? (
          <label class="field">
            {text.account}
            <select
              required
              value={of.value}
              onChange={(event) => {
                of.value = event.currentTarget.value;
              }}
            >
              <option value="" />
              {agents.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {kind.value === 'session-key' || kind.value === 'object-key' ? (
          <label class="field">
            {kind.value === 'session-key' ? text.session : text.object}
            <input
              required
              value={of.value}
              onInput={(event) => {
                of.value = event.currentTarget.value;
              }}
            />
          </label>
        ) : null}
        {([since, until] as const).map((time, place) => (
          <label class="field" key={place === 0 ? 'since' : 'until'}>
            {place === 0 ? text.since : text.until} ({text.zone})
            <input
              type="datetime-local"
              required
              value={time.value}
              onInput={(event) => {
                time.value = event.currentTarget.value;
              }}
            />
          </label>
        ))}
        <div class="actions">
          <button type="submit" class="button main">
            {text.count}
          </button>
        </div>
      </form>
      {counted.value ? <Counted {...counted.value} onOpened={onOpened} /> : null}
    </section>
  );
}

interface CountedProps {
  readonly scope: BreachScope;
  readonly figures: BreachFigures;
  readonly onOpened: () => void;
}

function Counted({ scope, figures, onOpened }: CountedProps) {
  const text = breachWords.value;
  const opening = useSignal(false);
  const list = (format: string) => `/api/review/breach/affected?${queryOf(scope)}&format=${format}`;
  return (
    <>
      <FiguresOf figures={figures} />
      <p class="soft">{text.safeSide}</p>
      <div class="actions">
        <a class="button plain" href={list('csv')} download>
          {text.csv}
        </a>
        <a class="button plain" href={list('json')} download>
          {text.json}
        </a>
        <Button
          onClick={() => {
            opening.value = !opening.value;
          }}
        >
          {text.open}
        </Button>
      </div>
      {opening.value ? (
        <OpenForm
          scope={scope}
          onOpened={() => {
            opening.value = false;
            onOpened();
          }}
        />
      ) : null}
    </>
  );
}

export function FiguresOf({ figures }: { figures: BreachFigures }) {
  const text = breachWords.value;
  const { categories } = words.value;
  return (
    <dl class="facts">
      {(['sessions', 'subjects', 'untraceable'] as const).map((one) => (
        <div key={one}>
          <dt>{text.figures[one]}</dt>
          <dd class="number">{figures[one]}</dd>
        </div>
      ))}
      <div>
        <dt>{text.exposed}</dt>
        <dd>
          {Object.entries(figures.categories)
            .map(([name, count]) => `${categories[name] ?? name} ${count}`)
            .join(' · ') || '0'}
        </dd>
      </div>
    </dl>
  );
}

function OpenForm({ scope, onOpened }: { scope: BreachScope; onOpened: () => void }) {
  const text = breachWords.value;
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const awareAt = timeIn(String(form.get('aware'))) ?? 0;
        const body = { awareAt, scope, facts: String(form.get('facts')) };
        void act(post('/api/review/breaches', body)).then((done) => done && onOpened());
      }}
    >
      <label class="field">
        {text.awareAt} ({text.zone})
        <input name="aware" type="datetime-local" required defaultValue={fieldTime(Date.now())} />
      </label>
      <label class="field">
        {text.facts}
        <textarea name="facts" rows={4} required maxLength={2000} aria-describedby="facts-hint" />
      </label>
      <p id="facts-hint" class="soft">
        {text.factsHint}
      </p>
      <div class="actions">
        <button type="submit" class="button main">
          {text.open}
        </button>
      </div>
    </form>
  );
}

function queryOf({ kind, of, since, until }: BreachScope): URLSearchParams {
  const named = of === undefined ? {} : { of };
  return new URLSearchParams({ kind, ...named, since: String(since), until: String(until) });
}

function useAgents(): readonly Colleague[] {
  const agents = useSignal<readonly Colleague[]>([]);
  useEffect(() => {
    void get<readonly Colleague[]>('/api/review/agents').then((answer) => {
      if (answer.ok) agents.value = answer.value;
    });
  }, []);
  return agents.value;
}
