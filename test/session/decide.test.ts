import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SessionEvent } from '../../protocol/events.ts';
import type { Ask } from '../../server/session/commands.ts';
import { decide } from '../../server/session/decide.ts';
import { GUIDE, MATCHED_EVENTS, PHOTO, STAFF, STATES, type StateName, stateAfter } from './states.ts';

const LIMITS = { maxPhotos: 2, held: { all: false, photos: new Set<string>() } };

const agent = (command: Extract<Ask, { by: 'agent' }>['command'], staff = STAFF): Ask => ({
  by: 'agent',
  staff,
  command,
});
const caller = (command: Extract<Ask, { by: 'caller' }>['command']): Ask => ({ by: 'caller', command });
const system = (command: Extract<Ask, { by: 'system' }>['command']): Ask => ({ by: 'system', command });

/** Types of the events, or the refusal's code. */
function outcome(state: StateName | ReturnType<typeof stateAfter>, ask: Ask): string {
  const decision = decide(typeof state === 'string' ? STATES[state] : state, ask, LIMITS);
  return decision.ok ? decision.events.map(({ type }) => type).join(' ') : decision.code;
}

const ALL: readonly StateName[] = [
  'none',
  'created',
  'invited',
  'opened',
  'unmatched',
  'matched',
  'guided',
  'ended',
  'erased',
];

