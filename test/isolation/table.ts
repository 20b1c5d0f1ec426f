/**
 * THE isolation matrix: who may do what, to whose session, when. Written by hand from the issue, the domain and
 * `docs/SPEC.md`; it imports nothing, so that the code under test cannot have written it. `play.ts` tries every
 * line of it on the real services.
 *
 * How to read it. Each line is a route or a command. A line says for each role what is answered: `ok`, or the code of
 * the refusal. A role that is not named is answered as its group is (`agents`, `supervisors`, `reviewers`, `staff`,
 * `machines`, in this order), and otherwise as `else` says. Where the answer depends on the session's state, it is
 * given for each state, and `else` is for all others. What comes after a refusal's code for its reason:
 *
 *   sign_in_required, credential_unknown   nobody knows who this is
 *   not_allowed                            known, and not entitled
 *   not_found                              it does not exist for another controller
 *   purpose_refused                        entitled, but no purpose allows it any more
 *   photo_unknown, session_ended, ...      entitled; there is nothing to do it to
 */

/** `closed`: ended, and the 30 minutes of wrap-up are over. `erased`: its content's 90 days are over. */
export const STATES = ['created', 'invited', 'opened', 'joined', 'ended', 'closed', 'erased'] as const;
export type State = (typeof STATES)[number];

/** Seen from one session of `lmt`, which its agent has, with its caller. Foreign: of `amigo`. */
export const ROLES = [
  'nobody',
  // The browser that accepted the invitation of this session, or of another one.
  'caller',
  'other caller',
  'foreign caller',
  // The browser that exchanged its credential for the page after the call.
  'after',
  'other after',
  'foreign after',
  'agent',
  'colleague',
  'supervisor',
  'reviewer',
  'second reviewer',
  'foreign agent',
  'foreign supervisor',
  'foreign reviewer',
  // Signed in to the page of one's own number by a code: the number of this session, another one, or this one
  // before the other controller.
  'subject',
  'other subject',
  'foreign subject',
] as const;

/**
 * Machines have no cookie: their messages are signed, or they bring a key (`system`: one of the operator's other systems,
 * with a key of `lmt`; `foreign system`: of `amigo`). They are tried where a line names them.
 */
export const MACHINES = [
  'telephony',
  'foreign telephony',
  'gateway',
  'system',
  'foreign system',
  // The mail system of `lmt`, and of `amigo`.
  'mail system',
  'foreign mail system',
] as const;
export type Role = (typeof ROLES)[number] | (typeof MACHINES)[number];

export const GROUPS = {
  agents: ['agent', 'colleague', 'foreign agent'],
  supervisors: ['supervisor', 'foreign supervisor'],
  reviewers: ['reviewer', 'second reviewer', 'foreign reviewer'],
  staff: [
    'agent',
    'colleague',
    'supervisor',
    'reviewer',
    'second reviewer',
    'foreign agent',
    'foreign supervisor',
    'foreign reviewer',
  ],
  machines: [
    'telephony',
    'foreign telephony',
    'gateway',
    'system',
    'foreign system',
    'mail system',
    'foreign mail system',
  ],
} as const satisfies Record<string, readonly Role[]>;

/** A callers' credential is made by Accept, the one for after by the end; both are gone with the content. */
export const EXISTS: Partial<Record<Role, readonly State[]>> = {
  caller: ['joined', 'ended', 'closed', 'erased'],
  after: ['ended', 'closed', 'erased'],
};

/** HTTP status of each answer; `ok` is 200 to 399. */
export const STATUS: Readonly<Record<string, number>> = {
  malformed_request: 400,
  sign_in_required: 401,
  credential_unknown: 401,
  signature_missing: 401,
  system_key_required: 401,
  signature_wrong: 401,
  subject_sign_in_required: 401,
  not_allowed: 403,
  purpose_refused: 403,
  consent_missing: 403,
  nothing_shown: 409,
  system_controller_wrong: 403,
  opening_closed: 403,
  code_wrong: 403,
  not_found: 404,
  photo_unknown: 404,
  invitation_unknown: 404,
  guide_unknown: 404,
  offer_unknown: 404,
  unknown_route: 404,
  mail_address_invalid: 422,
  session_ended: 409,
  session_not_open: 409,
  session_not_joined: 409,
  second_person_required: 409,
  already_decided: 409,
  hold_state_wrong: 409,
  audit_state_wrong: 409,
  subject_call_on: 409,
  verification_under_way: 409,
  session_erased: 410,
  invitation_spent: 410,
};

