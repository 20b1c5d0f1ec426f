/**
 * Draws the pictures that guides name and do not have yet: `node content/drawings/draw.ts`. A picture that is
 * already there stays as it is, since published versions never change; a better drawing goes into a new version
 * of the guide. Seal the result with `node server/content/seal.ts --write`.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SCENES } from './scenes.ts';

const guides = join(import.meta.dirname, '../guides');

for (const file of globSync('*/*/guide.json', { cwd: guides })) {
  const guide: { steps: { picture: string }[] } = JSON.parse(readFileSync(join(guides, file), 'utf8'));
  for (const { picture } of guide.steps) {
    const scene = SCENES[picture.replace(/\.svg$/, '')];
    const target = join(guides, dirname(file), picture);
    if (scene !== undefined && !existsSync(target)) writeFileSync(target, scene);
  }
}
