/** What the simulator says of a change. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { PERIOD_KINDS, type SimulatePeriods, type Simulation } from '../../../protocol/periods.ts';
import { post } from '../../model/api.ts';
import { uiLanguage } from '../../text/language.ts';
import { problem } from '../model.ts';
import { Scroll } from './scroll.tsx';
import { periodWords } from './words.ts';

const COUNTS = ['erasedNow', 'held', 'shorter', 'longer', 'promised'] as const;

export function Effects({ simulation }: { simulation: Simulation }) {
  const text = periodWords.value;
  const number = new Intl.NumberFormat(uiLanguage.value);
  const countsOf = (kind: string) => simulation.effects.find(({ what }) => what === kind);
  return (
    <div class="effects">
      <h3>{text.effects}</h3>
      <Scroll label={text.effects}>
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">{text.columns.what}</th>
              {COUNTS.map((count) => (
                <th key={count} scope="col" class="number">
                  {text.effectColumns[count]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {PERIOD_KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">{text.what[kind]}</th>
                {COUNTS.map((count) => (
                  <td key={count} class="number">
                    {number.format(countsOf(kind)?.[count] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p>{text.open(simulation.open)}</p>
      <p class="soft">{text.effectsNote}</p>
    </div>
  );
}

/** Asked of the simulator when it is looked at: what a proposal does changes from day to day. */
export function EffectsOf({ change }: { change: SimulatePeriods }) {
  const simulation = useSignal<Simulation | undefined>(undefined);
  const { periods, prolongEnded } = change;
  const { photos, content, skeleton } = periods;
  useEffect(() => {
    let gone = false;
    void simulate({ periods: { photos, content, skeleton }, prolongEnded }).then((found) => {
      if (!gone) simulation.value = found;
    });
    return () => {
      gone = true;
    };
  }, [photos, content, skeleton, prolongEnded]);
  return simulation.value ? (
    <Effects simulation={simulation.value} />
  ) : (
    <p class="soft">{periodWords.value.simulating}</p>
  );
}

export async function simulate(change: SimulatePeriods): Promise<Simulation | undefined> {
  const answer = await post<Simulation>('/api/review/periods/simulate', change);
  problem.value = answer.ok ? undefined : answer.sentence;
  return answer.ok ? answer.value : undefined;
}
