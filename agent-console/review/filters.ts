/** Filters of the list, and those that this computer remembers by name. They say nothing about callers. */
import { read, write } from '../model/keep.ts';
import type { Query } from './model.ts';

export const FILTER_FIELDS = ['from', 'to', 'agent', 'category', 'status', 'reason', 'held'] as const;
/** Given by a chart's figure alone: a day or two of photos, a day of erasures. No field asks for them. */
export const CHART_FIELDS = ['photos', 'due'] as const;
const KNOWN = [...FILTER_FIELDS, ...CHART_FIELDS];
export type Filter = Partial<Record<(typeof KNOWN)[number], string>>;

/** What an address narrows the list to; anything else in it is passed over. */
export function filterIn(query: Query): Filter {
  return fieldsOf(query);
}

export function readFilters(): Readonly<Record<string, Filter>> {
  try {
    const saved: unknown = JSON.parse(read('review-filters') ?? '{}');
    return typeof saved === 'object' && saved !== null
      ? Object.fromEntries(Object.entries(saved).map(([name, one]) => [name, fieldsOf(one)]))
      : {};
  } catch {
    return {};
  }
}

export function writeFilters(filters: Readonly<Record<string, Filter>>): void {
  write('review-filters', JSON.stringify(filters));
}

function fieldsOf(saved: unknown): Filter {
  if (typeof saved !== 'object' || saved === null) return {};
  const values = new Map<string, unknown>(Object.entries(saved));
  return Object.fromEntries(
    KNOWN.flatMap((name) => {
      const value = values.get(name);
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
}
