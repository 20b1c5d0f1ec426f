/** The demo's phone: the inbox in which the SMS arrives, the button that hangs up, and the clock. */
import type { Page } from 'playwright-core';
import type { Language } from '../../../protocol/language.ts';
import { type CallerPage, createCallerPage } from './caller-page.ts';
import { textOf } from './wait.ts';

export interface DemoPhone {
  readonly page: Page;
  open(): Promise<void>;
  /** The newest message's text, once there are as many as `count`. */
  message(count?: number): Promise<string>;
  /** Taps the link of the newest message. */
  tapLink(count?: number): Promise<CallerPage>;
  hangUp(): Promise<void>;
  /** Sends an SMS to the operator from the number on the screen; resolves once the service has it. */
  send(text: string): Promise<void>;
  advance(step: 'hour' | 'day' | 'quarter'): Promise<void>;
}

export function createDemoPhone(page: Page, address: string, language: Language): DemoPhone {
  const newest = (count: number) => page.locator('#thread li').nth(count - 1);
  return {
    page,
    async open() {
      await page.goto(`${address}/demo/phone`);
    },
    message: (count = 1) => textOf(newest(count).locator('p')),
    async tapLink(count = 1) {
      const opened = page.context().waitForEvent('page');
      await newest(count).getByRole('link').click();
      return createCallerPage(await opened, language);
    },
    async hangUp() {
      await page.locator('#hang-up').click();
      await page.locator('#call[data-state=over]').waitFor();
    },
    async send(text) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/demo/api/send'));
      await page.locator('#compose-text').fill(text);
      await page.locator('#compose-send').click();
      const response = await answered;
      if (!response.ok()) throw new Error(`the demo's phone was answered ${response.status()}`);
    },
    async advance(step) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/demo/api/advance'));
      await page.locator(`[data-advance=${step}]`).click();
      const response = await answered;
      if (!response.ok()) throw new Error(`the demo's clock answered ${response.status()}`);
    },
  };
}
