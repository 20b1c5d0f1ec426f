/** Charts to see a trend at a glance, and the same figures as a table. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { END_REASONS } from '../../protocol/events.ts';
import type { DayCounts, Summary } from '../../protocol/review.ts';
import { get } from '../model/api.ts';
import { messages } from '../text/language.ts';
import { problem } from './model.ts';
import { words } from './words.ts';

const COUNTS = ['sessions', 'photos', 'erasuresDue', 'erasuresDone', 'refusals', 'holds'] as const;
const DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

export function SummaryPage() {
  const { summary: text, reasons } = words.value;
  const days = useSignal<readonly DayCounts[] | undefined>(undefined);
  useEffect(() => {
    const query = new URLSearchParams({
      from: dayText(Date.now() - (DAYS - 1) * DAY_MS),
      to: dayText(Date.now()),
    });
    void get<Summary>(`/api/review/summary?${query}`).then((answer) => {
      if (answer.ok) days.value = answer.value.days;
      else problem.value = answer.sentence;
    });
  }, []);
  if (!days.value) return <p class="soft">{messages.value.loading}</p>;
  const found = days.value;
  const ended = END_REASONS.map((reason) => ({
    name: reasons[reason],
    count: found.reduce((sum, day) => sum + (day.reasons[reason] ?? 0), 0),
  }));
  return (
    <>
      <h1>{text.title}</h1>
      <p class="soft">{text.range(DAYS)}</p>
      <div class="charts">
        {COUNTS.map((count) => (
          <Chart key={count} name={text.counts[count]} values={found.map((day) => day[count])} days={found} />
        ))}
        <figure class="chart">
          <figcaption>{text.reasons}</figcaption>
          <dl class="facts">
            {ended.map(({ name, count }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd class="number">{count}</dd>
              </div>
            ))}
          </dl>
        </figure>
      </div>
      <h2>{text.table}</h2>
      <div class="scroll">
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">{text.day}</th>
              {COUNTS.map((count) => (
                <th key={count} scope="col" class="number">
                  {text.counts[count]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.toReversed().map((day) => (
              <tr key={day.day}>
                <th scope="row">{day.day}</th>
                {COUNTS.map((count) => (
                  <td key={count} class="number">
                    {day[count]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface ChartProps {
  readonly name: string;
  readonly values: readonly number[];
  readonly days: readonly DayCounts[];
}

const HEIGHT = 60;
const BAR = 8;

/** One bar a day; the table below says the same to whoever cannot see it. */
function Chart({ name, values, days }: ChartProps) {
  const { summary: text } = words.value;
  const highest = Math.max(1, ...values);
  const total = values.reduce((sum, value) => sum + value, 0);
  return (
    <figure class="chart">
      <figcaption>
        {name} <b class="number">{total}</b> <span class="soft">{text.total}</span>
      </figcaption>
      <svg viewBox={`0 0 ${values.length * BAR} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {values.map((value, place) => {
          const height = (value / highest) * (HEIGHT - 2);
          return (
            <rect
              key={days[place]?.day ?? place}
              x={place * BAR + 1}
              y={HEIGHT - Math.max(height, 1)}
              width={BAR - 2}
              height={Math.max(height, 1)}
            />
          );
        })}
      </svg>
      <p class="ends soft">
        <span>{days[0]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </p>
    </figure>
  );
}

/** `2026-11-20`, the day it is in Riga. */
function dayText(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Riga' }).format(at);
}
