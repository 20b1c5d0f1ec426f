/**
 * Tampers with a checkpointed log in every way and counts what the stand-alone verifier does not notice (CHK-9 to
 * CHK-11), what it cries over without cause (CHK-1), and how long an entry of the real server is not covered.
 *
 * Each way is tried on each entry. Streams do not depend on each other, so one walk tries one entry in every
 * stream, and each of them must be named.
 */
import { createHash, generateKeyPairSync, randomInt, sign } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { type Check, NotVerifiable, readPublicKey, verifyExport } from '../../../server/ledger/verifier.ts';
import { type Checkpointed, createCheckpointed } from '../../support/checkpointed.ts';
import type { Figures } from '../figures.ts';
import type { RigOptions } from '../main.ts';
import { type Log, linesOf, parseLog, rechain, refitLeaves } from './log.ts';
import { longestTail } from './tail.ts';
import { rewrite, SPELLINGS, TAMPERINGS, WHOLES } from './tamper.ts';

const ENTRIES = 10;
const STREAMS_PER_WAVE = 15;
const WAVES = 70;
/** A verifier that leaves out a check shows it in a small log as well. */
const WAVES_OF_PLANT = 2;
const CHECKS: readonly Check[] = ['signature', 'root', 'chain', 'covered', 'presence', 'canonical', 'end'];

export const audit = { plants: [...CHECKS, 'uncovered'], runs: 60, run };

async function run({ runs, plant, figures }: RigOptions): Promise<void> {
  if (plant === 'uncovered') return tail(true, figures);
  const without = CHECKS.filter((check) => check === plant);
  const measured = plant === undefined ? tail(false, figures) : undefined;
  await tamper({ waves: plant === undefined ? WAVES : WAVES_OF_PLANT, runs, without, figures });
  await measured;
}

async function tail(drop: boolean, figures: Figures): Promise<void> {
  const { seconds, entries } = await longestTail(drop);
  figures.atLeast('audit.tail.entries', entries, 'entries', 60);
  figures.atMost('audit.tail.longest', seconds, 's', 60);
}

interface TamperOptions {
  readonly waves: number;
  readonly runs: number;
  readonly without: readonly Check[];
  readonly figures: Figures;
}

export async function tamper({ waves, runs, without, figures }: TamperOptions): Promise<void> {
  const world = await createWorld(waves);
  try {
    const judge = createJudge(world, without);
    const lines = world.lines();
    const log = parseLog(lines);
    const entries = log.streams.reduce((sum, { entries: { length } }) => sum + length, 0);
    figures.atLeast('audit.entries', entries, 'checkpointed entries', waves * STREAMS_PER_WAVE * ENTRIES);
    figures.atLeast('audit.checkpoints', judge.checkpoints.length, 'checkpoints', waves);
    figures.exactly('audit.false-alarms', await falseAlarms(judge, lines), 'faults', 0);
    const missed: string[] = [];
    const tried = [
      await eachEntry(judge, lines, missed),
      await withLeaves(judge, lines, runs, missed),
      await wholes(judge, lines, missed),
    ];
    figures.atLeast('audit.tamperings', sum(tried), 'tamperings', entries);
    figures.exactly('audit.unnoticed', missed.length, 'tamperings', 0);
    for (const one of missed.slice(0, 20)) process.stderr.write(`unnoticed: ${one}\n`);
  } finally {
    await world.close();
  }
}

/** Streams that grow through two checkpoints each, on the real database. */
async function createWorld(waves: number): Promise<Checkpointed> {
  const world = await createCheckpointed();
  for (let wave = 0; wave < waves; wave += 1) {
    const ids = Array.from(
      { length: STREAMS_PER_WAVE },
      (_, i) => `session:${String(wave * STREAMS_PER_WAVE + i).padStart(6, '0')}`,
    );
    for (const part of [ENTRIES / 2, ENTRIES / 2]) {
      await Promise.all(ids.map((id) => world.append(id, part)));
      world.clock += 30_000;
      await world.checkpoints.take();
    }
  }
  return world;
}

type Judge = ReturnType<typeof createJudge>;

