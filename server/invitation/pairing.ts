/** The caller's side of an invitation: open, read, accept, or type the spoken code. */
import { timingSafeEqual } from 'node:crypto';
import { type ErrorCode, type Refusal, refuse } from '../../protocol/errors.ts';
import type { Device } from '../../protocol/events.ts';
import type { Language } from '../../protocol/language.ts';
import { isOpen, type OpenSession, type SessionState } from '../../protocol/session.ts';
import type { Database, InvitationRow } from '../database.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock, Statement } from '../ports.ts';
import type { Sessions } from '../session/sessions.ts';
import type { InvitationLimits } from './limits.ts';
import { parseNumber } from './number.ts';
import { linkTokenHash, newDigits, newLinkToken } from './token.ts';

export interface Invited {
  readonly ok: true;
  readonly invitation: string;
  readonly session: string;
  readonly expiresAt: number;
  readonly state: OpenSession;
  readonly moving: boolean;
}

export interface Acceptance {
  readonly terms: string;
  readonly notice: string;
  readonly language: Language;
  readonly device: Device;
  readonly attempt?: string | undefined;
}

/** The caller's credential: its hash goes into the database, the token into the browser's cookie. */
export interface NewCredential {
  readonly token: string;
  readonly hash: string;
}

export interface Pairing {
  /** The caller's page is visible and says so. The first time is recorded. */
  open(token: string, device: Device): Promise<Invited | Refusal>;
  read(token: string): Promise<Invited | Refusal>;
  /**
   * Spends the token and binds a new credential to this browser; the older ones of the session end. `isCurrent`
   * says whether the accepted versions are in force for the session's controller; if not, `terms_outdated`.
   */
  accept(
    token: string,
    acceptance: Acceptance,
    credential: NewCredential,
    isCurrent: (controller: string) => boolean,
  ): Promise<Invited | Refusal>;
  /** Exchanges number and six digits for a token that opens like a link's. */
  redeemCode(number: string, code: string): Promise<{ readonly ok: true; readonly token: string } | Refusal>;
}

export interface PairingDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly limits: InvitationLimits;
  readonly clock: Clock;
  readonly controllers: readonly string[];
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly prefixes: readonly string[];
}

