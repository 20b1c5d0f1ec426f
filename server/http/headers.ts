/** Headers of every answer. The strictest policy is the default; a page that needs more asks for it by name. */
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

export interface PagePolicy {
  /** Origins of this service, so that sockets can be named too. */
  readonly origins: readonly string[];
  /** Hashes of inline `<style>` elements, as `sha256-...`. */
  readonly styleHashes?: readonly string[];
  /** The hosts whose pages a controller declared to open in a frame. */
  readonly frameHosts?: readonly string[];
}

/** Content-Security-Policy of a page of ours. No inline script and no foreign request of any kind. */
export function pageCsp({ origins, styleHashes = [], frameHosts = [] }: PagePolicy): string {
  // Safari before 15.4 does not take 'self' to cover ws: and wss: of the same host.
  const sockets = origins.map((origin) => origin.replace(/^http/, 'ws'));
  const frames = frameHosts.map((host) => `https://${host}`);
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styleHashes.map(quoted)].join(' '),
    "img-src 'self' blob: data:",
    ["connect-src 'self'", ...sockets].join(' '),
    `frame-src ${frames.length === 0 ? "'none'" : frames.join(' ')}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function quoted(hash: string): string {
  return `'${hash.replaceAll("'", '')}'`;
}

export function setCsp(res: Response, policy: string): void {
  res.set('content-security-policy', policy);
}

/** For what is data and no page: even if a browser showed it as one, nothing in it would run or load. */
const DATA_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Taking a picture goes through a file input, which needs no permission; nothing here needs any of these. */
const PERMISSIONS =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()';

/**
 * @param https whether PUBLIC_URL is https. HSTS over plain http is ignored, and browsers complain about an
 *   opener policy on an origin they do not trust, so both are left out there.
 */
export function secureHeaders(https: boolean): RequestHandler[] {
  const common = helmet({
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: https ? { policy: 'same-origin' } : false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: https,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    xXssProtection: false,
  });
  const own: RequestHandler = (req, res, next) => {
    setCsp(res, DATA_CSP);
    res.set('permissions-policy', PERMISSIONS);
    if (req.path.startsWith('/api/')) res.set('cache-control', 'no-store');
    next();
  };
  return [common, own];
}

/**
 * For pictures that people sent: shown, never run, never kept by a browser or a proxy.
 * @param download the file name to save it under; without it the picture is shown in place
 */
export function mediaHeaders(res: Response, download?: string): void {
  res.set({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-store',
    'content-disposition': download === undefined ? 'inline' : `attachment; filename="${fileName(download)}"`,
  });
}

function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_');
}
