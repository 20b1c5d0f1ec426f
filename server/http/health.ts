/** GET /healthz: the process answers. GET /readyz: it can take work; names of what fails, no details. */
import { Router } from 'express';

/** Named checks; each rejects when its part is not fit for work. */
export type Checks = Readonly<Record<string, () => Promise<void>>>;

export function healthRoutes(checks: Checks, patience = 3000): Router {
  const router = Router();

  router.get('/healthz', (_req, res) => {
    res.set('cache-control', 'no-store').json({ ok: true });
  });

  router.get('/readyz', async (_req, res) => {
    const names = Object.keys(checks);
    const outcomes = await Promise.allSettled(Object.values(checks).map((check) => inTime(check, patience)));
    const results = names.map((name, index) => [
      name,
      outcomes[index]?.status === 'fulfilled' ? 'ok' : 'failed',
    ]);
    const ready = outcomes.every((outcome) => outcome.status === 'fulfilled');
    res
      .set('cache-control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ ready, checks: Object.fromEntries(results) });
  });

  return router;
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
