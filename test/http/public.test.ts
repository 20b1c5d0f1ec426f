import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ANNA } from '../identity/support.ts';
import { type Answer, cookiesOf, problemOf, startServer, type TestServer } from './support/server.ts';

/** The style element's hash, as the page's policy must name it. */
function styleHash(page: Answer): string {
  const style = /<style>([^<]*)<\/style>/.exec(page.text)?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

describe('public texts', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('[NET-16] each version keeps its address, and each language has its page', async () => {
    const old = await server.ask('/texts/lmt/terms/2026-01-01/lv');
    assert.equal(old.status, 200);
    assert.match(old.text, /<html lang="lv">/);
    assert.match(old.text, /<h1>Vecie noteikumi<\/h1>/);
    assert.match(old.text, /<p>Vecais teksts\.<\/p>/);
    const inForce = await server.ask('/texts/amigo/terms/2026-02-01/en');
    assert.match(inForce.text, /<html lang="en">/);
    assert.match(inForce.text, /<title>Terms – Amigo<\/title>/);
    assert.match(inForce.text, /<p>Amigo &amp; you\.<\/p>/);
    assert.equal(inForce.headers['content-language'], 'en');
    assert.match(inForce.text, /<footer><p>Version 2026-02-01 · <a href="\/texts\/amigo\/notice\/en">/);
  });

  it('[NET-16] the address without a version leads to the one in force', async () => {
    const answer = await server.ask('/texts/lmt/terms/ru');
    assert.deepEqual([answer.status, answer.headers.location], [302, '/texts/lmt/terms/2026-02-01/ru']);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  });

  it('[NET-16] each page links to the other languages and says which one it is', async () => {
    const { text } = await server.ask('/texts/lmt/terms/2026-02-01/ru');
    assert.match(text, /<a href="\/texts\/lmt\/terms\/2026-02-01\/lv" lang="lv" hreflang="lv">Latviešu<\/a>/);
    assert.match(text, /lang="ru" hreflang="ru" aria-current="page">Русский<\/a>/);
    assert.equal(text.match(/aria-current=/g)?.length, 1);
  });

  it('[NET-16] a page needs no script and loads nothing; its own style is let in by its hash', async () => {
    for (const path of ['/texts/lmt/terms/2026-02-01/lv', '/texts/amigo/notice/2026-01-01/en']) {
      const page = await server.ask(path);
      assert.doesNotMatch(page.text, /<script|style="|https?:\/\//);
      assert.match(page.text, /--brand:#12456a/);
      assert.equal(
        page.headers['content-security-policy'],
        `default-src 'none'; style-src ${styleHash(page)}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
    }
  });

  it('[NET-16] a text that there is not is not found', async () => {
    for (const path of [
      '/texts/nobody/terms/lv',
      '/texts/lmt/reminder/lv',
      '/texts/lmt/terms/de',
      '/texts/lmt/terms/2025-01-01/lv',
      '/texts/lmt/constructor/2026-02-01/lv',
      '/texts/__proto__/terms/2026-02-01/lv',
    ]) {
      assert.deepEqual(
        [(await server.ask(path)).status, problemOf(await server.ask(path)).code],
        [404, 'not_found'],
        path,
      );
    }
  });
});

describe('guides over HTTP', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
    assert.ok((await server.identity.accounts.add(ANNA)).ok);
  });
  after(() => server.stop());

  it('[NET-17] a guide’s document is public and kept for good', async () => {
    const answer = await server.ask('/guides/lmt/lights/1/ru.json');
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
    assert.deepEqual(answer.json(), {
      id: 'lights',
      version: 1,
      language: 'ru',
      title: 'Лампочки',
      category: 'router',
      purpose: 'assist',
      steps: [{ text: 'Посмотрите.', picture: '/guides/lmt/lights/1/box.svg', alt: 'A box' }],
    });
  });

  it('[NET-17] a drawing comes compressed, and in a sandbox when opened by itself', async () => {
    const answer = await server.ask('/guides/lmt/lights/1/box.svg');
    assert.equal(answer.text, '<svg viewBox="0 0 8 8"><path d="M0 0h8"/></svg>');
    assert.equal(answer.headers['content-type'], 'image/svg+xml');
    assert.equal(answer.headers['content-security-policy'], "sandbox; default-src 'none'");
    const br = await server.ask('/guides/lmt/lights/1/box.svg', { headers: { 'accept-encoding': 'br' } });
    assert.equal(br.headers['content-encoding'], 'br');
  });

  it('[NET-17] what there is not is guide_unknown', async () => {
    for (const path of [
      '/guides/lmt/none/1/lv.json',
      '/guides/lmt/lights/2/lv.json',
      '/guides/lmt/lights/01/lv.json',
      '/guides/lmt/lights/1/de.json',
      '/guides/nobody/lights/1/lv.json',
      '/guides/lmt/lights/1/none.svg',
      '/guides/nobody/lights/1/box.svg',
      '/guides/lmt/lights/1/..%2f..%2fbox.svg',
    ]) {
      assert.equal(problemOf(await server.ask(path)).code, 'guide_unknown', path);
    }
  });

  it('[NET-17] the library is for staff, searchable in every language at once', async () => {
    assert.equal((await server.ask('/api/guides')).status, 401);
    const signedIn = await server.post('/api/sign-in', { login: ANNA.login, password: ANNA.password });
    const answer = await server.ask('/api/guides', { headers: { cookie: cookiesOf(signedIn) } });
    assert.deepEqual(answer.json(), [
      {
        id: 'lights',
        version: 1,
        category: 'router',
        purpose: 'assist',
        titles: { lv: 'Lampiņas', ru: 'Лампочки', en: 'The lights' },
        steps: 1,
        search: 'Lampiņas\nPaskatieties.\nЛампочки\nПосмотрите.\nThe lights\nLook.',
      },
    ]);
  });
});
