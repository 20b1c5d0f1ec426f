import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Certificate } from '../../protocol/controller-events.ts';
import type { AfterCallView } from '../../protocol/http.ts';
import { StoreError } from '../../server/ports.ts';
import { json, type PlayedCall, playToMatch } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, type Replacements, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { controllerEvents } from './support.ts';

/**
 * What reaches the key store, the object store and the journal, counted. From the step that it breaks at, nothing
 * gets through until it is mended: what a kill there would have left is what stands.
 */
function createFuse() {
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
      destroy: async (ids) => {
        pass();
        await real.destroy(ids);
        pass();
      },
    }),
    objects: (real) => ({
      put: (key, body) => real.put(key, body),
      get: (key, range) => real.get(key, range),
      list: (prefix) => real.list(prefix),
      check: () => real.check(),
      hold: (key, held) => real.hold(key, held),
      delete: async (key) => {
        pass();
        await real.delete(key);
        pass();
      },
    }),
    journal: (real) => ({
      stream: (id) => real.stream(id),
      entries: (stream, after) => real.entries(stream, after),
      append: async (appends) => {
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
    mend() {
      left = Number.POSITIVE_INFINITY;
    },
    blown: () => left < 0,
  };
}

describe('certificates', () => {
  let harness: Harness;
  afterEach(() => harness.dispose());

  async function play(replacements: Replacements = {}): Promise<PlayedCall> {
    harness = await startHarness(replacements);
    return playPhotos(['photo-0001', 'photo-0002']);
  }

  async function playPhotos(photos: readonly string[]): Promise<PlayedCall> {
    const call = await playToMatch(harness.address);
    for (const photo of photos) {
      const view = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
      const headers = { 'x-confirmed': view.reminder };
      await call.callerVisitor.upload(`/api/caller/photos/${photo}`, await jpeg(400, 300), headers);
    }
    return call;
  }

  async function end(call: PlayedCall): Promise<void> {
    await call.agent.must({ type: 'EndSession' });
    await json<AfterCallView>(await call.callerVisitor.post('/api/caller/after', {}));
    call.close();
  }

  async function certificates(): Promise<(Certificate & { at: number; by: string })[]> {
    return (await controllerEvents(harness)).flatMap(({ event, at, by }) => {
      if (event.type !== 'ErasureCertified') return [];
      const { type: _, ...certificate } = event;
      return [{ ...certificate, at, by }];
    });
  }

  it('[RET-10] say what is gone, by which rule, what remains, and when no backup can open it', async () => {
    const call = await play();
    const { session } = call;
    await call.caller.must({ type: 'TakeBackPhoto', photo: 'photo-0001' });
    const start = harness.clock.now();
    await end(call);
    await harness.clock.pass(24 * HOUR);
    await harness.clock.pass(89 * DAY);
    await harness.clock.pass(1096 * DAY);
    const certified = (at: number, about: object) => ({
      session,
      ...about,
      at,
      by: 'system',
      backupsUnreadableFrom: at + 7 * DAY,
    });
    // 20 November 2026 and three years: the years between have 1096 days.
    const skeletonDue = start + 1096 * DAY;
    const photo = { what: 'photo', keysDestroyed: 1, objectsDeleted: 2 };
    assert.deepEqual(await certificates(), [
      certified(start, { ...photo, photo: 'photo-0001', rule: 'taken-back', remains: { what: 'content' } }),
      certified(start + DAY, {
        ...photo,
        photo: 'photo-0002',
        rule: 'photo-retention',
        remains: { what: 'content', until: start + 90 * DAY },
      }),
      certified(start + 90 * DAY, {
        what: 'content',
        rule: 'content-retention',
        keysDestroyed: 2,
        objectsDeleted: 0,
        remains: { what: 'skeleton', until: skeletonDue },
      }),
      certified(start + 1186 * DAY, {
        what: 'skeleton',
        rule: 'skeleton-retention',
        keysDestroyed: 0,
        objectsDeleted: 0,
      }),
    ]);
  });

  it('[RET-10] the caller’s own erasure after the call ends with one for each photo', async () => {
    const call = await play();
    await end(call);
    await json<AfterCallView>(await call.callerVisitor.post('/api/caller/after/erase', {}));
    const told = (await certificates()).map(({ photo, rule }) => `${photo} ${rule}`);
    assert.deepEqual(told, ['photo-0001 caller-erased', 'photo-0002 caller-erased']);
  });

  it('[RET-11] exactly one, wherever the server is cut short and goes on', async () => {
    const fuse = createFuse();
    harness = await startHarness(fuse.replacements);
    // Every place between two steps, until one run comes through with the fuse whole.
    for (let steps = 0, done = false; !done; steps += 1) {
      const call = await playPhotos(['photo-0001']);
      await end(call);
      fuse.blowAfter(steps);
      await harness.clock.pass(24 * HOUR);
      await harness.clock.pass(89 * DAY);
      done = !fuse.blown();
      fuse.mend();
      for (let tick = 0; tick < 2; tick += 1) await harness.clock.pass(MINUTE);
      const told = (await certificates())
        .filter(({ session }) => session === call.session)
        .map((one) => [one.what, one.rule, one.keysDestroyed, one.objectsDeleted].join(' '));
      const photo = `photo ${told[0]?.split(' ')[1]} 1 2`;
      assert.deepEqual(told, [photo, 'content content-retention 2 0'], `cut short after ${steps} steps`);
      assert.match(photo, /photo-retention|content-retention/);
      assert.deepEqual(await harness.database.selectFrom('erasure').selectAll().execute(), []);
      assert.ok(steps < 40, 'the fuse blows for ever');
      if (done) assert.ok(steps > 9, 'every step was tried');
    }
  });

  it('[RET-11] a photo taken back by a command that was cut short is certified by the next sweep', async () => {
    const fuse = createFuse();
    harness = await startHarness(fuse.replacements);
    for (let steps = 1, done = false; !done; steps += 1) {
      const call = await playPhotos(['photo-0001']);
      fuse.blowAfter(steps);
      await call.caller.send({ type: 'TakeBackPhoto', photo: 'photo-0001' });
      done = !fuse.blown();
      fuse.mend();
      call.close();
      await harness.clock.pass(MINUTE);
      const told = (await certificates()).filter(({ session }) => session === call.session);
      assert.deepEqual(
        told.map(({ photo, rule }) => `${photo} ${rule}`),
        ['photo-0001 taken-back'],
        `cut short after ${steps} steps`,
      );
      assert.ok(steps < 30, 'the fuse blows for ever');
      if (done) assert.ok(steps > 5, 'every step was tried');
    }
  });
});
