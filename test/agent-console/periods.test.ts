import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { periodTexts } from '../../agent-console/review/periods/text.ts';

describe('the texts about retention periods', () => {
  const { lv, en } = periodTexts;
  const plain = (part: object): readonly string[] =>
    Object.values(part).flatMap((value: unknown) => {
      if (typeof value === 'string') return [value];
      return typeof value === 'object' && value ? plain(value) : [];
    });

  it('[REV-50] stand in both languages, and no sentence is left in the other one', () => {
    const [latvian, english] = [plain(lv), plain(en)];
    assert.equal(latvian.length, english.length);
    for (const text of english) assert.doesNotMatch(text, /[āčēģīķļņšūž]/i);
    const same = latvian.filter((text, place) => text.length > 8 && text === english[place]);
    assert.deepEqual(same, []);
  });

  it('[REV-50] name the article wherever they say on what they rest', () => {
    for (const text of [lv.law, lv.prolongNote, lv.effectsNote]) assert.match(text, /VDAR \d+\. pant/);
    for (const text of [en.law, en.prolongNote, en.effectsNote]) assert.match(text, /GDPR Art\. \d+/);
  });
});
