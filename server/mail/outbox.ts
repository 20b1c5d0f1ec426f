/**
 * The outbox of mail: queued in the commit of what it is about, sent and tried again under one Message-ID, sealed under
 * a key of its own. Once a mail is sent, given up or past its time, key and row go, and the address with them.
 */
import type { CompiledQuery } from 'kysely';
import * as v from 'valibot';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import type { Database, MailOutboxRow } from '../database.ts';
import { openText, sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import { type Clock, type Mail, MailError, type Mailer } from '../ports.ts';

/** What is sealed. */
export interface Letter {
  readonly to: string;
  readonly language: Language;
  /** Guides by id and version, in the order in which they were shown; of a guides' mail. */
  readonly guides?: readonly { readonly guide: string; readonly version: number }[] | undefined;
  /** In the links of an offer's mail. */
  readonly token?: string | undefined;
}

export type Waiting = Pick<MailOutboxRow, 'id' | 'controller' | 'about' | 'expires_at'> & {
  /** Epoch milliseconds before which it is not sent; now when absent. */
  readonly notBefore?: number;
};

/** How one kind of mail is written, and who is told what became of it. */
export interface MailKind {
  /** Asked each time right before sending. Undefined: it may not be sent any more. */
  compose(row: MailOutboxRow, letter: Letter): Promise<Mail | undefined>;
  /** Before the row goes. After a kill in between it is told again. */
  sent?(row: MailOutboxRow, letter: Letter): Promise<void>;
  /** `status`: RFC 3463, empty when none was told. */
  failed?(row: MailOutboxRow, status: string): Promise<void>;
}

export interface MailOutbox {
  /** The statement that queues a mail, to be committed with what it is about. */
  queue(kind: MailOutboxRow['kind'], waiting: Waiting, letter: Letter): Promise<CompiledQuery>;
  /** Sends what is due. */
  pump(): Promise<void>;
  /** Erases, unsent, all mail about something. */
  drop(about: string): Promise<void>;
}

export interface MailOutboxDeps {
  readonly database: Database;
  readonly keys: Pick<Keys, 'createRecord' | 'openRecord' | 'destroyRecord'>;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly kinds: Readonly<Record<MailOutboxRow['kind'], MailKind>>;
  /** A failure nobody is waiting for. */
  readonly onFault: (error: unknown) => void;
}

/** A server that greylists lets the second try in after some minutes; one that is down is up again in hours. */
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 2 * 3_600_000;
const AT_ONCE = 50;

const Sealed = v.object({
  to: v.string(),
  language: v.picklist(LANGUAGES),
  guides: v.optional(v.array(v.object({ guide: v.string(), version: v.number() }))),
  token: v.optional(v.string()),
});
const contextOf = (id: string): string => `mail:${id}`;

export function createMailOutbox(deps: MailOutboxDeps): MailOutbox {
  const { database, keys, mailer, clock, kinds, onFault } = deps;
  let pumping: Promise<void> = Promise.resolve();

  /** Key first: without it the row says nothing, whenever the server is killed. */
  async function erase(id: string): Promise<void> {
    await keys.destroyRecord(contextOf(id));
    await database.deleteFrom('mail_outbox').where('id', '=', id).execute();
  }

  async function send(row: MailOutboxRow): Promise<void> {
    const kind = kinds[row.kind];
    const key = await keys.openRecord(row.controller, contextOf(row.id));
    if (!key) return erase(row.id);
    const letter: Letter = v.parse(Sealed, JSON.parse(openText(key, contextOf(row.id), row.sealed)));
    const mail = await kind.compose(row, letter);
    if (!mail) return erase(row.id);
    try {
      await mailer.send(mail);
    } catch (error) {
      if (!(error instanceof MailError)) onFault(error);
      return retryOrGiveUp(row, error instanceof MailError ? error : new MailError('', true));
    }
    // After the next server has it: one of ours that dies between sends it again, under the same Message-ID.
    await kind.sent?.(row, letter);
    await erase(row.id);
  }

  async function retryOrGiveUp(row: MailOutboxRow, { retry, status }: MailError): Promise<void> {
    const wait = Math.min(FIRST_WAIT * 2 ** row.attempts, LONGEST_WAIT);
    const next = clock.now() + wait;
    if (!retry || next >= row.expires_at) {
      await kinds[row.kind].failed?.(row, status);
      return erase(row.id);
    }
    const again = { attempts: row.attempts + 1, next_at: next };
    await database.updateTable('mail_outbox').set(again).where('id', '=', row.id).execute();
  }

  async function sendDue(): Promise<void> {
    const now = clock.now();
    const due = database.selectFrom('mail_outbox').selectAll().where('next_at', '<=', now);
    for (const row of await due.orderBy('next_at').limit(AT_ONCE).execute()) {
      try {
        // The server stood still for longer than the mail was good for.
        if (row.expires_at <= now) await retryOrGiveUp(row, new MailError('', false));
        else await send(row);
      } catch (error) {
        // One that cannot be written must not keep the others waiting.
        onFault(error);
        await retryOrGiveUp(row, new MailError('', true));
      }
    }
  }

  return {
    async queue(kind, { id, controller, about, expires_at, notBefore }, letter) {
      const key = await keys.createRecord(controller, contextOf(id));
      const sealed = sealText(key, contextOf(id), JSON.stringify(letter));
      const next_at = notBefore ?? clock.now();
      const row: MailOutboxRow = { id, controller, kind, about, sealed, attempts: 0, next_at, expires_at };
      return database.insertInto('mail_outbox').values(row).compile();
    },
    // One round after the other: two at once would send a mail twice.
    pump() {
      pumping = pumping.then(sendDue, sendDue);
      return pumping;
    },
    async drop(about) {
      const rows = database.selectFrom('mail_outbox').select('id').where('about', '=', about);
      for (const { id } of await rows.execute()) await erase(id);
    },
  };
}
