/**
 * Carries out what was decided about an SMS: asks the register, sends codes, writes the reply. May be asked about the
 * same message again after a kill: the register knows it by its id, and all else is in the commit that ends it.
 */
import { randomInt, timingSafeEqual } from 'node:crypto';
import type { CompiledQuery } from 'kysely';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Language } from '../../../protocol/language.ts';
import { consentCommands, currentConsent, findConsent } from '../../content/consents.ts';
import { type Reply, replyText } from '../../content/sms.ts';
import type { ConsentSource, Content } from '../../content/types.ts';
import type { Database, SmsConfirmationRow } from '../../database.ts';
import { lookupHash } from '../../ledger/lookup.ts';
import type { Clock, Customers } from '../../ports.ts';
import type { ConsentRegister, Holder } from '../register.ts';
import type { Arrival } from '../wish.ts';
import { type Act, CODE_MS, type Decision, decideSms, type Known, type Outcome } from './decide.ts';
import type { Consequences, OpenedSms } from './inbox.ts';
import { endWaiting, expireMemory, noteSender, senderOf, waitingOf } from './memory.ts';
import { parseSms } from './parse.ts';

export interface SmsCommandsDeps {
  readonly database: Database;
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'give' | 'withdraw' | 'of'>;
  readonly customers: Pick<Customers, 'isCustomer'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lookupKey: (controller: string) => Uint8Array;
  /** Queues a reply, in the commit that its statement becomes part of. */
  readonly queue: (
    row: { readonly id: string; readonly controller: string; readonly expires_at: number },
    message: { readonly to: string; readonly text: string; readonly language: Language },
  ) => Promise<CompiledQuery>;
}

export interface SmsCommands {
  act(message: OpenedSms): Promise<Consequences>;
  /** The number has another holder: no code that the one before was sent gives anything. */
  endNumber(controller: string, numberHash: string): Promise<void>;
  /** Removes codes and counts past their time. */
  expire(): Promise<void>;
}

/** A reply that could not be sent for so long comes too late to help. */
const REPLY_MS = 24 * 60 * 60_000;

