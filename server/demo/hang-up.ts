/** Plays the telephony system: says over HTTP, signed, that the call with a number is over. */
import { randomUUID } from 'node:crypto';
import { HttpRefusal } from '../http/problem.ts';
import type { Clock } from '../ports.ts';
import { SIGNATURE_HEADER, signatureOf } from '../telephony/signature.ts';

export interface HangUpDeps {
  /** Where the server itself listens. */
  readonly server: string;
  /** By controller. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly wall: Clock;
}

/** @returns the webhook's status and body, as a telephony system would get them. */
export type HangUp = (
  controller: string,
  number: string,
) => Promise<{ readonly status: number; readonly answer: string }>;

export function createHangUp({ server, secrets, wall }: HangUpDeps): HangUp {
  return async (controller, number) => {
    const secret = secrets.get(controller);
    if (secret === undefined) throw new HttpRefusal('controller_unknown');
    const body = JSON.stringify({ controller, event: randomUUID(), number });
    const response = await fetch(`${server}/api/calls/-/ended`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [SIGNATURE_HEADER]: signatureOf(secret, body, wall.now()),
      },
      body,
    });
    return { status: response.status, answer: await response.text() };
  };
}
