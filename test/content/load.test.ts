import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unknownFacts } from '../../server/content/facts.ts';
import { loadContent } from '../../server/content/load.ts';
import { ContentError } from '../../server/content/read.ts';
import { CONTENT, type Copy, copyContent } from './fixture.ts';

const TERMS = 'texts/shared/terms/2026-11-21';

describe('content: loading', () => {
  let copy: Copy;
  beforeEach(async () => {
    copy = await copyContent();
  });
  afterEach(() => copy.remove());

  async function refused(file: string, ...words: readonly RegExp[]): Promise<void> {
    await assert.rejects(loadContent(copy.dir), (error) => {
      assert.ok(error instanceof ContentError, String(error));
      assert.equal(error.file, file);
      assert.ok(error.message.startsWith(`content/${file}: `), error.message);
      for (const word of words) assert.match(error.message, word);
      return true;
    });
  }

  it('[GUI-20] what is committed loads, with both controllers in three languages', async () => {
    const content = await loadContent(CONTENT);
    assert.deepEqual([...content.controllers.keys()].sort(), ['amigo', 'lmt']);
    for (const { languages, limits, match } of content.controllers.values()) {
      assert.deepEqual(languages, ['lv', 'ru', 'en']);
      assert.deepEqual(limits, { photosPerSession: 40, wrapUpMinutes: 30, idleMinutes: 10, maximumHours: 2 });
      assert.equal(match.required, true);
    }
  });

  it('[GUI-20] a wrong value is named by file, place and what was expected', async () => {
    await copy.change('controllers/lmt.json', '"idleMinutes": 10', '"idleMinutes": "ten"');
    await refused('controllers/lmt.json', /limits\.idleMinutes must be number, not "ten"/);
  });

  it('[REV-26] a second person opens content unless a controller says otherwise, in so many words', async () => {
    const secondPerson = async () =>
      (await loadContent(copy.dir)).controllers.get('amigo')?.review.secondPerson;
    assert.equal(await secondPerson(), true);
    await copy.change('controllers/amigo.json', '"review": { "secondPerson": true },', '');
    assert.equal(await secondPerson(), true);
    await copy.change('controllers/amigo.json', '"match":', '"review": { "secondPerson": "no" }, "match":');
    await refused('controllers/amigo.json', /review\.secondPerson must be boolean/);
    await copy.change('controllers/amigo.json', '{ "secondPerson": "no" }', '{ "second": false }');
    await refused('controllers/amigo.json', /second is not a field known here/);
    await copy.change('controllers/amigo.json', '{ "second": false }', '{ "secondPerson": false }');
    assert.equal(await secondPerson(), false);
  });

  it('[GUI-20] a missing and a misspelt field are named', async () => {
    await copy.change('controllers/amigo.json', '"email"', '"mail"');
    await refused('controllers/amigo.json', /email is missing/, /mail is not a field known here/);
  });

  it('[GUI-20] broken JSON, a missing file and another encoding are named', async () => {
    await copy.write('matters.json', '{ "wifi": ');
    await refused('matters.json', /the JSON is broken/);
    await rm(join(copy.dir, 'matters.json'));
    await refused('matters.json', /missing/);
  });

  it('[GUI-20] a controller under another file name is refused', async () => {
    await rename(join(copy.dir, 'controllers/amigo.json'), join(copy.dir, 'controllers/zetcom.json'));
    await refused('controllers/zetcom.json', /key must be the file's name, not "amigo"/);
  });

  it('[GUI-20] a suggested page must be on the host that allows it', async () => {
    await copy.change('controllers/lmt.json', '"https://lmt.lv/"', '"https://lmt.lv.example.com/"');
    await refused('controllers/lmt.json', /a suggested page must be on the host it stands under/);
  });

  it('[GUI-20] only https pages can be suggested', async () => {
    await copy.change('controllers/lmt.json', '"https://lmt.lv/"', '"http://lmt.lv/"');
    await refused('controllers/lmt.json', /must start with https/);
  });

  it('[GUI-21] a text changed under its published version is refused by name', async () => {
    await copy.change(`${TERMS}/ru.md`, 'бесплатна', 'почти бесплатна');
    await refused(`${TERMS}/ru.md`, /put it into a new version/);
  });

  it('[GUI-21] a guide or drawing changed under its published version is refused by name', async () => {
    await copy.change('guides/sim-insert/1/tray-in.svg', '#cf4717', '#cf4718');
    await refused('guides/sim-insert/1/tray-in.svg', /put it into a new version/);
  });

  it('[GUI-21] a published text cannot vanish', async () => {
    await rm(join(copy.dir, TERMS, 'en.md'));
    await refused(`${TERMS}/en.md`, /gone/);
  });

  it('[GUI-21] a new file is refused until it is sealed', async () => {
    await copy.write(`${TERMS}/lv.draft.md`, '# Melnraksts\n');
    await refused(`${TERMS}/lv.draft.md`, /add it to texts\/versions\.json/);
  });

  it('[GUI-25] a misspelt placeholder is refused', async () => {
    const text = (await copy.read(`${TERMS}/en.md`)).replace('{registration}', '{registraton}');
    await copy.publish('texts', 'shared/terms/2026-11-21/en.md', text);
    await refused(`${TERMS}/en.md`, /\{registraton\} is not a placeholder known here/);
  });

  it('[GUI-30] a misspelt placeholder in a guide is refused', async () => {
    const text = (await copy.read('guides/apn-iphone/1/guide.json')).replaceAll('{apn}', '{apm}');
    await copy.publish('guides', 'apn-iphone/1/guide.json', text);
    await refused('guides/apn-iphone/1/guide.json', /\{apm\}/);
  });

  for (const [name, insert] of [
    ['a script', '<script>alert(1)</script>'],
    ['a handler', '<rect onload="alert(1)"/>'],
    ['an outside picture', '<image href="https://example.com/x.png"/>'],
    ['a stylesheet', '<style>rect{fill:red}</style>'],
    ['a url() reference', '<rect fill="url(#x)"/>'],
    ['words', '<text x="1" y="1">Reset</text>'],
  ] as const) {
    it(`[GUI-29] a drawing with ${name} is refused`, async () => {
      const drawing = (await copy.read('guides/sim-insert/1/tray-in.svg')).replace(
        '</svg>',
        `${insert}</svg>`,
      );
      await copy.publish('guides', 'sim-insert/1/tray-in.svg', drawing);
      await refused('guides/sim-insert/1/tray-in.svg', /self-contained/);
    });
  }

  it('[GUI-26] facts that are not known are named, and nothing else', async () => {
    const content = await loadContent(CONTENT);
    const amigo = { controller: 'amigo', file: 'content/controllers/amigo.json' };
    assert.deepEqual(unknownFacts(content), [
      { ...amigo, fact: 'dataProtection' },
      { ...amigo, fact: 'values.apn' },
    ]);
    assert.deepEqual(unknownFacts(content, ['lmt']), []);
  });
});
