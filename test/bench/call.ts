/** How long people wait: from `npm start` to signing in, from a sent photo to the agent, from "show" to the caller. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { lv } from '../../agent-console/text/lv.ts';
import { desktopContext } from '../support/browser.ts';
import type { CallerPage } from '../support/pages/caller-page.ts';
import { writtenGuide } from '../support/pages/guides.ts';
import { openHouse } from '../support/pages/house.ts';
import { type BrowserCall, inviteInBrowser, matchInBrowser } from './browser-call.ts';
import { median, print } from './figure.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const STARTS = 3;
const PHOTOS = 7;
const PHOTO_GOAL = 1000;
/** Each is shown once, so that none comes from a cache. */
const GUIDES = [
  'router-lights',
  'router-placement',
  'wifi-password',
  'router-restart',
  'data-usage',
  'sim-insert',
];

export async function run(): Promise<void> {
  const house = await openHouse();
  try {
    const starts: number[] = [];
    for (let i = 0; i < STARTS; i += 1) starts.push(await startToSignIn(house.browser));
    print({ name: 'call.start-to-sign-in', value: median(starts), unit: 'ms', goal: null });
    const call = await inviteInBrowser(house);
    await call.caller.page.goto(call.link);
    await call.caller.terms.shown();
    await matchInBrowser(call);
    await measureShow(call);
    await measurePhotos(call);
  } finally {
    await house.close();
  }
}

/** `npm start` on a warm install, with a new data directory, until the form can be filled in. */
async function startToSignIn(browser: Browser): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zvana-bench-'));
  const context = await desktopContext(browser);
  const page = await context.newPage();
  const startedAt = performance.now();
  // A process group of its own: npm does not always pass a signal on.
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = once(child, 'exit');
  try {
    let address: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      address = /^Listening on (\S+)$/.exec(line)?.[1];
      if (address !== undefined) break;
    }
    assert.ok(address !== undefined, 'the server was ready');
    await page.goto(`${address}/agent/`);
    await page.getByLabel(lv.signIn.password, { exact: true }).waitFor();
    return performance.now() - startedAt;
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await exited;
    await context.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** From the click on "show", or on the next step, to its sentence and drawing on the caller's screen. */
async function measureShow({ agent, caller }: BrowserCall): Promise<void> {
  await noteClicks(agent.page);
  const shown: number[] = [];
  const turned: number[] = [];
  for (const id of GUIDES) {
    const { titles, steps } = await writtenGuide(id);
    const [first, second] = steps;
    assert.ok(first && second);
    const [seen] = await Promise.all([stepOnScreen(caller.page, first.text.lv), agent.showGuide(titles.lv)]);
    shown.push(seen - (await lastClick(agent.page)));
    const [next] = await Promise.all([stepOnScreen(caller.page, second.text.lv), agent.stepForward.click()]);
    turned.push(next - (await lastClick(agent.page)));
  }
  print({ name: 'call.show-to-caller.p50', value: median(shown), unit: 'ms', goal: null });
  print({ name: 'call.step-to-caller.p50', value: median(turned), unit: 'ms', goal: null });
}

/** From the last byte of a photo leaving the caller's page to its picture on the agent's screen. */
async function measurePhotos({ agent, caller }: BrowserCall): Promise<void> {
  await noteLastBytes(caller.page);
  const waits: number[] = [];
  const bytes: number[] = [];
  for (let number = 1; number <= PHOTOS; number += 1) {
    // Watched from the start; waited for together, so that a failure of either is the one that is told.
    const [visible] = await Promise.all([photoOnScreen(agent.page, number), sendPhoto(caller, number)]);
    const { at, size } = await lastByte(caller.page);
    waits.push(visible - at);
    bytes.push(size);
  }
  print({ name: 'call.photo-to-agent.p50', value: median(waits), unit: 'ms', goal: PHOTO_GOAL });
  print({ name: 'call.photo-to-agent.worst', value: Math.max(...waits), unit: 'ms', goal: null });
  print({ name: 'call.photo-size.p50', value: median(bytes) / 1000, unit: 'kB', goal: null });
}

async function sendPhoto(caller: CallerPage, number: number): Promise<void> {
  await caller.photo.begin.click();
  await caller.photo.chooseShown();
  await caller.photo.sendQuickly(await photograph(number));
  await caller.photo.ready.click();
}

/** As detailed as a photograph: noise in patches of several sizes over a 12-megapixel frame. */
async function photograph(seed: number): Promise<Buffer> {
  const noise = await sharp({
    create: {
      width: 1000,
      height: 750,
      channels: 3,
      background: { r: 90 + seed * 10, g: 120, b: 140 },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .png()
    .toBuffer();
  return sharp(noise).resize(4000, 3000).jpeg({ quality: 90 }).toBuffer();
}

// What follows runs in the pages: times are taken there, on the one clock of this machine.

async function noteClicks(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.addEventListener('click', () => performance.mark('click'), { capture: true });
  });
}

function lastClick(page: Page): Promise<number> {
  return page.evaluate(() => {
    const mark = performance.getEntriesByName('click').at(-1);
    if (!mark) throw new Error('nothing was clicked');
    return performance.timeOrigin + mark.startTime;
  });
}

async function stepOnScreen(page: Page, sentence: string): Promise<number> {
  const seen = await page.waitForFunction((text) => {
    const image = document.querySelector<HTMLImageElement>('.step img');
    const there = document.querySelector('.sentence')?.textContent?.includes(text);
    return there && image?.complete && image.naturalWidth > 0
      ? performance.timeOrigin + performance.now()
      : undefined;
  }, sentence);
  return Number(await seen.jsonValue());
}

async function noteLastBytes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
      this.upload.addEventListener('load', ({ loaded }) => performance.mark('last-byte', { detail: loaded }));
      return send.call(this, body);
    };
  });
}

function lastByte(page: Page): Promise<{ at: number; size: number }> {
  return page.evaluate(() => {
    const mark = performance.getEntriesByName('last-byte').at(-1);
    if (!(mark instanceof PerformanceMark)) throw new Error('nothing was sent');
    return { at: performance.timeOrigin + mark.startTime, size: Number(mark.detail) };
  });
}

async function photoOnScreen(page: Page, number: number): Promise<number> {
  const seen = await page.waitForFunction((count) => {
    const images = [...document.querySelectorAll<HTMLImageElement>('.photos li img')];
    return images.length >= count &&
      images.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
      ? performance.timeOrigin + performance.now()
      : undefined;
  }, number);
  return Number(await seen.jsonValue());
}
