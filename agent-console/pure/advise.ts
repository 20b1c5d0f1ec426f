/**
 * What the agent should say now, why the caller seems stuck, and the best next step. Derived from state,
 * presence, signals and time alone, so that it can be tested without a call (AGT-4).
 */
import type { Joined, OpenSession, SessionState } from '../../protocol/session.ts';
import { isOpen, MATCH_TRIES } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import type { Presence } from '../../protocol/wire.ts';
import type { CallerSigns } from './caller-signs.ts';

/** Keys of the sentences in `text/say.ts`, one for every moment of a call. */
export type SayKey =
  | 'sending'
  | 'sms-sent'
  | 'sms-delivered'
  | 'sms-failed'
  | 'code'
  | 'opened'
  | 'reading'
  | 'match'
  | 'ready'
  | 'guide'
  | 'step-done'
  | 'step-help'
  | 'guide-finished'
  | 'page'
  | 'page-open'
  | 'note'
  | 'picture'
  | 'consent'
  | 'consent-given'
  | 'consent-declined'
  | 'diagnostics'
  | 'photo-requested'
  | 'photo-declined'
  | 'camera'
  | 'uploading'
  | 'photo-arrived'
  | 'move'
  | 'moving'
  | 'reconnecting'
  | 'ended';

export type StallReason =
  | 'sms-not-leaving'
  | 'sms-not-delivered'
  | 'sms-unreachable'
  | 'sms-rejected'
  | 'sms-gateway-down'
  | 'sms-expired'
  | 'not-opened'
  | 'link-expired'
  | 'code-not-used'
  | 'code-expired'
  | 'page-not-loading'
  | 'reading-long'
  | 'match-waiting'
  | 'match-missed'
  | 'not-displayed'
  | 'photo-waiting'
  | 'camera-long'
  | 'gone-briefly'
  | 'gone-long';

export type NextStep =
  | 'read-code'
  | 'send-again'
  | 'check-number'
  | 'join-wifi'
  | 'repeat-address'
  | 'ask-questions'
  | 'look-at-digits'
  | 'ask-screen'
  | 'loudspeaker'
  | 'reopen-page';

export interface Stall {
  readonly reason: StallReason;
  /** Whole seconds that it has lasted. */
  readonly seconds: number;
  /** Best first. */
  readonly next: readonly NextStep[];
}

export interface Advice {
  readonly say: SayKey;
  readonly stall?: Stall;
}

/**
 * Patience before a stage counts as stalled, in seconds. Judged from a call's pace: silence longer than this
 * makes an agent wonder, and an SMS that has not arrived in half a minute seldom does soon.
 */
export const PATIENCE = {
  leaving: 8,
  delivery: 25,
  opening: 40,
  code: 90,
  loading: 20,
  reading: 90,
  match: 30,
  display: 8,
  photo: 60,
  camera: 75,
  /** How long a declined request is worth a sentence, counted from the request. */
  declined: 120,
  briefly: 6,
  long: 45,
} as const;

export function advise(state: SessionState, presence: Presence, signs: CallerSigns, now: number): Advice {
  if (!isOpen(state)) return { say: state.status === 'none' ? 'sending' : 'ended' };
  if (state.status === 'joined') return adviseJoined(state.joined, presence, signs, now);
  if (state.status === 'created') return starting(state.createdAt, now);
  if (state.journey.openedAt !== undefined) return adviseOpened(state, state.journey.openedAt, now);
  return state.invitation.way === 'code' ? adviseCode(state.invitation, now) : adviseSms(state, now);
}

function starting(since: number, now: number): Advice {
  return stalled('sending', 'sms-not-leaving', since, now, PATIENCE.leaving, ['read-code']);
}

type Invited = Exclude<OpenSession, { status: 'joined' | 'created' }>;

function adviseCode(invitation: Invited['invitation'], now: number): Advice {
  if (now >= invitation.expiresAt)
    return sure('code', 'code-expired', invitation.expiresAt, now, ['read-code']);
  return stalled('code', 'code-not-used', invitation.issuedAt, now, PATIENCE.code, [
    'repeat-address',
    'join-wifi',
  ]);
}

function adviseSms({ invitation, journey }: Invited, now: number): Advice {
  if (journey.failed) return adviseFailed(journey.failed, now);
  if (now >= invitation.expiresAt) {
    return sure('sms-sent', 'link-expired', invitation.expiresAt, now, ['send-again', 'read-code']);
  }
  if (journey.sentAt === undefined) return starting(invitation.issuedAt, now);
  if (journey.deliveredAt === undefined) {
    const next: NextStep[] = ['read-code', 'check-number'];
    return stalled('sms-sent', 'sms-not-delivered', journey.sentAt, now, PATIENCE.delivery, next);
  }
  const next: NextStep[] = ['read-code', 'join-wifi'];
  return stalled('sms-delivered', 'not-opened', journey.deliveredAt, now, PATIENCE.opening, next);
}

