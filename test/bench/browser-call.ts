/** A call in two browsers up to the terms: what the benches of pages go on with. */
import { freshNumber, tokenFor } from '../support/call.ts';
import type { AgentPage } from '../support/pages/agent-page.ts';
import type { CallerPage } from '../support/pages/caller-page.ts';
import type { House } from '../support/pages/house.ts';

export interface BrowserCall {
  readonly agent: AgentPage;
  readonly caller: CallerPage;
  /** What the caller opens. */
  readonly link: string;
}

/** The agent has sent the link; the caller has a browser in which nothing is open yet. */
export async function inviteInBrowser(house: House): Promise<BrowserCall> {
  const agent = await house.agent('lv');
  await agent.signIn();
  const number = freshNumber();
  await agent.startCall({ number });
  const token = await tokenFor(house.address, number);
  return { agent, caller: await house.caller('lv'), link: `${house.address}/#${token}` };
}

/** From the terms, which are on the screen, to the confirmed match. */
export async function matchInBrowser({ agent, caller }: BrowserCall): Promise<void> {
  await caller.terms.accept();
  await caller.match.shown();
  await agent.typeDigits(await caller.match.digits());
  await caller.waiting.shown();
}
