/**
 * Numbers that changed hands. A wish can arrive late: on paper, or by an SMS that was held up. One from before the
 * number changed hands is its former holder's, and must not become a consent of the present one.
 */
import type { Database } from '../database.ts';
import type { Statement } from '../ports.ts';

const DAY = 86_400_000;
/** How late a wish may come, in milliseconds; for as long it is known when a number changed hands. */
export const LATEST = 365 * DAY;

export interface HandOvers {
  /** What notes that the number changed hands, and forgets those that no wish can be from before. */
  note(controller: string, numberHash: string, at: number): readonly Statement[];
  /** Epoch milliseconds; undefined when it is not known to have. */
  last(controller: string, numberHash: string): Promise<number | undefined>;
}

export function createHandOvers(database: Database): HandOvers {
  return {
    note: (controller, number_hash, at) => [
      database
        .deleteFrom('number_handed_over')
        .where('controller', '=', controller)
        .where('at', '<', at - LATEST)
        .compile(),
      database
        .insertInto('number_handed_over')
        .values({ controller, number_hash, at })
        // The operator's lists may come in any order.
        .onConflict((conflict) =>
          conflict.columns(['controller', 'number_hash']).doUpdateSet(({ fn, ref }) => ({
            at: fn<number>('max', [ref('number_handed_over.at'), ref('excluded.at')]),
          })),
        )
        .compile(),
    ],
    async last(controller, numberHash) {
      const row = await database
        .selectFrom('number_handed_over')
        .select('at')
        .where('controller', '=', controller)
        .where('number_hash', '=', numberHash)
        .executeTakeFirst();
      return row?.at;
    },
  };
}
