/**
 * `npm run rig -- erasure [--runs N]`: plays calls whose notes, numbers, photos and keys are canaries, erases them
 * by every rule, cuts the erasure short at random places and goes on, and then looks for the canaries in every file:
 * database, key store, both write-ahead logs, object store, whatever else lies in the data directory.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AfterCallView } from '../../../protocol/http.ts';
import { StoreError } from '../../../server/ports.ts';
import { freshNumber, json, type PlayedCall, playToMatch } from '../../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, type Replacements, startHarness } from '../../support/harness.ts';
import { jpeg } from '../../support/pictures.ts';
import { createScanner, formsOf, type Needle, numberForms, pictureSlices } from '../crash/plaintext.ts';
import type { RigOptions } from '../main.ts';

const WAYS = ['taken-back', 'caller-erased', 'retention'] as const;
const CALLS = 3;

export const erasure = {
  plants: ['keep-keys', 'keep-objects', 'write-plaintext'],
  runs: 5,
  async run({ runs, plant, figures }: RigOptions): Promise<void> {
    const sum = { canaries: 0, seen: 0, cuts: 0, hits: 0, openable: 0, uncertified: 0 };
    for (let run = 0; run < runs; run += 1) {
      const told = await playRun(plant);
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += told[name];
    }
    figures.atLeast('erasure.canaries', sum.canaries, 'byte strings', runs);
    figures.atLeast('erasure.found before', sum.seen, 'hits', runs);
    figures.atLeast('erasure.cut short', sum.cuts, 'times', 1);
    figures.exactly('erasure.found after', sum.hits, 'hits', 0);
    figures.exactly('erasure.keys left', sum.openable, 'keys', 0);
    figures.exactly('erasure.without exactly one certificate', sum.uncertified, 'erasures', 0);
  },
};

async function playRun(plant: string | undefined) {
  const fuse = createFuse(plant);
  const harness = await startHarness(fuse.replacements);
  try {
    const played = [];
    for (let call = 0; call < CALLS; call += 1) played.push(await playCall(harness));
    const keys = await keyCanaries(harness);
    const secrets = played.flatMap(({ needles }) => needles);
    const before = createScanner(keys.needles).scanFolder(harness.dataDir).length;
    let cuts = 0;
    for (const [place, one] of played.entries()) {
      fuse.blowAfter(randomInt(1, 25));
      await erasePhoto(one.call, WAYS[(place + randomInt(3)) % 3] ?? 'retention').catch(() => {});
      if (fuse.mend()) cuts += 1;
    }
    for (const pass of [24 * HOUR, 90 * DAY]) {
      // Three contents take more steps than that: at least one of each run is cut short.
      fuse.blowAfter(randomInt(9));
      await harness.clock.pass(pass);
      if (fuse.mend()) cuts += 1;
    }
    for (let tick = 0; tick < 3; tick += 1) await harness.clock.pass(MINUTE);
    if (plant === 'write-plaintext')
      writeFileSync(join(harness.dataDir, 'debug.tmp'), played[0]?.number ?? '');
    const hits = createScanner([...secrets, ...keys.needles]).scanFolder(harness.dataDir);
    let openable = 0;
    for (const id of keys.ids) if (await harness.keyStore.get(id)) openable += 1;
    return {
      canaries: secrets.length + keys.needles.length,
      seen: before,
      cuts,
      hits: hits.length,
      openable,
      uncertified: await wronglyCertified(
        harness,
        played.map(({ call }) => call.session),
      ),
    };
  } finally {
    await harness.dispose();
  }
}

async function playCall(harness: Harness) {
  const number = freshNumber();
  const matter = `lieta ${randomBytes(9).toString('hex')}`;
  const note = `parole ${randomBytes(9).toString('hex')}`;
  const call = await playToMatch(harness.address, undefined, { number, matter });
  await call.agent.must({ type: 'ShowNote', text: note });
  const view = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
  const headers = { 'x-confirmed': view.reminder };
  const picture = await jpeg(400 + randomInt(200), 300);
  await call.callerVisitor.upload('/api/caller/photos/photo-0001', picture, headers);
  const served = await call.callerVisitor.get('/api/caller/media/photo-0001');
  const needles = [
    ...numberForms(number),
    ...formsOf('text', matter),
    ...formsOf('text', note),
    ...pictureSlices(picture),
    ...pictureSlices(new Uint8Array(await served.arrayBuffer())),
  ];
  return { call, number, needles };
}

/** Every wrapped key of every session, and what the object store holds. All of it must be gone. */
async function keyCanaries(harness: Harness) {
  const { database, keyStore, objects } = harness;
  const ids: string[] = [];
  for (const { id } of await database.selectFrom('session').select('id').execute()) {
    ids.push(`session:${id}`, ...(await keyStore.below(`session:${id}`)));
  }
  const needles: Needle[] = [];
  for (const id of ids) {
    const row = await keyStore.get(id);
    if (row) needles.push({ what: 'wrapped key', bytes: row.wrapped, digits: false });
  }
  for await (const key of objects.list('')) {
    const sealed = await objects.get(key);
    if (sealed) needles.push(...pictureSlices(sealed).map((slice) => ({ ...slice, what: 'sealed object' })));
  }
  return { ids, needles };
}

async function erasePhoto(call: PlayedCall, way: (typeof WAYS)[number]): Promise<void> {
  if (way === 'taken-back') await call.caller.send({ type: 'TakeBackPhoto', photo: 'photo-0001' });
  await call.agent.send({ type: 'EndSession' });
  if (way === 'caller-erased') {
    await json<AfterCallView>(await call.callerVisitor.post('/api/caller/after', {}));
    await call.callerVisitor.post('/api/caller/after/erase', {});
  }
  call.close();
}

/** Each session's photo and content: erasures that have not exactly one certificate. */
async function wronglyCertified(harness: Harness, sessions: readonly string[]): Promise<number> {
  const lines = await harness.database
    .selectFrom('controller_entry')
    .select('session')
    .where('type', '=', 'ErasureCertified')
    .execute();
  return sessions.filter((id) => lines.filter(({ session }) => session === id).length !== 2).length;
}

/** From the step that it breaks at, nothing reaches key store, objects or journal: what a kill would have left. */
function createFuse(plant: string | undefined) {
  let left = Number.POSITIVE_INFINITY;
  function pass(): void {
    left -= 1;
    if (left < 0) throw new StoreError('the fuse has blown');
  }
  const replacements: Replacements = {
    keyStore: (real) => ({
      put: (rows) => real.put(rows),
      get: (id) => real.get(id),
      below: (parent) => real.below(parent),
      async destroy(ids) {
        pass();
        if (plant !== 'keep-keys') await real.destroy(ids);
        pass();
      },
    }),
    objects: (real) => ({
      put: (key, body) => real.put(key, body),
      get: (key, range) => real.get(key, range),
      list: (prefix) => real.list(prefix),
      check: () => real.check(),
      hold: (key, held) => real.hold(key, held),
      async delete(key) {
        pass();
        if (plant !== 'keep-objects') await real.delete(key);
        pass();
      },
    }),
    journal: (real) => ({
      stream: (id) => real.stream(id),
      entries: (stream, after) => real.entries(stream, after),
      async append(appends) {
        pass();
        await real.append(appends);
      },
    }),
  };
  return {
    replacements,
    blowAfter(steps: number) {
      left = steps;
    },
    /** True when it had blown. */
    mend(): boolean {
      const blown = left < 0;
      left = Number.POSITIVE_INFINITY;
      return blown;
    },
  };
}
