import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { SCREEN_WORDS } from '../../agent-console/text/caller-words.ts';
import { en } from '../../agent-console/text/en.ts';
import { lv } from '../../agent-console/text/lv.ts';
import { sayNow } from '../../agent-console/text/say.ts';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { en as callerEn } from '../../web-client/messages/call.en.ts';
import { lv as callerLv } from '../../web-client/messages/call.lv.ts';
import { ru as callerRu } from '../../web-client/messages/call.ru.ts';
import { entryMessages } from '../../web-client/messages/entry.ts';

const CALLER = { lv: callerLv, ru: callerRu, en: callerEn } as const;
const facts = { brand: 'LMT', word: 'kastanis', code: '123 456', address: 'lmt.lv/k' };

describe("the copy of the caller's screen", () => {
  for (const language of LANGUAGES) {
    it(`[AGT-6] uses the words of the caller's own page (${language})`, () => {
      const copy = SCREEN_WORDS[language];
      const page = CALLER[language];
      const pairs: readonly (readonly [string, string])[] = [
        [copy.connected('Anna'), page.strip.here('Anna')],
        [copy.waiting('Anna'), page.wait.title('Anna')],
        [copy.waitingLead, page.wait.lead],
        [copy.step(2, 5), page.guide.step(2, 5)],
        [copy.done, page.guide.done],
        [copy.doneSaid, page.guide.doneSaid],
        [copy.help, page.guide.help],
        [copy.copy, page.copy],
        [copy.pageTitle('Anna'), page.page.title('Anna')],
        [copy.pageTab('lmt.lv'), page.page.leave('lmt.lv')],
        [copy.pageFrame('lmt.lv'), page.page.frame('lmt.lv')],
        [copy.pageOpen, page.page.open],
        [copy.pageOpened, page.page.opened],
        [copy.note('Anna'), page.note('Anna')],
        [copy.picture('Anna'), page.picture('Anna')],
        [copy.asksPhoto('Anna'), page.request.asks('Anna')],
        [copy.sendPhoto, page.request.send],
        [copy.notNow, page.request.notNow],
      ];
      for (const [mine, theirs] of pairs) assert.equal(mine, theirs);
    });

    it(`[AGT-6] the agent names buttons as the caller's page does (${language})`, () => {
      const says = (key: Parameters<typeof sayNow>[1], button: string) =>
        assert.ok(sayNow(language, key, facts).includes(button), `${key} does not say ${button}`);
      says('reading', entryMessages(language).start);
      says('guide', CALLER[language].guide.done);
      says('guide', CALLER[language].guide.help);
      says('photo-requested', CALLER[language].request.send);
    });
  }
});

describe('what the agent says', () => {
  it('[AGT-6] is in the language of the caller', () => {
    const scripts: Readonly<Record<Language, RegExp>> = {
      lv: /[āēīūšļņ]/,
      ru: /[а-я]/,
      en: /^[\p{ASCII}’“”–]+$/u,
    };
    for (const language of LANGUAGES)
      assert.match(sayNow(language, 'sms-delivered', facts), scripts[language]);
  });

  it('[AGT-6] reads out the word, the address and the code', () => {
    for (const language of LANGUAGES) {
      assert.ok(sayNow(language, 'match', facts).includes('kastanis'));
      assert.ok(sayNow(language, 'code', facts).includes('lmt.lv/k'));
      assert.ok(sayNow(language, 'code', facts).includes('123 456'));
    }
  });
});

describe("the agent's texts", () => {
  it('[AGT-11] Latvian numbers take the right form', () => {
    const forms = [1, 2, 11, 21, 101, 111].map((count) => lv.library.steps(count));
    assert.deepEqual(forms, ['1 solis', '2 soļi', '11 soļi', '21 solis', '101 solis', '111 soļi']);
  });

  it('[AGT-11] no sentence is left in the other language', () => {
    const letters = /[āčēģīķļņšūž]/i;
    const allowed = new Set<string>([en.product]);
    for (const text of textsOf(en)) assert.ok(allowed.has(text) || !letters.test(text), text);
    const same = textsOf(lv).filter((text, place) => text.length > 12 && text === textsOf(en)[place]);
    assert.deepEqual(same, [lv.product]);
  });
});

/** Every plain text of a catalogue, in order. */
function textsOf(part: object): readonly string[] {
  return Object.values(part).flatMap((value: unknown) => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value ? textsOf(value) : [];
  });
}
