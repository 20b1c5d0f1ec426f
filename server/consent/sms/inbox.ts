/**
 * SMS about consents, from their arrival to the reply. A message is stored before the gateway is told that it was
 * taken, and acted upon once: what it changes in the register carries its id, and everything else that follows from it
 * stands in one commit with the note that it was. Until then number and text are sealed under a key of its own, which
 * is destroyed next.
 */
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import * as v from 'valibot';
import type { Database, SmsIncomingRow } from '../../database.ts';
import { openText, sealText } from '../../ledger/blob.ts';
import type { Keys } from '../../ledger/keys.ts';
import type { Clock, IncomingSms, SmsGateway } from '../../ports.ts';
import { SMS_RETENTION } from '../../privacy/policy.ts';
import type { Outcome } from './decide.ts';
import { READ_AT_MOST } from './parse.ts';

/** A message that is acted upon; times are epoch milliseconds. */
export interface OpenedSms {
  readonly id: string;
  readonly controller: string;
  /** Sender, E.164, and its keyed hash. */
  readonly number: string;
  readonly numberHash: string;
  /** Undefined when it was no text. */
  readonly text: string | undefined;
  readonly homeNetwork: boolean;
  readonly at: number;
  readonly receivedAt: number;
}

/** Statements that follow from a message, to be committed together with its outcome. */
export interface Consequences {
  readonly outcome: Outcome;
  readonly commit: (transaction: Database) => Promise<void>;
}

export interface SmsInboxDeps {
  readonly database: Database;
  readonly keys: Pick<Keys, 'createRecord' | 'openRecord' | 'destroyRecord'>;
  readonly gateway: Pick<SmsGateway, 'onIncoming'>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** E.164, with its keyed hash; undefined for what is no number that could be replied to. */
  readonly senderOf: (
    controller: string,
    from: string,
  ) => { readonly number: string; readonly numberHash: string } | undefined;
  /** What a message leads to; may be asked again about one, after a kill. */
  readonly act: (message: OpenedSms) => Promise<Consequences>;
  /** Something may have been queued to be sent. */
  readonly onActed: () => void;
  readonly onFault: (error: unknown) => void;
}

export interface ConsentSmsInbox {
  /** Acts upon what waits, each message of a number after the one before it. */
  pump(): Promise<void>;
  /** Forgets messages that can no longer be repeated. */
  expire(): Promise<void>;
}

/** Waits before a message is taken up again, in milliseconds; the last one for good, since it may be a withdrawal. */
const BACKOFF = [3_000, 10_000, 30_000, 90_000, 600_000] as const;
/** How long the same message can come again and is known. */
const KNOWN_MS = Temporal.Duration.from(SMS_RETENTION.period).total('milliseconds');
const AT_ONCE = 50;

type Row = Selectable<SmsIncomingRow>;
const Sealed = v.object({ number: v.string(), text: v.nullable(v.string()) });
const contextOf = (id: string): string => `sms-in:${id}`;

