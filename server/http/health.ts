/**
 * GET /healthz: the process answers. GET /readyz: it can take work; names of what fails, no details. What is wrong but
 * keeps nobody from being served is an alarm: a balancer must not take callers' help away for it.
 */
import { Router } from 'express';

/** Named checks; each rejects when its part is not fit for work. */
export type Checks = Readonly<Record<string, () => Promise<void>>>;

export function healthRoutes(checks: Checks, alarms: Checks = {}, patience = 3000): Router {
  const router = Router();

  router.get('/healthz', (_req, res) => {
    res.set('cache-control', 'no-store').json({ ok: true });
  });

  router.get('/readyz', async (_req, res) => {
    const [fit, rung] = await Promise.all([results(checks, patience), results(alarms, patience)]);
    const ready = Object.values(fit).every((result) => result === 'ok');
    res
      .set('cache-control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ ready, checks: fit, ...(Object.keys(rung).length > 0 ? { alarms: rung } : {}) });
  });

  return router;
}

async function results(checks: Checks, patience: number): Promise<Record<string, 'ok' | 'failed'>> {
  const outcomes = await Promise.allSettled(Object.values(checks).map((check) => inTime(check, patience)));
  const names = Object.keys(checks);
  const told = (place: number) => (outcomes[place]?.status === 'fulfilled' ? 'ok' : 'failed');
  return Object.fromEntries(names.map((name, place) => [name, told(place)]));
}

/** A check that hangs has failed. `patience` in milliseconds. */
async function inTime(check: () => Promise<void>, patience: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the check took too long')), patience);
  try {
    await Promise.race([check(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
