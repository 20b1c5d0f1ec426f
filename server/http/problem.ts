/** Refusals over HTTP: every one is problem+json (RFC 9457) with a stable code and a sentence for a person. */
import type { IncomingHttpHeaders } from 'node:http';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Problem } from '../../protocol/http.ts';
import { isLanguage, LANGUAGES, type Language } from '../../protocol/language.ts';
import { escapeHtml } from '../content/markdown.ts';
import { describeFault } from '../faults.ts';
import { StoreError } from '../ports.ts';
import { createLayout } from './page.ts';
import { type Log, requestIdOf } from './request-log.ts';
import { sentence } from './sentences.ts';

/** Thrown by handlers to refuse a request; `retryAfter` in seconds. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly code: ErrorCode;
  readonly retryAfter: number | undefined;
  constructor(code: ErrorCode, retryAfter?: number) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The language to refuse in: what the page says it shows, else what the browser prefers, else Latvian. */
export function languageOf(req: Pick<Request, 'headers' | 'acceptsLanguages'>): Language {
  const shown = headerOf(req.headers, 'x-language');
  if (isLanguage(shown)) return shown;
  const preferred = req.acceptsLanguages(...LANGUAGES);
  return isLanguage(preferred) ? preferred : 'lv';
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export function sendProblem(req: Request, res: Response, code: ErrorCode, retryAfter?: number): void {
  const status = statusOf(code);
  const language = languageOf(req);
  const problem: Problem = {
    type: `/problems/${code}`,
    title: code.replaceAll('_', ' '),
    status,
    code,
    detail: sentence(code, language),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  if (retryAfter !== undefined) res.set('retry-after', String(retryAfter));
  res.set({ 'cache-control': 'no-store', 'content-language': language });
  res.status(status).vary('Accept');
  if (isNavigation(req)) sendProblemPage(res, problem, language);
  else res.type('application/problem+json').send(JSON.stringify(problem));
}

/** A person who followed a link gets a page to read; everything that scripts ask for gets JSON. */
function isNavigation(req: Request): boolean {
  return req.method === 'GET' && !req.path.startsWith('/api/') && req.accepts(['json', 'html']) === 'html';
}

const PAGE = createLayout();

function sendProblemPage(res: Response, { status, code, detail }: Problem, language: Language): void {
  const html = PAGE.render({
    language,
    title: 'Zvana asistents',
    heading: 'Zvana asistents',
    languages: [],
    body: `<h1>${escapeHtml(detail)}</h1>`,
    footer: `<p>${status} · ${code} · ${requestIdOf(res)}</p>`,
  });
  res.set('content-security-policy', PAGE.csp).type('html').send(html);
}

/** Last in the chain. What is no known refusal is our fault: logged under the request's id, without content. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const code = codeOf(error);
    if (code === 'internal_error') {
      log.error({ request: requestIdOf(res), ...describeFault(error) }, 'request failed');
    }
    if (res.headersSent) {
      // Half an answer must not look like a whole one.
      res.destroy();
      return;
    }
    sendProblem(req, res, code, error instanceof HttpRefusal ? error.retryAfter : undefined);
  };
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof HttpRefusal) return error.code;
  if (error instanceof StoreError) return 'store_unavailable';
  if (isDiskFull(error)) return 'storage_full';
  // Express and its body parser mark what the client did wrong with a 4xx status (http-errors).
  const status = field(error, 'status');
  if (status === 413) return 'message_too_large';
  if (status === 404) return 'unknown_route';
  if (typeof status === 'number' && status >= 400 && status < 500) return 'malformed_request';
  return 'internal_error';
}

const SQLITE_FULL = 13;

function isDiskFull(error: unknown): boolean {
  return field(error, 'code') === 'ENOSPC' || field(error, 'errcode') === SQLITE_FULL;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export function statusOf(code: ErrorCode): number {
  return STATUS[code];
}

const STATUS: Record<ErrorCode, number> = {
  malformed_request: 400,
  unknown_route: 404,
  unknown_command: 400,
  message_too_large: 413,
  too_many_requests: 429,
  protocol_outdated: 409,
  origin_refused: 403,
  sign_in_required: 401,
  sign_in_failed: 401,
  account_disabled: 403,
  not_allowed: 403,
  not_found: 404,
  number_invalid: 422,
  number_prefix_not_allowed: 422,
  language_not_offered: 422,
  invitation_unknown: 404,
  invitation_expired: 410,
  invitation_spent: 410,
  invitation_closed: 410,
  invitation_replaced: 410,
  code_wrong: 403,
  code_attempts_exhausted: 403,
  sending_limit_reached: 429,
  terms_outdated: 409,
  credential_unknown: 401,
  session_not_open: 409,
  session_not_joined: 409,
  session_ended: 409,
  session_erased: 410,
  match_required: 409,
  match_wrong: 409,
  match_not_pending: 409,
  nothing_shown: 409,
  showing_outdated: 409,
  step_out_of_range: 422,
  turning_not_allowed: 409,
  guide_unknown: 404,
  page_not_allowed: 422,
  text_empty: 422,
  request_unknown: 409,
  no_move_requested: 409,
  colleague_unknown: 422,
  photo_unknown: 404,
  photo_gone: 410,
  photo_unconfirmed: 422,
  photo_limit_reached: 409,
  held_by_law: 409,
  consent_unknown: 404,
  consent_outdated: 409,
  consent_retired: 409,
  consent_needs_proof: 403,
  consent_not_read: 422,
  consent_not_eligible: 403,
  consent_channel_wrong: 422,
  consent_holder_changed: 409,
  diagnostics_unknown: 404,
  consent_missing: 403,
  picture_too_large: 413,
  picture_empty: 422,
  picture_heic: 415,
  picture_type_unsupported: 415,
  picture_broken: 422,
  picture_too_many_pixels: 422,
  picture_timeout: 422,
  picture_worker_failed: 422,
  store_unavailable: 503,
  purpose_refused: 403,
  second_person_required: 409,
  already_decided: 409,
  opening_closed: 403,
  storage_full: 507,
  commit_failed: 503,
  not_ready: 503,
  hold_state_wrong: 409,
  audit_state_wrong: 409,
  period_malformed: 422,
  period_outside_limits: 422,
  periods_out_of_order: 422,
  periods_unchanged: 422,
  proposal_waiting: 409,
  request_state_wrong: 409,
  identity_not_verified: 409,
  article_does_not_fit: 422,
  processing_restricted: 403,
  verification_under_way: 409,
  breach_undecided: 409,
  subject_sign_in_required: 401,
  subject_number_refused: 422,
  subject_code_wrong: 403,
  subject_limit_reached: 429,
  subject_call_on: 409,
  system_key_required: 401,
  system_key_unknown: 401,
  system_key_expired: 401,
  system_controller_wrong: 403,
  system_purpose_refused: 403,
  cursor_wrong: 422,
  mail_address_invalid: 422,
  mail_nothing_shown: 409,
  mail_limit_reached: 429,
  mail_off: 503,
  offer_unknown: 404,
  signature_missing: 401,
  signature_wrong: 401,
  signature_expired: 401,
  controller_unknown: 404,
  internal_error: 500,
};
