/** `npm run check`: what to run before a commit. Formats, lints, checks types and writes the generated pages. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsPage } from '../server/settings.ts';

const ROOT = join(import.meta.dirname, '..');
const inModules = (...parts: string[]) => join(ROOT, 'node_modules', ...parts);

await writeFile(join(ROOT, 'docs', 'configuration.md'), settingsPage());
const programs = [
  [inModules('@biomejs', 'biome', 'bin', 'biome'), 'check', '--write'],
  [inModules('typescript', 'bin', 'tsc'), '--noEmit'],
];
const failed = programs.filter((program) => {
  return spawnSync(process.execPath, program, { cwd: ROOT, stdio: 'inherit' }).status !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;
