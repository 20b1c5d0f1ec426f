/**
 * An offer in two real browsers: refused, the card asked for, given by the caller's finger, shown, withdrawn by SMS,
 * and gone from the screen. Then use and router, and the rating after the call.
 */
import assert from 'node:assert/strict';
import { createVisitor, json } from '../support/call.ts';
import type { AgentPage } from '../support/pages/agent-page.ts';
import type { CallerPage } from '../support/pages/caller-page.ts';
import type { DemoPhone } from '../support/pages/demo-phone.ts';
import { type WrittenGuide, writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { play } from '../support/pages/scenes.ts';

const TITLE = 'Piedāvājumi un jaunumi';
const METADATA = 'Saziņas metadati';
const NUMBER = '+37126321654';

describe('consents in a call, in two browsers', function () {
  this.timeout(60_000);
  const scene = play();
  let house: House;
  let agent: AgentPage;
  let phone: DemoPhone;
  let caller: CallerPage;
  let offer: WrittenGuide;

  before(async () => {
    house = await openHouse();
    agent = await house.agent('lv');
    phone = await house.phone('lv');
    offer = await writtenGuide('offer-newer-router');
    await phone.open();
    await agent.signIn();
    await agent.startCall({ number: NUMBER });
    caller = await phone.tapLink();
    await caller.terms.accept();
    await agent.typeDigits(await caller.match.digits());
    await caller.waiting.shown();
  });
  after(() => house?.close());

  const chunks = () =>
    caller.page
      .evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
      .then((names) => names.filter((name) => /\/card-[^/]+\.js$/.test(name)));

  scene(
    '[CAR-1] [CAR-23] the offer is refused, the missing consent named, and nothing is on the caller’s screen',
    async () => {
      assert.deepEqual(await chunks(), [], 'the card’s code is not loaded before a card is shown');
      await agent.showGuide(offer.titles.lv);
      await agent.consents.missing.getByText(TITLE).waitFor();
      await caller.waiting.shown();
    },
  );

  scene('[CAR-20] the card asks in plain words, with two answers of the same size', async () => {
    await agent.consents.ask.click();
    await caller.consent.shown(TITLE);
    assert.equal((await chunks()).length, 1);
    await agent.consents.said('asked');
    await agent.confirmedShown();
    const [give, decline] = await Promise.all([
      caller.consent.give.boundingBox(),
      caller.consent.decline.boundingBox(),
    ]);
    assert.ok(give && decline);
    assert.deepEqual(
      [Math.round(give.width), Math.round(give.height)],
      [Math.round(decline.width), Math.round(decline.height)],
    );
    assert.ok(give.height >= 48);
    for (const channel of ['email', 'sms', 'call'] as const) {
      assert.equal(await caller.consent.channel(channel).isChecked(), false, channel);
    }
  });

  scene(
    '[CAR-2] the caller chooses a channel and gives it; the agent sees that, and shows the offer',
    async () => {
      await caller.consent.give.click();
      await caller.consent.choose.waitFor();
      await caller.consent.channel('call').check();
      await caller.consent.give.click();
      await caller.consent.outcome('given');
      await agent.consents.said('given');
      await agent.consents.showOffer.click();
      await caller.guide.step(offer.steps[0]?.text.lv.replace('{brand}', 'LMT') ?? assert.fail());
      await agent.confirmedShown();
    },
  );

  scene('[CAR-8] withdrawn by SMS, the offer is gone from the screen, and the agent is told', async () => {
    await phone.page.bringToFront();
    await phone.send('Jaunumi, stop!');
    await caller.page.bringToFront();
    await caller.waiting.shown();
    await agent.consents.takenOff();
    await agent.showGuide(offer.titles.lv);
    await agent.consents.missing.getByText(TITLE).waitFor();
  });

  scene('[CAR-5] declined, given and taken back on the same card', async () => {
    await agent.consents.ask.click();
    await caller.consent.shown(TITLE);
    await caller.consent.decline.click();
    await caller.consent.outcome('declined');
    await agent.consents.said('declined');
    await caller.consent.channel('sms').check();
    await caller.consent.give.click();
    await agent.consents.said('given');
    await caller.consent.withdraw.click();
    await caller.consent.outcome('withdrawn');
    await agent.consents.said('withdrawn');
    // And once more, with the channel that offers in a call and surveys need.
    await caller.consent.channel('call').check();
    await caller.consent.give.click();
    await agent.consents.said('given');
  });

  scene('[CAR-14] use and router are shown once `metadata` is given', async () => {
    await agent.consents.open();
    await agent.consents.showDiagnostics.click();
    await agent.consents.missing.getByText(METADATA).waitFor();
    await agent.consents.ask.click();
    await caller.consent.shown(METADATA);
    await caller.consent.give.click();
    await agent.consents.said('given');
    await agent.consents.showDiagnostics.click();
    await caller.diagnostics.shown();
    await agent.stage.getByText('18,4 GB no 20 GB').waitFor();
  });

  scene('[CAR-15] after the call the caller rates it, and a supervisor sees the count', async () => {
    await agent.end.click();
    await agent.endSolved.click();
    await caller.rating.give(4).click();
    await caller.rating.thanks();
    assert.equal(await caller.rating.give(4).count(), 0);
    const supervisor = createVisitor(house.address);
    await json(await supervisor.post('/api/sign-in', { login: 'janis@lmt', password: 'balts-dzintars' }));
    assert.deepEqual(await json(await supervisor.get('/api/ratings')), { days: 30, counts: [0, 0, 0, 1, 0] });
  });
});