export function createSmsInbox(deps: SmsInboxDeps): ConsentSmsInbox {
  const { database, keys, gateway, clock, newId, senderOf, act, onActed, onFault } = deps;
  let pumping: Promise<void> = Promise.resolve();

  /** Durable when it resolves. A repeat changes nothing. */
  async function store(message: IncomingSms): Promise<void> {
    const { controller, homeNetwork } = message;
    // Hashed: the gateway chooses its ids, and might put a number into them.
    const source = createHash('sha256').update(`${controller}\0${message.id}`).digest('hex');
    const known = database.selectFrom('sms_incoming').select('id').where('source', '=', source);
    if (await known.executeTakeFirst()) return;
    const sender = senderOf(controller, message.from);
    const id = newId();
    const receivedAt = clock.now();
    const row = {
      id,
      source,
      controller,
      number_hash: sender?.numberHash ?? '',
      sealed: sender ? await sealed(id, controller, sender.number, message.text) : null,
      home: homeNetwork ? 1 : 0,
      state: sender ? ('waiting' as const) : ('done' as const),
      outcome: sender ? '' : ('sender-unknown' satisfies Outcome),
      at: Math.min(message.at, receivedAt),
      received_at: receivedAt,
      attempts: 0,
      next_at: receivedAt,
    };
    const insert = database.insertInto('sms_incoming').values(row);
    const [stored] = await insert.onConflict((same) => same.column('source').doNothing()).execute();
    // The same message, twice at once: this one's key is of no use.
    if (sender && stored?.numInsertedOrUpdatedRows === 0n) await keys.destroyRecord(contextOf(id));
  }

  async function sealed(id: string, controller: string, number: string, text: string | undefined) {
    const key = await keys.createRecord(controller, contextOf(id));
    const content = { number, text: text === undefined ? null : cut(text) };
    return Buffer.from(sealText(key, contextOf(id), JSON.stringify(content)));
  }

  async function take(row: Row): Promise<void> {
    if (row.state === 'waiting') {
      const message = await open(row);
      const { outcome, commit } = message ? await act(message) : KEY_DESTROYED;
      await database.transaction().execute(async (transaction) => {
        await commit(transaction);
        const set = { state: 'settled' as const, sealed: null, outcome };
        await transaction.updateTable('sms_incoming').set(set).where('id', '=', row.id).execute();
      });
      onActed();
    }
    await keys.destroyRecord(contextOf(row.id));
    const done = { state: 'done' as const, number_hash: '' };
    await database.updateTable('sms_incoming').set(done).where('id', '=', row.id).execute();
  }

  async function open(row: Row): Promise<OpenedSms | undefined> {
    const key = row.sealed && (await keys.openRecord(row.controller, contextOf(row.id)));
    if (!key || !row.sealed) return undefined;
    const { number, text } = v.parse(Sealed, JSON.parse(openText(key, contextOf(row.id), row.sealed)));
    return {
      id: row.id,
      controller: row.controller,
      number,
      numberHash: row.number_hash,
      text: text ?? undefined,
      homeNetwork: row.home === 1,
      at: row.at,
      receivedAt: row.received_at,
    };
  }

  async function later({ id, attempts }: Row): Promise<void> {
    const wait = BACKOFF[Math.min(attempts, BACKOFF.length - 1)] ?? 0;
    const set = { attempts: attempts + 1, next_at: clock.now() + wait };
    await database.updateTable('sms_incoming').set(set).where('id', '=', id).execute();
  }

  /**
   * A number's next message waits for the one before it while that is tried again and again, since it may take it back.
   * What failed often holds nothing up any more: the register places wishes by their own time.
   */
  async function takeDue(): Promise<void> {
    const now = clock.now();
    const due = await database
      .selectFrom('sms_incoming as one')
      .selectAll()
      .where('state', '<>', 'done')
      .where('next_at', '<=', now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('sms_incoming as before')
              .select('before.n')
              .whereRef('before.controller', '=', 'one.controller')
              .whereRef('before.number_hash', '=', 'one.number_hash')
              .whereRef('before.n', '<', 'one.n')
              .where('before.state', '<>', 'done')
              .where('before.attempts', '<', BACKOFF.length)
              .where('before.next_at', '>', now),
          ),
        ),
      )
      .orderBy('n')
      .limit(AT_ONCE)
      .execute();
    const held = new Set<string>();
    for (const row of due) {
      const sender = `${row.controller} ${row.number_hash}`;
      if (held.has(sender)) continue;
      try {
        await take(row);
      } catch (error) {
        onFault(error);
        if (row.attempts + 1 < BACKOFF.length) held.add(sender);
        await later(row);
      }
    }
    // What failed is due later, so that this comes to an end.
    if (due.length === AT_ONCE) await takeDue();
  }

  /** One round after the other: two at once would act upon a message twice. */
  function pump(): Promise<void> {
    pumping = pumping.then(takeDue, takeDue);
    return pumping;
  }

  gateway.onIncoming(async (message) => {
    await store(message);
    void pump().catch(onFault);
  });

  return {
    pump,
    async expire() {
      await database
        .deleteFrom('sms_incoming')
        .where('state', '=', 'done')
        .where('received_at', '<=', clock.now() - KNOWN_MS)
        .execute();
    },
  };
}

/** Destroyed before it was acted upon, by a list of destroyed keys that outlived a backup: it says nothing any more. */
const KEY_DESTROYED: Consequences = { outcome: 'key-destroyed', commit: async () => {} };

/** Not within a surrogate pair: half of one would make the message binary. */
function cut(text: string): string {
  const short = text.slice(0, READ_AT_MOST);
  return /[\ud800-\udbff]$/.test(short) && short.length < text.length ? short.slice(0, -1) : short;
}
