import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { advise } from '../../agent-console/pure/advise.ts';
import type { CallerSigns } from '../../agent-console/pure/caller-signs.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Presence } from '../../protocol/wire.ts';
import * as s from './sample.ts';

const quiet: CallerSigns = { cameraOpen: false, presenceSince: s.at(20), witnessed: true };

/** What is said, the reason of the stall, its length, and the next steps: `say / reason seconds / next next`. */
function told(
  state: SessionState,
  seconds: number,
  presence: Presence = s.BOTH_HERE,
  signs: CallerSigns = quiet,
): string {
  const { say, stall } = advise(state, presence, signs, s.at(seconds));
  return stall ? `${say} / ${stall.reason} ${stall.seconds} / ${stall.next.join(' ')}` : say;
}

describe('advice before the caller has joined', () => {
  const sent = s.session([0, s.INVITED], [1, s.SENT]);
  const delivered = s.session([0, s.INVITED], [1, s.SENT], [3, s.DELIVERED]);

  it('[AGT-4] waits a while for the SMS to leave, then suggests the code', () => {
    const invited = s.session([0, s.INVITED]);
    assert.equal(told(invited, 7), 'sending');
    assert.equal(told(invited, 8), 'sending / sms-not-leaving 8 / read-code');
  });

  it('[AGT-4] without a delivery report, suggests the code and asking for the number', () => {
    assert.equal(told(sent, 25), 'sms-sent');
    assert.equal(told(sent, 26), 'sms-sent / sms-not-delivered 25 / read-code check-number');
  });

  it('[AGT-4] delivered but not opened for 40 s: read out the code, or join Wi-Fi', () => {
    assert.equal(told(delivered, 42), 'sms-delivered');
    assert.equal(told(delivered, 43), 'sms-delivered / not-opened 40 / read-code join-wifi');
  });

  it('[AGT-4] names each way in which an SMS fails', () => {
    const failed = (reason: 'unreachable' | 'rejected' | 'gateway-down' | 'expired') =>
      told(s.session([0, s.INVITED], [2, { type: 'SmsFailed', invitation: 'inv-1', reason }]), 5);
    assert.equal(failed('unreachable'), 'sms-failed / sms-unreachable 3 / read-code check-number');
    assert.equal(failed('rejected'), 'sms-failed / sms-rejected 3 / check-number read-code');
    assert.equal(failed('gateway-down'), 'sms-failed / sms-gateway-down 3 / read-code send-again');
    assert.equal(failed('expired'), 'sms-failed / sms-expired 3 / send-again read-code');
  });

  it('[AGT-4] an expired link is sent again, opened or not', () => {
    assert.equal(told(delivered, 900), 'sms-sent / link-expired 0 / send-again read-code');
    const opened = s.session([0, s.INVITED], [1, s.SENT], [3, s.DELIVERED], [10, s.OPENED]);
    assert.equal(told(opened, 905), 'opened / link-expired 5 / send-again read-code');
  });

  it('[AGT-4] a code is repeated after a minute and a half, and replaced when it has expired', () => {
    const code = s.session([0, s.CODE_ISSUED]);
    assert.equal(told(code, 89), 'code');
    assert.equal(told(code, 90), 'code / code-not-used 90 / repeat-address join-wifi');
    assert.equal(told(code, 600), 'code / code-expired 0 / read-code');
  });

  it('[AGT-4] an opened page that does not load, and terms that are read for long', () => {
    const opened = s.session([0, s.INVITED], [1, s.SENT], [10, s.OPENED]);
    assert.equal(told(opened, 29), 'opened');
    assert.equal(told(opened, 30), 'opened / page-not-loading 20 / join-wifi send-again');
    const reading = s.session([0, s.INVITED], [1, s.SENT], [10, s.OPENED], [12, s.READING]);
    assert.equal(told(reading, 101), 'reading');
    assert.equal(told(reading, 102), 'reading / reading-long 90 / ask-questions');
  });
});

