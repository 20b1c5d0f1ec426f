/**
 * Erases findings whose period is over: the key first, then the row, with the entry that says so. Items and draws
 * without findings go by the same period. What belongs to a held session stays. Bounded a tick, and can be repeated
 * after a kill at any point.
 */
import { expressionBuilder } from 'kysely';
import type { Database, Tables } from '../../database.ts';
import type { Keys } from '../../ledger/keys.ts';
import type { Clock } from '../../ports.ts';
import type { ControllerLog } from '../../privacy/controller-log.ts';
import { OWN_RETENTION } from '../../privacy/policy.ts';
import { dayAt } from '../days.ts';
import { findingKey } from './findings.ts';

export interface FindingSweepDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'destroyRecord'>;
  readonly clock: Clock;
}

const PER_TICK = 50;

export function createFindingSweep({ database, log, keys, clock }: FindingSweepDeps) {
  async function findingsDue(now: number) {
    return database
      .selectFrom('finding')
      .select(['id', 'controller', 'session'])
      .where('erase_due', '<=', now)
      .where(({ not, exists }) => not(exists(holdsOn('finding.session'))))
      .orderBy('erase_due')
      .limit(PER_TICK)
      .execute();
  }

  async function itemsDue(before: number): Promise<string[]> {
    const rows = await database
      .selectFrom('audit_item')
      .select('id')
      .where('drawn_at', '<=', before)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(selectFrom('finding').select('finding.id').whereRef('finding.item', '=', 'audit_item.id')),
        ),
      )
      .where(({ not, exists }) => not(exists(holdsOn('audit_item.session'))))
      .orderBy('drawn_at')
      .limit(PER_TICK)
      .execute();
    return rows.map(({ id }) => id);
  }

  return async (): Promise<void> => {
    const now = clock.now();
    for (const { id, controller, session } of await findingsDue(now)) {
      await keys.destroyRecord(findingKey(id));
      const gone = database.deleteFrom('finding').where('id', '=', id).compile();
      await log.append(
        controller,
        { kind: 'system' },
        [{ type: 'FindingErased', finding: id, session }],
        [gone],
      );
    }
    const before = periodBefore(now);
    const items = await itemsDue(before);
    if (items.length > 0) await database.deleteFrom('audit_item').where('id', 'in', items).execute();
    await database.deleteFrom('audit_draw').where('day', '<', dayAt(before)).execute();
  };
}

function periodBefore(now: number): number {
  const [{ period }] = OWN_RETENTION;
  const at = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  return at.subtract(Temporal.Duration.from(period)).epochMilliseconds;
}

/** Those in force on the session of the query around it. */
function holdsOn(session: 'finding.session' | 'audit_item.session') {
  return expressionBuilder<Tables, 'finding' | 'audit_item'>()
    .selectFrom('hold')
    .select('hold.id')
    .whereRef('hold.session', '=', session)
    .where('hold.state', 'in', ['in-force', 'lift-requested']);
}
