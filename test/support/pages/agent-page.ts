/** The agent's console as a test sees it: by role and name, in one language. */
import type { Locator, Page } from 'playwright-core';
import { en } from '../../../agent-console/text/en.ts';
import { lv } from '../../../agent-console/text/lv.ts';
import type { Language } from '../../../protocol/language.ts';
import { DEMO_PASSWORD } from '../call.ts';
import { textOf } from './wait.ts';

export type AgentPage = ReturnType<typeof createAgentPage>;

export interface NewCall {
  /** As the agent types it. */
  readonly number: string;
  readonly language?: Language;
  /** Title of the matter in the agent's language; the first one when it is left out. */
  readonly matter?: string;
}

const TEXTS = { lv, en } as const;
const SWITCH = { lv: 'LV, Latviešu', en: 'EN, English' } as const;

export function createAgentPage(page: Page, address: string, language: 'lv' | 'en') {
  const t = TEXTS[language];
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const caller = page.getByRole('region', { name: t.call.caller, exact: true });
  const stage = page.getByRole('region', { name: t.call.stage, exact: true });
  const library = page.getByRole('region', { name: t.call.library, exact: true });
  const photos = page.getByRole('region', { name: t.photos.title });
  const tab = (name: keyof typeof t.library.tabs) =>
    library.getByRole('tab', { name: t.library.tabs[name], exact: true });

  return {
    page,
    t,
    button,
    caller,
    stage,
    library,
    title: page.getByRole('heading', { level: 1 }),

    async signIn(login = 'anna@lmt'): Promise<void> {
      await page.goto(`${address}/agent/`);
      await this.signInHere(login);
    },
    /** On a sign-in screen that is already there. */
    async signInHere(login = 'anna@lmt'): Promise<void> {
      await button(SWITCH[language]).click();
      await page.getByLabel(t.signIn.login, { exact: true }).fill(login);
      await page.getByLabel(t.signIn.password, { exact: true }).fill(DEMO_PASSWORD);
      await button(t.signIn.submit).click();
      await page.getByRole('banner').waitFor();
    },

    newCall: {
      shown: () => page.getByRole('heading', { name: t.newCall.title, level: 1 }).waitFor(),
      number: page.getByLabel(t.newCall.number, { exact: true }),
      reference: page.getByLabel(t.newCall.call),
      language: (spoken: Language) => page.getByRole('radio', { name: t.languages[spoken], exact: true }),
      send: button(t.newCall.send),
      code: button(t.newCall.code),
    },
    /** Fills the form and sends the link; resolves when the call's screen is there. */
    async startCall({ number, language: spoken = 'lv', matter }: NewCall): Promise<void> {
      await this.newCall.number.fill(number);
      await this.newCall.language(spoken).check();
      if (matter !== undefined) await page.getByRole('radio', { name: matter, exact: true }).check();
      await this.newCall.send.click();
      await caller.waitFor();
    },

    journey: (step: keyof typeof t.journey) => caller.getByRole('listitem').getByText(t.journey[step]),
    /** Where the caller is now, from Accept on. */
    place: (where: keyof typeof t.whereabouts) =>
      page.locator('.caller-place').getByText(t.whereabouts[where]).waitFor(),
    ownConnection: (state: 'connected' | 'offline') =>
      page.locator('.own-connection').getByText(t.call[state]).waitFor(),

    word: () => textOf(page.locator('.match-word strong')),
    digits: page.getByLabel(t.match.digits),
    async typeDigits(digits: string): Promise<void> {
      await this.digits.fill(digits);
      await button(t.match.confirm).click();
    },
    matched: () => caller.getByText(t.match.confirmed).waitFor(),
    missed: (left: number) => caller.getByText(t.match.missesLeft(left)).waitFor(),

    again: page.getByRole('button', { name: t.invite.again, exact: true }).last(),
    readCode: caller.getByRole('button', { name: t.invite.code, exact: true }).last(),
    spokenCode: () => textOf(page.locator('.spoken-digits')),
    agreeMove: button(t.move.agree),

    /** Opens a guide's preview by searching for its title, and shows it. */
    async showGuide(title: string): Promise<void> {
      await tab('guides').click();
      await library.getByRole('searchbox').fill(title);
      await library.locator('[data-guide]').first().click();
      await library.getByRole('button', { name: t.library.show(0), exact: true }).click();
    },
    stepForward: stage.getByRole('button', { name: t.stage.forward, exact: true }),
    clear: stage.getByRole('button', { name: t.stage.clear, exact: true }),
    turning: stage.getByLabel(t.stage.turning),
    /** The step in the list that the caller's device says it shows, counted from 1. */
    callerHas: (step: number) =>
      stage
        .getByRole('listitem')
        .nth(step - 1)
        .getByText(t.stage.here, { exact: true })
        .waitFor(),
    answered: (step: number, answer: 'done' | 'help') =>
      stage
        .getByRole('listitem')
        .nth(step - 1)
        .getByText(t.stage[answer], { exact: true })
        .waitFor(),
    asksHelp: () => stage.getByText(t.stage.asksHelp).waitFor(),
    /** The status line once the caller's device has confirmed. */
    confirmedShown: () => page.locator('.stage-status[data-truth=shown]').waitFor(),

    async showPage(title: string): Promise<void> {
      await tab('page').click();
      await library.getByRole('button', { name: title }).first().click();
    },
    callerOpened: () => stage.getByText(t.stage.tapped('').trim()).waitFor(),
    async showNote(text: string): Promise<void> {
      await tab('note').click();
      await library.getByLabel(t.library.text).fill(text);
      await button(t.library.showText).click();
    },
    async showPicture(picture: Buffer, alt: string): Promise<void> {
      await tab('picture').click();
      const file = { name: 'attels.png', mimeType: 'image/png', buffer: picture };
      await library.locator('input[type=file]').setInputFiles(file);
      const refused = library.getByRole('alert').getByText(/./);
      const described = library.getByLabel(t.library.alt);
      await described.or(refused).first().waitFor();
      if (await refused.isVisible()) throw new Error(await textOf(refused));
      await described.fill(alt);
      await button(t.library.showPicture).click();
    },

    consents: {
      missing: library.locator('.missing-consent'),
      ask: library.getByRole('button', { name: t.consents.ask, exact: true }),
      showOffer: library.getByRole('button', { name: t.consents.showOffer, exact: true }),
      showDiagnostics: button(t.consents.diagnostics),
      open: () => tab('consents').click(),
      /** Puts the card of this title on the caller's screen. */
      async put(title: string): Promise<void> {
        await tab('consents').click();
        await library.getByRole('button', { name: title, exact: true }).click();
      },
      /** What the status line says of the card: asked, or what came of it. */
      said: (what: 'asked' | keyof typeof t.consents.outcomes) =>
        page
          .locator('.stage-status')
          .getByText(what === 'asked' ? t.consents.asked : t.consents.outcomes[what])
          .waitFor(),
      takenOff: () => stage.getByText(t.consents.takenOff).waitFor(),
    },

    async askForPhoto(hint: string): Promise<void> {
      await photos.getByText(t.photos.request).click();
      await photos.getByPlaceholder(t.photos.own).fill(hint);
      await photos.getByRole('button', { name: t.photos.ask, exact: true }).click();
    },
    /** The thumbnail of a photo, counted from 1 in the order of arrival. */
    thumb: (number: number) => photos.getByRole('listitem').nth(number - 1),
    erasedThumb: (number: number) =>
      photos
        .getByRole('listitem')
        .nth(number - 1)
        .getByText(t.photos.erased['taken-back']),
    viewer: page.getByRole('dialog').locator('.viewer img'),

    handOver: button(t.call.handOver),
    handOverTo: (name: string) => button(t.handOver.to(name)),
    end: button(t.call.end),
    endSolved: button(t.end.solved),

    after: {
      shown: () => page.getByRole('heading', { name: t.after.title, level: 1 }).waitFor(),
      reason: (why: keyof typeof t.after.reasons) => page.getByText(t.after.reasons[why]),
      solved: button(t.after.solved),
      note: page.getByRole('textbox', { name: t.after.note }),
      copy: button(t.after.copy),
      copied: page.getByRole('status').getByText(t.after.copied),
      next: button(t.after.next),
    },
    photos,
    cannotOpen: () => page.getByRole('heading', { name: t.call.refused }).waitFor(),
  };
}
