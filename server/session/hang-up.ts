/** The telephony system says that a call is over: which sessions end with it. */
import type { Database } from '../database.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Sessions } from './sessions.ts';

export interface HungUp {
  readonly controller: string;
  readonly call?: string | undefined;
  /** E.164. */
  readonly number?: string | undefined;
  /** When the call ended, epoch milliseconds: a message that comes late must spare the number's next call. */
  readonly endedAt?: number | undefined;
}

export interface HangUpAnswer {
  readonly ended: number;
  readonly matched: 'call' | 'number' | 'none' | 'ambiguous';
}

export interface HangUpDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly lookupKey: (controller: string) => Uint8Array;
}

/**
 * By call reference; without one that matches, the number's open session of that controller if there is exactly
 * one. Of several none is ended, as the wrong one could be, and the answer says so.
 */
export function createHangUp({ database, sessions, lookupKey }: HangUpDeps) {
  const open = (controller: string, before: number) =>
    database
      .selectFrom('session')
      .select('id')
      .where('controller', '=', controller)
      .where('ended_at', 'is', null)
      .where('created_at', '<=', before);

  async function end(ids: readonly { id: string }[]): Promise<number> {
    let ended = 0;
    for (const { id } of ids) {
      const command = { type: 'End', reason: 'call-ended' } as const;
      if ((await sessions.execute(id, { by: 'system', command })).ok) ended += 1;
    }
    return ended;
  }

  return async ({
    controller,
    call,
    number,
    endedAt = Number.MAX_SAFE_INTEGER,
  }: HungUp): Promise<HangUpAnswer> => {
    const lookup = lookupKey(controller);
    if (call !== undefined) {
      const found = await open(controller, endedAt)
        .where('call_hash', '=', lookupHash(lookup, 'call', call))
        .execute();
      if (found.length > 0) return { ended: await end(found), matched: 'call' };
    }
    if (number === undefined) return { ended: 0, matched: 'none' };
    const found = await open(controller, endedAt)
      .where('number_hash', '=', lookupHash(lookup, 'number', number))
      // A session with another call's reference belongs to that call.
      .where('call_hash', 'is', null)
      .execute();
    if (found.length > 1) return { ended: 0, matched: 'ambiguous' };
    return found.length === 0
      ? { ended: 0, matched: 'none' }
      : { ended: await end(found), matched: 'number' };
  };
}
