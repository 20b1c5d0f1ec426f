/**
 * `npm run bench -- ledger`: sealing through the real ledger, with a real checkpoint every 64 entries, and verifying
 * with the stand-alone verifier, with a checkpoint every 256: which share of it have the primitives that nobody could
 * do without. CPU time, as other work on the machine disturbs wall time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, print, spread } from '../figure.ts';
import { openPrimitives } from './primitives.ts';
import { openProduct } from './product.ts';

/** Entries of one round. */
const ENTRIES = 64 * 100;
const ROUNDS = 9;
/** Rounds that are not counted. */
const WARM_UP = 2;
const GOAL = 0.7;

export async function run(): Promise<void> {
  await measure('seal', 64, async (folder) => {
    const product = openProduct(join(folder, 'product'));
    await product.seal(ENTRIES, 64);
    const primitives = openPrimitives(join(folder, 'primitives'), product.sizes());
    return {
      real: () => product.seal(ENTRIES, 64),
      least: async () => primitives.seal(ENTRIES, 64),
      close: () => Promise.all([product.close(), primitives.close()]),
    };
  });
  await measure('verify', 256, async (folder) => {
    const product = openProduct(join(folder, 'product'));
    await product.seal(ENTRIES, 256);
    const lines = product.exported();
    const primitives = openPrimitives(join(folder, 'primitives'), product.sizes());
    return {
      real: () => product.verify(lines),
      least: async () => primitives.verify(ENTRIES, 256),
      close: () => Promise.all([product.close(), primitives.close()]),
    };
  });
}

interface Ways {
  readonly real: () => Promise<unknown>;
  readonly least: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** Both ways by turns; the median of the shares of neighbouring rounds. */
async function measure(name: string, each: number, open: (folder: string) => Promise<Ways>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zvana-ledger-'));
  const { real, least, close } = await open(folder);
  try {
    const spent = { real: [] as number[], least: [] as number[] };
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const [one, other] = [await cpuOf(real), await cpuOf(least)];
      if (round < WARM_UP) continue;
      spent.real.push(one);
      spent.least.push(other);
    }
    const shares = spent.real.map((one, n) => (spent.least[n] ?? 0) / one);
    const about = `a checkpoint every ${each}`;
    print({
      name: `ledger.${name}, ${about}`,
      value: median(shares),
      unit: 'of it primitives',
      goal: GOAL,
      atLeast: true,
    });
    print({ name: `ledger.${name}.spread`, value: spread(shares), unit: 'of the median', goal: null });
    print({ name: `ledger.${name}.entry`, value: median(spent.real) / ENTRIES, unit: 'µs', goal: null });
    print({
      name: `ledger.${name}.entry, primitives`,
      value: median(spent.least) / ENTRIES,
      unit: 'µs',
      goal: null,
    });
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Microseconds. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
