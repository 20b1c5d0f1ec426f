/** Search as you type over guides, blind to diacritics: an agent types `parstart` and means `pārstartēt`. */
import type { GuideSummary } from '../../protocol/guide.ts';
import { LANGUAGES, type MatterCategory } from '../../protocol/language.ts';

/** Lower case without diacritics and hyphens, in any of the three languages: nobody types `Wi-Fi` with its hyphen. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}\p{Pd}]/gu, '')
    .toLowerCase();
}

/**
 * The word without its ending: Latvian and Russian words change it with the case, and whoever types `parole` also
 * means `paroli`. A short word stays whole, as cutting it would match everything.
 */
function stem(word: string): string {
  return word.length < 5 ? word : word.slice(0, word.length < 8 ? -1 : -2);
}

/** Guides in which every typed word occurs in some form, titles before step texts. An empty query matches nothing. */
export function findGuides(guides: readonly GuideSummary[], query: string): readonly GuideSummary[] {
  const words = fold(query).split(/\s+/).filter(Boolean).map(stem);
  if (words.length === 0) return [];
  return guides
    .map((guide) => ({ guide, rank: rankOf(guide, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ guide }) => guide);
}

/** 3: a title begins with the first word; 2: all words in one title; 1: all words in title and texts. */
function rankOf(guide: GuideSummary, words: readonly string[]): number {
  const titles = LANGUAGES.map((language) => fold(guide.titles[language]));
  if (titles.some((title) => title.startsWith(words[0] ?? '') && hasAll(title, words))) return 3;
  if (titles.some((title) => hasAll(title, words))) return 2;
  return hasAll(fold(`${titles.join(' ')} ${guide.search}`), words) ? 1 : 0;
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

export interface Shelf {
  readonly matter: readonly GuideSummary[];
  readonly recent: readonly GuideSummary[];
  readonly rest: readonly GuideSummary[];
}

/** The library without a query: the matter's guides, then those used lately, then the others. */
export function shelve(
  guides: readonly GuideSummary[],
  category: MatterCategory,
  recentIds: readonly string[],
): Shelf {
  const matter = guides.filter((guide) => guide.category === category);
  const recent = recentIds.flatMap((id) =>
    guides.filter((guide) => guide.id === id && !matter.includes(guide)),
  );
  const rest = guides.filter((guide) => !matter.includes(guide) && !recent.includes(guide));
  return { matter, recent, rest };
}
