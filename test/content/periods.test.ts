import assert from 'node:assert/strict';
import { loadContent } from '../../server/content/load.ts';
import { currentText } from '../../server/content/texts.ts';
import { RETENTION, WRAP_UP_PERIOD } from '../../server/privacy/policy.ts';
import { CONTENT } from './fixture.ts';

describe('content: periods', () => {
  it('[GUI-33] the notice in force promises the periods that the sweep keeps', async () => {
    const content = await loadContent(CONTENT);
    const kept: Record<string, string> = Object.fromEntries(
      RETENTION.map(({ what, period }) => [what, period]),
    );
    for (const { key, limits } of content.controllers.values()) {
      const { photoHours, contentDays, skeletonYears } = currentText(content, key, 'notice').periods;
      assert.deepEqual(
        { photos: `PT${photoHours}H`, content: `P${contentDays}D`, skeleton: `P${skeletonYears}Y` },
        kept,
        key,
      );
      assert.equal(`PT${limits.wrapUpMinutes}M`, WRAP_UP_PERIOD, key);
    }
  });
});
