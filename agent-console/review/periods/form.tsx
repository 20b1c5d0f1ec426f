/** A change is worked out first, and only what was worked out can be proposed. */
import { useSignal } from '@preact/signals';
import {
  PERIOD_KINDS,
  type PeriodKind,
  type Periods,
  type PeriodsView,
  type ProposePeriods,
  type SimulatePeriods,
  type Simulation,
} from '../../../protocol/periods.ts';
import { post } from '../../model/api.ts';
import { act } from '../model.ts';
import { Effects, simulate } from './effects.tsx';
import { periodWords } from './words.ts';

const UNITS = ['TM', 'TH', 'D', 'M', 'Y'] as const;
type Unit = (typeof UNITS)[number];

interface WorkedOut {
  readonly change: SimulatePeriods;
  readonly simulation: Simulation;
}

export function ProposeForm({ current, onDone }: { current: PeriodsView['current']; onDone: () => void }) {
  const text = periodWords.value;
  const worked = useSignal<WorkedOut | undefined>(undefined);
  const busy = useSignal(false);
  const prolong = useSignal(false);

  async function submit(form: HTMLFormElement): Promise<void> {
    const given = new FormData(form);
    const change = changeOf(given);
    busy.value = true;
    if (worked.value) {
      if (await act(post('/api/review/periods', proposalOf(change, given)))) onDone();
    } else {
      const simulation = await simulate(change);
      if (simulation) worked.value = { change, simulation };
    }
    busy.value = false;
  }

  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
      onInput={(event) => {
        // What was worked out is of other periods than those that stand there now.
        if (event.target instanceof HTMLElement && !event.target.closest('[data-reasons]')) {
          worked.value = undefined;
        }
      }}
    >
      <div class="filters">
        {PERIOD_KINDS.map((what) => (
          <PeriodField key={what} what={what} period={current.periods[what]} />
        ))}
      </div>
      <div>
        <label class="switch">
          <input
            type="checkbox"
            name="prolong"
            onChange={(event) => {
              prolong.value = event.currentTarget.checked;
            }}
          />
          {text.prolong}
        </label>
        <p class="soft">{text.prolongNote}</p>
      </div>
      {worked.value ? (
        <>
          <Effects simulation={worked.value.simulation} />
          <div class="ask" data-reasons>
            <Reason name="reason" label={text.reason} />
            {prolong.value ? <Reason name="prolongReason" label={text.prolongReason} /> : null}
          </div>
        </>
      ) : null}
      <div class="actions">
        <button type="submit" class="button" disabled={busy.value}>
          {busy.value ? text.simulating : worked.value ? text.save : text.simulate}
        </button>
      </div>
    </form>
  );
}

function PeriodField({ what, period }: { what: PeriodKind; period: string }) {
  const text = periodWords.value;
  const [, unit = 'D', count = ''] = unitAndCount(period);
  return (
    <fieldset class="field period">
      <legend>{text.what[what]}</legend>
      <input
        name={`${what}-count`}
        aria-label={`${text.what[what]}: ${text.count}`}
        type="number"
        min={0}
        max={99999}
        step={1}
        required
        defaultValue={count}
      />
      <select name={`${what}-unit`} aria-label={`${text.what[what]}: ${text.unit}`}>
        {UNITS.map((one) => (
          <option key={one} value={one} selected={one === unit}>
            {text.units[one]}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

function Reason({ name, label }: { name: string; label: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} maxLength={500} required autocomplete="off" />
    </label>
  );
}

/** `PT24H` as `TH` and `24`. Nothing at all has no unit; hours stand for it. */
function unitAndCount(period: string): readonly string[] {
  const [, time = '', count = '', letter = ''] = /^P(T?)(\d+)([A-Z])$/.exec(period) ?? [];
  return [period, letter === 'S' ? 'TH' : time + letter, count];
}

function changeOf(given: FormData): SimulatePeriods {
  const period = (what: PeriodKind) => {
    const unit = String(given.get(`${what}-unit`)) as Unit;
    return `P${unit.slice(0, -1)}${Number(given.get(`${what}-count`))}${unit.slice(-1)}`;
  };
  const periods: Periods = {
    photos: period('photos'),
    content: period('content'),
    skeleton: period('skeleton'),
  };
  return { periods, prolongEnded: given.has('prolong') };
}

function proposalOf(change: SimulatePeriods, given: FormData): ProposePeriods {
  const reason = String(given.get('reason'));
  if (!change.prolongEnded) return { ...change, reason };
  return { ...change, reason, prolongReason: String(given.get('prolongReason')) };
}
