/** Requests of data subjects, as reviewers register, answer and carry them out. */
import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import type { Refusal } from '../../protocol/errors.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import { OBJECTED_PURPOSES, REFUSAL_ARTICLES, REQUEST_KINDS } from '../../protocol/requests.ts';
import { parseNumber } from '../invitation/number.ts';
import type { RequestCommand } from '../request/decide.ts';
import type { Fulfilment } from '../request/fulfil.ts';
import type { Answer, RequestPlace, Requests } from '../request/register.ts';
import type { SubjectSearch } from '../request/search.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewRequestDeps {
  readonly gate: StaffGate;
  readonly requests: Requests;
  readonly fulfilment: Fulfilment;
  readonly search: SubjectSearch;
  readonly prefixes: readonly string[];
  /** Whether this account is a reviewer of the controller. */
  readonly isReviewer: (controller: string, account: string) => Promise<boolean>;
  readonly now: () => number;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Text = (longest: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(longest));
const Moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000));
const Typed = v.pipe(v.string(), v.maxLength(32));
const Said = Text(4000);

const List = v.strictObject({
  state: v.optional(v.picklist(['open', 'closed']), 'open'),
  kind: v.exactOptional(v.picklist(REQUEST_KINDS)),
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[\w-]{8,64}$/))),
});
const Create = v.strictObject({
  kind: v.picklist(REQUEST_KINDS),
  number: Typed,
  text: Said,
  language: v.picklist(LANGUAGES),
  receivedAt: v.exactOptional(Moment),
  against: v.exactOptional(v.pipe(v.array(v.picklist(OBJECTED_PURPOSES)), v.minLength(1), v.maxLength(5))),
});
const Find = v.strictObject({ number: Typed });
const Verify = v.strictObject({ how: Text(500), holderSince: v.exactOptional(Moment) });
const Assign = v.strictObject({ to: v.exactOptional(Id) });
const Extend = v.strictObject({ reason: Text(1000) });
const Notify = v.strictObject({ recipient: Text(200), what: Text(1000) });
const Reply = v.strictObject({
  outcome: v.picklist(['fulfilled', 'refused', 'partly']),
  article: v.exactOptional(v.picklist(REFUSAL_ARTICLES)),
  explanation: Said,
});
const Item = v.strictObject({ session: Id, photo: v.exactOptional(Id) });
const Erase = v.strictObject({
  explanation: Said,
  items: v.exactOptional(v.pipe(v.array(Item), v.minLength(1), v.maxLength(500))),
});
const Restrict = v.strictObject({ explanation: Said });
const Lift = v.strictObject({ informed: Text(1000) });
const Rectify = v.strictObject({ session: Id, statement: Said, explanation: Said });

export function reviewRequestRoutes(deps: ReviewRequestDeps): Router {
  const { gate, requests, fulfilment, search, prefixes, isReviewer, now } = deps;
  const router = Router();
  const reviewer = gate('reviewer');
  const base = '/api/review/requests';

  function numberIn(typed: string): string {
    const parsed = parseNumber(typed, prefixes);
    if (!parsed.ok) throw new HttpRefusal(parsed.code);
    return parsed.number;
  }

  /** A step on one request: read from the body, decided, answered with the request as it then stands. */
  function step<Schema extends v.GenericSchema>(
    name: string,
    schema: Schema,
    take: (res: Response, id: string, body: v.InferOutput<Schema>) => Promise<Answer>,
  ): void {
    router.post(`${base}/:id/${name}`, reviewer, jsonBody(), async (req, res) => {
      const body = parse(schema, req.body);
      res.json(must(await take(res, idIn(req), body)).request);
    });
  }
  const decided = (res: Response, id: string, command: RequestCommand): Promise<Answer> => {
    const by = staffOf(res);
    return requests.step(by, by.controller, id, command);
  };

  router.get(base, reviewer, async (req, res) => {
    const { after, ...filter } = parse(List, req.query);
    const place = after === undefined ? undefined : placeIn(after);
    res.json(await requests.list(staffOf(res).controller, filter, place));
  });

  router.post(base, reviewer, jsonBody(), async (req, res) => {
    const { number, ...body } = parse(Create, req.body);
    const by = staffOf(res);
    if ((body.kind === 'objection') !== (body.against !== undefined)) {
      throw new HttpRefusal('malformed_request');
    }
    if (body.receivedAt !== undefined && body.receivedAt > now()) throw new HttpRefusal('malformed_request');
    const { controller } = by;
    const asked = { ...body, controller, channel: 'desk', number: numberIn(number) } as const;
    res.status(201).json(await requests.create(asked, by));
  });

  router.post(`${base}/search`, reviewer, jsonBody(), async (req, res) => {
    const { number } = parse(Find, req.body);
    res.json(await search(staffOf(res), numberIn(number)));
  });

  router.get(`${base}/:id`, reviewer, async (req, res) => {
    res.set('cache-control', 'no-store');
    res.json(must(await requests.find(staffOf(res), idIn(req))).request);
  });

  router.get(`${base}/:id/export`, reviewer, async (req, res) => {
    const copy = must(await fulfilment.export(staffOf(res), idIn(req)));
    res.set('cache-control', 'no-store').attachment(copy.name).type('application/zip');
    await pipeline(copy.bytes, res);
  });

  router.get('/api/review/sessions/:session/requests', reviewer, async (req, res) => {
    const session = parse(Id, req.params.session);
    res.set('cache-control', 'no-store');
    res.json(must(await fulfilment.ofSession(staffOf(res).controller, session)).value);
  });

  step('verify', Verify, (res, id, body) => decided(res, id, { type: 'Verify', ...body }));
  step('extend', Extend, (res, id, body) => decided(res, id, { type: 'Extend', ...body }));
  step('notify', Notify, (res, id, body) => decided(res, id, { type: 'Notify', ...body }));
  step('assign', Assign, async (res, id, { to = staffOf(res).id }) => {
    if (!(await isReviewer(staffOf(res).controller, to))) throw new HttpRefusal('colleague_unknown');
    return decided(res, id, { type: 'Assign', to });
  });
  step('answer', Reply, (res, id, body) => fulfilment.answer(staffOf(res), id, body));
  step('erase', Erase, (res, id, body) => fulfilment.erase(staffOf(res), id, body));
  step('restrict', Restrict, (res, id, body) => fulfilment.restrict(staffOf(res), id, body));
  step('lift', Lift, (res, id, body) => fulfilment.lift(staffOf(res), id, body));
  step('rectify', Rectify, (res, id, body) => fulfilment.rectify(staffOf(res), id, body));

  return router;
}

function idIn(req: Request): string {
  return parse(Id, req.params.id);
}

function placeIn(text: string): RequestPlace {
  const [at = '', id = ''] = text.split('.');
  return { at: Number(at), id };
}

function must<T extends { readonly ok: true }>(answer: T | Refusal): T {
  if (!answer.ok) throw new HttpRefusal(answer.code);
  return answer;
}
