/**
 * What the caller's phone downloads, in Chromium against the real server. A body's size is what the browser says
 * it received for a response minus what it had received when the headers were complete, hence as it travelled
 * (brotli); where the server announced a length, the two must agree, or nothing is reported.
 */
import assert from 'node:assert/strict';
import type { CDPSession, Page } from 'playwright-core';
import { writtenGuide } from '../support/pages/guides.ts';
import { openHouse } from '../support/pages/house.ts';
import { photoWithLocation } from '../support/pictures.ts';
import { inviteInBrowser, matchInBrowser } from './browser-call.ts';
import { print } from './figure.ts';

const GUIDE = 'router-lights';
const TERMS_GOAL = 10;
const ALL_GOAL = 32;
const REQUESTS_GOAL = 5;

interface Transfer {
  readonly path: string;
  readonly picture: boolean;
  readonly headers: number;
  readonly body: number;
  /** Epoch milliseconds. */
  readonly finishedAt: number;
}

interface Watched {
  readonly transfers: readonly Transfer[];
  requests(): number;
  /** Payload of the socket's messages to the caller, which are not compressed. */
  socketBytes(): number;
}

export async function run(): Promise<void> {
  const house = await openHouse();
  try {
    const call = await inviteInBrowser(house);
    const { agent, caller, link } = call;
    const watched = await watch(caller.page);
    await markTerms(caller.page);
    await caller.page.goto(link);
    await caller.terms.shown();
    await caller.page.waitForLoadState('networkidle');
    const requests = watched.requests();
    const usableAt = await termsUsableAt(caller.page);

    await matchInBrowser(call);
    const guide = await writtenGuide(GUIDE);
    await agent.showGuide(guide.titles.lv);
    await caller.guide.step(guide.steps[0]?.text.lv ?? '');
    await caller.photo.begin.click();
    await caller.photo.chooseShown();
    await caller.photo.sendQuickly(await photoWithLocation(2048, 1536));
    await agent.thumb(1).locator('img').waitFor();
    await caller.page.waitForLoadState('networkidle');

    report(watched, usableAt, requests);
  } finally {
    await house.close();
  }
}

function report({ transfers, socketBytes }: Watched, usableAt: number, requests: number): void {
  const forTerms = transfers.filter(({ finishedAt }) => finishedAt <= usableAt);
  const pages = transfers.filter(({ picture }) => !picture);
  const pictures = transfers.filter(({ picture }) => picture);
  const size = (name: string, of: readonly Transfer[], part: 'body' | 'headers', goal: number | null) =>
    print({ name: `page.${name}`, value: sum(of, part) / 1000, unit: 'kB', goal });
  size('terms', forTerms, 'body', TERMS_GOAL);
  size('all', pages, 'body', ALL_GOAL);
  print({ name: 'page.requests-before-accept', value: requests, unit: 'requests', goal: REQUESTS_GOAL });
  size('terms.headers', forTerms, 'headers', null);
  size('all.headers', pages, 'headers', null);
  size('pictures', pictures, 'body', null);
  size('pictures.headers', pictures, 'headers', null);
  print({ name: 'page.socket', value: socketBytes() / 1000, unit: 'kB', goal: null });
  for (const { path, body } of pages) {
    print({ name: `page.file ${path}`, value: body / 1000, unit: 'kB', goal: null });
  }
}

function sum(transfers: readonly Transfer[], part: 'body' | 'headers'): number {
  return transfers.reduce((total, transfer) => total + transfer[part], 0);
}

async function watch(page: Page): Promise<Watched> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const begun = new Map<string, { path: string; wallTime: number; timestamp: number }>();
  const received = new Map<string, { headers: number; announced: number | undefined; type: string }>();
  const transfers: Transfer[] = [];
  let socketBytes = 0;
  let requests = 0;
  cdp.on('Network.requestWillBeSent', ({ requestId, request, wallTime, timestamp }) => {
    if (request.url.startsWith('data:') || request.url.startsWith('blob:')) return;
    requests += 1;
    begun.set(requestId, { path: new URL(request.url).pathname, wallTime, timestamp });
  });
  cdp.on('Network.webSocketCreated', () => {
    requests += 1;
  });
  cdp.on('Network.webSocketFrameReceived', ({ response }) => {
    socketBytes += Buffer.byteLength(response.payloadData);
  });
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    const { encodedDataLength: headers, mimeType: type } = response;
    const length = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-length');
    received.set(requestId, { headers, type, announced: length && Number(length[1]) });
  });
  cdp.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const [request, response] = [begun.get(requestId), received.get(requestId)];
    if (!request || !response) return;
    const { headers, announced, type } = response;
    const body = encodedDataLength - headers;
    assert.ok(
      announced === undefined || announced === body,
      `${request.path}: ${announced} and ${body} bytes`,
    );
    const finishedAt = (request.wallTime + timestamp - request.timestamp) * 1000;
    transfers.push({ path: request.path, picture: type.startsWith('image/'), headers, body, finishedAt });
  });
  await cdp.send('Network.enable');
  return { transfers, requests: () => requests, socketBytes: () => socketBytes };
}

/** Has the page itself note when the terms can be accepted: from outside it would be seen later. */
async function markTerms(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = () => {
      const button = document.querySelector<HTMLButtonElement>('main button:not([disabled])');
      if (!button || button.getClientRects().length === 0 || !document.querySelector('h1')) return;
      performance.mark('terms');
      observer.disconnect();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, attributes: true });
  });
}

function termsUsableAt(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [mark] = performance.getEntriesByName('terms');
    if (!mark) throw new Error('the terms were never usable');
    return performance.timeOrigin + mark.startTime;
  });
}