export type Answer = string | ({ readonly [S in State]?: string } & { readonly else: string });
type Answers = {
  readonly [R in Role | keyof typeof GROUPS]?: Answer;
} & { readonly else: Answer };

/**
 * What a line is about: nothing of any session; the session in the address or body; the one of the browser's own
 * credential; that of an invitation's token or code; an opening or a legal hold that `reviewer` has asked for; an
 * item of the audit queue; a request of the data subject.
 */
export type About =
  | 'nothing'
  | 'session'
  | 'credential'
  | 'invitation'
  | 'opening'
  | 'hold'
  | 'item'
  | 'request';
export type Line = { readonly about: About } & Answers;

const PUBLIC = { about: 'nothing', else: 'ok' } as const;
const STAFF = { about: 'nothing', else: 'sign_in_required', staff: 'ok' } as const;
const AGENTS_AND_SUPERVISORS = {
  about: 'nothing',
  else: 'sign_in_required',
  staff: 'ok',
  reviewers: 'not_allowed',
} as const;
const AGENTS = {
  about: 'nothing',
  else: 'sign_in_required',
  staff: 'not_allowed',
  agents: 'ok',
} as const;
const REVIEWERS = {
  about: 'nothing',
  else: 'sign_in_required',
  staff: 'not_allowed',
  reviewers: 'ok',
} as const;

/** One session's things, for the agent who has it. */
const ITS_AGENT = {
  about: 'session',
  else: 'sign_in_required',
  staff: 'not_allowed',
  'foreign agent': 'not_found',
} as const;

/** One session's things, for reviewers of its controller. */
const ITS_REVIEWERS = {
  about: 'session',
  else: 'sign_in_required',
  staff: 'not_allowed',
  reviewers: 'ok',
  'foreign reviewer': 'not_found',
} as const;

/** A request of the session's subject, for reviewers of the controller that it was made to. */
const ITS_REQUEST = { ...ITS_REVIEWERS, about: 'request' } as const;

/** Only the token counts, not the cookies of the browser that brings it. */
const ITS_LINK = {
  about: 'invitation',
  else: {
    else: 'ok',
    created: 'invitation_unknown',
    joined: 'invitation_spent',
    ended: 'session_ended',
    closed: 'session_ended',
    erased: 'invitation_unknown',
  },
} as const;

/** One's own credential, whatever the line is about: a caller names no session, and so can name no other one. */
const OWN_CREDENTIAL = { about: 'credential', else: 'credential_unknown' } as const;

const SUBJECTS = {
  about: 'nothing',
  else: 'subject_sign_in_required',
  subject: 'ok',
  'other subject': 'ok',
  'foreign subject': 'ok',
} as const;

/** A call of one's own number; of another one's it is not even told that it exists. */
const ITS_SUBJECT = {
  about: 'session',
  else: 'subject_sign_in_required',
  subject: { else: 'ok', erased: 'not_found' },
  'other subject': 'not_found',
  'foreign subject': 'not_found',
} as const;

/** About numbers of `lmt`: a key alone opens it, whatever cookie or signature comes along. */
const SYSTEMS = {
  about: 'nothing',
  else: 'system_key_required',
  system: 'ok',
  'foreign system': 'system_controller_wrong',
} as const;

/** A record in the stream of the session's subject. */
const OWN_RECORD = {
  about: 'session',
  else: 'subject_sign_in_required',
  subject: 'ok',
  'other subject': 'not_found',
  'foreign subject': 'not_found',
} as const;

