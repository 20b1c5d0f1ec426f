/** What a reviewer finds without opening anything: sessions, timelines, counts, the controller's log, exports. */
import { type Request, Router } from 'express';
import * as v from 'valibot';
import { END_REASONS } from '../../protocol/events.ts';
import type { Colleague } from '../../protocol/http.ts';
import { MATTER_CATEGORIES } from '../../protocol/language.ts';
import type { ReviewRow } from '../../protocol/review.ts';
import { csv } from '../review/csv.ts';
import { dayOf, daysBetween } from '../review/days.ts';
import type { ReviewLog } from '../review/log.ts';
import type { Place, ReviewSessions, SessionFilter } from '../review/sessions.ts';
import type { Summarise } from '../review/summary.ts';
import { parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
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
const STATUSES = ['created', 'invited', 'opened', 'joined', 'ended', 'erased'] as const;
const Days = { from: v.exactOptional(Day), to: v.exactOptional(Day) };
const Filter = {
  ...Days,
  agent: v.exactOptional(Id),
  category: v.exactOptional(v.picklist(MATTER_CATEGORIES)),
  status: v.exactOptional(v.picklist(STATUSES)),
  reason: v.exactOptional(v.picklist(END_REASONS)),
  held: v.exactOptional(v.literal('yes')),
};
const List = v.strictObject({
  ...Filter,
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[\w-]{8,64}$/))),
});
const Export = v.strictObject({ ...Filter, format: v.picklist(['csv', 'json']) });
const Log = v.strictObject({
  ...Days,
  type: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z]{3,40}$/))),
  staff: v.exactOptional(Id),
  session: v.exactOptional(Id),
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))),
});
const Range = v.strictObject({ from: Day, to: Day });

/** Longest range of the charts, in days. */
const LONGEST = 92;
/** Rows of one export: what a spreadsheet takes easily. A longer list is exported by shorter ranges. */
const EXPORTED = 20_000;

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
    const rows = await allRows(sessions, staffOf(res).controller, spanned(filter));
    const name = `sessions-${new Date(now()).toISOString().slice(0, 10)}.${format}`;
    res.attachment(name);
    if (format === 'json') res.json(rows);
    else res.type('text/csv; charset=utf-8').send(csv([COLUMNS.map(([title]) => title), ...rows.map(cells)]));
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
    const agents = await sessions.agents(staffOf(res).controller);
    res.json(agents satisfies readonly Colleague[]);
  });

  router.get('/api/review/summary', reviewer, async (req, res) => {
    const { from, to } = parse(Range, req.query);
    res.json(await summarise(staffOf(res).controller, daysBetween(from, to, LONGEST)));
  });

  router.get('/api/review/log', reviewer, async (req, res) => {
    const { after, ...filter } = parse(Log, req.query);
    res.json(await log.find(staffOf(res).controller, spanned(filter), after));
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

function placeOf(text: string): Place {
  const [at = '', id = ''] = text.split('.');
  return { at: Number(at), id };
}

async function allRows(
  sessions: ReviewSessions,
  controller: string,
  filter: SessionFilter,
): Promise<ReviewRow[]> {
  const rows: ReviewRow[] = [];
  let after: Place | undefined;
  do {
    const page = await sessions.list(controller, filter, after, 500);
    rows.push(...page.rows);
    after = page.next === undefined ? undefined : placeOf(page.next);
  } while (after && rows.length < EXPORTED);
  return rows.slice(0, EXPORTED);
}

const iso = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString());

const COLUMNS: readonly (readonly [string, (row: ReviewRow) => string])[] = [
  ['session', (row) => row.session],
  ['status', (row) => row.status],
  ['agent', (row) => row.agentName],
  ['agent_id', (row) => row.staff],
  ['category', (row) => row.category],
  ['language', (row) => row.language],
  ['created', (row) => iso(row.createdAt)],
  ['accepted', (row) => iso(row.acceptedAt)],
  ['ended', (row) => iso(row.endedAt)],
  ['reason', (row) => row.reason ?? ''],
  ['held', (row) => (row.held ? 'yes' : '')],
];

function cells(row: ReviewRow): string[] {
  return COLUMNS.map(([, value]) => value(row));
}
