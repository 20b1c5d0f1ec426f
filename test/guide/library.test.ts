import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SCENES } from '../../content/drawings/scenes.ts';
import { loadContent } from '../../server/content/load.ts';
import type { Content } from '../../server/content/types.ts';
import { createGuideLibrary, type GuideLibrary } from '../../server/guide/library.ts';
import { CONTENT } from '../content/fixture.ts';

const LANGUAGES = ['lv', 'ru', 'en'] as const;

/** What callers of a mobile operator really ask. */
const ASKED = [
  'apn-android',
  'apn-iphone',
  'data-usage',
  'esim-android',
  'esim-iphone',
  'lost-phone',
  'offer-newer-router',
  'router-lights',
  'router-placement',
  'router-reset',
  'router-restart',
  'sim-insert',
  'wifi-calling',
  'wifi-password',
];

describe('guide: library', () => {
  let content: Content;
  let library: GuideLibrary;
  before(async () => {
    content = await loadContent(CONTENT);
    library = createGuideLibrary(content);
  });

  it('[GUI-28] both controllers offer every guide that callers ask for', () => {
    for (const controller of ['lmt', 'amigo']) {
      assert.deepEqual(
        library
          .summaries(controller)
          .map(({ id }) => id)
          .sort(),
        ASKED,
      );
    }
    assert.deepEqual(library.summaries('nobody'), []);
    assert.equal(library.latest('nobody', 'sim-insert'), undefined);
    assert.equal(library.latest('lmt', 'nothing'), undefined);
  });

  it('[GUI-28] every step has text, a drawing in words and a drawing, in three languages', () => {
    for (const { id, version, steps } of library.summaries('lmt')) {
      assert.ok(steps >= 3 && steps <= 7, id);
      for (const language of LANGUAGES) {
        const guide = library.document('lmt', id, version, language);
        assert.equal(guide?.steps.length, steps);
        for (const step of guide?.steps ?? []) {
          assert.ok(
            step.text.length > 10 && step.text.length <= 150,
            `${id}: "${step.text}" (${step.text.length})`,
          );
          assert.ok(step.alt.length > 20, `${id}: "${step.alt}"`);
          assert.doesNotMatch(step.text + step.alt, /[{}]/);
        }
      }
    }
  });

  it('[GUI-28] Russian is written in Cyrillic and Latvian is not left in English', () => {
    for (const { titles, steps } of [...content.guides.values()].flat()) {
      for (const text of [titles, ...steps.map((step) => step.alt)]) {
        assert.match(text.ru, /[а-я]{3}/);
        assert.notEqual(text.lv, text.en);
      }
    }
  });

  it('[GUI-28] the search text holds titles and steps of all languages', () => {
    const search = library.latest('lmt', 'wifi-password')?.search ?? '';
    for (const words of [
      'Kā atrast Wi-Fi nosaukumu',
      'имя и пароль Wi-Fi',
      'Turn the router',
      'Переверните роутер',
    ]) {
      assert.ok(search.includes(words), words);
    }
    assert.ok(library.latest('lmt', 'apn-iphone')?.search.includes('internet.lmt.lv'));
  });

  it('[GUI-30] the access-point name is the controller’s own, and a sample where it is unknown', () => {
    for (const guide of ['apn-iphone', 'apn-android']) {
      const copied = (controller: string) =>
        library.document(controller, guide, 1, 'lv')?.steps.flatMap(({ copy }) => (copy ? [copy] : []));
      const label = 'Piekļuves punkta nosaukums (APN)';
      assert.deepEqual(copied('lmt'), [{ label, value: 'internet.lmt.lv' }]);
      assert.deepEqual(copied('amigo'), [{ label, value: '[paraugs]' }]);
    }
  });

  it('[GUI-21] a document is found by exactly its version', () => {
    assert.equal(library.document('lmt', 'sim-insert', 2, 'lv'), undefined);
    assert.equal(library.document('lmt', '../sim-insert', 1, 'lv'), undefined);
    assert.equal(library.document('nobody', 'sim-insert', 1, 'lv'), undefined);
    assert.equal(library.document('lmt', 'sim-insert', 1, 'ru')?.language, 'ru');
  });

  it('[GUI-29] every step’s picture is at its address, with its digest', () => {
    for (const { id, version } of library.summaries('amigo')) {
      for (const { picture } of library.document('amigo', id, version, 'lv')?.steps ?? []) {
        const [, guides, controller, guide = '', number, file = ''] = picture.split('/');
        assert.deepEqual([guides, controller, guide, number], ['guides', 'amigo', id, '1']);
        const found = library.picture(guide, Number(number), file);
        assert.ok(found, picture);
        assert.equal(found.digest, createHash('sha256').update(found.body).digest('hex'));
      }
    }
    assert.equal(library.picture('sim-insert', 1, 'guide.json'), undefined);
    assert.equal(library.picture('sim-insert', 2, 'tray-in.svg'), undefined);
  });

  it('[GUI-29] the drawings belong together: one size, one line weight, a few colours, no words, at most 4 kB', () => {
    const palette = ['#24323f', '#cf4717', '#f8d8c9', '#ffffff', '#c9d5de', '#e8eef2'];
    for (const guide of [...content.guides.values()].flat()) {
      for (const [file, body] of guide.pictures) {
        const svg = Buffer.from(body).toString('utf8');
        const name = `${guide.id}/${file}`;
        assert.ok(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240"'), name);
        assert.deepEqual(svg.match(/stroke-width="[^"]*"/g), ['stroke-width="4"'], name);
        for (const colour of svg.match(/#[0-9a-f]{3,8}/g) ?? [])
          assert.ok(palette.includes(colour), `${name} ${colour}`);
        assert.deepEqual(
          [...new Set(svg.match(/<[a-z]+/g))].filter(
            (tag) => !['<svg', '<g', '<rect', '<circle', '<path'].includes(tag),
          ),
          [],
          name,
        );
        assert.ok(body.length <= 4000, `${name}: ${body.length} bytes`);
        assert.doesNotMatch(svg, /NaN|undefined/, name);
      }
    }
  });

  it('[GUI-29] the newest drawings are what the committed script draws', () => {
    for (const versions of content.guides.values()) {
      for (const [file, body] of versions.at(-1)?.pictures ?? []) {
        assert.equal(Buffer.from(body).toString('utf8'), SCENES[file.replace('.svg', '')], file);
      }
    }
  });
});