export const ROUTES: Readonly<Record<string, Line>> = {
  // --- open to everyone: nothing here is about a person ---------------------------------------------------------
  'GET /': PUBLIC,
  'GET /k': PUBLIC,
  'GET /assets/:file': PUBLIC,
  'GET /agent': PUBLIC,
  'GET /agent/': PUBLIC,
  'GET /agent/*path': PUBLIC,
  'GET /agent/assets/:file': PUBLIC,
  'GET /:file': PUBLIC,
  'GET /my/:controller': PUBLIC,
  'GET /my/assets/:file': PUBLIC,
  'GET /healthz': PUBLIC,
  'GET /readyz': PUBLIC,
  'GET /problems/:code': PUBLIC,
  'GET /texts/:controller/:kind/:language': PUBLIC,
  'GET /texts/:controller/:kind/:version/:language': PUBLIC,
  'GET /consents/:controller/:language': PUBLIC,
  'GET /consents/:controller/:purpose/:language': PUBLIC,
  'GET /consents/:controller/:purpose/:version/:language': PUBLIC,
  'GET /guides/:controller/:guide/:version/:language.json': PUBLIC,
  'GET /guides/:controller/:guide/:version/:file.svg': PUBLIC,
  'GET /consents/:controller/:purpose/:version/:language.json': PUBLIC,

  // --- demo only: a phone has no sign-in, and production does not have these ------------------------------------
  'GET /demo/phone': PUBLIC,
  'GET /demo/phone.js': PUBLIC,
  'GET /demo/phone.css': PUBLIC,
  'GET /demo/texts.js': PUBLIC,
  'GET /demo/api/messages': PUBLIC,
  'GET /demo/api/stream': PUBLIC,
  'POST /demo/api/shown': PUBLIC,
  'POST /demo/api/hang-up': PUBLIC,
  'POST /demo/api/advance': PUBLIC,
  'GET /demo/mail': PUBLIC,
  'GET /demo/mail/:position': { about: 'nothing', else: 'not_found' },
  'GET /demo/api/numbers': PUBLIC,
  'POST /demo/api/send': PUBLIC,

  // --- machines: nobody without a signature, whatever cookie comes along ----------------------------------------
  'POST /api/calls/:call/ended': {
    about: 'session',
    else: 'signature_missing',
    telephony: 'ok',
    'foreign telephony': 'signature_wrong',
    gateway: 'signature_wrong',
  },
  'POST /api/sms/reports': {
    about: 'nothing',
    else: 'signature_missing',
    gateway: 'ok',
    telephony: 'signature_wrong',
    'foreign telephony': 'signature_wrong',
  },

  // --- the operator's other systems: whether a consent is in force, and what changed -----------------------------
  'GET /api/v1/openapi.json': PUBLIC,
  'POST /api/v1/consents/check': SYSTEMS,
  'POST /api/v1/consents/check-batch': SYSTEMS,
  'GET /api/v1/consents/changes': SYSTEMS,

  'POST /api/sms/messages': {
    about: 'nothing',
    else: 'signature_missing',
    gateway: 'ok',
    telephony: 'signature_wrong',
    'foreign telephony': 'signature_wrong',
  },

  // --- the controllers' mail systems: an offer with its consent, and what came back ------------------------------
  'POST /api/mail/:controller/offers': {
    about: 'nothing',
    else: 'signature_missing',
    'mail system': 'consent_missing',
    'foreign mail system': 'signature_wrong',
    telephony: 'signature_wrong',
    'foreign telephony': 'signature_wrong',
    gateway: 'signature_wrong',
  },
  'POST /api/mail/:controller/reports': {
    about: 'nothing',
    else: 'signature_missing',
    'mail system': 'ok',
    'foreign mail system': 'signature_wrong',
    telephony: 'signature_wrong',
    'foreign telephony': 'signature_wrong',
    gateway: 'signature_wrong',
  },
  // Links of a mailed offer: whoever has one may follow it, and a token is all that it knows of anyone.
  'GET /o/:controller/:offer/:version/open/:token.gif': PUBLIC,
  'GET /o/:controller/:offer/:version/:n/:token': PUBLIC,
  'GET /o/unsubscribe/:token': { about: 'nothing', else: 'offer_unknown' },
  'POST /o/unsubscribe/:token': { about: 'nothing', else: 'offer_unknown' },

  // --- staff ----------------------------------------------------------------------------------------------------
  'POST /api/sign-in': PUBLIC,
  'POST /api/sign-out': STAFF,
  'GET /api/me': STAFF,
  'GET /api/colleagues': AGENTS_AND_SUPERVISORS,
  'GET /api/guides': AGENTS_AND_SUPERVISORS,
  'GET /api/consents': AGENTS,
  'POST /api/consents/record': AGENTS,
  // Counts of all ratings; whose they are is nowhere to be had.
  'GET /api/ratings': {
    about: 'nothing',
    else: 'sign_in_required',
    staff: 'not_allowed',
    supervisors: 'ok',
  },
  // Agents their own, the others their controller's: states and times, never content.
  'GET /api/sessions': STAFF,
  'POST /api/sessions': AGENTS,

  // --- one session, for its agent -------------------------------------------------------------------------------
  'GET /api/sessions/:session/note': {
    ...ITS_AGENT,
    agent: { else: 'ok', closed: 'purpose_refused', erased: 'session_erased' },
  },
  'GET /api/sessions/:session/media/:id': {
    ...ITS_AGENT,
    agent: {
      else: 'photo_unknown',
      joined: 'ok',
      ended: 'ok',
      closed: 'purpose_refused',
      erased: 'session_erased',
    },
  },
  'POST /api/sessions/:session/pictures': {
    ...ITS_AGENT,
    agent: { else: 'session_not_joined', joined: 'ok', erased: 'session_erased' },
  },

  // --- the caller -----------------------------------------------------------------------------------------------
  'POST /api/invitation/open': ITS_LINK,
  'POST /api/invitation/reading': ITS_LINK,
  'POST /api/invitation/accept': ITS_LINK,
  // The six digits work once, before anything else has been opened.
  'POST /api/invitation/code': { about: 'invitation', else: { else: 'code_wrong', invited: 'ok' } },
  'GET /api/caller': {
    ...OWN_CREDENTIAL,
    caller: { else: 'ok', erased: 'credential_unknown' },
    after: { else: 'ok', erased: 'credential_unknown' },
    'other caller': 'ok',
    'foreign caller': 'ok',
    'other after': 'ok',
    'foreign after': 'ok',
  },
  // After the end the call's credential is good for one thing only: this exchange.
  'POST /api/caller/after': {
    ...OWN_CREDENTIAL,
    caller: { else: 'ok', joined: 'session_not_open', erased: 'credential_unknown' },
    after: { else: 'ok', erased: 'credential_unknown' },
    'other caller': 'session_not_open',
    'foreign caller': 'session_not_open',
    'other after': 'ok',
    'foreign after': 'ok',
  },
  // Of the guides shown in the own call, and to an address that is none: nobody is entitled to anyone else's.
  'GET /api/caller/after/guides': {
    ...OWN_CREDENTIAL,
    caller: { else: 'not_allowed', erased: 'credential_unknown' },
    after: { else: 'ok', erased: 'credential_unknown' },
    'other caller': 'not_allowed',
    'foreign caller': 'not_allowed',
    'other after': 'ok',
    'foreign after': 'ok',
  },
  'POST /api/caller/after/guides': {
    ...OWN_CREDENTIAL,
    caller: { else: 'not_allowed', erased: 'credential_unknown' },
    after: { else: 'mail_address_invalid', erased: 'credential_unknown' },
    'other caller': 'not_allowed',
    'foreign caller': 'not_allowed',
    'other after': 'mail_address_invalid',
    'foreign after': 'mail_address_invalid',
  },
  // Everyone names the photo of this session, and no other caller's browser can reach it.
  'POST /api/caller/after/erase': {
    ...OWN_CREDENTIAL,
    caller: { else: 'not_allowed', erased: 'credential_unknown' },
    after: { else: 'ok', erased: 'credential_unknown' },
    'other caller': 'not_allowed',
    'foreign caller': 'not_allowed',
    'other after': 'photo_unknown',
    'foreign after': 'photo_unknown',
  },
  // What is in force of the purpose whose card is on the own screen: here there is none.
  'GET /api/caller/consent': {
    ...OWN_CREDENTIAL,
    caller: { else: 'session_ended', joined: 'nothing_shown', erased: 'credential_unknown' },
    after: { else: 'session_ended', erased: 'credential_unknown' },
    'other caller': 'nothing_shown',
    'foreign caller': 'nothing_shown',
    'other after': 'session_ended',
    'foreign after': 'session_ended',
  },
  // Nobody here agreed to be asked.
  'POST /api/caller/after/rating': {
    ...OWN_CREDENTIAL,
    caller: { else: 'not_allowed', erased: 'credential_unknown' },
    after: { else: 'consent_missing', erased: 'credential_unknown' },
    'other caller': 'not_allowed',
    'foreign caller': 'not_allowed',
    'other after': 'consent_missing',
    'foreign after': 'consent_missing',
  },
  'GET /api/caller/media/:id': {
    ...OWN_CREDENTIAL,
    caller: { else: 'session_ended', joined: 'ok', erased: 'credential_unknown' },
    after: { else: 'ok', erased: 'credential_unknown' },
    'other caller': 'photo_unknown',
    'foreign caller': 'photo_unknown',
    'other after': 'photo_unknown',
    'foreign after': 'photo_unknown',
  },
  'POST /api/caller/photos/:photo': {
    ...OWN_CREDENTIAL,
    caller: { else: 'session_ended', joined: 'ok', erased: 'credential_unknown' },
    after: { else: 'session_ended', erased: 'credential_unknown' },
    'other caller': 'ok',
    'foreign caller': 'ok',
    'other after': 'session_ended',
    'foreign after': 'session_ended',
  },

  // --- the subject's own page: the door is open, and a code goes to the number ----------------------------------
  'GET /api/subject/of/:controller': PUBLIC,
  'POST /api/subject/code': PUBLIC,
  // With the right code for one's own number.
  'POST /api/subject/sign-in': PUBLIC,
  'POST /api/subject/sign-out': PUBLIC,

  // --- the subject's own page: the number's calls with the controller of the sign-in ----------------------------
  'GET /api/subject': { ...SUBJECTS, about: 'session' },
  'POST /api/subject/requests': SUBJECTS,
  'GET /api/subject/export': SUBJECTS,
  'GET /api/subject/consents': SUBJECTS,
  'GET /api/subject/consents/history': SUBJECTS,
  'GET /api/subject/consents/export': SUBJECTS,
  'GET /api/subject/consents/receipts/:record': OWN_RECORD,
  'GET /api/subject/consents/receipts/:record/file': OWN_RECORD,
  'POST /api/subject/consents/give': SUBJECTS,
  'POST /api/subject/consents/withdraw': SUBJECTS,
  'POST /api/subject/consents/withdraw-all': SUBJECTS,
  'GET /api/subject/calls/:session': ITS_SUBJECT,
  'GET /api/subject/calls/:session/media/:id': {
    ...ITS_SUBJECT,
    subject: { else: 'photo_unknown', joined: 'ok', ended: 'ok', closed: 'ok', erased: 'not_found' },
  },
  // While the call is on the caller takes back on the call's own page.
  'POST /api/subject/calls/:session/erase': {
    ...ITS_SUBJECT,
    subject: { else: 'subject_call_on', ended: 'ok', closed: 'ok', erased: 'not_found' },
  },

  // --- the reviewer: without opening anything -------------------------------------------------------------------
  'POST /api/review/consents/find': REVIEWERS,
  'GET /api/review/consents/counts': REVIEWERS,
  // Of a subject of `lmt`.
  'GET /api/review/consents/:subject/proof': { ...REVIEWERS, 'foreign reviewer': 'not_found' },
  'GET /api/review/consents/:subject/receipts/:record': { ...REVIEWERS, 'foreign reviewer': 'not_found' },
  'GET /api/review/consents/:subject/receipts/:record/file': {
    ...REVIEWERS,
    'foreign reviewer': 'not_found',
  },

  'GET /api/review/sessions': REVIEWERS,
  'GET /api/review/sessions/export': REVIEWERS,
  'GET /api/review/sessions/:session': ITS_REVIEWERS,
  'GET /api/review/sessions/:session/timeline': ITS_REVIEWERS,
  'GET /api/review/agents': REVIEWERS,
  'GET /api/review/staff': REVIEWERS,
  'GET /api/review/summary': REVIEWERS,
  'GET /api/review/log': REVIEWERS,
  // Entries are counted for each controller by itself: everyone's number 1 is another one.
  'GET /api/review/log/:seq': REVIEWERS,
  'GET /api/review/record': REVIEWERS,
  'GET /api/review/record.html': REVIEWERS,

  // --- the reviewer: opening content ----------------------------------------------------------------------------
  'POST /api/review/access': {
    ...ITS_REVIEWERS,
    reviewers: { else: 'ok', erased: 'session_erased' },
  },
  // Asked about a foreign session the list is empty: what does not exist has no openings.
  'GET /api/review/access': { ...ITS_REVIEWERS, 'foreign reviewer': 'ok' },
  'POST /api/review/access/:id/approve': {
    ...ITS_REVIEWERS,
    about: 'opening',
    reviewer: 'second_person_required',
    'second reviewer': { else: 'ok', erased: 'already_decided' },
  },
  'POST /api/review/access/:id/refuse': {
    ...ITS_REVIEWERS,
    about: 'opening',
    reviewer: 'second_person_required',
    'second reviewer': { else: 'ok', erased: 'already_decided' },
  },
  // Whoever approved may not look: the opening is for the one who asked.
  'GET /api/review/access/:id/session': {
    ...ITS_REVIEWERS,
    about: 'opening',
    reviewer: { else: 'ok', erased: 'opening_closed' },
    'second reviewer': 'not_found',
  },
  'GET /api/review/access/:id/media/:media': {
    ...ITS_REVIEWERS,
    about: 'opening',
    reviewer: { else: 'photo_unknown', joined: 'ok', ended: 'ok', closed: 'ok', erased: 'opening_closed' },
    'second reviewer': 'not_found',
  },

  // --- the reviewer: legal holds --------------------------------------------------------------------------------
  'GET /api/review/holds': { ...ITS_REVIEWERS, 'foreign reviewer': 'ok' },
  'POST /api/review/holds': {
    ...ITS_REVIEWERS,
    reviewers: { else: 'ok', erased: 'session_erased' },
  },
  'POST /api/review/holds/:id/approve': {
    ...ITS_REVIEWERS,
    about: 'hold',
    reviewer: 'second_person_required',
    'second reviewer': { else: 'ok', erased: 'session_erased' },
  },
  // Only whoever asked can take it back; on the erased session, of which there is one, they have by then.
  'POST /api/review/holds/:id/withdraw': {
    ...ITS_REVIEWERS,
    about: 'hold',
    'second reviewer': { else: 'not_allowed', erased: 'hold_state_wrong' },
  },
  'POST /api/review/holds/:id/lift': {
    ...ITS_REVIEWERS,
    about: 'hold',
    reviewers: { else: 'ok', erased: 'hold_state_wrong' },
  },
  'POST /api/review/holds/:id/approve-lift': {
    ...ITS_REVIEWERS,
    about: 'hold',
    reviewer: { else: 'second_person_required', erased: 'hold_state_wrong' },
    'second reviewer': { else: 'ok', erased: 'hold_state_wrong' },
  },

  // --- the reviewer: the audit queue ----------------------------------------------------------------------------
  'GET /api/review/queue': REVIEWERS,
  'GET /api/review/queue/rules': REVIEWERS,
  'GET /api/review/queue/people': REVIEWERS,
  'GET /api/review/queue/draws': REVIEWERS,
  // A day of `lmt` that was drawn.
  'GET /api/review/queue/draws/:day': { ...REVIEWERS, 'foreign reviewer': 'not_found' },
  'GET /api/review/queue/items/:item': { ...ITS_REVIEWERS, about: 'item' },
  'POST /api/review/queue/items/:item/take': { ...ITS_REVIEWERS, about: 'item' },
  // `reviewer` has taken the item: it is theirs to close.
  'POST /api/review/queue/items/:item/no-finding': {
    ...ITS_REVIEWERS,
    about: 'item',
    'second reviewer': 'audit_state_wrong',
  },
  'POST /api/review/queue/items/:item/findings': {
    ...ITS_REVIEWERS,
    about: 'item',
    'second reviewer': 'audit_state_wrong',
  },
  'GET /api/review/findings': REVIEWERS,
  // `reviewer` is responsible for the follow-up: another one says that it is done.
  'POST /api/review/findings/:finding/done': {
    ...ITS_REVIEWERS,
    about: 'item',
    reviewer: 'second_person_required',
  },

  // --- the reviewer: retention periods, of the own controller ---------------------------------------------------
  'GET /api/review/periods': REVIEWERS,
  'POST /api/review/periods/simulate': REVIEWERS,
  'POST /api/review/periods': REVIEWERS,
  'POST /api/review/periods/:id/approve': {
    ...REVIEWERS,
    reviewer: 'second_person_required',
    'foreign reviewer': 'not_found',
  },
  'POST /api/review/periods/:id/refuse': {
    ...REVIEWERS,
    reviewer: 'second_person_required',
    'foreign reviewer': 'not_found',
  },
  'POST /api/review/periods/:id/withdraw': {
    ...REVIEWERS,
    'second reviewer': 'not_allowed',
    'foreign reviewer': 'not_found',
  },

  // --- the reviewer: requests of data subjects ------------------------------------------------------------------
  'GET /api/review/requests': REVIEWERS,
  'POST /api/review/requests': REVIEWERS,
  // A number is looked for among the calls of one's own controller.
  'POST /api/review/requests/search': { ...ITS_REVIEWERS, 'foreign reviewer': 'ok' },
  'GET /api/review/sessions/:session/requests': ITS_REVIEWERS,
  'GET /api/review/requests/:id': ITS_REQUEST,
  'GET /api/review/requests/:id/export': ITS_REQUEST,
  'POST /api/review/requests/:id/verify': ITS_REQUEST,
  'POST /api/review/requests/:id/assign': ITS_REQUEST,
  'POST /api/review/requests/:id/extend': ITS_REQUEST,
  'POST /api/review/requests/:id/notify': ITS_REQUEST,
  'POST /api/review/requests/:id/answer': ITS_REQUEST,
  'POST /api/review/requests/:id/erase': ITS_REQUEST,
  'POST /api/review/requests/:id/restrict': ITS_REQUEST,
  'POST /api/review/requests/:id/lift': ITS_REQUEST,
  // A statement can stand beside a call of this subject only: of an erased one nobody knows whose it was.
  'POST /api/review/requests/:id/rectify': { ...ITS_REQUEST, reviewers: { else: 'ok', erased: 'not_found' } },

  // --- the reviewer: breaches -----------------------------------------------------------------------------------
  'GET /api/review/breach/scope': REVIEWERS,
  'GET /api/review/breach/affected': { ...ITS_REVIEWERS, 'foreign reviewer': 'ok' },
  'GET /api/review/breaches': REVIEWERS,
  'POST /api/review/breaches': REVIEWERS,
  'POST /api/review/breaches/:id/authority': { ...REVIEWERS, 'foreign reviewer': 'not_found' },
  'POST /api/review/breaches/:id/subjects': { ...REVIEWERS, 'foreign reviewer': 'not_found' },
  'POST /api/review/breaches/:id/close': { ...REVIEWERS, 'foreign reviewer': 'not_found' },

  // --- the reviewer: evidence -----------------------------------------------------------------------------------
  'GET /api/review/ledger': REVIEWERS,
  'GET /api/review/ledger/export': REVIEWERS,
  'GET /api/review/ledger/checkpoints': REVIEWERS,
  'GET /api/review/ledger/checkpoints.json': REVIEWERS,
  'GET /api/review/ledger/proof': ITS_REVIEWERS,
  'GET /api/review/ledger/consistency': REVIEWERS,
  // On this stage the day's own verification of `lmt` is under way, and that of `amigo` is not.
  'POST /api/review/ledger/verify': {
    ...REVIEWERS,
    reviewers: 'verification_under_way',
    'foreign reviewer': 'ok',
  },
};

