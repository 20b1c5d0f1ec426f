/** Leads a caller through every screen and state of the page, in one language; someone else looks at each. */
import assert from 'node:assert/strict';
import type { Page, Route } from 'playwright-core';
import type { Language } from '../../../protocol/language.ts';
import { jpeg, photoWithLocation, png } from '../pictures.ts';
import type { AgentPage } from './agent-page.ts';
import type { CallerPage } from './caller-page.ts';
import type { DemoPhone } from './demo-phone.ts';
import { writtenGuide } from './guides.ts';
import type { House } from './house.ts';
import { isDrawn, until } from './wait.ts';

/** Looks at a screen that has come to rest. */
export type Look = (name: string, page: Page) => Promise<void>;

interface Tour {
  readonly house: House;
  readonly language: Language;
  readonly look: Look;
  readonly agent: AgentPage;
  readonly phone: DemoPhone;
  readonly caller: CallerPage;
}

/** A screen that changes its size under a test must not also be zoomed, as phones do to fit a page. */
const STEADY = { reducedMotion: 'reduce', isMobile: false } as const;

const NUMBERS = { lv: '26 700 001', ru: '26 700 002', en: '26 700 003' } as const;

export async function tourCaller(house: House, language: Language, look: Look): Promise<void> {
  const agent = await house.agent('en');
  const phone = await house.phone(language, STEADY);
  await phone.open();
  await agent.signIn();
  await agent.startCall({ number: NUMBERS[language], language });
  const caller = await phone.tapLink();
  const tour = { house, language, look, agent, phone, caller };
  await theEntry(tour);
  await theMatch(tour);
  await theStage(tour);
  await theCards(tour);
  await thePhoto(tour);
  await theMenu(tour);
  await theEnd(tour);
  await phone.page.context().close();
  await agent.page.context().close();
}

async function theEntry({ house, language, look, caller, phone }: Tour): Promise<void> {
  await caller.terms.shown();
  await look('terms', caller.page);
  const other = await house.caller(language, STEADY);
  await other.page.goto(`${house.address}/k`);
  await other.code.shown();
  await look('code', other.page);
  await other.code.open.click();
  await other.alert.waitFor();
  await look('code, nothing typed', other.page);
  await other.code.number.fill('26 799 999');
  await other.code.code.fill('123456');
  await other.code.open.click();
  await look('code, wrong', other.page);
  await other.page.goto(`${house.address}/#${'x'.repeat(22)}`);
  await other.enterCode.waitFor();
  await look('link unknown', other.page);
  await other.page.context().setOffline(true);
  await other.page.evaluate(() => {
    location.hash = 'anyOtherLinkAtAll12345';
  });
  await other.page.getByRole('button', { name: /^(Mēģināt|Попробовать|Try)/ }).waitFor();
  await look('offline', other.page);
  await other.page.context().close();
  const texts = await phone.page.context().newPage();
  for (const kind of ['terms', 'notice'] as const) {
    await texts.goto(`${house.address}/texts/lmt/${kind}/${language}`);
    await look(`${kind}, in full`, texts);
  }
  await texts.close();
}

async function theMatch({ look, agent, caller }: Tour): Promise<void> {
  await caller.terms.accept();
  await caller.match.shown();
  await look('match', caller.page);
  const digits = await caller.match.digits();
  await agent.typeDigits(digits === '11' ? '12' : '11');
  await agent.missed(2);
  await caller.page.getByText(caller.m.match.missed(2)).first().waitFor();
  await look('match, missed', caller.page);
  await agent.typeDigits(digits);
  await caller.waiting.shown();
  await look('waiting', caller.page);
}

async function theStage({ language, look, agent, caller }: Tour): Promise<void> {
  const guide = await writtenGuide('apn-android');
  const text = (step: number) => guide.steps[step]?.text[language] ?? assert.fail();
  await agent.showGuide(guide.titles[language]);
  await caller.guide.step(text(0));
  await look('guide', caller.page);
  await caller.guide.help.click();
  await agent.asksHelp();
  await look('guide, help asked for', caller.page);
  await caller.page.locator('.picture').click();
  await caller.page.getByRole('dialog').waitFor();
  await look('guide, picture enlarged', caller.page);
  await caller.button(caller.m.closeView).click();
  await agent.turning.uncheck();
  await caller.guide.next.waitFor({ state: 'detached' });
  await caller.guide.done.click();
  await agent.answered(1, 'done');
  await look('guide, the agent turns', caller.page);
  const copied = guide.steps.findIndex((step) => 'copy' in step);
  for (let step = 1; step <= copied; step += 1) {
    await agent.stepForward.click();
    await agent.callerHas(step + 1);
  }
  await look('guide, a text to copy', caller.page);
  await agent.askForPhoto('Rūtera aizmugure, lai redz lampiņas');
  await caller.request.send.waitFor();
  await until('the request is in sight', async () => {
    return caller.page.evaluate(() => document.scrollingElement?.scrollTop === 0);
  });
  await look('guide, a photo asked for', caller.page);
  await caller.request.notNow.click();
  await agent.showPage('LMT');
  await caller.card.shown();
  await look('page card', caller.page);
  await agent.showNote('internet.lmt.lv');
  await caller.note.shown();
  await look('note', caller.page);
  await agent.showPicture(await png(640, 480), 'Rūteris no aizmugures');
  await caller.picture.shown();
  await until('the picture is drawn', () => isDrawn(caller.picture.image));
  await look('picture', caller.page);
  await agent.clear.click();
  await caller.waiting.shown();
  await agent.askForPhoto('Rūtera aizmugure, lai redz lampiņas');
  await caller.request.send.waitFor();
  await look('a photo asked for', caller.page);
}

