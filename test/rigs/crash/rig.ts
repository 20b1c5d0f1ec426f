/**
 * The server is killed with -9 at random points under load and started again on the same data: nothing that it
 * acknowledged may be lost or doubled, nothing that it stored may be readable in its files, and its ledger must
 * verify (LED-17, LED-19). What a kill cannot show, because the page cache survives it, is read from a trace of
 * system calls (LED-18).
 */
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { signIn } from '../../support/call.ts';
import { jpeg } from '../../support/pictures.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import type { Figures } from '../figures.ts';
import type { RigOptions } from '../main.ts';
import { type Call, createCall, type World } from './call.ts';
import type { Hit } from './plaintext.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { traceAcknowledgements } from './traced.ts';

const CALLS_AT_ONCE = 4;
/** Milliseconds under load before the kill, at most. */
const LONGEST = 1500;
const LEDGER = join(import.meta.dirname, '..', '..', '..', 'server', 'ledger', 'cli.ts');

export const crash = { plants: ['lost', 'doubled', 'plaintext', 'unsynced'], runs: 5, run };

/** A planted fault is tried in the part that must notice it. */
async function run({ runs, plant, figures }: RigOptions): Promise<void> {
  if (plant !== 'unsynced') await killAndJudge(runs, plant, figures);
  if (plant === undefined || plant === 'unsynced') await trace(plant === 'unsynced', figures);
}

