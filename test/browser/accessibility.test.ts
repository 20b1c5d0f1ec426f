/** axe on every screen and state of both faces, and what axe cannot see: narrow screens, large text, keyboards. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { mustBeAccessible, sideways, violations } from '../support/axe.ts';
import { tourCaller } from '../support/pages/caller-tour.ts';
import { tourConsole } from '../support/pages/console-tour.ts';
import { type House, openHouse } from '../support/pages/house.ts';

describe('accessibility', function () {
  this.timeout(120_000);
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  it('axe finds what is wrong, with the page’s own content security policy in force', async () => {
    const caller = await house.caller('lv');
    await caller.page.goto(`${house.address}/k`);
    await caller.code.shown();
    const ran = await caller.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true';
      document.head.append(script);
      return 'ranInline' in window;
    });
    assert.equal(ran, false);
    assert.deepEqual(await violations(caller.page), []);
    // Planted faults: a button without a name, text that is too pale, something too wide.
    await caller.page.evaluate(() => {
      const main = document.querySelector('main');
      main?.append(document.createElement('button'), 'pale');
      if (main)
        Object.assign(main.style, { color: '#999', background: '#fff', width: '150vw', maxWidth: 'none' });
    });
    const rules = (await violations(caller.page)).map((violation) => violation.split(' ')[0]);
    assert.ok(rules.includes('button-name') && rules.includes('color-contrast'), rules.join());
    assert.notDeepEqual(await sideways(caller.page), []);
  });

  it('[CAL-20] every screen of the caller’s page', async () => {
    const seen = await collect(
      (look) => tourCaller(house, 'lv', look),
      async (page, name) => {
        await mustBeAccessible(page, name);
        await mustFit(page, name);
      },
    );
    assert.ok(seen.length > 40, `${seen.length} screens`);
  });

  for (const language of ['ru', 'en'] as const) {
    it(`[CAL-20] every screen of the caller’s page fits in ${language}`, async () => {
      await collect((look) => tourCaller(house, language, look), mustFit);
    });
  }

  it('[AGT-13] every screen of the console', async () => {
    const seen = await collect((look) => tourConsole(house, 'lv', look), mustBeAccessible);
    assert.ok(seen.length > 30, `${seen.length} screens`);
  });
});

/** Looks at every screen of a tour and goes on after a failure, so that one run tells all. */
async function collect(
  tour: (look: (name: string, page: Page) => Promise<void>) => Promise<void>,
  check: (page: Page, name: string) => Promise<void>,
): Promise<readonly string[]> {
  const seen: string[] = [];
  const wrong: string[] = [];
  await tour(async (name, page) => {
    seen.push(name);
    await check(page, name).catch((error: Error) => wrong.push(error.message));
  });
  if (wrong.length > 0) assert.fail(wrong.join('\n'));
  return seen;
}

/** WCAG 1.4.10 and 1.4.4: nothing to scroll sideways at 320 px, nor with text twice as large on a phone. */
async function mustFit(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 568 });
  const narrow = await sideways(page);
  await page.setViewportSize({ width: 390, height: 844 });
  const setText = (size: string) =>
    page.evaluate((wanted) => {
      document.documentElement.style.fontSize = wanted;
    }, size);
  await setText('200%');
  const large = await sideways(page);
  await setText('');
  if (before) await page.setViewportSize(before);
  const told = [
    ...narrow.map((what) => `at 320 px, ${what}`),
    ...large.map((what) => `with large text, ${what}`),
  ];
  if (told.length > 0) assert.fail(`${name}: ${told.join('; ')}`);
}
