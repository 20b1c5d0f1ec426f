import assert from 'node:assert/strict';
import { loadContent } from '../../server/content/load.ts';
import { type Copy, copyContent } from '../content/fixture.ts';

const OFFER = 'lmt/router-placement/2.yaml';

describe('offers as content', () => {
  let copy: Copy;
  let written: string;
  beforeEach(async () => {
    copy = await copyContent();
    written = (await copy.read('offers/lmt/router-placement/1.yaml')).replace('version: 1', 'version: 2');
  });
  afterEach(() => copy.remove());

  const publish = (text: string, file = OFFER) => copy.publish('offers', file, text);

  it('[EML-60] a new version is sent from the next start', async () => {
    await publish(written);
    const { offers } = await loadContent(copy.dir);
    assert.deepEqual(
      offers.map(({ version }) => version),
      [1, 2],
    );
  });

  it('[EML-60] one that was changed in place stops the start, and is named', async () => {
    await copy.change('offers/lmt/router-placement/1.yaml', 'Labāks', 'Jauns');
    await assert.rejects(loadContent(copy.dir), /offers\/lmt\/router-placement\/1\.yaml/);
  });

  for (const [what, from, to, problem] of [
    ['a link to a foreign host', 'https://lmt.lv/', 'https://lmt.lv.example.net/', /not https on a host/],
    ['a link without encryption', 'https://lmt.lv/', 'http://lmt.lv/', /not https on a host/],
    [
      'a link with another name before the host',
      'https://lmt.lv/',
      'https://x@lmt.lv/',
      /not https on a host/,
    ],
    ['a link that is no page', 'https://lmt.lv/', 'javascript:alert(1)', /not https on a host|address/],
    [
      'a subject of two lines',
      'subject: "Better Wi-Fi in every room"',
      'subject: "Better\\nBcc: x"',
      /one line/,
    ],
    [
      'a label too few',
      'links: ["See it in My {brand}", "{brand} home page"]',
      'links: ["One"]',
      /one label for each link/,
    ],
    ['an unknown placeholder', '{brand} helps', '{brnad} helps', /brnad/],
    ['an important offer without a time', 'remindAfter: P3D\n', '', /remindAfter/],
    ['a reminder too late', 'remindAfter: P3D', 'remindAfter: P9D', /P1D to P7D/],
    ['another version than its place', 'version: 2', 'version: 3', /its place/],
  ] as const) {
    it(`[EML-60] ${what} stops the start, and the file is named`, async () => {
      assert.ok(written.includes(from));
      await publish(written.replace(from, () => to));
      await assert.rejects(loadContent(copy.dir), (error: Error) => {
        assert.match(error.message, /offers\/lmt\/router-placement\/2\.yaml/);
        assert.match(error.message, problem);
        return true;
      });
    });
  }
});
