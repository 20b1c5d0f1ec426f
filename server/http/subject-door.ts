/** The door of the subject's own page: a number, the code that was sent to it, and out again. */
import { type Request, Router } from 'express';
import * as v from 'valibot';
import { LANGUAGES } from '../../protocol/language.ts';
import type { CodeSent, SubjectDoor } from '../../protocol/subject.ts';
import { brandOf } from '../content/facts.ts';
import { textsVersion } from '../content/texts.ts';
import type { Content } from '../content/types.ts';
import type { Clock } from '../ports.ts';
import { SUBJECT_SIGNED_IN_MS, type SubjectSignIn } from '../subject/sign-in.ts';
import { jsonBody, parse } from './body.ts';
import type { TokenCookie } from './cookies.ts';
import { HttpRefusal } from './problem.ts';

export interface SubjectDoorDeps {
  readonly content: Content;
  readonly signIn: SubjectSignIn;
  readonly cookie: TokenCookie;
  readonly clock: Clock;
  readonly prefixes: readonly string[];
}

const Key = v.pipe(v.string(), v.maxLength(32));
const Typed = v.pipe(v.string(), v.maxLength(32));
const Ask = v.strictObject({ controller: Key, number: Typed, language: v.picklist(LANGUAGES) });
const Redeem = v.strictObject({
  controller: Key,
  number: Typed,
  code: v.pipe(v.string(), v.regex(/^\d{6}$/)),
});
const Nothing = v.strictObject({});

export function subjectDoorRoutes({ content, signIn, cookie, clock, prefixes }: SubjectDoorDeps): Router {
  const router = Router();

  router.get('/api/subject/of/:controller', (req, res) => {
    const controller = content.controllers.get(req.params.controller);
    if (!controller) throw new HttpRefusal('controller_unknown');
    const door: SubjectDoor = {
      brand: brandOf(controller),
      notice: textsVersion(content, controller.key, 'notice'),
      prefix: prefixes[0] ?? '',
    };
    res.json(door);
  });

  router.post('/api/subject/code', jsonBody(), async (req, res) => {
    const sent = await signIn.askCode(parse(Ask, req.body), clientOf(req));
    if (!sent.ok) throw new HttpRefusal(sent.code, sent.retryAfter);
    res.json({ validFor: sent.validUntil - clock.now() } satisfies CodeSent);
  });

  router.post('/api/subject/sign-in', jsonBody(), async (req, res) => {
    const opened = await signIn.redeem(parse(Redeem, req.body), clientOf(req));
    if (!opened.ok) throw new HttpRefusal(opened.code, opened.retryAfter);
    await endThis(req);
    cookie.set(res, opened.token, SUBJECT_SIGNED_IN_MS);
    res.status(204).end();
  });

  router.post('/api/subject/sign-out', jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    await endThis(req);
    cookie.clear(res);
    res.status(204).end();
  });

  /** Whatever this browser was signed in to before. */
  async function endThis(req: Request): Promise<void> {
    const token = cookie.read(req.headers);
    if (token !== undefined) await signIn.signOut(token);
  }

  return router;
}

/** Counted under a hash, in memory, and kept nowhere. */
function clientOf(req: Request): string {
  return req.ip ?? '';
}
