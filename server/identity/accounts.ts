/** Accounts of staff. Made by whoever operates the installation (`npm run ops -- account`), never by themselves. */
import { v7 as newUuid } from 'uuid';
import type { StaffRole } from '../../protocol/http.ts';
import type { AccountRow, Database, DatabaseOrTransaction } from '../database.ts';
import type { Clock } from '../ports.ts';
import { hashPassword, isAcceptablePassword, verifyPassword } from './passwords.ts';
import { type Staff, staffFrom } from './staff.ts';

export interface NewAccount {
  readonly controller: string;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly password: string;
}

/** Why an account could not be made or changed; for the operator's terminal, never for the wire. */
export type AccountRefusal =
  | 'login-malformed'
  | 'login-taken'
  | 'name-empty'
  | 'password-unacceptable'
  | 'login-unknown';
export type AccountResult =
  | { readonly ok: true; readonly staff: Staff }
  | { readonly ok: false; readonly why: AccountRefusal };

export interface Accounts {
  add(account: NewAccount): Promise<AccountResult>;
  /** Ends the account's browser sessions at once; the row stays, because entries name its id. */
  disable(login: string): Promise<AccountResult>;
  /** Sets a new password, enables the account again and signs it out everywhere. */
  reset(login: string, password: string): Promise<AccountResult>;
  /** Makes the account, or brings it to exactly this; what already is so is left alone. For demo accounts. */
  ensure(account: NewAccount): Promise<AccountResult>;
  byLogin(login: string): Promise<AccountRow | undefined>;
  /** The person behind a pseudonymous id, unless disabled. */
  byId(id: string): Promise<Staff | undefined>;
  /** Agents of the controller who can take a session over, by name. */
  colleagues(controller: string): Promise<readonly Staff[]>;
}

const LOGIN = /^[a-z0-9](?:[a-z0-9._@+-]{0,62}[a-z0-9])?$/;

/** Logins are typed by people in a hurry: case and stray spaces do not matter. */
export function normalizeLogin(login: string): string {
  return login.trim().toLowerCase();
}

export function createAccounts(database: Database, clock: Clock): Accounts {
  const byLogin = (login: string) => accountByLogin(database, login);

  async function add(account: NewAccount): Promise<AccountResult> {
    const login = normalizeLogin(account.login);
    const why = whyNot({ ...account, login });
    if (why) return { ok: false, why };
    const row: AccountRow = {
      id: newUuid(),
      controller: account.controller,
      login,
      name: account.name.trim(),
      role: account.role,
      password_hash: await hashPassword(account.password),
      created_at: clock.now(),
      disabled_at: null,
    };
    const inserted = await database
      .insertInto('account')
      .values(row)
      .onConflict((conflict) => conflict.column('login').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return { ok: false, why: 'login-taken' };
    return { ok: true, staff: staffFrom(row) };
  }

  /** Changes an account and ends its browser sessions, both or neither. */
  async function change(login: string, to: Partial<AccountRow>): Promise<AccountResult> {
    return database.transaction().execute(async (transaction): Promise<AccountResult> => {
      const row = await accountByLogin(transaction, login);
      if (!row) return { ok: false, why: 'login-unknown' };
      await transaction.updateTable('account').set(to).where('id', '=', row.id).execute();
      await transaction.deleteFrom('browser_session').where('account', '=', row.id).execute();
      return { ok: true, staff: staffFrom({ ...row, ...to }) };
    });
  }

  return {
    add,
    byLogin,
    disable: (login) => change(login, { disabled_at: clock.now() }),
    async reset(login, password) {
      if (!isAcceptablePassword(password)) return { ok: false, why: 'password-unacceptable' };
      return change(login, { password_hash: await hashPassword(password), disabled_at: null });
    },
    async ensure(account) {
      const row = await byLogin(account.login);
      if (!row) return add(account);
      const { controller, name, role, password } = account;
      const known = await verifyPassword(row.password_hash, password);
      const same = row.controller === controller && row.name === name && row.role === role;
      if (known && same && row.disabled_at === null) return { ok: true, staff: staffFrom(row) };
      const why = whyNot({ ...account, login: row.login });
      if (why) return { ok: false, why };
      const password_hash = known ? row.password_hash : await hashPassword(password);
      return change(row.login, { controller, name, role, password_hash, disabled_at: null });
    },
    async byId(id) {
      const row = await active(database).where('id', '=', id).executeTakeFirst();
      return row && staffFrom(row);
    },
    async colleagues(controller) {
      const agents = active(database).where('controller', '=', controller).where('role', '=', 'agent');
      return (await agents.execute())
        .map(staffFrom)
        .sort((one, other) => one.name.localeCompare(other.name, 'lv'));
    },
  };
}

function whyNot(account: NewAccount): AccountRefusal | undefined {
  if (!LOGIN.test(account.login)) return 'login-malformed';
  if (account.name.trim() === '') return 'name-empty';
  return isAcceptablePassword(account.password) ? undefined : 'password-unacceptable';
}

function active(database: Database) {
  return database.selectFrom('account').selectAll().where('disabled_at', 'is', null);
}

function accountByLogin(database: DatabaseOrTransaction, login: string): Promise<AccountRow | undefined> {
  return database
    .selectFrom('account')
    .selectAll()
    .where('login', '=', normalizeLogin(login))
    .executeTakeFirst();
}