export function createPairing(deps: PairingDeps): Pairing {
  const { database, sessions, limits, clock, controllers, lookupKey, prefixes } = deps;

  async function find(token: string): Promise<{ ok: true; row: InvitationRow; invited: Invited } | Refusal> {
    const row = await database
      .selectFrom('invitation')
      .selectAll()
      .where('token_hash', '=', linkTokenHash(token))
      .executeTakeFirst();
    if (!row) return refuse('invitation_unknown');
    const state = (await sessions.view(row.session))?.state ?? ({ status: 'none' } as const);
    const code = unusable(row, state, clock.now());
    if (code || !isOpen(state)) return refuse(code ?? 'session_ended');
    return { ok: true, row, invited: toInvited(row, state) };
  }

  /** The answer to an Accept was lost on the way: the browser that made it gets a fresh credential. */
  async function acceptAgain(
    token: string,
    attempt: string | undefined,
    credential: NewCredential,
  ): Promise<Invited | undefined> {
    if (attempt === undefined) return undefined;
    const row = await database
      .selectFrom('invitation')
      .selectAll()
      .where('token_hash', '=', linkTokenHash(token))
      .where('status', '=', 'spent')
      .where('attempt_hash', '=', linkTokenHash(attempt))
      .where('expires_at', '>', clock.now())
      .executeTakeFirst();
    const state = row && (await sessions.view(row.session))?.state;
    if (!row || !state || !isOpen(state)) return undefined;
    await database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('caller_credential').where('session', '=', row.session).execute();
      await transaction
        .insertInto('caller_credential')
        .values(credentialRow(row.session, credential))
        .execute();
    });
    return toInvited(row, state);
  }

  function credentialRow(session: string, { hash }: NewCredential) {
    return { token_hash: hash, session, scope: 'call' as const, created_at: clock.now() };
  }

  /** Rows that change with the acceptance: the token is spent, and only the newest browser has a credential. */
  function spend(row: InvitationRow, { attempt }: Acceptance, credential: NewCredential): Statement[] {
    const { session } = row;
    return [
      database
        .updateTable('invitation')
        .set({ status: 'closed' })
        .where('session', '=', session)
        .where('status', '=', 'open')
        .compile(),
      database
        .updateTable('invitation')
        .set({ status: 'spent', attempt_hash: attempt === undefined ? null : linkTokenHash(attempt) })
        .where('id', '=', row.id)
        .compile(),
      database.updateTable('sms').set({ sealed: null }).where('session', '=', session).compile(),
      database.deleteFrom('caller_credential').where('session', '=', session).compile(),
      database.insertInto('caller_credential').values(credentialRow(session, credential)).compile(),
    ];
  }

  /** Takes a try before it compares, so that parallel guesses cannot share one. */
  async function tryCode(row: InvitationRow, expected: string): Promise<'right' | 'wrong' | 'exhausted'> {
    const taken = await database
      .updateTable('invitation')
      .set((column) => ({ tries_left: column('tries_left', '-', 1) }))
      .where('id', '=', row.id)
      .where('status', '=', 'open')
      .where('tries_left', '>', 0)
      .returning('tries_left')
      .executeTakeFirst();
    if (!taken) return 'exhausted';
    if (row.code_hash !== null && equal(row.code_hash, expected)) return 'right';
    return taken.tries_left > 0 ? 'wrong' : 'exhausted';
  }

  async function codesOf(number: string): Promise<{ row: InvitationRow; lookup: Uint8Array }[]> {
    const found = await Promise.all(
      controllers.map(async (controller) => {
        const lookup = lookupKey(controller);
        const rows = await database
          .selectFrom('invitation')
          .selectAll()
          .where('number_hash', '=', lookupHash(lookup, 'number', number))
          .where('status', '=', 'open')
          .where('code_hash', 'is not', null)
          .where('expires_at', '>', clock.now())
          .execute();
        return rows.map((row) => ({ row, lookup }));
      }),
    );
    return found.flat();
  }

  return {
    async open(token, device) {
      const found = await find(token);
      if (!found.ok) return found;
      const { invitation, session } = found.invited;
      const command = { type: 'Open', invitation, device } as const;
      const outcome = await sessions.execute(session, { by: 'caller', command });
      return outcome.ok ? found.invited : outcome;
    },
    async read(token) {
      const found = await find(token);
      if (!found.ok) return found;
      const { invitation, session } = found.invited;
      const outcome = await sessions.execute(session, {
        by: 'caller',
        command: { type: 'Read', invitation },
      });
      return outcome.ok ? found.invited : outcome;
    },
    async accept(token, acceptance, credential, isCurrent) {
      const again = await acceptAgain(token, acceptance.attempt, credential);
      if (again) return again;
      const found = await find(token);
      if (!found.ok) return found;
      const { invitation, session, moving, state } = found.invited;
      if (!isCurrent(state.controller)) return refuse('terms_outdated');
      const { terms, notice, language, device } = acceptance;
      const digits = newDigits();
      const command = {
        type: 'Accept',
        invitation,
        moving,
        terms,
        notice,
        language,
        device,
        digits,
      } as const;
      const also = spend(found.row, acceptance, credential);
      const outcome = await sessions.execute(session, { by: 'caller', command }, { also });
      return outcome.ok ? found.invited : outcome;
    },
    async redeemCode(typed, code) {
      const parsed = parseNumber(typed, prefixes);
      if (!parsed.ok) return parsed;
      if (!(await limits.mayTryCode())) return refuse('too_many_requests');
      let refusal: ErrorCode = 'code_wrong';
      for (const { row, lookup } of await codesOf(parsed.number)) {
        const result = await tryCode(row, lookupHash(lookup, 'code', `${row.id} ${code}`));
        if (result === 'exhausted') refusal = 'code_attempts_exhausted';
        if (result !== 'right') continue;
        const token = newLinkToken();
        const set = { token_hash: linkTokenHash(token), code_hash: null };
        await database.updateTable('invitation').set(set).where('id', '=', row.id).execute();
        return { ok: true, token };
      }
      await limits.countWrongCode();
      return refuse(refusal);
    },
  };
}

function toInvited(row: InvitationRow, state: OpenSession): Invited {
  const { id: invitation, session, expires_at: expiresAt, way } = row;
  return { ok: true, invitation, session, expiresAt, state, moving: way === 'move' };
}

/** Why an invitation cannot be used; undefined when it can. */
function unusable(row: InvitationRow, state: SessionState, now: number): ErrorCode | undefined {
  if (state.status === 'none' || state.status === 'erased') return 'session_erased';
  if (state.status === 'ended') return 'session_ended';
  switch (row.status) {
    case 'spent':
      return 'invitation_spent';
    case 'closed':
      return 'invitation_closed';
    case 'replaced':
      return 'invitation_replaced';
    case 'open':
      return now < row.expires_at ? undefined : 'invitation_expired';
    default:
      return row.status satisfies never;
  }
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
