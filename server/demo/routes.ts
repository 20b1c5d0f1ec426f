/**
 * Demo only: a page that looks like the caller's phone. It shows SMS and sends them, hangs up, and lets time pass.
 * Nobody signs in to a phone, so nothing here asks who is there; production never mounts it.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Response, Router } from 'express';
import * as v from 'valibot';
import type { DemoClock, InboxMessage, SmsInbox } from '../demo-ports.ts';
import { jsonBody, parse } from '../http/body.ts';
import { type PagePolicy, pageCsp, setCsp } from '../http/headers.ts';
import { HttpRefusal } from '../http/problem.ts';
import type { HangUp } from './hang-up.ts';

export interface DemoDeps {
  readonly inbox: SmsInbox;
  readonly clock: DemoClock;
  readonly hangUp: HangUp;
  /** Name of a controller as callers know it. */
  readonly brandOf: (controller: string) => string;
  /** Numbers that SMS can be sent to, by controller. */
  readonly smsNumbers: ReadonlyMap<string, string>;
  readonly policy: PagePolicy;
  /** Names this run of the server: positions in the inbox begin anew with each. */
  readonly run: string;
  /** The design tokens, shared with both faces. */
  readonly tokensFile: string;
}

const HOUR = 60 * 60 * 1000;
const STEPS = { hour: HOUR, day: 24 * HOUR, quarter: 90 * 24 * HOUR } as const;

const Shown = v.strictObject({ ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(100)) });
const Short = v.pipe(v.string(), v.maxLength(16));
/** The phone says both: after a restart the inbox has forgotten whose call it was, and the phone has not. */
const HangUpCall = v.strictObject({ controller: Short, number: Short });
const Advance = v.strictObject({ step: v.picklist(['hour', 'day', 'quarter']) });
const Sent = v.strictObject({
  controller: Short,
  from: v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/)),
  text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1600)),
});

export function demoRoutes(deps: DemoDeps): Router {
  const { inbox, clock, hangUp, smsNumbers, brandOf } = deps;
  const router = Router();
  const streams = new Set<Response>();
  const tellTime = () => {
    for (const stream of streams) send(stream, 'time', { now: clock.now() });
  };
  clock.onAdvance(tellTime);

  servePage(router, deps);

  router.get('/demo/api/messages', (_req, res) => {
    res.set('cache-control', 'no-store').json(inbox.since(0).map((message) => view(message, deps)));
  });

  router.get('/demo/api/stream', (req, res) => {
    res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    res.flushHeaders();
    const tell = (message: InboxMessage) => {
      send(res, 'sms', view(message, deps), `${deps.run}:${message.position}`);
    };
    send(res, 'time', { now: clock.now() });
    inbox.since(positionOf(req.get('last-event-id'), deps.run)).forEach(tell);
    const stop = inbox.onMessage(tell);
    streams.add(res);
    res.once('close', () => {
      stop();
      streams.delete(res);
    });
  });

  router.post('/demo/api/shown', jsonBody(), (req, res) => {
    inbox.shown(parse(Shown, req.body).ids);
    res.status(204).end();
  });

  router.get('/demo/api/numbers', (_req, res) => {
    res.json(
      [...smsNumbers].map(([controller, number]) => ({ controller, number, brand: brandOf(controller) })),
    );
  });

  router.post('/demo/api/send', jsonBody(), async (req, res) => {
    const { controller, from, text } = parse(Sent, req.body);
    if (!smsNumbers.has(controller)) throw new HttpRefusal('controller_unknown');
    const message = { id: randomUUID(), at: clock.now() };
    await inbox.arrive({ ...message, controller, from, text, homeNetwork: false });
    res.json({ id: message.id, at: message.at });
  });

  router.post('/demo/api/hang-up', jsonBody(), async (req, res) => {
    const { controller, number } = parse(HangUpCall, req.body);
    const { status, answer } = await hangUp(controller, number);
    res.status(status).type('application/json').send(answer);
  });

  router.post('/demo/api/advance', jsonBody(), async (req, res) => {
    await clock.advance(STEPS[parse(Advance, req.body).step]);
    res.json({ now: clock.now() });
  });

  return router;
}

function servePage(router: Router, { policy, tokensFile }: DemoDeps): void {
  const file = (name: string) => readFileSync(join(import.meta.dirname, 'phone', name), 'utf8');
  const csp = pageCsp(policy);
  const style = readFileSync(tokensFile, 'utf8') + file('phone.css');
  const serve = (path: string, type: string, body: string) => {
    router.get(path, (_req, res) => {
      setCsp(res, csp);
      res.set('cache-control', 'no-cache').type(type).send(body);
    });
  };
  serve('/demo/phone', 'html', file('phone.html'));
  serve('/demo/phone.js', 'js', file('phone.js'));
  serve('/demo/texts.js', 'js', file('texts.js'));
  serve('/demo/phone.css', 'css', style);
}

function view({ id, to, text, language, controller, receivedAt }: InboxMessage, { brandOf }: DemoDeps) {
  return { id, to, text, language, controller, from: brandOf(controller), at: receivedAt };
}

/** The last message that the page has, if it got it from this run of the server. */
function positionOf(lastEventId: string | undefined, run: string): number {
  const [of, position] = lastEventId?.split(':') ?? [];
  return of === run && position !== undefined && /^\d{1,9}$/.test(position) ? Number(position) : 0;
}

function send(res: Response, event: string, data: object, id?: string): void {
  res.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
}
