/**
 * Cross-site request forgery: the cookie is SameSite=Lax, because a CRM opens the console by a cross-site
 * navigation, so whatever changes state must also show that it comes from our own pages.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { HttpRefusal } from './problem.ts';

/**
 * True if the browser says that one of our own pages asks. `Origin` is "null" after some redirects and in
 * privacy modes; then only `Sec-Fetch-Site: same-origin`, which no page can set, will do.
 * @param allowed origins as `URL.origin` writes them
 */
export function originAllowed(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin } = headers;
  if (origin !== undefined && origin !== 'null') return allowed.includes(origin);
  return headers['sec-fetch-site'] === 'same-origin';
}

/**
 * The same for a connection's opening request, which can be a plain GET (long polling): over plain http browsers
 * then send neither `Origin` nor `Sec-Fetch-Site`, but our pages' `Referrer-Policy: same-origin` makes them name
 * the page. A foreign page cannot make that name one of ours.
 */
export function connectionAllowed(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, referer } = headers;
  if (origin !== undefined || headers['sec-fetch-site'] !== undefined) return originAllowed(headers, allowed);
  return referer !== undefined && URL.canParse(referer) && allowed.includes(new URL(referer).origin);
}

/**
 * Machines have no origin. Their messages are signed instead (telephony's webhook, the SMS gateway), or they
 * bring a key that no browser adds by itself (the operator's other systems).
 */
const SIGNED =
  /^\/api\/(?:calls\/[^/]+\/ended|sms\/(?:reports|messages)|mail\/[^/]+\/(?:offers|reports)|v1\/consents\/check(?:-batch)?)$/;

/**
 * One click in a mail program (RFC 8058) comes from its provider and not from our page. The token in the address is all
 * that counts, and all that it can do is take a consent back.
 */
const ONE_CLICK = /^\/o\/unsubscribe\/[^/]+$/;

export function originCheck(allowed: readonly string[]): RequestHandler {
  return (req, _res, next) => {
    const changesNothing = req.method === 'GET' || req.method === 'HEAD';
    const speaksForItself = SIGNED.test(req.path) || ONE_CLICK.test(req.path);
    if (!changesNothing && !speaksForItself && !originAllowed(req.headers, allowed)) {
      throw new HttpRefusal('origin_refused');
    }
    next();
  };
}
