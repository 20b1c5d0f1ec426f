/** The ledger's evidence for the reviewer: how it is, verifications, proofs, and what an outside verifier needs. */
import { pipeline } from 'node:stream/promises';
import { type Request, Router } from 'express';
import * as v from 'valibot';
import type { CheckpointSink, LedgerInspector, LedgerQuestion } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { ReviewLedger } from '../review/ledger.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewLedgerDeps {
  readonly gate: StaffGate;
  readonly ledger: ReviewLedger;
  readonly inspector: Pick<LedgerInspector, 'prove' | 'exportLines'>;
  readonly sink: Pick<CheckpointSink, 'read'>;
  readonly log: ControllerLog;
  /** Whether the controller has this session. */
  readonly owns: (controller: string, session: string) => Promise<boolean>;
  readonly now: () => number;
}

const Count = v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/), v.transform(Number));
const Nothing = v.strictObject({});
const Inclusion = v.strictObject({
  /** Without it the entry is one of the controller's own log. */
  session: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/))),
  seq: Count,
  size: v.exactOptional(Count),
});
const Consistency = v.strictObject({ older: Count, newer: Count });

export function reviewLedgerRoutes(deps: ReviewLedgerDeps): Router {
  const { gate, ledger, inspector, sink, log, owns, now } = deps;
  const router = Router();
  const reviewer = gate('reviewer');
  const day = () => new Date(now()).toISOString().slice(0, 10);

  async function prove(controller: string, question: LedgerQuestion) {
    const proof = await inspector.prove(controller, question);
    if (!proof) throw new HttpRefusal('not_found');
    return proof;
  }

  router.get('/api/review/ledger', reviewer, async (_req, res) => {
    res.json(await ledger.health(staffOf(res).controller));
  });

  router.post('/api/review/ledger/verify', reviewer, jsonBody(), async (req, res) => {
    parse(Nothing, req.body);
    const begun = await ledger.verify(staffOf(res));
    if (!begun.ok) throw new HttpRefusal(begun.code);
    res.status(202).json(begun.value);
  });

  router.get('/api/review/ledger/export', reviewer, async (_req, res) => {
    const { controller, id } = staffOf(res);
    await log.append(controller, { kind: 'reviewer', staff: id }, [{ type: 'LedgerExported' }]);
    res.attachment(`${controller}-${day()}.export`).type('text/plain; charset=utf-8');
    await pipeline(inspector.exportLines(controller, now()), res);
  });

  router.get('/api/review/ledger/checkpoints', reviewer, async (_req, res) => {
    const { controller } = staffOf(res);
    res.attachment(`${controller}.checkpoints`).type('text/plain; charset=utf-8');
    res.send(Buffer.from(await sink.read(controller)));
  });

  router.get('/api/review/ledger/checkpoints.json', reviewer, async (_req, res) => {
    res.json(await ledger.checkpoints(staffOf(res).controller));
  });

  router.get('/api/review/ledger/proof', reviewer, async (req: Request, res) => {
    const { session, seq, size } = parse(Inclusion, req.query);
    const { controller } = staffOf(res);
    if (session !== undefined && !(await owns(controller, session))) throw new HttpRefusal('not_found');
    const stream = session === undefined ? `controller:${controller}` : `session:${session}`;
    const limit = size === undefined ? {} : { size };
    const proof = await prove(controller, { kind: 'inclusion', stream, seq, ...limit });
    res.attachment(`${session ?? controller}-${seq}.proof.json`).json(proof);
  });

  router.get('/api/review/ledger/consistency', reviewer, async (req, res) => {
    const sizes = parse(Consistency, req.query);
    const { controller } = staffOf(res);
    const proof = await prove(controller, { kind: 'consistency', ...sizes });
    res.attachment(`${controller}-${sizes.older}-${sizes.newer}.proof.json`).json(proof);
  });

  return router;
}
