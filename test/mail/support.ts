/** A harness whose mail goes to a real SMTP server, and calls and consents to write about. */
import assert from 'node:assert/strict';
import type { ConsentChannel } from '../../protocol/consent.ts';
import { SIGNATURE_HEADER, signatureOf } from '../../server/telephony/signature.ts';
import { freshNumber, json, type PlayedCall, playToMatch } from '../support/call.ts';
import { type Harness, MAIL_SECRETS, type Replacements, startHarness } from '../support/harness.ts';
import { startSmtp, type TakenMail, type TestSmtp } from './smtp.ts';

export interface MailHarness extends Harness {
  readonly smtp: TestSmtp;
  /** Sends what is due and gives what was taken since. */
  delivered(): Promise<readonly TakenMail[]>;
}

export async function startMailHarness(replacements: Replacements = {}): Promise<MailHarness> {
  const smtp = await startSmtp();
  const harness = await startHarness({ mailer: smtp.mailer(), ...replacements });
  let seen = 0;
  return {
    ...harness,
    smtp,
    async delivered() {
      await harness.services.catchUp();
      const fresh = smtp.taken.slice(seen);
      seen = smtp.taken.length;
      return fresh;
    },
    async dispose() {
      await harness.dispose();
      await smtp.close();
    },
  };
}

/** A call in which these guides were shown, over, with the caller's browser on the page after it. */
export async function endedCall(
  address: string,
  guides: readonly string[],
  number = freshNumber(),
): Promise<PlayedCall> {
  const call = await playToMatch(address, undefined, { number });
  for (const guide of guides) await call.agent.must({ type: 'ShowGuide', guide, step: 0, turning: 'both' });
  await call.agent.must({ type: 'EndSession' });
  await json(await call.callerVisitor.post('/api/caller/after', {}));
  call.close();
  return call;
}

/** A body that the mail system of this controller signed. */
export async function signedPost(
  { address, clock }: Pick<Harness, 'address' | 'clock'>,
  path: string,
  body: string,
  signer: string,
): Promise<Response> {
  const secret = MAIL_SECRETS.get(signer) ?? assert.fail(`no secret of ${signer}`);
  const headers = { [SIGNATURE_HEADER]: signatureOf(secret, body, clock.now()) };
  return fetch(address + path, { method: 'POST', headers, body });
}

/** The subject allows offers through these channels. */
export async function allowOffers(
  { services }: Pick<Harness, 'services'>,
  number: string,
  channels: readonly ConsentChannel[] = ['email'],
): Promise<void> {
  const arrival = { language: 'lv', method: 'self-service', assurance: 'number-proven' } as const;
  const grant = { purpose: 'offers', version: '2', channels, ...arrival };
  const given = await services.consents.give({ controller: 'lmt', number }, grant);
  assert.ok(given.ok);
}
