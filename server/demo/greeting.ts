/** What a demo prints in the terminal: addresses, sign-ins and, for a real phone, a QR code. */
import qrcode from 'qrcode-generator';
import type { NewAccount } from '../identity/accounts.ts';

export interface Greeting {
  /** Origin of the demo. */
  readonly address: string;
  readonly staff: readonly NewAccount[];
  /** Whether a real phone on the local network can reach the address. */
  readonly lan: boolean;
}

export function greeting({ address, staff, lan }: Greeting): string {
  const phone = `${address}/demo/phone`;
  const width = Math.max(...staff.map(({ login }) => login.length)) + 3;
  const passwords = new Set(staff.map(({ password }) => password));
  const people = staff.map(({ login, name, role, controller, password }) => {
    const own = passwords.size > 1 ? `   password: ${password}` : '';
    return `    ${login.padEnd(width)}${`${name}, ${role}, ${controller}`.padEnd(34)}${own}`.trimEnd();
  });
  const [shared] = passwords;
  return [
    '',
    '  Zvana asistents: a demo. Nothing here is real; no message leaves this machine.',
    '',
    `    Agent's console    ${address}/agent/`,
    `    Caller's phone     ${phone}`,
    `    Mail               ${address}/demo/mail`,
    '',
    passwords.size > 1 ? '  Sign in as' : `  Sign in with the password ${shared} as`,
    ...people,
    '',
    ...(lan ? ["  The caller's phone, on a real phone in the same network:", '', qrCode(phone), ''] : []),
    '  Stop with Ctrl+C. The data stay; `npm start -- --help` lists the settings.',
    '',
  ].join('\n');
}

const MARGIN = 2;

/** Two rows of the code per line of text, dark on light whatever the terminal's own colours are. */
function qrCode(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const isDark = (row: number, column: number) =>
    row >= 0 && row < size && column >= 0 && column < size && code.isDark(row, column);
  const lines: string[] = [];
  for (let row = -MARGIN; row < size + MARGIN; row += 2) {
    let line = '';
    for (let column = -MARGIN; column < size + MARGIN; column += 1) {
      line += HALVES[`${isDark(row, column)} ${isDark(row + 1, column)}`];
    }
    lines.push(`    \u001b[30;107m${line}\u001b[0m`);
  }
  return lines.join('\n');
}

/** By whether the upper and the lower half are dark. */
const HALVES: Readonly<Record<`${boolean} ${boolean}`, string>> = {
  'true true': '█',
  'true false': '▀',
  'false true': '▄',
  'false false': ' ',
};
