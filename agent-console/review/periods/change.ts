import { PERIOD_KINDS, type Periods } from '../../../protocol/periods.ts';
import { period } from '../words.ts';
import { periodWords } from './words.ts';

/** `Photos: 24 hours → 1 hour`, for a line of the log. */
export function changeInWords(before: Periods, after: Periods): string {
  return PERIOD_KINDS.filter((what) => before[what] !== after[what])
    .map((what) => `${periodWords.value.what[what]}: ${period(before[what])} → ${period(after[what])}`)
    .join('; ');
}
