/** The subject's day: a code from the demo's inbox, the calls that are kept, one photo and then all of a call erased. */
import assert from 'node:assert/strict';
import { mustBeAccessible, sideways } from '../support/axe.ts';
import { createVisitor, freshNumber, json, playToMatch, signIn } from '../support/call.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { createSubjectPage, type SubjectPage } from '../support/pages/subject-page.ts';
import { isDrawn, until } from '../support/pages/wait.ts';
import { photoWithLocation } from '../support/pictures.ts';

describe('the subject’s own page', function () {
  this.timeout(120_000);
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  /** A finished call with two photos, a note and a guide. */
  async function finishedCall(): Promise<string> {
    const { visitor } = await signIn(house.server().address);
    const number = freshNumber();
    const call = await playToMatch(house.server().address, visitor, {
      number,
      matter: 'Rūteris mirgo sarkans',
    });
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    for (const id of ['subject-photo-1', 'subject-photo-2']) {
      const bytes = await photoWithLocation(800, 600);
      const path = `/api/caller/photos/${id}`;
      await json(await call.callerVisitor.upload(path, bytes, { 'x-confirmed': reminder }), 201);
    }
    await call.agent.must({ type: 'ShowNote', text: 'internet.lmt.lv' });
    await call.agent.must({ type: 'ShowGuide', guide: 'router-lights', step: 0, turning: 'both' });
    await call.agent.must({ type: 'EndSession' });
    call.close();
    return number;
  }

  async function look(subject: SubjectPage, name: string): Promise<void> {
    await mustBeAccessible(subject.page, name);
    const before = subject.page.viewportSize();
    await subject.page.setViewportSize({ width: 320, height: 568 });
    assert.deepEqual(await sideways(subject.page), [], name);
    if (before) await subject.page.setViewportSize(before);
  }

  for (const language of ['lv', 'ru'] as const) {
    it(`[SUB-40] from the code in the SMS to what is kept, and to its erasure (${language})`, async () => {
      const number = await finishedCall();
      const phone = await house.phone(language, { isMobile: false, reducedMotion: 'reduce' });
      await phone.open();
      const subject = createSubjectPage(await phone.page.context().newPage(), language);
      const { page, m } = subject;
      await page.goto(`${house.address}/my/lmt`);
      await subject.heading(m.title).waitFor();
      await look(subject, 'door');
      await subject.button(m.door.send).click();
      await subject.alert.getByText(m.door.fillNumber).waitFor();
      await look(subject, 'door, nothing typed');
      await subject.askCode(number);
      await look(subject, 'code');
      const text = await newest(number);
      const code = /\d{6}/.exec(text)?.[0] ?? assert.fail(text);
      await subject.enter(code === '123456' ? '123457' : '123456');
      await subject.alert.waitFor();
      await look(subject, 'code, wrong');
      await subject.enter(code);
      await subject.atHome();
      await look(subject, 'home');

      await subject.calls.first().click();
      await page.getByText('Rūteris mirgo sarkans').waitFor();
      await until('the photo is drawn', () => isDrawn(subject.photos.first()));
      await look(subject, 'call');
      await subject.button(`${m.call.erase}: ${m.call.photo(1)}`).click();
      await subject.said.getByText(/LMT-\d+/).waitFor();
      assert.equal(await subject.gone.count(), 1);
      await look(subject, 'call, one photo erased');
      await subject.button(m.call.eraseCall).click();
      await subject.alert.getByText(m.call.eraseCallMeans).waitFor();
      await look(subject, 'call, sure?');
      await subject.button(m.call.sure).click();
      await subject.said.getByText(/LMT-\d+/).waitFor();
      await page.getByText(m.home.none).waitFor();

      await subject.button(m.home.ask).click();
      await subject.heading(m.ask.title).waitFor();
      await page.getByLabel(m.ask.kinds.objection).check();
      await subject.button(m.ask.send).click();
      await subject.alert.getByText(m.ask.fillAgainst).waitFor();
      await look(subject, 'ask, nothing chosen');
      await page.getByLabel(m.ask.purposes['compliance-review']).check();
      await page.getByLabel(m.ask.words).fill('Nevēlos');
      await subject.button(m.ask.send).click();
      await subject.atHome();
      await page.getByText(m.ask.kinds.objection).waitFor();
      await look(subject, 'home, with a request');

      await page.reload();
      await subject.atHome();
      assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
      await subject.button(m.home.signOut).click();
      await subject.said.getByText(m.home.signedOut).waitFor();
      await page.reload();
      await subject.number.waitFor();
      await phone.page.context().close();
    });
  }

  it('[SUB-41] the SMS’s link leads to the page, which stores and loads nothing of others', async () => {
    const number = freshNumber();
    const phone = await house.phone('en');
    await phone.open();
    const asked = createVisitor(house.server().address);
    await asked.post('/api/subject/code', { controller: 'amigo', number, language: 'en' });
    const text = await newest(number);
    assert.match(text, /Never tell it to anyone, not even to us/);
    const opened = phone.page.context().waitForEvent('page');
    await phone.page.locator('#thread').getByRole('link').last().click();
    const page = await opened;
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(house.address)) elsewhere.push(request.url());
    });
    const subject = createSubjectPage(page, 'en');
    await subject.number.fill(number);
    await subject.button(subject.m.door.have).click();
    await subject.enter(/\d{6}/.exec(text)?.[0] ?? assert.fail(text));
    await subject.atHome();
    assert.equal(new URL(page.url()).pathname, '/my/amigo');
    assert.deepEqual(elsewhere, []);
    await phone.page.context().close();
  });

  it('[SUB-42] says what is needed without JavaScript, and whose page is none', async () => {
    const context = await house.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${house.address}/my/lmt`);
    for (const language of ['lv', 'ru', 'en']) {
      assert.match(await page.locator(`noscript [lang=${language}]`).innerText(), /JavaScript/);
    }
    const answer = await page.goto(`${house.address}/my/nobody`);
    assert.equal(answer?.status(), 404);
    await context.close();
  });

  async function newest(number: string): Promise<string> {
    let text: string | undefined;
    await until('the SMS has come', async () => {
      const response = await fetch(`${house.server().address}/demo/api/messages`);
      const all = await json<{ to: string; text: string }[]>(response);
      text = all.findLast(({ to, text }) => to === number && /\b\d{6}\b/.test(text))?.text;
      return text !== undefined;
    });
    return text ?? assert.fail();
  }
});
