/**
 * Offers by e-mail: asked for by the controller's own systems, one recipient at a time, and sent only with that
 * recipient's `offers` consent for e-mail. What becomes of each is recorded for that mail alone (`tracking.ts`).
 */
import { randomBytes } from 'node:crypto';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Language } from '../../protocol/language.ts';
import type { ConsentChanged, ConsentRegister } from '../consent/register.ts';
import { findOffer } from '../content/mails.ts';
import type { Content } from '../content/types.ts';
import type { Database, OfferMailEventRow, OfferMailRow } from '../database.ts';
import { newToken, tokenHash } from '../identity/tokens.ts';
import { openText, sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock } from '../ports.ts';
import { MAIL_RETENTION } from '../privacy/policy.ts';
import { mailAddress } from './address.ts';
import type { MailOutbox } from './outbox.ts';
import type { MailReport } from './reports.ts';
import type { OfferMailEvent, Tracking } from './tracking.ts';

export interface OfferRequest {
  readonly controller: string;
  /** Id that the asking system gives it: a repeat sends nothing and tells what became of it. */
  readonly request: string;
  readonly offer: string;
  /** E.164: whose consent it rests on. */
  readonly number: string;
  readonly address: string;
  readonly language: Language;
}

export interface OfferMails {
  send(asked: OfferRequest): Promise<
    | {
        readonly ok: true;
        readonly state: OfferMailRow['state'];
        readonly events: readonly Omit<OfferMailEventRow, 'mail'>[];
      }
    | Refusal
  >;
  /** The mail whose links have this token; undefined for a wrong one, and once its period is over. */
  byToken(token: string): Promise<OfferMailRow | undefined>;
  /** What the reader did. Whoever has dealt with a mail is not reminded of it: the address goes. */
  note(mail: OfferMailRow, kind: OfferMailEvent, detail?: string): Promise<void>;
  /** What the mail system says became of one. */
  report(controller: string, report: MailReport): Promise<void>;
  /** Takes the consent for e-mail back, if it stands. */
  unsubscribe(mail: OfferMailRow): Promise<void>;
  /** A consent that a mail waits for is gone, or a number has another holder. */
  changed(changed: ConsentChanged): Promise<void>;
  /** All that is known of a number's mails; for the subject. */
  of(controller: string, numberHash: string): Promise<readonly KnownMail[]>;
  /** Erases all of a number's mails. */
  forget(controller: string, numberHash: string): Promise<void>;
  /** Erases what is past its period. */
  expire(): Promise<void>;
}

export interface KnownMail {
  readonly offer: string;
  readonly at: number;
  readonly state: OfferMailRow['state'];
  readonly events: readonly Omit<OfferMailEventRow, 'mail'>[];
}

export interface OfferMailsDeps {
  readonly database: Database;
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'inForce' | 'withdraw'>;
  readonly tracking: Tracking;
  readonly outbox: MailOutbox;
  readonly keys: Pick<Keys, 'createRecord' | 'openRecord' | 'destroyRecord'>;
  readonly clock: Clock;
  readonly lookupKey: (controller: string) => Uint8Array;
}

/** Milliseconds for which an offer is tried: later it is stale. */
const GOOD_FOR = 24 * 3_600_000;
const contextOf = (id: string): string => `offer-mail:${id}`;

