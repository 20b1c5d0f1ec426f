/** The journey strip: where the caller is between "sent" and "here", with times. */
import type { SessionState } from '../../protocol/session.ts';
import type { Presence } from '../../protocol/wire.ts';
import type { CallerSigns } from './caller-signs.ts';

export type JourneyKey = 'sent' | 'code' | 'delivered' | 'opened' | 'reading' | 'accepted' | 'here';
/** What the last step says instead of "here" while the caller is elsewhere. */
export type Whereabouts = 'here' | 'camera' | 'uploading' | 'reconnecting' | 'absent';

export interface JourneyStep {
  readonly key: JourneyKey;
  /** Epoch milliseconds; absent until it happened. */
  readonly at?: number;
  /** `untold`: passed by, as a later step shows, but nobody reported it (a delivery report may never come). */
  readonly mark: 'done' | 'untold' | 'now' | 'ahead' | 'trouble';
}

type Living = Exclude<SessionState, { status: 'none' | 'erased' }>;

export function journeySteps(state: Living, presence: Presence, signs: CallerSigns): readonly JourneyStep[] {
  const times = timesOf(state, presence, signs);
  const reached = times.findLastIndex(([, at]) => at !== undefined);
  const trouble = state.journey.failed !== undefined || (reached > 0 && isAway(state, presence, signs));
  return times.map(([key, at], place) => {
    if (at === undefined) return { key, mark: place > reached ? 'ahead' : 'untold' };
    return { key, at, mark: place < reached ? 'done' : trouble ? 'trouble' : 'now' };
  });
}

type Time = readonly [JourneyKey, number | undefined];

function timesOf(state: Living, presence: Presence, signs: CallerSigns): readonly Time[] {
  const { journey } = state;
  const joined = state.status === 'joined';
  const here = joined && presence.caller !== 'absent' ? signs.presenceSince : undefined;
  return [
    ...wayIn(state),
    ['opened', journey.openedAt],
    ['reading', journey.readingAt],
    ['accepted', journey.acceptedAt],
    ['here', here],
  ];
}

/** A link is sent and delivered; a code is read out. Once accepted, a missing "sent" tells that it was a code. */
function wayIn(state: Living): readonly Time[] {
  const invitation = 'invitation' in state ? state.invitation : undefined;
  if (invitation?.way === 'code') return [['code', invitation.issuedAt]];
  const { sentAt, deliveredAt, acceptedAt } = state.journey;
  if (sentAt === undefined && acceptedAt !== undefined) return [];
  return [
    ['sent', sentAt],
    ['delivered', deliveredAt],
  ];
}

function isAway(state: Living, presence: Presence, signs: CallerSigns): boolean {
  return state.status === 'joined' && presence.caller !== 'here' && !signs.cameraOpen;
}

export function whereabouts(presence: Presence, signs: CallerSigns): Whereabouts {
  if (signs.cameraOpen && presence.caller !== 'absent') return 'camera';
  if (presence.caller !== 'here') return presence.caller;
  return signs.uploadPercent === undefined ? 'here' : 'uploading';
}
