/** Requests to the server. A refusal comes back as a sentence for the agent, never as an exception. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Problem } from '../../protocol/http.ts';
import { messages, uiLanguage } from '../text/language.ts';

export interface Failure {
  readonly ok: false;
  readonly code: ErrorCode | 'offline';
  readonly sentence: string;
}
export type Answer<T> = { readonly ok: true; readonly value: T } | Failure;

/** Told of every answer that says nobody is signed in; set once by the account. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export function get<T>(path: string): Promise<Answer<T>> {
  return request(path, {});
}

export function post<T>(path: string, body: unknown): Promise<Answer<T>> {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Sends a picture as its bytes. */
export function postPicture<T>(path: string, picture: Blob): Promise<Answer<T>> {
  return request(path, { method: 'POST', headers: { 'content-type': picture.type }, body: picture });
}

async function request<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const headers = { accept: 'application/json', 'accept-language': uiLanguage.value, ...init.headers };
  try {
    const response = await fetch(path, { ...init, headers });
    if (!response.ok) return await failure(response);
    const value: T = response.status === 204 ? undefined : await response.json();
    return { ok: true, value };
  } catch {
    return { ok: false, code: 'offline', sentence: messages.value.offline };
  }
}

async function failure(response: Response): Promise<Failure> {
  const isProblem = response.headers.get('content-type')?.includes('problem+json') ?? false;
  if (!isProblem) return { ok: false, code: 'internal_error', sentence: messages.value.offline };
  const problem: Problem = await response.json();
  if (problem.code === 'sign_in_required') onSignedOut();
  return { ok: false, code: problem.code, sentence: problem.detail };
}
