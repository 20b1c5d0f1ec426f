import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { SETTINGS } from '../../server/settings.ts';

describe('the table of settings', () => {
  it('[CFG-10] docs/configuration.md has a row for every setting, with its meaning', async () => {
    const page = await readFile('docs/configuration.md', 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    assert.equal(rows.length, SETTINGS.length);
    for (const { name, meaning } of SETTINGS) {
      assert.ok(
        rows.some((row) => row.startsWith(`| \`${name}\` |`) && row.includes(meaning)),
        `${name} differs: run npm run check`,
      );
    }
  });

  it('[CFG-10] the code reads no variable that the table lacks', async () => {
    const code = await readFile('server/config.ts', 'utf8');
    const names = [...code.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|MODE|PORT|HOST)'/g)].map(
      ([, name = '']) => name,
    );
    assert.ok(names.length > 15);
    for (const name of names) {
      assert.ok(name === 'TELEPHONY_SECRET_' || SETTINGS.some((setting) => setting.name === name), name);
    }
  });
});
