/** The HTTP application: what every request passes through, the routes, and the last word on errors. */
import express, { type Express, type Router } from 'express';
import type { Content } from './content/types.ts';
import type { GuideLibrary } from './guide/library.ts';
import { consentPages } from './http/consent-pages.ts';
import { createCookies } from './http/cookies.ts';
import { guideRoutes } from './http/guides.ts';
import { secureHeaders } from './http/headers.ts';
import { type Checks, healthRoutes } from './http/health.ts';
import { createMe, meRoutes } from './http/me.ts';
import { originCheck } from './http/origin.ts';
import { HttpRefusal, problemHandler } from './http/problem.ts';
import { problemPages } from './http/problem-pages.ts';
import { type Log, requestLog } from './http/request-log.ts';
import { signInRoutes } from './http/sign-in.ts';
import { createStaffGate } from './http/staff-gate.ts';
import { type Site, siteRoutes } from './http/static.ts';
import { textRoutes } from './http/texts.ts';
import type { Identity } from './identity/identity.ts';
import type { PeriodsInForce } from './privacy/period-records.ts';

export interface AppDeps {
  readonly log: Log;
  readonly identity: Identity;
  readonly content: Content;
  readonly library: GuideLibrary;
  readonly sites: { readonly client: Site; readonly my: Site; readonly console: Site };
  /** Origins of this service, as `URL.origin` writes them: that of PUBLIC_URL, or what a demo listens on. */
  readonly origins: readonly string[];
  /** Whether callers and staff come over https. */
  readonly https: boolean;
  /** Exact number of reverse proxies in front; with 0 forwarded headers are ignored. */
  readonly trustProxy: number;
  readonly demo: boolean;
  readonly prefixes: readonly string[];
  /** Short address where a caller types the spoken code. */
  readonly codeAddress: string;
  readonly checks: Checks;
  readonly periods: Pick<PeriodsInForce, 'current' | 'find'>;
  /** Told by `/readyz` beside the checks, which alone decide. */
  readonly alarms: Checks;
  /** Further routes, each with its whole path as its pattern, so that the request log can name it. */
  readonly routers: readonly Router[];
}

export function createApp(deps: AppDeps): Express {
  const { log, identity, content, library, sites, origins, https } = deps;
  const cookies = createCookies(https);
  const gate = createStaffGate(identity, cookies.staff);
  const meOf = createMe(deps);
  const frameHosts = [...content.controllers.values()].flatMap(({ pages }) =>
    pages.filter(({ open }) => open === 'frame').map(({ host }) => host),
  );

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustProxy);
  app.set('query parser', 'simple');

  app.use(
    requestLog(log),
    secureHeaders(https),
    healthRoutes(deps.checks, deps.alarms),
    originCheck(origins),
  );
  app.use(signInRoutes({ identity, cookie: cookies.staff, gate, meOf }));
  app.use(meRoutes({ meOf, accounts: identity.accounts, gate }));
  app.use(guideRoutes({ library, gate }));
  app.use(textRoutes(content, deps.periods), consentPages(content), problemPages());
  for (const router of deps.routers) app.use(router);
  app.use(
    siteRoutes({
      ...sites,
      origins,
      frameHosts: [...new Set(frameHosts)],
      controllers: [...content.controllers.keys()],
    }),
  );

  app.use(() => {
    throw new HttpRefusal('unknown_route');
  });
  app.use(problemHandler(log));
  return app;
}
