/** The caller's way in: the link, the spoken code, the terms. See `protocol/http.ts` for the shapes. */
import { Router } from 'express';
import * as v from 'valibot';
import type { CallerView, CodeAccepted, InvitationView } from '../../protocol/http.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import { brandOf } from '../content/facts.ts';
import { currentVersion, shortTerms, textsVersion } from '../content/texts.ts';
import type { Content } from '../content/types.ts';
import type { Invited, Pairing } from '../invitation/pairing.ts';
import type { Clock } from '../ports.ts';
import type { PeriodsInForce } from '../privacy/period-records.ts';
import { jsonBody, parse } from './body.ts';
import { callViewOf } from './caller-views.ts';
import { sendCompressed } from './compressed.ts';
import { newToken, type TokenCookie, tokenHash } from './cookies.ts';
import { HttpRefusal } from './problem.ts';

export interface InvitationDeps {
  readonly pairing: Pairing;
  readonly content: Content;
  readonly periods: PeriodsInForce;
  readonly clock: Clock;
  readonly cookie: TokenCookie;
}

/** A call lasts two hours at most; the cookie is good for nothing longer. Milliseconds. */
const CALL_COOKIE_MS = 3 * 3_600_000;
/** About what the page, a guide and the connection take without photos, in kB, rounded up. */
const DATA_USE_KB = 200;

const Token = v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{22}$/));
const Device = v.picklist(['phone', 'tablet', 'computer']);
const Open = v.strictObject({ token: Token, device: Device });
const Reading = v.strictObject({ token: Token });
const Code = v.strictObject({
  number: v.pipe(v.string(), v.maxLength(32)),
  code: v.pipe(v.string(), v.regex(/^\d{6}$/)),
});
const Version = v.pipe(v.string(), v.maxLength(32));
const Accept = v.strictObject({
  token: Token,
  terms: Version,
  notice: Version,
  language: v.picklist(LANGUAGES),
  device: Device,
  attempt: v.exactOptional(v.pipe(v.string(), v.minLength(16), v.maxLength(64))),
});

export function invitationRoutes({ pairing, content, periods, clock, cookie }: InvitationDeps): Router {
  const router = Router();

  router.post('/api/invitation/open', jsonBody(), async (req, res) => {
    const { token, device } = parse(Open, req.body);
    const invited = await pairing.open(token, device);
    if (!invited.ok) throw new HttpRefusal(invited.code);
    await sendCompressed(req, res, viewOf(content, periods, invited, clock.now()));
  });

  router.post('/api/invitation/code', jsonBody(), async (req, res) => {
    const { number, code } = parse(Code, req.body);
    const redeemed = await pairing.redeemCode(number, code);
    if (!redeemed.ok) throw new HttpRefusal(redeemed.code);
    res.json({ token: redeemed.token } satisfies CodeAccepted);
  });

  router.post('/api/invitation/reading', jsonBody(), async (req, res) => {
    const invited = await pairing.read(parse(Reading, req.body).token);
    if (!invited.ok) throw new HttpRefusal(invited.code);
    res.status(204).end();
  });

  router.post('/api/invitation/accept', jsonBody(), async (req, res) => {
    const { token, ...acceptance } = parse(Accept, req.body);
    const credential = newToken();
    const hash = tokenHash(credential);
    const invited = await pairing.accept(token, acceptance, { token: credential, hash }, (controller) =>
      isCurrent(content, periods.current(controller).version, controller, acceptance),
    );
    if (!invited.ok) throw new HttpRefusal(invited.code);
    cookie.set(res, credential, CALL_COOKIE_MS);
    const { controller } = invited.state;
    await sendCompressed(req, res, callViewOf(content, controller, acceptance.language) satisfies CallerView);
  });

  return router;
}

/** Only what is in force can be accepted: the caller must have been shown exactly this. */
function isCurrent(
  content: Content,
  record: number,
  controller: string,
  accepted: { terms: string; notice: string },
): boolean {
  return (
    currentVersion(content, controller, 'terms') === accepted.terms &&
    currentVersion(content, controller, 'notice', record) === accepted.notice
  );
}

function viewOf(
  content: Content,
  records: PeriodsInForce,
  { state, expiresAt, moving }: Invited,
  now: number,
): InvitationView {
  const controller = content.controllers.get(state.controller);
  if (!controller) throw new HttpRefusal('controller_unknown');
  const { version, periods } = records.current(controller.key);
  return {
    brand: brandOf(controller),
    agentName: state.agentName,
    language: state.language,
    expiresAt,
    now,
    terms: {
      ...textsVersion(content, controller.key, 'terms'),
      short: shortTerms(content, controller, version === 1 ? undefined : periods),
    },
    notice: textsVersion(content, controller.key, 'notice', version),
    dataUse: DATA_USE_KB,
    moving,
  };
}
