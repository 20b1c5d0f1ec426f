import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotVerifiable, readPublicKey, verifyExport } from '../../server/ledger/verifier.ts';
import { type Checkpointed, createCheckpointed, START } from '../support/checkpointed.ts';

const VERIFIER = join(import.meta.dirname, '..', '..', 'server', 'ledger', 'verifier.ts');
const DAY = 24 * 3_600_000;

describe('the stand-alone verifier', () => {
  let world: Checkpointed;
  beforeEach(async () => {
    world = await createCheckpointed();
    // Two streams that grow through two checkpoints, and one that comes with the second.
    await world.append('session:1', 3);
    await world.append('controller:lmt', 2);
    world.clock += 30_000;
    await world.checkpoints.take();
    await world.append('session:1', 2);
    await world.append('session:2', 4);
    world.clock += 30_000;
    await world.checkpoints.take();
  });
  afterEach(async () => {
    assert.deepEqual(world.faults, []);
    await world.close();
  });

  const judge = (lines: readonly string[], signed = world.signed()) =>
    verifyExport(lines, readPublicKey(world.publicKey), [signed]);
  /** The line of an entry, and its place. */
  const placeOf = (lines: readonly string[], stream: string, seq: number) =>
    lines.findIndex((line) => line.startsWith(`["stream","${stream}"`)) + seq;

  it('[CHK-1] finds nothing in what nobody changed, and counts it', async () => {
    const verdict = await judge(world.lines());
    assert.deepEqual(
      { ...verdict },
      {
        ok: true,
        faults: 0,
        named: [],
        controller: 'lmt',
        checkpoints: 2,
        coveredUntil: START + 60_000,
        streams: 3,
        entries: 11,
        uncoveredEntries: 0,
        uncoveredSeconds: 0,
        retired: 0,
        restored: [],
      },
    );
  });

  it('[CHK-8] tells how many seconds at the end no checkpoint covers', async () => {
    world.clock += 17_400;
    await world.append('session:2', 3);
    const { ok, uncoveredEntries, uncoveredSeconds } = await judge(world.lines());
    assert.deepEqual([ok, uncoveredEntries, uncoveredSeconds], [true, 3, 18]);
  });

  it('[CHK-8] an older checkpoint covers less, and is no fault', async () => {
    const [first = ''] = world.signed().split('\n');
    const { ok, uncoveredEntries } = await judge(world.lines(), `${first}\n`);
    assert.deepEqual([ok, uncoveredEntries], [true, 6]);
  });

  it('[CHK-9] finds a change of any character', async () => {
    const lines = world.lines();
    const missed: string[] = [];
    for (const [place, line] of lines.entries()) {
      for (let at = 0; at < line.length; at += 1) {
        const changed = line[at] === '1' ? '2' : '1';
        const other = line.slice(0, at) + changed + line.slice(at + 1);
        const verdict = await judge(lines.with(place, other));
        // When the export was made is all that nobody could check.
        if (verdict.ok && !line.startsWith('["zvana-export/1"')) missed.push(other);
      }
    }
    assert.deepEqual(missed, []);
  }).timeout(20_000);

  it('[CHK-9] finds each line that is missing, doubled or swapped with the next', async () => {
    const lines = world.lines();
    for (const [place, line] of lines.entries()) {
      const next = lines[place + 1];
      assert.equal((await judge(lines.toSpliced(place, 1))).ok, false, `without ${line}`);
      assert.equal((await judge(lines.toSpliced(place, 0, line))).ok, false, `twice ${line}`);
      if (next === undefined) continue;
      assert.equal((await judge(lines.toSpliced(place, 2, next, line))).ok, false, `swapped ${line}`);
      assert.equal((await judge(lines.slice(0, place))).ok, false, `cut before ${line}`);
    }
  });

  it('[CHK-9] names the entry, and tells one change once', async () => {
    const lines = world.lines();
    const place = placeOf(lines, 'session:1', 2);
    const changed = (lines[place] ?? '').replace('"agent"', '"caller"');
    const { faults, named } = await judge(lines.with(place, changed));
    assert.deepEqual([faults, named], [1, ['stream session:1, entry 2: does not match its hash']]);
  });

  it('[CHK-10] a stream that was removed is found, whatever the database tells', async () => {
    await world.database.deleteFrom('entry').where('stream', '=', 'session:2').execute();
    await world.database.deleteFrom('stream').where('id', '=', 'session:2').execute();
    assert.match((await judge(world.lines())).named.join(), /session:2: a checkpoint covers it/);
    // Also after the server has taken note of it, in good faith.
    world.clock += 300 * DAY;
    await world.checkpoints.take();
    assert.match((await judge(world.lines())).named.join(), /session:2: was removed before its time/);
  });

  it('[CHK-10] a skeleton that was erased in time is no fault', async () => {
    world.clock += 3 * 366 * DAY;
    await world.database.deleteFrom('entry').where('stream', '=', 'session:2').execute();
    await world.database.deleteFrom('stream').where('id', '=', 'session:2').execute();
    await world.checkpoints.take();
    const { ok, retired } = await judge(world.lines());
    assert.deepEqual([ok, retired], [true, 1]);
    // Its places in the log are given out again: what is written there is covered all the same.
    await world.append('session:3', 1);
    world.clock += 30_000;
    await world.checkpoints.take();
    const later = await judge(world.lines());
    assert.deepEqual([later.ok, later.uncoveredEntries, later.streams], [true, 0, 3]);
  });

  it('[CHK-11] believes no checkpoint that the key has not signed, and no line that is none', async () => {
    const [first = '', second = ''] = world.signed().split('\n');
    const lines = world.lines();
    assert.match(
      (await judge(lines, `${first}\nnothing\n${second}\n`)).named.join(),
      /checkpoint 2: is none/,
    );
    const forged = second.replace(/ \d+ /, ' 3 ');
    assert.match((await judge(lines, `${first}\n${forged}\n`)).named.join(), /not signed/);
    assert.match((await judge(lines, `${second}\n${first}\n`)).named.join(), /covers less/);
    const other = await createCheckpointed();
    await other.close();
    await assert.rejects(
      verifyExport(lines, readPublicKey(other.publicKey), [world.signed()]),
      NotVerifiable,
    );
    await assert.rejects(judge(lines, ''), NotVerifiable);
    assert.throws(() => readPublicKey('c2hvcnQ='), NotVerifiable);
  });

  it('[CHK-12] takes anything for an export, and falls over nothing', async () => {
    for (const line of [
      '',
      'null',
      '{}',
      '[]',
      '["leaf"]',
      '["entry",1e999]',
      '["__proto__",1]',
      '[[["export"]]]',
    ]) {
      const verdict = await judge([line, ...world.lines()]);
      assert.deepEqual([verdict.ok, verdict.named[0]], [false, 'line 1: is not what an export has'], line);
    }
    assert.equal((await judge([])).ok, false);
  });

  it('[CHK-12] is one file that needs nothing of the server', async () => {
    const imports = [...readFileSync(VERIFIER, 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from);
    assert.ok(imports.length > 0);
    assert.deepEqual(
      imports.filter((from) => !from?.startsWith('node:')),
      [],
    );
    const folder = mkdtempSync(join(tmpdir(), 'zvana-verifier-'));
    try {
      const at = (name: string) => join(folder, name);
      copyFileSync(VERIFIER, at('verifier.ts'));
      writeFileSync(at('package.json'), '{"type":"module"}');
      writeFileSync(at('export'), `${world.lines().join('\n')}\n`);
      writeFileSync(at('checkpoints'), world.signed());
      const run = (file: string) =>
        new Promise<{ code: unknown; output: string }>((resolve) => {
          const args = [at('verifier.ts'), file, '--key', world.publicKey, '--checkpoint', at('checkpoints')];
          execFile(process.execPath, args, { env: {} }, (error, output) =>
            resolve({ code: error?.code ?? 0, output }),
          );
        });
      const good = await run(at('export'));
      assert.equal(good.code, 0, good.output);
      assert.match(good.output, /No checkpoint covers the last 0 seconds/);
      writeFileSync(at('bad'), `${world.lines().toSpliced(5, 1).join('\n')}\n`);
      const bad = await run(at('bad'));
      assert.equal(bad.code, 1);
      assert.match(bad.output, /^FAULT /);
      assert.equal((await run(at('nothing'))).code, 2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('checkpoints', () => {
  it('[CHK-1] nothing new makes no checkpoint; what moved makes one', async () => {
    const world = await createCheckpointed();
    try {
      await world.append('session:1', 1);
      await world.checkpoints.take();
      await world.checkpoints.take();
      assert.equal(world.signed().split('\n').length, 2);
      await world.append('session:1', 1);
      await world.checkpoints.take();
      assert.equal(world.signed().split('\n').length, 3);
    } finally {
      await world.close();
    }
  });

  it('[CHK-7] a sink that does not answer is told, and the next round writes what it missed', async () => {
    let down = true;
    const world = await createCheckpointed((real) => ({
      ...real,
      append: (...line) => (down ? Promise.reject(new Error('down')) : real.append(...line)),
    }));
    try {
      await world.append('session:1', 1);
      await world.checkpoints.take();
      assert.match(String(world.faults), /down/);
      down = false;
      await world.checkpoints.take();
      const verdict = await verifyExport(world.lines(), readPublicKey(world.publicKey), [world.signed()]);
      assert.deepEqual([verdict.ok, verdict.uncoveredEntries], [true, 0]);
    } finally {
      await world.close();
    }
  });

  it('[CHK-13] a database that is older than its sink is not signed for', async () => {
    const older = await createCheckpointed();
    const world = await createCheckpointed((real) => ({ ...real, read: () => older.sink.read('lmt') }));
    try {
      for (const stream of ['session:1', 'session:2']) await older.append(stream, 1);
      await older.checkpoints.take();
      await world.append('session:1', 1);
      await world.checkpoints.take();
      assert.match(String(world.faults), /older than the newest checkpoint of lmt/);
      assert.throws(() => world.signed(), /ENOENT/);
    } finally {
      await world.close();
      await older.close();
    }
  });
});
