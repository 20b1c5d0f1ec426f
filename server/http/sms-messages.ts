/** POST /api/sms/messages: the SMS gateway brings what someone wrote to a controller's number. See docs/sms.md. */
import { Router } from 'express';
import * as v from 'valibot';
import type { Clock, IncomingSms } from '../ports.ts';
import { SIGNATURE_HEADER, signerOf } from '../telephony/signature.ts';
import { parse, parseJson, readRaw } from './body.ts';
import { HttpRefusal } from './problem.ts';

export interface SmsMessageDeps {
  readonly secret: string;
  readonly wall: Clock;
  /** The controller that has this number. */
  readonly controllerOf: (to: string) => string | undefined;
  /** Whether the gateway's word is taken for which messages came over the home network's own connection. */
  readonly trustHomeNetwork: boolean;
  /** Resolves when the message is durable: a gateway forgets what was answered with success. */
  readonly arrive: (message: IncomingSms) => Promise<void>;
}

/** Ten times the longest text that a network joins from parts. */
const BODY_LIMIT = 16_384;
const Message = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
  to: v.pipe(v.string(), v.maxLength(32)),
  from: v.pipe(v.string(), v.maxLength(32)),
  // Null for what is no text: a picture, a ring tone, a setting.
  text: v.nullable(v.string()),
  at: v.pipe(v.string(), v.isoTimestamp()),
  connection: v.exactOptional(v.picklist(['home', 'other']), 'other'),
});

export function smsMessageRoutes(deps: SmsMessageDeps): Router {
  const { secret, wall, controllerOf, trustHomeNetwork, arrive } = deps;
  const router = Router();
  const secrets = new Map([['gateway', secret]]);

  router.post('/api/sms/messages', async (req, res) => {
    const body = await readRaw(req, BODY_LIMIT, 'message_too_large');
    const signed = signerOf(secrets, req.get(SIGNATURE_HEADER), body, wall.now());
    if (!signed.ok) throw new HttpRefusal(signed.code);
    const { id, to, from, text, at, connection } = parse(Message, parseJson(body));
    const controller = controllerOf(to);
    if (controller === undefined) throw new HttpRefusal('controller_unknown');
    await arrive({
      id,
      controller,
      from,
      text: text ?? undefined,
      at: Date.parse(at),
      homeNetwork: trustHomeNetwork && connection === 'home',
    });
    res.status(204).end();
  });

  return router;
}
