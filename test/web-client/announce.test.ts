import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SessionEvent } from '../../protocol/events.ts';
import type { JoinedSession } from '../../protocol/session.ts';
import { announcement } from '../../web-client/call/announce.ts';
import { en } from '../../web-client/messages/call.en.ts';

const session: JoinedSession = {
  status: 'joined',
  controller: 'lmt',
  agentName: 'Anna',
  language: 'en',
  category: 'wifi',
  matchRequired: true,
  word: 'chestnut',
  createdAt: 0,
  journey: {},
  joined: {
    terms: '1',
    notice: '1',
    device: 'phone',
    match: { kind: 'confirmed', at: 1 },
    stage: {
      kind: 'guide',
      showing: 's',
      shownAt: 1,
      guide: 'g',
      version: 1,
      steps: 6,
      step: 2,
      turning: 'both',
      answers: {},
    },
    photos: [],
    requests: [],
    deviceMove: 'none',
  },
};

const say = (event: SessionEvent, by: 'agent' | 'caller' = 'agent') =>
  announcement(event, by, session, en, async () => ({
    title: 'Read the lights',
    texts: ['a', 'b', 'Press the button.'],
  }));

describe('announcements', () => {
  it('[CAL-7] name the guide and read out the step that the agent turned to', async () => {
    const shown = {
      type: 'GuideShown',
      showing: 's',
      guide: 'g',
      version: 1,
      steps: 6,
      step: 0,
      turning: 'both',
    } as const;
    assert.equal(await say(shown), 'A guide is shown: Read the lights');
    assert.equal(await say({ type: 'StepTurned', showing: 's', step: 2 }), 'Step 3 of 6. Press the button.');
  });

  it('[CAL-7] do not repeat what the caller did', async () => {
    assert.equal(await say({ type: 'StepTurned', showing: 's', step: 2 }, 'caller'), undefined);
    assert.equal(
      await say({ type: 'StepAnswered', showing: 's', step: 2, answer: 'done' }, 'caller'),
      undefined,
    );
    assert.equal(await say({ type: 'Displayed', showing: 's', step: 2 }, 'caller'), undefined);
  });

  it('[CAL-7] say what is asked for and what is gone', async () => {
    assert.equal(
      await say({ type: 'PhotoRequested', request: 'r', hint: 'the lights' }),
      'Anna asks for a photo. the lights',
    );
    assert.equal(await say({ type: 'StageCleared' }), 'Nothing is shown any more.');
    assert.equal(
      await say({ type: 'MatchMissed', missesLeft: 1 }),
      'The digits did not match. Read them out again. 1 try left.',
    );
  });
});
