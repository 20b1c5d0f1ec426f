/** axe on every screen and state of both faces, and what axe cannot see: narrow screens, large text, keyboards. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { mustBeAccessible, sideways, violations } from '../support/axe.ts';
import { DEMO_PASSWORD } from '../support/call.ts';
import { tourCaller } from '../support/pages/caller-tour.ts';
import { tourConsole } from '../support/pages/console-tour.ts';
import { writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { tourSubject } from '../support/pages/subject-tour.ts';
import { until } from '../support/pages/wait.ts';
import { jpeg } from '../support/pictures.ts';

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

  it('[SLF-22] every screen of the subject’s own page', async () => {
    const seen = await collect(
      (look) => tourSubject(house, 'lv', look),
      async (page, name) => {
        await mustBeAccessible(page, name);
        await mustFit(page, name);
      },
    );
    assert.ok(seen.length > 20, `${seen.length} screens`);
  });

  for (const language of ['ru', 'en'] as const) {
    it(`[SLF-22] every screen of the subject’s own page fits in ${language}`, async () => {
      await collect((look) => tourSubject(house, language, look), mustFit);
    });
  }

  it('[AGT-13] every screen of the console', async () => {
    const seen = await collect((look) => tourConsole(house, 'lv', look), mustBeAccessible);
    assert.ok(seen.length > 30, `${seen.length} screens`);
  });

  it('[AGT-10] a whole call by the keyboard alone', async () => {
    const agent = await house.agent('lv');
    const phone = await house.phone('lv');
    const guide = await writtenGuide('router-restart');
    const { keyboard } = agent.page;
    await phone.open();
    await agent.page.goto(`${house.address}/agent/`);
    await focused(agent.page, 'input[name=login]');
    await keyboard.type('anna@lmt');
    await keyboard.press('Tab');
    await keyboard.type(DEMO_PASSWORD);
    await keyboard.press('Enter');
    await focused(agent.page, 'input[name=number]');
    await keyboard.type('26900001');
    await keyboard.press('Enter');

    const caller = await phone.tapLink();
    await caller.terms.accept();
    const digits = await caller.match.digits();
    await focused(agent.page, '#digits');
    await keyboard.type(digits);
    await keyboard.press('Enter');
    await agent.matched();

    await keyboard.press('Alt+l');
    await focused(agent.page, 'input[type=search]');
    await keyboard.type(guide.titles.lv);
    await keyboard.press('ArrowDown');
    await focused(agent.page, '[data-guide]');
    await keyboard.press('Enter');
    await focused(agent.page, '.preview-show button');
    await keyboard.press('Enter');
    await caller.guide.step(guide.steps[0]?.text.lv ?? assert.fail());
    await agent.callerHas(1);
    await keyboard.press('Alt+k');
    await caller.guide.step(guide.steps[1]?.text.lv ?? assert.fail());
    await agent.callerHas(2);
    await keyboard.press('Alt+j');
    await caller.guide.step(guide.steps[0]?.text.lv ?? assert.fail());
    await agent.callerHas(1);
    await keyboard.press('Alt+v');
    await keyboard.press('ArrowRight');
    await caller.page.locator('.pointer').waitFor();

    await keyboard.press('Alt+i');
    await focused(agent.page, 'textarea');
    await keyboard.type('internet.lmt.lv');
    await keyboard.press('Control+Enter');
    await caller.note.shown();
    await keyboard.press('Alt+p');
    await focused(agent.page, '.pages button');
    await keyboard.press('Enter');
    await caller.card.shown();
    await keyboard.press('Alt+x');
    await caller.waiting.shown();

    await keyboard.press('Alt+r');
    await focused(agent.page, '.ask-body button');
    await keyboard.press('Enter');
    await caller.request.send.click();
    await caller.photo.sendQuickly(await jpeg(640, 480));
    await agent.thumb(1).getByRole('img').waitFor();
    await keyboard.press('Alt+o');
    await focused(agent.page, '.viewer');
    await keyboard.press('+');
    await until('it is larger', async () =>
      /scale\(1\.[1-9]|scale\([2-9]/.test((await agent.viewer.getAttribute('style')) ?? ''),
    );
    await keyboard.press('Escape');
    await agent.viewer.waitFor({ state: 'detached' });

    await keyboard.press('Alt+q');
    await agent.endSolved.waitFor();
    await keyboard.press('Enter');
    await agent.after.shown();
    await caller.after.shown();
    await agent.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await agent.after.copy.waitFor();
    await keyboard.press('Enter');
    await agent.after.copied.waitFor();
    await keyboard.press('Enter');
    await focused(agent.page, 'input[name=number]');
  });
});

/** Resolves when the keyboard is there: a person would look before typing, too. */
async function focused(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.matches(wanted) === true, selector);
}

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
