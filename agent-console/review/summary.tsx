/** Charts to see a trend at a glance, and the same figures as a table. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { END_REASONS } from '../../protocol/events.ts';
import type { DayCounts, Summary } from '../../protocol/review.ts';
import { get } from '../model/api.ts';
import { messages } from '../text/language.ts';
import { type Behind, behind, COUNTS, type Count, rangeIn, reachOf, spanText } from './figures.ts';
import { Link } from './link.tsx';
import { problem, query } from './model.ts';
import { RangeChoice } from './range.tsx';
import { words } from './words.ts';

export function SummaryPage() {
  const { summary: text, reasons } = words.value;
  const days = useSignal<readonly DayCounts[] | undefined>(undefined);
  const range = rangeIn(query.value);
  const { from, to } = range;
  useEffect(() => {
    let shown = true;
    void get<Summary>(`/api/review/summary?${new URLSearchParams({ from, to })}`).then((answer) => {
      if (!shown) return;
      problem.value = answer.ok ? undefined : answer.sentence;
      if (answer.ok) days.value = answer.value.days;
    });
    return () => {
      shown = false;
    };
  }, [from, to]);
  if (!days.value) return <p class="soft">{messages.value.loading}</p>;
  const found = days.value;
  const reach = reachOf(found);
  const ended = END_REASONS.map((reason) => ({
    reason,
    name: reasons[reason],
    count: found.reduce((sum, day) => sum + (day.reasons[reason] ?? 0), 0),
  }));
  return (
    <>
      <h1>{text.title}</h1>
      <RangeChoice range={range} />
      <div class="charts">
        {COUNTS.map((count) => (
          <Chart key={count} count={count} days={found} />
        ))}
        <figure class="chart">
          <figcaption>{text.reasons}</figcaption>
          <dl class="facts">
            {ended.map(({ reason, name, count }) => (
              <div key={reason}>
                <dt>{name}</dt>
                <dd class="number">
                  <Figure
                    value={count}
                    label={text.behind(name, spanText(reach))}
                    behind={{ to: '', query: { ...reach, reason } }}
                  />
                </dd>
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
                    <Figure
                      value={day[count]}
                      label={text.behind(text.counts[count], day.day)}
                      behind={behind(count, { from: day.day, to: day.day })}
                    />
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

const HEIGHT = 60;
const BAR = 8;

/** One bar a day; the table below says the same to whoever cannot see it. */
function Chart({ count, days }: { count: Count; days: readonly DayCounts[] }) {
  const { summary: text } = words.value;
  const name = text.counts[count];
  const values = days.map((day) => day[count]);
  const highest = Math.max(1, ...values);
  const total = values.reduce((sum, value) => sum + value, 0);
  const reach = reachOf(days);
  return (
    <figure class="chart">
      <figcaption>
        {name}{' '}
        <b class="number">
          <Figure value={total} label={text.behind(name, spanText(reach))} behind={behind(count, reach)} />
        </b>{' '}
        <span class="soft">{text.total}</span>
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

interface FigureProps {
  readonly value: number;
  readonly label: string;
  /** Undefined where no list can be asked for. */
  readonly behind: Behind | undefined;
}

/** A number that opens the list it counts. */
function Figure({ value, label, behind: list }: FigureProps) {
  if (value === 0 || !list) return <>{value}</>;
  return (
    <Link to={list.to} query={list.query} label={`${value} (${label})`}>
      {value}
    </Link>
  );
}
