/** The auditor's morning: take what was drawn, open it with a second person, record a finding, see it followed up. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { en as english, lv as text } from '../../agent-console/review/queue/text.ts';
import { en } from '../../agent-console/review/text.en.ts';
import { lv } from '../../agent-console/review/text.lv.ts';
import { mustBeAccessible, sideways } from '../support/axe.ts';
import { createVisitor, json, playToMatch, signIn } from '../support/call.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { until } from '../support/pages/wait.ts';

/** Where screenshots go, when they are wanted. */
const SHOTS = process.env.REVIEW_SHOTS;

describe('the auditor’s morning', function () {
  this.timeout(180_000);
  let house: House;
  before(async () => {
    house = await openHouse();
    const call = await playToMatch(house.address, undefined, { matter: 'the light is red' });
    await call.agent.must({ type: 'EndSession' });
    call.close();
    // A day on, in steps: scored, closed, covered by a checkpoint, drawn.
    const visitor = createVisitor(house.address);
    await until(
      'the day is drawn',
      async () => {
        const advanced = await visitor.post('/demo/api/advance', { step: 'day' });
        assert.equal(advanced.status, 200, await advanced.text());
        const { visitor: ilze } = await signIn(house.address, 'ilze@lmt');
        const { items } = await json<{ items: unknown[] }>(await ilze.get('/api/review/queue?state=open'));
        return items.length > 0;
      },
      60_000,
    );
  });
  after(() => house?.close());

  async function look(page: Page, name: string): Promise<void> {
    await mustBeAccessible(page, name);
    assert.deepEqual(await sideways(page), [], name);
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

  const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

  it('[REV-47] takes, opens with a second person, records, and sees it followed up by another', async () => {
    const ilze = await house.agent('lv', { reducedMotion: 'reduce' });
    const liga = await house.agent('en', { reducedMotion: 'reduce' });
    const { page } = ilze;
    await ilze.signIn('ilze@lmt');
    await page.getByRole('link', { name: lv.nav.queue, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: text.title }).waitFor();
    const row = page.getByRole('row').nth(1);
    await row.getByText(text.why.chance).waitFor();
    await page.getByText(text.rules).click();
    await page.getByText(text.because.refusals).first().waitFor();
    await look(page, 'queue');

    await row.getByRole('link').click();
    await page.getByText(text.byChance).waitFor();
    await button(page, text.take).click();
    await page.getByText(text.takenByYou).waitFor();
    await look(page, 'queue-item');

    await page.getByRole('link', { name: text.look, exact: true }).click();
    await button(page, lv.opening.ask).click();
    const dialog = page.getByRole('dialog');
    assert.ok(await dialog.getByLabel(lv.purposes['compliance-review']).isChecked());
    const reference = await dialog.getByLabel(lv.opening.case).inputValue();
    assert.match(reference, /^REVĪZIJA \d{4}-\d\d-\d\d \w{6}$/);
    await dialog.getByLabel(lv.opening.reason).fill('izlases revīzija');
    await button(dialog, lv.opening.send).click();
    await page.getByText(lv.opening.waits).waitFor();
    await liga.signIn('liga@lmt');
    const waiting = liga.page.getByRole('region', { name: en.waiting.title });
    await waiting.getByText(reference).waitFor();
    await button(waiting, en.waiting.approve).click();
    await button(page, lv.opening.open).click();
    await page.getByText('the light is red').first().waitFor();

    await page.goBack();
    await button(page, text.record).click();
    await page.getByLabel(text.severity).selectOption('minor');
    await page.getByLabel(text.category).selectOption('guidance');
    await page.getByLabel(text.followUp).selectOption({ label: 'Anna Bērziņa' });
    await page.getByLabel(text.due, { exact: true }).fill('2099-01-31');
    await page.getByLabel(text.text).fill('Ieteikts izslēgt rūteri, lai gan tas nebija vajadzīgs');
    await look(page, 'finding-form');
    await button(page, text.send).click();
    await page.getByText('Ieteikts izslēgt rūteri').waitFor();
    await look(page, 'finding');

    await liga.page.getByRole('link', { name: en.nav.queue, exact: true }).click();
    await liga.page.getByText(english.none.open).waitFor();
    await liga.page.getByRole('link', { name: english.tabs.findings, exact: true }).click();
    await liga.page.getByRole('cell', { name: 'Anna Bērziņa' }).waitFor();
    await look(liga.page, 'follow-ups');
    await liga.page.getByRole('link', { name: english.severities.minor, exact: true }).click();
    await liga.page.getByLabel(english.note).fill('The guide was corrected');
    await button(liga.page, english.done).click();
    await liga.page.getByText('The guide was corrected').waitFor();
    await look(liga.page, 'followed-up');

    await liga.page.getByRole('link', { name: english.back }).click();
    await liga.page.getByRole('link', { name: english.tabs.draws, exact: true }).click();
    await button(liga.page, english.prove).first().click();
    await liga.page.getByText(english.same.sample).waitFor();
    assert.equal(await liga.page.getByText(english.yes, { exact: true }).count(), 4);
    await look(liga.page, 'draw-again');

    await page.getByRole('link', { name: lv.nav.log, exact: true }).click();
    for (const event of ['AuditDrawn', 'AuditTaken', 'FindingRecorded', 'FollowUpDone'] as const) {
      await page.getByRole('cell', { name: lv.log[event], exact: true }).first().waitFor();
    }
    assert.doesNotMatch(await page.locator('main').innerText(), /rūteri|guide was corrected/);
  });
});
