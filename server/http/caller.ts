/** The caller's browser: what its credential opens during the call and after it. */
import { Router } from 'express';
import * as v from 'valibot';
import type { AfterCallView, CallerView } from '../../protocol/http.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Content } from '../content/types.ts';
import type { Credentials } from '../invitation/credentials.ts';
import type { Clock } from '../ports.ts';
import { dueDates } from '../privacy/periods.ts';
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
}

const Erase = v.strictObject({ photo: v.exactOptional(v.pipe(v.string(), v.maxLength(64))) });

export function callerRoutes({ sessions, credentials, content, clock, cookie, gate }: CallerDeps): Router {
  const router = Router();

  router.get('/api/caller', async (req, res) => {
    const { scope, state } = await gate(req);
    res.json(viewOf(content, scope, state));
  });

  router.post('/api/caller/after', jsonBody(), async (req, res) => {
    const { session, scope, state } = await gate(req);
    const ended = mustBeEnded(state);
    if (scope === 'call') {
      const token = newToken();
      await credentials.exchange(session, { token, hash: tokenHash(token) });
      cookie.set(res, token, Math.max(0, dueDates(ended.ended.at).content - clock.now()));
    }
    res.json(afterCallViewOf(content, ended) satisfies AfterCallView);
  });

  router.post('/api/caller/after/erase', jsonBody(), async (req, res) => {
    const { photo } = parse(Erase, req.body);
    const { session, scope, state } = await gate(req);
    if (scope !== 'after') throw new HttpRefusal('not_allowed');
    const { joined } = mustBeEnded(state);
    const standing = joined?.photos.filter(({ erased }) => !erased).map(({ id }) => id) ?? [];
    for (const id of photo === undefined ? standing : [photo]) {
      const command = { type: 'ErasePhoto', photo: id } as const;
      const outcome = await sessions.execute(session, { by: 'caller', command });
      if (!outcome.ok) throw new HttpRefusal(outcome.code);
    }
    const view = await sessions.view(session);
    res.json(afterCallViewOf(content, mustBeEnded(view?.state ?? { status: 'none' })));
  });

  return router;
}

function viewOf(content: Content, scope: 'call' | 'after', state: SessionState): CallerView {
  if (state.status === 'ended') {
    return scope === 'after' ? { kind: 'after', ...afterCallViewOf(content, state) } : { kind: 'ended' };
  }
  if (state.status !== 'joined') throw new HttpRefusal('credential_unknown');
  return callViewOf(content, state.controller, state.language);
}

function mustBeEnded(state: SessionState): Extract<SessionState, { status: 'ended' }> {
  if (state.status !== 'ended') throw new HttpRefusal('session_not_open');
  return state;
}
