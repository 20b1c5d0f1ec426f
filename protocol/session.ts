/**
 * The state of a session and how events change it. Pure, and the same code on the server, in both clients and
 * in a replay. A client folds redacted events and gets the redacted view of the same state (SES-6).
 */

import type { Device, EndReason, ErasureRule, InvitationWay, Recorded, SessionEvent } from './events.ts';
import type { Language, MatterCategory } from './language.ts';
import { evolveStage, type Stage } from './stage.ts';

/** Times of the link's journey, in epoch milliseconds; absent is "not yet". */
export interface Journey {
  readonly sentAt?: number;
  readonly deliveredAt?: number;
  readonly failed?: { readonly at: number; readonly reason: string };
  readonly openedAt?: number;
  readonly readingAt?: number;
  readonly acceptedAt?: number;
}

export interface Invitation {
  readonly id: string;
  readonly way: InvitationWay;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly code?: string;
  readonly token?: string;
}

export type Match =
  | { readonly kind: 'off' }
  | { readonly kind: 'pending'; readonly missesLeft: number; readonly digits?: string }
  | { readonly kind: 'confirmed'; readonly at: number };

export interface Photo {
  readonly id: string;
  readonly at: number;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly request?: string;
  readonly seen: boolean;
  /** Set once the photo's key is destroyed; the picture cannot be had any more. */
  readonly erased?: { readonly at: number; readonly rule: ErasureRule };
}

export interface PhotoRequest {
  readonly id: string;
  readonly hint: string;
  readonly at: number;
  readonly state: 'open' | 'answered' | 'cancelled' | 'declined';
}

/** What every session has from its first event on. */
export interface SessionBasics {
  readonly controller: string;
  readonly staff?: string;
  readonly agentName: string;
  readonly language: Language;
  readonly category: MatterCategory;
  readonly matter?: string;
  readonly number?: string;
  readonly call?: string;
  readonly matchRequired: boolean;
  readonly word: string;
  readonly createdAt: number;
  readonly journey: Journey;
}

/** What a session has from the caller's Accept on. */
export interface Joined {
  readonly terms: string;
  readonly notice: string;
  readonly device: Device;
  readonly match: Match;
  readonly stage: Stage;
  readonly photos: readonly Photo[];
  readonly requests: readonly PhotoRequest[];
  readonly deviceMove: 'none' | 'requested' | 'offered';
}

export interface Ended {
  readonly reason: EndReason;
  readonly at: number;
  readonly solved?: boolean;
}

export type SessionState =
  | { readonly status: 'none' }
  | ({ readonly status: 'created' } & SessionBasics)
  | ({ readonly status: 'invited' | 'opened'; readonly invitation: Invitation } & SessionBasics)
  | ({ readonly status: 'joined'; readonly invitation?: Invitation; readonly joined: Joined } & SessionBasics)
  | ({ readonly status: 'ended'; readonly ended: Ended; readonly joined?: Joined } & SessionBasics)
  | { readonly status: 'erased'; readonly at: number; readonly rule: ErasureRule };

export const NO_SESSION: SessionState = { status: 'none' };

/** A session in which something may still happen. */
export type OpenSession = Extract<SessionState, { status: 'created' | 'invited' | 'opened' | 'joined' }>;
export type JoinedSession = Extract<SessionState, { status: 'joined' }>;

export function isOpen(state: SessionState): state is OpenSession {
  return state.status !== 'none' && state.status !== 'ended' && state.status !== 'erased';
}

export const MATCH_TRIES = 3;

const EMPTY_STAGE: Stage = { kind: 'nothing' };

/** Applies one recorded event. An event that does not fit the state (a redacted cause, say) changes nothing. */
export function evolve(state: SessionState, recorded: Recorded): SessionState {
  const { event, at } = recorded;
  if (event.type === 'Redacted') return state;
  if (event.type === 'SessionCreated') return created(event, at);
  if (state.status === 'none' || state.status === 'erased') return state;
  if (event.type === 'SessionErased') return { status: 'erased', at, rule: event.rule };
  if (state.status === 'ended') return evolveEnded(state, event, at);
  return evolveOpen(state, event, at);
}

