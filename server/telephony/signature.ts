/**
 * Messages between machines are signed: `x-zvana-signature: t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA256
 * over `<t>.<body>` with a secret that both sides know. The time is signed along, so that a message that was
 * overheard is of no use five minutes later; within them the event's id stops it (TEL-3).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Refusal, refuse } from '../../protocol/errors.ts';

export const SIGNATURE_HEADER = 'x-zvana-signature';
export const TOLERANCE_SECONDS = 300;

const HEADER = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** @param now epoch milliseconds, by the wall clock */
export function signatureOf(secret: string, body: string | Uint8Array, now: number): string {
  const seconds = Math.floor(now / 1000);
  return `t=${seconds},v1=${mac(secret, seconds, body).toString('hex')}`;
}

/**
 * Finds whose signature a message carries. The body is compared as it came: nothing of it is parsed before.
 * @param secrets by the name of whoever may sign
 * @param now epoch milliseconds, by the wall clock
 */
export function signerOf(
  secrets: ReadonlyMap<string, string>,
  header: string | undefined,
  body: Uint8Array,
  now: number,
): { readonly ok: true; readonly signer: string } | Refusal {
  if (header === undefined || header === '') return refuse('signature_missing');
  const [, time, hex] = HEADER.exec(header) ?? [];
  if (time === undefined || hex === undefined) return refuse('signature_wrong');
  const given = Buffer.from(hex, 'hex');
  const seconds = Number(time);
  const match = [...secrets].find(([, secret]) => timingSafeEqual(mac(secret, seconds, body), given));
  if (match === undefined) return refuse('signature_wrong');
  if (Math.abs(now / 1000 - seconds) > TOLERANCE_SECONDS) return refuse('signature_expired');
  return { ok: true, signer: match[0] };
}

function mac(secret: string, seconds: number, body: string | Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}
