/**
 * Passwords come from the terminal, unseen, or from standard input; never as an argument, which every user of the
 * machine could read in the list of processes.
 */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { OpsRefusal } from './refusal.ts';

export async function readPassword(fromStdin: boolean): Promise<string> {
  if (fromStdin) return firstLine();
  if (!process.stdin.isTTY) {
    throw new OpsRefusal(
      'no terminal to ask for the password: give it on standard input with --password-stdin',
      2,
    );
  }
  const password = await askUnseen('Password (12 characters or more): ');
  if ((await askUnseen('Again: ')) !== password) throw new OpsRefusal('the two passwords differ');
  return password;
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new OpsRefusal('standard input holds no password');
}

/** Asks without showing what is typed: readline echoes to its output, and this one swallows it. */
async function askUnseen(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  lines.once('line', resolve);
  lines.once('SIGINT', () => reject(new OpsRefusal('cancelled')));
  lines.once('close', () => reject(new OpsRefusal('no password was typed')));
  try {
    return await promise;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
