/**
 * Texts and guides are immutable per version: a caller accepted exactly these words, and browsers keep the
 * documents for good. `versions.json` holds the SHA-256 of every file of every version; a file that no longer
 * matches was changed in place and is refused.
 */
import { createHash } from 'node:crypto';
import { ContentError, type Folder } from './read.ts';
import { SealsSchema } from './schemas.ts';

/** SHA-256 by path below the sealed room. */
export type Seals = Readonly<Record<string, string>>;

/** The rooms of `content/` that hold versions, how deep their version folders lie, and their names. */
export const SEALED_ROOMS = ['texts', 'guides', 'consents', 'offers'] as const;
export type SealedRoom = (typeof SEALED_ROOMS)[number];

/** The file that holds a room's seals. */
export function sealsFile(room: SealedRoom): string {
  return `${room}/versions.json`;
}

/** Checks every file of a room against its seals. Throws `ContentError` naming the first that differs. */
export async function checkSeals(folder: Folder, room: SealedRoom): Promise<void> {
  const recorded = await folder.json(sealsFile(room), SealsSchema);
  const found = await currentSeals(folder, room);
  for (const [path, digest] of Object.entries(found)) {
    if (recorded[path] === digest) continue;
    throw new ContentError(
      `${room}/${path}`,
      recorded[path] === undefined
        ? `this file is new: add it to ${sealsFile(room)} (server/content/seal.ts prints its line)`
        : 'a published version was changed: undo the change and put it into a new version beside this one',
    );
  }
  const lost = Object.keys(recorded).find((path) => found[path] === undefined);
  if (lost !== undefined) throw new ContentError(`${room}/${lost}`, 'a published file is gone');
}

/** The seals that the files of a room have now, in path order. */
export async function currentSeals(folder: Folder, room: SealedRoom): Promise<Seals> {
  const paths = await walk(folder, room, '');
  const seals = paths.map(async (path) => {
    const body = await folder.bytes(`${room}/${path}`);
    return [path, createHash('sha256').update(body).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(seals));
}

async function walk(folder: Folder, room: SealedRoom, path: string): Promise<string[]> {
  const files = (await folder.files(`${room}/${path}`)).map((file) => path + file);
  const nested = await Promise.all(
    (await folder.folders(`${room}/${path}`)).map((name) => walk(folder, room, `${path}${name}/`)),
  );
  return [...files, ...nested.flat()].filter((file) => file !== 'versions.json').sort();
}