function createJudge(world: Checkpointed, without: readonly Check[]) {
  const key = readPublicKey(world.publicKey);
  const checkpoints = world.signed().trimEnd().split('\n');
  return {
    checkpoints,
    /** Every fault; what cannot be verified at all is one, too. */
    async faults(lines: Iterable<string>, signed: readonly string[] = checkpoints): Promise<string[]> {
      // The real server runs beside, and its parties are in this process.
      await turn();
      const faults: string[] = [];
      const report = (fault: string) => void faults.push(fault);
      try {
        await verifyExport(lines, key, [`${signed.join('\n')}\n`], { report, without });
      } catch (error) {
        if (!(error instanceof NotVerifiable)) throw error;
        faults.push(error.message);
      }
      return faults;
    },
  };
}

/** Nothing is changed; checkpoints up to any of them are given. */
async function falseAlarms(judge: Judge, lines: readonly string[]): Promise<number> {
  let alarms = 0;
  for (let count = 1; count <= judge.checkpoints.length; count += Math.ceil(judge.checkpoints.length / 20)) {
    alarms += (await judge.faults(lines, judge.checkpoints.slice(0, count))).length;
  }
  return alarms + (await judge.faults(lines)).length;
}

async function eachEntry(judge: Judge, lines: readonly string[], missed: string[]): Promise<number> {
  let tried = 0;
  for (const [name, tampering] of TAMPERINGS) {
    for (let place = 0; place < ENTRIES; place += 1) {
      const log = parseLog(lines);
      const changed = log.streams.filter((stream) => tampering(stream, place)).map(({ id }) => id);
      if (changed.length === 0) continue;
      const faults = await judge.faults(linesOf(log));
      const named = new Set(faults.map((fault) => /^stream (session:\d+)/.exec(fault)?.[1]));
      for (const id of changed) if (!named.has(id)) missed.push(`${name}: ${id}, entry ${place + 1}`);
      tried += changed.length;
    }
  }
  return tried;
}

/** One entry at random, each in an export of its own, with everything that depends on it computed anew. */
async function withLeaves(
  judge: Judge,
  lines: readonly string[],
  runs: number,
  missed: string[],
): Promise<number> {
  const ways = [...TAMPERINGS].filter(([name]) => name.endsWith('hashes anew') || name === 'truncation');
  let tried = 0;
  for (let run = 0; run < runs; run += 1) {
    const [name, tampering] = ways[run % ways.length] ?? [];
    const log = parseLog(lines);
    const stream = log.streams[randomInt(log.streams.length)];
    const place = randomInt(ENTRIES - 1);
    if (!stream || !tampering || !rewrite(log, stream, tampering, place)) continue;
    tried += 1;
    const faults = await judge.faults(linesOf(log));
    if (faults.length === 0) missed.push(`${name}, leaves anew: ${stream.id}, entry ${place + 1}`);
  }
  return tried;
}

async function wholes(judge: Judge, lines: readonly string[], missed: string[]): Promise<number> {
  const made: [string, Iterable<string>, (readonly string[])?][] = [
    ...Object.entries(WHOLES).map(([name, change]): [string, Iterable<string>] => {
      const log = parseLog(lines);
      change(log);
      return [name, linesOf(log)];
    }),
    ...Object.entries(SPELLINGS).map(([name, spell]): [string, Iterable<string>] => [name, spell(lines)]),
    forged(lines),
  ];
  for (const [name, changed, signed] of made) {
    if ((await judge.faults(changed, signed)).length === 0) missed.push(name);
  }
  return made.length;
}

/** A full rewrite that fits checkpoints of its own, signed with a key of its own. */
function forged(lines: readonly string[]): [string, Iterable<string>, readonly string[]] {
  const log: Log = parseLog(lines);
  const [stream] = log.streams;
  // One stream with one leaf: its root is the leaf's hash, which can be written down without a tree.
  log.streams = stream ? [stream] : [];
  if (stream) rechain(stream);
  log.leaves = log.leaves.filter(({ stream: id }) => id === stream?.id).slice(-1);
  if (stream) refitLeaves(log, stream);
  const leaf = log.leaves.map(({ stream: id, seq, head }) => JSON.stringify([1, id, seq, head])).join();
  const said = `zvana-checkpoint/1 lmt 1 ${leafRoot(leaf)} ${log.at}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  return [
    'checkpoints signed with another key',
    linesOf(log),
    [`${said} ${sign(null, Buffer.from(said), privateKey).toString('base64')}`],
  ];
}

function leafRoot(data: string): string {
  return createHash('sha256').update(`\0${data}`).digest('base64');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
