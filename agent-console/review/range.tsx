/** Which days the charts show: the last week, month or quarter, or from one day to another. */
import { Button } from '../parts/button.tsx';
import { lastDays, type Range } from './figures.ts';
import { refine } from './model.ts';
import { words } from './words.ts';

const LENGTHS = [7, 30, 92] as const;

export function RangeChoice({ range }: { range: Range }) {
  const { summary: text, filter } = words.value;
  return (
    <fieldset class="actions range">
      <legend>{text.rangeLabel}</legend>
      {LENGTHS.map((length) => {
        const last = lastDays(length);
        return (
          <Button
            key={length}
            small
            pressed={last.from === range.from && last.to === range.to}
            onClick={() => refine({ ...last })}
          >
            {text.last(length)}
          </Button>
        );
      })}
      {(['from', 'to'] as const).map((end) => (
        <label key={end} class="inline">
          {filter[end]}{' '}
          <input
            type="date"
            required
            value={range[end]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (value !== '') refine({ ...range, [end]: value });
            }}
          />
        </label>
      ))}
      <p class="soft">
        {text.range(range.from, range.to)} {text.longest}
      </p>
    </fieldset>
  );
}
