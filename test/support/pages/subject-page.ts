/** The subject's own page as a test sees it: by role and name, in one language. */
import type { Page } from 'playwright-core';
import type { ConsentChannel } from '../../../protocol/consent.ts';
import type { Language } from '../../../protocol/language.ts';
import { consentMessages } from '../../../web-client/my/consents/messages.ts';
import { myMessages } from '../../../web-client/my/messages.ts';

export type SubjectPage = ReturnType<typeof createSubjectPage>;

export function createSubjectPage(page: Page, language: Language) {
  const m = myMessages(language);
  const consents = consentMessages(language);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  return {
    page,
    m,
    button,
    heading,
    alert: page.getByRole('alert'),
    said: page.locator('.said'),
    number: page.getByLabel(m.door.number),
    code: page.getByLabel(m.code.code),
    async askCode(number: string) {
      await page.getByLabel(m.door.number).fill(number);
      await button(m.door.send).click();
      await heading(m.code.title).waitFor();
    },
    async enter(code: string) {
      await page.getByLabel(m.code.code).fill(code);
      await button(m.code.open).click();
    },
    atHome: () => heading(m.home.calls).waitFor(),
    calls: page.locator('button.card'),
    photos: page.locator('.photo img'),
    consents: {
      m: consents,
      async open() {
        await button(consents.consents).click();
        await heading(consents.title).waitFor();
      },
      card: (title: string) => page.locator('button.card').filter({ hasText: title }).first(),
      give: (channel?: ConsentChannel) =>
        button(channel ? `${consents.give}: ${consents.channels[channel]}` : consents.give),
      withdraw: (channel?: ConsentChannel) =>
        button(channel ? `${consents.withdraw}: ${consents.channels[channel]}` : consents.withdraw),
    },
    gone: page.getByText(m.call.gone, { exact: true }),
  };
}
