/** Legal holds, as the reviewer sets and lifts them: one asks with a reason, another approves. */
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import type { Hold, HoldStep } from '../../protocol/review.ts';
import type { HeldRow, Holds } from '../privacy/holds.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewHoldDeps {
  readonly holds: Holds;
  readonly gate: StaffGate;
  /** Names of accounts by id. */
  readonly namesOf: (controller: string) => Promise<ReadonlyMap<string, string>>;
}

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Reason = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500));
const Ask = v.strictObject({ session: Id, photo: v.exactOptional(Id), reason: Reason });
const Lift = v.strictObject({ reason: Reason });
const Nothing = v.strictObject({});
const Session = v.optional(Id);

export function reviewHoldRoutes({ holds, gate, namesOf }: ReviewHoldDeps): Router {
  const router = Router();
  const reviewer = gate('reviewer');
  type Answer = Awaited<ReturnType<Holds['approve']>>;

  async function reply(res: Response, answer: Answer, status = 200): Promise<void> {
    if (!answer.ok) throw new HttpRefusal(answer.code);
    const { id, controller } = staffOf(res);
    res.status(status).json(holdView(answer.hold, id, await namesOf(controller)));
  }
  const idOf = (req: Request) => parse(Id, req.params.id);

  router.get('/api/review/holds', reviewer, async (req, res) => {
    const { id, controller } = staffOf(res);
    const rows = await holds.list(controller, parse(Session, req.query.session));
    const names = await namesOf(controller);
    res.json(rows.map((row) => holdView(row, id, names)));
  });

  router.post('/api/review/holds', reviewer, jsonBody(), async (req, res) => {
    const { reason, ...target } = parse(Ask, req.body);
    await reply(res, await holds.request(staffOf(res), target, reason), 201);
  });

  router.post('/api/review/holds/:id/approve', reviewer, jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    await reply(res, await holds.approve(staffOf(res), idOf(req)));
  });

  router.post('/api/review/holds/:id/withdraw', reviewer, jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    await reply(res, await holds.withdraw(staffOf(res), idOf(req)));
  });

  router.post('/api/review/holds/:id/lift', reviewer, jsonBody(), async (req, res) => {
    const { reason } = parse(Lift, req.body);
    await reply(res, await holds.requestLift(staffOf(res), idOf(req), reason));
  });

  router.post('/api/review/holds/:id/approve-lift', reviewer, jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    await reply(res, await holds.approveLift(staffOf(res), idOf(req)));
  });

  return router;
}

function holdView(row: HeldRow, reader: string, names: ReadonlyMap<string, string>): Hold {
  const { id, session, photo, state, reasons } = row;
  const step = (by: string, at: number): HoldStep => {
    const name = names.get(by);
    return { by, at, ...(name === undefined ? {} : { name }) };
  };
  const taken = (by: string | null, at: number | null) =>
    by === null || at === null ? undefined : step(by, at);
  const approved = taken(row.approved_by, row.approved_at);
  const liftRequested = taken(row.lift_requested_by, row.lift_requested_at);
  const lifted = taken(row.lifted_by, row.lifted_at);
  const withdrawn = taken(row.requested_by, row.withdrawn_at);
  return {
    id,
    session,
    ...(photo === null ? {} : { photo }),
    state,
    reason: reasons.hold,
    ...(reasons.lift === undefined ? {} : { liftReason: reasons.lift }),
    own: (row.lift_requested_by ?? row.requested_by) === reader,
    requested: step(row.requested_by, row.requested_at),
    ...(withdrawn ? { withdrawn } : {}),
    ...(approved ? { approved } : {}),
    ...(liftRequested ? { liftRequested } : {}),
    ...(lifted ? { lifted } : {}),
  };
}
