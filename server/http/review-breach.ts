/** The breach helper for the reviewer: who is affected, the list for the authority, and the register. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import {
  type AffectedSession,
  BREACH_KINDS,
  type Breach,
  type BreachScope,
  SUBJECT_DECISIONS,
} from '../../protocol/breach.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { affectedCsv, affectedJson } from '../review/breach-list.ts';
import type { BreachScopes } from '../review/breach-scope.ts';
import type { BreachRegister } from '../review/breaches.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewBreachDeps {
  readonly gate: StaffGate;
  readonly scopes: BreachScopes;
  readonly register: BreachRegister;
  readonly log: ControllerLog;
  readonly now: () => number;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9:_-]{1,80}$/));
const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const TimeText = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const Note = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(2000));
const kind = v.picklist(BREACH_KINDS);
const fits = ({ kind: what, of }: { readonly kind: string; readonly of?: string | undefined }) =>
  (of === undefined) === (what === 'traffic' || what === 'controller-key');
const inOrder = ({ since, until }: { readonly since: number; readonly until: number }) => since < until;
const Scope = v.pipe(
  v.strictObject({ kind, of: v.exactOptional(Id), since: Time, until: Time }),
  v.check((scope) => fits(scope)),
  v.check((scope) => inOrder(scope)),
);
const query = { kind, of: v.exactOptional(Id), since: TimeText, until: TimeText };
const ScopeQuery = v.pipe(
  v.strictObject(query),
  v.check((scope) => fits(scope)),
  v.check((scope) => inOrder(scope)),
);
const ListQuery = v.pipe(
  v.strictObject({ ...query, format: v.picklist(['csv', 'json']) }),
  v.check((scope) => fits(scope)),
  v.check((scope) => inOrder(scope)),
);
const Open = v.strictObject({ awareAt: Time, scope: Scope, facts: Note });
const Authority = v.strictObject({ at: Time, note: Note });
const Subjects = v.strictObject({ at: Time, decision: v.picklist(SUBJECT_DECISIONS), note: Note });
const Close = v.strictObject({ note: Note });

export function reviewBreachRoutes({ gate, scopes, register, log, now }: ReviewBreachDeps): Router {
  const router = Router();
  const reviewer = gate('reviewer');

  function reply(
    res: Response,
    answer: { readonly ok: true; readonly value: Breach } | Refusal,
    status = 200,
  ) {
    if (!answer.ok) throw new HttpRefusal(answer.code);
    res.status(status).json(answer.value);
  }
  const idOf = (req: Request) => parse(Id, req.params.id);
  /** Nobody was aware, or notified anybody, in time to come. */
  function past(at: number): number {
    if (at > now()) throw new HttpRefusal('malformed_request');
    return at;
  }

  router.get('/api/review/breach/scope', reviewer, async (req, res) => {
    res.json(await scopes.count(staffOf(res).controller, parse(ScopeQuery, req.query) satisfies BreachScope));
  });

  router.get('/api/review/breach/affected', reviewer, async (req, res) => {
    const { format, ...scope } = parse(ListQuery, req.query);
    const { controller, id } = staffOf(res);
    await log.append(controller, { kind: 'reviewer', staff: id }, [{ type: 'BreachListed' }]);
    const sessions: AsyncIterable<AffectedSession> = scopes.affected(controller, scope);
    res.attachment(`affected-${new Date(now()).toISOString().slice(0, 10)}.${format}`);
    res.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8');
    await pipeline(Readable.from(format === 'csv' ? affectedCsv(sessions) : affectedJson(sessions)), res);
  });

  router.get('/api/review/breaches', reviewer, async (_req, res) => {
    res.json(await register.list(staffOf(res).controller));
  });

  router.post('/api/review/breaches', reviewer, jsonBody(), async (req, res) => {
    const breach = parse(Open, req.body);
    past(breach.awareAt);
    reply(res, await register.open(staffOf(res), breach), 201);
  });

  router.post('/api/review/breaches/:id/authority', reviewer, jsonBody(), async (req, res) => {
    const { at, note } = parse(Authority, req.body);
    reply(res, await register.authority(staffOf(res), idOf(req), past(at), note));
  });

  router.post('/api/review/breaches/:id/subjects', reviewer, jsonBody(), async (req, res) => {
    const { at, decision, note } = parse(Subjects, req.body);
    reply(res, await register.subjects(staffOf(res), idOf(req), past(at), decision, note));
  });

  router.post('/api/review/breaches/:id/close', reviewer, jsonBody(), async (req, res) => {
    const { note } = parse(Close, req.body);
    reply(res, await register.close(staffOf(res), idOf(req), note));
  });

  return router;
}
