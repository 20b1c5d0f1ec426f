/** The bytes that a page sends, taken where they leave it. */
import type { Page } from 'playwright-core';

export interface Uploads {
  /** Photos that have left this page so far, oldest first. */
  all(): readonly Buffer[];
}

/** Watches what is sent as a photo from now on. To be called before the page sends anything. */
export async function watchUploads(page: Page): Promise<Uploads> {
  const sent: Buffer[] = [];
  await page.route('**/api/caller/photos/*', async (route) => {
    const body = route.request().postDataBuffer();
    if (body) sent.push(body);
    await route.continue();
  });
  return { all: () => sent };
}
