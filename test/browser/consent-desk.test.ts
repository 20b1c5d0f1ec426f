/** An agent records a consent on a customer's word; a reviewer finds it, with receipt and proof. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { deskTexts } from '../../agent-console/consents/text.ts';
import { consentTexts } from '../../agent-console/review/consents/text.ts';
import { mustBeAccessible, sideways } from '../support/axe.ts';
import { type House, openHouse } from '../support/pages/house.ts';

/** Where screenshots go, when they are wanted. */
const SHOTS = process.env.REVIEW_SHOTS;
const NUMBERS = { lv: '26 900 001', en: '26 900 002' } as const;

describe('consents at the desk, in the console', function () {
  this.timeout(120_000);
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  async function look(page: Page, name: string): Promise<void> {
    await mustBeAccessible(page, name);
    assert.deepEqual(await sideways(page), []);
    if (!SHOTS) return;
    await mkdir(SHOTS, { recursive: true });
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  }

  for (const language of ['lv', 'en'] as const) {
    it(`[CON-80] [CON-81] recorded after it was read out, and found by the reviewer, in ${language}`, async () => {
      const desk = deskTexts[language];
      const anna = await house.agent(language, { reducedMotion: 'reduce' });
      const { page } = anna;
      await anna.signIn();
      await anna.button(desk.open).click();
      await page.getByLabel(desk.number, { exact: true }).fill(NUMBERS[language]);
      await page.getByLabel(desk.purpose, { exact: true }).selectOption('metadata');
      await page.getByRole('radio', { name: desk.given, exact: true }).check();
      await page.getByRole('radio', { name: desk.phone, exact: true }).check();
      const record = anna.button(desk.record);
      await page.getByRole('heading', { name: desk.text }).waitFor();
      assert.equal(await record.isDisabled(), true, 'nothing is recorded before it was read');
      await page.getByLabel(desk.reason, { exact: true }).fill('router');
      await page.getByRole('checkbox', { name: desk.read }).check();
      await look(page, `consent-desk-${language}`);
      await record.click();
      await page.getByText(desk.done, { exact: true }).waitFor();
      await page.context().close();

      const words = consentTexts[language];
      const ilze = await house.agent(language, { reducedMotion: 'reduce' });
      await ilze.signIn('ilze@lmt');
      await ilze.page.goto(`${house.address}/agent/review/consents`);
      await ilze.page.getByLabel(words.number, { exact: true }).fill(NUMBERS[language]);
      await ilze.button(words.find).click();
      await ilze.page.getByText(words.assurances['staff-recorded'], { exact: true }).waitFor();
      await look(ilze.page, `consents-${language}`);
      const [file] = await Promise.all([
        ilze.page.waitForEvent('download'),
        ilze.page.getByRole('link', { name: words.file, exact: true }).click(),
      ]);
      const receipt = JSON.parse(await readFile(await file.path(), 'utf8'));
      assert.equal(receipt['@type'], 'dpv:ConsentReceipt');
      await ilze.page.context().close();
    });
  }
});
