/** The self-service day: a code by SMS, offers by SMS and e-mail, one of them taken back, metadata, and the proof. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { freshNumber } from '../support/call.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { createSubjectPage } from '../support/pages/subject-page.ts';
import { codeTo, METADATA, OFFERS } from '../support/pages/subject-tour.ts';

describe('the self-service of consents', function () {
  this.timeout(120_000);
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  for (const language of ['lv', 'ru'] as const) {
    it(`[SLF-20] give, take one channel back, read the history, keep the receipts (${language})`, async () => {
      const number = freshNumber();
      const phone = await house.phone(language, { isMobile: false, acceptDownloads: true });
      await phone.open();
      const subject = createSubjectPage(await phone.page.context().newPage(), language);
      const { page, consents } = subject;
      const { m } = consents;
      await page.goto(`${house.address}/my/lmt`);
      await subject.askCode(number);
      await subject.enter(await codeTo(house, number));
      await subject.atHome();

      await consents.open();
      assert.equal(await subject.button(m.withdrawAll).count(), 0);
      await consents.card(OFFERS[language]).click();
      await subject.heading(OFFERS[language]).waitFor();
      assert.equal(await page.locator('input').count(), 0);
      await consents.give('sms').click();
      await subject.said.getByText(m.by.sms).waitFor();
      await consents.give('email').click();
      await subject.said.getByText(m.by.email).waitFor();
      const size = async (name: 'sms' | 'call') => {
        const one = name === 'sms' ? consents.withdraw('sms') : consents.give('call');
        const box = await one.boundingBox();
        return [box?.width, box?.height];
      };
      assert.deepEqual(await size('sms'), await size('call'));
      await consents.withdraw('sms').click();
      await consents.give('sms').waitFor();
      assert.equal(await consents.withdraw('email').count(), 1);

      await subject.button(m.back).click();
      await consents.card(OFFERS[language]).getByText(`${m.state['in-force']}: ${m.by.email}`).waitFor();
      await consents.card(METADATA[language]).click();
      await consents.give().click();
      await consents.withdraw().waitFor();
      await subject.button(m.back).click();

      await subject.button(m.history).click();
      await subject.heading(m.history).waitFor();
      const titles = await page.locator('li.card > b').allInnerTexts();
      assert.deepEqual(titles, [
        METADATA[language],
        `${OFFERS[language]}: ${m.by.sms}`,
        `${OFFERS[language]}: ${m.by.email}`,
        `${OFFERS[language]}: ${m.by.sms}`,
      ]);
      await page.locator('summary').first().click();
      await page.getByText(READ[language]).waitFor();

      const opened = page.context().waitForEvent('page');
      await page
        .getByRole('link', { name: new RegExp(`^${m.receipt}: `) })
        .first()
        .click();
      const receipt = await opened;
      await receipt.locator('h1').waitFor();
      assert.equal(await receipt.locator('html').getAttribute('lang'), language);
      assert.match(await receipt.locator('main').innerText(), new RegExp(METADATA[language]));
      await receipt.close();
      const file = await saved(() => page.locator('a[href$="/file"]').last().click());
      assert.match(file.name, /^receipt-[0-9a-f-]{36}\.jsonld$/);
      assert.match(file.text, /"dpv:ConsentGiven"/);
      const all = await saved(() => page.getByRole('link', { name: m.download }).click());
      assert.equal(JSON.parse(all.text).receipts.length, 4);

      await subject.button(m.back).click();
      await subject.button(m.withdrawAll).click();
      await subject.said.getByText(m.allWithdrawn).waitFor();
      assert.equal(await subject.button(m.withdrawAll).count(), 0);
      await page.reload();
      await subject.atHome();
      await consents.open();
      assert.equal(await page.locator('.state.given').count(), 0);
      await phone.page.context().close();

      async function saved(tap: () => Promise<void>) {
        const download = page.waitForEvent('download');
        await tap();
        const done = await download;
        return { name: done.suggestedFilename(), text: await readFile(await done.path(), 'utf8') };
      }
    });
  }

  it('[SLF-21] by the keyboard alone, and a double tap does not undo itself', async () => {
    const number = freshNumber();
    const phone = await house.phone('en', { isMobile: false });
    await phone.open();
    const subject = createSubjectPage(await phone.page.context().newPage(), 'en');
    const { page, consents } = subject;
    await page.goto(`${house.address}/my/lmt`);
    await subject.askCode(number);
    await subject.enter(await codeTo(house, number));
    await subject.atHome();
    await subject.button(consents.m.consents).focus();
    await page.keyboard.press('Enter');
    await subject.heading(consents.m.title).waitFor();
    await consents.card(METADATA.en).focus();
    await page.keyboard.press('Enter');
    await subject.heading(METADATA.en).waitFor();
    await consents.give().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await subject.said.waitFor();
    await page.keyboard.press('Enter');
    await page.locator('button[aria-disabled=false]', { hasText: consents.m.withdraw }).waitFor();
    await subject.button(consents.m.back).click();
    await consents.card(METADATA.en).getByText(consents.m.state['in-force']).waitFor();
    await phone.page.context().close();
  });

  it('[SLF-4] of a text that was replaced while it was read the new one is shown', async () => {
    const number = freshNumber();
    const phone = await house.phone('en', { isMobile: false });
    await phone.open();
    const subject = createSubjectPage(await phone.page.context().newPage(), 'en');
    const { page, consents } = subject;
    await page.goto(`${house.address}/my/lmt`);
    await subject.askCode(number);
    await subject.enter(await codeTo(house, number));
    await subject.atHome();
    // The page as it was opened before the new text came into force.
    await page.route('**/api/subject/consents', async (route) => {
      const answer = await route.fetch();
      const text = (await answer.text()).replaceAll(/"purpose":"metadata","version":"2"/g, OLD);
      await route.fulfill({ response: answer, body: text });
    });
    await consents.open();
    await page.unroute('**/api/subject/consents');
    await consents.card(METADATA.en).click();
    await consents.give().click();
    await subject.alert.waitFor();
    assert.match(await subject.alert.innerText(), /changed/);
    await consents.give().click();
    await subject.said.getByText(METADATA.en).waitFor();
    await phone.page.context().close();
  });
});

const OLD = '"purpose":"metadata","version":"1"';
const READ = {
  lv: 'Ko Jūs runājat vai rakstāt, šie dati neatklāj.',
  ru: 'О чём Вы говорите или пишете',
} as const;