/**
 * Lines whose answer may hold what was said in a session, its matter or its number. Of every other line the answer is
 * searched for them, whoever gets it: a supervisor's list, a reviewer's log.
 */
export const MAY_SHOW_CONTENT: readonly string[] = [
  'GET /api/sessions/:session/note',
  'GET /api/review/access/:id/session',
  'GET /api/subject/calls/:session',
  // A request is about a number, and says which.
  'POST /api/review/requests',
  'GET /api/review/requests/:id',
  'POST /api/review/requests/:id/verify',
  'POST /api/review/requests/:id/assign',
  'POST /api/review/requests/:id/extend',
  'POST /api/review/requests/:id/notify',
  'POST /api/review/requests/:id/answer',
  'POST /api/review/requests/:id/erase',
  'POST /api/review/requests/:id/restrict',
  'POST /api/review/requests/:id/lift',
  'POST /api/review/requests/:id/rectify',
  // The inbox of the simulated phones: each SMS with its number.
  'GET /demo/api/messages',
  'GET /demo/api/stream',
];

/** Names of everything that travels on the socket, besides Socket.IO's own. */
export const SOCKET_EVENTS = {
  fromClient: ['command', 'signal'],
  toClient: ['welcome', 'events', 'presence', 'signal'],
} as const;

