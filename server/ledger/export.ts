/**
 * A controller's ledger as lines of text that carry all that the stand-alone verifier needs: the Merkle log's leaves,
 * then each stream with its entries, content still sealed. Each line is a JSON array, its kind first; a line can be
 * written in one way only.
 */
import type { EntryRow, StreamRow } from '../database.ts';
import type { Leaf } from './checkpoint.ts';

/** A controller's part of the database, as of one moment. */
export interface ExportSource {
  /** In the order of the log. */
  leaves(): Iterable<Leaf>;
  /** In order of their ids. */
  streams(): Iterable<Pick<StreamRow, 'id' | 'seq' | 'head'>>;
  /** In order of their sequence. */
  entries(stream: string): Iterable<EntryRow>;
}

/** A leaf, as its line has it. */
export function leafValues(index: number, { stream, seq, head }: Leaf) {
  return ['leaf', index, stream, seq, hex(head)] as const;
}

/** An entry, as its line has it. */
export function entryValues(entry: EntryRow) {
  const { seq, at, type, role, staff, object, hash } = entry;
  const sealed = Buffer.from(entry.sealed).toString('base64');
  return ['entry', seq, at, type, role, staff, hex(object), sealed, hex(hash)] as const;
}

/** Lines, each with its line feed. `at`: epoch milliseconds of the export. */
export function* exportLines(controller: string, at: number, source: ExportSource): Iterable<string> {
  const line = (...values: readonly (string | number)[]) => `${JSON.stringify(values)}\n`;
  const counts = { leaves: 0, streams: 0, entries: 0 };
  yield line('zvana-export/1', controller, at);
  for (const leaf of source.leaves()) {
    yield line(...leafValues(counts.leaves, leaf));
    counts.leaves += 1;
  }
  for (const { id, seq, head } of source.streams()) {
    counts.streams += 1;
    yield line('stream', id, seq, hex(head));
    for (const entry of source.entries(id)) {
      counts.entries += 1;
      yield line(...entryValues(entry));
    }
  }
  yield line('end', counts.leaves, counts.streams, counts.entries);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
