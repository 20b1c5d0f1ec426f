/**
 * `npm run bench -- consent [--subjects N]`: the guard's decision on a projection of a million subjects, one at a time
 * and in batches, and recording a change. CPU time: other work on the machine disturbs wall time. Every answer is
 * compared with what the population says.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { addLocalKeys, openLocalKeys } from '../../../server/adapters/local-keys.ts';
import { openKeyStore } from '../../../server/adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../../../server/adapters/sqlite/main-database.ts';
import { type ConsentRegister, createConsentRegister, type Query } from '../../../server/consent/register.ts';
import { loadContent } from '../../../server/content/load.ts';
import { createKeys } from '../../../server/ledger/keys.ts';
import { createLedger } from '../../../server/ledger/ledger.ts';
import { median, print, spread } from '../figure.ts';
import { CONTROLLER, fill, hashOf, isInForce, SLOTS } from './population.ts';

const SUBJECTS = 1_000_000;
/** Rounds that are counted, and those before them that are not. */
const ROUNDS = 15;
const WARM_UP = 3;
const DECISIONS = 4000;
/** Questions of one batch: what one request of another system may ask. */
const BATCH = 1000;
const BATCHES = 20;
const GRANTS = 200;

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { subjects: { type: 'string', default: String(SUBJECTS) } },
  });
  const subjects = Number(values.subjects);
  if (!Number.isSafeInteger(subjects) || subjects < 1) throw new Error('--subjects is a whole number from 1');
  const folder = await mkdtemp(join(tmpdir(), 'zvana-consent-'));
  try {
    const began = performance.now();
    await openMainDatabase(join(folder, 'main.sqlite')).close();
    fill(join(folder, 'main.sqlite'), subjects);
    print({ name: 'consent.subjects', value: subjects, unit: 'subjects', goal: null });
    print({ name: 'consent.making them', value: (performance.now() - began) / 1000, unit: 's', goal: null });
    const { register, close } = await openHouse(folder);
    try {
      await measureDecisions(register, subjects);
      await measureBatches(register, subjects);
      await measureRecording(register);
    } finally {
      await close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openHouse(folder: string) {
  const content = await loadContent(join(import.meta.dirname, '..', '..', '..', 'content'));
  const controllers = [...content.controllers.keys()];
  addLocalKeys(join(folder, 'controllers.json'), controllers);
  const wrapper = openLocalKeys(join(folder, 'controllers.json'), controllers);
  const keyStore = openKeyStore(join(folder, 'keys.sqlite'));
  const { database, journal, close } = openMainDatabase(join(folder, 'main.sqlite'));
  const register = createConsentRegister({
    database,
    content,
    ledger: createLedger(journal),
    keys: createKeys(wrapper, keyStore, randomUUID),
    clock: { now: () => Date.now() },
    newId: randomUUID,
    lookupKey: (controller) => wrapper.lookupKey(controller),
    customers: { isCustomer: async () => true, lastTransactionEnd: async () => undefined },
  });
  return {
    register,
    async close() {
      await close();
      keyStore.close();
    },
  };
}

interface Question {
  readonly query: Query;
  readonly expected: boolean;
}

/** About anyone at random, so that the pages asked for are seldom in the cache. */
function ask(subjects: number, slot: number): Question {
  const n = randomInt(subjects);
  const [purpose = '', channel] = SLOTS[slot] ?? [];
  return {
    query: { controller: CONTROLLER, numberHash: hashOf(n), purpose, channel: channel || undefined },
    expected: isInForce(n, slot),
  };
}

async function measureDecisions(register: ConsentRegister, subjects: number): Promise<void> {
  const spent: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const questions = Array.from({ length: DECISIONS }, () => ask(subjects, randomInt(SLOTS.length)));
    let right = 0;
    const cpu = await cpuOf(async () => {
      for (const { query, expected } of questions) {
        right += Number((await register.inForce(query)).ok === expected);
      }
    });
    if (right !== DECISIONS) throw new Error(`${DECISIONS - right} decisions were wrong`);
    if (round >= WARM_UP) spent.push(cpu / DECISIONS);
  }
  print({ name: 'consent.decision', value: median(spent), unit: 'µs CPU', goal: 50 });
  print({ name: 'consent.decision.spread', value: spread(spent), unit: 'of the median', goal: null });
}

async function measureBatches(register: ConsentRegister, subjects: number): Promise<void> {
  // One purpose for many numbers, as before a mailing; and a mixture of all.
  const kinds = { 'one purpose': () => 0, 'all purposes': () => randomInt(SLOTS.length) };
  for (const [kind, slotOf] of Object.entries(kinds)) {
    const rates: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const batches = Array.from({ length: BATCHES }, () =>
        Array.from({ length: BATCH }, () => ask(subjects, slotOf())),
      );
      let right = 0;
      const cpu = await cpuOf(async () => {
        for (const batch of batches) {
          const answers = await register.inForceMany(batch.map(({ query }) => query));
          right += batch.filter(({ expected }, at) => answers[at]?.ok === expected).length;
        }
      });
      if (right !== BATCH * BATCHES) throw new Error(`${BATCH * BATCHES - right} decisions were wrong`);
      if (round >= WARM_UP) rates.push((BATCH * BATCHES * 1e6) / cpu);
    }
    const name = `consent.batch of ${BATCH}, ${kind}`;
    print({ name, value: median(rates), unit: 'decisions/s of CPU', goal: 50_000, atLeast: true });
    print({ name: `${name}.spread`, value: spread(rates), unit: 'of the median', goal: null });
  }
}

/** New subjects: their key, their stream's first entries, the projection, all durable. One after the other. */
async function measureRecording(register: ConsentRegister): Promise<void> {
  const arrival = { language: 'lv', method: 'self-service', assurance: 'number-proven' } as const;
  const cpus: number[] = [];
  const walls: number[] = [];
  for (let n = 0; n < GRANTS; n += 1) {
    const holder = { controller: CONTROLLER, number: `+3712${String(n).padStart(7, '0')}` };
    const began = performance.now();
    const cpu = await cpuOf(async () => {
      const given = await register.give(holder, { purpose: 'metadata', version: '2', ...arrival });
      if (!given.ok) throw new Error(given.code);
    });
    cpus.push(cpu);
    walls.push(performance.now() - began);
  }
  print({ name: 'consent.recording a grant', value: median(cpus), unit: 'µs CPU', goal: null });
  print({ name: 'consent.recording a grant, time', value: median(walls), unit: 'ms', goal: null });
}

/** Microseconds. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
