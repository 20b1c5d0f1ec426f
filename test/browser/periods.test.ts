/** The two-person change of retention periods, in two browsers, with a server that dies right after the approval. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { periodTexts } from '../../agent-console/review/periods/text.ts';
import { en as english } from '../../agent-console/review/text.en.ts';
import { lv as latvian } from '../../agent-console/review/text.lv.ts';
import type { PeriodsView } from '../../protocol/periods.ts';
import type { ReviewPage, ReviewSession } from '../../protocol/review.ts';
import { mustBeAccessible, sideways } from '../support/axe.ts';
import { json, playToMatch, signIn } from '../support/call.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { jpeg } from '../support/pictures.ts';

/** Where screenshots go, when they are wanted. */
const SHOTS = process.env.REVIEW_SHOTS;
const { lv, en } = periodTexts;

describe('a change of retention periods', function () {
  this.timeout(120_000);
  let house: House;
  before(async () => {
    house = await openHouse();
    const call = await playToMatch(house.address);
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    const sent = await call.callerVisitor.upload(
      '/api/caller/photos/photo-0001',
      await jpeg(640, 480),
      headers,
    );
    await json(sent, 201);
    await call.agent.must({ type: 'EndSession' });
    call.close();
  });
  after(() => house?.close());

  async function look(page: Page, name: string): Promise<void> {
    await mustBeAccessible(page, name);
    assert.deepEqual(await sideways(page), []);
    if (!SHOTS) return;
    await mkdir(SHOTS, { recursive: true });
    const size = page.viewportSize();
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    if (size) await page.setViewportSize(size);
  }
  const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

  it('[REV-50] is worked out, proposed, looked at by another, approved, and carried out by a server that was killed meanwhile', async () => {
    const ilze = await house.agent('lv', { reducedMotion: 'reduce' });
    const liga = await house.agent('en', { reducedMotion: 'reduce' });
    const { page } = ilze;
    await ilze.signIn('ilze@lmt');
    await page.getByRole('link', { name: latvian.nav.periods, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: lv.title }).waitFor();
    await page.getByText(lv.none).waitFor();
    await look(page, 'periods');

    await button(page, lv.propose).click();
    const hours = page.getByLabel(`${lv.what.photos}: ${lv.count}`);
    await hours.fill('900');
    await button(page, lv.simulate).click();
    await page
      .getByRole('alert')
      .getByText(/politikas tabula/)
      .waitFor();
    await hours.fill('1');
    await button(page, lv.simulate).click();
    const row = (within: Page | Locator, what: string) => within.getByRole('row').filter({ hasText: what });
    const counts = row(page.getByRole('region', { name: lv.effects }), lv.what.photos);
    await counts.waitFor();
    assert.deepEqual(await counts.getByRole('cell').allInnerTexts(), ['0', '0', '1', '0', '0']);
    await page.getByLabel(lv.reason, { exact: true }).fill('one hour is enough');
    await look(page, 'periods-propose');
    await button(page, lv.save).click();
    await page.getByText(lv.ownProposal).waitFor();
    await look(page, 'periods-own');

    await liga.signIn('liga@lmt');
    const waiting = liga.page.getByRole('region', { name: english.waiting.title });
    await waiting.getByText('one hour is enough').waitFor();
    await button(waiting, english.waiting.lookPeriods).click();
    const proposal = liga.page.getByRole('region', { name: en.proposal, exact: true });
    await proposal.getByRole('region', { name: en.effects }).waitFor();
    await look(liga.page, 'periods-approve');
    await button(proposal, en.approve).click();
    await liga.page.getByRole('heading', { name: `${en.current}: ${en.version(2)}` }).waitFor();
    await house.killAndRestart();

    await page.getByRole('heading', { name: `${lv.current}: ${lv.version(2)}` }).waitFor();
    await page.getByText(/Ilze Liepiņa.*one hour is enough/).waitFor();
    await look(page, 'periods-changed');
    await redated();
    await page.getByRole('link', { name: latvian.nav.log, exact: true }).click();
    for (const event of ['PeriodsProposed', 'PeriodsChanged'] as const) {
      await page.getByRole('cell', { name: latvian.log[event], exact: true }).first().waitFor();
    }
  });

  /** The restarted server has dated the session anew: an hour from its end. */
  async function redated(): Promise<void> {
    const { visitor } = await signIn(house.address, 'ilze@lmt');
    const get = async <T>(path: string) => json<T>(await visitor.get(path));
    while ((await get<PeriodsView>('/api/review/periods')).redating) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { rows } = await get<ReviewPage>('/api/review/sessions');
    const { retention, endedAt } = await get<ReviewSession>(`/api/review/sessions/${rows[0]?.session}`);
    const [photos] = retention;
    assert.deepEqual([photos?.version, (photos?.due ?? 0) - (endedAt ?? 0)], [2, 3_600_000]);
  }
});
