import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { buildClients } from '../../bin/build-clients.ts';

const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'web-client');
/**
 * What the server's own answers take, measured in bytes: the invitation with its short terms in three languages
 * (plain, the worst case; 1,400 compressed), and all until a guide is shown, compressed.
 */
const ANSWERS = { terms: 3200, all: 2500 };

describe('the built page of the caller', () => {
  let html = '';
  let files: string[] = [];

  before(async function () {
    this.timeout(30_000);
    await buildClients({ only: ['web-client'] });
    html = await readFile(join(BUILT, 'index.html'), 'utf8');
    files = await readdir(join(BUILT, 'assets'));
  });

  const size = async (file: string) => (await readFile(join(BUILT, `${file}.br`))).byteLength;
  const chunk = (name: string) => {
    const found = files.filter((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
    assert.equal(found.length, 1, `${name}: ${found}`);
    return `assets/${found[0]}`;
  };

  it('[CAL-3] leaves room for the terms within 10 kB', async () => {
    const bytes = (await size('index.html')) + (await size(chunk('index')));
    assert.ok(bytes + ANSWERS.terms <= 10_000, `${bytes} bytes`);
  });

  it('[CAL-3] leaves room for guides and photos within 32 kB in each language', async () => {
    const common = (await size('index.html')) + (await size(chunk('index'))) + (await size(chunk('start')));
    for (const language of ['lv', 'ru', 'en']) {
      const bytes = common + (await size(chunk(`call.${language}`)));
      assert.ok(bytes + ANSWERS.all <= 32_000, `${language}: ${bytes} bytes`);
    }
  });

  it('[CAL-3] needs one script before Accept and one for the call, and no other file', async () => {
    const entry = await readFile(join(BUILT, chunk('index')), 'utf8');
    assert.doesNotMatch(entry, /\bfrom\s*["']\.\//);
    const call = await readFile(join(BUILT, chunk('start')), 'utf8');
    const imported = [...call.matchAll(/\bfrom\s*["']\.\/([^"']+)["']/g)].map(([, file]) => `assets/${file}`);
    assert.deepEqual([...new Set(imported)], [chunk('index')]);
    assert.equal([...html.matchAll(/<script\b/g)].length, 1);
    assert.doesNotMatch(html, /<link rel="(?:stylesheet|modulepreload)"/);
    assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\//);
  });

  it('lets in exactly the inlined style', async () => {
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const hash = createHash('sha256').update(style, 'utf8').digest('base64');
    const notes: unknown = JSON.parse(await readFile(join(BUILT, 'csp.json'), 'utf8'));
    assert.deepEqual(notes, { styleHashes: [`sha256-${hash}`] });
    assert.ok(style.includes('--paper'));
    assert.doesNotMatch(html, /\son\w+=|\sstyle=/);
  });

  it('says what is needed without JavaScript, in three languages', () => {
    const [, words = ''] = /<noscript>([\s\S]*?)<\/noscript>/.exec(html) ?? [];
    for (const language of ['lv', 'ru', 'en'])
      assert.match(words, new RegExp(`lang="${language}"[^<]+JavaScript`));
  });
});
