/** Who may connect to which session: the handshake's checks, in order. */
import type { IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import type { ErrorCode } from '../../protocol/errors.ts';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { agentPurpose } from '../privacy/guard.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import type { Sessions, SessionView } from '../session/sessions.ts';
import { HandshakeSchema } from './schemas.ts';

export interface Admitted {
  readonly ok: true;
  readonly session: string;
  /** The agent's account id; absent for a caller. */
  readonly staff?: string;
  /** Hash of the agent's cookie token: the socket ends with the browser session. */
  readonly browserSession?: string;
  readonly party: 'agent' | 'caller';
  readonly language: Language;
  readonly cursor?: number;
}

export interface NotAdmitted {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly language: Language;
}

export interface SignedIn {
  readonly id: string;
  readonly controller: string;
  readonly browserSession: string;
}

export interface AdmissionDeps {
  readonly sessions: Sessions;
  readonly guard: Guard;
  /** The signed-in agent of these cookies. */
  readonly staffOf: (headers: IncomingHttpHeaders) => Promise<SignedIn | undefined>;
  /** The session that this browser's call credential opens. */
  readonly callOf: (headers: IncomingHttpHeaders) => Promise<string | undefined>;
}

export async function admit(
  deps: AdmissionDeps,
  headers: IncomingHttpHeaders,
  auth: unknown,
): Promise<Admitted | NotAdmitted> {
  const parsed = v.safeParse(HandshakeSchema, auth);
  if (!parsed.success) return { ok: false, code: outdatedOrMalformed(auth), language: languageOf(auth) };
  const { protocol, as, language, session: named, cursor } = parsed.output;
  const no = (code: ErrorCode): NotAdmitted => ({ ok: false, code, language });
  if (protocol !== PROTOCOL_VERSION) return no('protocol_outdated');

  const resume = cursor === undefined ? {} : { cursor };
  if (as === 'caller') {
    const session = await deps.callOf(headers);
    if (session === undefined) return no('credential_unknown');
    await recordCaller(deps, session);
    return { ok: true, session, party: 'caller', language, ...resume };
  }
  const staff = await deps.staffOf(headers);
  if (!staff) return no('sign_in_required');
  const view = named === undefined ? undefined : await deps.sessions.view(named);
  if (named === undefined || !view || view.state.status === 'none') return no('not_found');
  const code = await whyNot(deps.guard, staff, named, view);
  if (code) return no(code);
  const { id, browserSession } = staff;
  return { ok: true, session: named, party: 'agent', staff: id, browserSession, language, ...resume };
}

/**
 * Another controller's session does not exist for this agent; a colleague's does, and is not theirs to open. Both
 * refusals are the guard's, so that both are recorded.
 */
async function whyNot(
  guard: Guard,
  { id: staff, controller }: SignedIn,
  session: string,
  { state, ...its }: SessionView,
): Promise<ErrorCode | undefined> {
  const own = its.controller === controller && its.staff === staff;
  if (own && state.status === 'erased') return 'session_erased';
  const endedAt = state.status === 'ended' ? state.ended.at : undefined;
  const of = { session, controller: its.controller, endedAt };
  const asker = { who: 'agent', controller, own, staff } as const;
  const granted = await guard.ask(asker, agentPurpose(of), 'shown', 'read', of);
  if (granted.ok) return undefined;
  if (its.controller !== controller) return 'not_found';
  return own ? granted.code : 'not_allowed';
}

/** The caller sees their own session under a grant like everyone else; after its end only that it has ended. */
async function recordCaller({ sessions, guard }: AdmissionDeps, session: string): Promise<void> {
  const state = (await sessions.view(session))?.state;
  if (state?.status !== 'joined') return;
  const { controller } = state;
  const asker = { who: 'caller', controller, own: true } as const;
  await guard.ask(asker, 'assist', 'shown', 'read', { session, controller });
}

/** A tab of another release may send a handshake of another shape; it must hear that it is outdated. */
function outdatedOrMalformed(auth: unknown): ErrorCode {
  const version = v.safeParse(v.object({ protocol: v.number() }), auth);
  return version.success && version.output.protocol !== PROTOCOL_VERSION
    ? 'protocol_outdated'
    : 'malformed_request';
}

function languageOf(auth: unknown): Language {
  const said = v.safeParse(v.object({ language: v.picklist(LANGUAGES) }), auth);
  return said.success ? said.output.language : 'lv';
}