/** One row a command: what must come of it in each state, written by hand. */
const TABLE: readonly (readonly [string, Ask, Readonly<Record<StateName, string>>])[] = [
  [
    'the agent shows a guide',
    agent({ type: 'PutGuide', showing: 's2', guide: 'g', version: 1, steps: 4, step: 0, turning: 'both' }),
    {
      none: 'not_found',
      created: 'session_not_joined',
      invited: 'session_not_joined',
      opened: 'session_not_joined',
      unmatched: 'match_required',
      matched: 'GuideShown',
      guided: 'GuideShown',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the agent invites by SMS',
    agent({ type: 'IssueInvitation', invitation: 'inv-2', way: 'sms', expiresAt: 1 }),
    {
      none: 'not_found',
      created: 'InvitationIssued',
      invited: 'InvitationIssued',
      opened: 'InvitationIssued',
      unmatched: 'invitation_spent',
      matched: 'invitation_spent',
      guided: 'invitation_spent',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the caller accepts',
    caller({
      type: 'Accept',
      invitation: 'inv-1',
      moving: false,
      terms: 't',
      notice: 'n',
      language: 'ru',
      device: 'phone',
      digits: '07',
    }),
    {
      none: 'not_found',
      created: 'TermsAccepted',
      invited: 'TermsAccepted',
      opened: 'TermsAccepted',
      unmatched: 'invitation_spent',
      matched: 'invitation_spent',
      guided: 'invitation_spent',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the caller shares a photo',
    caller({ type: 'SharePhoto', photo: 'p9', width: 1, height: 1, bytes: 1, confirmed: 'v' }),
    {
      none: 'not_found',
      created: 'session_not_joined',
      invited: 'session_not_joined',
      opened: 'session_not_joined',
      unmatched: 'match_required',
      matched: 'PhotoShared',
      guided: 'PhotoShared',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the agent shows an offer that a consent is in force for',
    agent({
      type: 'PutGuide',
      showing: 's2',
      guide: 'g',
      version: 1,
      steps: 4,
      step: 0,
      turning: 'both',
      offer: {
        purpose: 'offers',
        channel: 'call',
        use: 'offers',
        answer: { ok: true, record: 'r', version: '2', since: 1 },
      },
    }),
    {
      none: 'not_found',
      created: 'session_not_joined',
      invited: 'session_not_joined',
      opened: 'session_not_joined',
      unmatched: 'match_required',
      matched: 'ConsentChecked GuideShown',
      guided: 'ConsentChecked GuideShown',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the agent puts a consent card on the screen',
    agent({
      type: 'PutConsentCard',
      showing: 's2',
      purpose: 'offers',
      version: '2',
      textHash: 'f'.repeat(64),
      language: 'lv',
    }),
    {
      none: 'not_found',
      created: 'session_not_joined',
      invited: 'session_not_joined',
      opened: 'session_not_joined',
      unmatched: 'match_required',
      matched: 'ConsentCardShown',
      guided: 'ConsentCardShown',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the caller’s answer to a card was recorded',
    caller({ type: 'NoteCardAnswer', showing: 's2', purpose: 'offers', version: '2', outcome: 'given' }),
    {
      none: 'not_found',
      created: 'session_not_joined',
      invited: 'session_not_joined',
      opened: 'session_not_joined',
      unmatched: 'match_required',
      matched: 'ConsentCardAnswered',
      guided: 'ConsentCardAnswered',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the caller rates the call',
    caller({
      type: 'RateCall',
      score: 4,
      checked: {
        purpose: 'offers',
        channel: 'call',
        use: 'surveys',
        answer: { ok: true, record: 'r', version: '2', since: 1 },
      },
    }),
    {
      none: 'not_found',
      created: 'session_not_open',
      invited: 'session_not_open',
      opened: 'session_not_open',
      unmatched: 'session_not_open',
      matched: 'session_not_open',
      guided: 'session_not_open',
      ended: 'CallRated',
      erased: 'session_erased',
    },
  ],
  [
    'the service takes off what lost its consent, and nothing else',
    system({ type: 'TakeOff', purpose: 'offers' }),
    {
      none: '',
      created: '',
      invited: '',
      opened: '',
      unmatched: '',
      matched: '',
      guided: '',
      ended: '',
      erased: '',
    },
  ],
  [
    'the caller leaves',
    caller({ type: 'Leave' }),
    {
      none: 'not_found',
      created: 'SessionEnded',
      invited: 'SessionEnded',
      opened: 'SessionEnded',
      unmatched: 'SessionEnded',
      matched: 'SessionEnded',
      guided: 'SessionEnded',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the agent notes the outcome',
    agent({ type: 'NoteOutcome', solved: true }),
    {
      none: 'not_found',
      created: 'session_not_open',
      invited: 'session_not_open',
      opened: 'session_not_open',
      unmatched: 'session_not_open',
      matched: 'session_not_open',
      guided: 'session_not_open',
      ended: 'OutcomeNoted',
      erased: 'session_erased',
    },
  ],
  [
    'the telephony system ends the call',
    system({ type: 'End', reason: 'call-ended' }),
    {
      none: 'not_found',
      created: 'SessionEnded',
      invited: 'SessionEnded',
      opened: 'SessionEnded',
      unmatched: 'SessionEnded',
      matched: 'SessionEnded',
      guided: 'SessionEnded',
      ended: 'session_ended',
      erased: 'session_erased',
    },
  ],
  [
    'the sweep erases the content',
    system({ type: 'EraseContent', rule: 'content-retention' }),
    {
      none: 'not_found',
      created: 'session_not_joined',
      invited: 'session_not_joined',
      opened: 'session_not_joined',
      unmatched: 'session_not_joined',
      matched: 'session_not_joined',
      guided: 'session_not_joined',
      ended: 'SessionErased',
      erased: 'session_erased',
    },
  ],
];

describe('decide', () => {
  for (const [what, ask, expected] of TABLE) {
    for (const state of ALL) {
      it(`[SES-2] when ${state}, ${what}: ${expected[state]}`, () => {
        assert.equal(outcome(state, ask), expected[state]);
      });
    }
  }

  it('[SES-3] refuses an agent who does not have the session, whatever they ask', () => {
    for (const command of [
      { type: 'EndSession' },
      { type: 'ConfirmMatch', digits: '42' },
      { type: 'NoteOutcome', solved: true },
    ] as const) {
      assert.equal(outcome('matched', agent(command, 'staff-other')), 'not_allowed');
    }
  });

  it('[MAT-3] closes the session at the third miss, and says how many are left before', () => {
    const miss = agent({ type: 'ConfirmMatch', digits: '24' });
    assert.equal(outcome('unmatched', miss), 'MatchMissed');
    const events: SessionEvent[] = [
      { type: 'MatchMissed', missesLeft: 2 },
      { type: 'MatchMissed', missesLeft: 1 },
    ];
    const twice = stateAfter(...MATCHED_EVENTS.slice(0, -1), ...events);
    assert.equal(outcome(twice, miss), 'MatchMissed SessionEnded');
    assert.equal(outcome(twice, agent({ type: 'ConfirmMatch', digits: '42' })), 'MatchConfirmed');
  });

  it('[GUI-11] lets the caller turn pages only when the agent allowed it', () => {
    const turn = caller({ type: 'TurnStep', showing: 'showing-1', step: 1 });
    assert.equal(outcome('guided', turn), 'turning_not_allowed');
    const allowed = stateAfter(...MATCHED_EVENTS, { ...GUIDE, turning: 'both' } as SessionEvent);
    assert.equal(outcome(allowed, turn), 'StepTurned');
    assert.equal(outcome('guided', agent({ type: 'TurnStep', showing: 'showing-1', step: 1 })), 'StepTurned');
  });

  it('[GUI-12] refuses a step that the guide does not have, and a showing that is over', () => {
    assert.equal(
      outcome('guided', agent({ type: 'TurnStep', showing: 'showing-1', step: 3 })),
      'step_out_of_range',
    );
    assert.equal(outcome('guided', agent({ type: 'TurnStep', showing: 'old', step: 1 })), 'showing_outdated');
    assert.equal(
      outcome('guided', caller({ type: 'AnswerStep', showing: 'old', step: 0, answer: 'done' })),
      'showing_outdated',
    );
  });

  it('[SES-4] answers a repeat that changes nothing, and records nothing', () => {
    assert.equal(outcome('guided', agent({ type: 'TurnStep', showing: 'showing-1', step: 0 })), '');
    assert.equal(outcome('matched', caller({ type: 'ChangeLanguage', language: 'lv' })), '');
    const shared = stateAfter(...MATCHED_EVENTS, PHOTO);
    const again = caller({
      type: 'SharePhoto',
      photo: 'photo-1',
      width: 1,
      height: 1,
      bytes: 1,
      confirmed: 'v',
    });
    assert.equal(outcome(shared, again), '');
  });

  it('[PHO-3] takes a photo back once; one that was taken back cannot be shared again', () => {
    const shared = stateAfter(...MATCHED_EVENTS, PHOTO);
    const takeBack = caller({ type: 'TakeBackPhoto', photo: 'photo-1' });
    assert.equal(outcome(shared, takeBack), 'PhotoErased');
    const gone = stateAfter(...MATCHED_EVENTS, PHOTO, {
      type: 'PhotoErased',
      photo: 'photo-1',
      rule: 'taken-back',
    });
    assert.equal(outcome(gone, takeBack), '');
    const again = caller({
      type: 'SharePhoto',
      photo: 'photo-1',
      width: 1,
      height: 1,
      bytes: 1,
      confirmed: 'v',
    });
    assert.equal(outcome(gone, again), 'photo_gone');
    assert.equal(outcome(gone, agent({ type: 'MarkPhotoSeen', photo: 'photo-1' })), 'photo_gone');
  });

  it('[PHO-4] holds only so many photos at a time; one taken back makes room', () => {
    const share = (photo: string) =>
      caller({ type: 'SharePhoto', photo, width: 1, height: 1, bytes: 1, confirmed: 'v' });
    const second = { ...PHOTO, photo: 'photo-2' } as SessionEvent;
    const full = stateAfter(...MATCHED_EVENTS, PHOTO, second);
    assert.equal(outcome(full, share('photo-3')), 'photo_limit_reached');
    const room = stateAfter(...MATCHED_EVENTS, PHOTO, second, {
      type: 'PhotoErased',
      photo: 'photo-1',
      rule: 'taken-back',
    });
    assert.equal(outcome(room, share('photo-3')), 'PhotoShared');
  });

  it('[PHO-5] lets the caller erase after the end, under a rule of its own', () => {
    const decision = decide(STATES.ended, caller({ type: 'ErasePhoto', photo: 'photo-1' }), LIMITS);
    assert.deepEqual(decision, {
      ok: true,
      events: [{ type: 'PhotoErased', photo: 'photo-1', rule: 'caller-erased' }],
    });
  });

  it('[INV-9] moves to another device only after the caller asked', () => {
    const offer = agent({ type: 'IssueInvitation', invitation: 'm', way: 'move', expiresAt: 1 });
    assert.equal(outcome('matched', offer), 'no_move_requested');
    const asked = stateAfter(...MATCHED_EVENTS, { type: 'DeviceMoveRequested' });
    assert.equal(outcome(asked, offer), 'InvitationIssued');
    assert.equal(outcome(asked, agent({ type: 'DeclineDeviceMove' })), 'DeviceMoveDeclined');
  });
});
