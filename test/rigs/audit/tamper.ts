/** What somebody may do to a log whose checkpoints and key they do not have. */
import { type Entry, type Log, rechain, refitHead, refitLeaves, type Stream } from './log.ts';

/** Changes one entry of a stream; false where this cannot be done to this entry. */
export type Tampering = (stream: Stream, place: number) => boolean;

const FIELDS = ['seq', 'at', 'type', 'role', 'staff', 'object', 'sealed', 'hash'] as const;

function flip(entry: Entry, field: (typeof FIELDS)[number]): void {
  switch (field) {
    case 'seq':
    case 'at':
      entry[field] += 1;
      break;
    case 'object':
      entry.object = entry.object === '' ? 'a'.repeat(64) : '';
      break;
    case 'sealed':
      entry.sealed = (entry.sealed.startsWith('A') ? 'B' : 'A') + entry.sealed.slice(1);
      break;
    case 'hash':
      entry.hash = (entry.hash.startsWith('0') ? '1' : '0') + entry.hash.slice(1);
      break;
    default:
      entry[field] += 'x';
  }
}

const change: Readonly<Record<string, Tampering>> = {
  removal: ({ entries }, place) => entries.splice(place, 1).length === 1,
  insertion({ entries }, place) {
    const entry = entries[place];
    if (entry) entries.splice(place, 0, { ...entry, at: entry.at - 1 });
    return entry !== undefined;
  },
  swap({ entries }, place) {
    const [one, other] = [entries[place], entries[place + 1]];
    if (!one || !other) return false;
    entries.splice(place, 2, other, one);
    return true;
  },
};

const flips = FIELDS.map((field): [string, Tampering] => [
  `flip of ${field}`,
  ({ entries }, place) => {
    const entry = entries[place];
    if (entry) flip(entry, field);
    return entry !== undefined;
  },
]);

function truncation(stream: Stream, place: number): boolean {
  if (place >= stream.entries.length) return false;
  stream.entries.splice(place);
  refitHead(stream);
  return true;
}

/** The clumsy ones, and the same with every hash and the head computed anew. */
export const TAMPERINGS: ReadonlyMap<string, Tampering> = new Map([
  ...flips,
  ...Object.entries(change),
  ['truncation', truncation],
  ...[...flips, ...Object.entries(change)]
    // These two alone are undone by computing them anew.
    .filter(([name]) => name !== 'flip of seq' && name !== 'flip of hash')
    .map(([name, tampering]): [string, Tampering] => [
      `${name}, hashes anew`,
      (stream, place) => {
        const done = tampering(stream, place);
        rechain(stream);
        return done;
      },
    ]),
]);

/** The same with the leaves, too: only a root that was signed before can tell. */
export function rewrite(log: Log, stream: Stream, tampering: Tampering, place: number): boolean {
  const done = tampering(stream, place);
  rechain(stream);
  refitLeaves(log, stream);
  return done;
}

/** What is done to more than one entry. */
export const WHOLES: Readonly<Record<string, (log: Log) => void>> = {
  'full rewrite'(log) {
    for (const stream of log.streams) {
      for (const entry of stream.entries) entry.role = 'system';
      rechain(stream);
      refitLeaves(log, stream);
    }
  },
  'stream removed': (log) => void log.streams.splice(3, 1),
  'stream removed with its leaves'(log) {
    const [gone] = log.streams.splice(3, 1);
    log.leaves = log.leaves.filter(({ stream }) => stream !== gone?.id);
  },
  'stream removed and called erased'(log) {
    const [gone] = log.streams.splice(3, 1);
    for (const leaf of log.leaves) if (leaf.stream === gone?.id) leaf.head = '';
  },
  'streams swapped'(log) {
    const [one, other] = log.streams.splice(3, 2);
    if (one && other) log.streams.splice(3, 0, other, one);
  },
  'stream renamed'(log) {
    const [stream] = log.streams;
    if (stream) {
      const { id } = stream;
      stream.id = `${id}0`;
      rechain(stream);
      for (const leaf of log.leaves) if (leaf.stream === id) leaf.stream = stream.id;
    }
  },
  'newest leaves cut off': (log) => void log.leaves.splice(-5),
  'all leaves removed': (log) => void log.leaves.splice(0),
  'leaf removed': (log) => void log.leaves.splice(7, 1),
  'leaf doubled': (log) => void log.leaves.splice(7, 0, ...log.leaves.slice(7, 8)),
  'leaves swapped': (log) => void log.leaves.splice(7, 2, ...log.leaves.slice(7, 9).reverse()),
  'everything removed'(log) {
    log.leaves = [];
    log.streams = [];
  },
};

/** What is done to the lines of the export. */
export const SPELLINGS: Readonly<Record<string, (lines: readonly string[]) => string[]>> = {
  'end cut off': (lines) => lines.slice(0, -1),
  'cut in the middle': (lines) => lines.slice(0, Math.floor(lines.length / 2)),
  'beginning cut off': (lines) => lines.slice(1),
  'a line spelt otherwise': (lines) => lines.with(-2, (lines.at(-2) ?? '').replace(',', ', ')),
  'a line too many': (lines) => [...lines, '["stream","session:zzz",0,""]'],
  'a line doubled': (lines) => lines.toSpliced(5, 0, ...lines.slice(5, 6)),
};
