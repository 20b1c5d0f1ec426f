/** `rebuild-consents`: what a person reads of it. */
import type { Rebuilt } from '../consent/rebuild.ts';

export function reportOf({ subjects, different, stray, unreadable }: Rebuilt): readonly string[] {
  return [
    `${subjects} subjects read from their records; ${different} had rows that said something else and were written anew.`,
    ...(stray === 0 ? [] : [`${stray} rows had no subject behind them and were removed.`]),
    ...(unreadable === 0
      ? []
      : [`${unreadable} subjects cannot be read: their key is destroyed or their stream is gone.`]),
    different + stray + unreadable === 0
      ? 'The register says what its records say.'
      : 'Find out why before you go on: `npm run ledger -- verify`.',
  ];
}
