/** Waiting for what no locator can wait for. */
import type { Locator } from 'playwright-core';

/** Asks again until the answer is true; a browser test's clock is the real one. */
export async function until(what: string, met: () => Promise<boolean>, patience = 10_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await met())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** An element's text once it is there, without the spaces around it. */
export async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').trim();
}

/** Whether the picture has arrived and could be decoded. */
export function isDrawn(image: Locator): Promise<boolean> {
  return image.evaluate((element) => {
    return element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0;
  });
}
