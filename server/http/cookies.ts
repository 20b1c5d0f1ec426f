/** The cookies of this service: who works here, which browser a call is bound to, and whose number was shown. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';

export { newToken, tokenHash } from '../identity/tokens.ts';

export interface TokenCookie {
  readonly name: string;
  /** The token in a request's or a socket handshake's headers. */
  read(headers: IncomingHttpHeaders): string | undefined;
  /** `maxAge` in milliseconds; without it the browser forgets the cookie when it closes. */
  set(res: Response, token: string, maxAge?: number): void;
  clear(res: Response): void;
}

export interface Cookies {
  readonly staff: TokenCookie;
  readonly caller: TokenCookie;
  /** The subject's own page. Nothing leads there but its own address, so no foreign page's link needs it. */
  readonly subject: TokenCookie;
}

/**
 * @param secure true when PUBLIC_URL is https. The `__Host-` prefix then keeps a sibling host or a page over
 *   plain http from planting a cookie of ours.
 */
export function createCookies(secure: boolean): Cookies {
  return {
    staff: tokenCookie('zvana_staff', secure),
    caller: tokenCookie('zvana_caller', secure),
    subject: tokenCookie('zvana_my', secure, 'strict'),
  };
}

/** A token as `newToken` makes it; anything else need not be looked up. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

function tokenCookie(base: string, secure: boolean, sameSite: 'lax' | 'strict' = 'lax'): TokenCookie {
  const name = secure ? `__Host-${base}` : base;
  const options = { httpOnly: true, sameSite, secure, path: '/' } as const;
  return {
    name,
    read: ({ cookie }) => {
      const value = readCookie(cookie, name);
      return value !== undefined && TOKEN.test(value) ? value : undefined;
    },
    set: (res, token, maxAge) => {
      res.cookie(name, token, maxAge === undefined ? options : { ...options, maxAge });
    },
    clear: (res) => {
      res.clearCookie(name, options);
    },
  };
}

/** The first cookie of this name (RFC 6265 section 5.4 sends the most specific one first). */
function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