/** The offers' consent in each of its states, then use and router. */
async function theCards({ language, look, agent, caller }: Tour): Promise<void> {
  const { consent, page } = caller;
  const offers = { lv: 'Piedāvājumi un jaunumi', ru: 'Предложения и новости', en: 'Offers and news' };
  const metadata = { lv: 'Saziņas metadati', ru: 'Метаданные связи', en: 'Communication metadata' };
  await agent.consents.put(offers.en);
  await consent.shown(offers[language]);
  await look('consent', page);
  await consent.give.click();
  await consent.choose.waitFor();
  await look('consent, no channel', page);
  await consent.channel('call').check();
  await consent.give.click();
  await consent.outcome('given');
  await consent.keep.waitFor();
  await look('consent, given', page);
  await consent.withdraw.click();
  await consent.outcome('withdrawn');
  await consent.give.waitFor();
  await look('consent, taken back', page);
  await consent.channel('call').check();
  await consent.give.click();
  await consent.outcome('given');
  await agent.consents.put(metadata.en);
  await consent.shown(metadata[language]);
  await consent.give.click();
  await consent.outcome('given');
  await agent.consents.showDiagnostics.click();
  await caller.diagnostics.shown();
  await look('use and router', page);
  await agent.clear.click();
  await caller.waiting.shown();
}

async function thePhoto({ look, agent, caller }: Tour): Promise<void> {
  const { photo, page } = caller;
  await caller.request.send.click();
  await photo.chooseShown();
  await look('photo', page);
  const text = { name: 'a.heic', mimeType: 'image/heic', buffer: Buffer.from('not a picture') };
  await photo.gallery.setInputFiles(text);
  await photo.undecodable.waitFor();
  await look('photo, undecodable', page);
  const file = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoWithLocation(1200, 1600) };
  await photo.camera.setInputFiles(file);
  await photo.preview.waitFor();
  await look('photo, looked at', page);
  await photo.crop.click();
  await photo.keepThis.waitFor();
  await look('photo, crop', page);
  await photo.keepThis.click();
  await photo.cover.click();
  await photo.byButtons.click();
  await look('photo, cover by buttons', page);
  await photo.coverThis.click();
  await photo.undo.waitFor();
  await look('photo, covered', page);
  await photo.go.click();
  await photo.confirmShown();
  await look('photo, confirm', page);
  const letGo = await holdUpload(page);
  await photo.send.click();
  await caller.heading(caller.m.photo.sending).waitFor();
  await look('photo, sending', page);
  letGo();
  await photo.sentShown();
  await look('photo, sent', page);
  await photo.ready.click();
  await agent.thumb(1).getByRole('img').waitFor();
}

/** Keeps the next upload waiting at the phone's edge until it is let go. */
async function holdUpload(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wait = async (route: Route) => {
    await promise;
    await route.continue();
  };
  await page.route('**/api/caller/photos/*', wait, { times: 1 });
  return resolve;
}

async function theMenu({ look, agent, caller }: Tour): Promise<void> {
  const { page } = caller;
  await caller.photo.begin.click();
  await caller.photo.sendQuickly(await jpeg(640, 480));
  await caller.photo.ready.click();
  await caller.menu.open();
  await caller.menu.leave.waitFor();
  await look('menu', page);
  await caller.menu.photos(2).click();
  await until('the photo is drawn', () => isDrawn(caller.photos.picture(1).first()));
  await look('own photos', page);
  await caller.photos.takeBack(1).click();
  await caller.photos.taken.waitFor();
  await look('own photos, one taken back', page);
  await caller.photos.back.click();
  await caller.menu.open();
  await caller.menu.move.click();
  await caller.move.shown();
  await look('other device', page);
  await caller.move.ask.click();
  await agent.agreeMove.waitFor();
  await look('other device, asked', page);
  await agent.agreeMove.click();
  await caller.move.qr.waitFor();
  await look('other device, offered', page);
  await caller.photos.back.click();
}

async function theEnd({ house, look, agent, caller, phone }: Tour): Promise<void> {
  await agent.page.goto('about:blank');
  await caller.agentLost();
  await look('the agent is away', caller.page);
  await agent.page.goBack();
  await caller.connected();
  await house.server().kill();
  await caller.reconnecting();
  await look('reconnecting', caller.page);
  await house.killAndRestart();
  await caller.connected();
  await agent.ownConnection('connected');
  await agent.end.click();
  await agent.endSolved.click();
  await caller.after.shown();
  // It comes a moment later, and the page is drawn anew.
  await caller.mail.open.waitFor();
  await caller.after.picture(2).scrollIntoViewIfNeeded();
  await until('the photo is drawn', () => isDrawn(caller.after.picture(2)));
  await caller.rating.give(5).waitFor();
  await look('after', caller.page);
  await caller.rating.give(5).click();
  await caller.rating.thanks();
  await caller.mail.open.click();
  await caller.mail.address.waitFor();
  await look('after, an address', caller.page);
  await caller.mail.address.fill('liene');
  await caller.mail.send.click();
  await caller.page.locator('#mail-wrong').waitFor();
  await look('after, no address', caller.page);
  await caller.mail.address.fill('liene@example.lv');
  await caller.mail.send.click();
  await caller.mail.sent.waitFor();
  await look('after, mail on its way', caller.page);
  await caller.after.erase(2).click();
  await until('it is gone', async () => (await caller.after.gone.count()) === 2);
  await look('after, all erased', caller.page);
  await phone.page.bringToFront();
  await look('the demo’s phone', phone.page);
}