export function evolveAll(state: SessionState, events: readonly Recorded[]): SessionState {
  return events.reduce(evolve, state);
}

function created(event: Extract<SessionEvent, { type: 'SessionCreated' }>, at: number): SessionState {
  const { type: _, ...basics } = event;
  return { status: 'created', ...basics, createdAt: at, journey: {} };
}

type BeyondCreation = Exclude<SessionEvent, { type: 'SessionCreated' | 'SessionErased' }>;

/** After the end only the outcome, erasures and late delivery reports can still arrive. */
function evolveEnded(
  state: Extract<SessionState, { status: 'ended' }>,
  event: BeyondCreation,
  at: number,
): SessionState {
  if (event.type === 'OutcomeNoted') return { ...state, ended: { ...state.ended, solved: event.solved } };
  if (event.type === 'PhotoErased' && state.joined) {
    return { ...state, joined: evolveJoined(state.joined, event, at) };
  }
  if (event.type === 'HandedOver') return handOver(state, event);
  return state;
}

function evolveOpen(state: OpenSession, event: BeyondCreation, at: number): SessionState {
  switch (event.type) {
    case 'InvitationIssued':
      return issueInvitation(state, event, at);
    case 'SmsSent':
      return withJourney(state, { sentAt: at });
    case 'SmsDelivered':
      return withJourney(state, { deliveredAt: at });
    case 'SmsFailed':
      return withJourney(state, { failed: { at, reason: event.reason } });
    case 'InvitationOpened': {
      const seen = withJourney(state, { openedAt: state.journey.openedAt ?? at });
      return seen.status === 'invited' ? { ...seen, status: 'opened' } : seen;
    }
    case 'TermsReading':
      return withJourney(state, { readingAt: state.journey.readingAt ?? at });
    case 'TermsAccepted':
      return accept(state, event, at);
    case 'LanguageChanged':
      return { ...state, language: event.language };
    case 'HandedOver':
      return handOver(state, event);
    case 'DeviceMoved':
      return moveDevice(state, event);
    case 'SessionEnded':
      return end(state, { reason: event.reason, at });
    case 'OutcomeNoted':
    case 'CallRated':
    case 'GuidesMailed':
      return state;
    default:
      return state.status === 'joined' ? { ...state, joined: evolveJoined(state.joined, event, at) } : state;
  }
}

function withJourney<S extends OpenSession>(state: S, step: Partial<Journey>): S {
  return { ...state, journey: { ...state.journey, ...step } };
}

function handOver<S extends SessionState>(state: S, event: Extract<SessionEvent, { type: 'HandedOver' }>): S {
  return {
    ...state,
    agentName: event.agentName,
    ...(event.staff === undefined ? {} : { staff: event.staff }),
  };
}

function issueInvitation(
  state: OpenSession,
  event: Extract<SessionEvent, { type: 'InvitationIssued' }>,
  at: number,
): SessionState {
  const { type: _, invitation: id, ...rest } = event;
  const invitation: Invitation = { id, issuedAt: at, ...rest };
  if (state.status === 'joined') {
    return { ...state, invitation, joined: { ...state.joined, deviceMove: 'offered' } };
  }
  // A spoken code is another way to the same page: what is known of the link's journey stays.
  if (event.way === 'code')
    return { ...state, status: state.status === 'opened' ? 'opened' : 'invited', invitation };
  const { journey: _before, ...basics } = state;
  return { ...basics, status: 'invited', invitation, journey: {} };
}

