/** A whole call with every request of both browsers written down: none leaves the origin, but for the caller's tap. */
import assert from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import { writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { isDrawn, until } from '../support/pages/wait.ts';
import { jpeg, png } from '../support/pictures.ts';

describe('what the pages ask for', function () {
  this.timeout(60_000);
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  /** Addresses of requests and sockets of every page of a browser, local ones such as blob: left out. */
  function record(context: BrowserContext): string[] {
    const asked: string[] = [];
    context.on('request', (request) => asked.push(request.url()));
    context.on('page', (page) => page.on('websocket', (socket) => asked.push(socket.url())));
    return asked;
  }

  function elsewhere(asked: readonly string[]): readonly string[] {
    const { host } = new URL(house.address);
    return asked.filter(
      (address) => !/^(?:blob|data|about):/.test(address) && new URL(address).host !== host,
    );
  }

  it('[CAL-19] stays at this origin during a whole call, until the caller taps the page card', async () => {
    const agent = await house.agent('lv');
    const phone = await house.phone('lv');
    const asked = { agent: record(agent.page.context()), phone: record(phone.page.context()) };
    agent.page.on('websocket', (socket) => asked.agent.push(socket.url()));
    // Sites of others are not visited by tests: the request is noted, and answered here.
    await phone.page.context().route('https://lmt.lv/**', (route) => route.fulfill({ body: 'lmt.lv' }));
    const guide = await writtenGuide('router-lights');

    await phone.open();
    await agent.signIn();
    await agent.startCall({ number: '26 600 001' });
    const caller = await phone.tapLink();
    await caller.terms.shown();
    await caller.terms.accept();
    await agent.typeDigits(await caller.match.digits());
    await caller.waiting.shown();
    await agent.showGuide(guide.titles.lv);
    await caller.guide.step(guide.steps[0]?.text.lv ?? assert.fail());
    await agent.showPicture(await png(320, 240), 'attēls');
    await until('the picture is drawn', () => isDrawn(caller.picture.image));
    await caller.photo.begin.click();
    await caller.photo.sendQuickly(await jpeg(800, 600));
    await caller.photo.ready.click();
    await until('the agent sees the photo', () => isDrawn(agent.thumb(1).getByRole('img')));

    await agent.showPage('LMT sākumlapa');
    await caller.card.shown();
    await agent.confirmedShown();
    assert.deepEqual(elsewhere(asked.agent), []);
    assert.deepEqual(elsewhere(asked.phone), []);
    assert.ok(
      asked.phone.some((address) => address.startsWith('ws')),
      'sockets are written down, too',
    );

    const opened = phone.page.context().waitForEvent('page');
    await caller.card.link.click();
    const page = await opened;
    await page.waitForURL('https://lmt.lv/');
    assert.equal(
      await page.evaluate(() => document.referrer),
      '',
      'the site is not told where they came from',
    );
    assert.equal(await page.evaluate(() => window.opener), null);
    await agent.callerOpened();
    assert.deepEqual([...new Set(elsewhere(asked.phone))], ['https://lmt.lv/']);

    await phone.hangUp();
    await caller.after.shown();
    await agent.after.shown();
    assert.deepEqual(elsewhere(asked.agent), []);
    assert.deepEqual([...new Set(elsewhere(asked.phone))], ['https://lmt.lv/']);
  });
});