/** Who may connect: `agent` names the session, `caller` has only its credential. */
export const HANDSHAKES: Readonly<Record<'agent' | 'caller', Line>> = {
  agent: {
    ...ITS_AGENT,
    agent: { else: 'ok', closed: 'purpose_refused', erased: 'session_erased' },
    'foreign supervisor': 'not_found',
    'foreign reviewer': 'not_found',
  },
  // The page of a call that is over learns that it is over, and nothing of what was in it.
  caller: {
    ...OWN_CREDENTIAL,
    caller: { else: 'ok', erased: 'credential_unknown' },
    'other caller': 'ok',
    'foreign caller': 'ok',
  },
};

/**
 * What whoever is connected may ask for. In `joined` the match is confirmed, and a guide is shown whose pages both
 * may turn; one photo is shared and one more asked for. In `closed` and `erased` the socket was left open from before.
 */
type Command = { readonly [S in State]?: string } & { readonly else: string };
const IN_THE_CALL = {
  else: 'session_not_joined',
  joined: 'ok',
  ended: 'session_ended',
  closed: 'session_ended',
} as const;
const BEFORE_THE_CALL = {
  else: 'ok',
  joined: 'invitation_spent',
  ended: 'session_ended',
  closed: 'session_ended',
} as const;
const WHILE_OPEN = { else: 'ok', ended: 'session_ended', closed: 'session_ended' } as const;

