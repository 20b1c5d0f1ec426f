/**
 * Command for whoever writes a new version of a text or guide:
 *
 *   node server/content/seal.ts            prints the lines that new files need in versions.json
 *   node server/content/seal.ts --write    adds them
 *
 * It never touches the line of a published file: a change to one belongs into a new version.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolder } from './read.ts';
import { currentSeals, SEALED_ROOMS, type SealedRoom, type Seals, sealsFile } from './seals.ts';

const dir = join(import.meta.dirname, '../../content');
const write = process.argv.includes('--write');

for (const room of SEALED_ROOMS) await sealNew(room);

async function sealNew(room: SealedRoom): Promise<void> {
  const file = join(dir, sealsFile(room));
  const recorded: Seals = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  const found = await currentSeals(openFolder(dir), room);
  const fresh = Object.entries(found).filter(([path]) => recorded[path] === undefined);
  for (const [path, digest] of fresh) process.stdout.write(`${sealsFile(room)}: "${path}": "${digest}"\n`);
  for (const [path, digest] of Object.entries(recorded)) {
    if (found[path] === digest) continue;
    process.stdout.write(`${room}/${path}: published and since changed or removed; it needs a new version\n`);
    process.exitCode = 1;
  }
  if (!write || fresh.length === 0) return;
  const all = Object.entries({ ...recorded, ...Object.fromEntries(fresh) }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  await writeFile(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}
