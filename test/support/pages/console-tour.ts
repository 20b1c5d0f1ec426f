/** Leads an agent through every screen and state of the console; someone else looks at each. */

import { breachTexts } from '../../../agent-console/review/breach/text.ts';
import { consentTexts } from '../../../agent-console/review/consents/text.ts';
import { healthTexts } from '../../../agent-console/review/health/text.ts';
import { periodTexts } from '../../../agent-console/review/periods/text.ts';
import { en, lv } from '../../../agent-console/review/queue/text.ts';
import { recordTexts } from '../../../agent-console/review/record/text.ts';
import { requestTexts } from '../../../agent-console/review/requests/text.ts';
import { jpeg, png } from '../pictures.ts';
import type { AgentPage } from './agent-page.ts';
import type { CallerPage } from './caller-page.ts';
import type { Look } from './caller-tour.ts';
import type { DemoPhone } from './demo-phone.ts';
import { writtenGuide } from './guides.ts';
import type { House } from './house.ts';
import { isDrawn, until } from './wait.ts';

interface Tour {
  readonly house: House;
  readonly look: Look;
  readonly agent: AgentPage;
  readonly phone: DemoPhone;
  readonly caller: CallerPage;
}

const NUMBERS = { lv: '26 800 001', en: '26 800 002' } as const;

export async function tourConsole(house: House, language: 'lv' | 'en', look: Look): Promise<void> {
  const agent = await house.agent(language, { reducedMotion: 'reduce' });
  const phone = await house.phone('lv');
  await phone.open();
  await theDoor(house, agent, look);
  await agent.startCall({ number: NUMBERS[language] });
  await agent.journey('delivered').waitFor();
  await look('call, link delivered', agent.page);
  await agent.readCode.click();
  await agent.spokenCode();
  await look('call, code to read out', agent.page);
  const tour = { house, look, agent, phone, caller: await phone.tapLink() };
  await theMatch(tour);
  await theLibrary(tour);
  await theConsents(tour);
  await theStage(tour);
  await thePhotos(tour);
  await theDialogs(tour);
  await theEnd(tour);
  await theOthers(house, language, look);
  await theEvidence(house, language, look);
  await thePeriods(house, language, look);
  await theAudit(house, language, look);
  await theRequests(house, language, look);
  await phone.page.context().close();
  await agent.page.context().close();
}

