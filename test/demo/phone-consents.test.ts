import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

describe("SMS from the demo's phone", function () {
  this.timeout(40_000);
  let server: ServerProcess;
  let browser: Browser;

  before(async () => {
    server = await startServer();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await server.dispose();
  });

  async function openPhone(locale: string) {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.address}/demo/phone`);
    await page.locator('#compose-text').waitFor();
    return { context, page, complaints };
  }

  /** Sends a message. @returns the reply, the bubble after it. */
  async function send(page: Page, text: string): Promise<string> {
    const bubbles = page.locator('#thread li');
    const before = await bubbles.count();
    await page.locator('#compose-text').fill(text);
    await page.locator('#compose-send').click();
    const reply = bubbles.nth(before + 1);
    await reply.waitFor();
    const both = [bubbles.nth(before), reply];
    const told = await Promise.all(both.map((one) => one.locator('p').innerText()));
    return told.find((one) => one !== text) ?? assert.fail('there is no reply');
  }

  function standing(): string[] {
    const database = new DatabaseSync(join(server.dataDir, 'main.sqlite'), { readOnly: true });
    try {
      const rows = database
        .prepare(
          "SELECT purpose || ' ' || channel || ' ' || state AS told FROM consent_standing ORDER BY told",
        )
        .all();
      return rows.map(({ told }) => String(told));
    } finally {
      database.close();
    }
  }

  it('[SMC-30] gives a consent with a command and its code, and takes it back with STOP', async () => {
    const { page, context, complaints } = await openPhone('lv-LV');
    assert.deepEqual(await page.locator('#compose-to option').allInnerTexts(), ['LMT · 29307777']);
    const asked = await send(page, 'Jaunumi');
    const code = /\b\d{4}\b/.exec(asked)?.[0];
    assert.match(asked, /^LMT: .*JA \d{4}/);
    assert.deepEqual(standing(), []);
    assert.match(await send(page, `jā ${code}`), /JAUNUMI ir speka/);
    assert.deepEqual(standing(), ['offers call in-force', 'offers sms in-force']);
    assert.match(await send(page, 'Jaunumi STOP!'), /JAUNUMI ir atsaukta/);
    assert.deepEqual(standing(), ['offers call withdrawn', 'offers sms withdrawn']);
    assert.equal(await page.locator('#thread .sent').count(), 3);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  for (const [locale, label] of [
    ['lv-LV', 'Sūtīt'],
    ['ru-RU', 'Отправить'],
    ['en-GB', 'Send'],
  ] as const) {
    it(`[SMC-30] speaks ${locale}, and says when the server did not take a message`, async () => {
      const { page, context } = await openPhone(locale);
      assert.equal(await page.locator('#compose-send').innerText(), label);
      await page.route('**/demo/api/send', (route) => route.abort());
      await page.locator('#compose-text').fill('AUTO');
      await page.locator('#compose-send').click();
      await page.waitForFunction(() => document.querySelector('#compose-failed')?.textContent !== '');
      assert.equal(await page.locator('#compose-text').inputValue(), 'AUTO');
      assert.equal(await page.locator('#thread .sent').count(), 0);
      await context.close();
    });
  }
});
