/**
 * `npm run rig -- clock [--runs N]`: plays months with clocks that go wrong in every way, and counts what the sweep
 * erased too early, under a hold or too late. When something is due is reckoned here by hand from the true time.
 */
import { randomInt } from 'node:crypto';
import type { RigOptions } from '../main.ts';
import { createWorld, type World } from './world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EARLY = 5 * MINUTE;
const LATE = 10 * MINUTE;
/** Sessions that fall due at one moment, what erasing one of them takes, and the pause between ticks. */
const HEAP = 20_000;
const HEAP_ERASURE = 20;
const TICK_PAUSE = 10 * SECOND;
/** Nights on which Riga's clocks are put forward and back, and an ordinary one. */
const STARTS = [Date.UTC(2026, 2, 28, 8), Date.UTC(2026, 9, 24, 8), Date.UTC(2026, 5, 10, 8)];
const PERIODS = { photos: DAY, content: 90 * DAY } as const;
const FAULTS = [30 * SECOND, 4 * MINUTE, 6 * MINUTE, HOUR, DAY, 400 * DAY];

interface Counts {
  erasures: number;
  early: number;
  held: number;
  late: number;
  whileApart: number;
  stops: number;
  restarts: number;
}

interface Item {
  readonly session: string;
  readonly what: keyof typeof PERIODS;
  readonly due: number;
  /** Healthy running since it could go. Milliseconds. */
  waited: number;
  gone: boolean;
}

export const clock = {
  plants: ['believe-any-clock', 'lose-holds', 'sleep', 'crawl'],
  runs: 40,
  async run({ runs, plant, figures }: RigOptions): Promise<void> {
    process.env.TZ = 'Europe/Riga';
    const counts: Counts = { erasures: 0, early: 0, held: 0, late: 0, whileApart: 0, stops: 0, restarts: 0 };
    for (let run = 0; run < runs; run += 1) await playMonths(run, plant, counts);
    await playHeap(plant, counts);
    figures.atLeast('clock.erasures', counts.erasures, 'erasures', runs);
    figures.atLeast('clock.disagreements', counts.stops, 'times', 1);
    figures.exactly('clock.early beyond 5 min', counts.early, 'erasures', 0);
    figures.exactly('clock.under a hold', counts.held, 'erasures', 0);
    figures.exactly('clock.late beyond 10 min', counts.late, 'items', 0);
    figures.exactly('clock.erased while clocks disagreed', counts.whileApart, 'erasures', 0);
  },
};

/**
 * A heap of sessions that fall due at once, where each erasure takes several times what was measured
 * (docs/performance.md), in ticks with the server's pause between them. The true time says how late the last one is.
 */
async function playHeap(plant: string | undefined, counts: Counts): Promise<void> {
  const pages = plant === 'crawl' ? { pages: 4 } : {};
  const world = await createWorld(STARTS[2] ?? 0, { erasureTakes: HEAP_ERASURE, ...pages });
  try {
    await world.tick();
    await world.end(...Array.from({ length: HEAP }, (_, n) => `heap-${n}`));
    const due = world.trueTime() + PERIODS.photos;
    world.pass(PERIODS.photos);
    let gone = 0;
    while (gone < HEAP && world.trueTime() - due <= LATE) {
      world.pass(TICK_PAUSE);
      if (plant !== 'sleep') gone += (await world.tick()).length;
    }
    counts.erasures += gone;
    counts.late += HEAP - gone + (world.trueTime() - due > LATE ? 1 : 0);
  } finally {
    await world.close();
  }
}

async function playMonths(run: number, plant: string | undefined, counts: Counts): Promise<void> {
  const world = await createWorld(STARTS[run % STARTS.length] ?? 0, {
    believesAnyClock: plant === 'believe-any-clock',
  });
  const held = new Set<string>();
  const items: Item[] = [];
  try {
    await world.tick();
    for (const session of ['first', 'second', 'third']) {
      await world.end(session);
      for (const what of ['photos', 'content'] as const) {
        items.push({ session, what, due: world.trueTime() + PERIODS[what], waited: 0, gone: false });
      }
      world.pass(randomInt(6) * HOUR);
    }
    held.add('third');
    await world.hold('third', plant === 'lose-holds' ? 'lifted' : 'in-force');
    for (const due of [...new Set(items.map((item) => item.due))].sort((a, b) => a - b)) {
      await playAround(world, due, items, held, plant, counts);
    }
    held.delete('third');
    await world.hold('third', 'lifted');
    world.setAhead(0);
    world.restart();
    await playMinutes(world, 15, items, held, plant, counts);
    counts.late += items.filter((item) => !item.gone).length;
  } finally {
    await world.close();
  }
}

/** From hours before something is due until well after, with a clock that goes wrong on the way. */
async function playAround(
  world: World,
  due: number,
  items: Item[],
  held: ReadonlySet<string>,
  plant: string | undefined,
  counts: Counts,
): Promise<void> {
  const wait = due - randomInt(1, 5) * HOUR - world.trueTime();
  if (wait > 0) world.pass(wait);
  await playMinutes(world, 2, items, held, plant, counts);
  const fault = FAULTS[randomInt(FAULTS.length)] ?? 0;
  world.setAhead(randomInt(2) === 0 ? fault : -fault);
  if (fault > EARLY) counts.stops += 1;
  await playMinutes(world, 10, items, held, plant, counts);
  // Restarted with a clock that is behind: the ledger alone can tell. Of minutes it cannot, and they cost minutes.
  if (world.ahead() <= -HOUR && randomInt(2) === 0) {
    counts.restarts += 1;
    world.restart();
    await playMinutes(world, 5, items, held, plant, counts);
  }
  world.setAhead(0);
  const left = due - world.trueTime();
  if (left > 0) world.pass(left - EARLY);
  await playMinutes(world, 25, items, held, plant, counts);
}

async function playMinutes(
  world: World,
  minutes: number,
  items: Item[],
  held: ReadonlySet<string>,
  plant: string | undefined,
  counts: Counts,
): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    world.pass(MINUTE);
    const now = world.trueTime();
    const apart = Math.abs(world.ahead()) > EARLY;
    const erased = plant === 'sleep' ? [] : await world.tick();
    for (const { session, what } of erased) {
      const item = items.find((one) => one.session === session && one.what === what);
      if (!item) throw new Error(`${what} of ${session} was never there`);
      item.gone = true;
      counts.erasures += 1;
      if (now < item.due - EARLY) counts.early += 1;
      if (held.has(session)) counts.held += 1;
      if (apart) counts.whileApart += 1;
    }
    for (const item of items) {
      if (item.gone || apart || held.has(item.session) || now < item.due) continue;
      item.waited += MINUTE;
      if (item.waited > LATE && item.waited <= LATE + MINUTE) counts.late += 1;
    }
  }
}
