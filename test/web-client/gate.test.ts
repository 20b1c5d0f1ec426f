import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createGate } from '../../web-client/call/gate.ts';

function gate() {
  let released = 0;
  const made = createGate('first', () => {
    released += 1;
  });
  return { ...made, released: () => released };
}

describe('the stage under a finger', () => {
  it('[CAL-5] changes at once when no finger is down', () => {
    const { shown, offer, released } = gate();
    offer('second');
    assert.equal(shown(), 'second');
    assert.equal(released(), 0);
  });

  it('[CAL-5] does not change while a finger is down', () => {
    const { shown, offer, fingers, released } = gate();
    fingers(1);
    offer('second');
    assert.equal(shown(), 'first');
    assert.equal(released(), 0);
  });

  it('[CAL-5] shows the newest when the last of two fingers has left', () => {
    const { shown, offer, fingers, released } = gate();
    fingers(2);
    offer('second');
    offer('third');
    fingers(1);
    assert.equal(shown(), 'first');
    fingers(0);
    assert.equal(shown(), 'third');
    assert.equal(released(), 1);
  });

  it('has nothing to draw when nothing was offered', () => {
    const { fingers, released } = gate();
    fingers(1);
    fingers(0);
    assert.equal(released(), 0);
  });
});