async function killAndJudge(runs: number, plant: string | undefined, figures: Figures): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zvana-crash-'));
  try {
    const totals = await killRepeatedly(dataDir, runs, plant);
    figures.atLeast('crash.runs', totals.runs, 'kills', runs);
    figures.atLeast('crash.acknowledged', totals.acknowledged, 'answers', runs);
    figures.atLeast('crash.repeated', totals.repeated, 'commands and uploads', Math.floor(runs / 2));
    figures.exactly('crash.lost', totals.lost, 'events', 0);
    figures.exactly('crash.doubled', totals.doubled, 'events', 0);
    figures.exactly('crash.shown.lost', totals.unsaid, 'events', 0);
    figures.exactly('crash.photos.lost', totals.photosLost, 'photos', 0);
    figures.exactly('crash.photos.taken-back.readable', totals.photosBack, 'photos', 0);
    figures.exactly('crash.ledger.unverified', totals.unverified, 'restarts', 0);
    figures.atLeast('crash.plaintext.needles', totals.needles, 'byte strings', 100);
    figures.exactly('crash.plaintext.hits', totals.hits.length, 'hits', 0);
    for (const { what, file, offset } of totals.hits.slice(0, 20)) {
      process.stderr.write(`plaintext: ${what} in ${file} at ${offset}\n`);
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function trace(dropSyncs: boolean, figures: Figures): Promise<void> {
  const traced = await traceAcknowledgements(dropSyncs);
  if (!traced.measured) return figures.unmeasured('crash.acks.traced', 'answers', traced.why);
  figures.atLeast('crash.acks.traced', traced.acks, 'answers', traced.sent);
  figures.exactly('crash.acks.without_sync', traced.withoutSync, 'answers', 0);
  figures.exactly('crash.shown.without_sync', traced.shownWithoutSync, 'messages', 0);
}

interface Totals {
  runs: number;
  acknowledged: number;
  repeated: number;
  lost: number;
  doubled: number;
  unsaid: number;
  photosLost: number;
  photosBack: number;
  unverified: number;
  needles: number;
  readonly hits: Hit[];
}

async function killRepeatedly(dataDir: string, runs: number, plant: string | undefined): Promise<Totals> {
  const totals = zero();
  const secrets = createSecrets();
  const calls: Call[] = [];
  const look = (at: ServerProcess) => {
    const written = Buffer.from(at.output() + at.errors());
    totals.hits.push(...secrets.scan(dataDir, written));
  };
  let server = await startServer({ dataDir, env: environment(dataDir) });
  try {
    const world = await createWorld(server.address, secrets);
    for (; totals.runs < runs; totals.runs += 1) {
      const playing = play(world, calls);
      // From the first answer on, so that there is always something to lose.
      while (playing.goes() && !calls.some((call) => call.acknowledgements() > 0)) await pause(10);
      await pause(randomInt(LONGEST));
      const stopped = playing.stop();
      await server.kill();
      await stopped;
      if (plant === 'plaintext') writeFileSync(join(dataDir, 'debug.log'), secrets.leak());
      look(server);
      server = await server.restart();
      for (const call of calls) await call.resume();
      totals.unverified += (await verifies(dataDir)) ? 0 : 1;
    }
    if (plant === 'lost' || plant === 'doubled') calls.find((call) => call.misremember(plant));
    for (const call of calls) await judge(call, totals);
    await server.stop();
    totals.unverified += (await verifies(dataDir)) ? 0 : 1;
    look(server);
    totals.needles = secrets.count();
    return totals;
  } finally {
    await server.dispose();
  }
}

function environment(dataDir: string): Record<string, string> {
  // Temporary files, if anything made any, are searched, too.
  const temporary = join(dataDir, 'tmp');
  mkdirSync(temporary, { recursive: true });
  return { COMMANDS_PER_SECOND: '1000000', LOG_LEVEL: 'info', TMPDIR: temporary };
}

async function createWorld(address: string, secrets: Secrets): Promise<World> {
  const { visitor } = await signIn(address);
  const pictures = await Promise.all([jpeg(1200, 900), jpeg(640, 480), jpeg(900, 1200)]);
  // As they were sent, too: a file on its way to the decoder would hold them.
  for (const picture of pictures) secrets.keepPicture(picture);
  return {
    address,
    agent: visitor,
    marker: secrets.marker,
    pictures,
    random: (bound) => randomInt(bound),
    secret: secrets.keep,
    served: secrets.keepPicture,
  };
}

/** Plays calls, some at a time: first those that a kill interrupted, then new ones. */
function play(world: World, calls: Call[]): { goes(): boolean; stop(): Promise<unknown> } {
  let stopped = false;
  let failed = false;
  const busy = new Set<Call>();
  async function slot(): Promise<void> {
    while (!stopped) {
      let call = calls.find((one) => !one.isOver() && !busy.has(one));
      if (!call) {
        call = createCall(world);
        calls.push(call);
      }
      busy.add(call);
      try {
        await call.play();
      } catch (error) {
        // Losing the server is what this is about; anything before that is a fault.
        if (!stopped) throw error;
      }
      busy.delete(call);
    }
  }
  const all = Promise.all(Array.from({ length: CALLS_AT_ONCE }, slot));
  // Whoever stops waits for it; until then a failure must not end the process.
  all.catch(() => {
    failed = true;
  });
  return {
    goes: () => !failed,
    stop() {
      stopped = true;
      return all;
    },
  };
}

async function judge(call: Call, totals: Totals): Promise<void> {
  const { lost, doubled, unsaid, photosLost, photosBack } = await call.judge();
  totals.acknowledged += call.acknowledgements();
  totals.repeated += call.repeats();
  totals.lost += lost;
  totals.doubled += doubled;
  totals.unsaid += unsaid;
  totals.photosLost += photosLost;
  totals.photosBack += photosBack;
}

function zero(): Totals {
  const none = { lost: 0, doubled: 0, unsaid: 0, photosLost: 0, photosBack: 0, unverified: 0 };
  return { runs: 0, acknowledged: 0, repeated: 0, ...none, needles: 0, hits: [] };
}

/** The ledger's own verifier, as an operator runs it. */
function verifies(dataDir: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(process.execPath, [LEDGER, 'verify', dataDir], { env: {} }, (error, output, errors) => {
      if (error) process.stderr.write(`ledger verify: ${output}${errors}`);
      resolve(error === null);
    });
  });
}