function adviseFailed(failed: { readonly at: number; readonly reason: string }, now: number): Advice {
  switch (failed.reason) {
    case 'rejected':
      return sure('sms-failed', 'sms-rejected', failed.at, now, ['check-number', 'read-code']);
    case 'gateway-down':
      return sure('sms-failed', 'sms-gateway-down', failed.at, now, ['read-code', 'send-again']);
    case 'expired':
      return sure('sms-failed', 'sms-expired', failed.at, now, ['send-again', 'read-code']);
    default:
      return sure('sms-failed', 'sms-unreachable', failed.at, now, ['read-code', 'check-number']);
  }
}

function adviseOpened({ invitation, journey }: Invited, openedAt: number, now: number): Advice {
  if (now >= invitation.expiresAt) {
    return sure('opened', 'link-expired', invitation.expiresAt, now, ['send-again', 'read-code']);
  }
  if (journey.readingAt === undefined) {
    return stalled('opened', 'page-not-loading', openedAt, now, PATIENCE.loading, [
      'join-wifi',
      'send-again',
    ]);
  }
  return stalled('reading', 'reading-long', journey.readingAt, now, PATIENCE.reading, ['ask-questions']);
}

function adviseJoined(joined: Joined, presence: Presence, signs: CallerSigns, now: number): Advice {
  if (presence.caller !== 'here') return adviseAway(signs, now);
  if (joined.match.kind === 'pending') return adviseMatch(joined.match.missesLeft, signs, now);
  if (joined.deviceMove === 'requested') return { say: 'move' };
  if (joined.deviceMove === 'offered') return { say: 'moving' };
  if (signs.uploadPercent !== undefined) return { say: 'uploading' };
  if (signs.cameraOpen) return { say: 'camera' };
  return advisePhotos(joined, now) ?? adviseStage(joined.stage, now);
}

/** The camera app may push the page out of memory: then "away" is expected for a while. */
function adviseAway({ cameraOpen, presenceSince }: CallerSigns, now: number): Advice {
  if (cameraOpen) {
    return stalled('camera', 'camera-long', presenceSince, now, PATIENCE.camera, [
      'reopen-page',
      'join-wifi',
    ]);
  }
  if (now - presenceSince >= PATIENCE.long * 1000) {
    return sure('reconnecting', 'gone-long', presenceSince, now, ['join-wifi', 'reopen-page']);
  }
  return stalled('reconnecting', 'gone-briefly', presenceSince, now, PATIENCE.briefly, ['join-wifi']);
}

function adviseMatch(missesLeft: number, { presenceSince }: CallerSigns, now: number): Advice {
  if (missesLeft < MATCH_TRIES) return sure('match', 'match-missed', now, now, ['look-at-digits']);
  return stalled('match', 'match-waiting', presenceSince, now, PATIENCE.match, ['look-at-digits']);
}

function advisePhotos({ photos, requests }: Joined, now: number): Advice | undefined {
  if (photos.some((photo) => !photo.seen && !photo.erased)) return { say: 'photo-arrived' };
  const last = requests.at(-1);
  if (last?.state === 'open') {
    return stalled('photo-requested', 'photo-waiting', last.at, now, PATIENCE.photo, [
      'loudspeaker',
      'ask-screen',
    ]);
  }
  const fresh = last?.state === 'declined' && now - last.at < PATIENCE.declined * 1000;
  return fresh ? { say: 'photo-declined' } : undefined;
}

function adviseStage(stage: Stage, now: number): Advice {
  if (stage.kind === 'nothing') return { say: 'ready' };
  const say = sayForStage(stage);
  if (stage.displayedAt !== undefined) return { say };
  return stalled(say, 'not-displayed', stage.shownAt, now, PATIENCE.display, ['ask-screen', 'join-wifi']);
}

function sayForStage(stage: Exclude<Stage, { kind: 'nothing' }>): SayKey {
  switch (stage.kind) {
    case 'guide': {
      const answer = stage.answers[stage.step];
      if (answer === 'help') return 'step-help';
      if (answer !== 'done') return 'guide';
      return stage.step === stage.steps - 1 ? 'guide-finished' : 'step-done';
    }
    case 'page':
      return stage.tappedAt === undefined ? 'page' : 'page-open';
    case 'consent':
      if (stage.outcome === undefined) return 'consent';
      return stage.outcome === 'given' ? 'consent-given' : 'consent-declined';
    case 'note':
    case 'picture':
    case 'diagnostics':
      return stage.kind;
    default:
      return stage satisfies never;
  }
}

function stalled(
  say: SayKey,
  reason: StallReason,
  since: number,
  now: number,
  patience: number,
  next: readonly NextStep[],
): Advice {
  return now - since >= patience * 1000 ? sure(say, reason, since, now, next) : { say };
}

function sure(
  say: SayKey,
  reason: StallReason,
  since: number,
  now: number,
  next: readonly NextStep[],
): Advice {
  return { say, stall: { reason, seconds: Math.max(0, Math.floor((now - since) / 1000)), next } };
}
