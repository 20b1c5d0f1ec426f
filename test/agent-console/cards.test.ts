import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CARD_WORDS } from '../../agent-console/text/card-words.ts';
import { sayNow } from '../../agent-console/text/say.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import { cardMessages } from '../../web-client/card/messages.ts';

describe("the copy of a card on the caller's screen", () => {
  for (const language of LANGUAGES) {
    it(`[AGT-6] uses the words of the caller's own page (${language})`, () => {
      const copy = CARD_WORDS[language];
      const page = cardMessages(language);
      const { diagnostics: shown } = page;
      const pairs: readonly (readonly [string, string])[] = [
        [copy.from('Anna'), page.from('Anna')],
        [copy.give, page.give],
        [copy.decline, page.decline],
        [copy.title, shown.title],
        [copy.data, shown.data],
        [copy.gigabytes('1', '2'), shown.gigabytes('1', '2')],
        [copy.gigabytes('1'), shown.gigabytes('1')],
        [copy.calls, shown.calls],
        [copy.minutes(3), shown.minutes(3)],
        [copy.router, shown.router],
        [copy.connection, shown.connection],
        [copy.online, shown.online],
        [copy.offline, shown.offline],
        [copy.signal, shown.signal],
        [copy.bars(3), shown.bars(3)],
        [copy.running, shown.running],
        [copy.hours(1), shown.hours(1)],
        [copy.hours(5), shown.hours(5)],
      ];
      for (const [mine, theirs] of pairs) assert.equal(mine, theirs);
      assert.deepEqual(copy.outcomes('Anna'), page.outcomes('Anna'));
    });

    it(`[CAR-20] the agent says that the choice is the caller's, and that refusing changes nothing (${language})`, () => {
      const facts = { brand: 'LMT', word: 'x', code: '', address: 'x' };
      const said = {
        lv: /izlemjat Jūs.*nekas nemainās/,
        ru: /решаете Вы.*ничего не изменится/,
        en: /yours to decide.*nothing changes/,
      };
      assert.match(sayNow(language, 'consent', facts), said[language]);
    });
  }
});
