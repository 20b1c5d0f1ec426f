import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type CallerSigns,
  NO_SIGNS,
  signsAfterEvents,
  signsAfterPresence,
  signsAfterSignal,
} from '../../agent-console/pure/caller-signs.ts';
import { journeySteps, whereabouts } from '../../agent-console/pure/journey.ts';
import { stageTruth } from '../../agent-console/pure/stage-truth.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import type { Presence } from '../../protocol/wire.ts';
import * as s from './sample.ts';

const NOBODY: Presence = { agent: 'here', caller: 'absent' };
const signs: CallerSigns = { cameraOpen: false, presenceSince: s.at(20), witnessed: true };

function strip(state: SessionState, presence: Presence, now: CallerSigns = signs): string {
  assert.ok(state.status !== 'none' && state.status !== 'erased');
  return journeySteps(state, presence, now)
    .map(({ key, mark }) => `${key}:${mark}`)
    .join(' ');
}

describe('the journey strip', () => {
  it('[AGT-3] shows what happened, where the caller is now, and what is ahead', () => {
    const opened = s.session([0, s.INVITED], [1, s.SENT], [3, s.DELIVERED], [10, s.OPENED]);
    assert.equal(
      strip(opened, NOBODY),
      'sent:done delivered:done opened:now reading:ahead accepted:ahead here:ahead',
    );
  });

  it('[AGT-3] a delivery that nobody reported is not called done', () => {
    const opened = s.session([0, s.INVITED], [1, s.SENT], [10, s.OPENED]);
    assert.equal(
      strip(opened, NOBODY),
      'sent:done delivered:untold opened:now reading:ahead accepted:ahead here:ahead',
    );
  });

  it('[AGT-3] a spoken code has no SMS on its way, before Accept and after it', () => {
    const code = s.session([0, s.CODE_ISSUED]);
    assert.equal(strip(code, NOBODY), 'code:now opened:ahead reading:ahead accepted:ahead here:ahead');
    const joined = s.session([0, s.CODE_ISSUED], [10, s.OPENED], [12, s.READING], [20, s.ACCEPTED]);
    assert.equal(strip(joined, s.BOTH_HERE), 'opened:done reading:done accepted:done here:now');
  });

  it('[AGT-3] marks a lost caller as trouble, but not one behind the camera', () => {
    const joined = s.session(...s.READY);
    assert.match(strip(joined, s.CALLER_LOST), /here:trouble$/);
    assert.match(strip(joined, s.CALLER_LOST, { ...signs, cameraOpen: true }), /here:now$/);
  });

  it('[AGT-3] says where the caller is', () => {
    assert.equal(whereabouts(s.BOTH_HERE, signs), 'here');
    assert.equal(whereabouts(s.CALLER_LOST, signs), 'reconnecting');
    assert.equal(whereabouts(s.CALLER_LOST, { ...signs, cameraOpen: true }), 'camera');
    assert.equal(whereabouts(s.BOTH_HERE, { ...signs, uploadPercent: 40 }), 'uploading');
    assert.equal(whereabouts(NOBODY, { ...signs, cameraOpen: true }), 'absent');
  });
});

describe("the caller's signs", () => {
  it('[AGT-3] an arrived photo ends camera and upload, whatever the last signal said', () => {
    const uploading = signsAfterSignal(signsAfterSignal(NO_SIGNS, { type: 'camera', open: true }), {
      type: 'upload',
      photo: 'photo-1',
      percent: 99,
    });
    assert.deepEqual(uploading, { ...NO_SIGNS, uploadPercent: 99 });
    const arrived = signsAfterEvents(uploading, [{ seq: 9, at: s.at(40), by: 'caller', event: s.PHOTO }]);
    assert.deepEqual(arrived, NO_SIGNS);
  });

  it('[AGT-3] time counts from the change of presence, and a lost connection stops an upload', () => {
    const uploading = { ...signs, uploadPercent: 30 };
    const lost = signsAfterPresence(uploading, s.BOTH_HERE, s.CALLER_LOST, s.at(50));
    assert.deepEqual(lost, { cameraOpen: false, presenceSince: s.at(50), witnessed: true });
    const still = signsAfterPresence(lost, s.CALLER_LOST, s.CALLER_LOST, s.at(60));
    assert.equal(still.presenceSince, s.at(50));
  });

  it('[AGT-3] the presence found on arrival is no change that this console saw', () => {
    const first = signsAfterPresence(NO_SIGNS, NOBODY, s.BOTH_HERE, s.at(50));
    assert.deepEqual(first, { cameraOpen: false, presenceSince: s.at(50), witnessed: false });
    const lost = signsAfterPresence(first, s.BOTH_HERE, s.CALLER_LOST, s.at(60));
    assert.deepEqual(lost, { cameraOpen: false, presenceSince: s.at(60), witnessed: true });
  });
});

describe('how sure it is that the caller sees the stage', () => {
  const note: Stage = { kind: 'note', showing: 'show-1', text: 'internet.lmt.lv', shownAt: s.at(40) };
  const displayed: Stage = { ...note, displayedAt: s.at(41) };

  it('[AGT-5] is "shown" only on the word of the caller\'s device', () => {
    assert.equal(stageTruth(note, false, s.BOTH_HERE, signs), 'waiting');
    assert.equal(stageTruth(displayed, false, s.BOTH_HERE, signs), 'shown');
  });

  it('[AGT-5] is never "shown" while a change is on its way, the caller is away or in the camera', () => {
    assert.equal(stageTruth(displayed, true, s.BOTH_HERE, signs), 'sending');
    assert.equal(stageTruth(displayed, false, s.CALLER_LOST, signs), 'away');
    assert.equal(stageTruth(displayed, false, s.BOTH_HERE, { ...signs, cameraOpen: true }), 'camera');
    assert.equal(stageTruth({ kind: 'nothing' }, false, s.BOTH_HERE, signs), 'nothing');
  });

  it('[AGT-5] a turned step has to be confirmed anew', () => {
    const turned = s.session(
      ...s.READY,
      [40, s.GUIDE_SHOWN],
      [41, { type: 'Displayed', showing: 'show-1', step: 0 }],
      [45, { type: 'StepTurned', showing: 'show-1', step: 1 }],
    );
    assert.ok(turned.status === 'joined');
    assert.equal(stageTruth(turned.joined.stage, false, s.BOTH_HERE, signs), 'waiting');
  });
});
