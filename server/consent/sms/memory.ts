/** What is remembered of a number for about a day: codes that wait for an answer, and how much it was sent. */
import type { Database, SmsConfirmationRow } from '../../database.ts';
import { COUNTED_MS, NEW_SENDER, type Sender } from './decide.ts';

/** A number at a controller, by its keyed hash. */
export interface Hashed {
  readonly controller: string;
  readonly numberHash: string;
}

/** How long the network may hold back a code that was sent in time. */
const LATE_MS = 2 * 24 * 60 * 60_000;

/** Every grant that waits for its code, those past their time included. */
export function waitingOf(
  database: Database,
  { controller, numberHash }: Hashed,
): Promise<SmsConfirmationRow[]> {
  return database
    .selectFrom('sms_confirmation')
    .selectAll()
    .where('controller', '=', controller)
    .where('number_hash', '=', numberHash)
    .execute();
}

/** @param purpose absent: of all purposes. */
export async function endWaiting(
  database: Database,
  { controller, numberHash }: Hashed,
  purpose?: string,
): Promise<void> {
  const waiting = database
    .deleteFrom('sms_confirmation')
    .where('controller', '=', controller)
    .where('number_hash', '=', numberHash);
  await (purpose === undefined ? waiting : waiting.where('purpose', '=', purpose)).execute();
}

export async function senderOf(database: Database, { controller, numberHash }: Hashed): Promise<Sender> {
  const row = await database
    .selectFrom('sms_sender')
    .selectAll()
    .where('controller', '=', controller)
    .where('number_hash', '=', numberHash)
    .executeTakeFirst();
  if (!row) return NEW_SENDER;
  const { replied_at: repliedAt, day_from: dayFrom, codes, wrong } = row;
  return { repliedAt, dayFrom, codes, wrong };
}

export async function noteSender(
  database: Database,
  { controller, numberHash }: Hashed,
  { repliedAt, dayFrom, codes, wrong }: Sender,
): Promise<void> {
  const row = {
    replied_at: repliedAt,
    day_from: dayFrom,
    codes,
    wrong,
    expires_at: Math.max(repliedAt, dayFrom) + COUNTED_MS,
  };
  await database
    .insertInto('sms_sender')
    .values({ controller, number_hash: numberHash, ...row })
    .onConflict((same) => same.columns(['controller', 'number_hash']).doUpdateSet(row))
    .execute();
}

/** Removes what is past its time; `now`: epoch milliseconds. */
export async function expireMemory(database: Database, now: number): Promise<void> {
  await database
    .deleteFrom('sms_confirmation')
    .where('expires_at', '<=', now - LATE_MS)
    .execute();
  await database.deleteFrom('sms_sender').where('expires_at', '<=', now).execute();
}
