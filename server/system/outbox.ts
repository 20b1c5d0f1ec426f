/** What systems have yet to be told of, for the operator. */
import type { ConsentWebhookRow, Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import type { System } from './systems.ts';

export interface Outbox {
  of(system: System): Promise<Readonly<Record<ConsentWebhookRow['state'], readonly ConsentWebhookRow[]>>>;
  /** Tries again what was given up; resolves with how many. */
  revive(system: System): Promise<number>;
}

export function createOutbox(database: Database, clock: Clock): Outbox {
  return {
    async of({ controller, id }) {
      const rows = await database
        .selectFrom('consent_webhook')
        .selectAll()
        .where('controller', '=', controller)
        .where('system', '=', id)
        .orderBy('change')
        .execute();
      return {
        queued: rows.filter(({ state }) => state === 'queued'),
        dead: rows.filter(({ state }) => state === 'dead'),
      };
    },
    async revive({ id }) {
      const revived = await database
        .updateTable('consent_webhook')
        .set({ state: 'queued', attempts: 0, next_at: clock.now() })
        .where('system', '=', id)
        .where('state', '=', 'dead')
        .executeTakeFirst();
      return Number(revived.numUpdatedRows);
    },
  };
}
