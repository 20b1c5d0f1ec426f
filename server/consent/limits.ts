/**
 * Consents with a limit end some time after the last transaction, and the operator's list of customers tells of it
 * later than they were given. Walks through the rows in rounds, a bounded part in each tick, and writes those anew
 * whose end has become known or has moved.
 */
import type { Content } from '../content/types.ts';
import type { Database } from '../database.ts';
import type { ConsentRegister } from './register.ts';

export interface LimitsDeps {
  readonly database: Database;
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'refresh'>;
  readonly onFault: (error: unknown) => void;
}

/** Rows looked at in a tick, and subjects opened: each takes a key and a reading of the stream. */
const ROWS = 2000;
const OPENED = 100;

interface Place {
  readonly controller: string;
  readonly numberHash: string;
}

/** One tick. @returns how many subjects' rows were written anew. */
export type RefreshLimits = () => Promise<number>;

export function createLimits({ database, content, register, onFault }: LimitsDeps): RefreshLimits {
  const limited = new Set(
    content.consents.flatMap(({ controller, purpose, version, limit }) =>
      limit === undefined ? [] : [`${controller} ${purpose} ${version}`],
    ),
  );
  let after: Place = { controller: '', numberHash: '' };

  async function page(from: Place) {
    return database
      .selectFrom('consent_standing')
      .select(['controller', 'number_hash', 'purpose', 'version', 'state'])
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('controller', 'number_hash'), '>', tuple(from.controller, from.numberHash)),
      )
      .orderBy('controller')
      .orderBy('number_hash')
      .limit(ROWS)
      .execute();
  }

  async function refresh({ controller, numberHash }: Place): Promise<boolean> {
    const row = await database
      .selectFrom('consent_subject')
      .select('id')
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined && register.refresh(row.id);
  }

  return async () => {
    const rows = await page(after);
    const holders = new Map<string, Place>();
    for (const { controller, number_hash: numberHash, purpose, version, state } of rows) {
      if (state === 'withdrawn' || !limited.has(`${controller} ${purpose} ${version}`)) continue;
      if (holders.size === OPENED && !holders.has(`${controller} ${numberHash}`)) break;
      holders.set(`${controller} ${numberHash}`, { controller, numberHash });
    }
    let changed = 0;
    for (const holder of holders.values()) {
      const moved = await refresh(holder).catch((error: unknown) => onFault(error));
      if (moved) changed += 1;
    }
    const full = holders.size === OPENED;
    const last = rows.at(-1);
    const end = full
      ? [...holders.values()].at(-1)
      : last && { controller: last.controller, numberHash: last.number_hash };
    // The rows of one number may have been cut by the page: they are few, and come whole in the next round.
    after = end && (full || rows.length === ROWS) ? end : { controller: '', numberHash: '' };
    return changed;
  };
}
