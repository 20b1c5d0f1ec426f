/** Titles and sentences of the guides as their authors wrote them, for comparing with what is on a screen. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../../protocol/language.ts';

export interface WrittenGuide {
  readonly titles: Readonly<Record<Language, string>>;
  readonly steps: readonly { readonly text: Readonly<Record<Language, string>> }[];
}

const GUIDES = join(import.meta.dirname, '..', '..', '..', 'content', 'guides');

/** The newest version of a guide. */
export async function writtenGuide(id: string): Promise<WrittenGuide> {
  const versions = (await readdir(join(GUIDES, id))).map(Number).filter(Number.isInteger);
  return JSON.parse(await readFile(join(GUIDES, id, `${Math.max(...versions)}`, 'guide.json'), 'utf8'));
}
