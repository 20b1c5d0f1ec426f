/** Retention periods, as reviewers change them: one simulates and proposes, another approves. */
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import type {
  PeriodProposal,
  PeriodRecord,
  PeriodStep,
  PeriodsView,
  Simulation,
} from '../../protocol/periods.ts';
import { PERIOD_KINDS } from '../../protocol/periods.ts';
import {
  type PeriodAnswer,
  type PeriodChange,
  type PeriodRecords,
  periodsOf,
} from '../privacy/period-records.ts';
import { ruleOf, TABLE_PERIODS } from '../privacy/periods.ts';
import type { Redating } from '../privacy/redating.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewPeriodDeps {
  readonly periods: PeriodRecords;
  readonly redating: Pick<Redating, 'ahead'>;
  readonly gate: StaffGate;
  /** Names of accounts by id. */
  readonly namesOf: (controller: string) => Promise<Names>;
}

type Names = ReadonlyMap<string, string>;

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Reason = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500));
/** Whether it is a period at all is for the rules to say, with a code of its own. */
const Period = v.pipe(v.string(), v.maxLength(32));
const Change = {
  periods: v.strictObject({ photos: Period, content: Period, skeleton: Period }),
  prolongEnded: v.boolean(),
};
const Simulate = v.strictObject(Change);
const Propose = v.pipe(
  v.strictObject({ ...Change, reason: Reason, prolongReason: v.exactOptional(Reason) }),
  // Who lets data live longer than promised says why that is fair to those who were promised it.
  v.check(({ prolongEnded, prolongReason }) => prolongEnded === (prolongReason !== undefined)),
);
const Refuse = v.strictObject({ why: Reason });
const Nothing = v.strictObject({});

export function reviewPeriodRoutes({ periods, redating, gate, namesOf }: ReviewPeriodDeps): Router {
  const router = Router();
  const reviewer = gate('reviewer');
  const idOf = (req: Request) => parse(Id, req.params.id);

  async function sendView(res: Response): Promise<void> {
    const { id, controller } = staffOf(res);
    const [changes, names] = await Promise.all([periods.list(controller), namesOf(controller)]);
    const redatingNow = (await redating.ahead(controller)) !== undefined;
    const current = periods.current(controller).version;
    res.json(viewOf(changes, current, id, names, redatingNow) satisfies PeriodsView);
  }

  async function decided(res: Response, answer: PeriodAnswer): Promise<void> {
    if (!answer.ok) throw new HttpRefusal(answer.code);
    await sendView(res);
  }

  router.get('/api/review/periods', reviewer, async (_req, res) => sendView(res));

  router.post('/api/review/periods/simulate', reviewer, jsonBody(), async (req, res) => {
    const answer = await periods.simulate(staffOf(res).controller, parse(Simulate, req.body));
    if (!answer.ok) throw new HttpRefusal(answer.code);
    res.json(answer.value satisfies Simulation);
  });

  router.post('/api/review/periods', reviewer, jsonBody(), async (req, res) => {
    const staff = staffOf(res);
    const answer = await periods.propose(staff, parse(Propose, req.body));
    if (!answer.ok) throw new HttpRefusal(answer.code);
    res.status(201).json(proposalView(answer.change, staff.id, await namesOf(staff.controller)));
  });

  router.post('/api/review/periods/:id/approve', reviewer, jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    await decided(res, await periods.approve(staffOf(res), idOf(req)));
  });

  router.post('/api/review/periods/:id/refuse', reviewer, jsonBody(), async (req, res) => {
    await decided(res, await periods.refuse(staffOf(res), idOf(req), parse(Refuse, req.body).why));
  });

  router.post('/api/review/periods/:id/withdraw', reviewer, jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    await decided(res, await periods.withdraw(staffOf(res), idOf(req)));
  });

  return router;
}

function viewOf(
  changes: readonly PeriodChange[],
  current: number,
  reader: string,
  names: Names,
  redating: boolean,
): PeriodsView {
  const approved = changes
    .filter(({ state }) => state === 'approved')
    .map((change) => recordView(change, names))
    .sort((one, other) => other.version - one.version);
  const history = [...approved, { version: 1, periods: TABLE_PERIODS }];
  const proposal = changes.find(({ state }) => state === 'proposed');
  const inForce = history.find(({ version }) => version === current);
  if (!inForce) throw new Error(`record ${current} is not listed`);
  return {
    limits: PERIOD_KINDS.map((what) => {
      const { shortest, longest, period: usual } = ruleOf(what);
      return { what, shortest, longest, usual };
    }),
    current: inForce,
    history,
    ...(proposal ? { proposal: proposalView(proposal, reader, names) } : {}),
    redating,
  };
}

function recordView(change: PeriodChange, names: Names): PeriodRecord {
  const { version, reasons, prolong_ended, proposed_by, proposed_at, decided_by, decided_at } = change;
  const approved =
    decided_by === null || decided_at === null ? undefined : step(decided_by, decided_at, names);
  return {
    version: version ?? 0,
    periods: periodsOf(change),
    prolongEnded: prolong_ended === 1,
    reason: reasons.reason,
    ...(reasons.prolong === undefined ? {} : { prolongReason: reasons.prolong }),
    proposed: step(proposed_by, proposed_at, names),
    ...(approved ? { approved } : {}),
  };
}

function proposalView(change: PeriodChange, reader: string, names: Names): PeriodProposal {
  const { id, reasons, prolong_ended, proposed_by, proposed_at } = change;
  return {
    id,
    periods: periodsOf(change),
    prolongEnded: prolong_ended === 1,
    reason: reasons.reason,
    ...(reasons.prolong === undefined ? {} : { prolongReason: reasons.prolong }),
    proposed: step(proposed_by, proposed_at, names),
    own: proposed_by === reader,
  };
}

function step(by: string, at: number, names: Names): PeriodStep {
  const name = names.get(by);
  return { by, at, ...(name === undefined ? {} : { name }) };
}
