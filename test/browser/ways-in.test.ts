/** Every way into a call other than the straight one, and every way in which a link does not work. */
import assert from 'node:assert/strict';
import type { AgentPage } from '../support/pages/agent-page.ts';
import { type CallerPage, createCallerPage } from '../support/pages/caller-page.ts';
import type { DemoPhone } from '../support/pages/demo-phone.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { textOf, until } from '../support/pages/wait.ts';

describe('ways into a call', function () {
  this.timeout(40_000);
  let house: House;
  let agent: AgentPage;
  /** One inbox serves every number of these tests: each new message comes to the front. */
  let phone: DemoPhone;
  let last = 26_400_000;

  before(async () => {
    house = await openHouse();
    agent = await house.agent('en');
    phone = await house.phone('lv');
    await phone.open();
    await agent.signIn();
  });
  after(() => house?.close());

  /** Starts a call with a number of its own; resolves with the link that the SMS brought. */
  async function invite(): Promise<string> {
    await newCall();
    await agent.startCall({ number: nextNumber() });
    return linkOf(await phone.message());
  }

  async function newCall(): Promise<void> {
    await agent.page.goto(`${house.address}/agent/new`);
    await agent.newCall.shown();
  }

  function nextNumber(): string {
    last += 1;
    return String(last);
  }

  async function open(link: string, language: 'lv' | 'ru' | 'en' = 'lv'): Promise<CallerPage> {
    const caller = await house.caller(language);
    await caller.page.goto(link);
    return caller;
  }

  async function match(caller: CallerPage): Promise<void> {
    await caller.terms.accept();
    await agent.typeDigits(await caller.match.digits());
    await agent.matched();
  }

  it('[INV-3] a link is good once: in another browser it says that it has been used', async () => {
    const link = await invite();
    const first = await open(link);
    await first.terms.shown();
    await first.terms.accept();
    await first.match.shown();
    const second = await open(link);
    await second.stopped('invitation_spent');
  });

  it('[CAL-16] the same link leads the browser that accepted it back into its call', async () => {
    const link = await invite();
    const caller = await open(link);
    await match(caller);
    await caller.page.goto('about:blank');
    await caller.page.goto(link);
    await caller.waiting.shown();
    assert.equal(caller.page.url(), `${house.address}/`);
    await agent.place('here');
  });

  it('[INV-5] a newer link replaces the one before it', async () => {
    const link = await invite();
    await agent.journey('delivered').waitFor();
    await agent.again.click();
    const newer = linkOf(await phone.message(2));
    assert.notEqual(newer, link);
    const early = await open(link);
    await early.stopped('invitation_replaced');
    const late = await open(newer);
    await late.terms.shown();
  });

  it('[CAL-1] a reload before Accept keeps the link; the address bar is clean from the start', async () => {
    const caller = await open(await invite());
    await caller.terms.shown();
    assert.equal(caller.page.url(), `${house.address}/`);
    await caller.page.reload();
    await caller.terms.shown();
    await match(caller);
    const kept = await caller.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    assert.doesNotMatch(kept, /[0-9A-Za-z]{22}/, 'the spent token is not kept');
  });

  it('[INV-2] a preview robot that fetches the link changes nothing', async () => {
    const link = await invite();
    await agent.journey('delivered').waitFor();
    for (const method of ['GET', 'HEAD']) assert.equal((await fetch(link, { method })).status, 200);
    // A robot that renders the page out of anyone's sight has loaded it, and nobody has seen it.
    const robot = await house.caller('lv');
    await robot.page.addInitScript(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    });
    await robot.page.goto(link);
    await robot.page.waitForLoadState('networkidle');
    assert.equal(await agent.journey('opened').count(), 1);
    const opened = agent.caller.getByRole('listitem').filter({ hasText: agent.t.journey.opened });
    assert.equal(await opened.getAttribute('data-mark'), 'ahead');
    const caller = await open(link);
    await caller.terms.shown();
    await until('opened', async () => (await opened.getAttribute('data-mark')) !== 'ahead');
  });

  it('[CAL-20] the terms can be read in each language before anything is accepted', async () => {
    const caller = await open(await invite());
    await caller.terms.shown();
    for (const language of ['ru', 'en', 'lv'] as const) {
      await caller.terms.speak(language).click();
      await createCallerPage(caller.page, language).terms.shown();
      assert.equal(await caller.page.getAttribute('html', 'lang'), language);
    }
    await caller.terms.speak('en').click();
    const english = createCallerPage(caller.page, 'en');
    await english.terms.accept();
    await english.match.shown();
    // The agent is told which language to speak from now on.
    await agent.page.locator('.call-facts').getByText('English').waitFor();
  });

  it('[NET-16] the full texts have public addresses that need no script', async () => {
    const caller = await open(await invite());
    await caller.terms.shown();
    const links = await caller.page
      .locator('.texts a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.equal(links.length, 2);
    const plain = await house.browser.newContext({ javaScriptEnabled: false });
    const page = await plain.newPage();
    for (const link of links) {
      await page.goto(new URL(link ?? '', house.address).href);
      assert.ok((await textOf(page.locator('main'))).length > 1000);
    }
    await plain.close();
  });

  it('[INV-11] a spoken code opens the page from a short address', async () => {
    await newCall();
    const number = nextNumber();
    await agent.newCall.number.fill(number);
    await agent.newCall.code.click();
    const code = await agent.spokenCode();
    assert.match(code, /^\d{3} \d{3}$/);
    const caller = await house.caller('lv');
    await caller.page.goto(`${house.address}/k`);
    await caller.code.shown();
    await caller.code.number.fill(number);
    await caller.code.code.fill(code);
    await caller.code.open.click();
    await caller.terms.shown();
    assert.equal(caller.page.url(), `${house.address}/`);
    await match(caller);
    await caller.waiting.shown();
  });

  it('[INV-12] five wrong codes end a code, and a new one works', async () => {
    await invite();
    const number = String(last);
    await agent.readCode.click();
    const right = (await agent.spokenCode()).replace(' ', '');
    const wrong = right === '111111' ? '222222' : '111111';
    const caller = await house.caller('lv');
    await caller.page.goto(`${house.address}/k`);
    await caller.code.number.fill(number);
    const tryCode = async (code: string) => {
      await caller.code.code.fill(code);
      const answered = caller.page.waitForResponse((response) =>
        response.url().endsWith('/api/invitation/code'),
      );
      await caller.code.open.click();
      return (await (await answered).json()).code;
    };
    for (let tries = 1; tries <= 4; tries += 1) assert.equal(await tryCode(wrong), 'code_wrong');
    assert.equal(await tryCode(wrong), 'code_attempts_exhausted');
    await caller.alert.waitFor();
    assert.notEqual(await tryCode(right), undefined, 'not even the right one opens it now');
    await agent.button(agent.t.invite.newCode).click();
    await until('another code', async () => (await agent.spokenCode()).replace(' ', '') !== right);
    await caller.code.code.fill(await agent.spokenCode());
    await caller.code.open.click();
    await caller.terms.shown();
  });

  it('[MAT-3] three misses close the invitation on both sides', async () => {
    const caller = await open(await invite());
    await caller.terms.accept();
    const digits = await caller.match.digits();
    const wrong = digits === '11' ? '12' : '11';
    for (const left of [2, 1]) {
      await agent.typeDigits(wrong);
      await agent.missed(left);
    }
    await agent.typeDigits(wrong);
    await agent.after.reason('match-failed').waitFor();
    await caller.after.reason('match-failed').waitFor();
  });

  it('[SES-5] a caller who hears another word leaves in one tap', async () => {
    const caller = await open(await invite());
    await caller.terms.accept();
    await caller.match.wrongWord.click();
    await caller.after.reason('caller-left').waitFor();
    await agent.after.reason('caller-left').waitFor();
  });

  it('[AGT-2] a CRM’s screen-pop fills the form, leaves the address, and sends nothing', async () => {
    const before = (await (await fetch(`${house.address}/demo/api/messages`)).json()).length;
    const number = nextNumber();
    await agent.page.goto('about:blank');
    await agent.page.goto(`${house.address}/agent/new#number=%2B371${number}&call=crm-77&language=ru`);
    await agent.newCall.shown();
    await until('the number is filled in', async () => {
      return (await agent.newCall.number.inputValue()).replaceAll(/\D/g, '').endsWith(number);
    });
    assert.equal(agent.page.url(), `${house.address}/agent/new`);
    assert.equal(await agent.newCall.reference.inputValue(), 'crm-77');
    assert.ok(await agent.newCall.language('ru').isChecked());
    const after = (await (await fetch(`${house.address}/demo/api/messages`)).json()).length;
    assert.equal(after, before);
    await agent.newCall.send.click();
    await agent.caller.waitFor();
    assert.match(await phone.message(), /[а-я]/i, 'the SMS is in Russian');
  });

  it('[INV-9] the caller goes on with another device when the agent agrees, and the first one says so', async () => {
    const caller = await open(await invite());
    await match(caller);
    await caller.menu.open();
    await caller.menu.move.click();
    await caller.move.shown();
    await caller.move.ask.click();
    await agent.agreeMove.click();
    await caller.move.qr.waitFor();
    const code = await textOf(caller.move.code);
    const tablet = await house.caller('lv', { viewport: { width: 820, height: 1180 } });
    await tablet.page.goto(`${house.address}/k`);
    await tablet.code.number.fill(String(last));
    await tablet.code.code.fill(code);
    await tablet.code.open.click();
    await tablet.terms.resume();
    await tablet.waiting.shown();
    await caller.stopped('moved');
    await caller.page.reload();
    await caller.code.shown();
    await agent.showNote('šeit');
    await tablet.note.shown();
  });

  it('[SES-9] a colleague takes the call over, and the caller sees the new name', async () => {
    const caller = await open(await invite());
    await match(caller);
    const address = agent.page.url();
    const colleague = await house.agent('lv');
    await colleague.signIn('maris@lmt');
    await agent.handOver.click();
    await agent.handOverTo('Māris Ozols').click();
    await caller.strip.getByText('Māris').waitFor();
    await agent.page
      .getByRole('heading', { level: 1 })
      .getByText(/taken over/)
      .waitFor();
    await colleague.page.goto(address);
    await colleague.place('here');
    await colleague.showNote('Labdien!');
    await caller.page.locator('p.note').getByText('Labdien!').waitFor();
  });

  it('[INV-4] [CAL-12] a link that nobody opened in time says so, and the agent sends a new one', async () => {
    const link = await invite();
    await phone.advance('hour');
    const caller = await open(link);
    await caller.stopped('invitation_expired');
    await agent.again.click();
    const late = await open(linkOf(await phone.message(2)));
    await late.terms.shown();
    await caller.enterCode.click();
    await caller.code.shown();
  });
});

function linkOf(message: string): string {
  const [link] = /https?:\/\/\S+/.exec(message) ?? [];
  assert.ok(link, message);
  return link;
}
