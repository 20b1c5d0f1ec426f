import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addressOf, parseRoute } from '../../agent-console/pure/route.ts';
import { en } from '../../agent-console/review/text.en.ts';
import { lv } from '../../agent-console/review/text.lv.ts';

describe('the reviewer’s texts', () => {
  it('[REV-30] stand in both languages, and no sentence is left in the other one', () => {
    const [latvian, english] = [lv, en].map(textsOf) as [readonly string[], readonly string[]];
    assert.equal(latvian.length, english.length);
    for (const text of english) assert.doesNotMatch(text, /[āčēģīķļņšūž]/i);
    const same = latvian.filter((text, place) => text.length > 8 && text === english[place]);
    assert.deepEqual(same, []);
  });

  it('[REV-30] names the article wherever it says on what it rests', () => {
    for (const text of [lv.opening.lead, lv.holds.lead, lv.session.retentionLaw])
      assert.match(text, /VDAR \d+\. panta/);
    for (const text of [en.opening.lead, en.holds.lead, en.session.retentionLaw])
      assert.match(text, /GDPR Art\. \d+/);
  });
});

describe('the reviewer’s addresses', () => {
  it('[REV-30] lead back to the page they were made from', () => {
    for (const path of ['', 'log', 'session/0193-abc']) {
      assert.deepEqual(parseRoute(addressOf({ screen: 'review', path })), { screen: 'review', path });
    }
  });
});

/** Every plain text of a catalogue, in order. */
function textsOf(part: object): readonly string[] {
  return Object.values(part).flatMap((value: unknown) => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value ? textsOf(value) : [];
  });
}
