/**
 * What a request says and what was said about it: sealed under a key of the request's own, so that destroying the
 * key erases all of it. The row beside it holds no words and no number.
 */
import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { OBJECTED_PURPOSES } from '../../protocol/requests.ts';
import { openText, sealText } from '../ledger/blob.ts';

/** `by`: account id; absent when the subject's own page, or the service itself, did it. */
const Step = { at: v.number(), by: v.exactOptional(v.string()) };

const Details = v.object({
  /** E.164. */
  number: v.string(),
  text: v.string(),
  against: v.array(v.picklist(OBJECTED_PURPOSES)),
  identity: v.exactOptional(v.object({ ...Step, how: v.string() })),
  extension: v.exactOptional(v.object({ ...Step, reason: v.string() })),
  answer: v.exactOptional(v.object({ ...Step, explanation: v.string() })),
  notified: v.array(v.object({ ...Step, recipient: v.string(), what: v.string() })),
  statement: v.exactOptional(v.string()),
  lifted: v.exactOptional(v.object({ ...Step, informed: v.string() })),
});

export type RequestDetails = v.InferOutput<typeof Details>;

export function sealDetails(key: KeyObject, request: string, details: RequestDetails): Uint8Array {
  return sealText(key, contextOf(request), JSON.stringify(details));
}

/** @throws when the key is another request's or a byte was changed. */
export function openDetails(key: KeyObject, request: string, sealed: Uint8Array): RequestDetails {
  return v.parse(Details, JSON.parse(openText(key, contextOf(request), sealed)));
}

const contextOf = (request: string): string => `request:${request}`;
