import assert from 'node:assert/strict';
import { loadContent } from '../../server/content/load.ts';
import { segments } from '../../server/content/segments.ts';
import type { Content } from '../../server/content/types.ts';
import { codeText, smsText } from '../../server/invitation/wording.ts';
import { CONTENT } from '../content/fixture.ts';

const LANGUAGES = ['lv', 'ru', 'en'] as const;
/** The longest link that start-up allows: 42 characters. */
const LINK = 'https://palidziba.lv/#aB3dE5fG7hI9jK1lM2nO';

/** Units counted here by the tables of 3GPP TS 23.038, not by the code under test. */
const UNITS: readonly (readonly [string, 'GSM-7' | 'UCS-2', number, number])[] = [
  ['', 'GSM-7', 0, 1],
  ['a'.repeat(160), 'GSM-7', 160, 1],
  ['a'.repeat(161), 'GSM-7', 161, 2],
  ['a'.repeat(306), 'GSM-7', 306, 2],
  ['a'.repeat(307), 'GSM-7', 307, 3],
  ['€', 'GSM-7', 2, 1],
  ['^{}\\[~]|€', 'GSM-7', 18, 1],
  [`${'a'.repeat(159)}€`, 'GSM-7', 161, 2],
  // An escaped character may not be split: 152 + 2 does not fit 153, so both parts move on.
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 306, 3],
  ['@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà', 'GSM-7', 42, 1],
  ['`', 'UCS-2', 1, 1],
  ['ā', 'UCS-2', 1, 1],
  ['ç', 'UCS-2', 1, 1],
  ['я'.repeat(70), 'UCS-2', 70, 1],
  ['я'.repeat(71), 'UCS-2', 71, 2],
  ['я'.repeat(134), 'UCS-2', 134, 2],
  ['я'.repeat(135), 'UCS-2', 135, 3],
  ['😀', 'UCS-2', 2, 1],
  // A surrogate pair may not be split: 66 + 2 does not fit 67.
  [`${'я'.repeat(66)}😀${'я'.repeat(66)}`, 'UCS-2', 134, 3],
];

describe('invitation: wording', () => {
  let content: Content;
  before(async () => {
    content = await loadContent(CONTENT);
  });

  it('[INV-31] segments are counted as the network counts them', () => {
    for (const [text, encoding, units, count] of UNITS) {
      assert.deepEqual(segments(text), { encoding, units, segments: count }, text.slice(0, 12));
    }
  });

  for (const language of LANGUAGES) {
    it(`[INV-30] the whole message is one segment with the longest link (${language})`, () => {
      assert.equal(LINK.length, 42);
      for (const controller of content.controllers.keys()) {
        for (const agentName of [
          'Anna',
          'Jānis',
          'Анна',
          'Ļubova-Aleksandra',
          'Константин-Александр',
          '李',
        ]) {
          const text = smsText(content, { controller, language, agentName, link: LINK });
          assert.equal(segments(text).segments, 1, text);
          assert.ok(text.endsWith(` ${LINK}`), text);
        }
      }
    });
  }

  it('[INV-30] Latvian goes without diacritics, the agent’s name included', () => {
    const text = smsText(content, { controller: 'lmt', language: 'lv', agentName: 'Jānis', link: LINK });
    assert.equal(text, `Ja patlaban runajat ar LMT, atveriet so lapu, Janis tur Jus gaida: ${LINK}`);
    assert.equal(segments(text).encoding, 'GSM-7');
  });

  it('[INV-30] Russian keeps its letters and fits 70 units; a name that does not fit is left out', () => {
    const say = (agentName: string) =>
      smsText(content, { controller: 'amigo', language: 'ru', agentName, link: LINK });
    assert.equal(say('Сергей'), `Сергей из Amigo ждёт Вас: ${LINK}`);
    assert.equal(say('Константин'), `К разговору с Amigo: ${LINK}`);
  });

  it('[INV-32] the link arrives exactly as it was made', () => {
    const link = 'https://a.lv/#$&{agent}ā€{brand}$1';
    for (const language of LANGUAGES) {
      const text = smsText(content, { controller: 'lmt', language, agentName: 'Anna', link });
      assert.ok(text.endsWith(` ${link}`), text);
    }
  });

  it('[INV-32] what stands in a name is not taken for a placeholder', () => {
    const text = smsText(content, { controller: 'lmt', language: 'en', agentName: '{link}', link: LINK });
    assert.equal(text.split(LINK).length, 2, text);
    assert.ok(text.endsWith(LINK), text);
  });

  const PAGE = 'https://abcdefg.lv/my/';

  for (const language of LANGUAGES) {
    it(`[INV-30] the code for the subject’s page is one segment, and says to tell it to nobody (${language})`, () => {
      const nobody = {
        lv: 'Nevienam to nesakiet, ari',
        ru: 'Никому не говорите, даже нам',
        en: 'Never tell it to anyone',
      };
      // The longest origin that start-up allows.
      assert.equal(new URL(PAGE).origin.length, 18);
      for (const controller of content.controllers.keys()) {
        const link = `${PAGE}${controller}`;
        const text = codeText(content, { controller, language, code: '904217', link });
        assert.equal(segments(text).segments, 1, text);
        assert.ok(text.includes('904217') && text.endsWith(` ${link}`), text);
        assert.ok(text.includes(nobody[language]), text);
      }
    });
  }

  it('[INV-30] the brand stands before the code where it fits', () => {
    const link = `${PAGE}lmt`;
    const say = (language: 'lv' | 'ru') =>
      codeText(content, { controller: 'lmt', language, code: '904217', link });
    assert.ok(say('lv').startsWith('LMT: Jusu kods ir 904217'));
    assert.equal(segments(say('lv')).encoding, 'GSM-7');
    assert.equal(say('ru'), `Код 904217. Никому не говорите, даже нам. ${link}`);
  });
});