async function theDoor(house: House, agent: AgentPage, look: Look): Promise<void> {
  const { page, t } = agent;
  await page.goto(`${house.address}/agent/`);
  await page.locator('input[name=login]').waitFor();
  await look('sign-in', page);
  await page.locator('input[name=login]').fill('x@lmt');
  await page.locator('input[name=password]').fill('wrong-password');
  await page.locator('button[type=submit]').click();
  await page.getByRole('alert').getByText(/./).waitFor();
  await look('sign-in refused', page);
  await agent.signInHere();
  await agent.newCall.shown();
  await look('new call', page);
  await agent.newCall.send.click();
  await page.getByRole('alert').getByText(t.newCall.numberMissing).waitFor();
  await look('new call, no number', page);
  await page.locator('[popovertarget=account]').click();
  await look('account menu', page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+h');
  await page.getByRole('dialog').waitFor();
  await look('keys', page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function theMatch({ look, agent, caller }: Tour): Promise<void> {
  await caller.terms.shown();
  await caller.terms.accept();
  const digits = await caller.match.digits();
  await agent.digits.waitFor();
  await look('match', agent.page);
  await agent.typeDigits(digits === '11' ? '12' : '11');
  await agent.missed(2);
  await look('match, missed', agent.page);
  await agent.typeDigits(digits);
  await agent.matched();
  await look('matched, nothing shown', agent.page);
}

async function theLibrary({ look, agent }: Tour): Promise<void> {
  const { page, library, t } = agent;
  const search = library.getByRole('searchbox');
  await search.fill('wifi');
  await look('guides found', page);
  await search.fill('qqqq');
  await library.getByText(t.library.nothing).first().waitFor();
  await look('no guide found', page);
  await search.fill('');
  await library.locator('[data-guide]').first().click();
  await library.getByRole('button', { name: t.library.show(0), exact: true }).waitFor();
  await look('guide looked at', page);
  for (const tab of ['page', 'note', 'picture', 'consents'] as const) {
    await library.getByRole('tab', { name: t.library.tabs[tab], exact: true }).click();
    await look(`library, ${tab}`, page);
  }
  await library.getByRole('tab', { name: t.library.tabs.page, exact: true }).click();
  await library.getByLabel(t.library.ownAddress).fill('https://example.org/');
  await library.getByRole('button', { name: t.library.showPage, exact: true }).click();
  await library.getByText(t.library['host-not-allowed']).waitFor();
  await look('library, host refused', page);
  await library.getByRole('tab', { name: t.library.tabs.picture, exact: true }).click();
  const file = { name: 'a.png', mimeType: 'image/png', buffer: await png(640, 480) };
  await library.locator('input[type=file]').setInputFiles(file);
  await library.getByLabel(t.library.alt).waitFor();
  await look('library, picture to describe', page);
}

async function theConsents({ look, agent, caller }: Tour): Promise<void> {
  const { page, consents } = agent;
  const offer = await writtenGuide('offer-newer-router');
  await agent.showGuide(offer.titles.lv);
  await consents.ask.waitFor();
  await look('an offer refused', page);
  await consents.ask.click();
  await consents.said('asked');
  await agent.confirmedShown();
  await look('a consent asked for', page);
  await caller.consent.channel('call').check();
  await caller.consent.give.click();
  await consents.showOffer.waitFor();
  await look('a consent given', page);
  await consents.showOffer.click();
  await agent.callerHas(1);
  await look('an offer shown', page);
  await consents.open();
  await consents.showDiagnostics.click();
  await consents.ask.click();
  await consents.said('asked');
  await caller.consent.give.click();
  await consents.said('given');
  await consents.showDiagnostics.click();
  await agent.confirmedShown();
  await look('use and router', page);
  await agent.clear.click();
}

async function theStage({ look, agent, caller }: Tour): Promise<void> {
  const { page } = agent;
  const guide = await writtenGuide('apn-android');
  await agent.showGuide(guide.titles.lv);
  await agent.callerHas(1);
  await agent.confirmedShown();
  await look('guide shown', page);
  await caller.guide.help.click();
  await agent.asksHelp();
  await look('guide, help asked for', page);
  await caller.guide.done.click();
  await agent.answered(1, 'done');
  await agent.callerHas(2);
  await look('guide, a step done', page);
  await agent.showPage('LMT');
  await agent.confirmedShown();
  await look('page shown', page);
  await agent.showNote('internet.lmt.lv');
  await agent.confirmedShown();
  await look('text shown', page);
  await agent.showPicture(await png(640, 480), 'Rūteris');
  await agent.confirmedShown();
  await look('picture shown', page);
}

async function thePhotos({ look, agent, caller }: Tour): Promise<void> {
  const { page, photos, t } = agent;
  await photos.getByText(t.photos.request).click();
  await look('asking for a photo', page);
  await photos.getByText(t.photos.request).click();
  await agent.askForPhoto('Rūtera aizmugure, lai redz lampiņas');
  await photos.getByText(t.photos.asked).waitFor();
  await look('photo asked for', page);
  await caller.request.send.click();
  await caller.photo.sendQuickly(await jpeg(1200, 1600));
  await caller.photo.ready.click();
  await until('the photo is drawn', () => isDrawn(agent.thumb(1).getByRole('img')));
  await look('photo received', page);
  await agent.thumb(1).getByRole('button').click();
  await until('it is open', () => isDrawn(agent.viewer));
  await look('photo opened', page);
  await page.keyboard.press('Escape');
  await caller.menu.open();
  await caller.menu.photos(1).click();
  await caller.photos.takeBack(1).click();
  await agent.erasedThumb(1).waitFor();
  await look('photo taken back', page);
  await caller.photos.back.click();
}

async function theDialogs({ look, agent, caller }: Tour): Promise<void> {
  const { page } = agent;
  await caller.menu.open();
  await caller.menu.move.click();
  await caller.move.ask.click();
  await agent.agreeMove.waitFor();
  await look('other device asked for', page);
  await agent.button(agent.t.move.decline).click();
  await agent.agreeMove.waitFor({ state: 'detached' });
  await agent.handOver.click();
  await agent.handOverTo('Māris Ozols').waitFor();
  await look('hand over', page);
  await page.keyboard.press('Escape');
  await agent.end.click();
  await agent.endSolved.waitFor();
  await look('end', page);
  await page.keyboard.press('Escape');
}

async function theEnd({ house, look, agent, caller }: Tour): Promise<void> {
  await caller.page.goto('about:blank');
  await agent.place('reconnecting');
  await look('the caller is reconnecting', agent.page);
  await caller.page.goBack();
  await agent.place('here');
  await house.server().kill();
  await agent.ownConnection('offline');
  await look('no connection', agent.page);
  await house.killAndRestart();
  await agent.ownConnection('connected');
  await agent.end.click();
  await agent.endSolved.click();
  await agent.after.shown();
  await until('the note is there', async () => (await agent.after.note.inputValue()) !== '');
  await look('after', agent.page);
  await agent.page.goto(`${house.address}/agent/call/there-is-no-such-call`);
  await agent.title.waitFor();
  await look('a call that is not there', agent.page);
}

/** A supervisor and a reviewer, who see states and no content. */
async function theOthers(house: House, language: 'lv' | 'en', look: Look): Promise<void> {
  for (const login of ['anna@lmt', 'janis@lmt', 'ilze@lmt']) {
    const person = await house.agent(language, { reducedMotion: 'reduce' });
    await person.signIn(login);
    await person.page.goto(`${house.address}/agent/team`);
    await person.page.getByRole('table').waitFor();
    await look(`calls, as ${login}`, person.page);
    await person.page.context().close();
  }
}

/** The ledger's health and the breaches before there is any; what they become: `evidence.test.ts`. */
async function theEvidence(house: House, language: 'lv' | 'en', look: Look): Promise<void> {
  const person = await house.agent(language, { reducedMotion: 'reduce' });
  const { page } = person;
  await person.signIn('ilze@lmt');
  await page.goto(`${house.address}/agent/review/health`);
  await page.getByRole('button', { name: healthTexts[language].verify, exact: true }).waitFor();
  await look('evidence', page);
  await page.goto(`${house.address}/agent/review/breach`);
  await page.getByText(breachTexts[language].none).waitFor();
  await look('breaches, none', page);
  await page.goto(`${house.address}/agent/review/consents`);
  await page.getByRole('heading', { name: consentTexts[language].counts }).waitFor();
  await look('consents', page);
  await page.goto(`${house.address}/agent/review/record`);
  await page.getByRole('heading', { level: 1, name: recordTexts[language].title }).waitFor();
  await look('record of processing', page);
  await page.context().close();
}

/** A change of periods, worked out and proposed. */
async function thePeriods(house: House, language: 'lv' | 'en', look: Look): Promise<void> {
  const text = periodTexts[language];
  const person = await house.agent(language, { reducedMotion: 'reduce' });
  const { page } = person;
  await person.signIn('ilze@lmt');
  await page.goto(`${house.address}/agent/review/periods`);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button(text.propose).click();
  await page.getByLabel(`${text.what.photos}: ${text.count}`).fill('2');
  await page.getByLabel(text.prolong).check();
  await button(text.simulate).click();
  await page.getByLabel(text.prolongReason).fill('SMS');
  await look('periods worked out', page);
  await page.getByLabel(text.reason, { exact: true }).fill('DPO');
  await button(text.save).click();
  await page.getByText(text.ownProposal).waitFor();
  await page.getByRole('region', { name: text.effects }).waitFor();
  await look('periods proposed', page);
  await button(text.withdraw).click();
  await button(text.propose).waitFor();
  await page.context().close();
}

/** The audit's views before anything is drawn, and the table by which it will be; the rest: `audit.test.ts`. */
async function theAudit(house: House, language: 'lv' | 'en', look: Look): Promise<void> {
  const text = language === 'lv' ? lv : en;
  const person = await house.agent(language, { reducedMotion: 'reduce' });
  const { page } = person;
  await person.signIn('ilze@lmt');
  await page.goto(`${house.address}/agent/review/queue`);
  await page.getByText(text.none.open).waitFor();
  await page.getByText(text.rules).click();
  await page.getByText(text.because['out-of-hours']).waitFor();
  await look('audit, nothing drawn', page);
  for (const view of ['closed', 'findings', 'draws'] as const) {
    await page.getByRole('link', { name: text.tabs[view], exact: true }).click();
    await page.getByText(text.none[view]).waitFor();
    await look(`audit, ${view}`, page);
  }
  await page.context().close();
}

/** The register of requests, and one just written down; what becomes of them: `requests.test.ts`. */
async function theRequests(house: House, language: 'lv' | 'en', look: Look): Promise<void> {
  const text = requestTexts[language];
  const person = await house.agent(language, { reducedMotion: 'reduce' });
  const { page } = person;
  await person.signIn('ilze@lmt');
  await page.goto(`${house.address}/agent/review/requests?view=closed`);
  await page.getByText(text.none.closed).waitFor();
  await look('requests, none closed', page);
  await page.getByRole('link', { name: text.tabs.search, exact: true }).click();
  await page.getByLabel(text.number).fill(NUMBERS[language]);
  await page.getByRole('button', { name: text.find, exact: true }).click();
  await page.getByText(text.noRequests).waitFor();
  await look('requests, a number searched', page);
  await page.getByRole('link', { name: text.tabs.new, exact: true }).click();
  await page.getByLabel(text.kind).selectOption('objection');
  await look('requests, a new objection', page);
  await page.getByLabel(text.number).fill(NUMBERS[language]);
  await page.getByLabel(text.purposes.security).check();
  await page.getByLabel(text.said).fill('SMS');
  await page.getByRole('button', { name: text.create, exact: true }).click();
  await page.getByText(text.verifyFirst).waitFor();
  await look('a request', page);
  await page.getByRole('link', { name: text.back }).click();
  await page.getByRole('table').waitFor();
  await look('requests, one open', page);
  await page.context().close();
}
