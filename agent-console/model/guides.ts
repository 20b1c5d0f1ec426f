/** The library: summaries for search, whole guides on demand. Guides are public and immutable per version. */
import { signal } from '@preact/signals';
import type { GuideDocument, GuideSummary } from '../../protocol/guide.ts';
import type { Language } from '../../protocol/language.ts';
import { type Answer, get } from './api.ts';
import { read, write } from './keep.ts';

export const guides = signal<readonly GuideSummary[] | 'loading' | 'failed'>('loading');

export async function loadGuides(): Promise<void> {
  const answer = await get<readonly GuideSummary[]>('/api/guides');
  guides.value = answer.ok ? answer.value : 'failed';
}

const documents = new Map<string, Promise<Answer<GuideDocument>>>();

/** One guide in one language; asked for once, and again after a failure. */
export function guideDocument(
  controller: string,
  guide: string,
  version: number,
  language: Language,
): Promise<Answer<GuideDocument>> {
  const address = `/guides/${controller}/${guide}/${version}/${language}.json`;
  const known = documents.get(address);
  if (known) return known;
  const asked = get<GuideDocument>(address).then((answer) => {
    if (!answer.ok) documents.delete(address);
    return answer;
  });
  documents.set(address, asked);
  return asked;
}

const REMEMBERED = 6;

export const recentGuides = signal<readonly string[]>(
  (read('recent-guides') ?? '').split(' ').filter(Boolean),
);

export function rememberGuide(id: string): void {
  recentGuides.value = [id, ...recentGuides.value.filter((other) => other !== id)].slice(0, REMEMBERED);
  write('recent-guides', recentGuides.value.join(' '));
}
