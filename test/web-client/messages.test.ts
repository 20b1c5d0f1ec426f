import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LANGUAGES } from '../../protocol/language.ts';
import { afterMessages } from '../../web-client/messages/after.ts';
import { asideMessages } from '../../web-client/messages/aside.ts';
import { callMessages, loadCallMessages } from '../../web-client/messages/call.ts';
import { entryMessages } from '../../web-client/messages/entry.ts';

/** Every sentence of a catalogue with its path; functions are given something recognisable. */
function sentences(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return sentences(node('Anna', 'LMT', 'x'), `${path}()`);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => sentences(value, `${path}.${key}`));
}

describe('the texts of the caller’s page', () => {
  before(async () => {
    for (const language of LANGUAGES) await loadCallMessages(language);
  });

  for (const language of LANGUAGES) {
    const catalogue = () =>
      [entryMessages, asideMessages, callMessages, afterMessages].flatMap((of) => sentences(of(language)));

    it(`[CAL-12] leave nothing empty or undefined in ${language}`, () => {
      for (const [path, sentence] of catalogue()) {
        assert.ok(sentence.trim().length > 0, path);
        assert.doesNotMatch(sentence, /undefined|NaN|\[object/, path);
      }
    });

    it(`are written in ${language}'s own letters`, () => {
      for (const [path, sentence] of catalogue()) {
        if (language === 'ru') assert.doesNotMatch(sentence, /[āčēģīķļņšūž]/i, path);
        else assert.doesNotMatch(sentence, /[а-яё]/i, path);
        if (language === 'en') assert.doesNotMatch(sentence, /[āčēģīķļņšūž]/i, path);
      }
    });

    it(`[CAL-12] have a screen for each way a link fails in ${language}`, () => {
      const stops = asideMessages(language).stops('Anna');
      const ways = [
        'invitation_unknown',
        'invitation_expired',
        'invitation_spent',
        'invitation_closed',
        'invitation_replaced',
        'session_erased',
        'credential_unknown',
        'moved',
        'offline',
      ] as const;
      const titles = ways.map((way) => stops[way]?.title);
      assert.equal(new Set(titles).size, ways.length);
      assert.ok(!titles.includes(undefined));
      assert.match(stops.invitation_expired?.next ?? '', /Anna/);
    });
  }
});
