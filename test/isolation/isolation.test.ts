import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Harness } from '../support/harness.ts';
import { mountedOn } from './discover.ts';
import { judge, playRoutes } from './play.ts';
import { type Stage, setStage } from './stage.ts';
import { ROUTES } from './table.ts';
import { startWorld } from './world.ts';

describe('the isolation matrix', function () {
  this.timeout(120_000);
  let harness: Harness;
  let stage: Stage;
  before(async () => {
    harness = await startWorld();
    stage = await setStage(harness);
  });
  after(() => harness.dispose());

  it('[ISO-1] has a line for each route of the application, and for no other', () => {
    assert.deepEqual(mountedOn(harness.app).routes, Object.keys(ROUTES).sort());
  });

  it('[ISO-3] answers each role in each state as the table says', async () => {
    const { allows, refusals, leaks } = judge(await playRoutes(stage, Object.keys(ROUTES)));
    assert.deepEqual({ allows, refusals, leaks }, { allows: [], refusals: [], leaks: [] });
  });
});
