import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Recorded, SessionEvent } from '../../protocol/events.ts';
import { evolveAll, NO_SESSION } from '../../protocol/session.ts';
import { redact, redactState } from '../../server/session/redact.ts';
import { ACCEPTED, CREATED, ENDED, GUIDE, INVITED, MATCHED, NOW, OPENED, PHOTO, record } from './states.ts';

/** Every type of event, some in several shapes; any order of them must obey the law. */
const EVENTS: readonly SessionEvent[] = [
  CREATED,
  {
    type: 'SessionCreated',
    controller: 'lmt',
    agentName: 'Anna',
    language: 'en',
    category: 'sim',
    matchRequired: false,
    word: 'oak',
  },
  INVITED,
  { type: 'InvitationIssued', invitation: 'inv-2', way: 'code', expiresAt: NOW, code: '123456' },
  {
    type: 'InvitationIssued',
    invitation: 'inv-3',
    way: 'move',
    expiresAt: NOW,
    code: '654321',
    token: 'x'.repeat(22),
  },
  { type: 'SmsSent', invitation: 'inv-1' },
  { type: 'SmsDelivered', invitation: 'inv-1' },
  { type: 'SmsFailed', invitation: 'inv-1', reason: 'unreachable' },
  OPENED,
  { type: 'TermsReading', invitation: 'inv-1' },
  ACCEPTED,
  { type: 'MatchMissed', missesLeft: 2 },
  MATCHED,
  { type: 'LanguageChanged', language: 'ru' },
  GUIDE,
  { type: 'StepTurned', showing: 'showing-1', step: 2 },
  { type: 'TurningChanged', showing: 'showing-1', turning: 'both' },
  { type: 'StepAnswered', showing: 'showing-1', step: 0, answer: 'help' },
  {
    type: 'PageShown',
    showing: 'showing-2',
    url: 'https://lmt.lv/',
    host: 'lmt.lv',
    title: 'LMT',
    open: 'tab',
  },
  { type: 'PageTapped', showing: 'showing-2' },
  { type: 'NoteShown', showing: 'showing-3', text: 'piezīme' },
  { type: 'PictureShown', showing: 'showing-4', media: 'm-1', alt: 'kabelis', width: 9, height: 9 },
  { type: 'Displayed', showing: 'showing-1', step: 0 },
  { ...GUIDE, showing: 'showing-5', purpose: 'offers' } as SessionEvent,
  { type: 'ConsentChecked', purpose: 'offers', channel: 'call', use: 'offers', answer: 'never' },
  {
    type: 'ConsentCardShown',
    showing: 'showing-6',
    purpose: 'offers',
    version: '2',
    textHash: 'f'.repeat(64),
    language: 'lv',
  },
  { type: 'ConsentCardAnswered', showing: 'showing-6', purpose: 'offers', version: '2', outcome: 'given' },
  {
    type: 'DiagnosticsShown',
    showing: 'showing-7',
    reading: { takenAt: 1, usage: { megabytes: 5, minutes: 6 } },
  },
  { type: 'StageCleared', why: 'consent-withdrawn' },
  { type: 'StageCleared' },
  { type: 'PhotoRequested', request: 'r-1', hint: 'rūtera aizmugure' },
  { type: 'PhotoRequestClosed', request: 'r-1', how: 'declined' },
  PHOTO,
  { ...PHOTO, photo: 'photo-2', request: 'r-1' } as SessionEvent,
  { type: 'PhotoSeen', photo: 'photo-1' },
  { type: 'PhotoErased', photo: 'photo-1', rule: 'taken-back' },
  { type: 'PhotoErased', photo: 'photo-2', rule: 'photo-retention' },
  { type: 'HandedOver', staff: 'staff-maris', agentName: 'Māris' },
  { type: 'DeviceMoveRequested' },
  { type: 'DeviceMoveDeclined' },
  { type: 'DeviceMoved', invitation: 'inv-3', terms: 't', notice: 'n', language: 'en', device: 'tablet' },
  ENDED,
  { type: 'OutcomeNoted', solved: true },
  { type: 'CallRated', score: 2 },
  { type: 'SessionErased', rule: 'content-retention' },
];

const PARTIES = ['agent', 'caller'] as const;

function obeysTheLaw(events: readonly Recorded[]): void {
  for (const party of PARTIES) {
    const folded = evolveAll(
      NO_SESSION,
      events.map((recorded) => redact(recorded, party)),
    );
    assert.deepEqual(folded, redactState(evolveAll(NO_SESSION, events), party), party);
  }
}

describe('redact', () => {
  it('[SES-6] folding redacted events gives the redacted view of the folded state, for any history', () => {
    const history = fc.array(fc.integer({ min: 0, max: EVENTS.length - 1 }), { maxLength: 60 });
    fc.assert(
      fc.property(history, (choice) => {
        const chosen = choice.map((index) => EVENTS[index]).filter((event) => event !== undefined);
        obeysTheLaw(record(CREATED, ...chosen));
      }),
      { numRuns: 2000 },
    );
  });

  it('[SES-6] holds for a whole call in its natural order, at every point of it', () => {
    const whole = record(...EVENTS.filter((event) => event.type !== 'SessionCreated' || event === CREATED));
    for (let length = 0; length <= whole.length; length += 1) obeysTheLaw(whole.slice(0, length));
  });

  it('[SES-7] keeps the place of an event that a party may not see', () => {
    const hidden = redact(
      { seq: 7, at: NOW, by: 'system', event: { type: 'SmsSent', invitation: 'i' } },
      'caller',
    );
    assert.deepEqual(hidden, { seq: 7, at: NOW, by: 'system', event: { type: 'Redacted' } });
  });

  /** Written by hand: strings of the history that must not reach a party, in no event and in no state. */
  const SECRETS = {
    agent: ['"digits":"42"', '654321', 'x'.repeat(22)],
    caller: [
      'staff-anna',
      'staff-maris',
      'lēns internets',
      '+37126000001',
      'call-1',
      '123456',
      '"solved"',
      'unreachable',
    ],
  } as const;
  for (const party of PARTIES) {
    it(`[MAT-2] [SES-8] nothing secret from the ${party} reaches them`, () => {
      const all = record(...EVENTS.slice(0, -1));
      const seen = JSON.stringify([
        all.map((recorded) => redact(recorded, party)),
        redactState(evolveAll(NO_SESSION, all), party),
        redactState(evolveAll(NO_SESSION, all.slice(0, 12)), party),
      ]);
      for (const secret of SECRETS[party]) assert.ok(!seen.includes(secret), secret);
      assert.ok(JSON.stringify(all).includes(SECRETS[party][0]), 'the history holds the secret at all');
    });
  }
});
