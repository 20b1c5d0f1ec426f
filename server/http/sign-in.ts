/** POST /api/sign-in answers with `Me`; POST /api/sign-out, here or everywhere, with 204. */
import { Router } from 'express';
import * as v from 'valibot';
import type { Me } from '../../protocol/http.ts';
import type { Identity } from '../identity/identity.ts';
import { LONGEST_PASSWORD } from '../identity/passwords.ts';
import type { Staff } from '../identity/staff.ts';
import { jsonBody, parse } from './body.ts';
import type { TokenCookie } from './cookies.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

const SignIn = v.strictObject({
  login: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
  // In UTF-16 units, of which a character may take two; beyond it no password can be right.
  password: v.pipe(v.string(), v.nonEmpty(), v.maxLength(2 * LONGEST_PASSWORD)),
});
const SignOut = v.strictObject({ everywhere: v.boolean() });

export interface SignInDeps {
  readonly identity: Identity;
  readonly cookie: TokenCookie;
  readonly gate: StaffGate;
  readonly meOf: (staff: Staff) => Me;
}

export function signInRoutes({ identity, cookie, gate, meOf }: SignInDeps): Router {
  const router = Router();

  router.post('/api/sign-in', jsonBody(), async (req, res) => {
    const { login, password } = parse(SignIn, req.body);
    const result = await identity.signIn(login, password, req.ip ?? '');
    if (!result.ok) throw new HttpRefusal(result.code, result.retryAfter);
    const me = meOf(result.staff);
    // Whoever was signed in on this browser before is signed out; a session is never carried over.
    const before = cookie.read(req.headers);
    if (before !== undefined) await identity.signOut(before);
    cookie.set(res, result.token);
    res.json(me);
  });

  router.post('/api/sign-out', gate(), jsonBody(), async (req, res) => {
    const { everywhere } = parse(SignOut, req.body);
    const token = cookie.read(req.headers);
    if (everywhere) await identity.signOutEverywhere(staffOf(res).id);
    else if (token !== undefined) await identity.signOut(token);
    cookie.clear(res);
    res.status(204).end();
  });

  return router;
}
