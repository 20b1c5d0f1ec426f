/**
 * A whole call in two real browsers, from the sign-in to the day when nothing is left of it: once with a caller
 * who reads Latvian and an agent who works in Latvian, once with a Russian-speaking caller and an agent in English.
 */
import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { Language } from '../../protocol/language.ts';
import type { AgentPage } from '../support/pages/agent-page.ts';
import type { CallerPage } from '../support/pages/caller-page.ts';
import type { DemoPhone } from '../support/pages/demo-phone.ts';
import { type WrittenGuide, writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { play } from '../support/pages/scenes.ts';
import { type Uploads, watchUploads } from '../support/pages/uploads.ts';
import { isDrawn, textOf, until } from '../support/pages/wait.ts';
import { CAMERA, photoWithLocation, png } from '../support/pictures.ts';

interface Cast {
  readonly caller: Extract<Language, 'lv' | 'ru'>;
  readonly agent: 'lv' | 'en';
  readonly number: string;
  readonly matter: string;
  readonly page: string;
  readonly note: string;
  readonly hint: string;
  /** A piece of the SMS, as its author wrote it. */
  readonly sms: RegExp;
}

const CASTS: readonly Cast[] = [
  {
    caller: 'lv',
    agent: 'lv',
    number: '26 123 456',
    matter: 'Wi-Fi tīkls',
    page: 'LMT sākumlapa',
    note: 'internet.lmt.lv',
    hint: 'Rūtera aizmugure, lai redz lampiņas',
    sms: /LMT/,
  },
  {
    caller: 'ru',
    agent: 'en',
    number: '26 123 457',
    matter: 'Wi-Fi',
    page: 'Главная страница LMT',
    note: 'internet.lmt.lv',
    hint: 'Задняя сторона роутера, чтобы были видны лампочки',
    sms: /LMT/,
  },
];

const NAMES = { lv: 'Latvian', ru: 'Russian', en: 'English' } as const;

for (const cast of CASTS) {
  describe(`a whole call with a ${NAMES[cast.caller]} caller`, function () {
    this.timeout(60_000);
    const scene = play();
    let house: House;
    let agent: AgentPage;
    let phone: DemoPhone;
    let caller: CallerPage;
    let guide: WrittenGuide;
    let uploads: Uploads;

    before(async () => {
      house = await openHouse();
      agent = await house.agent(cast.agent);
      phone = await house.phone(cast.caller);
      guide = await writtenGuide('wifi-password');
    });
    after(() => house?.close());

    const sentence = (step: number) => guide.steps[step - 1]?.text[cast.caller] ?? assert.fail();

    scene('the agent signs in, starts a call, and the SMS arrives', async () => {
      await phone.open();
      await agent.signIn();
      await agent.newCall.shown();
      await agent.startCall({ number: cast.number, language: cast.caller, matter: cast.matter });
      assert.match(await phone.message(), cast.sms);
      await agent.journey('delivered').waitFor();
    });

    scene(
      '[CAL-1] the link opens the terms in a new window, and its token leaves the address bar',
      async () => {
        caller = await phone.tapLink();
        await caller.terms.shown();
        assert.equal(caller.page.url(), `${house.address}/`);
        await agent.journey('opened').waitFor();
        uploads = await watchUploads(caller.page);
      },
    );

    scene('[MAT-2] the digits are on the caller’s screen only, the word on both', async () => {
      await caller.terms.accept();
      await caller.match.shown();
      await agent.place('here');
      const digits = await caller.match.digits();
      assert.match(digits, /^\d\d$/);
      assert.equal(await caller.match.word(), await agent.word());
      assert.equal(await agent.page.getByText(digits, { exact: true }).count(), 0);
      await agent.typeDigits(digits === '11' ? '12' : '11');
      await agent.missed(2);
      await agent.typeDigits(digits);
      await agent.matched();
      await caller.waiting.shown();
      await caller.connected();
    });

    scene('[GUI-11] a guide is shown and turned, and the agent sees the step the caller has', async () => {
      await agent.showGuide(guide.titles[cast.caller]);
      await caller.guide.step(sentence(1));
      await agent.callerHas(1);
      await agent.confirmedShown();
      await agent.stepForward.click();
      await caller.guide.step(sentence(2));
      await agent.callerHas(2);
    });

    scene('[AGT-5] the caller says done and asks for help', async () => {
      await caller.guide.done.click();
      await agent.answered(2, 'done');
      // The caller may turn pages, so "done" turns to the next step.
      await caller.guide.step(sentence(3));
      await agent.callerHas(3);
      await caller.guide.help.click();
      await agent.asksHelp();
      await agent.answered(3, 'help');
    });

    scene('[GUI-13] a page comes as a card, a text can be copied, a picture is seen', async () => {
      await agent.showPage(cast.page);
      await caller.card.shown();
      assert.equal(await caller.card.link.getAttribute('href'), 'https://lmt.lv/');
      await agent.confirmedShown();

      await agent.showNote(cast.note);
      await caller.note.shown();
      assert.equal(await textOf(caller.note.text), cast.note);

      await agent.showPicture(await png(640, 480), cast.hint);
      await caller.picture.shown();
      await until('the picture is drawn', () => isDrawn(caller.picture.image));
      await agent.confirmedShown();
    });

    scene('[CAL-9] a photo asked for is cropped, covered, confirmed and sent', async () => {
      await agent.askForPhoto(cast.hint);
      await caller.request.hint(cast.hint).waitFor();
      await caller.request.send.click();
      await caller.photo.chooseShown();
      const original = await photoWithLocation(3000, 2000);
      await caller.photo.camera.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: original });
      await caller.photo.crop.click();
      await caller.photo.keepThis.click();
      await caller.photo.cover.click();
      await caller.photo.coverThis.click();
      await caller.photo.go.click();
      await caller.photo.confirmShown();
      assert.equal(uploads.all().length, 0, 'nothing leaves the phone before it is confirmed');
      await caller.photo.send.click();
      await caller.photo.sentShown();
      await until('the agent sees the photo', () => isDrawn(agent.thumb(1).getByRole('img')));
      // What the last signal of the upload said is over once the photo is there.
      await agent.place('here');
    });

    scene(
      '[CAL-8] [PHO-24] what left the phone has no EXIF and no location, and is covered; so is what is stored',
      async () => {
        const [left] = uploads.all();
        assert.ok(left);
        await mustBeBare(left);
        const source = await agent.thumb(1).getByRole('img').getAttribute('src');
        const answer = await agent.page.request.get(
          new URL(source ?? '', house.address).href.replace(/\?.*/, ''),
        );
        const served = await answer.body();
        await mustBeBare(served);
        for (const picture of [left, served]) {
          const { width, height } = await sharp(picture).metadata();
          // The original at 2048 px, of which the middle 80 % of each side was kept.
          assert.ok(Math.abs(width - 1638) <= 2 && Math.abs(height - 1092) <= 2, `${width} x ${height}`);
          const middle = {
            left: Math.floor(width / 2) - 5,
            top: Math.floor(height / 2) - 5,
            width: 10,
            height: 10,
          };
          const pixels = await sharp(picture).extract(middle).raw().toBuffer();
          assert.ok(
            pixels.every((value) => value < 12),
            'the covered middle is black',
          );
          const edge = await sharp(picture)
            .extract({ left: 0, top: 0, width: 50, height: 50 })
            .raw()
            .toBuffer();
          assert.ok(
            edge.some((value) => value > 60),
            'its edge is not',
          );
        }
      },
    );

    scene('[PHO-6] a photo taken back is gone on both sides', async () => {
      const source = (await agent.thumb(1).getByRole('img').getAttribute('src')) ?? assert.fail();
      const address = new URL(source, house.address).href;
      assert.equal((await agent.page.request.get(address)).status(), 200);
      await caller.photo.ready.click();
      await caller.menu.open();
      await caller.menu.photos(1).click();
      await caller.photos.shown();
      await until('the caller sees what was sent', () => isDrawn(caller.photos.picture(1).first()));
      await caller.photos.takeBack(1).click();
      await caller.photos.taken.waitFor();
      await agent.erasedThumb(1).waitFor();
      const gone = await agent.page.request.get(address);
      assert.equal(gone.status(), 410);
      await caller.photos.back.click();
    });

    scene('[AGT-9] a second photo, of the caller’s own move, stays', async () => {
      await caller.photo.begin.click();
      await caller.photo.sendQuickly(await photoWithLocation(1200, 1600));
      await caller.photo.ready.click();
      await until('the agent sees the second photo', () => isDrawn(agent.thumb(2).getByRole('img')));
      await agent.thumb(2).getByRole('button').click();
      await until('it opens large', () => isDrawn(agent.viewer));
      await agent.page.keyboard.press('Escape');
      await agent.showGuide(guide.titles[cast.caller]);
      await agent.stepForward.click();
      await caller.guide.step(sentence(2));
      await agent.callerHas(2);
    });

    scene(
      '[RTM-8] killed with -9 and started again, the server gives both exactly what they had',
      async () => {
        await house.killAndRestart(async () => {
          await caller.reconnecting();
          await agent.ownConnection('offline');
          // Given while there is no server: kept, and done on return.
          await agent.stepForward.click();
        });
        await caller.connected();
        await agent.ownConnection('connected');
        await agent.place('here');
        await caller.guide.step(sentence(3));
        await agent.callerHas(3);
        assert.equal(await agent.photos.getByRole('listitem').count(), 2);
        await until('the photo is still there', () => isDrawn(agent.thumb(2).getByRole('img')));
        await agent.erasedThumb(1).waitFor();
      },
    );

    scene('[AGT-3] each sees the other go and come back', async () => {
      await caller.page.goto('about:blank');
      await agent.place('reconnecting');
      await caller.page.goBack();
      await agent.place('here');
      await agent.page.goto('about:blank');
      await caller.agentLost();
      await agent.page.goBack();
      await caller.connected();
    });

    scene('[RTM-8] a reload brings both back to the same step', async () => {
      await caller.page.reload();
      await caller.guide.step(sentence(3));
      await agent.page.reload();
      await agent.callerHas(3);
    });

    scene('[SES-5] hanging up ends the sharing on both sides', async () => {
      await phone.hangUp();
      await caller.after.shown();
      await caller.after.reason('call-ended').waitFor();
      await agent.after.shown();
      await agent.after.reason('call-ended').waitFor();
    });

    scene('the agent notes the outcome and copies a case note without content', async () => {
      await agent.after.solved.click();
      // The note is written anew with the outcome; one copied before would be marked as not copied again.
      const outcome = cast.agent === 'lv' ? 'Rezultāts: atrisināts' : 'Outcome: solved';
      await until('the note says so', async () => (await agent.after.note.inputValue()).includes(outcome));
      const note = await agent.after.note.inputValue();
      const written = cast.agent === 'lv' ? guide.titles.lv : guide.titles.en;
      assert.ok(note.includes(written), `the note names what was shown:\n${note}`);
      assert.ok(!note.includes(cast.note), 'and no text of the moment');
      await agent.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await agent.after.copy.click();
      await agent.after.copied.waitFor();
      const copied = await agent.page.evaluate(() => navigator.clipboard.readText());
      assert.ok(copied.includes(written));
    });

    scene('[PHO-5] the page after the call lists what is left', async () => {
      await until('the photo is shown', () => isDrawn(caller.after.picture(2)));
      assert.equal(await caller.after.gone.count(), 1, 'the one taken back is named as erased');
      const download = caller.page.waitForEvent('download');
      await caller.after.download(2).click();
      assert.match((await download).suggestedFilename(), /\.jpe?g$/);
      await caller.page.reload();
      await caller.after.shown();
    });

    scene('[RET-1] a day later the photos are gone by themselves', async () => {
      const address = new URL((await caller.after.picture(2).getAttribute('src')) ?? '', house.address).href;
      await phone.advance('day');
      await caller.page.reload();
      await caller.after.shown();
      await until('both photos are gone', async () => (await caller.after.gone.count()) === 2);
      assert.equal((await caller.page.request.get(address)).status(), 410);
      await agent.page.reload();
      await agent.signInHere();
      await agent.cannotOpen();
    });

    scene('[RET-5] [CAL-17] ninety days later nothing is left, and both pages say so', async () => {
      await phone.advance('quarter');
      // The tab was left open, and is looked at again.
      await caller.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await caller.stopped('credential_unknown');
      await caller.page.reload();
      await caller.code.shown();
      await agent.page.reload();
      await agent.signInHere();
      await agent.cannotOpen();
    });
  });
}

/** No EXIF, no XMP, no profile, and none of what the camera wrote, in any form that a search would find. */
async function mustBeBare(picture: Buffer): Promise<void> {
  const { format, exif, xmp, icc, iptc } = await sharp(picture).metadata();
  assert.equal(format, 'jpeg');
  assert.deepEqual([exif, xmp, iptc], [undefined, undefined, undefined]);
  // Traces of five bytes and more: three ("GPS") stand in one megabyte of picture by chance every few runs.
  for (const trace of ['Exif\0', CAMERA.make, 'Jānis', 'adobe:ns:meta']) {
    assert.equal(picture.indexOf(trace), -1, `${trace} is in it`);
  }
  assert.ok(icc === undefined || icc.indexOf(CAMERA.make) === -1);
}