/** For an agent's socket there is no `erased`: its sign-in has ended long before. */
export const AGENT_COMMANDS: Readonly<Record<string, Command>> = {
  // What keeps the session in `created` on this stage is that its number has had all its SMS of the hour (INV-10).
  SendInvitation: { ...BEFORE_THE_CALL, created: 'sending_limit_reached' },
  IssueSpokenCode: BEFORE_THE_CALL,
  ConfirmMatch: { ...IN_THE_CALL, joined: 'match_not_pending' },
  ShowGuide: IN_THE_CALL,
  TurnStep: IN_THE_CALL,
  ChangeTurning: IN_THE_CALL,
  ShowPage: IN_THE_CALL,
  ShowNote: IN_THE_CALL,
  // Before the call there is no picture that it could name.
  ShowPicture: { ...IN_THE_CALL, else: 'photo_unknown' },
  ShowConsentCard: IN_THE_CALL,
  // On this stage nobody has given a consent.
  ShowDiagnostics: { ...IN_THE_CALL, joined: 'consent_missing' },
  ClearStage: IN_THE_CALL,
  RequestPhoto: IN_THE_CALL,
  CancelPhotoRequest: IN_THE_CALL,
  MarkPhotoSeen: IN_THE_CALL,
  HandOver: WHILE_OPEN,
  AgreeDeviceMove: { ...IN_THE_CALL, joined: 'no_move_requested' },
  DeclineDeviceMove: { ...IN_THE_CALL, joined: 'no_move_requested' },
  EndSession: WHILE_OPEN,
  // Writing up the call is for the 30 minutes after it.
  NoteOutcome: { else: 'session_not_open', ended: 'ok', closed: 'purpose_refused' },
};

