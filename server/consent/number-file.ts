/**
 * Reads a list of numbers that changed hands: lines of number, day, and `ported` or `reassigned`. A list is taken whole
 * or not at all: half of one would be neither wrong enough to notice nor right enough to rely on.
 */
const LINE = /^(\+[1-9]\d{6,14}),(\d{4}-\d{2}-\d{2}),(ported|reassigned)$/;

export interface NumberChange {
  /** E.164. */
  readonly number: string;
  /** `2026-11-21`. */
  readonly day: string;
  readonly kind: 'ported' | 'reassigned';
  /** Epoch milliseconds of the end of that day in UTC. */
  readonly by: number;
}

/** `unfinished`: its last line has no end, so somebody may still be writing it. `lines`: numbers of those that are none. */
export type NumberList =
  | { readonly kind: 'list'; readonly changes: readonly NumberChange[] }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'malformed'; readonly lines: readonly number[] };

export function readNumberList(text: string): NumberList {
  if (!text.endsWith('\n')) return { kind: 'unfinished' };
  const changes: NumberChange[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const change = changeFrom(line.trim());
    if (change) changes.push(change);
    else wrong.push(index + 1);
  }
  return wrong.length > 0 ? { kind: 'malformed', lines: wrong } : { kind: 'list', changes };
}

function changeFrom(line: string): NumberChange | undefined {
  const [, number, day, kind] = LINE.exec(line) ?? [];
  const by = Date.parse(`${day}T24:00:00Z`);
  if (number === undefined || day === undefined || Number.isNaN(by)) return undefined;
  // 31 February is a day to Date.parse in some months; it must come back as it was written.
  if (new Date(by - 1).toISOString().slice(0, 10) !== day) return undefined;
  return { number, day, kind: kind === 'ported' ? 'ported' : 'reassigned', by };
}
