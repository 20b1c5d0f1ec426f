/** An offer on the caller's screen, taken off by an SMS from the same phone while the call goes on. */
import assert from 'node:assert/strict';
import type { AgentPage } from '../support/pages/agent-page.ts';
import type { CallerPage } from '../support/pages/caller-page.ts';
import type { DemoPhone } from '../support/pages/demo-phone.ts';
import { type WrittenGuide, writtenGuide } from '../support/pages/guides.ts';
import { type House, openHouse } from '../support/pages/house.ts';
import { play } from '../support/pages/scenes.ts';

const TITLE = 'Piedāvājumi un jaunumi';

describe('an offer in a call, and SMS', function () {
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
    await agent.startCall({ number: '+37126321655' });
    caller = await phone.tapLink();
    await caller.terms.accept();
    await agent.typeDigits(await caller.match.digits());
    await caller.waiting.shown();
  });
  after(() => house?.close());

  scene('[SMC-10] given by SMS and its code, the consent lets the offer in', async () => {
    await agent.showGuide(offer.titles.lv);
    await agent.consents.missing.getByText(TITLE).waitFor();
    await phone.page.bringToFront();
    await phone.send('Jaunumi');
    const code = /\b\d{4}\b/.exec(await phone.message(3))?.[0];
    await phone.send(`Jā ${code}`);
    assert.match(await phone.message(5), /JAUNUMI ir speka/);
    await agent.showGuide(offer.titles.lv);
    await caller.guide.step(offer.steps[0]?.text.lv.replace('{brand}', 'LMT') ?? assert.fail());
    await agent.confirmedShown();
  });

  scene('[SMC-11] withdrawn by SMS, the offer is gone from the screen, and the agent is told', async () => {
    await phone.send('JAUNUMI STOP');
    await caller.waiting.shown();
    await agent.consents.takenOff();
    assert.match(await phone.message(7), /JAUNUMI ir atsaukta/);
    await agent.showGuide(offer.titles.lv);
    await agent.consents.missing.getByText(TITLE).waitFor();
  });
});
