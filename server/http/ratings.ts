/** The rating after a call, and the counts of all ratings. */
import { Router } from 'express';
import * as v from 'valibot';
import type { Ratings } from '../consent/ratings.ts';
import { jsonBody, parse } from './body.ts';
import type { CallerGate } from './caller-gate.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

const Rating = v.strictObject({ score: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)) });

export interface RatingRouteDeps {
  readonly ratings: Ratings;
  readonly staffGate: StaffGate;
  readonly callerGate: CallerGate;
}

export function ratingRoutes({ ratings, staffGate, callerGate }: RatingRouteDeps): Router {
  const router = Router();

  router.post('/api/caller/after/rating', jsonBody(), async (req, res) => {
    const { score } = parse(Rating, req.body);
    const { session, scope, state } = await callerGate(req);
    if (scope !== 'after') throw new HttpRefusal('not_allowed');
    const outcome = await ratings.rate(session, state, score);
    if (!outcome.ok) throw new HttpRefusal(outcome.code);
    res.status(204).end();
  });

  router.get('/api/ratings', staffGate('supervisor'), async (_req, res) => {
    res.json(await ratings.counts(staffOf(res).controller));
  });

  return router;
}
