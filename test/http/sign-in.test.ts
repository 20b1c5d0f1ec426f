import assert from 'node:assert/strict';
import { Router } from 'express';
import { createCookies } from '../../server/http/cookies.ts';
import { createStaffGate, staffOf } from '../../server/http/staff-gate.ts';
import { ANNA } from '../identity/support.ts';
import { cookiesOf, problemOf, startServer, type TestServer } from './support/server.ts';

const CREDENTIALS = { login: ANNA.login, password: ANNA.password };

describe('signing in over HTTP', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    for (const account of [
      ANNA,
      { ...ANNA, login: 'berta', name: 'Berta' },
      { ...ANNA, login: 'rita', name: 'Rita', role: 'reviewer' as const },
      { ...ANNA, login: 'amiga', name: 'Amiga', controller: 'amigo' },
    ]) {
      assert.ok((await server.identity.accounts.add(account)).ok);
    }
  });
  afterEach(() => server.stop());

  async function signIn(login = 'anna'): Promise<string> {
    const answer = await server.post('/api/sign-in', { ...CREDENTIALS, login });
    assert.equal(answer.status, 200, answer.text);
    return cookiesOf(answer);
  }
  const me = (cookie: string) => server.ask('/api/me', { headers: { cookie } });

  it('[IDN-11] signing in sets a cookie that script cannot read and no other host can plant', async () => {
    const answer = await server.post('/api/sign-in', CREDENTIALS);
    const [cookie = '', ...more] = answer.headers['set-cookie'] ?? [];
    assert.deepEqual(more, []);
    assert.match(cookie, /^__Host-zvana_staff=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    assert.doesNotMatch(answer.text, new RegExp(cookie.slice(19, 62)));
  });

  it('[IDN-11] sign-in answers what GET /api/me answers', async () => {
    const answer = await server.post('/api/sign-in', CREDENTIALS);
    const again = await me(cookiesOf(answer));
    assert.deepEqual(answer.json(), again.json());
    const view = again.json();
    assert.ok(
      typeof view === 'object' && view !== null && 'brand' in view && 'pages' in view && 'matters' in view,
    );
    assert.deepEqual(
      { ...view, id: '', brand: '', pages: '', matters: '' },
      {
        id: '',
        login: 'anna',
        name: 'Anna Ozola',
        role: 'agent',
        brand: '',
        demo: false,
        protocol: 1,
        prefixes: ['+371'],
        matters: '',
        pages: '',
        codeAddress: 'zvans.example/k',
      },
    );
    assert.match(JSON.stringify(view.brand), /"brand":"LMT"/);
    assert.match(JSON.stringify(view.pages), /www\.lmt\.example/);
    assert.doesNotMatch(again.text, /amigo|argon2/);
  });

  it('[IDN-3] unknown login and wrong password get the same bytes', async () => {
    const unknown = await server.post('/api/sign-in', { ...CREDENTIALS, login: 'nobody' });
    const wrong = await server.post('/api/sign-in', { ...CREDENTIALS, password: 'wrong-password' });
    assert.equal(unknown.status, 401);
    assert.equal(unknown.text, wrong.text);
    assert.equal(unknown.headers['set-cookie'], undefined);
  });

  it('[IDN-4] too many failures are told with the time to wait', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      await server.post('/api/sign-in', { ...CREDENTIALS, password: 'wrong-password' });
    }
    const answer = await server.post('/api/sign-in', CREDENTIALS);
    assert.equal(answer.status, 429);
    assert.equal(problemOf(answer).code, 'too_many_requests');
    assert.match(String(answer.headers['retry-after']), /^(89\d|900)$/);
  });

  it('[NET-5] a sign-in of the wrong shape is malformed, whatever it holds', async () => {
    for (const body of [
      {},
      { login: 'anna' },
      { login: 'anna', password: '' },
      { ...CREDENTIALS, admin: true },
      [],
    ]) {
      assert.equal(problemOf(await server.post('/api/sign-in', body)).code, 'malformed_request');
    }
    const long = { login: 'anna', password: 'x'.repeat(10_000) };
    assert.equal(problemOf(await server.post('/api/sign-in', long)).code, 'malformed_request');
  });

  it('[IDN-11] signing in again on a browser ends what was signed in there before', async () => {
    const first = await signIn();
    const answer = await server.post('/api/sign-in', CREDENTIALS, { cookie: first });
    assert.equal((await me(first)).status, 401);
    assert.equal((await me(cookiesOf(answer))).status, 200);
  });

  it('[IDN-6] signing out ends this browser session; everywhere ends them all', async () => {
    const [one, two, three] = [await signIn(), await signIn(), await signIn()];
    const out = await server.post('/api/sign-out', { everywhere: false }, { cookie: one });
    assert.equal(out.status, 204);
    assert.match(String(out.headers['set-cookie']), /__Host-zvana_staff=;.*Expires=Thu, 01 Jan 1970/);
    assert.deepEqual([(await me(one)).status, (await me(two)).status], [401, 200]);
    await server.post('/api/sign-out', { everywhere: true }, { cookie: two });
    assert.deepEqual([(await me(two)).status, (await me(three)).status], [401, 401]);
  });

  it('[IDN-11] without a cookie, with a made-up one or under its plain name nobody is signed in', async () => {
    const cookie = await signIn();
    const token = cookie.split('=')[1] ?? '';
    const refused = [
      '',
      `__Host-zvana_staff=${'A'.repeat(43)}`,
      `zvana_staff=${token}`,
      '__Host-zvana_staff=%',
    ];
    for (const header of refused) {
      const answer = await me(header);
      assert.deepEqual([answer.status, problemOf(answer).code], [401, 'sign_in_required'], header);
    }
    assert.equal((await me(`other=1; ${cookie}; more=2`)).status, 200);
  });

  it('[IDN-12] a role that may not is told so', async () => {
    const reviewer = await signIn('rita');
    const answer = await server.ask('/api/guides', { headers: { cookie: reviewer } });
    assert.deepEqual([answer.status, problemOf(answer).code], [403, 'not_allowed']);
    assert.equal((await server.ask('/api/guides', { headers: { cookie: await signIn() } })).status, 200);
  });

  it('[IDN-12] a handler whose gate was forgotten fails instead of guessing', async () => {
    const router = Router();
    router.get('/test/forgotten', (_req, res) => void res.json(staffOf(res)));
    const gate = createStaffGate(server.identity, createCookies(true).staff);
    router.get('/test/gated', gate('agent'), (_req, res) => void res.json(staffOf(res).login));
    const other = await startServer({ routers: [router] });
    assert.equal((await other.ask('/test/forgotten')).status, 500);
    assert.equal((await other.ask('/test/gated')).status, 401);
    const cookie = await signIn();
    assert.deepEqual((await other.ask('/test/gated', { headers: { cookie } })).json(), 'anna');
    await other.stop();
  });

  it('[IDN-10] colleagues are of one’s own controller, and not oneself', async () => {
    const answer = await server.ask('/api/colleagues', { headers: { cookie: await signIn() } });
    const found = answer.json();
    assert.ok(Array.isArray(found));
    assert.deepEqual(
      found.map(({ name }) => name),
      ['Berta'],
    );
    assert.doesNotMatch(answer.text, /login|password|berta/);
  });

  it('[IDN-11] over plain http the cookie has its plain name and is not Secure', async () => {
    const plain = await startServer({ https: false });
    assert.ok((await plain.identity.accounts.add(ANNA)).ok);
    const answer = await plain.post('/api/sign-in', CREDENTIALS, { origin: 'http://zvans.example' });
    assert.match(
      String(answer.headers['set-cookie']),
      /^zvana_staff=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    await plain.stop();
  });

  it('[NET-13] the client’s address comes from exactly the proxies that are ours', async () => {
    const router = Router();
    router.get('/test/address', (req, res) => void res.json(req.ip));
    const forwarded = { 'x-forwarded-for': '198.51.100.9, 203.0.113.7' };
    for (const [trustProxy, expected] of [
      [0, '127.0.0.1'],
      [1, '203.0.113.7'],
      [2, '198.51.100.9'],
    ] as const) {
      const proxied = await startServer({ trustProxy, routers: [router] });
      assert.equal((await proxied.ask('/test/address', { headers: forwarded })).json(), expected);
      await proxied.stop();
    }
  });
});
