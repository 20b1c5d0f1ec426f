/** POST /api/calls/:call/ended: the telephony system says that a call is over. See docs/telephony.md. */
import { Router } from 'express';
import * as v from 'valibot';
import type { Clock } from '../ports.ts';
import { SIGNATURE_HEADER, signerOf } from '../telephony/signature.ts';
import type { Webhooks } from '../telephony/webhooks.ts';
import { parse, parseJson, readRaw } from './body.ts';
import { HttpRefusal } from './problem.ts';

export interface EndedCall {
  readonly controller: string;
  /** The telephony system's reference; absent when there was none to give. */
  readonly call?: string;
  /** E.164. */
  readonly number?: string;
  /** Epoch milliseconds; absent when the sender did not say. */
  readonly endedAt?: number;
}

export interface CallEnding {
  readonly ended: number;
  /** What the open session was found by. `ambiguous`: several of that number are open, so none was ended. */
  readonly matched: 'call' | 'number' | 'none' | 'ambiguous';
}

export interface CallsDeps {
  /** By controller. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly webhooks: Webhooks;
  /** Wall clock, also in a demo whose time was moved: the sender signs by it. */
  readonly wall: Clock;
  readonly endCall: (call: EndedCall) => Promise<CallEnding>;
}

const BODY_LIMIT = 4096;
/** Stands for the reference of a call that has none. */
const NO_REFERENCE = '-';

const CallReference = v.pipe(v.string(), v.nonEmpty(), v.maxLength(128));
const Ended = v.strictObject({
  controller: v.pipe(v.string(), v.maxLength(64)),
  event: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
  number: v.exactOptional(v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/))),
  endedAt: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

export function callRoutes({ secrets, webhooks, wall, endCall }: CallsDeps): Router {
  const router = Router();

  router.post('/api/calls/:call/ended', async (req, res) => {
    const body = await readRaw(req, BODY_LIMIT, 'message_too_large');
    const signed = signerOf(secrets, req.get(SIGNATURE_HEADER), body, wall.now());
    if (!signed.ok) throw new HttpRefusal(signed.code);
    const { controller, event, ...rest } = parse(Ended, parseJson(body));
    // One controller's secret must not end another one's calls.
    if (controller !== signed.signer) throw new HttpRefusal('signature_wrong');
    const reference = parse(CallReference, req.params.call);
    const call = reference === NO_REFERENCE ? {} : { call: reference };
    const answer = await webhooks.once(controller, event, async () => {
      return JSON.stringify(await endCall({ controller, ...call, ...rest }));
    });
    res.type('application/json').send(answer);
  });

  return router;
}
