/** The caller's browser: what its credential opens during the call and after it. */
import { Router } from 'express';
import * as v from 'valibot';
import type { AfterCallView, CallerView } from '../../protocol/http.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Content } from '../content/types.ts';
import type { Credentials } from '../invitation/credentials.ts';
import type { Clock } from '../ports.ts';
import type { Held } from '../privacy/held.ts';
import { isHeld } from '../privacy/held.ts';
import type { DueDates } from '../privacy/periods.ts';
import type { Sessions } from '../session/sessions.ts';
import { jsonBody, parse } from './body.ts';
import type { CallerGate } from './caller-gate.ts';
import { afterCallViewOf, callViewOf } from './caller-views.ts';
import { newToken, type TokenCookie, tokenHash } from './cookies.ts';
import { HttpRefusal } from './problem.ts';

export interface CallerDeps {
  readonly sessions: Sessions;
  readonly credentials: Credentials;
  readonly content: Content;
  readonly clock: Clock;
  readonly cookie: TokenCookie;
  readonly gate: CallerGate;
  readonly heldOf: (session: string) => Held;
  /** The dates of a session that has ended. */
  readonly dueOf: (session: string) => Promise<DueDates>;
  /** Whether this caller agreed to be asked how the call was. */
  readonly mayRate: (session: string, state: EndedSession) => Promise<boolean>;
}

type EndedSession = Extract<SessionState, { status: 'ended' }>;

const Erase = v.strictObject({ photo: v.exactOptional(v.pipe(v.string(), v.maxLength(64))) });

export function callerRoutes(deps: CallerDeps): Router {
  const { sessions, credentials, content, clock, cookie, gate, heldOf, dueOf, mayRate } = deps;
  const router = Router();
  const afterViewOf = async (session: string, state: EndedSession): Promise<AfterCallView> => ({
    ...afterCallViewOf(content, state, heldOf(session), await dueOf(session)),
    ...((await mayRate(session, state)) ? { mayRate: true } : {}),
  });

  router.get('/api/caller', async (req, res) => {
    const { session, scope, state } = await gate(req);
    if (state.status !== 'ended') res.json(openViewOf(content, state));
    else if (scope === 'call') res.json({ kind: 'ended' } satisfies CallerView);
    else res.json({ kind: 'after', ...(await afterViewOf(session, state)) } satisfies CallerView);
  });

  router.post('/api/caller/after', jsonBody(), async (req, res) => {
    const { session, scope, state } = await gate(req);
    const ended = mustBeEnded(state);
    if (scope === 'call') {
      const token = newToken();
      await credentials.exchange(session, { token, hash: tokenHash(token) });
      cookie.set(res, token, Math.max(0, (await dueOf(session)).content - clock.now()));
    }
    res.json(await afterViewOf(session, ended));
  });

  router.post('/api/caller/after/erase', jsonBody(), async (req, res) => {
    const { photo } = parse(Erase, req.body);
    const { session, scope, state } = await gate(req);
    if (scope !== 'after') throw new HttpRefusal('not_allowed');
    const { joined } = mustBeEnded(state);
    const standing = joined?.photos.filter(({ erased }) => !erased).map(({ id }) => id) ?? [];
    const free = standing.filter((id) => !isHeld(heldOf(session), id));
    // What a hold names stays, and the page says so; when it names all there is, that is the answer.
    if (photo === undefined && standing.length > 0 && free.length === 0) throw new HttpRefusal('held_by_law');
    for (const id of photo === undefined ? free : [photo]) {
      const command = { type: 'ErasePhoto', photo: id } as const;
      const outcome = await sessions.execute(session, { by: 'caller', command });
      if (!outcome.ok) throw new HttpRefusal(outcome.code);
    }
    const view = await sessions.view(session);
    res.json(await afterViewOf(session, mustBeEnded(view?.state ?? { status: 'none' })));
  });

  return router;
}

function openViewOf(content: Content, state: SessionState): CallerView {
  if (state.status !== 'joined') throw new HttpRefusal('credential_unknown');
  return callViewOf(content, state.controller, state.language);
}

function mustBeEnded(state: SessionState): EndedSession {
  if (state.status !== 'ended') throw new HttpRefusal('session_not_open');
  return state;
}