describe('advice while the caller is here', () => {
  const ready = s.session(...s.READY);

  it('[AGT-4] first of all asks for the digits', () => {
    const joined = s.session(...s.JOINED);
    assert.equal(told(joined, 22), 'match');
    assert.equal(told(joined, 50), 'match / match-waiting 30 / look-at-digits');
    const missed = s.session(...s.JOINED, [25, { type: 'MatchMissed', missesLeft: 2 }]);
    assert.equal(told(missed, 26), 'match / match-missed 0 / look-at-digits');
  });

  it('[AGT-4] a lost connection is forgiven for a moment, then Wi-Fi, then opening the page again', () => {
    const lost = { ...quiet, presenceSince: s.at(100) };
    assert.equal(told(ready, 105, s.CALLER_LOST, lost), 'reconnecting');
    assert.equal(told(ready, 106, s.CALLER_LOST, lost), 'reconnecting / gone-briefly 6 / join-wifi');
    assert.equal(
      told(ready, 145, s.CALLER_LOST, lost),
      'reconnecting / gone-long 45 / join-wifi reopen-page',
    );
  });

  it('[AGT-4] a page that went away behind the camera is not called lost', () => {
    const camera = { ...quiet, cameraOpen: true, presenceSince: s.at(100) };
    assert.equal(told(ready, 160, s.CALLER_LOST, camera), 'camera');
    assert.equal(told(ready, 175, s.CALLER_LOST, camera), 'camera / camera-long 75 / reopen-page join-wifi');
  });

  it('[AGT-4] follows a photo from the request to its arrival', () => {
    const asked = s.session(...s.READY, [40, { type: 'PhotoRequested', request: 'r1', hint: 'uzlīme' }]);
    assert.equal(told(asked, 99), 'photo-requested');
    assert.equal(told(asked, 100), 'photo-requested / photo-waiting 60 / loudspeaker ask-screen');
    assert.equal(told(asked, 100, s.BOTH_HERE, { ...quiet, cameraOpen: true }), 'camera');
    assert.equal(told(asked, 100, s.BOTH_HERE, { ...quiet, uploadPercent: 10 }), 'uploading');
    const arrived = s.session(...s.READY, [40, s.PHOTO]);
    assert.equal(told(arrived, 41), 'photo-arrived');
    const seen = s.session(...s.READY, [40, s.PHOTO], [42, { type: 'PhotoSeen', photo: 'photo-1' }]);
    assert.equal(told(seen, 43), 'ready');
  });

  it('[AGT-4] takes a declined request lightly, and only while it is fresh', () => {
    const declined = s.session(
      ...s.READY,
      [40, { type: 'PhotoRequested', request: 'r1', hint: 'uzlīme' }],
      [45, { type: 'PhotoRequestClosed', request: 'r1', how: 'declined' }],
    );
    assert.equal(told(declined, 60), 'photo-declined');
    assert.equal(told(declined, 160), 'ready');
  });

  it('[AGT-4] asks what the caller sees when their device does not confirm the display', () => {
    const shown = s.session(...s.READY, [40, s.GUIDE_SHOWN]);
    assert.equal(told(shown, 47), 'guide');
    assert.equal(told(shown, 48), 'guide / not-displayed 8 / ask-screen join-wifi');
    const displayed = s.session(
      ...s.READY,
      [40, s.GUIDE_SHOWN],
      [41, { type: 'Displayed', showing: 'show-1', step: 0 }],
    );
    assert.equal(told(displayed, 300), 'guide');
  });

  it('[AGT-4] answers a step that was done, one that needs help, and the last one', () => {
    const answered = (step: number, answer: 'done' | 'help') =>
      told(
        s.session(
          ...s.READY,
          [40, { ...s.GUIDE_SHOWN, step }],
          [41, { type: 'Displayed', showing: 'show-1', step }],
          [50, { type: 'StepAnswered', showing: 'show-1', step, answer }],
        ),
        51,
      );
    assert.equal(answered(0, 'done'), 'step-done');
    assert.equal(answered(1, 'help'), 'step-help');
    assert.equal(answered(2, 'done'), 'guide-finished');
  });

  it('[AGT-4] says goodbye once the session has ended', () => {
    const ended = s.session(...s.READY, [60, { type: 'SessionEnded', reason: 'caller-left' }]);
    assert.equal(told(ended, 61), 'ended');
  });
});
