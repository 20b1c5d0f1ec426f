import type { ErrorCode } from '../../../protocol/errors.ts';

export const ENGLISH: Record<ErrorCode, string> = {
  // the request itself
  malformed_request: 'The request could not be read. Reload the page and try again.',
  unknown_route: 'There is no such page. Check that the address is right.',
  unknown_command: 'This page asked for something the service does not know. Reload the page.',
  message_too_large: 'That is too much to send at once. Shorten it and try again.',
  too_many_requests: 'Too many attempts in a short time. Wait a little and try again.',
  protocol_outdated: 'The service has been updated. Reload the page; you will carry on from the same place.',
  origin_refused:
    'The request came from another site and was not carried out. Open the service’s own page and try there.',
  // who is asking
  sign_in_required: 'Sign in to continue.',
  sign_in_failed: 'The user name or the password is not right. Check both and try again.',
  account_disabled: 'This account has been closed. Ask your supervisor.',
  not_allowed: 'Your role does not allow this. If your work needs it, ask your supervisor.',
  not_found: 'Nothing was found here; it may have been erased. Go back to the start and try again.',
  // starting a session
  number_invalid: 'There is no such phone number. Check the digits.',
  number_prefix_not_allowed:
    'Invitations are not sent to this country. Check the country code, or read out a code instead.',
  language_not_offered: 'The service is not offered in this language. Choose another one.',
  // the invitation
  invitation_unknown: 'This link is not valid. Open the text message again, or ask the agent for a new link.',
  invitation_expired: 'This link has run out. Tell the agent, who will send you a new one.',
  invitation_spent:
    'This link has been used. If you opened it on another device, carry on there or ask for a new one.',
  invitation_closed: 'This link has been closed. Tell the agent, who will send you a new one.',
  invitation_replaced: 'A newer link was sent to you. Open the latest text message.',
  code_wrong: 'The number or the code is not right. Ask the agent to read the code again.',
  code_attempts_exhausted:
    'The code was mistyped too many times and no longer works. Ask the agent for a new one.',
  sending_limit_reached: 'No more text messages can go to this number for now. Read out a code instead.',
  terms_outdated: 'The terms changed while you were reading. Reload the page to read the new ones.',
  credential_unknown: 'This browser is not connected to a call. Open the link in your text message.',
  // the state of the session
  session_not_open: 'This session is no longer open, so nothing in it can be changed.',
  session_not_joined: 'The caller is not here yet. Wait until they accept the terms.',
  session_ended: 'The call has ended, so nothing more can be shown or sent.',
  session_erased: 'The content of this session has been erased and cannot be had any more.',
  match_required: 'First make sure of each other: the two digits on the caller’s screen must be said.',
  match_wrong: 'The digits do not match. Ask the caller to read them again.',
  match_not_pending: 'There are no digits to check now. You can carry on.',
  // what is shown
  nothing_shown: 'Nothing is on the screen now. First choose what to show.',
  showing_outdated: 'Something else is on the screen by now. Look at that and try again.',
  step_out_of_range: 'The guide has no such step. Choose one of its steps.',
  turning_not_allowed: 'The agent is turning the steps for now. Say when you are ready for the next one.',
  guide_unknown: 'There is no such guide. Refresh the list of guides.',
  page_not_allowed: 'This page may not be shown. Choose one from the list of allowed sites.',
  text_empty: 'The text is empty. Write what the caller should see.',
  request_unknown: 'This request for a photo no longer stands. Ask again if the photo is still needed.',
  no_move_requested: 'The caller has not asked to move to another device. Wait until they do.',
  colleague_unknown: 'The session cannot be handed to this colleague. Choose another one.',
  // photos
  photo_unknown: 'There is no such photo. Reload the page to see the ones there are.',
  photo_gone: 'This photo has been erased for good. Take a new one if it is still needed.',
  photo_unconfirmed: 'Before sending, confirm that the photo shows no documents, passwords or other people.',
  photo_limit_reached: 'No more photos can be sent in this call. Take one back and try again.',
  consent_unknown: 'There is no such consent in this catalogue.',
  consent_outdated: 'The text of this consent has changed. Please read the new one and decide again.',
  consent_retired: 'This consent can no longer be given. One given earlier can still be withdrawn.',
  consent_not_read: 'Read the text to the customer first, and confirm that you did.',
  consent_needs_proof: 'To give a consent it must be confirmed that the user of the number does it.',
  consent_not_eligible: 'Only the operator’s own customers can give this consent.',
  consent_channel_wrong: 'Choose at least one of the channels that this consent offers.',
  diagnostics_unknown: 'Nothing is known of this line and its router just now.',
  consent_holder_changed:
    'This wish is from before the number changed hands, so it is not the present holder’s. Ask them anew.',
  consent_missing: 'There is no consent in force for this purpose.',
  held_by_law:
    'This photo must not be erased now: it is needed for a legal matter. It will be erased by itself as soon as the law allows. Ask us about it if you wish.',
  picture_too_large: 'The picture is too large. Choose a smaller one, or use “Take a photo”.',
  picture_empty: 'The picture arrived empty. Send it again.',
  picture_heic: 'This kind of picture (HEIC) cannot be opened here. Use “Take a photo”.',
  picture_type_unsupported: 'This file is not a picture we can show. Send a JPEG, PNG or WebP.',
  picture_broken: 'The picture is damaged or did not arrive whole. Take it again.',
  picture_too_many_pixels: 'The picture has too many pixels. Choose a smaller one or take a new one.',
  picture_timeout: 'The picture took too long to process and was given up. Try again or take a new one.',
  picture_worker_failed: 'This picture could not be processed. Take a new one and send it again.',
  store_unavailable: 'The picture cannot be stored right now and was not sent. Try again in a moment.',
  // the guard and the disk
  purpose_refused:
    'These data may be used only for what they were given for. There is no ground to see them now.',
  second_person_required: 'A second person decides, not the one who asked.',
  already_decided: 'This has been decided already. Refresh the list.',
  opening_closed: 'The content is closed: it was not approved, or its 15 minutes are over. Please ask again.',
  storage_full:
    'The service has run out of space and this was not saved. What was sent before is safe; try later.',
  commit_failed: 'It could not be saved, so nothing has changed. Try again.',
  not_ready: 'The service is starting or stopping. Try again in a moment.',
  hold_state_wrong: 'This hold has moved on meanwhile. Reload the page to see where it stands.',
  audit_state_wrong:
    'Someone else has taken this audit, or it is closed. Reload the page to see where it stands.',
  period_malformed: 'A period is a whole number and a unit: minutes, hours, days, months or years.',
  period_outside_limits: 'This period is shorter or longer than the policy table allows.',
  periods_out_of_order:
    'Photos cannot be kept longer than the rest of the content, nor the content longer than the record that a call took place.',
  periods_unchanged: 'These periods are in force already.',
  proposal_waiting:
    'A proposal to change the periods is waiting for a decision already. That one has to be decided first.',
  // data subjects' requests
  request_state_wrong:
    'This cannot be done with the request as it stands. Reload the page to see what happened.',
  identity_not_verified: 'First check that the requester is who they say they are (GDPR Art. 12(6)).',
  article_does_not_fit:
    'This request cannot be answered on that ground. Name the article that applies to it.',
  processing_restricted:
    'Processing of these data is restricted at the data subject’s request (GDPR Art. 18 or 21), so they cannot be opened.',
  verification_under_way: 'A verification is under way already. Wait until it is finished.',
  breach_undecided: 'Say first when the authority was notified and what was decided about those affected.',
  // the subject's own page
  subject_sign_in_required:
    'Your time on this page is over, or you have not signed in with this browser. Ask for a new code.',
  subject_number_refused: 'We cannot send a code to this number. Check the digits and the country code.',
  subject_code_wrong:
    'The code is wrong or no longer valid. Check the latest SMS; after five tries you need a new code.',
  subject_limit_reached: 'We will send no more codes for now. Wait an hour and try again.',
  subject_call_on: 'This call is still on. Once it is over you can erase what is kept of it.',
  // the operator's other systems
  system_key_required: 'Send the system’s key: Authorization: Bearer zvana_….',
  system_key_unknown:
    'This key is not known here, or was revoked. Ask the operator of this service for a new one.',
  system_key_expired: 'This key has run out. Ask the operator of this service for the next one.',
  system_controller_wrong: 'This key belongs to another controller than the one in the request.',
  system_purpose_refused: 'This system may not ask about this purpose or channel.',
  cursor_wrong: 'This cursor is not one that this system was given. Begin without one.',
  // telephony
  mail_address_invalid: 'This is no e-mail address. Check whether it is typed correctly.',
  mail_nothing_shown: 'No guide was shown in this call that could be sent.',
  mail_limit_reached:
    'Several messages have gone to this address, or from this call, already. Try again tomorrow.',
  mail_off: 'No e-mail is sent from here at present.',
  offer_unknown: 'There is no such offer.',
  signature_missing: 'The message is not signed. Add the signature header and send it again.',
  signature_wrong: 'The message’s signature is wrong. Check the shared key.',
  signature_expired: 'The message’s signature is too old. Check the clock and send it again.',
  controller_unknown: 'There is no such controller here. Check its key in the address.',
  internal_error: 'Something went wrong on our side. Try again in a moment.',
};
