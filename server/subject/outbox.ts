/**
 * The outbox of SMS that belong to no session: codes for the subject's own page. With the guarantees of the
 * invitations' (INV-6): queued in the commit that makes the code, sent and tried again under one id, sealed. Each has
 * a key of its own, since no session's would go with it: once the message is delivered, given up or past its time,
 * key and row go.
 */
import type { CompiledQuery } from 'kysely';
import * as v from 'valibot';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import type { Database, SubjectSmsRow } from '../database.ts';
import { openText, sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import { type Clock, SmsError, type SmsGateway, type SmsReport } from '../ports.ts';

export interface SubjectMessage {
  readonly to: string;
  readonly text: string;
  readonly language: Language;
}

export interface SubjectOutbox {
  /** The statement that queues a message, to be committed with what it is about. */
  queue(
    row: Pick<SubjectSmsRow, 'id' | 'controller' | 'expires_at'>,
    message: SubjectMessage,
  ): Promise<CompiledQuery>;
  /** Sends what is due. */
  pump(): Promise<void>;
  /** Erases messages past their time. */
  expire(): Promise<void>;
}

export interface SubjectOutboxDeps {
  readonly database: Database;
  readonly keys: Pick<Keys, 'createRecord' | 'openRecord' | 'destroyRecord'>;
  readonly gateway: SmsGateway;
  readonly clock: Clock;
  /** A failure nobody is waiting for. */
  readonly onFault: (error: unknown) => void;
}

/** Waits before the next try, in milliseconds; after the last the message is given up. */
const BACKOFF = [3_000, 10_000, 30_000, 90_000];
const AT_ONCE = 50;

const Message = v.object({ to: v.string(), text: v.string(), language: v.picklist(LANGUAGES) });
const contextOf = (id: string): string => `sms:${id}`;

export function createSubjectOutbox(deps: SubjectOutboxDeps): SubjectOutbox {
  const { database, keys, gateway, clock, onFault } = deps;
  let pumping: Promise<void> = Promise.resolve();

  /** Key first: without it the row says nothing, whenever the server is killed. */
  async function erase(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    for (const id of ids) await keys.destroyRecord(contextOf(id));
    await database.deleteFrom('subject_sms').where('id', 'in', ids).execute();
  }

  async function send(row: SubjectSmsRow): Promise<void> {
    const key = await keys.openRecord(row.controller, contextOf(row.id));
    if (!key) return erase([row.id]);
    const message = v.parse(Message, JSON.parse(openText(key, contextOf(row.id), row.sealed)));
    try {
      await gateway.send({ id: row.id, controller: row.controller, ...message });
    } catch (error) {
      if (!(error instanceof SmsError)) onFault(error);
      return retryOrGiveUp(row, !(error instanceof SmsError) || error.retry);
    }
    // After the gateway has it: a server that dies between sends it again, under the same id.
    const sent = database.updateTable('subject_sms').set({ state: 'sent' });
    await sent.where('id', '=', row.id).execute();
  }

  async function retryOrGiveUp({ id, attempts }: SubjectSmsRow, retry: boolean): Promise<void> {
    const wait = BACKOFF[attempts];
    if (!retry || wait === undefined) return erase([id]);
    const again = { attempts: attempts + 1, next_at: clock.now() + wait };
    await database.updateTable('subject_sms').set(again).where('id', '=', id).execute();
  }

  /** Whatever the network says of it, it is settled; of other messages nothing is known here. */
  async function report({ id }: SmsReport): Promise<void> {
    const row = database.selectFrom('subject_sms').select('id').where('id', '=', id);
    if (await row.executeTakeFirst()) await erase([id]);
  }

  async function sendDue(): Promise<void> {
    const due = database
      .selectFrom('subject_sms')
      .selectAll()
      .where('state', '=', 'queued')
      .where('next_at', '<=', clock.now());
    for (const row of await due.orderBy('next_at').limit(AT_ONCE).execute()) await send(row);
  }

  gateway.onReport((sms) => void report(sms).catch(onFault));

  return {
    async queue({ id, controller, expires_at }, message) {
      const key = await keys.createRecord(controller, contextOf(id));
      const sealed = sealText(key, contextOf(id), JSON.stringify(message));
      const row: SubjectSmsRow = {
        id,
        controller,
        state: 'queued',
        sealed,
        attempts: 0,
        next_at: clock.now(),
        expires_at,
      };
      return database.insertInto('subject_sms').values(row).compile();
    },
    // One round after the other: two at once would send a message twice.
    pump() {
      pumping = pumping.then(sendDue, sendDue);
      return pumping;
    },
    async expire() {
      const past = database.selectFrom('subject_sms').select('id').where('expires_at', '<=', clock.now());
      await erase((await past.execute()).map(({ id }) => id));
    },
  };
}
