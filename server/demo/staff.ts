/** The people who work in a demo: an agent and a colleague to hand over to, a supervisor, and two reviewers because one approves what the other asks. */
import { randomInt } from 'node:crypto';
import type { Accounts, NewAccount } from '../identity/accounts.ts';

type Person = Omit<NewAccount, 'password'>;

const PEOPLE: readonly Person[] = [
  { controller: 'lmt', login: 'anna@lmt', name: 'Anna Bērziņa', role: 'agent' },
  { controller: 'lmt', login: 'maris@lmt', name: 'Māris Ozols', role: 'agent' },
  { controller: 'lmt', login: 'janis@lmt', name: 'Jānis Kalniņš', role: 'supervisor' },
  { controller: 'lmt', login: 'ilze@lmt', name: 'Ilze Liepiņa', role: 'reviewer' },
  { controller: 'lmt', login: 'liga@lmt', name: 'Līga Zariņa', role: 'reviewer' },
  { controller: 'amigo', login: 'olga@amigo', name: 'Olga Ivanova', role: 'agent' },
  { controller: 'amigo', login: 'edgars@amigo', name: 'Edgars Krūmiņš', role: 'agent' },
  { controller: 'amigo', login: 'inese@amigo', name: 'Inese Balode', role: 'supervisor' },
  { controller: 'amigo', login: 'andris@amigo', name: 'Andris Vītols', role: 'reviewer' },
  { controller: 'amigo', login: 'liene@amigo', name: 'Liene Kronberga', role: 'reviewer' },
];

/** One for everyone, easy to remember and to type; good enough where only this machine can sign in. */
const LOCAL_PASSWORD = 'balts-dzintars';

/** Makes the demo's accounts. `guarded`: others can reach the server, so every start has new random passwords. */
export async function seedDemoStaff(accounts: Accounts, guarded: boolean): Promise<readonly NewAccount[]> {
  const staff = PEOPLE.map((person) => ({
    ...person,
    password: guarded ? randomPassword() : LOCAL_PASSWORD,
  }));
  const results = await Promise.all(staff.map((account) => accounts.ensure(account)));
  const failed = results.find((result) => !result.ok);
  if (failed && !failed.ok) throw new Error(`a demo account could not be made: ${failed.why}`);
  return staff;
}

/** Without characters that look alike in a terminal. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 12 of 31 characters, 59 bits, in groups that can be typed on a phone. */
function randomPassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group()].join('-');
}
