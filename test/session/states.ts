/** Sessions in each state, built from events by hand. */
import type { Recorded, SessionEvent } from '../../protocol/events.ts';
import { evolveAll, NO_SESSION, type SessionState } from '../../protocol/session.ts';

export const STAFF = 'staff-anna';
export const NOW = 1_800_000_000_000;

export const CREATED: SessionEvent = {
  type: 'SessionCreated',
  controller: 'lmt',
  staff: STAFF,
  agentName: 'Anna',
  language: 'lv',
  category: 'wifi',
  matter: 'lēns internets',
  number: '+37126000001',
  call: 'call-1',
  matchRequired: true,
  word: 'kastanis',
};
export const INVITED: SessionEvent = {
  type: 'InvitationIssued',
  invitation: 'inv-1',
  way: 'sms',
  expiresAt: NOW + 900_000,
};
export const OPENED: SessionEvent = { type: 'InvitationOpened', invitation: 'inv-1', device: 'phone' };
export const ACCEPTED: SessionEvent = {
  type: 'TermsAccepted',
  invitation: 'inv-1',
  terms: '2026-11-21',
  notice: '2026-11-21',
  language: 'lv',
  device: 'phone',
  digits: '42',
};
export const MATCHED: SessionEvent = { type: 'MatchConfirmed' };
export const GUIDE: SessionEvent = {
  type: 'GuideShown',
  showing: 'showing-1',
  guide: 'router-lights',
  version: 1,
  steps: 3,
  step: 0,
  turning: 'agent',
};
export const PHOTO: SessionEvent = {
  type: 'PhotoShared',
  photo: 'photo-1',
  width: 800,
  height: 600,
  bytes: 1000,
  confirmed: '2026-11-21',
};
export const ENDED: SessionEvent = { type: 'SessionEnded', reason: 'agent-ended' };

export function record(...events: readonly SessionEvent[]): Recorded[] {
  return events.map((event, index) => ({ seq: index + 1, at: NOW + index, by: 'system', event }));
}

export function stateAfter(...events: readonly SessionEvent[]): SessionState {
  return evolveAll(NO_SESSION, record(...events));
}

export const JOINED_EVENTS = [CREATED, INVITED, OPENED, ACCEPTED] as const;
export const MATCHED_EVENTS = [...JOINED_EVENTS, MATCHED] as const;

export const STATES = {
  none: NO_SESSION,
  created: stateAfter(CREATED),
  invited: stateAfter(CREATED, INVITED),
  opened: stateAfter(CREATED, INVITED, OPENED),
  unmatched: stateAfter(...JOINED_EVENTS),
  matched: stateAfter(...MATCHED_EVENTS),
  guided: stateAfter(...MATCHED_EVENTS, GUIDE),
  ended: stateAfter(...MATCHED_EVENTS, PHOTO, ENDED),
  erased: stateAfter(...MATCHED_EVENTS, ENDED, { type: 'SessionErased', rule: 'content-retention' }),
} as const;
export type StateName = keyof typeof STATES;
