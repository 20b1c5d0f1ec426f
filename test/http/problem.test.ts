import assert from 'node:assert/strict';
import { Router } from 'express';
import { ERROR_CODES } from '../../protocol/errors.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import { HttpRefusal, statusOf } from '../../server/http/problem.ts';
import { sentence } from '../../server/http/sentences.ts';
import { StoreError } from '../../server/ports.ts';
import { problemOf, startServer, type TestServer } from './support/server.ts';

const JSON_PROBLEM = 'application/problem+json; charset=utf-8';

function failing(): Router {
  const router = Router();
  router.get('/test/refused', () => {
    throw new HttpRefusal('too_many_requests', 30);
  });
  router.get('/test/store', () => {
    throw new StoreError('bucket secret-bucket does not answer');
  });
  router.get('/test/disk', async () => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  });
  router.get('/test/sqlite-full', async () => {
    throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
  });
  router.get('/test/broken/:secret', async (req) => {
    throw new RangeError(`cannot handle ${req.params.secret}`, { cause: new Error('number +37120000000') });
  });
  router.get('/test/half', (_req, res) => {
    res.write('half of an answ');
    throw new Error('too late');
  });
  return router;
}

describe('refusals over HTTP', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ routers: [failing()] });
  });
  after(() => server.stop());

  it('[NET-1] a refusal is problem+json with a stable code, a sentence and when to try again', async () => {
    const answer = await server.ask('/test/refused', { headers: { 'x-language': 'en' } });
    assert.equal(answer.headers['content-type'], JSON_PROBLEM);
    assert.equal(answer.headers['retry-after'], '30');
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.deepEqual(answer.json(), {
      type: '/problems/too_many_requests',
      title: 'too many requests',
      status: 429,
      code: 'too_many_requests',
      detail: 'Too many attempts in a short time. Wait a little and try again.',
      retryAfter: 30,
    });
  });

  it('[NET-2] the sentence is in the language of the page, else of the browser, else Latvian', async () => {
    const languageFor = async (headers: Record<string, string>) =>
      (await server.ask('/nowhere', { headers })).headers['content-language'];
    assert.equal(await languageFor({}), 'lv');
    assert.equal(await languageFor({ 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' }), 'ru');
    assert.equal(await languageFor({ 'accept-language': 'de,en;q=0.5' }), 'en');
    assert.equal(await languageFor({ 'accept-language': 'de' }), 'lv');
    assert.equal(await languageFor({ 'accept-language': 'ru', 'x-language': 'en' }), 'en');
    assert.equal(await languageFor({ 'accept-language': 'ru', 'x-language': '<script>' }), 'ru');
  });

  it('[NET-1] an unknown address, in any method, is unknown_route', async () => {
    const expected = { status: 404, type: JSON_PROBLEM, code: 'unknown_route' };
    assert.deepEqual(problemOf(await server.ask('/nowhere')), expected);
    assert.deepEqual(problemOf(await server.post('/api/nowhere', {})), expected);
    assert.deepEqual(problemOf(await server.post('/api/me', {})), expected);
  });

  it('[NET-1] an address that cannot be decoded is malformed_request', async () => {
    const answer = await server.ask('/texts/%E0%A4%A/terms/lv');
    assert.deepEqual(problemOf(answer), { status: 400, type: JSON_PROBLEM, code: 'malformed_request' });
  });

  it('[NET-1] a store that fails and a full disk have their own codes', async () => {
    assert.equal(problemOf(await server.ask('/test/store')).code, 'store_unavailable');
    assert.deepEqual(problemOf(await server.ask('/test/disk')), {
      status: 507,
      type: JSON_PROBLEM,
      code: 'storage_full',
    });
    assert.equal(problemOf(await server.ask('/test/sqlite-full')).code, 'storage_full');
  });

  it('[NET-3] an unexpected error tells the client nothing and the log no content', async () => {
    const answer = await server.ask('/test/broken/hunter2');
    assert.deepEqual(problemOf(answer), { status: 500, type: JSON_PROBLEM, code: 'internal_error' });
    const id = answer.headers['x-request-id'];
    const line = server.log.find((entry) => 'request' in entry && entry.request === id && 'error' in entry);
    assert.ok(line && 'at' in line && 'cause' in line);
    assert.equal('error' in line && line.error, 'RangeError');
    assert.match(JSON.stringify(line), /problem\.test\.ts/);
    assert.doesNotMatch(`${answer.text}${JSON.stringify(server.log)}`, /hunter2|37120000000|secret-bucket/);
  });

  it('[NET-3] an answer that fails half way does not look whole', async () => {
    await assert.rejects(server.ask('/test/half'));
  });

  it('[NET-4] a person who followed a link reads a page, with no script and no foreign request', async () => {
    const answer = await server.ask('/nowhere', {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'ru' },
    });
    assert.equal(answer.status, 404);
    assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
    assert.match(answer.text, /<html lang="ru">/);
    assert.match(answer.text, /<h1>Такой страницы нет\. Проверьте, правильно ли введён адрес\.<\/h1>/);
    assert.doesNotMatch(answer.text, /<script|https?:/);
    assert.match(
      String(answer.headers['content-security-policy']),
      /^default-src 'none'; style-src 'sha256-/,
    );
  });

  it('[NET-4] a problem’s type leads to a page about it, in every language', async () => {
    const refusal = (await server.ask('/test/refused')).json();
    assert.ok(typeof refusal === 'object' && refusal !== null && 'type' in refusal);
    const page = await server.ask(String(refusal.type));
    assert.equal(page.status, 200);
    assert.match(page.text, /<p lang="lv">Pārāk daudz mēģinājumu/);
    assert.match(page.text, /<p lang="ru">Слишком много попыток/);
    assert.match(page.text, /<p lang="en">Too many attempts/);
    assert.equal(problemOf(await server.ask('/problems/constructor')).code, 'not_found');
  });

  it('[NET-2] every code has a status and a sentence of its own in each language', () => {
    for (const code of ERROR_CODES) {
      const status = statusOf(code);
      assert.ok(status >= 400 && status < 600, code);
      for (const language of LANGUAGES) {
        const text = sentence(code, language);
        assert.match(text, /^\p{Lu}.{15,}[.!]$/u, `${code} in ${language}`);
        assert.equal(/\p{Script=Cyrillic}/u.test(text), language === 'ru', `${code} in ${language}`);
      }
    }
    for (const language of LANGUAGES) {
      const all = ERROR_CODES.map((code) => sentence(code, language));
      assert.equal(new Set(all).size, all.length, `two codes say the same in ${language}`);
    }
  });

  it('[NET-2] the caller is Jūs and Вы, with a capital letter', () => {
    for (const code of ERROR_CODES) {
      assert.doesNotMatch(sentence(code, 'lv'), /(?<!\p{L})(jūs|jums|jūsu|tu|tev|tavs)(?!\p{L})/u, code);
      assert.doesNotMatch(sentence(code, 'ru'), /(?<!\p{L})(вы|вам|вас|ваш|ты|тебе)(?!\p{L})/u, code);
    }
  });
});
