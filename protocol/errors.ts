/**
 * Every way in which the service says no: a closed union of stable codes. The sentence for a person is added
 * where the answer leaves the server (`server/http/sentences.ts`), in the language of whoever asked.
 */
import type { ConsentNeeded } from './consent.ts';

export const ERROR_CODES = [
  // the request itself
  'malformed_request',
  'unknown_route',
  'unknown_command',
  'message_too_large',
  'too_many_requests',
  'protocol_outdated',
  'origin_refused',
  // who is asking
  'sign_in_required',
  'sign_in_failed',
  'account_disabled',
  'not_allowed',
  'not_found',
  // starting a session
  'number_invalid',
  'number_prefix_not_allowed',
  'language_not_offered',
  // the invitation
  'invitation_unknown',
  'invitation_expired',
  'invitation_spent',
  'invitation_closed',
  'invitation_replaced',
  'code_wrong',
  'code_attempts_exhausted',
  'sending_limit_reached',
  'terms_outdated',
  'credential_unknown',
  // the state of the session
  'session_not_open',
  'session_not_joined',
  'session_ended',
  'session_erased',
  'match_required',
  'match_wrong',
  'match_not_pending',
  // what is shown
  'nothing_shown',
  'showing_outdated',
  'step_out_of_range',
  'turning_not_allowed',
  'guide_unknown',
  'page_not_allowed',
  'text_empty',
  'request_unknown',
  'no_move_requested',
  'colleague_unknown',
  // photos
  'photo_unknown',
  'photo_gone',
  'photo_unconfirmed',
  'photo_limit_reached',
  'held_by_law',
  'picture_too_large',
  'picture_empty',
  'picture_heic',
  'picture_type_unsupported',
  'picture_broken',
  'picture_too_many_pixels',
  'picture_timeout',
  'picture_worker_failed',
  'store_unavailable',
  // the guard and the disk
  'purpose_refused',
  'second_person_required',
  'already_decided',
  'opening_closed',
  'storage_full',
  'commit_failed',
  'not_ready',
  'hold_state_wrong',
  'audit_state_wrong',
  // retention periods
  'period_malformed',
  'period_outside_limits',
  'periods_out_of_order',
  'periods_unchanged',
  'proposal_waiting',
  // data subjects' requests
  'request_state_wrong',
  'identity_not_verified',
  'article_does_not_fit',
  'processing_restricted',
  'verification_under_way',
  'breach_undecided',
  // the subject's own page
  'subject_sign_in_required',
  'subject_number_refused',
  'subject_code_wrong',
  'subject_limit_reached',
  'subject_call_on',
  // consents
  'consent_unknown',
  'consent_outdated',
  'consent_retired',
  'consent_needs_proof',
  'consent_not_read',
  'consent_not_eligible',
  'consent_channel_wrong',
  'consent_holder_changed',
  'consent_missing',
  'diagnostics_unknown',
  // the operator's other systems
  'system_key_required',
  'system_key_unknown',
  'system_key_expired',
  'system_controller_wrong',
  'system_purpose_refused',
  'cursor_wrong',
  // mail
  'mail_address_invalid',
  'mail_nothing_shown',
  'mail_limit_reached',
  'mail_off',
  'offer_unknown',
  // telephony
  'signature_missing',
  'signature_wrong',
  'signature_expired',
  'controller_unknown',
  'internal_error',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An expected refusal, returned and not thrown. */
export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  /** With `consent_missing`: which one. */
  readonly missing?: ConsentNeeded;
}

export function refuse(code: ErrorCode): Refusal {
  return { ok: false, code };
}
