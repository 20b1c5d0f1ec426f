/**
 * One line per request: id, method, route pattern, status, duration. Never the URL: addresses hold ids, and a
 * link someone mangled may hold a token. No IP address and no user agent: the policy table has no row for them.
 */
import type { RequestHandler, Response } from 'express';
import { v7 as newUuid } from 'uuid';

/** The part of a pino logger that is used here. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const requestIds = new WeakMap<Response, string>();

/** UUID of this request, also in its `x-request-id` header; empty outside `requestLog`. */
export function requestIdOf(res: Response): string {
  return requestIds.get(res) ?? '';
}

/** The client's own `x-request-id` is ignored: what a stranger wrote must not get into the log. */
export function requestLog(log: Log): RequestHandler {
  return (req, res, next) => {
    const started = performance.now();
    const request = newUuid();
    requestIds.set(res, request);
    res.set('x-request-id', request);
    res.once('close', () => {
      log.info(
        {
          request,
          method: req.method,
          route: routeOf(req.route),
          status: res.statusCode,
          ms: Math.round(performance.now() - started),
          ...(res.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

/** Express types `req.route` as `any`. Every route here has its whole path as its pattern. */
function routeOf(route: unknown): string {
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : 'none';
}
