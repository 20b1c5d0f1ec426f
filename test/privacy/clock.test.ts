import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { monotonicClock } from '../../server/adapters/system-clock.ts';
import { createClockCheck } from '../../server/privacy/clock-check.ts';
import { json, type PlayedCall, playToMatch } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../support/harness.ts';
import { controllerEvents } from './support.ts';

describe('the clock check', () => {
  const clocks = { wall: 0, monotonic: 0 };
  let confirmed: number | undefined;
  const checkWith = (lastEntry: number | undefined) =>
    createClockCheck({
      takeConfirmation: async () => {
        const taken = confirmed;
        confirmed = undefined;
        return taken;
      },
      wall: { now: () => clocks.wall },
      monotonic: { now: () => clocks.monotonic },
      lastKnown: async () => lastEntry,
    });
  const set = (wall: number, monotonic: number) => Object.assign(clocks, { wall, monotonic });
  beforeEach(() => set(1_000_000_000, 50));

  it('[RET-12] allows five minutes between wall clock and monotonic clock, either way, and no more', async () => {
    const check = checkWith(undefined);
    assert.equal(await check(), undefined);
    for (const [ahead, why] of [
      [5 * MINUTE, undefined],
      [5 * MINUTE + 1, 'clock-jumped'],
      [-5 * MINUTE, undefined],
      [-5 * MINUTE - 1, 'clock-jumped'],
      [DAY, 'clock-jumped'],
      [-DAY, 'clock-jumped'],
      [0, undefined],
    ] as const) {
      set(1_000_000_000 + 3 * DAY + ahead, 50 + 3 * DAY);
      const trouble = await check();
      assert.equal(trouble?.why, why, `${ahead} ms`);
      if (why) assert.equal(trouble?.milliseconds, ahead);
    }
  });

  it('[RET-12] small steps in one direction add up', async () => {
    const check = checkWith(undefined);
    await check();
    const troubled: boolean[] = [];
    for (let step = 1; step <= 4; step += 1) {
      set(1_000_000_000 + step * (HOUR + 2 * MINUTE), 50 + step * HOUR);
      troubled.push((await check()) !== undefined);
    }
    assert.deepEqual(troubled, [false, false, true, true]);
  });

  it('[RET-41] an operator’s word sets it going again, for the time that it was given at and once', async () => {
    const check = checkWith(undefined);
    await check();
    set(1_000_000_000 + DAY, 51);
    confirmed = 1_000_000_000 + DAY - HOUR;
    assert.equal((await check())?.why, 'clock-jumped', 'said at another time');
    assert.equal(confirmed, undefined);
    assert.equal((await check())?.why, 'clock-jumped');
    confirmed = 1_000_000_000 + DAY;
    assert.equal(await check(), undefined);
    set(1_000_000_000 + DAY + HOUR, 51 + HOUR);
    assert.equal(await check(), undefined);
    set(1_000_000_000 + 3 * DAY, 52 + HOUR);
    assert.equal((await check())?.why, 'clock-jumped', 'the next jump is one again');
  });

  it('[RET-41] it also ends the waiting for a time that an entry was wrongly given', async () => {
    const check = checkWith(1_000_000_000 + 365 * DAY);
    assert.equal((await check())?.why, 'clock-behind-ledger');
    confirmed = 1_000_000_000;
    assert.equal(await check(), undefined);
    set(1_000_000_000 + HOUR, 50 + HOUR);
    assert.equal(await check(), undefined);
  });

  it('[RET-12] at the start the ledger tells of a clock that is behind, until that is put right', async () => {
    const check = checkWith(1_000_000_000 + DAY);
    assert.deepEqual(await check(), { why: 'clock-behind-ledger', milliseconds: -DAY });
    set(1_000_000_000 + DAY, 51);
    assert.equal(await check(), undefined);
  });
});

describe('the monotonic clock', () => {
  it('[RET-40] counts time in suspend: it is the machine’s time since it was started', function () {
    if (process.platform !== 'linux') this.skip();
    const booted = () => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
    const before = booted();
    const now = monotonicClock.now();
    assert.ok(before <= now && now <= booted(), String(now));
  });
});

describe('the sweep, while clocks disagree', () => {
  let harness: Harness;
  let call: PlayedCall;
  beforeEach(async () => {
    harness = await startHarness();
    call = await playToMatch(harness.address);
    await call.agent.must({ type: 'EndSession' });
    call.close();
    await harness.clock.pass(MINUTE);
  });
  afterEach(() => harness.dispose());

  const erased = async () => {
    const rows = harness.database.selectFrom('session').select('photos_erased_at');
    return (await rows.executeTakeFirstOrThrow()).photos_erased_at !== null;
  };
  const told = async (controller: string) =>
    (await controllerEvents(harness, controller))
      .map(({ event }) => event)
      .filter(({ type }) => type === 'SweepStopped' || type === 'SweepResumed');
  async function ready() {
    const response = await fetch(`${harness.address}/readyz`);
    const { checks } = await json<{ checks: Record<string, string> }>(response, response.status);
    return checks.clock;
  }

  it('[RET-12] a clock set a day ahead erases nothing; put right, it goes on in time', async () => {
    assert.equal(await ready(), 'ok');
    await harness.clock.jump(2 * DAY);
    await harness.clock.pass(HOUR);
    assert.deepEqual([await erased(), await ready()], [false, 'failed']);
    await harness.clock.jump(-2 * DAY);
    assert.deepEqual([await erased(), await ready()], [false, 'ok']);
    await harness.clock.pass(23 * HOUR);
    assert.equal(await erased(), true);
  });

  it('[RET-13] is told once in every controller’s log and the operator’s, as is its end', async () => {
    await harness.clock.jump(-DAY);
    await harness.clock.pass(MINUTE);
    await harness.clock.pass(MINUTE);
    const stopped = { type: 'SweepStopped', why: 'clock-jumped', milliseconds: -DAY };
    for (const controller of ['lmt', 'amigo']) assert.deepEqual(await told(controller), [stopped]);
    assert.deepEqual(harness.faults, [{ why: 'clock-jumped', milliseconds: -DAY }]);
    await harness.clock.jump(DAY);
    await harness.clock.pass(MINUTE);
    for (const controller of ['lmt', 'amigo']) {
      assert.deepEqual(await told(controller), [stopped, { type: 'SweepResumed' }]);
    }
  });
});
