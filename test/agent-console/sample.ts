/** Sessions at moments of a call, built from events as a real one would be. Times are seconds after the start. */
import type { Recorded, SessionEvent } from '../../protocol/events.ts';
import { evolveAll, NO_SESSION, type SessionState } from '../../protocol/session.ts';
import type { Presence } from '../../protocol/wire.ts';

export const START = 1_800_000_000_000;
export const at = (seconds: number) => START + seconds * 1000;

export const BOTH_HERE: Presence = { agent: 'here', caller: 'here' };
export const CALLER_LOST: Presence = { agent: 'here', caller: 'reconnecting' };

/** Each entry: seconds after the start, and what happened. */
export function session(...happened: readonly (readonly [number, SessionEvent])[]): SessionState {
  const all: readonly (readonly [number, SessionEvent])[] = [[0, CREATED], ...happened];
  const events = all.map(
    ([seconds, event], place): Recorded => ({ seq: place + 1, at: at(seconds), by: 'system', event }),
  );
  return evolveAll(NO_SESSION, events);
}

export const CREATED: SessionEvent = {
  type: 'SessionCreated',
  controller: 'lmt',
  staff: 'staff-1',
  agentName: 'Anna',
  language: 'lv',
  category: 'wifi',
  matter: '',
  number: '+37126123456',
  matchRequired: true,
  word: 'kastanis',
};

export const INVITED: SessionEvent = {
  type: 'InvitationIssued',
  invitation: 'inv-1',
  way: 'sms',
  expiresAt: at(900),
};
export const CODE_ISSUED: SessionEvent = {
  type: 'InvitationIssued',
  invitation: 'inv-2',
  way: 'code',
  expiresAt: at(600),
  code: '123456',
};
export const SENT: SessionEvent = { type: 'SmsSent', invitation: 'inv-1' };
export const DELIVERED: SessionEvent = { type: 'SmsDelivered', invitation: 'inv-1' };
export const OPENED: SessionEvent = { type: 'InvitationOpened', invitation: 'inv-1', device: 'phone' };
export const READING: SessionEvent = { type: 'TermsReading', invitation: 'inv-1' };
export const ACCEPTED: SessionEvent = {
  type: 'TermsAccepted',
  invitation: 'inv-1',
  terms: '1',
  notice: '1',
  language: 'lv',
  device: 'phone',
};
export const MATCHED: SessionEvent = { type: 'MatchConfirmed' };
export const GUIDE_SHOWN: Extract<SessionEvent, { type: 'GuideShown' }> = {
  type: 'GuideShown',
  showing: 'show-1',
  guide: 'wifi-password',
  version: 1,
  steps: 3,
  step: 0,
  turning: 'both',
};
export const PHOTO: Extract<SessionEvent, { type: 'PhotoShared' }> = {
  type: 'PhotoShared',
  photo: 'photo-1',
  width: 1600,
  height: 1200,
  bytes: 90_000,
  confirmed: '1',
};

/** Sent at 1 s, delivered 3, opened 10, reading 12, accepted 20. */
export const JOINED: readonly (readonly [number, SessionEvent])[] = [
  [0, INVITED],
  [1, SENT],
  [3, DELIVERED],
  [10, OPENED],
  [12, READING],
  [20, ACCEPTED],
];
export const READY: typeof JOINED = [...JOINED, [30, MATCHED]];
