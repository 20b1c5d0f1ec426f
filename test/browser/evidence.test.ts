/** The reviewer's pages of evidence and breaches: verify, take a proof, count who is affected, and hold to two clocks. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { breachTexts } from '../../agent-console/review/breach/text.ts';
import { healthTexts } from '../../agent-console/review/health/text.ts';
import { mustBeAccessible, sideways } from '../support/axe.ts';
import { type PlayedCall, playToMatch } from '../support/call.ts';
import { type House, openHouse } from '../support/pages/house.ts';

/** Where screenshots go, when they are wanted. */
const SHOTS = process.env.REVIEW_SHOTS;

describe('evidence and breaches in the console', function () {
  this.timeout(120_000);
  let house: House;
  let call: PlayedCall;
  before(async () => {
    house = await openHouse();
    call = await playToMatch(house.address);
    await call.agent.must({ type: 'EndSession' });
    call.close();
    // A minute on everything is under a checkpoint.
    await call.agentVisitor.post('/demo/api/advance', { step: 'hour' });
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
    it(`[REV-60] verifies the ledger and takes a proof away, in ${language}`, async () => {
      const text = healthTexts[language];
      const ilze = await house.agent(language, { reducedMotion: 'reduce' });
      const { page } = ilze;
      await ilze.signIn('ilze@lmt');
      await page.goto(`${house.address}/agent/review/health`);
      await page.getByRole('button', { name: text.verify, exact: true }).click();
      await page.getByText(text.states.healthy, { exact: true }).first().waitFor();
      await look(page, `health-${language}`);
      await page.getByLabel(text.session).fill(call.session);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: text.download, exact: true }).first().click(),
      ]);
      const proof = JSON.parse(await readFile(await download.path(), 'utf8'));
      assert.equal(proof.format, 'zvana-proof/1');
      await page.context().close();
    });

    it(`[BRE-7] counts, registers, and holds to both clocks, in ${language}`, async () => {
      const text = breachTexts[language];
      const ilze = await house.agent(language, { reducedMotion: 'reduce' });
      const { page } = ilze;
      await ilze.signIn('ilze@lmt');
      await page.goto(`${house.address}/agent/review/breach`);
      await page.getByLabel(text.kind).selectOption('controller-key');
      await page.getByRole('textbox', { name: `${text.until} (${text.zone})` }).fill('2099-01-01T00:00');
      await page.getByRole('button', { name: text.count, exact: true }).click();
      await page.getByText(text.figures.sessions, { exact: true }).first().waitFor();
      await page.getByRole('button', { name: text.open, exact: true }).click();
      await page.getByLabel(text.facts).fill(`a laptop was stolen (${language})`);
      await page.getByRole('button', { name: text.open, exact: true }).last().click();
      const entry = page.getByRole('article').filter({ hasText: `a laptop was stolen (${language})` });
      await entry.getByText(text.clocks.gdpr, { exact: true }).waitFor();
      await entry.getByText(text.clocks.telecoms, { exact: true }).waitFor();
      await look(page, `breach-${language}`);
      const told = entry.getByRole('form', { name: text.authority });
      await told.getByLabel(text.authorityNote).fill('DVI-2026/1');
      await told.getByRole('button', { name: text.save }).click();
      await entry.getByText(text.inTime).first().waitFor();
      const decided = entry.getByRole('form', { name: text.subjects });
      await decided.getByLabel(text.decision).selectOption('a');
      await decided.getByLabel(text.subjectsNote).fill('the disk was encrypted');
      await decided.getByRole('button', { name: text.save }).click();
      await entry.getByLabel(text.closeNote).fill('disks are checked');
      await entry.getByRole('button', { name: text.close, exact: true }).click();
      await entry.getByText('disks are checked').waitFor();
      await page.context().close();
    });
  }
});
