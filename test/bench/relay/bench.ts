/**
 * What everything costs: the real server (validation, decide, sealed and durable ledger, redaction, answer)
 * against a bare Socket.IO relay, in one run. Other work on the machine disturbs both alike, hence ratios of
 * runs that follow each other, and CPU time instead of wall time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from '../../support/call.ts';
import { median, print, spread } from '../figure.ts';
import type { Connected, Measured, Target } from './orders.ts';
import { barePairs, realPairs } from './pairs.ts';
import {
  type LoadGenerator,
  type Measurable,
  startBare,
  startLoadGenerator,
  startReal,
} from './processes.ts';
import { shares } from './stages.ts';

const SIZES = [1000, 200] as const;
const RUNS = 5;
/** Milliseconds. */
const WARM_UP = 1500;
const DURATION = 4000;
const PROFILE = 5000;
const CPU_GOAL = 1.45;
const MEMORY_GOAL = 1.3;
/** Calls played before memory is counted, so that code and caches are there. */
const WARM_PAIRS = 50;

type Servers = Readonly<Record<Target, Measurable>>;
const TARGETS = ['bare', 'real'] as const;

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zvana-bench-'));
  const load = startLoadGenerator();
  const servers = { real: await startReal(folder), bare: await startBare(folder) };
  try {
    await measureMemory(servers, load);
    for (const pairs of SIZES) {
      for (const target of TARGETS)
        await load.order<Connected>({ do: 'disconnect', target, pairsKept: pairs });
      await measureCpu(servers, load, pairs);
    }
    await measureStages(servers.real, load);
  } finally {
    await Promise.all([load.dispose(), servers.real.dispose(), servers.bare.dispose()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Memory that one more pair takes: resident, garbage collected, before and after the pairs are there. */
async function measureMemory(servers: Servers, load: LoadGenerator): Promise<void> {
  const [pairs] = SIZES;
  const { visitor } = await signIn(servers.real.address);
  const plans = {
    real: (count: number) => realPairs(visitor, count),
    bare: async (count: number) => barePairs(count),
  };
  const perPair: Record<Target, { rss: number; heap: number }> = { real: zero(), bare: zero() };
  for (const target of TARGETS) {
    const server = servers[target];
    const { address } = server;
    await load.order<Connected>({ do: 'connect', target, address, pairs: await plans[target](WARM_PAIRS) });
    await drive(server, load, target, 500, 1500);
    const before = await server.ask<NodeJS.MemoryUsage>('memory');
    await load.order<Connected>({ do: 'connect', target, address, pairs: await plans[target](pairs) });
    const after = await server.ask<NodeJS.MemoryUsage>('memory');
    perPair[target] = {
      rss: (after.rss - before.rss) / pairs,
      heap: (after.heapUsed + after.external - before.heapUsed - before.external) / pairs,
    };
  }
  const { real, bare } = perPair;
  print({ name: 'relay.memory.ratio', value: real.rss / bare.rss, unit: 'x bare', goal: MEMORY_GOAL });
  print({ name: 'relay.memory.real', value: real.rss / 1000, unit: 'kB/pair', goal: null });
  print({ name: 'relay.memory.bare', value: bare.rss / 1000, unit: 'kB/pair', goal: null });
  print({ name: 'relay.memory.heap-ratio', value: real.heap / bare.heap, unit: 'x bare', goal: null });
  print({ name: 'relay.memory.heap-real', value: real.heap / 1000, unit: 'kB/pair', goal: null });
  print({ name: 'relay.memory.heap-bare', value: bare.heap / 1000, unit: 'kB/pair', goal: null });
}

const zero = () => ({ rss: 0, heap: 0 });

function drive(
  { pid }: Measurable,
  load: LoadGenerator,
  target: Target,
  warmUp = WARM_UP,
  duration = DURATION,
): Promise<Measured> {
  return load.order<Measured>({ do: 'measure', target, pid, warmUp, duration });
}

async function measureCpu(servers: Servers, load: LoadGenerator, pairs: number): Promise<void> {
  const runs: Record<Target, Measured>[] = [];
  for (let round = 0; round < RUNS; round += 1) {
    const bare = await drive(servers.bare, load, 'bare');
    runs.push({ bare, real: await drive(servers.real, load, 'real') });
  }
  const at = `relay.${pairs}`;
  const ratios = runs.map(({ real, bare }) => perEvent(real) / perEvent(bare));
  print({ name: `${at}.cpu-ratio`, value: median(ratios), unit: 'x bare', goal: CPU_GOAL });
  print({ name: `${at}.cpu-ratio.spread`, value: 100 * spread(ratios), unit: '%', goal: null });
  for (const target of TARGETS) {
    const of = runs.map((run) => run[target]);
    const figure = (name: string, unit: string, value: (one: Measured) => number) =>
      print({ name: `${at}.${target}.${name}`, value: median(of.map(value)), unit, goal: null });
    figure('cpu', 'us/event', perEvent);
    figure('rate', 'events/s', ({ events, elapsed }) => (events / elapsed) * 1000);
    figure('server-busy', '%', ({ cpu, elapsed }) => (100 * cpu) / elapsed);
    figure('load-cpu', 'us/event', ({ ownCpu, events }) => (1000 * ownCpu) / events);
  }
}

/** Microseconds of the server's CPU for one command that was answered and relayed. */
function perEvent({ cpu, events }: Measured): number {
  return (cpu * 1000) / events;
}

/**
 * Where the real server's time goes, by stage, from a sampling profile under the same load. The profile counts a
 * wait for the disk as time of `commit`, which the CPU figures do not.
 */
async function measureStages(real: Measurable, load: LoadGenerator): Promise<void> {
  const driven = drive(real, load, 'real', WARM_UP, PROFILE + 1000);
  const profile = real.ask<Parameters<typeof shares>[0]>(`profile ${PROFILE}`);
  await driven;
  for (const [stage, share] of shares(await profile)) {
    print({ name: `relay.stage.${stage}`, value: 100 * share, unit: '%', goal: null });
  }
}
