/**
 * Webhooks come at least once: the sender repeats them until it is answered. The first answer is kept under the
 * event's id, so that a repeat is answered the same and has no effect of its own.
 */
import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';

const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export interface Webhooks {
  /** Runs `effect` unless this event was answered before; `effect` answers with JSON text. */
  once(controller: string, event: string, effect: () => Promise<string>): Promise<string>;
}

export function createWebhooks(database: Database, clock: Clock): Webhooks {
  const underWay = new Map<string, Promise<string>>();

  async function answer(id: string, controller: string, effect: () => Promise<string>): Promise<string> {
    const known = await database
      .selectFrom('webhook')
      .select('answer')
      .where('id', '=', id)
      .executeTakeFirst();
    if (known) return known.answer;
    const made = await effect();
    await database.insertInto('webhook').values({ id, controller, at: clock.now(), answer: made }).execute();
    await database
      .deleteFrom('webhook')
      .where('at', '<', clock.now() - KEPT_MS)
      .execute();
    return made;
  }

  return {
    once(controller, event, effect) {
      // Hashed: the sender chooses the event's id, and might put a number into it.
      const id = createHash('sha256').update(`${controller}\0${event}`).digest('hex');
      const running = underWay.get(id);
      if (running) return running;
      const first = answer(id, controller, effect).finally(() => underWay.delete(id));
      underWay.set(id, first);
      return first;
    },
  };
}
