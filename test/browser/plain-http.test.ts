/** A real phone in a demo on the local network has no https: the core page must not need a secure context. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AgentPage } from '../support/pages/agent-page.ts';
import type { CallerPage } from '../support/pages/caller-page.ts';
import { type WrittenGuide, writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { play } from '../support/pages/scenes.ts';
import { watchUploads } from '../support/pages/uploads.ts';
import { isDrawn, textOf, until } from '../support/pages/wait.ts';
import { photoWithLocation } from '../support/pictures.ts';

const HOST = 'caller.test';

describe('under a plain-http name that is no secure context', function () {
  this.timeout(40_000);
  const scene = play();
  let house: House;
  let agent: AgentPage;
  let caller: CallerPage;
  let guide: WrittenGuide;

  before(async () => {
    const port = await freePort();
    house = await openHouse({
      env: { PORT: `${port}`, PUBLIC_URL: `http://${HOST}:${port}` },
      browserArgs: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
      addressOf: () => `http://${HOST}:${port}`,
    });
    agent = await house.agent('lv');
    guide = await writtenGuide('router-restart');
  });
  after(() => house?.close());

  const sentence = (step: number) => guide.steps[step - 1]?.text.lv ?? assert.fail();

  scene('[CAL-18] the link from the SMS opens the terms, and Accept starts the call', async () => {
    const phone = await house.phone('lv');
    await phone.open();
    await agent.signIn();
    await agent.startCall({ number: '26 500 001' });
    caller = await phone.tapLink();
    await caller.terms.shown();
    assert.equal(new URL(caller.page.url()).hostname, HOST);
    assert.equal(await caller.page.evaluate(() => window.isSecureContext), false);
    assert.equal(await caller.page.evaluate(() => 'randomUUID' in crypto), false, 'nothing lends it one');
    await caller.terms.accept();
    await agent.typeDigits(await caller.match.digits());
    await agent.matched();
    await caller.waiting.shown();
  });

  scene('[CAL-18] a guide is shown, turned and answered', async () => {
    await agent.showGuide(guide.titles.lv);
    await caller.guide.step(sentence(1));
    await agent.callerHas(1);
    await caller.guide.done.click();
    await agent.answered(1, 'done');
    await caller.guide.step(sentence(2));
  });

  scene('[CAL-18] a text is copied without the clipboard API', async () => {
    await agent.showNote('internet.lmt.lv');
    await caller.note.shown();
    await caller.note.copy.click();
    await caller.page
      .getByText(caller.m.copied)
      .or(caller.page.getByText(caller.m.copyBySelf))
      .first()
      .waitFor();
  });

  scene('[CAL-18] a photo is cropped, covered, sent and taken back', async () => {
    const uploads = await watchUploads(caller.page);
    await caller.photo.begin.click();
    const file = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoWithLocation(1600, 1200) };
    await caller.photo.camera.setInputFiles(file);
    await caller.photo.cover.click();
    await caller.photo.coverThis.click();
    await caller.photo.go.click();
    await caller.photo.send.click();
    await caller.photo.sentShown();
    await until('the agent sees it', () => isDrawn(agent.thumb(1).getByRole('img')));
    assert.equal(uploads.all().length, 1);
    await caller.photo.ready.click();
    await caller.menu.open();
    await caller.menu.photos(1).click();
    await caller.photos.takeBack(1).click();
    await agent.erasedThumb(1).waitFor();
    await caller.photos.back.click();
  });

  scene('[CAL-11] [CAL-18] a draft survives the page, here too', async () => {
    await caller.photo.begin.click();
    const file = { name: 'b.jpg', mimeType: 'image/jpeg', buffer: await photoWithLocation(800, 600) };
    await caller.photo.camera.setInputFiles(file);
    await caller.photo.preview.waitFor();
    await caller.page.reload();
    await caller.photo.preview.waitFor();
    await caller.photo.go.click();
    await caller.photo.send.click();
    await caller.photo.sentShown();
  });

  scene('[CAL-18] the end and the page after it', async () => {
    await agent.end.click();
    await agent.endSolved.click();
    await caller.after.shown();
    await caller.after.erase(2).click();
    await until('the photo is gone', async () => (await caller.after.gone.count()) === 2);
    assert.match(await textOf(caller.page.locator('.said')), /dzēst/);
  });
});

/** The address must be known before the server starts, because links are made of it. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : assert.fail();
}
