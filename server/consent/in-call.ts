/**
 * Where consents meet the call: the card on the caller's screen, the uses that rest on a consent, and taking off what
 * has lost it. Records stand in the subject's stream, what happened on the screens in the session's; the record is
 * durable first, so that the card never says more than the register.
 */
import { refuse } from '../../protocol/errors.ts';
import type { JoinedSession, SessionState } from '../../protocol/session.ts';
import { currentConsent } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import type { Database } from '../database.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { CheckedUse, PreparedAgentCommand } from '../session/commands.ts';
import { restsOn } from '../session/decide.ts';
import { closedCode } from '../session/decision.ts';
import type { ExecuteOptions, Outcome, Sessions } from '../session/sessions.ts';
import type { ConsentRegister } from './register.ts';

type Use = Omit<CheckedUse, 'answer'>;

/**
 * What in a call rests on a consent. An offer on the screen of a phone call is one made by phone, and so is being asked
 * to rate that call (docs/decisions/consents-in-the-call.md).
 */
export const USES = {
  offer: { purpose: 'offers', channel: 'call', use: 'offers' },
  rating: { purpose: 'offers', channel: 'call', use: 'surveys' },
  diagnostics: { purpose: 'metadata', use: 'remote-help' },
} as const satisfies Record<string, Use>;

export interface InCallDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly register: Pick<ConsentRegister, 'inForce' | 'onChanged'>;
  readonly content: Content;
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
}

export interface ConsentsInCall {
  /** What the register says of a use by this session's subject now; undefined for a session without content. */
  check(state: SessionState, use: Use): Promise<CheckedUse | undefined>;
  /**
   * Does what rests on a consent, and records what the register said. Refused with the consent that is missing.
   * @param make the command, given the register's yes.
   */
  use(
    session: string,
    staff: string,
    use: Use,
    make: (
      checked: CheckedUse,
      state: JoinedSession,
    ) => Promise<PreparedAgentCommand | ReturnType<typeof refuse>>,
    options: ExecuteOptions,
  ): Promise<Outcome>;
  /** Puts the card of a purpose on the caller's screen, in the caller's language. */
  showCard(session: string, staff: string, purpose: string, options: ExecuteOptions): Promise<Outcome>;
  /** What a server that was killed had no time to take off. */
  resume(): Promise<void>;
}

export function createConsentsInCall(deps: InCallDeps): ConsentsInCall {
  const { database, sessions, register, content, lookupKey, newId, onFault } = deps;

  async function check(state: SessionState, use: Use): Promise<CheckedUse | undefined> {
    if (!('number' in state) || state.number === undefined) return undefined;
    const { controller } = state;
    const numberHash = lookupHash(lookupKey(controller), 'number', state.number);
    return { ...use, answer: await register.inForce({ controller, numberHash, ...use }) };
  }

  /** Takes what is shown off the caller's screen when its consent is no longer in force. */
  async function takeOff(session: string): Promise<void> {
    const state = (await sessions.view(session))?.state ?? { status: 'none' };
    for (const use of [USES.offer, USES.diagnostics]) {
      if (!restsOn(state, use.purpose)) continue;
      const checked = await check(state, use);
      if (checked?.answer.ok) continue;
      await sessions.execute(session, { by: 'system', command: { type: 'TakeOff', purpose: use.purpose } });
    }
  }

  async function takeOffAll(open: readonly { readonly id: string }[]): Promise<void> {
    for (const { id } of open) await takeOff(id);
  }

  const openSessions = () => database.selectFrom('session').select('id').where('ended_at', 'is', null);

  register.onChanged(({ controller, numberHash }) => {
    openSessions()
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash)
      .execute()
      .then(takeOffAll)
      .catch(onFault);
  });

  return {
    check,
    async use(session, staff, use, make, options) {
      const first = await firstOutcome(sessions, session, 'agent', options);
      if (first) return first;
      const state = (await sessions.view(session))?.state ?? { status: 'none' as const };
      if (state.status !== 'joined') return refuse(closedCode(state));
      if (state.staff !== staff) return refuse('not_allowed');
      // Until the spoken match nobody knows whose consent would be looked up (MAT-1).
      if (state.joined.match.kind === 'pending') return refuse('match_required');
      const checked = await check(state, use);
      if (!checked) return refuse('purpose_refused');
      if (!checked.answer.ok) {
        await sessions.execute(session, {
          by: 'agent',
          staff,
          command: { type: 'NoteConsentCheck', checked },
        });
        return { ...refuse('consent_missing'), missing: use };
      }
      const command = await make(checked, state);
      if ('ok' in command) return command;
      const outcome = await sessions.execute(session, { by: 'agent', staff, command }, options);
      // A withdrawal that came between the register's yes and the screen found nothing there to take off.
      await takeOff(session);
      return outcome;
    },
    async showCard(session, staff, purpose, options) {
      const state = (await sessions.view(session))?.state ?? { status: 'none' as const };
      if (state.status !== 'joined') return refuse(closedCode(state));
      const text = currentConsent(content, state.controller, purpose);
      if (!text) return refuse('consent_unknown');
      const { version, hash: textHash } = text;
      const { language } = state;
      const command = {
        type: 'PutConsentCard',
        showing: newId(),
        purpose,
        version,
        textHash,
        language,
      } as const;
      return sessions.execute(session, { by: 'agent', staff, command }, options);
    },
    async resume() {
      await takeOffAll(await openSessions().where('status', '=', 'joined').execute());
    },
  };
}

/** The first outcome of a command that does something elsewhere before its session hears of it. */
export function firstOutcome(
  sessions: Pick<Sessions, 'answered'>,
  session: string,
  by: 'agent' | 'caller',
  { command }: ExecuteOptions,
): Promise<Outcome | undefined> {
  return command === undefined ? Promise.resolve(undefined) : sessions.answered(session, by, command);
}