/** For a caller's socket there is nothing before `joined`. */
const CALLERS = {
  else: 'ok',
  ended: 'session_ended',
  closed: 'session_ended',
  erased: 'session_erased',
} as const;
export const CALLER_COMMANDS: Readonly<Record<string, Command>> = {
  TurnStep: CALLERS,
  AnswerStep: CALLERS,
  ConfirmDisplayed: CALLERS,
  // What is shown is a guide and not a page.
  TapPage: { ...CALLERS, else: 'nothing_shown' },
  AnswerConsentCard: { ...CALLERS, else: 'nothing_shown' },
  DeclinePhotoRequest: CALLERS,
  TakeBackPhoto: CALLERS,
  TakeBackAllPhotos: CALLERS,
  ChangeLanguage: CALLERS,
  RequestDeviceMove: CALLERS,
  Leave: CALLERS,
};

/** Each role its own signals; whoever else sends them is not heard. */
export const SIGNALS = { agent: ['pointer', 'pointer-off'], caller: ['camera', 'upload'] } as const;

/** Entitled people in their own session, naming what belongs to another one or to another controller. */
export const CROSSINGS = {
  'agent: a photo of another session under the own one': 'photo_unknown',
  'agent: a photo of a foreign session under the own one': 'photo_unknown',
  'agent: shows a picture of another session': 'photo_unknown',
  'agent: shows a picture of a foreign session': 'photo_unknown',
  "agent: shows the caller's photo as a picture": 'photo_unknown',
  'agent: marks a photo of another session as seen': 'photo_unknown',
  'agent: hands over to a foreign agent': 'colleague_unknown',
  'agent: hands over to a reviewer': 'colleague_unknown',
  'agent: shows a page that is on no list': 'page_not_allowed',
  // A repeat is answered with what the command made happen: content, which has its time like all content.
  'agent: repeats a command of the call in the wrap-up, on a socket left open': 'ok',
  'agent: repeats a command of the call after the wrap-up, on a socket left open': 'purpose_refused',
  'caller: takes back a photo of another session': 'photo_unknown',
  'caller: erases a photo of another session after the call': 'photo_unknown',
  'reviewer: a photo of another session under an opening': 'photo_unknown',
  'reviewer: a hold on a photo of another session': 'photo_unknown',
  'reviewer: decides on a foreign opening': 'not_found',
  'reviewer: approves a foreign hold': 'not_found',
} as const;
