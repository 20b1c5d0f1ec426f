/** What a reviewer finds without opening anything: sessions, timelines, counts, the controller's log, exports. */
import { type Request, Router } from 'express';
import * as v from 'valibot';
import { END_REASONS } from '../../protocol/events.ts';
import type { Colleague } from '../../protocol/http.ts';
import { MATTER_CATEGORIES } from '../../protocol/language.ts';
import { dayOf, daysBetween } from '../review/days.ts';
import type { ReviewLog } from '../review/log.ts';
import { placeOf, type ReviewSessions } from '../review/sessions.ts';
import type { Summarise } from '../review/summary.ts';
import { parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { allRows, sendRows } from './review-export.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewDeps {
  readonly gate: StaffGate;
  readonly sessions: ReviewSessions;
  readonly log: ReviewLog;
  readonly summarise: Summarise;
  readonly now: () => number;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Day = v.pipe(v.string(), v.isoDate(), v.check(isDay));
/** `2026-11-20`, or the first and the last with two dots between. */
const DayOrTwo = v.pipe(
  v.string(),
  v.regex(/^[\d-]{10}(\.\.[\d-]{10})?$/),
  v.check((text) => text.split('..').every(isDay)),
  v.transform((text) => {
    const [first = '', last = first] = text.split('..');
    return { since: dayOf(first).since, until: dayOf(last).until };
  }),
);
const STATUSES = ['created', 'invited', 'opened', 'joined', 'ended', 'erased'] as const;
const Days = { from: v.exactOptional(Day), to: v.exactOptional(Day) };
const Filter = {
  ...Days,
  agent: v.exactOptional(Id),
  category: v.exactOptional(v.picklist(MATTER_CATEGORIES)),
  status: v.exactOptional(v.picklist(STATUSES)),
  reason: v.exactOptional(v.picklist(END_REASONS)),
  held: v.exactOptional(v.literal('yes')),
  photos: v.exactOptional(DayOrTwo),
  due: v.exactOptional(v.pipe(Day, v.transform(dayOf))),
};
const List = v.strictObject({
  ...Filter,
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[\w-]{8,64}$/))),
});
const Export = v.strictObject({ ...Filter, format: v.picklist(['csv', 'json']) });
const Log = v.strictObject({
  ...Days,
  type: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z]{3,40}(,[A-Za-z]{3,40}){0,9}$/))),
  staff: v.exactOptional(Id),
  session: v.exactOptional(Id),
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))),
});
const Seq = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const Range = v.strictObject({ from: Day, to: Day });

/** Longest range of the charts, in days. */
const LONGEST = 92;

export function reviewRoutes({ gate, sessions, log, summarise, now }: ReviewDeps): Router {
  const router = Router();
  const reviewer = gate('reviewer');

  router.get('/api/review/sessions', reviewer, async (req, res) => {
    const { after, ...filter } = parse(List, req.query);
    const place = after === undefined ? undefined : placeOf(after);
    res.json(await sessions.list(staffOf(res).controller, spanned(filter), place));
  });

  router.get('/api/review/sessions/export', reviewer, async (req, res) => {
    const { format, ...filter } = parse(Export, req.query);
    const rows = allRows(sessions, staffOf(res).controller, spanned(filter));
    res.attachment(`sessions-${new Date(now()).toISOString().slice(0, 10)}.${format}`);
    await sendRows(res, format, rows);
  });

  router.get('/api/review/sessions/:session', reviewer, async (req, res) => {
    const found = await sessions.find(staffOf(res).controller, sessionIn(req));
    if (!found) throw new HttpRefusal('not_found');
    res.json(found);
  });

  router.get('/api/review/sessions/:session/timeline', reviewer, async (req, res) => {
    const timeline = await sessions.timeline(staffOf(res).controller, sessionIn(req));
    if (!timeline) throw new HttpRefusal('not_found');
    res.json(timeline);
  });

  router.get('/api/review/agents', reviewer, async (_req, res) => {
    const staff = await sessions.staff(staffOf(res).controller);
    const agents = staff.filter(({ role }) => role === 'agent').map(({ id, name }) => ({ id, name }));
    res.json(agents satisfies readonly Colleague[]);
  });

  router.get('/api/review/staff', reviewer, async (_req, res) => {
    res.json(await sessions.staff(staffOf(res).controller));
  });

  router.get('/api/review/summary', reviewer, async (req, res) => {
    const { from, to } = parse(Range, req.query);
    res.json(await summarise(staffOf(res).controller, daysBetween(from, to, LONGEST)));
  });

  router.get('/api/review/log', reviewer, async (req, res) => {
    const { after, type, ...filter } = parse(Log, req.query);
    const wanted = { ...spanned(filter), ...(type === undefined ? {} : { types: type.split(',') }) };
    res.json(await log.find(staffOf(res).controller, wanted, after));
  });

  router.get('/api/review/log/:seq', reviewer, async (req, res) => {
    const proof = await log.prove(staffOf(res).controller, parse(Seq, req.params.seq));
    if (!proof) throw new HttpRefusal('not_found');
    res.json(proof);
  });

  return router;
}

function sessionIn(req: Request): string {
  return parse(Id, req.params.session);
}

function isDay(text: string): boolean {
  try {
    return dayOf(text).since > 0;
  } catch {
    return false;
  }
}

/** Days of the reviewer as moments; what stands beside them stays. */
function spanned<F extends { from?: string; to?: string }>({ from, to, ...rest }: F) {
  return {
    ...rest,
    ...(from === undefined ? {} : { since: dayOf(from).since }),
    ...(to === undefined ? {} : { until: dayOf(to).until }),
  };
}
