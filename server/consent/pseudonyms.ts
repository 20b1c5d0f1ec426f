/** A subject as somebody outside knows it: the number is opened here and leaves as a keyed hash only. */
import type { Database } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openSubject } from './subject.ts';

/** Undefined when the subject's key is destroyed. */
export type Pseudonyms = (
  controller: string,
  subject: string,
  hash: (number: string) => string,
) => Promise<string | undefined>;

export function createPseudonyms(deps: {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly keys: Pick<Keys, 'openRecord'>;
}): Pseudonyms {
  return async (controller, subject, hash) => {
    const row = await deps.database
      .selectFrom('consent_subject')
      .selectAll()
      .where('controller', '=', controller)
      .where('id', '=', subject)
      .executeTakeFirst();
    const opened = row && (await openSubject(deps, row));
    return opened && hash(opened.number);
  };
}
