/** A reviewer's day with requests: written down, checked, a copy handed out, an erasure up to its certificate. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { requestTexts } from '../../agent-console/review/requests/text.ts';
import { lv } from '../../agent-console/review/text.lv.ts';
import type { RequestKind } from '../../protocol/requests.ts';
import { mustBeAccessible, sideways } from '../support/axe.ts';
import { json, type PlayedCall, playToMatch, signIn } from '../support/call.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { jpeg } from '../support/pictures.ts';

/** Where screenshots go, when they are wanted. */
const SHOTS = process.env.REVIEW_SHOTS;

const MATTER = 'the KANARIJA light is red';

describe('data subjects’ requests in the console', function () {
  this.timeout(120_000);
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  /** A call with a photo, over. */
  async function endedCall(): Promise<PlayedCall> {
    const call = await playToMatch(house.address, undefined, { matter: MATTER });
    const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    await json(
      await call.callerVisitor.upload('/api/caller/photos/photo-0001', await jpeg(640, 480), headers),
      201,
    );
    await call.agent.must({ type: 'EndSession' });
    call.close();
    return call;
  }

  async function look(page: Page, name: string): Promise<void> {
    await mustBeAccessible(page, name);
    assert.deepEqual(await sideways(page), [], name);
    if (!SHOTS) return;
    await mkdir(SHOTS, { recursive: true });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${SHOTS}/requests-${name}-${colorScheme}.png`, fullPage: true });
    }
  }

  const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

  /** At the desk, with one written down and its page open. */
  async function written(
    language: 'lv' | 'en',
    kind: RequestKind,
    number: string,
    received = '',
  ): Promise<Page> {
    const text = requestTexts[language];
    const ilze = await house.agent(language, { reducedMotion: 'reduce' });
    const { page } = ilze;
    await ilze.signIn('ilze@lmt');
    await page.goto(`${house.address}/agent/review/requests?view=new`);
    await page.getByLabel(text.kind).selectOption(kind);
    await page.getByLabel(text.number).fill(number);
    await page.getByLabel(text.received).fill(received);
    await page.getByLabel(text.said).fill('everything you have of me, please');
    await look(page, `new-${kind}`);
    await button(page, text.create).click();
    await page.getByText('everything you have of me, please').waitFor();
    assert.equal(await page.getByRole('link', { name: text.download }).count(), 0);
    assert.equal(await button(page, text.erase).count(), 0);
    await page.getByLabel(text.how).fill('passport at the counter');
    await button(page, text.verify).click();
    await page.getByText('passport at the counter').waitFor();
    return page;
  }

  it('[REV-75] writes an access request down, verifies who asks, hands the copy out and closes it', async () => {
    const text = requestTexts.lv;
    const call = await endedCall();
    const page = await written('lv', 'access', call.number);
    await button(page, text.take).click();
    await button(page, text.take).waitFor({ state: 'detached' });
    await look(page, 'access');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: text.download, exact: true }).click(),
    ]);
    const zip = await readFile(await download.path());
    assert.equal(zip.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
    for (const name of ['data.json', 'summary.html', 'pictures/']) assert.ok(zip.includes(name), name);

    const answer = page.getByRole('form', { name: text.answer });
    await answer.getByLabel(text.explanation).fill('the copy was handed over');
    await button(answer, text.answer).click();
    await page.getByText(`${text.states.closed}: ${text.outcomes.fulfilled}`, { exact: true }).waitFor();
    const recipients = page.getByRole('listitem').filter({ hasText: 'the courier' });
    await page.getByLabel(text.recipient).fill('the courier');
    await page.getByLabel(text.what).fill('the copy was asked for');
    await button(page, text.notify).click();
    await recipients.waitFor();
    await button(page, text.refresh).click();
    for (const entry of [
      'RequestReceived',
      'SubjectExported',
      'RequestAnswered',
      'RecipientNotified',
    ] as const) {
      await page.getByRole('cell', { name: lv.log[entry], exact: true }).first().waitFor();
    }

    await page.getByRole('link', { name: text.back }).click();
    await page.getByRole('link', { name: text.tabs.closed, exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: text.kinds.access });
    await row.getByText(text.outcomes.fulfilled).waitFor();
    await look(page, 'closed');

    await page.getByRole('link', { name: text.tabs.search, exact: true }).click();
    await page.getByLabel(text.number).fill(call.number);
    await button(page, text.find).click();
    const found = page.getByRole('link', { name: text.kinds.access });
    await found.waitFor();
    assert.equal(await page.locator(`a[href$="/session/${call.session}"]`).count(), 1);
    await look(page, 'search');
    await page.context().close();
  });

  it('[REV-76] says what an erasure takes, carries it out, and shows its certificate', async () => {
    const text = requestTexts.en;
    const call = await endedCall();
    const page = await written('en', 'erasure', call.number);
    await button(page, text.erase).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${text.eraseGoes}: ${text.goes.content}, ${text.photos(1)}`).waitFor();
    await dialog.getByLabel(text.explanation).fill('everything is erased');
    await look(page, 'erase');
    await button(dialog, text.eraseDo).click();
    await dialog.waitFor({ state: 'detached' });
    const certificates = page.getByRole('region', { name: text.certificates });
    await certificates.getByText(text.certified.content).first().waitFor();
    await certificates.getByText(call.session).first().waitFor();
    await page.getByText(`${text.states.closed}: ${text.outcomes.fulfilled}`, { exact: true }).waitFor();
    await look(page, 'erased');

    const opened = await call.agentVisitor.get(`/api/sessions/${call.session}`);
    assert.ok(!(await opened.text()).includes('KANARIJA'));
    await page.goto(`${house.address}/agent/review/requests?view=search`);
    await page.getByLabel(text.number).fill(call.number);
    await button(page, text.find).click();
    await page.getByRole('link', { name: text.kinds.erasure }).waitFor();
    await page.context().close();
  });

  it('[REV-77] an erasure’s dialog says what a hold keeps, and keeps it', async () => {
    const text = requestTexts.lv;
    const call = await endedCall();
    const [ilze, liga] = await Promise.all(
      ['ilze@lmt', 'liga@lmt'].map((login) => signIn(house.address, login)),
    );
    assert.ok(ilze && liga);
    const asked = { session: call.session, reason: 'a claim is expected' };
    const hold = await json<{ id: string }>(await ilze.visitor.post('/api/review/holds', asked), 201);
    await json(await liga.visitor.post(`/api/review/holds/${hold.id}/approve`, {}));
    const page = await written('lv', 'erasure', call.number);
    await button(page, text.erase).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${text.eraseStays}: ${text.goes.content}`).waitFor();
    assert.equal(await dialog.getByText(text.eraseGoes).count(), 0);
    await dialog.getByLabel(text.eraseChosen).check();
    assert.ok(await button(dialog, text.eraseDo).isDisabled());
    await dialog.getByLabel(text.eraseAll).check();
    await dialog.getByLabel(text.explanation).fill('a claim is expected');
    await button(dialog, text.eraseDo).click();
    await page.getByText(`${text.states.closed}: ${text.outcomes.partly}`, { exact: true }).waitFor();
    await page.getByText(text.articles['17(3)(e)'], { exact: true }).waitFor();
    await page.getByText(text.itemStates.held, { exact: true }).waitFor();
    assert.equal(await page.getByRole('region', { name: text.certificates }).count(), 0);
    await page.context().close();
  });

  it('[REV-78] restricts processing and lifts it, and refuses an objection with its article', async () => {
    const text = requestTexts.en;
    const call = await endedCall();
    const page = await written('en', 'restriction', call.number);
    const form = page.getByRole('form', { name: text.restrict });
    await form.getByLabel(text.explanation).fill('only stored from now on');
    await button(form, text.restrict).click();
    await page.getByText(text.restrictions['in-force']).waitFor();
    await page.getByLabel(text.informed).fill('by letter');
    await button(page, text.lift).click();
    await page.getByText(text.restrictions.lifted).waitFor();

    await page.goto(`${house.address}/agent/review/requests?view=new`);
    await page.getByLabel(text.kind).selectOption('objection');
    await page.getByLabel(text.number).fill(call.number);
    await page.getByLabel(text.purposes.assist).check();
    await page.getByLabel(text.said).fill('do not help me');
    await look(page, 'new-objection');
    await button(page, text.create).click();
    const refusal = page.getByRole('form', { name: text.refuse });
    await refusal.waitFor();
    assert.deepEqual(await refusal.getByLabel(text.ground).locator('option').allInnerTexts(), [
      text.articles['21(1)'],
    ]);
    await refusal.getByLabel(text.explanation).fill('the contract needs it');
    await button(refusal, text.refuse).click();
    await page.getByText(`${text.states.closed}: ${text.outcomes.refused}`, { exact: true }).waitFor();
    await page.getByText(text.articles['21(1)'], { exact: true }).waitFor();
    await page.context().close();
  });

  it('[REV-75] marks what is late, and attaches the statement of a rectification', async () => {
    const text = requestTexts.en;
    const call = await endedCall();
    const page = await written('en', 'rectification', call.number, '2025-01-06');
    assert.equal(await button(page, text.extend).count(), 0);
    const address = page.url();
    await page.getByRole('link', { name: text.back }).click();
    const first = page.getByRole('row').nth(1);
    await first.getByText(/^overdue by \d+ days$/).waitFor();
    await look(page, 'late');
    await page.goto(address);
    await button(page, `${text.rectify}…`).click();
    const form = page.getByRole('form', { name: text.rectify });
    await form.getByLabel(text.statement).fill('the light was green');
    await form.getByLabel(text.explanation).fill('it stands beside the session');
    await button(form, text.rectify).click();
    await page.getByText('the light was green', { exact: true }).waitFor();
    await page.getByText(text.itemStates.done, { exact: true }).waitFor();
    await page.context().close();
  });

  it('[REV-76] erases a single photo that was ticked, and certifies it', async () => {
    const text = requestTexts.lv;
    const call = await endedCall();
    const page = await written('lv', 'erasure', call.number);
    await button(page, text.erase).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(text.eraseChosen).check();
    await dialog.getByLabel(text.onePhoto(1)).check();
    await dialog.getByLabel(text.explanation).fill('the photo is erased');
    await look(page, 'erase-chosen');
    await button(dialog, text.eraseDo).click();
    const certificates = page.getByRole('region', { name: text.certificates });
    await certificates.getByText(text.certified.photo, { exact: true }).waitFor();
    assert.equal(await certificates.getByText(text.certified.content, { exact: true }).count(), 0);
    await page.context().close();
  });
});
