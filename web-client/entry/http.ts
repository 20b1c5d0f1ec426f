/** Requests to our own server. A refusal is an answer, not an exception. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Problem } from '../../protocol/http.ts';
import { currentLanguage } from './language.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  /** `offline`: no answer came. `sentence` is the server's, in the caller's language; empty when offline. */
  | { readonly ok: false; readonly code: ErrorCode | 'offline'; readonly sentence: string };

/** POSTs JSON, or GETs when there is no body. An answer without a body has the value undefined. */
export async function request<T>(path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const headers = { 'accept-language': currentLanguage(), 'content-type': 'application/json' };
    const response = await fetch(
      path,
      body === undefined
        ? { headers, cache: 'no-store' }
        : { method: 'POST', headers, body: JSON.stringify(body) },
    );
    const text = await response.text();
    if (response.ok) return { ok: true, value: text ? JSON.parse(text) : undefined };
    return refusalOf(text);
  } catch {
    return { ok: false, code: 'offline', sentence: '' };
  }
}

/** A body that is no problem document comes from something between us and the server. */
export function refusalOf(text: string): Answer<never> {
  try {
    const problem: Problem = JSON.parse(text);
    if (problem.code) return { ok: false, code: problem.code, sentence: problem.detail };
  } catch {
    // A proxy's HTML page, for example.
  }
  return { ok: false, code: 'offline', sentence: '' };
}
