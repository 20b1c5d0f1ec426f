/** Issuing invitations: the SMS link, the spoken code, the move to another device. */
import { type ErrorCode, type Refusal, refuse } from '../../protocol/errors.ts';
import type { InvitationWay } from '../../protocol/events.ts';
import { isOpen, type OpenSession, type SessionState } from '../../protocol/session.ts';
import type { Database, InvitationRow } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ExecuteOptions, Outcome, Sessions } from '../session/sessions.ts';
import type { InvitationLimits } from './limits.ts';
import type { Outbox } from './outbox.ts';
import { linkTokenHash, newCode, newLinkToken } from './token.ts';

/** A link is valid until Accept, and 15 minutes at most. */
export const LINK_VALID_MS = 15 * 60_000;
/** A spoken code, and the code and picture of a move, are typed or scanned at once. */
export const CODE_VALID_MS = 10 * 60_000;
export const CODE_TRIES = 5;

export interface Invitations {
  /** Sends the link by SMS; an unspent one that is still sealed is sent again unchanged. */
  sendLink(session: string, staff: string, options?: ExecuteOptions): Promise<Outcome>;
  /** Makes six digits for the agent to read out. */
  speakCode(session: string, staff: string, options?: ExecuteOptions): Promise<Outcome>;
  /** Agrees to the caller's move: a link and a code for their other device. */
  offerMove(session: string, staff: string, options?: ExecuteOptions): Promise<Outcome>;
}

export interface InvitationsDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly outbox: Outbox;
  readonly keys: Keys;
  readonly limits: InvitationLimits;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lookupKey: (controller: string) => Uint8Array;
  /** Text of the SMS with a link to this token. */
  readonly wording: (state: OpenSession, token: string) => string;
  readonly onFault: (error: unknown) => void;
}

export function createInvitations(deps: InvitationsDeps): Invitations {
  const { database, sessions, outbox, keys, limits, clock, newId, lookupKey, wording, onFault } = deps;

  function newRow(session: string, way: InvitationWay, secrets: Partial<InvitationRow>): InvitationRow {
    const now = clock.now();
    return {
      id: newId(),
      session,
      way,
      token_hash: null,
      code_hash: null,
      number_hash: null,
      tries_left: CODE_TRIES,
      status: 'open',
      attempt_hash: null,
      issued_at: now,
      expires_at: now + (way === 'sms' ? LINK_VALID_MS : CODE_VALID_MS),
      ...secrets,
    };
  }

  const insert = (row: InvitationRow): Statement => database.insertInto('invitation').values(row).compile();

  /** An older invitation of the same kind stops working when a new one is made. */
  const replace = (session: string, way: InvitationWay): Statement =>
    database
      .updateTable('invitation')
      .set({ status: 'replaced' })
      .where('session', '=', session)
      .where('way', '=', way)
      .where('status', '=', 'open')
      .compile();

  async function issue(
    row: InvitationRow,
    staff: string,
    options: ExecuteOptions,
    also: readonly Statement[],
    secrets: { readonly code?: string; readonly token?: string } = {},
  ): Promise<Outcome> {
    const { id: invitation, session, way, expires_at: expiresAt } = row;
    const command = { type: 'IssueInvitation', invitation, way, expiresAt, ...secrets } as const;
    return sessions.execute(session, { by: 'agent', staff, command }, { ...options, also });
  }

  async function sendLink(session: string, staff: string, options: ExecuteOptions = {}): Promise<Outcome> {
    const found = await openSession(sessions, session);
    if (!found.ok) return found;
    const { state, number } = found;
    const numberHash = lookupHash(lookupKey(state.controller), 'number', number);
    if (!(await limits.maySend(staff, numberHash, number.slice(0, 4))))
      return refuse('sending_limit_reached');
    const outcome =
      (await sendAgain(session, staff, options)) ?? (await sendNew(session, staff, state, number, options));
    if (outcome.ok) outbox.pump().catch(onFault);
    return outcome;
  }

  async function sendAgain(
    session: string,
    staff: string,
    options: ExecuteOptions,
  ): Promise<Outcome | undefined> {
    const row = await database
      .selectFrom('invitation')
      .selectAll()
      .where('session', '=', session)
      .where('way', '=', 'sms')
      .where('status', '=', 'open')
      .where('expires_at', '>', clock.now())
      .executeTakeFirst();
    const again = row && (await outbox.again(row.id));
    return again && issue(row, staff, options, [again]);
  }

  async function sendNew(
    session: string,
    staff: string,
    state: OpenSession,
    number: string,
    options: ExecuteOptions,
  ): Promise<Outcome> {
    const key = await keys.openLog(session);
    if (!key) return refuse('session_erased');
    const token = newLinkToken();
    const row = newRow(session, 'sms', { token_hash: linkTokenHash(token) });
    const { controller, language } = state;
    const message = { to: number, text: wording(state, token), language };
    const sms = {
      id: newId(),
      session,
      invitation: row.id,
      controller,
      staff,
      number_hash: lookupHash(lookupKey(controller), 'number', number),
      created_at: row.issued_at,
      expires_at: row.expires_at,
    };
    const also = [replace(session, 'sms'), insert(row), outbox.queue(sms, key, message)];
    return issue(row, staff, options, also);
  }

  return {
    sendLink,
    async speakCode(session, staff, options = {}) {
      const found = await openSession(sessions, session);
      if (!found.ok) return found;
      const lookup = lookupKey(found.state.controller);
      const code = newCode();
      const row = newRow(session, 'code', { number_hash: lookupHash(lookup, 'number', found.number) });
      const sealedCode = { ...row, code_hash: lookupHash(lookup, 'code', `${row.id} ${code}`) };
      return issue(row, staff, options, [replace(session, 'code'), insert(sealedCode)], { code });
    },
    async offerMove(session, staff, options = {}) {
      const found = await openSession(sessions, session);
      if (!found.ok) return found;
      const lookup = lookupKey(found.state.controller);
      const [token, code] = [newLinkToken(), newCode()];
      const secrets = {
        token_hash: linkTokenHash(token),
        number_hash: lookupHash(lookup, 'number', found.number),
      };
      const row = newRow(session, 'move', secrets);
      const sealedCode = { ...row, code_hash: lookupHash(lookup, 'code', `${row.id} ${code}`) };
      return issue(row, staff, options, [replace(session, 'move'), insert(sealedCode)], { token, code });
    },
  };
}

/** A session that can be invited to, with its number; or why not. */
async function openSession(
  sessions: Sessions,
  id: string,
): Promise<{ readonly ok: true; readonly state: OpenSession; readonly number: string } | Refusal> {
  const view = await sessions.view(id);
  const state: SessionState = view?.state ?? { status: 'none' };
  if (!isOpen(state) || state.number === undefined) return refuse(reasonOf(state));
  return { ok: true, state, number: state.number };
}

function reasonOf(state: SessionState): ErrorCode {
  if (state.status === 'none') return 'not_found';
  return state.status === 'erased' ? 'session_erased' : 'session_ended';
}
