import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import type { AgentCommand } from '../../protocol/commands.ts';
import { isOpen } from '../../protocol/session.ts';
import { launchBrowser } from '../support/browser.ts';
import { connect, freshNumber, signIn, startSession, type Visitor } from '../support/call.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const AXE = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const Violations = v.array(v.object({ id: v.string(), nodes: v.array(v.object({ html: v.string() })) }));

/** The page's own policy stays in force: axe comes in through the debugger and not as a script of the page. */
async function violations(page: Page) {
  // The dot of a running call pulses, half transparent at times.
  await page.evaluate(() =>
    Promise.all(
      document.getAnimations().map((animation) => animation.updatePlaybackRate(0) ?? animation.cancel()),
    ),
  );
  await page.evaluate(AXE);
  const run = `axe.run(document, {runOnly: ${JSON.stringify(RULES)}, rules: {'target-size': {enabled: true}}}).then((r) => r.violations)`;
  return v.parse(Violations, await page.evaluate(run));
}

describe("the demo's phone", function () {
  this.timeout(40_000);
  let server: ServerProcess;
  let browser: Browser;
  let agent: Visitor;

  before(async () => {
    server = await startServer();
    browser = await launchBrowser();
    agent = (await signIn(server.address)).visitor;
  });
  after(async () => {
    await browser.close();
    await server.dispose();
  });

  async function openPhone(options: Parameters<Browser['newContext']>[0] = {}) {
    const context = await browser.newContext({ locale: 'lv-LV', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.address}/demo/phone`);
    return { context, page, complaints };
  }

  const received = (page: Page, number: string) =>
    page.waitForFunction((to) => sessionStorage.getItem('zvana-demo-messages')?.includes(to), number);

  const messages = async (number: string) => {
    const response = await fetch(`${server.address}/demo/api/messages`);
    const all: { to: string; text: string }[] = await response.json();
    return all.filter(({ to }) => to === number);
  };

  it('[CFG-51] shows an SMS as it arrives, and opens its link in a window of its own', async () => {
    const { context, page, complaints } = await openPhone();
    const number = freshNumber();
    await startSession(agent, { number });
    const link = page.locator('#thread a');
    await link.waitFor();
    const [sent] = await messages(number);
    assert.equal(await page.locator('#thread p').innerText(), sent?.text);
    const opened = context.waitForEvent('page');
    await link.click();
    const caller = await opened;
    await caller.waitForLoadState();
    assert.equal(new URL(caller.url()).origin, server.address);
    assert.equal(await caller.evaluate(() => window.opener), null);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it('[CFG-51] a message counts as delivered once the page has shown it, and the agent sees that', async () => {
    const number = freshNumber();
    const session = await startSession(agent, { number });
    const socket = await connect<AgentCommand>(agent, { as: 'agent', session });
    const sent = await socket.until((state) => isOpen(state) && state.journey.sentAt !== undefined);
    assert.equal(isOpen(sent) && sent.journey.deliveredAt, undefined);
    const { context } = await openPhone();
    await socket.until((state) => isOpen(state) && state.journey.deliveredAt !== undefined);
    socket.close();
    await context.close();
  });

  it('[CFG-52] hangs up by the signed webhook, which ends the session and says so', async () => {
    const number = freshNumber();
    const session = await startSession(agent, { number });
    const socket = await connect<AgentCommand>(agent, { as: 'agent', session });
    const { context, page } = await openPhone();
    await received(page, number);
    await page.locator('#hang-up').click();
    await page.locator('#call[data-state=over]').waitFor();
    assert.equal(await page.locator('#call-detail').innerText(), 'Sesija ir slēgta');
    const ended = await socket.until((state) => state.status === 'ended');
    assert.equal(ended.status === 'ended' && ended.ended.reason, 'call-ended');
    socket.close();
    await context.close();
  });

  it('[CFG-53] lets time pass, and shows it on every open phone', async () => {
    const one = await openPhone();
    const other = await openPhone();
    const shown = () => other.page.locator('#now').innerText();
    await other.page.waitForFunction(() => document.querySelector('#now')?.textContent !== '');
    const before = await shown();
    await one.page.locator('[data-advance=quarter]').click();
    await other.page.waitForFunction((was) => document.querySelector('#now')?.textContent !== was, before);
    assert.notEqual(await shown(), before);
    await one.context.close();
    await other.context.close();
  });

  it('[CFG-54] takes commands from its own origin only', async () => {
    const post = (origin: string) =>
      fetch(`${server.address}/demo/api/advance`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: '{"step":"quarter"}',
      });
    assert.equal((await post('https://elsewhere.example')).status, 403);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 1280, height: 860 },
    ]) {
      it(`[CFG-55] is accessible in ${colorScheme} at ${viewport.width} px, empty, in a call, after it and written on`, async () => {
        const { context, page, complaints } = await openPhone({
          colorScheme,
          viewport,
          // A message that moves in is half transparent for a moment, whenever that moment comes.
          reducedMotion: 'reduce',
        });
        assert.deepEqual(await violations(page), []);
        const number = freshNumber();
        await startSession((await signIn(server.address)).visitor, { number });
        await received(page, number);
        assert.deepEqual(await violations(page), []);
        await page.locator('#hang-up').click();
        await page.locator('#call[data-state=over]').waitFor();
        assert.deepEqual(await violations(page), []);
        await page.locator('#compose-text').fill('Kas tas ir? '.repeat(12));
        await page.locator('#compose-send').click();
        await page.locator('#thread .sent').waitFor();
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  }
});
