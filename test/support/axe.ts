/** axe on a page as it stands, with the page's own content security policy in force. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/**
 * One line for each violation: rule, element, why. The debugger evaluates axe in the page, as a person at the
 * developer tools would: the policy is neither bypassed nor in the way.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(`${axe.source};undefined`);
  return page.evaluate(async (tags) => {
    if (!window.axe) throw new Error('axe is not there');
    const { violations } = await window.axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
  }, TAGS);
}

/** In both themes; leaves the page in the light one. */
export async function mustBeAccessible(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found = await violations(page);
    if (found.length > 0) assert.fail(`${where}, ${colorScheme}: ${found.join('\n')}`);
  }
}

/** What sticks out of the screen's right side or makes it scroll sideways. */
export function sideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} px wide`] : [];
    const dialog = document.querySelector('dialog:modal');
    for (const element of (dialog ?? document.body).querySelectorAll('*')) {
      // A part that scrolls by itself, such as the enlarged picture, may be wider than the screen.
      if (element.closest('.field-of-view, .unseen')) continue;
      const { right, width } = element.getBoundingClientRect();
      if (width > 0 && right > root.clientWidth + 1) {
        found.push(
          `${element.tagName}.${element.getAttribute('class') ?? ''} ends at ${Math.round(right)} px`,
        );
      }
    }
    return found;
  });
}
