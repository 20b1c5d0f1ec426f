/** Lookups of a number and pages of the reviewer's list, through the product. */
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../server/adapters/sqlite/connection.ts';
import { sessionsOf } from '../../../server/request/subject.ts';
import type { SessionFilter } from '../../../server/review/sessions.ts';
import { median, print } from '../figure.ts';
import { CONTROLLER, type House, mainFile } from './house.ts';

const LOOKUPS = 2000;
const ROUNDS = 9;
const PAGES = 200;
const DAY = 24 * 3_600_000;

/**
 * A number's sessions through the product against the query alone, prepared once on a connection of the same kind.
 * Each batch of numbers is looked up both ways, and which way is first changes, so that both find cold pages alike.
 */
export async function measureLookups({ outside, controller, folder }: House): Promise<void> {
  const connection = openDatabase(mainFile(folder));
  try {
    const bare = connection.prepare(
      'SELECT * FROM session WHERE controller = ? AND number_hash = ? AND created_at >= ? ORDER BY created_at LIMIT ?',
    );
    const ways = {
      product: async (numberHash: string) =>
        (await sessionsOf(outside.database, { controller, numberHash })).length,
      bare: async (numberHash: string) => bare.all(controller, numberHash, 0, 5000).length,
    };
    const shares: number[] = [];
    const each: Record<keyof typeof ways, number[]> = { product: [], bare: [] };
    for (const [round, numbers] of batchesOf(connection).entries()) {
      for (const way of round % 2 === 0 ? (['bare', 'product'] as const) : (['product', 'bare'] as const)) {
        const cpu = process.cpuUsage();
        for (const number of numbers) {
          if ((await ways[way](number)) !== 1) throw new Error('a number was not found');
        }
        const { user, system } = process.cpuUsage(cpu);
        each[way].push((user + system) / numbers.length);
      }
      shares.push((each.product.at(-1) ?? 0) / (each.bare.at(-1) ?? 1));
    }
    print({ name: 'sweep.lookup by number', value: median(shares), unit: 'x bare query', goal: 1.3 });
    print({ name: 'sweep.lookup by number, product', value: median(each.product), unit: 'µs', goal: null });
    print({ name: 'sweep.lookup by number, bare', value: median(each.bare), unit: 'µs', goal: null });
  } finally {
    connection.close();
  }
}

/** Keyed hashes from all over the archive. */
function batchesOf(connection: DatabaseSync): readonly string[][] {
  const some = connection.prepare(
    `SELECT number_hash FROM session WHERE number_hash >= ? AND controller = ? AND number_hash IS NOT NULL
       ORDER BY number_hash LIMIT 1`,
  );
  return Array.from({ length: ROUNDS }, () =>
    Array.from({ length: LOOKUPS }, () => {
      const row = some.get(randomBytes(31).toString('hex'), CONTROLLER);
      return String(row?.number_hash);
    }),
  );
}

/** The hardest first: filters that match next to nothing make a page look through all that it may. */
export async function measurePages({ review, controller, anAgent, now }: House): Promise<void> {
  const filters: Readonly<Record<string, SessionFilter>> = {
    'no filter': {},
    'an agent': { agent: anAgent },
    'a category': { category: 'router' },
    'a rare end reason': { reason: 'match-failed' },
    'a status that none has': { status: 'joined' },
    held: { held: 'yes' },
    'a day': { since: now - 400 * DAY, until: now - 399 * DAY },
    'an agent, a category and a reason': { agent: anAgent, category: 'router', reason: 'idle' },
    'a month without any match': { since: now - 430 * DAY, until: now - 400 * DAY, status: 'opened' },
  };
  const slowest: number[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const times: number[] = [];
    let after: { at: number; id: string } | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const began = performance.now();
      const { next } = await review.list(controller, filter, after);
      times.push(performance.now() - began);
      const [at, id] = next?.split('.') ?? [];
      after = at === undefined || id === undefined ? undefined : { at: Number(at), id };
    }
    times.sort((one, other) => one - other);
    const p99 = times.at(Math.ceil(times.length * 0.99) - 1) ?? 0;
    slowest.push(p99);
    print({ name: `sweep.page p50, ${name}`, value: median(times), unit: 'ms', goal: null });
    print({ name: `sweep.page p99, ${name}`, value: p99, unit: 'ms', goal: 20 });
  }
}
