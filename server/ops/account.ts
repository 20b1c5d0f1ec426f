/** `account add | disable | reset | list`, on the data directory of a server that may be running. */
import type { StaffRole } from '../../protocol/http.ts';
import type { Database } from '../database.ts';
import type { AccountRefusal, AccountResult, Accounts } from '../identity/accounts.ts';
import { OpsRefusal } from './refusal.ts';

export interface AccountOptions {
  readonly controller?: string | undefined;
  readonly login?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
}

export interface AccountDeps {
  readonly accounts: Accounts;
  readonly database: Database;
  readonly controllers: readonly string[];
  readonly readPassword: () => Promise<string>;
  readonly print: (line: string) => void;
}

const ROLES: readonly StaffRole[] = ['agent', 'supervisor', 'reviewer'];

/** @throws OpsRefusal */
export async function runAccount(
  action: string | undefined,
  options: AccountOptions,
  deps: AccountDeps,
): Promise<void> {
  switch (action) {
    case 'add':
      return add(options, deps);
    case 'disable': {
      const login = need(options, 'login');
      accepted(await deps.accounts.disable(login));
      return deps.print(`${login} is disabled and signed out`);
    }
    case 'reset': {
      const login = need(options, 'login');
      if (!(await deps.accounts.byLogin(login))) throw new OpsRefusal(WHY['login-unknown']);
      accepted(await deps.accounts.reset(login, await deps.readPassword()));
      return deps.print(`${login} has a new password, is enabled, and is signed out everywhere`);
    }
    case 'list':
      return list(options, deps);
    default:
      throw new OpsRefusal('account: say add, disable, reset or list', 2);
  }
}

async function add(options: AccountOptions, deps: AccountDeps): Promise<void> {
  const controller = need(options, 'controller');
  if (!deps.controllers.includes(controller)) {
    throw new OpsRefusal(`there is no controller ${controller}; there are ${deps.controllers.join(', ')}`);
  }
  const login = need(options, 'login');
  const name = need(options, 'name');
  const wanted = need(options, 'role');
  const role = ROLES.find((known) => known === wanted);
  if (role === undefined) throw new OpsRefusal(`--role must be one of ${ROLES.join(', ')}`, 2);
  // Before anybody types a password for nothing.
  if (await deps.accounts.byLogin(login)) throw new OpsRefusal(WHY['login-taken']);
  const password = await deps.readPassword();
  const { staff } = accepted(await deps.accounts.add({ controller, login, name, role, password }));
  deps.print(`${staff.login} can sign in as ${staff.role} of ${staff.controller}`);
}

async function list({ controller }: AccountOptions, { database, print }: AccountDeps): Promise<void> {
  const all = database
    .selectFrom('account')
    .select(['login', 'name', 'role', 'controller', 'disabled_at'])
    .orderBy('controller')
    .orderBy('login');
  const rows = await (controller === undefined ? all : all.where('controller', '=', controller)).execute();
  for (const row of rows) {
    const state = row.disabled_at === null ? 'enabled' : 'disabled';
    print([row.controller, row.login, row.role, state, row.name].join('\t'));
  }
}

function need(options: AccountOptions, name: keyof AccountOptions): string {
  const value = options[name]?.trim();
  if (!value) throw new OpsRefusal(`--${name} is missing`, 2);
  return value;
}

function accepted(result: AccountResult): Extract<AccountResult, { ok: true }> {
  if (!result.ok) throw new OpsRefusal(WHY[result.why]);
  return result;
}

const WHY: Record<AccountRefusal, string> = {
  'login-malformed':
    'a login is 1 to 64 lower-case letters, digits and . _ @ + -, beginning and ending with a letter or digit',
  'login-taken': 'there is an account of this login already; `account reset` gives it a new password',
  'login-unknown': 'there is no account of this login',
  'name-empty': 'the name is empty',
  'password-unacceptable': 'a password has 12 to 256 characters',
};