export function createOfferMails(deps: OfferMailsDeps): OfferMails {
  const { database, content, register, tracking, outbox, keys, clock, lookupKey } = deps;
  const mails = () => database.selectFrom('offer_mail').selectAll();

  async function erase(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await outbox.drop(id);
      await keys.destroyRecord(contextOf(id));
      await database.deleteFrom('offer_mail_event').where('mail', '=', id).execute();
      await database.deleteFrom('offer_mail').where('id', '=', id).execute();
    }
  }

  async function known(row: OfferMailRow) {
    return { ok: true, state: row.state, events: await tracking.eventsOf(row) } as const;
  }

  async function send(asked: OfferRequest): ReturnType<OfferMails['send']> {
    const { controller, request, number, language } = asked;
    const before = mails().where('controller', '=', controller).where('request', '=', request);
    const repeated = await before.executeTakeFirst();
    if (repeated) return known(repeated);
    const source = findOffer(content, controller, asked.offer);
    if (!source) return refuse('offer_unknown');
    const to = mailAddress(asked.address);
    if (to === undefined) return refuse('mail_address_invalid');
    const now = clock.now();
    const id = randomBytes(16).toString('hex');
    const token = newToken();
    const row: Omit<OfferMailRow, 'sealed'> = {
      id,
      controller,
      number_hash: lookupHash(lookupKey(controller), 'number', number),
      request,
      offer: source.offer,
      version: source.version,
      language,
      token_hash: tokenHash(token),
      state: 'queued',
      created_at: now,
      erase_due: eraseDue(now),
    };
    const granted = await tracking.permits(row, 'email', 'write');
    if (!granted.ok) return granted;
    const key = await keys.createRecord(controller, contextOf(id));
    const sealed = sealText(key, contextOf(id), number);
    const waiting = { id, controller, about: id, expires_at: now + GOOD_FOR };
    const queued = await outbox.queue('offer', waiting, { to, language, token });
    await database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('offer_mail')
        .values({ ...row, sealed })
        .execute();
      await transaction.executeQuery(queued);
    });
    return { ok: true, state: 'queued', events: [] };
  }

  async function unsubscribe(row: OfferMailRow): Promise<void> {
    const { id, controller, number_hash: numberHash, language } = row;
    const answer = await register.inForce({ controller, numberHash, purpose: 'offers', channel: 'email' });
    const key = await keys.openRecord(controller, contextOf(id));
    if (!answer.ok || !key) return;
    const number = openText(key, contextOf(id), row.sealed);
    // Whoever holds the link may be another than the subject: enough to take a consent back, never to give one.
    const wish = {
      purpose: 'offers',
      channels: ['email'],
      method: 'email',
      assurance: 'link-held',
      language,
    } as const;
    const withdrawn = await register.withdraw({ controller, number }, wish);
    if (!withdrawn.ok) throw new Error(`a consent in force could not be withdrawn: ${withdrawn.code}`);
  }

  return {
    send,
    unsubscribe,
    byToken: (token) => mails().where('token_hash', '=', tokenHash(token)).executeTakeFirst(),
    async note(mail, kind, detail) {
      if (await tracking.record(mail, kind, detail)) await outbox.drop(mail.id);
    },
    async report(controller, { mail, kind, status }) {
      const row = await mails()
        .where('id', '=', mail)
        .where('controller', '=', controller)
        .executeTakeFirst();
      if (!row) return;
      if (!(await tracking.record(row, kind, status)) || kind === 'delivered') return;
      await outbox.drop(row.id);
      if (kind === 'junk') await unsubscribe(row);
      else
        await database.updateTable('offer_mail').set({ state: 'failed' }).where('id', '=', row.id).execute();
    },
    async changed({ controller, numberHash, record: { change, purpose } }) {
      const mine = await mails()
        .where('controller', '=', controller)
        .where('number_hash', '=', numberHash)
        .execute();
      const ids = mine.map(({ id }) => id);
      // The next holder of the number is another person: nothing of these mails may reach their consent.
      if (change === 'ended') return erase(ids);
      if (change !== 'withdrawn' || purpose !== 'offers') return;
      for (const row of mine) {
        if ((await tracking.permits(row, 'email', 'read')).ok) continue;
        await outbox.drop(row.id);
        if (row.state !== 'queued') continue;
        await database.updateTable('offer_mail').set({ state: 'stopped' }).where('id', '=', row.id).execute();
      }
    },
    async of(controller, numberHash) {
      const rows = await mails()
        .where('controller', '=', controller)
        .where('number_hash', '=', numberHash)
        .orderBy('created_at')
        .execute();
      const events = await database
        .selectFrom('offer_mail_event')
        .selectAll()
        .where('mail', 'in', ['', ...rows.map(({ id }) => id)])
        .orderBy('at')
        .execute();
      return rows.map(({ id, offer, created_at: at, state }) => ({
        offer,
        at,
        state,
        events: events.filter(({ mail }) => mail === id).map(({ mail: _, ...event }) => event),
      }));
    },
    async forget(controller, numberHash) {
      const mine = mails().where('controller', '=', controller).where('number_hash', '=', numberHash);
      await erase((await mine.execute()).map(({ id }) => id));
    },
    async expire() {
      const past = mails().where('erase_due', '<=', clock.now()).limit(100);
      await erase((await past.execute()).map(({ id }) => id));
    },
  };
}

function eraseDue(from: number): number {
  const [, mailings] = MAIL_RETENTION;
  const at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC');
  return at.add(Temporal.Duration.from(mailings.period)).epochMilliseconds;
}
