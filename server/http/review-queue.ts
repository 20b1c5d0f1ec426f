/** The audit queue over HTTP: what was drawn and why, who takes it, what was found and what follows. */
import { type Request, Router } from 'express';
import * as v from 'valibot';
import { FINDING_CATEGORIES, FINDING_SEVERITIES } from '../../protocol/audit.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Colleague } from '../../protocol/http.ts';
import { dayOf } from '../review/days.ts';
import type { Findings } from '../review/queue/findings.ts';
import type { Draws } from '../review/queue/proof.ts';
import type { Queue } from '../review/queue/queue.ts';
import { RISK_TABLE, SAMPLING } from '../review/queue/rules.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewQueueDeps {
  readonly gate: StaffGate;
  readonly queue: Queue;
  readonly findings: Findings;
  readonly draws: Draws;
  /** Who can be responsible for a follow-up: the controller's accounts that are not disabled. */
  readonly people: (controller: string) => Promise<readonly Colleague[]>;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Day = v.pipe(v.string(), v.isoDate(), v.check(isDay));
const Text = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(2000));
const List = v.strictObject({
  state: v.picklist(['open', 'closed']),
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[\w-]{8,64}$/))),
});
const FollowUps = v.strictObject({ state: v.picklist(['open', 'done']) });
const Take = v.strictObject({ instead: v.exactOptional(Id) });
const Nothing = v.strictObject({});
const Note = v.strictObject({ note: Text });
const Record = v.pipe(
  v.strictObject({
    severity: v.picklist(FINDING_SEVERITIES),
    category: v.picklist(FINDING_CATEGORIES),
    text: Text,
    followUp: v.exactOptional(v.strictObject({ responsible: Id, due: Day })),
  }),
  v.check(({ severity, followUp }) => severity === 'observation' || followUp !== undefined),
);

export function reviewQueueRoutes({ gate, queue, findings, draws, people }: ReviewQueueDeps): Router {
  const router = Router();
  const reviewer = gate('reviewer');
  const itemIn = (req: Request) => parse(Id, req.params.item);

  router.get('/api/review/queue', reviewer, async (req, res) => {
    const { state, after } = parse(List, req.query);
    const [by = '', id = ''] = after?.split('.') ?? [];
    const place = after === undefined ? undefined : { by: Number(by), id };
    res.json(await queue.list(staffOf(res), state, place));
  });

  router.get('/api/review/queue/rules', reviewer, (_req, res) => {
    const risk = RISK_TABLE.map(({ signal, from, points }) => ({ signal, from, points }));
    res.json({ risk, sampling: SAMPLING });
  });

  router.get('/api/review/queue/people', reviewer, async (_req, res) => {
    res.json(await people(staffOf(res).controller));
  });

  router.get('/api/review/queue/draws', reviewer, async (_req, res) => {
    res.json(await draws.list(staffOf(res).controller));
  });

  router.get('/api/review/queue/draws/:day', reviewer, async (req, res) => {
    const proof = await draws.prove(staffOf(res).controller, parse(Day, req.params.day));
    if (!proof) throw new HttpRefusal('not_found');
    res.json(proof);
  });

  router.get('/api/review/queue/items/:item', reviewer, async (req, res) => {
    res.json(must(await findings.view(staffOf(res), itemIn(req))));
  });

  router.post('/api/review/queue/items/:item/take', reviewer, jsonBody(), async (req, res) => {
    const { instead } = parse(Take, req.body);
    res.json(must(await queue.take(staffOf(res), itemIn(req), instead)));
  });

  router.post('/api/review/queue/items/:item/no-finding', reviewer, jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    res.json(must(await queue.noFinding(staffOf(res), itemIn(req))));
  });

  router.post('/api/review/queue/items/:item/findings', reviewer, jsonBody(), async (req, res) => {
    const finding = parse(Record, req.body);
    res.status(201).json(must(await findings.record(staffOf(res), itemIn(req), finding)));
  });

  router.get('/api/review/findings', reviewer, async (req, res) => {
    const { state } = parse(FollowUps, req.query);
    res.json(await findings.followUps(staffOf(res), state));
  });

  router.post('/api/review/findings/:finding/done', reviewer, jsonBody(), async (req, res) => {
    const { note } = parse(Note, req.body);
    res.json(must(await findings.done(staffOf(res), parse(Id, req.params.finding), note)));
  });

  return router;
}

function isDay(text: string): boolean {
  try {
    return dayOf(text).since > 0;
  } catch {
    return false;
  }
}

function must<T>(answer: { readonly ok: true; readonly value: T } | Refusal): T {
  if (!answer.ok) throw new HttpRefusal(answer.code);
  return answer.value;
}
