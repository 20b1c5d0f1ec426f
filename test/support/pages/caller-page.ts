/** The caller's page as a test sees it: by role and name, in one language. The only place that knows its elements. */
import type { Locator, Page } from 'playwright-core';
import type { CardOutcome } from '../../../protocol/consent.ts';
import type { Language } from '../../../protocol/language.ts';
import { cardMessages } from '../../../web-client/card/messages.ts';
import { mailMessages } from '../../../web-client/mail/messages.ts';
import { afterMessages } from '../../../web-client/messages/after.ts';
import { asideMessages } from '../../../web-client/messages/aside.ts';
import { en } from '../../../web-client/messages/call.en.ts';
import { lv } from '../../../web-client/messages/call.lv.ts';
import { ru } from '../../../web-client/messages/call.ru.ts';
import type { CallMessages } from '../../../web-client/messages/call.ts';
import { entryMessages } from '../../../web-client/messages/entry.ts';
import { textOf } from './wait.ts';

export type CallerPage = ReturnType<typeof createCallerPage>;

const CALL: Readonly<Record<Language, CallMessages>> = { lv, ru, en };

/** The agent's first name as demos have it. */
const AGENT = 'Anna';

export function createCallerPage(page: Page, language: Language, agent = AGENT) {
  const m = CALL[language];
  const cards = cardMessages(language);
  const entry = entryMessages(language);
  const after = afterMessages(language);
  const aside = asideMessages(language);
  const mail = mailMessages(language);
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const heading = (name: string): Locator => page.getByRole('heading', { name, exact: true });
  const strip = page.getByRole('banner').locator('b');

  return {
    page,
    m,
    /** The page's main heading, once it says this. */
    heading,
    button,
    strip,
    title: page.getByRole('heading', { level: 1 }),

    terms: {
      shown: () => heading(entry.talking(agent)).waitFor(),
      accept: () => button(entry.start).click(),
      resume: () => button(entry.resume).click(),
      start: button(entry.start),
      speak: (other: Language) => page.getByRole('button', { name: new RegExp(`^${other.toUpperCase()},`) }),
    },

    match: {
      shown: () => heading(m.match.title).waitFor(),
      /** The two digits, from the screen. */
      async digits(): Promise<string> {
        const shown = page.locator('.big-digits [aria-hidden]');
        await shown.first().waitFor();
        return (await shown.allTextContents()).join('');
      },
      word: () => textOf(page.locator('.says strong')),
      wrongWord: button(m.match.wrongWord),
    },

    /** After the call: the guides by e-mail. */
    mail: {
      open: page.locator('#mail-open'),
      address: page.getByRole('textbox', { name: mail.address }),
      send: button(mail.send),
      sent: page.getByText(mail.sent).locator('visible=true').first(),
    },

    waiting: { shown: () => heading(m.wait.title(agent)).waitFor() },

    guide: {
      /** Resolves when this step's sentence is on the screen with its drawing. */
      async step(sentence: string): Promise<void> {
        await page.locator('.sentence').getByText(sentence, { exact: true }).waitFor();
        await page.waitForFunction(() => {
          const image = document.querySelector<HTMLImageElement>('.step img');
          return image?.complete === true && image.naturalWidth > 0;
        });
      },
      done: page.getByRole('button', { name: m.guide.done }),
      help: button(m.guide.help),
      next: button(m.guide.next),
    },

    card: {
      shown: () => heading(m.page.title(agent)).waitFor(),
      link: page.getByRole('link', { name: m.page.open }),
    },
    consent: {
      shown: (title: string) => heading(title).waitFor(),
      channel: (name: keyof typeof cards.channel) => page.getByLabel(cards.channel[name], { exact: true }),
      give: button(cards.give),
      decline: button(cards.decline),
      withdraw: button(cards.withdraw),
      keep: button(cards.keep),
      choose: page.getByText(cards.choose),
      outcome: (what: CardOutcome) => page.getByText(cards.outcomes(agent)[what]).waitFor(),
    },
    diagnostics: { shown: () => heading(cards.diagnostics.title).waitFor() },
    rating: {
      give: (score: number) => button(after.score(score)),
      thanks: () => page.getByText(after.rated).first().waitFor(),
    },
    note: {
      shown: () => heading(m.note(agent)).waitFor(),
      text: page.locator('p.note'),
      copy: page.getByRole('button', { name: m.copy }),
    },
    picture: {
      shown: () => heading(m.picture(agent)).waitFor(),
      image: page.locator('.picture img'),
    },
    request: {
      hint: (text: string) => page.locator('.asked').getByText(text),
      send: page.locator('.asked').getByRole('button', { name: m.request.send, exact: true }),
      notNow: button(m.request.notNow),
    },

    photo: {
      begin: button(m.strip.photo).first(),
      chooseShown: () => heading(m.photo.title).waitFor(),
      /** The field behind "Take a photo". */
      camera: page.locator('input[type=file][capture]'),
      gallery: page.locator('input[type=file]:not([capture])'),
      crop: button(m.photo.crop),
      cover: button(m.photo.cover),
      keepThis: button(m.photo.cropDo),
      coverThis: button(m.photo.coverDo),
      byButtons: page.getByText(m.photo.byButtons),
      move: (way: keyof CallMessages['photo']['moves']) => button(m.photo.moves[way]),
      undo: button(m.undo),
      go: button(m.photo.go),
      preview: page.getByRole('img', { name: m.photo.preview }),
      confirmShown: () => heading(m.photo.confirmTitle).waitFor(),
      send: button(m.photo.sendNow),
      sentShown: () => heading(m.photo.sentTitle).waitFor(),
      ready: button(m.photo.ready),
      undecodable: page.getByText(m.photo.undecodable),
      /** Takes a picture and goes through the screens as someone in a hurry does. */
      async sendQuickly(file: Buffer): Promise<void> {
        await this.camera.setInputFiles({ name: 'foto.jpg', mimeType: 'image/jpeg', buffer: file });
        await this.go.click();
        await this.confirmShown();
        await this.send.click();
        await this.sentShown();
      },
    },

    menu: {
      open: () => button(m.strip.menu).click(),
      photos: (count: number) => button(m.menu.photos(count)),
      move: button(m.menu.move),
      leave: button(m.menu.leave),
      close: button(m.menu.close),
    },
    photos: {
      shown: () => heading(m.photos.title).waitFor(),
      picture: (number: number) => page.getByRole('img', { name: m.photos.name(number), exact: true }),
      takeBack: (number: number) => button(`${m.photos.takeBack}: ${m.photos.name(number)}`),
      taken: page.getByText(m.photos.taken, { exact: true }),
      back: button(m.back),
    },
    move: {
      shown: () => heading(m.move.title).waitFor(),
      ask: button(m.move.ask),
      qr: page.getByRole('img', { name: m.move.qr }),
      code: page.locator('.code'),
    },

    after: {
      shown: () => heading(after.title).waitFor(),
      reason: (why: keyof ReturnType<typeof after.reasons>) => page.getByText(after.reasons(agent)[why]),
      picture: (number: number) => page.getByRole('img', { name: after.name(number), exact: true }),
      download: (number: number) =>
        page.getByRole('link', { name: `${after.download}: ${after.name(number)}` }),
      erase: (number: number) => button(`${after.erase}: ${after.name(number)}`),
      gone: page.getByText(after.gone, { exact: true }),
    },

    code: {
      shown: () => heading(aside.home.title).waitFor(),
      number: page.getByLabel(aside.home.number),
      code: page.getByLabel(aside.home.code, { exact: true }),
      open: button(aside.home.open),
    },
    /** The screen for a reason that has one of its own. */
    stopped: (
      why:
        | 'invitation_expired'
        | 'invitation_spent'
        | 'invitation_replaced'
        | 'invitation_closed'
        | 'moved'
        | 'credential_unknown'
        | 'session_erased',
    ) => {
      const sentence = aside.stops(agent)[why];
      if (!sentence) throw new Error(`no screen for ${why}`);
      return heading(sentence.title).waitFor();
    },
    enterCode: button(aside.enterCode),
    alert: page.getByRole('alert'),

    /** What the strip says when everything is well, or is not. */
    connected: () => strip.getByText(m.strip.here(agent), { exact: true }).waitFor(),
    reconnecting: () => strip.getByText(m.strip.lost).waitFor(),
    agentLost: () => strip.getByText(m.strip.agentLost(agent)).waitFor(),
  };
}
