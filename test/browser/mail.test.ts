/** The guides of a call in a real browser: asked for on the page after it, read in the demo's mailbox. */
import assert from 'node:assert/strict';
import { violations } from '../support/axe.ts';
import { writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { until } from '../support/pages/wait.ts';

describe('the guides by e-mail, in a browser', function () {
  this.timeout(60_000);
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  it('[EML-1] the caller types an address, is told of a wrong one, and finds the guide with its drawings', async () => {
    const guide = await writtenGuide('router-restart');
    const agent = await house.agent('en');
    const phone = await house.phone('lv');
    await phone.open();
    await agent.signIn();
    await agent.startCall({ number: '26 700 077' });
    const caller = await phone.tapLink();
    await caller.terms.shown();
    await caller.terms.accept();
    await caller.match.shown();
    await agent.typeDigits(await caller.match.digits());
    await agent.matched();
    await agent.showGuide(guide.titles.lv);
    await caller.guide.step(guide.steps[0]?.text.lv ?? '');
    await agent.end.click();
    await agent.endSolved.click();
    await caller.after.shown();

    await caller.mail.open.click();
    await caller.mail.address.fill('liene');
    await caller.mail.send.click();
    await caller.page.locator('#mail-wrong').waitFor();
    // The mistake is at the field, and so is the focus.
    assert.equal(await caller.mail.address.evaluate((field) => field === document.activeElement), true);
    assert.equal(await caller.mail.address.inputValue(), 'liene');
    await caller.mail.address.fill('liene@example.lv');
    await caller.mail.send.click();
    await caller.mail.sent.waitFor();

    const { page } = await house.caller('lv');
    await until('the mail is there', async () => {
      await page.goto(`${house.address}/demo/mail`);
      return (await page.locator('main li').count()) === 1;
    });
    assert.deepEqual(await violations(page), []);
    await page.locator('main a').first().click();
    await page.getByRole('heading', { name: guide.titles.lv }).waitFor();
    for (const picture of await page.locator('img').all()) {
      assert.ok(
        await picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 100),
      );
    }
    assert.equal(await page.locator('img').count(), guide.steps.length);
    if (process.env.SHOTS) {
      await page.screenshot({ path: `${process.env.SHOTS}/mail.png`, fullPage: true });
      await caller.page.screenshot({ path: `${process.env.SHOTS}/after-sent.png`, fullPage: true });
    }
  });
});
