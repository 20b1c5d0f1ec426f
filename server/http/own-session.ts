/** The gate in front of one session's resources: behind it, the session is the asking agent's own. */
import type { Request, Response } from 'express';
import * as v from 'valibot';
import type { SessionState } from '../../protocol/session.ts';
import { agentPurpose, type Guarded } from '../privacy/guard.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import type { Sessions } from '../session/sessions.ts';
import { parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { staffOf } from './staff-gate.ts';

export interface OwnSessionDeps {
  readonly sessions: Pick<Sessions, 'view'>;
  readonly guard: Guard;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));

/**
 * The session in the address, if it is this agent's; of another controller's it is not even told that it exists.
 * Whoever is turned away is turned away by the guard, so that it is recorded (PRV-6).
 */
export async function ownSession(
  { sessions, guard }: OwnSessionDeps,
  req: Request,
  res: Response,
): Promise<{
  readonly session: string;
  readonly state: Exclude<SessionState, { status: 'none' | 'erased' }>;
}> {
  const { id: staff, controller } = staffOf(res);
  const session = parse(Id, req.params.session);
  const view = await sessions.view(session);
  if (!view || view.state.status === 'none') throw new HttpRefusal('not_found');
  const { state } = view;
  if (view.controller === controller && view.staff === staff) {
    if (state.status === 'erased') throw new HttpRefusal('session_erased');
    return { session, state };
  }
  const endedAt = state.status === 'ended' ? state.ended.at : undefined;
  const of = { session, controller: view.controller, endedAt };
  await guard.ask({ who: 'agent', controller, own: false, staff }, agentPurpose(of), 'shown', 'read', of);
  throw new HttpRefusal(view.controller === controller ? 'not_allowed' : 'not_found');
}

/** The little of a session that the guard must know; throws `session_erased` when nothing is left of it. */
export function guardedOf(session: string, state: SessionState): Guarded {
  if (state.status === 'none' || state.status === 'erased') throw new HttpRefusal('session_erased');
  const endedAt = state.status === 'ended' ? state.ended.at : undefined;
  return { session, controller: state.controller, endedAt };
}
