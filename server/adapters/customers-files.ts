/**
 * The operator's customers from files: `<folder>/<controller>.csv`, lines of `number,last transaction's end`. A number
 * with an empty second column is a customer now; one with a date (`2026-05-31`) has left, and its last transaction
 * ended with that day in UTC. A file that was replaced is read again at the next question.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Customers } from '../ports.ts';

/** By number: null while a customer, else epoch milliseconds of the end of the last transaction. */
type List = ReadonlyMap<string, number | null>;

const LINE = /^(\+[1-9]\d{6,14}),(\d{4}-\d{2}-\d{2})?$/;

/**
 * @param withoutFile what holds for a controller that has no file: a demo takes everyone for a customer, production
 * nobody.
 */
export function openCustomerFiles(folder: string, withoutFile: 'everyone' | 'nobody'): Customers {
  const read = new Map<string, { readonly version: string; readonly list: List }>();

  async function listOf(controller: string): Promise<List | undefined> {
    const file = join(folder, `${controller}.csv`);
    const found = await stat(file, { bigint: true }).catch(ignoreMissing);
    if (!found) return undefined;
    const version = `${found.ino} ${found.mtimeNs} ${found.size}`;
    const known = read.get(controller);
    if (known?.version === version) return known.list;
    const list = parse(file, await readFile(file, 'utf8'));
    read.set(controller, { version, list });
    return list;
  }

  return {
    async isCustomer(controller, number) {
      const list = await listOf(controller);
      return list ? list.get(number) === null : withoutFile === 'everyone';
    },
    lastTransactionEnd: async (controller, number) => (await listOf(controller))?.get(number) ?? undefined,
  };
}

function parse(file: string, text: string): List {
  const list = new Map<string, number | null>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, number, day] = LINE.exec(line.trim()) ?? [];
    const end = day === undefined ? null : Date.parse(`${day}T24:00:00Z`);
    if (number === undefined || Number.isNaN(end)) {
      throw new Error(
        `${file}: line ${index + 1} must be a number such as +37120000000, a comma, and a day or nothing`,
      );
    }
    list.set(number, end);
  }
  return list;
}

function ignoreMissing(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
