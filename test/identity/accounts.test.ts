import assert from 'node:assert/strict';
import type { AccountResult } from '../../server/identity/accounts.ts';
import { ANNA, identityOnMemory } from './support.ts';

const HOME = '203.0.113.7';

function why(result: AccountResult): string {
  return result.ok ? 'ok' : result.why;
}

describe('accounts', () => {
  let world: ReturnType<typeof identityOnMemory>;
  beforeEach(() => {
    world = identityOnMemory();
  });
  afterEach(() => world.close());

  it('[IDN-8] a password has at least 12 characters, counted as people do', async () => {
    const { accounts } = world.identity;
    const add = (login: string, password: string) => accounts.add({ ...ANNA, login, password });
    assert.equal(why(await add('a', '12345678901')), 'password-unacceptable');
    assert.equal(why(await add('b', '😀'.repeat(11))), 'password-unacceptable');
    assert.equal(why(await add('c', 'ā'.normalize('NFD').repeat(11))), 'password-unacceptable');
    assert.equal(why(await add('d', '123456789012')), 'ok');
    assert.equal(why(await add('e', 'x'.repeat(257))), 'password-unacceptable');
  });

  it('[IDN-8] a login is taken once, whatever its case', async () => {
    const { accounts } = world.identity;
    assert.equal(why(await accounts.add(ANNA)), 'ok');
    assert.equal(why(await accounts.add({ ...ANNA, login: 'ANNA' })), 'login-taken');
  });

  it('[IDN-8] a malformed login or an empty name makes no account', async () => {
    const { accounts } = world.identity;
    for (const login of ['', 'an na', '-anna', 'anna<b>', 'a'.repeat(65)]) {
      assert.equal(why(await accounts.add({ ...ANNA, login })), 'login-malformed', login);
    }
    assert.equal(why(await accounts.add({ ...ANNA, name: '  ' })), 'name-empty');
    assert.deepEqual(await world.database.selectFrom('account').selectAll().execute(), []);
  });

  it('[IDN-7] a reset sets the password, opens a disabled account and signs it out everywhere', async () => {
    const { identity } = world;
    await identity.accounts.add(ANNA);
    const before = await identity.signIn('anna', ANNA.password, HOME);
    assert.ok(before.ok);
    await identity.disable('anna');
    assert.equal(why(await identity.accounts.reset('anna', 'too-short')), 'password-unacceptable');
    assert.equal(why(await identity.accounts.reset('Anna', 'pavisam-jauna-parole')), 'ok');
    assert.equal(await identity.fromToken(before.token), undefined);
    assert.equal((await identity.signIn('anna', ANNA.password, HOME)).ok, false);
    assert.equal((await identity.signIn('anna', 'pavisam-jauna-parole', HOME)).ok, true);
    assert.equal(why(await identity.accounts.reset('nobody', 'pavisam-jauna-parole')), 'login-unknown');
    assert.equal(why(await identity.accounts.disable('nobody')), 'login-unknown');
  });

  it('[IDN-9] ensuring an account twice leaves it and its browser sessions alone', async () => {
    const { identity, database } = world;
    assert.equal(why(await identity.accounts.ensure(ANNA)), 'ok');
    const first = await database.selectFrom('account').selectAll().execute();
    const signedIn = await identity.signIn('anna', ANNA.password, HOME);
    assert.ok(signedIn.ok);
    assert.equal(why(await identity.accounts.ensure(ANNA)), 'ok');
    assert.deepEqual(await database.selectFrom('account').selectAll().execute(), first);
    assert.ok(await identity.fromToken(signedIn.token));
  });

  it('[IDN-9] ensuring an account with another password or role changes it, and keeps its id', async () => {
    const { identity } = world;
    const made = await identity.accounts.ensure(ANNA);
    const changed = await identity.accounts.ensure({
      ...ANNA,
      role: 'supervisor',
      password: 'cita-gara-parole',
    });
    assert.ok(made.ok && changed.ok);
    assert.equal(changed.staff.id, made.staff.id);
    assert.equal(changed.staff.role, 'supervisor');
    assert.equal((await identity.signIn('anna', ANNA.password, HOME)).ok, false);
    assert.equal((await identity.signIn('anna', 'cita-gara-parole', HOME)).ok, true);
  });

  it('[IDN-10] colleagues are the agents of the same controller who can work, in Latvian order', async () => {
    const { accounts, ...identity } = world.identity;
    const people = [
      { login: 'zane', name: 'Zane', role: 'agent', controller: 'lmt' },
      { login: 'cilda', name: 'Čilda', role: 'agent', controller: 'lmt' },
      { login: 'dace', name: 'Dace', role: 'agent', controller: 'lmt' },
      { login: 'gone', name: 'Aija', role: 'agent', controller: 'lmt' },
      { login: 'boss', name: 'Baiba', role: 'supervisor', controller: 'lmt' },
      { login: 'other', name: 'Egils', role: 'agent', controller: 'amigo' },
    ] as const;
    for (const person of people) assert.ok((await accounts.add({ ...ANNA, ...person })).ok);
    await identity.disable('gone');
    const names = (await accounts.colleagues('lmt')).map(({ name }) => name);
    assert.deepEqual(names, ['Čilda', 'Dace', 'Zane']);
  });

  it('[IDN-10] a person is found by id unless disabled', async () => {
    const { accounts } = world.identity;
    const added = await accounts.add(ANNA);
    assert.ok(added.ok);
    assert.equal((await accounts.byId(added.staff.id))?.name, 'Anna Ozola');
    await accounts.disable('anna');
    assert.equal(await accounts.byId(added.staff.id), undefined);
  });
});
