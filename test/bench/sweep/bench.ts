/**
 * `npm run bench -- sweep [--rows N]`: erasing what is due among five million sessions, against the same rows, files,
 * page size and syncs by hand-written SQL and file calls; how long that keeps the event loop; the lookup of a number;
 * and pages of the reviewer's list.
 */
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, print } from '../figure.ts';
import { BYTES_A_SESSION } from './archive.ts';
import { makeExpired } from './expired.ts';
import { type House, makeArchive, openHouse } from './house.ts';
import { openPlain, type Plain } from './plain.ts';
import { measureLookups, measurePages } from './reads.ts';

const ROWS = 5_000_000;
/** Sessions that fall due together, and how often each way erases so many, by turns. */
const GROUP = 250;
const ROUNDS = 6;
/** Sessions of one long sweep. */
const HEAP = 1000;
const HOUR = 3_600_000;
const KINDS = ['photos', 'content', 'skeletons'] as const;
type Kind = (typeof KINDS)[number];

interface Spent {
  /** Milliseconds. */
  readonly wall: number;
  readonly cpu: number;
}

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { rows: { type: 'string', default: String(ROWS) } },
  });
  const rows = Number(values.rows);
  if (!Number.isSafeInteger(rows) || rows < 1000) throw new Error('--rows is a whole number from 1000');
  await mustFit(rows);
  const folder = await mkdtemp(join(tmpdir(), 'zvana-sweep-'));
  try {
    const began = performance.now();
    const archive = await makeArchive(folder, rows);
    print({ name: 'sweep.sessions', value: rows, unit: 'sessions', goal: null });
    print({ name: 'sweep.making them', value: (performance.now() - began) / 1000, unit: 's', goal: null });
    const house = await openHouse(folder, archive);
    const plain = await openPlain(folder);
    try {
      await measureLookups(house);
      await measurePages(house);
      await measureSweep(house, plain);
      await measurePauses(house);
    } finally {
      await plain.close();
      await house.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function mustFit(rows: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const needed = rows * BYTES_A_SESSION * 1.5;
  process.stderr.write(
    `needs ${(needed / 1e9).toFixed(1)} GB below ${tmpdir()}, ${((bavail * bsize) / 1e9).toFixed(1)} GB are free\n`,
  );
  if (bavail * bsize < needed * 1.2) throw new Error('there is not enough room: give a smaller --rows');
}

async function measureSweep(house: House, plain: Plain): Promise<void> {
  const spent: Record<'product' | 'plain', Record<Kind, Spent[]>> = {
    product: { photos: [], content: [], skeletons: [] },
    plain: { photos: [], content: [], skeletons: [] },
  };
  let erased = 0;
  // The controller's own log begins with the first certificate; the plain way only goes on with it.
  await house.core.controllerLog.append(house.controller, { kind: 'system' }, [{ type: 'SweepResumed' }]);
  for (let round = 0; round < ROUNDS * 2; round += 1) {
    const base = house.now + round * 4 * HOUR;
    const due = { photos: base, content: base + HOUR, skeleton: base + 2 * HOUR };
    await makeExpired(house, GROUP, due);
    const moments = { photos: due.photos, content: due.content, skeletons: due.skeleton };
    const byProduct = round % 2 === 0;
    for (const kind of KINDS) {
      const now = moments[kind];
      house.setNow(now);
      const { done, ...cost } = await timed(() =>
        byProduct ? house.sweep(async () => true) : plain[kind](now),
      );
      if (done !== GROUP) throw new Error(`${kind}: ${done} of ${GROUP} were erased`);
      erased += done;
      // The first round of each fills caches.
      if (round > 1) spent[byProduct ? 'product' : 'plain'][kind].push(cost);
    }
    const [fault] = house.faults;
    if (fault) throw fault;
  }
  print({ name: 'sweep.erasures', value: erased, unit: 'erasures', goal: null });
  for (const kind of KINDS) report(kind, spent.product[kind], spent.plain[kind]);
  const together = (of: Record<Kind, Spent[]>) =>
    of.photos.map((_, n) => ({
      wall: sum(KINDS.map((kind) => of[kind][n]?.wall ?? 0)),
      cpu: sum(KINDS.map((kind) => of[kind][n]?.cpu ?? 0)),
    }));
  report('all', together(spent.product), together(spent.plain), 0.8);
}

/** Medians of the ratios of neighbouring rounds: what disturbs one disturbs the other. */
function report(kind: Kind | 'all', product: readonly Spent[], plain: readonly Spent[], goal?: number): void {
  const kinds = kind === 'all' ? KINDS.length : 1;
  const share = (of: keyof Spent) => median(product.map((one, n) => (plain[n]?.[of] ?? 0) / one[of]));
  const each = (spent: readonly Spent[], of: keyof Spent) =>
    median(spent.map((one) => one[of])) / GROUP / kinds;
  print({
    name: `sweep.${kind}.rate`,
    value: share('wall'),
    unit: 'x by hand',
    goal: goal ?? null,
    atLeast: true,
  });
  print({
    name: `sweep.${kind}.cpu`,
    value: share('cpu'),
    unit: 'x by hand',
    goal: goal ?? null,
    atLeast: true,
  });
  print({ name: `sweep.${kind}.time of one`, value: each(product, 'wall'), unit: 'ms', goal: null });
  print({ name: `sweep.${kind}.time of one by hand`, value: each(plain, 'wall'), unit: 'ms', goal: null });
  print({ name: `sweep.${kind}.cpu of one`, value: each(product, 'cpu'), unit: 'ms', goal: null });
  print({ name: `sweep.${kind}.cpu of one by hand`, value: each(plain, 'cpu'), unit: 'ms', goal: null });
}

async function timed(work: () => Promise<number>): Promise<Spent & { readonly done: number }> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const done = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { done, wall: performance.now() - wall, cpu: (user + system) / 1000 };
}

/** One long sweep of all kinds, as after a night in which much fell due. */
async function measurePauses(house: House): Promise<void> {
  const due = house.now + 1000 * HOUR;
  await makeExpired(house, HEAP, { photos: due, content: due, skeleton: due });
  house.setNow(due);
  const idle = await pausesWhile(() => wait(3000));
  const sweeping = await pausesWhile(() => house.sweep(async () => true));
  const over = (of: 'p99' | 'longest') => sweeping[of] - idle.p99;
  print({ name: 'sweep.pause p99', value: over('p99'), unit: 'ms', goal: 10 });
  print({ name: 'sweep.pause longest', value: over('longest'), unit: 'ms', goal: null });
  print({ name: 'sweep.pause p99 of an idle loop', value: idle.p99, unit: 'ms', goal: null });
}

/** Milliseconds between turns of the event loop that should come each millisecond. */
async function pausesWhile(work: () => Promise<unknown>) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return { p99: delay.percentile(99) / 1e6, longest: delay.max / 1e6 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
