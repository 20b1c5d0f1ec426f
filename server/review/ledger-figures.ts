/** The figures of a verification, read back from a row of this service's own making. */
import type { LedgerFigures } from '../../protocol/ledger.ts';

export function figuresIn(json: string): LedgerFigures {
  return JSON.parse(json) as LedgerFigures;
}
