/**
 * Takes the README's pictures from a real call and writes them to docs/images. Run by hand when a face has changed:
 *
 *   node_modules/.bin/node test/browser/screenshots.ts
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { writtenGuide } from '../support/pages/guides.ts';
import { openHouse } from '../support/pages/house.ts';
import { isDrawn, until } from '../support/pages/wait.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
const STILL = { reducedMotion: 'reduce', timezoneId: 'Europe/Riga' } as const;
const PHONE = { ...STILL, viewport: { width: 390, height: 760 }, deviceScaleFactor: 2 } as const;
const DESK = { ...STILL, viewport: { width: 1440, height: 860 } } as const;

await mkdir(FOLDER, { recursive: true });
const house = await openHouse();
try {
  await takeAll();
} finally {
  await house.close();
}

async function takeAll(): Promise<void> {
  const agent = await house.agent('en', DESK);
  const phone = await house.phone('lv', PHONE);
  const guide = await writtenGuide('router-lights');
  await phone.open();
  await agent.signIn();
  await agent.startCall({ number: '26 123 456', matter: 'Router' });
  const caller = await phone.tapLink();
  await caller.terms.shown();
  await take(caller.page, 'caller-terms');

  await caller.terms.accept();
  await take(caller.page, 'caller-match', () => caller.match.shown());
  await agent.typeDigits(await caller.match.digits());
  await agent.matched();
  await agent.showGuide(guide.titles.lv);
  await caller.guide.step(guide.steps[0]?.text.lv ?? '');
  await caller.guide.done.click();
  await caller.guide.step(guide.steps[1]?.text.lv ?? '');
  await agent.callerHas(2);
  await take(caller.page, 'caller-guide');
  await inTheDark(caller.page, 'caller-guide-dark');

  await agent.askForPhoto('Rūtera aizmugure ar uzlīmi');
  await caller.request.send.click();
  const file = { name: 'foto.jpg', mimeType: 'image/jpeg', buffer: await routerPhoto() };
  await caller.photo.camera.setInputFiles(file);
  await caller.photo.cover.click();
  await caller.photo.coverThis.waitFor();
  await coverTheKey(caller.page);
  await take(caller.page, 'caller-photo');
  await caller.photo.coverThis.click();
  await caller.photo.go.click();
  await caller.photo.send.click();
  await caller.photo.sentShown();
  await caller.photo.ready.click();
  await caller.guide.step(guide.steps[1]?.text.lv ?? '');
  await until('the agent sees the photo', () => isDrawn(agent.thumb(1).getByRole('img')));
  await agent.place('here');
  await take(agent.page, 'agent-call');
  await agent.thumb(1).getByRole('button').click();
  await until('the photo is open', () => isDrawn(agent.viewer));
  await inTheDark(agent.page, 'agent-photo-dark');
}

/** Drags the frame's corners to the line with the key, in parts of the photo. */
async function coverTheKey(page: Page): Promise<void> {
  const room = await page.locator('.frame-room').boundingBox();
  if (!room) throw new Error('there is no photo to cover');
  const corners = [
    { grip: '.grip.left.top', x: 0.29, y: 0.438 },
    { grip: '.grip.right.bottom', x: 0.71, y: 0.49 },
  ];
  for (const { grip, x, y } of corners) {
    await page.locator(grip).hover();
    await page.mouse.down();
    await page.mouse.move(room.x + x * room.width, room.y + y * room.height, { steps: 8 });
    await page.mouse.up();
  }
}

async function inTheDark(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, name);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Few colours, so that a palette holds them all and the repository stays small. */
async function take(
  page: Page,
  name: string,
  ready: () => Promise<void> = async () => undefined,
): Promise<void> {
  await ready();
  await page.evaluate(() => scrollTo(0, 0));
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, effort: 10 })
    .toBuffer();
  await writeFile(join(FOLDER, `${name}.png`), picture);
}

/** Something like a photo of a router's back on a table, with a password on its sticker. */
function routerPhoto(): Promise<Buffer> {
  const sockets = [0, 1, 2, 3].map(
    (place) => `<rect x="${370 + place * 130}" y="880" width="96" height="84" rx="8" fill="#0b0d10"/>
      <rect x="${384 + place * 130}" y="894" width="68" height="46" fill="#2b2f36"/>`,
  );
  const scene = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1500">
    <defs>
      <linearGradient id="table" x2="0" y2="1"><stop stop-color="#b98d62"/><stop offset="1" stop-color="#7d5632"/></linearGradient>
      <linearGradient id="body" x2="1" y2="1"><stop stop-color="#3c4149"/><stop offset="1" stop-color="#1b1e23"/></linearGradient>
      <filter id="soft"><feGaussianBlur stdDeviation="26"/></filter>
    </defs>
    <rect width="1200" height="1500" fill="url(#table)"/>
    ${Array.from({ length: 9 }, (_, row) => `<rect y="${row * 170}" width="1200" height="5" fill="#5e3f22" opacity="0.5"/>`).join('')}
    <rect x="190" y="420" width="880" height="680" rx="60" opacity="0.55" filter="url(#soft)"/>
    <rect x="170" y="380" width="860" height="670" rx="56" fill="url(#body)"/>
    <rect x="240" y="120" width="44" height="330" rx="20" fill="#1d2025"/><rect x="916" y="120" width="44" height="330" rx="20" fill="#1d2025"/>
    <rect x="330" y="560" width="540" height="250" rx="14" fill="#f3f1ea"/>
    <g font-family="DejaVu Sans Mono, monospace" font-size="40" fill="#222"><text x="365" y="630">Wi-Fi: MAJAS-5G</text><text x="365" y="710">Key: q7Rt-x2Lm</text></g>
    <g fill="#222">${Array.from({ length: 42 }, (_, bar) => `<rect x="${365 + bar * 11}" y="742" width="${bar % 3 === 0 ? 7 : 4}" height="44"/>`).join('')}</g>
    ${sockets.join('')}
    <rect x="880" y="894" width="70" height="56" rx="28" fill="#c7a32a"/>
  </svg>`;
  return sharp(Buffer.from(scene)).blur(0.8).jpeg({ quality: 88 }).toBuffer();
}
