/** Leads a subject through every screen of their own page, in one language; someone else looks at each. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Language } from '../../../protocol/language.ts';
import type { OwnConsents } from '../../../protocol/subject-consents.ts';
import { consentMessages } from '../../../web-client/my/consents/messages.ts';
import { freshNumber, json, playToMatch, signIn } from '../call.ts';
import { photoWithLocation } from '../pictures.ts';
import type { House } from './house.ts';
import { createSubjectPage, type SubjectPage } from './subject-page.ts';
import { isDrawn, until } from './wait.ts';

/** Looks at a screen that has come to rest. */
export type Look = (name: string, page: Page) => Promise<void>;

interface Tour {
  readonly house: House;
  readonly language: Language;
  readonly look: Look;
  readonly subject: SubjectPage;
}

/** A finished call with two photos, a note and a guide. @returns its number. */
export async function finishedCall(house: House): Promise<string> {
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

/** The newest code that the demo's inbox has for a number. */
export async function codeTo(house: House, number: string): Promise<string> {
  let code: string | undefined;
  await until('the SMS has come', async () => {
    const response = await fetch(`${house.server().address}/demo/api/messages`);
    const all = await json<{ to: string; text: string }[]>(response);
    const text = all.findLast((one) => one.to === number && /\b\d{6}\b/.test(one.text))?.text;
    code = text === undefined ? undefined : /\b\d{6}\b/.exec(text)?.[0];
    return code !== undefined;
  });
  return code ?? assert.fail(`no code to ${number}`);
}

export async function tourSubject(house: House, language: Language, look: Look): Promise<void> {
  const number = await finishedCall(house);
  const phone = await house.phone(language, { isMobile: false, reducedMotion: 'reduce' });
  await phone.open();
  const subject = createSubjectPage(await phone.page.context().newPage(), language);
  const tour = { house, language, look, subject };
  await theDoor(tour, number);
  await theCall(tour);
  await theConsents(tour);
  await theHistory(tour);
  await theRefusals(tour);
  await thePublicPages(tour);
  await phone.page.context().close();
}

async function theDoor({ house, look, subject }: Tour, number: string): Promise<void> {
  const { page, m } = subject;
  await page.goto(`${house.address}/my/lmt`);
  await subject.heading(m.title).waitFor();
  await look('door', page);
  await subject.askCode(number);
  await look('code', page);
  await subject.enter(await codeTo(house, number));
  await subject.atHome();
  await look('calls', page);
}

async function theCall({ look, subject }: Tour): Promise<void> {
  const { page, m } = subject;
  await subject.calls.first().click();
  await until('the photo is drawn', () => isDrawn(subject.photos.first()));
  await look('call', page);
  await subject.button(`${m.call.erase}: ${m.call.photo(1)}`).click();
  await subject.said.getByText(/LMT-\d+/).waitFor();
  await look('call, one photo erased', page);
  await subject.button(m.call.eraseCall).click();
  await subject.alert.getByText(m.call.eraseCallMeans).waitFor();
  await look('call, sure?', page);
  await subject.button(m.back).click();
  await subject.atHome();
  await subject.button(m.home.ask).click();
  await subject.heading(m.ask.title).waitFor();
  await page.getByLabel(m.ask.kinds.objection).check();
  await look('ask, an objection', page);
  await subject.button(m.back).click();
  await subject.atHome();
}

async function theConsents({ look, subject, language }: Tour): Promise<void> {
  const { page } = subject;
  const m = consentMessages(language);
  await subject.consents.open();
  await look('consents, none given', page);
  await subject.consents.card(OFFERS[language]).click();
  await subject.heading(OFFERS[language]).waitFor();
  await look('offers, not given', page);
  await subject.consents.give('sms').click();
  await subject.said.getByText(m.by.sms).waitFor();
  await look('offers, given by SMS', page);
  await subject.button(m.back).click();
  await subject.heading(m.title).waitFor();
  await look('consents, some given', page);
}

async function theHistory({ look, subject, language }: Tour): Promise<void> {
  const { page } = subject;
  const m = consentMessages(language);
  await subject.button(m.history).click();
  await subject.heading(m.history).waitFor();
  await look('history', page);
  await page.locator('summary').first().click();
  await look('history, the text open', page);
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: new RegExp(`^${m.receipt}: `) }).click();
  const receipt = await opened;
  await receipt.locator('h1').waitFor();
  await look('receipt', receipt);
  await receipt.close();
  await subject.button(m.back).click();
  await subject.heading(m.title).waitFor();
  await subject.button(m.withdrawAll).click();
  await subject.said.getByText(m.allWithdrawn).waitFor();
  await look('consents, all withdrawn', page);
}

/** What the demo's numbers do not meet: a stranger to the operator, a purpose that was retired, a text replaced. */
async function theRefusals({ look, subject, language }: Tour): Promise<void> {
  const { page } = subject;
  const m = consentMessages(language);
  await page.route('**/api/subject/consents', async (route) => {
    const answer = await route.fetch();
    const own: OwnConsents = await answer.json();
    const consents = own.consents.map((one) => {
      if (one.purpose === 'location') return { ...one, closed: 'own-customers' as const };
      if (one.purpose !== 'metadata') return one;
      const parts = [{ state: 'retired' as const, since: Date.UTC(2024, 4, 3, 9) }];
      return { ...one, closed: 'retired' as const, parts };
    });
    await route.fulfill({ response: answer, json: { ...own, consents } });
  });
  for (const [name, title] of [
    ['location, for own customers', LOCATION[language]],
    ['metadata, retired', METADATA[language]],
  ] as const) {
    await subject.consents.open();
    await subject.consents.card(title).click();
    await subject.heading(title).waitFor();
    await look(name, page);
    await subject.button(m.back).click();
    await subject.heading(m.title).waitFor();
  }
  await page.unroute('**/api/subject/consents');
}

async function thePublicPages({ house, language, look, subject }: Tour): Promise<void> {
  const { page } = subject;
  for (const [name, path] of [
    ['public list', `/consents/lmt/${language}`],
    ['public text', `/consents/lmt/automated/2/${language}`],
    ['public text of an SMS command', `/consents/lmt/offers/sms-1/${language}`],
    ['public text, retired', `/consents/lmt/credit-check/1/${language}`],
  ] as const) {
    await page.goto(`${house.address}${path}`);
    await page.locator('h1').waitFor();
    await look(name, page);
  }
}

/** As the catalogue has them. */
export const OFFERS = {
  lv: 'Piedāvājumi un jaunumi',
  ru: 'Предложения и новости',
  en: 'Offers and news',
} as const;
export const METADATA = {
  lv: 'Saziņas metadati',
  ru: 'Метаданные связи',
  en: 'Communication metadata',
} as const;
export const LOCATION = { lv: 'Atrašanās vieta', ru: 'Местоположение', en: 'Location' } as const;
