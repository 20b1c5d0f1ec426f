/** The gate in front of everything that a caller's browser may do: its cookie, and what that opens now. */
import type { Request } from 'express';
import type { SessionState } from '../../protocol/session.ts';
import type { Credentials } from '../invitation/credentials.ts';
import type { Sessions } from '../session/sessions.ts';
import { type TokenCookie, tokenHash } from './cookies.ts';
import { HttpRefusal } from './problem.ts';

export interface CallerSession {
  readonly session: string;
  readonly scope: 'call' | 'after';
  readonly state: SessionState;
}

export type CallerGate = (req: Request) => Promise<CallerSession>;

/** Throws `credential_unknown` without a cookie that opens a session, and `session_erased` when that is gone. */
export function createCallerGate(
  credentials: Credentials,
  sessions: Pick<Sessions, 'view'>,
  cookie: TokenCookie,
): CallerGate {
  return async (req) => {
    const token = cookie.read(req.headers);
    const found = token === undefined ? undefined : await credentials.find(tokenHash(token));
    if (!found) throw new HttpRefusal('credential_unknown');
    const view = await sessions.view(found.session);
    if (!view || view.state.status === 'none') throw new HttpRefusal('credential_unknown');
    if (view.state.status === 'erased') throw new HttpRefusal('session_erased');
    return { ...found, state: view.state };
  };
}
