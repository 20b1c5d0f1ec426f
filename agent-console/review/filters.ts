/** Filters of the list, and those that this computer remembers by name. They say nothing about callers. */
import { read, write } from '../model/keep.ts';

export const FILTER_FIELDS = ['from', 'to', 'agent', 'category', 'status', 'reason', 'held'] as const;
export type Filter = Partial<Record<(typeof FILTER_FIELDS)[number], string>>;

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
    FILTER_FIELDS.flatMap((name) => {
      const value = values.get(name);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