function accept(
  state: OpenSession,
  event: Extract<SessionEvent, { type: 'TermsAccepted' }>,
  at: number,
): SessionState {
  if (state.status === 'joined') return state;
  const { digits, terms, notice, device, language } = event;
  const pending: Match = {
    kind: 'pending',
    missesLeft: MATCH_TRIES,
    ...(digits === undefined ? {} : { digits }),
  };
  const { status: _status, ...basics } = withJourney(state, { acceptedAt: at });
  const { invitation: _spent, ...kept } = { invitation: undefined, ...basics };
  return {
    ...kept,
    status: 'joined',
    language,
    joined: {
      terms,
      notice,
      device,
      match: state.matchRequired ? pending : { kind: 'off' },
      stage: EMPTY_STAGE,
      photos: [],
      requests: [],
      deviceMove: 'none',
    },
  };
}

function moveDevice(state: OpenSession, event: Extract<SessionEvent, { type: 'DeviceMoved' }>): SessionState {
  if (state.status !== 'joined') return state;
  const { invitation: _spent, ...kept } = state;
  const { terms, notice, device, language } = event;
  return { ...kept, language, joined: { ...state.joined, terms, notice, device, deviceMove: 'none' } };
}

function end(state: OpenSession, ended: Ended): SessionState {
  const { invitation: _closed, ...kept } = { invitation: undefined, ...state };
  if (kept.status !== 'joined') return { ...kept, status: 'ended', ended };
  const joined: Joined = { ...kept.joined, stage: EMPTY_STAGE, deviceMove: 'none' };
  return { ...kept, status: 'ended', ended, joined };
}

type JoinedEvent = Exclude<
  BeyondCreation,
  {
    type:
      | 'InvitationIssued'
      | 'SmsSent'
      | 'SmsDelivered'
      | 'SmsFailed'
      | 'InvitationOpened'
      | 'TermsReading'
      | 'TermsAccepted'
      | 'LanguageChanged'
      | 'HandedOver'
      | 'DeviceMoved'
      | 'SessionEnded'
      | 'OutcomeNoted'
      | 'CallRated'
      | 'GuidesMailed';
  }
>;

function evolveJoined(joined: Joined, event: JoinedEvent, at: number): Joined {
  switch (event.type) {
    case 'MatchMissed':
      if (joined.match.kind !== 'pending') return joined;
      return { ...joined, match: { ...joined.match, missesLeft: event.missesLeft } };
    case 'MatchConfirmed':
      return { ...joined, match: { kind: 'confirmed', at } };
    case 'PhotoRequested':
      return {
        ...joined,
        requests: [...joined.requests, { id: event.request, hint: event.hint, at, state: 'open' }],
      };
    case 'PhotoRequestClosed':
      return { ...joined, requests: settle(joined.requests, event.request, event.how) };
    case 'PhotoShared':
      return sharePhoto(joined, event, at);
    case 'PhotoSeen':
      return withPhoto(joined, event.photo, { seen: true });
    case 'PhotoErased':
      return withPhoto(joined, event.photo, { erased: { at, rule: event.rule } });
    case 'ConsentChecked':
      return joined;
    case 'DeviceMoveRequested':
      return { ...joined, deviceMove: 'requested' };
    case 'DeviceMoveDeclined':
      return { ...joined, deviceMove: 'none' };
    default:
      // What is left is the stage's own, or does not compile.
      return { ...joined, stage: evolveStage(joined.stage, event, at) };
  }
}

function sharePhoto(
  joined: Joined,
  event: Extract<SessionEvent, { type: 'PhotoShared' }>,
  at: number,
): Joined {
  const { type: _, photo: id, confirmed: _confirmed, ...rest } = event;
  const photos = [...joined.photos, { id, at, seen: false, ...rest }];
  const requests = event.request ? settle(joined.requests, event.request, 'answered') : joined.requests;
  return { ...joined, photos, requests };
}

function settle(requests: readonly PhotoRequest[], id: string, state: PhotoRequest['state']) {
  return requests.map((request) => (request.id === id ? { ...request, state } : request));
}

function withPhoto(joined: Joined, id: string, change: Partial<Photo>): Joined {
  return {
    ...joined,
    photos: joined.photos.map((photo) => (photo.id === id ? { ...photo, ...change } : photo)),
  };
}
