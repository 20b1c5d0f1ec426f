/** The reviewer's day: find, justify, a second person's yes in another browser, replay, hold, and the log of it all. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { certificateTexts, ruleTexts } from '../../agent-console/review/certificate/text.ts';
import { recordTexts } from '../../agent-console/review/record/text.ts';
import { en } from '../../agent-console/review/text.en.ts';
import { lv } from '../../agent-console/review/text.lv.ts';
import { mustBeAccessible, sideways } from '../support/axe.ts';
import { json, type PlayedCall, playToMatch } from '../support/call.ts';
import { writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { jpeg } from '../support/pictures.ts';

/** Where screenshots go, when they are wanted. */
const SHOTS = process.env.REVIEW_SHOTS;

describe('the reviewer’s day', function () {
  this.timeout(120_000);
  let house: House;
  let call: PlayedCall;
  before(async () => {
    house = await openHouse();
    call = await playToMatch(house.address, undefined, { matter: 'the light is red' });
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    await json(
      await call.callerVisitor.upload('/api/caller/photos/photo-0001', await jpeg(640, 480), headers),
      201,
    );
    await call.agent.must({ type: 'ShowNote', text: 'Turn it off and on' });
    await call.agent.must({ type: 'ShowGuide', guide: 'router-restart', step: 0, turning: 'agent' });
    await call.agent.must({ type: 'EndSession' });
    call.close();
  });
  after(() => house?.close());

  async function look(page: Page, name: string): Promise<void> {
    await mustBeAccessible(page, name);
    if (!SHOTS) return;
    await mkdir(SHOTS, { recursive: true });
    for (const width of [1440, 1024]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

  it('[REV-30] finds, justifies, is let in by a second person, replays, holds, and reads it in the log', async () => {
    const ilze = await house.agent('lv', { reducedMotion: 'reduce' });
    const liga = await house.agent('en', { reducedMotion: 'reduce' });
    const { page } = ilze;

    await ilze.signIn('ilze@lmt');
    await page.getByRole('heading', { level: 1, name: lv.nav.sessions }).waitFor();
    await page.getByLabel(lv.filter.category).selectOption('sim');
    await page.getByText(lv.nothing).waitFor();
    await page.getByLabel(lv.filter.category).selectOption('wifi');
    const row = page.getByRole('row').nth(1);
    await row.getByText(lv.reasons['agent-ended']).waitFor();
    await look(page, 'sessions');
    assert.deepEqual(await sideways(page), []);
    await row.getByRole('link').click();

    await page.getByRole('listitem').getByText(lv.events.TermsAccepted).waitFor();
    await button(page, lv.session.proof).click();
    await page.getByText(lv.session.proofGood).waitFor();
    await look(page, 'session');
    const text = await page.locator('main').innerText();
    for (const secret of ['the light is red', 'Turn it off and on', call.number]) {
      assert.ok(!text.includes(secret), secret);
    }

    await button(page, lv.opening.ask).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(lv.opening.case).fill('DVI-2026/17');
    await dialog.getByLabel(lv.opening.reason).fill('a complaint about this call');
    await look(page, 'ask');
    await button(dialog, lv.opening.send).click();
    await page.getByText(lv.opening.waits).waitFor();
    assert.equal(await button(page, lv.opening.open).count(), 0);

    await liga.signIn('liga@lmt');
    const waiting = liga.page.getByRole('region', { name: en.waiting.title });
    await waiting.getByText('DVI-2026/17').waitFor();
    await look(liga.page, 'waiting');
    await button(waiting, en.waiting.approve).click();
    await waiting.waitFor({ state: 'detached' });

    await button(page, lv.opening.open).click();
    const caller = page.getByRole('region', { name: lv.replay.caller });
    const agent = page.getByRole('region', { name: lv.replay.agent });
    await caller.getByText(lv.replay.ended).waitFor();
    await agent.getByText('the light is red').waitFor();
    await agent.getByRole('img', { name: lv.replay.photo(1) }).waitFor();
    const guide = await writtenGuide('router-restart');
    await button(page, lv.replay.back).click();
    await caller.getByText(guide.steps[0]?.text.lv ?? assert.fail(), { exact: true }).waitFor();
    await look(page, 'replay');
    await button(page, lv.replay.back).click();
    await caller.getByText('Turn it off and on').waitFor();
    const marks = page.locator('.watermark [data-mark*="Ilze Liepiņa"]');
    assert.equal(await marks.count(), 80);
    await page.getByLabel(lv.replay.position, { exact: true }).fill('1');
    await caller.getByText(lv.replay.before).waitFor();

    await button(page, lv.holds.set).click();
    await page.getByLabel(lv.holds.reason).fill('the wrong call');
    await button(page, lv.holds.send).click();
    await button(page, lv.holds.withdraw).click();
    await page.getByText(lv.holdStates.withdrawn, { exact: true }).waitFor();

    await button(page, lv.holds.set).click();
    await page.getByLabel(lv.holds.what).selectOption({ index: 1 });
    await page.getByLabel(lv.holds.reason).fill('a claim is expected');
    await look(page, 'hold on a photo');
    await button(page, lv.holds.send).click();
    await page.getByText(lv.holdStates.requested).waitFor();
    await button(waiting, en.waiting.approve).click();
    await page.getByText(lv.holdStates['in-force'], { exact: true }).waitFor();

    await page.getByRole('link', { name: lv.nav.log, exact: true }).click();
    for (const event of ['AccessRequested', 'AccessApproved', 'ContentViewed', 'HoldApproved'] as const) {
      await page.getByRole('cell', { name: lv.log[event], exact: true }).first().waitFor();
    }
    await look(page, 'log');
    await page.getByLabel(lv.logPage.type, { exact: true }).selectOption('HoldApproved');
    const held = page.getByRole('row').nth(1);
    await held.getByRole('cell', { name: lv.log.HoldApproved, exact: true }).waitFor();
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    await held.getByRole('rowheader').getByRole('link').click();
    await page.getByText(lv.logPage.proofGood).waitFor();
    await look(page, 'entry');
    await page.getByRole('link', { name: lv.nav.summary, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: lv.summary.title }).waitFor();
    await button(page, lv.summary.last(7)).click();
    await page.getByRole('row').nth(8).waitFor({ state: 'detached' });
    await look(page, 'summary');
    await page.getByRole('row').nth(1).getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: lv.nav.sessions }).waitFor();
    await page.getByRole('row').nth(1).getByText(lv.reasons['agent-ended']).waitFor();
    await page.getByRole('link', { name: lv.nav.holds, exact: true }).click();
    const claim = page.getByRole('listitem').filter({ hasText: 'a claim is expected' });
    await claim.getByText(lv.holds.photo).waitFor();
    await look(page, 'holds');
  });

  it('[REV-32] an erasure has a certificate at an address of its own, in plain words and with its proof', async () => {
    const gone = await playToMatch(house.address);
    const { reminder } = await json<{ reminder: string }>(await gone.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    const photo = await jpeg(640, 480);
    await json(await gone.callerVisitor.upload('/api/caller/photos/photo-0002', photo, headers), 201);
    await gone.agent.must({ type: 'EndSession' });
    gone.close();
    for (let hour = 0; hour < 26; hour += 1) {
      await gone.agentVisitor.post('/demo/api/advance', { step: 'hour' });
    }
    const ilze = await house.agent('lv', { reducedMotion: 'reduce' });
    const { page } = ilze;
    await ilze.signIn('ilze@lmt');
    await page.goto(`${house.address}/agent/review/session/${gone.session}`);
    await page.getByRole('link', { name: certificateTexts.lv.link, exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: certificateTexts.lv.title }).waitFor();
    await page.getByText(certificateTexts.lv.kinds.photo, { exact: true }).waitFor();
    await page.getByText(ruleTexts.lv['photo-retention'], { exact: true }).waitFor();
    await page.getByText(lv.logPage.proofGood).waitFor();
    assert.match(new URL(page.url()).pathname, /^\/agent\/review\/certificate\/\d+$/);
    assert.deepEqual(await sideways(page), []);
    await look(page, 'certificate');
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('navigation', { name: lv.nav.label }).waitFor({ state: 'hidden' });
  });

  it('[REV-33] the record of processing is a page to read, with its version', async () => {
    const ilze = await house.agent('lv', { reducedMotion: 'reduce' });
    const { page } = ilze;
    await ilze.signIn('ilze@lmt');
    await page.getByRole('link', { name: lv.nav.record, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: recordTexts.lv.title }).waitFor();
    await page.getByText(/Redakcija [0-9a-f]{12}/).waitFor();
    await page.getByRole('heading', { name: 'legal-claim', exact: true }).waitFor();
    assert.deepEqual(await sideways(page), []);
    await look(page, 'record');
  });

  it('[REV-31] the agents’ console does not load the reviewer’s part', async () => {
    const anna = await house.agent('lv');
    const loaded: string[] = [];
    anna.page.on('request', (request) => loaded.push(request.url()));
    await anna.signIn('anna@lmt');
    await anna.newCall.shown();
    const scripts = loaded.filter((address) => /\.js$/.test(address));
    assert.equal(scripts.length, 1, scripts.join());
    await anna.page.goto(`${house.address}/agent/review`);
    await anna.newCall.shown();
  });
});
