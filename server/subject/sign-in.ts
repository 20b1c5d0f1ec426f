/**
 * How a data subject shows that a number is theirs now: six digits by SMS, typed back. What it opens is a subject of
 * one controller, not a session: calls, requests, and whatever else is kept about the number. A code goes to every
 * valid number, so that nobody learns from the answer whether the number is known here.
 */
import { createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Language } from '../../protocol/language.ts';
import type { Database } from '../database.ts';
import { newToken, tokenHash } from '../identity/tokens.ts';
import { parseNumber } from '../invitation/number.ts';
import { newCode } from '../invitation/token.ts';
import { openText, sealText } from '../ledger/blob.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock } from '../ports.ts';
import type { SubjectLimits } from './limits.ts';
import type { SubjectOutbox } from './outbox.ts';

/** Whoever a number is now, towards one controller. */
export interface Subject {
  readonly controller: string;
  /** Keyed hash, as sessions and consents have it. */
  readonly numberHash: string;
  /** E.164. */
  readonly number: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** `retryAfter` in seconds. */
type Waiting = Refusal & { readonly retryAfter?: number };

export interface SubjectSignIn {
  /** Sends a code. `client`: address of whoever asks, which is counted and not kept. */
  askCode(
    asked: { readonly controller: string; readonly number: string; readonly language: Language },
    client: string,
  ): Promise<{ readonly ok: true; readonly validUntil: number } | Waiting>;
  /** Spends the code. @returns the token for the cookie. */
  redeem(
    typed: { readonly controller: string; readonly number: string; readonly code: string },
    client: string,
  ): Promise<{ readonly ok: true; readonly token: string } | Waiting>;
  /** Whom a cookie's token stands for; undefined when it opens nothing (any more). */
  find(token: string): Promise<Subject | undefined>;
  signOut(token: string): Promise<void>;
  /** The number changed hands: every sign-in and waiting code of it ends. */
  signOutNumber(controller: string, numberHash: string): Promise<void>;
  /** Removes codes and credentials past their time. */
  expire(): Promise<void>;
}

export interface SubjectSignInDeps {
  readonly database: Database;
  readonly outbox: Pick<SubjectOutbox, 'queue' | 'pump'>;
  readonly limits: SubjectLimits;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly controllers: readonly string[];
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly prefixes: readonly string[];
  readonly wording: (message: {
    readonly controller: string;
    readonly language: Language;
    readonly code: string;
  }) => string;
  readonly onFault: (error: unknown) => void;
}

const CODE_MS = 10 * 60_000;
const TRIES = 5;
export const SUBJECT_SIGNED_IN_MS = 30 * 60_000;

export function createSubjectSignIn(deps: SubjectSignInDeps): SubjectSignIn {
  const { database, outbox, limits, clock, newId, controllers, lookupKey, prefixes, wording, onFault } = deps;

  /** The number and its hash; the same work whether or not anyone here knows it. */
  function known(controller: string, typed: string) {
    if (!controllers.includes(controller)) return refuse('controller_unknown');
    const parsed = parseNumber(typed, prefixes);
    if (!parsed.ok) return refuse('subject_number_refused');
    const { number } = parsed;
    return { ok: true, number, numberHash: lookupHash(lookupKey(controller), 'number', number) } as const;
  }

  const hashOf = (controller: string, id: string, code: string) =>
    lookupHash(lookupKey(controller), 'code', `${id} ${code}`);

  /** Takes a try before it compares, so that parallel guesses cannot share one; the right code is spent at once. */
  async function tryCode(controller: string, numberHash: string, code: string) {
    const row = await database
      .updateTable('subject_code')
      .set((column) => ({ tries_left: column('tries_left', '-', 1) }))
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash)
      .where('tries_left', '>', 0)
      .where('expires_at', '>', clock.now())
      .returning(['id', 'code_hash'])
      .executeTakeFirst();
    // Also without a row: what takes time must take it for every number.
    const expected = hashOf(controller, row?.id ?? '', code);
    if (!row || !timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(expected))) return false;
    const spent = await database
      .deleteFrom('subject_code')
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash)
      .where('id', '=', row.id)
      .returning('id')
      .executeTakeFirst();
    return spent !== undefined;
  }

  return {
    async askCode({ controller, number: typed, language }, client) {
      const subject = known(controller, typed);
      if (!subject.ok) return subject;
      const { number, numberHash } = subject;
      const prefix = prefixes.find((one) => number.startsWith(one)) ?? '';
      const wait = await limits.maySend(client, numberHash, prefix);
      if (wait !== undefined) return { ...refuse('subject_limit_reached'), retryAfter: wait };
      const [id, code] = [newId(), newCode()];
      const expires_at = clock.now() + CODE_MS;
      const row = { id, code_hash: hashOf(controller, id, code), tries_left: TRIES, expires_at };
      const text = wording({ controller, language, code });
      const queue = await outbox.queue({ id, controller, expires_at }, { to: number, text, language });
      await database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('subject_code')
          .values({ controller, number_hash: numberHash, ...row })
          .onConflict((same) => same.columns(['controller', 'number_hash']).doUpdateSet(row))
          .execute();
        await transaction.executeQuery(queue);
      });
      void outbox.pump().catch(onFault);
      return { ok: true, validUntil: expires_at };
    },

    async redeem({ controller, number: typed, code }, client) {
      const subject = known(controller, typed);
      if (!subject.ok) return subject;
      const { number, numberHash } = subject;
      const wait = await limits.mayTry(client);
      if (wait !== undefined) return { ...refuse('too_many_requests'), retryAfter: wait };
      if (!(await tryCode(controller, numberHash, code))) return refuse('subject_code_wrong');
      const token = newToken();
      const row = {
        token_hash: tokenHash(token),
        controller,
        number_hash: numberHash,
        number: Buffer.from(sealText(keyFrom(token), CONTEXT, number)),
        expires_at: clock.now() + SUBJECT_SIGNED_IN_MS,
      };
      await database.insertInto('subject_credential').values(row).execute();
      return { ok: true, token };
    },

    async find(token) {
      const row = await database
        .selectFrom('subject_credential')
        .selectAll()
        .where('token_hash', '=', tokenHash(token))
        .where('expires_at', '>', clock.now())
        .executeTakeFirst();
      if (!row) return undefined;
      const number = openText(keyFrom(token), CONTEXT, row.number);
      return { controller: row.controller, numberHash: row.number_hash, number, until: row.expires_at };
    },

    async signOut(token) {
      const row = database.deleteFrom('subject_credential').where('token_hash', '=', tokenHash(token));
      await row.execute();
    },

    async signOutNumber(controller, numberHash) {
      for (const table of ['subject_code', 'subject_credential'] as const) {
        await database
          .deleteFrom(table)
          .where('controller', '=', controller)
          .where('number_hash', '=', numberHash)
          .execute();
      }
    },

    async expire() {
      for (const table of ['subject_code', 'subject_credential'] as const) {
        await database.deleteFrom(table).where('expires_at', '<=', clock.now()).execute();
      }
    },
  };
}

const CONTEXT = 'subject-number';

/** Only who has the cookie can open the number: the database knows no more than the token's hash. */
function keyFrom(token: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', token, '', CONTEXT, 32)));
}
