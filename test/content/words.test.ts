import assert from 'node:assert/strict';
import { loadContent } from '../../server/content/load.ts';
import type { Content } from '../../server/content/types.ts';
import { CONTENT } from './fixture.ts';

/** Fewest single-letter changes that turn one word into the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(
        Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('content: words and matters', () => {
  let content: Content;
  before(async () => {
    content = await loadContent(CONTENT);
  });

  it('[GUI-32] no two words of a language sound nearly the same', () => {
    assert.equal(distance('tilts', 'tulpe'), 3);
    for (const words of Object.values(content.words)) {
      for (const [i, word] of words.entries()) {
        for (const other of words.slice(i + 1)) {
          assert.ok(distance(word, other) >= 2, `${word} and ${other} are too close`);
        }
      }
    }
  });

  it('[GUI-32] about sixty words in each language, in its own letters', () => {
    const letters = { lv: /^[a-zāčēģīķļņšūž]+$/, ru: /^[а-яё]+$/, en: /^[a-z]+$/ } as const;
    for (const language of ['lv', 'ru', 'en'] as const) {
      assert.ok(content.words[language].length >= 60, language);
      for (const word of content.words[language]) assert.match(word, letters[language]);
    }
  });

  it('[GUI-20] every matter has a title in every language', () => {
    const keys = ['wifi', 'router', 'sim', 'esim', 'mobile-data', 'calls', 'device', 'other'];
    assert.deepEqual(Object.keys(content.matters).sort(), keys.sort());
  });
});
