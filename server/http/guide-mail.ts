/** After the call: the guides that were shown go to the caller's e-mail, at their wish. */
import { Router } from 'express';
import * as v from 'valibot';
import type { MailableGuides } from '../../protocol/mail.ts';
import type { EndedState, GuideMails } from '../mail/guides.ts';
import { jsonBody, parse } from './body.ts';
import type { CallerGate, CallerSession } from './caller-gate.ts';
import { HttpRefusal } from './problem.ts';

export interface GuideMailDeps {
  readonly gate: CallerGate;
  /** Absent where no mail is sent. */
  readonly mails: GuideMails | undefined;
}

const Wish = v.strictObject({ address: v.pipe(v.string(), v.maxLength(320)) });

export function guideMailRoutes({ gate, mails }: GuideMailDeps): Router {
  const router = Router();

  router.get('/api/caller/after/guides', async (req, res) => {
    const { session, state } = afterwards(await gate(req));
    const guides = (await mails?.shown(session, state)) ?? [];
    res.json({ guides } satisfies MailableGuides);
  });

  router.post('/api/caller/after/guides', jsonBody(), async (req, res) => {
    const { address } = parse(Wish, req.body);
    const { session, state } = afterwards(await gate(req));
    if (!mails) throw new HttpRefusal('mail_off');
    const sent = await mails.send(session, state, address);
    if (!sent.ok) throw new HttpRefusal(sent.code, sent.retryAfter);
    res.status(202).json({});
  });

  return router;
}

/** With the credential for after the call only. */
function afterwards({ session, scope, state }: CallerSession): { session: string; state: EndedState } {
  if (scope !== 'after') throw new HttpRefusal('not_allowed');
  if (state.status !== 'ended') throw new HttpRefusal('session_not_open');
  return { session, state };
}
