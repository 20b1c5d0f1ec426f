import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { SignInResult } from '../../server/identity/identity.ts';
import { ANNA, HOUR, identityOnMemory, MINUTE } from './support.ts';

const HOME = '203.0.113.7';

function tokenOf(result: SignInResult): string {
  assert.ok(result.ok, `sign-in was refused: ${result.ok ? '' : result.code}`);
  return result.token;
}

describe('signing in', () => {
  let world: ReturnType<typeof identityOnMemory>;
  beforeEach(async () => {
    world = identityOnMemory();
    const added = await world.identity.accounts.add(ANNA);
    assert.ok(added.ok);
  });
  afterEach(async () => {
    mock.timers.reset();
    await world.close();
  });

  it('[IDN-1] the right password gives a token that says who it is', async () => {
    const { identity } = world;
    const token = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    const staff = await identity.fromToken(token);
    assert.ok(staff);
    assert.match(staff.id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      { ...staff, id: '' },
      { id: '', login: 'anna', name: 'Anna Ozola', role: 'agent', controller: 'lmt' },
    );
  });

  it('[IDN-1] case and spaces around the login do not matter, nor how ļ is composed', async () => {
    const { identity } = world;
    const decomposed = ANNA.password.normalize('NFD');
    assert.notEqual(decomposed, ANNA.password);
    tokenOf(await identity.signIn(' Anna ', decomposed, HOME));
  });

  it('[IDN-2] the database holds neither password nor token', async () => {
    const { identity, database } = world;
    const token = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    const rows = [
      await database.selectFrom('account').selectAll().execute(),
      await database.selectFrom('browser_session').selectAll().execute(),
    ];
    const stored = JSON.stringify(rows);
    assert.ok(!stored.includes(token));
    assert.ok(!stored.includes(ANNA.password));
    assert.match(stored, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('[IDN-3] an unknown login and a wrong password get the same answer', async () => {
    const { identity } = world;
    const unknown = await identity.signIn('nobody', ANNA.password, HOME);
    const wrong = await identity.signIn('anna', 'not-the-password', HOME);
    assert.deepEqual(unknown, { ok: false, code: 'sign_in_failed' });
    assert.deepEqual(wrong, unknown);
  });

  it('[IDN-3] only the right password learns that an account is disabled', async () => {
    const { identity } = world;
    assert.ok(await identity.disable('anna'));
    const wrong = await identity.signIn('anna', 'not-the-password', HOME);
    const right = await identity.signIn('anna', ANNA.password, HOME);
    assert.deepEqual(wrong, { ok: false, code: 'sign_in_failed' });
    assert.deepEqual(right, { ok: false, code: 'account_disabled' });
  });

  it('[IDN-4] after five wrong passwords even the right one has to wait, until the window is over', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    const { identity } = world;
    for (let tries = 0; tries < 5; tries += 1) await identity.signIn('anna', 'guess-guess-guess', HOME);
    const sixth = await identity.signIn('anna', ANNA.password, HOME);
    assert.deepEqual(sixth, { ok: false, code: 'too_many_requests', retryAfter: 900 });
    mock.timers.tick(15 * MINUTE);
    tokenOf(await identity.signIn('anna', ANNA.password, HOME));
  });

  it('[IDN-4] guesses sent at once gain nothing over guesses sent one by one', async () => {
    const { identity } = world;
    const guesses = Array.from({ length: 9 }, (_, n) => identity.signIn('anna', `guess-number-${n}`, HOME));
    const codes = (await Promise.all(guesses)).map((result) => (result.ok ? 'ok' : result.code));
    assert.equal(codes.filter((code) => code === 'sign_in_failed').length, 5);
    assert.equal(codes.filter((code) => code === 'too_many_requests').length, 4);
  });

  it('[IDN-4] a right password clears the count', async () => {
    const { identity } = world;
    for (let tries = 0; tries < 4; tries += 1) await identity.signIn('anna', 'guess-guess-guess', HOME);
    tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    for (let tries = 0; tries < 4; tries += 1) await identity.signIn('anna', 'guess-guess-guess', HOME);
    tokenOf(await identity.signIn('anna', ANNA.password, HOME));
  });

  it('[IDN-4] one address cannot try login after login, and an IPv6 network is one address', async () => {
    const narrow = identityOnMemory({
      throttle: { failuresPerLogin: 5, failuresPerAddress: 2, windowSeconds: 900 },
    });
    const attempt = async (login: string, address: string) => {
      const result = await narrow.identity.signIn(login, 'guess-guess-guess', address);
      return result.ok ? 'ok' : result.code;
    };
    assert.equal(await attempt('a1', '2001:db8:1:2::1'), 'sign_in_failed');
    assert.equal(await attempt('a2', '2001:db8:1:2:9:9:9:9'), 'sign_in_failed');
    assert.equal(await attempt('a3', '2001:db8:1:2:ffff::3'), 'too_many_requests');
    assert.equal(await attempt('a3', '2001:db8:1:3::1'), 'sign_in_failed');
    assert.equal(await attempt('a4', '::ffff:192.0.2.1'), 'sign_in_failed');
    assert.equal(await attempt('a5', '::ffff:192.0.2.2'), 'sign_in_failed');
    await narrow.close();
  });

  it('[IDN-5] a browser session ends after 12 idle hours', async () => {
    const { identity, clock } = world;
    const token = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    clock.pass(11 * HOUR);
    assert.ok(await identity.fromToken(token));
    clock.pass(11 * HOUR);
    assert.ok(await identity.fromToken(token), 'the request before counted');
    clock.pass(12 * HOUR);
    assert.equal(await identity.fromToken(token), undefined);
  });

  it('[IDN-5] a browser session ends 7 days after the sign-in, however busy', async () => {
    const { identity, clock } = world;
    const token = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
      clock.pass(8 * HOUR);
      assert.ok(await identity.fromToken(token));
    }
    clock.pass(8 * HOUR);
    assert.equal(await identity.fromToken(token), undefined);
  });

  it('[IDN-5] being seen is written once a minute at most', async () => {
    const { identity, clock, database } = world;
    const token = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    const seen = async () =>
      (await database.selectFrom('browser_session').select('seen_at').executeTakeFirstOrThrow()).seen_at;
    const first = await seen();
    clock.pass(MINUTE - 1);
    await identity.fromToken(token);
    assert.equal(await seen(), first);
    clock.pass(1);
    await identity.fromToken(token);
    assert.equal(await seen(), first + MINUTE);
  });

  it('[IDN-5] sessions outlived are removed at the next sign-in', async () => {
    const { identity, clock, database } = world;
    await identity.signIn('anna', ANNA.password, HOME);
    clock.pass(12 * HOUR);
    await identity.signIn('anna', ANNA.password, HOME);
    assert.equal((await database.selectFrom('browser_session').selectAll().execute()).length, 1);
  });

  it('[IDN-6] signing out ends this browser session and tells who listens', async () => {
    const { identity } = world;
    const here = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    const there = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    const heard: unknown[] = [];
    const stop = identity.onSignedOut((signedOut) => heard.push(Object.keys(signedOut).sort()));
    await identity.signOut(here);
    assert.equal(await identity.fromToken(here), undefined);
    assert.ok(await identity.fromToken(there));
    assert.deepEqual(heard, [['browserSession', 'staff']]);
    stop();
    await identity.signOut(there);
    assert.equal(heard.length, 1);
  });

  it('[IDN-6] signing out everywhere ends every browser session of this person and of no other', async () => {
    const { identity } = world;
    assert.ok((await identity.accounts.add({ ...ANNA, login: 'berta' })).ok);
    const mine = [
      tokenOf(await identity.signIn('anna', ANNA.password, HOME)),
      tokenOf(await identity.signIn('anna', ANNA.password, HOME)),
    ];
    const hers = tokenOf(await identity.signIn('berta', ANNA.password, HOME));
    const anna = await identity.fromToken(mine[0] ?? '');
    assert.ok(anna);
    const heard: unknown[] = [];
    identity.onSignedOut((signedOut) => heard.push(signedOut));
    await identity.signOutEverywhere(anna.id);
    assert.deepEqual(await Promise.all(mine.map((token) => identity.fromToken(token))), [
      undefined,
      undefined,
    ]);
    assert.ok(await identity.fromToken(hers));
    assert.deepEqual(heard, [{ staff: anna.id }]);
  });

  it('[IDN-7] disabling an account ends its browser sessions at once, from another process too', async () => {
    const { identity } = world;
    const token = tokenOf(await identity.signIn('anna', ANNA.password, HOME));
    // SHA-256 of the token, as sockets keep it.
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(token).digest('hex');
    assert.deepEqual([...(await identity.stillSignedIn([hash, 'f'.repeat(64)]))], [hash]);
    // The operator's command line works on the accounts alone: no listener of this process hears it.
    assert.ok((await identity.accounts.disable('anna')).ok);
    assert.equal(await identity.fromToken(token), undefined);
    assert.deepEqual([...(await identity.stillSignedIn([hash]))], []);
  });
});
