import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoClock } from '../../server/adapters/demo-clock.ts';

describe("the demo's clock", () => {
  const wall = { time: 1_000_000, now: () => wall.time };
  const monotonic = { now: () => 700 };
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zvana-clock-'));
    file = join(folder, 'demo-clock.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('[CFG-50] is the wall clock until time is moved on, and goes on from there', async () => {
    const clock = createDemoClock(file, wall, monotonic);
    assert.equal(clock.now(), 1_000_000);
    await clock.advance(5000);
    await clock.advance(1000);
    wall.time += 1;
    assert.equal(clock.now(), 1_006_001);
  });

  it('[RET-14] moves the monotonic clock on with it, so that the sweep goes on', async () => {
    await createDemoClock(file, wall, monotonic).advance(5000);
    const clock = createDemoClock(file, wall, monotonic);
    assert.equal(clock.monotonic.now(), 700);
    await clock.advance(1000);
    assert.equal(clock.monotonic.now(), 1700);
  });

  it('[CFG-50] is as far ahead after a restart', async () => {
    await createDemoClock(file, wall, monotonic).advance(5000);
    assert.equal(createDemoClock(file, wall, monotonic).now(), wall.time + 5000);
  });

  it('[CFG-50] tells those who wait, with the new time, before it is done', async () => {
    const clock = createDemoClock(file, wall, monotonic);
    const told: number[] = [];
    clock.onAdvance(async () => {
      await null;
      told.push(clock.now());
    });
    await clock.advance(5000);
    assert.deepEqual(told, [wall.time + 5000]);
  });

  it('[CFG-50] never goes back, and refuses a file that says so', async () => {
    await assert.rejects(createDemoClock(file, wall, monotonic).advance(-1), RangeError);
    writeFileSync(file, '{"offset":-5}');
    assert.throws(() => createDemoClock(file, wall, monotonic), /demo-clock\.json/);
  });
});