export function createSmsCommands(deps: SmsCommandsDeps): SmsCommands {
  const { database, content, register, customers, clock, newId, lookupKey, queue } = deps;

  const hashOf = (controller: string, id: string, code: string) =>
    lookupHash(lookupKey(controller), 'code', `${id} ${code}`);

  const isCodeOf = (row: SmsConfirmationRow, code: string) =>
    timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(hashOf(row.controller, row.id, code)));

  async function decide(message: OpenedSms, rows: readonly SmsConfirmationRow[]): Promise<Decision> {
    const { controller, number, homeNetwork, at, text } = message;
    const commands = consentCommands(content, controller);
    const wish = parseSms(text, commands.keys());
    const waiting = rows.map(({ asked_at: askedAt, expires_at: expiresAt, purpose, version, command }) => {
      return { purpose, version, command, askedAt, expiresAt };
    });
    const matching =
      wish.kind === 'confirmation' ? waiting[rows.findIndex((row) => isCodeOf(row, wish.code))] : undefined;
    const known: Known = {
      commands,
      sendsOffers: currentConsent(content, controller, 'offers')?.channels.includes('sms') === true,
      homeNetwork,
      // Asked for a grant alone: to take back needs nothing that might not answer.
      isCustomer: wish.kind === 'grant' && (await customers.isCustomer(controller, number)),
      sender: await senderOf(database, message),
      waiting,
      matching,
      at,
      now: clock.now(),
    };
    return decideSms(wish, known);
  }

  /** @returns what it came to instead, where the register refuses. */
  async function carryOut(message: OpenedSms, act: Act, language: Language): Promise<Instead | undefined> {
    const { id, controller, number, homeNetwork, at } = message;
    const holder: Holder = { controller, number };
    const arrival = { method: 'sms-command', language, at, source: `sms:${id}` } as const;
    switch (act.type) {
      case 'give':
        return give(holder, act, arrival);
      case 'withdraw':
      case 'withdraw-offers': {
        const assurance = homeNetwork ? 'home-network' : 'sender-only';
        const what =
          act.type === 'withdraw-offers'
            ? { purpose: 'offers', channels: ['sms'] as const }
            : { purpose: act.consent.purpose, channels: channelsOf(act.consent) };
        const done = await register.withdraw(holder, { ...arrival, ...what, assurance });
        if (!done.ok) throw new Error(`a withdrawal by SMS was refused: ${done.code}`);
        return undefined;
      }
      case 'send-code':
        return undefined;
      default:
        return act satisfies never;
    }
  }

  async function give(
    holder: Holder,
    { purpose, version, confirmed }: Extract<Act, { type: 'give' }>,
    arrival: Omit<Arrival, 'assurance'>,
  ): Promise<Instead | undefined> {
    const named = findConsent(content, holder.controller, purpose, version);
    const assurance = confirmed ? 'confirmed' : 'home-network';
    const channels = named && channelsOf(named);
    const done = await register.give(holder, { ...arrival, purpose, version, channels, assurance });
    return done.ok ? undefined : insteadOf(done.code);
  }

  /** The language that this number and the controller spoke last, in a call or about a consent. */
  async function languageOf({ controller, number, numberHash }: OpenedSms): Promise<Language> {
    const call = await database
      .selectFrom('session')
      .select(['language', 'created_at'])
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const record = (await register.of({ controller, number })).records.at(-1);
    if (!record) return call?.language ?? 'lv';
    return call && call.created_at > record.recordedAt ? call.language : record.language;
  }

  async function queueReply(message: OpenedSms, language: Language, reply: Reply): Promise<CompiledQuery> {
    const { controller, number } = message;
    const text = replyText(content, controller, language, reply);
    const row = { id: newId(), controller, expires_at: clock.now() + REPLY_MS };
    return queue(row, { to: number, text, language });
  }

  function confirmationOf(
    { controller, numberHash }: OpenedSms,
    { consent }: Extract<Act, { type: 'send-code' }>,
    open: readonly SmsConfirmationRow[],
  ) {
    const { purpose, version, command = '' } = consent;
    const id = newId();
    const code = newCode((drawn) => open.some((row) => isCodeOf(row, drawn)));
    const now = clock.now();
    const row: SmsConfirmationRow = {
      controller,
      number_hash: numberHash,
      purpose,
      version,
      command,
      id,
      code_hash: hashOf(controller, id, code),
      asked_at: now,
      expires_at: now + CODE_MS,
    };
    return { code, row };
  }

  return {
    async act(message) {
      const rows = await waitingOf(database, message);
      const language = await languageOf(message);
      const decision = await decide(message, rows);
      const { act } = decision;
      const instead = act && (await carryOut(message, act, language));
      const outcome = instead?.outcome ?? decision.outcome;
      const reply: Reply | undefined = decision.reply && { ...decision.reply, ...instead?.reply };
      const asked = act?.type === 'send-code' ? confirmationOf(message, act, rows) : undefined;
      const queued = reply && (await queueReply(message, language, { ...reply, code: asked?.code }));
      return {
        outcome,
        async commit(transaction) {
          await noteSender(transaction, message, decision.sender);
          const over = asked?.row.purpose ?? purposeOf(act);
          if (over !== undefined) await endWaiting(transaction, message, over);
          if (asked) await transaction.insertInto('sms_confirmation').values(asked.row).execute();
          if (queued) await transaction.executeQuery(queued);
        },
      };
    },
    endNumber: (controller, numberHash) => endWaiting(database, { controller, numberHash }),
    expire: () => expireMemory(database, clock.now()),
  };
}

/** What a message came to, and its reply, where the register refused. */
interface Instead {
  readonly outcome: Outcome;
  readonly reply: Pick<Reply, 'kind'>;
}

function insteadOf(code: ErrorCode): Instead {
  switch (code) {
    case 'consent_not_eligible':
      return { outcome: 'not-eligible', reply: { kind: 'notEligible' } };
    case 'consent_unknown':
    case 'consent_outdated':
    case 'consent_retired':
      return { outcome: 'text-changed', reply: { kind: 'textChanged' } };
    default:
      throw new Error(`a consent by SMS was refused: ${code}`);
  }
}

/** Undefined for a purpose that is granted whole. */
const channelsOf = ({ channels }: ConsentSource) => (channels.length === 0 ? undefined : channels);

/** The purpose whose waiting code is over with this: given, taken back, or both. */
function purposeOf(act: Act | undefined): string | undefined {
  switch (act?.type) {
    case 'give':
      return act.purpose;
    case 'withdraw':
      return act.consent.purpose;
    case 'withdraw-offers':
      return 'offers';
    default:
      return undefined;
  }
}

/** Four digits, zeros kept, that no other code of this number has: it says which grant is meant. */
function newCode(isTaken: (code: string) => boolean): string {
  while (true) {
    const code = String(randomInt(10_000)).padStart(4, '0');
    if (!isTaken(code)) return code;
  }
}
