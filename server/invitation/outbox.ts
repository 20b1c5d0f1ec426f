/**
 * The outbox of SMS: each is queued in the transaction that issues its invitation, then sent, retried and
 * reported. Number, token and text stay sealed in its row until it is delivered or expired, so that a retry
 * repeats the same unspent token; then they are erased (INV-6).
 */
import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { LANGUAGES } from '../../protocol/language.ts';
import type { Database, SmsRow } from '../database.ts';
import { openText, sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import { type Clock, SmsError, type SmsGateway, type SmsReport, type Statement } from '../ports.ts';
import type { SystemCommand } from '../session/commands.ts';
import type { Sessions } from '../session/sessions.ts';

export interface Outgoing {
  readonly to: string;
  readonly text: string;
  readonly language: (typeof LANGUAGES)[number];
}

export interface Outbox {
  /** The statement that queues a message, to be committed with its invitation. */
  queue(
    row: Omit<SmsRow, 'state' | 'sealed' | 'attempts' | 'next_at'>,
    key: KeyObject,
    message: Outgoing,
  ): Statement;
  /** The statement that sends a message again, under the same token; undefined when nothing is sealed any more. */
  again(invitation: string): Promise<Statement | undefined>;
  /** Sends what is due. */
  pump(): Promise<void>;
  /** Erases what is sealed for messages past their time. */
  expire(): Promise<void>;
}

export interface OutboxDeps {
  readonly database: Database;
  readonly keys: Keys;
  readonly gateway: SmsGateway;
  readonly sessions: Sessions;
  readonly clock: Clock;
  /** A failure nobody is waiting for. */
  readonly onFault: (error: unknown) => void;
}

/** Waits before the next try, in milliseconds; after the last the message has failed. */
const BACKOFF = [3_000, 10_000, 30_000, 90_000];

const OutgoingSchema = v.object({ to: v.string(), text: v.string(), language: v.picklist(LANGUAGES) });
const contextOf = (id: string): string => `sms:${id}`;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { database, keys, gateway, sessions, clock, onFault } = deps;
  let pumping: Promise<void> = Promise.resolve();

  async function change(id: string, set: Partial<SmsRow>): Promise<void> {
    await database.updateTable('sms').set(set).where('id', '=', id).execute();
  }

  async function tell(row: SmsRow, command: SystemCommand): Promise<void> {
    await sessions.execute(row.session, { by: 'system', command });
  }

  async function send(row: SmsRow): Promise<void> {
    const key = await keys.openLog(row.session);
    if (!key || !row.sealed) return change(row.id, { state: 'expired', sealed: null });
    const message = v.parse(OutgoingSchema, JSON.parse(openText(key, contextOf(row.id), row.sealed)));
    try {
      await gateway.send({ id: row.id, controller: row.controller, ...message });
    } catch (error) {
      if (!(error instanceof SmsError)) onFault(error);
      return retryOrFail(row, !(error instanceof SmsError) || error.retry);
    }
    // After the gateway has it: a server that dies between sends it again, under the same id and token.
    await database
      .updateTable('sms')
      .set({ state: 'sent' })
      .where('id', '=', row.id)
      .where('state', '=', 'queued')
      .execute();
    await tell(row, { type: 'NoteSmsSent', invitation: row.invitation });
  }

  async function retryOrFail(row: SmsRow, retry: boolean): Promise<void> {
    const wait = BACKOFF[row.attempts];
    if (retry && wait !== undefined) {
      return change(row.id, { state: 'queued', attempts: row.attempts + 1, next_at: clock.now() + wait });
    }
    await change(row.id, { state: 'failed' });
    const reason = retry ? 'gateway-down' : 'rejected';
    await tell(row, { type: 'NoteSmsFailed', invitation: row.invitation, reason });
  }

  async function report({ id, outcome }: SmsReport): Promise<void> {
    const row = await database.selectFrom('sms').selectAll().where('id', '=', id).executeTakeFirst();
    // A late or repeated report about a message that is settled changes nothing.
    if (row?.state !== 'sent' && row?.state !== 'queued') return;
    const { invitation } = row;
    if (outcome === 'delivered') {
      await change(id, { state: 'delivered', sealed: null });
      return tell(row, { type: 'NoteSmsDelivered', invitation });
    }
    await change(id, { state: 'failed' });
    await tell(row, { type: 'NoteSmsFailed', invitation, reason: outcome });
  }

  async function sendDue(): Promise<void> {
    const due = database
      .selectFrom('sms')
      .selectAll()
      .where('state', '=', 'queued')
      .where('next_at', '<=', clock.now());
    for (const row of await due.orderBy('next_at').limit(50).execute()) await send(row);
  }

  gateway.onReport((sms) => void report(sms).catch(onFault));

  return {
    queue(row, key, message) {
      const sealed = sealText(key, contextOf(row.id), JSON.stringify(message));
      const queued: SmsRow = { ...row, sealed, state: 'queued', attempts: 0, next_at: row.created_at };
      return database.insertInto('sms').values(queued).compile();
    },
    async again(invitation) {
      const row = await database
        .selectFrom('sms')
        .select('id')
        .where('invitation', '=', invitation)
        .where('sealed', 'is not', null)
        .where('state', 'in', ['queued', 'sent', 'failed'])
        .executeTakeFirst();
      if (!row) return undefined;
      const set = { state: 'queued' as const, attempts: 0, next_at: clock.now() };
      return database.updateTable('sms').set(set).where('id', '=', row.id).compile();
    },
    // One round after the other: two at once would send a message twice.
    pump() {
      pumping = pumping.then(sendDue, sendDue);
      return pumping;
    },
    async expire() {
      await database
        .updateTable('sms')
        .set({ state: 'expired', sealed: null })
        .where('sealed', 'is not', null)
        .where('expires_at', '<=', clock.now())
        .execute();
    },
  };
}
