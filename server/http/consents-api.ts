/** /api/v1: the operator's other systems ask about consents. See docs/api. */
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { CONSENT_CHANNELS, type ConsentAnswer } from '../../protocol/consent.ts';
import type { Clock } from '../ports.ts';
import type { Answers, Checks, Question } from '../system/checks.ts';
import type { Feed } from '../system/feed.ts';
import type { SystemLimits } from '../system/limits.ts';
import type { System, Systems } from '../system/systems.ts';
import { jsonBody, parse } from './body.ts';
import { HttpRefusal } from './problem.ts';

export interface ConsentsApiDeps {
  readonly systems: Pick<Systems, 'fromToken'>;
  readonly limits: SystemLimits;
  readonly checks: Checks;
  readonly feed: Feed;
  readonly clock: Clock;
  /** The OpenAPI document, as it is served. */
  readonly document: unknown;
}

/** Enough for the largest batch. */
const BATCH_BYTES = 64 * 1024;
const LARGEST_BATCH = 1000;
const LONGEST_WAIT_SECONDS = 25;

const Name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(64));
const Asked = {
  controller: Name,
  purpose: Name,
  channel: v.exactOptional(v.picklist(CONSENT_CHANNELS)),
  use: v.exactOptional(Name),
};
const NumberText = v.pipe(v.string(), v.maxLength(32));
const Check = v.strictObject({ ...Asked, number: NumberText });
const Batch = v.strictObject({
  ...Asked,
  numbers: v.pipe(v.array(NumberText), v.minLength(1), v.maxLength(LARGEST_BATCH)),
});
const whole = (from: number, to: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number), v.minValue(from), v.maxValue(to));
const ChangesQuery = v.strictObject({
  controller: Name,
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,128}$/))),
  limit: v.exactOptional(whole(1, 500), '100'),
  wait: v.exactOptional(whole(0, LONGEST_WAIT_SECONDS), '0'),
});

/** The scheme in any case (RFC 9110), the token as it was made. */
const BEARER = /^[Bb][Ee][Aa][Rr][Ee][Rr] (zvana_[A-Za-z0-9_-]{43})$/;

export function consentsApiRoutes({
  systems,
  limits,
  checks,
  feed,
  clock,
  document,
}: ConsentsApiDeps): Router {
  const router = Router();

  /** Whose key came along. A wrong one is counted: it is a mistake, or somebody who tries. */
  async function systemOf(req: Request): Promise<System> {
    const header = req.get('authorization');
    if (header === undefined) throw new HttpRefusal('system_key_required');
    const [, token = ''] = BEARER.exec(header) ?? [];
    const found = await systems.fromToken(token);
    if (found.ok) return found.system;
    const wait = await limits.mayFail(req.ip ?? '');
    throw wait === undefined ? new HttpRefusal(found.code) : new HttpRefusal('too_many_requests', wait);
  }

  async function within(system: System, numbers: number): Promise<void> {
    const wait = await limits.mayAsk(system.id, numbers);
    if (wait !== undefined) throw new HttpRefusal('too_many_requests', wait);
  }

  async function answersTo(system: System, question: Question, numbers: readonly string[]): Promise<Answers> {
    await within(system, numbers.length);
    const asked = await checks.ask(system, question, numbers);
    if (!asked.ok) throw new HttpRefusal(asked.code);
    return asked.answers;
  }

  router.get('/api/v1/openapi.json', (_req, res) => void res.json(document));

  router.post('/api/v1/consents/check', admitted(systemOf), jsonBody(), async (req, res) => {
    const { number, ...question } = parse(Check, req.body);
    const [answer] = await answersTo(systemIn(res), question, [number]);
    if (!answer) throw new HttpRefusal('number_invalid');
    res.json({ at: moment(clock.now()), ...viewOf(answer) });
  });

  router.post('/api/v1/consents/check-batch', admitted(systemOf), jsonBody(BATCH_BYTES), async (req, res) => {
    const { numbers, ...question } = parse(Batch, req.body);
    const answers = await answersTo(systemIn(res), question, numbers);
    res.json({
      at: moment(clock.now()),
      answers: answers.map((answer) => (answer ? viewOf(answer) : { inForce: false, why: 'number-invalid' })),
    });
  });

  router.get('/api/v1/consents/changes', admitted(systemOf), async (req, res) => {
    const { controller, after, limit, wait } = parse(ChangesQuery, req.query);
    const system = systemIn(res);
    await within(system, 0);
    if (controller !== system.controller) throw new HttpRefusal('system_controller_wrong');
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const page = await feed.read(system, after, { limit, wait: wait * 1000, gone: gone.signal });
    if (!page) throw new HttpRefusal('cursor_wrong');
    res.json(page);
  });

  return router;
}

const admittedSystems = new WeakMap<Response, System>();

/** Before the body is read: strangers cannot make the service read anything. */
function admitted(systemOf: (req: Request) => Promise<System>) {
  return async (req: Request, res: Response, next: () => void): Promise<void> => {
    res.set('www-authenticate', 'Bearer');
    admittedSystems.set(res, await systemOf(req));
    res.removeHeader('www-authenticate');
    next();
  };
}

function systemIn(res: Response): System {
  const system = admittedSystems.get(res);
  if (!system) throw new Error('this route has no gate for systems');
  return system;
}

function viewOf(answer: ConsentAnswer) {
  if (!answer.ok) return { inForce: false, why: answer.why };
  const { record, version, since, validUntil } = answer;
  return {
    inForce: true,
    record,
    version,
    since: moment(since),
    ...(validUntil === undefined ? {} : { validUntil: moment(validUntil) }),
  };
}

function moment(at: number): string {
  return new Date(at).toISOString();
}
