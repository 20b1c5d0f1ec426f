/** Chromium for the browser tests; `npm test` says where it is. */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  devices,
} from 'playwright-core';

/** Nothing of the browser's own may talk to the network while we look for what our pages do. */
const ARGS = ['--no-sandbox', '--disable-background-networking', '--no-first-run'];

export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...ARGS, ...args],
  });
}

/** A context like a caller's phone: touch, small screen, a mobile user agent. */
export function phoneContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const { defaultBrowserType: _, ...pixel } = devices['Pixel 7'] ?? { defaultBrowserType: 'chromium' };
  return browser.newContext({ ...pixel, ...options });
}

export function desktopContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
}
