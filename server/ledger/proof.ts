/** Proofs to take away: that a signed checkpoint covers an entry, and that one checkpoint's log grew out of another's. */
import type { LedgerProof } from '../../protocol/ledger.ts';
import type { EntryRow } from '../database.ts';
import type { LedgerQuestion } from '../ports.ts';
import { type Checkpoint, hashOfLeaf, type Leaf, readCheckpoint } from './checkpoint.ts';
import { GENESIS } from './entry.ts';
import { entryValues, leafValues } from './export.ts';
import { consistencyProof, inclusionProof } from './merkle.ts';

export interface ProofSource {
  /** In the order of the log. */
  leaves(): Iterable<Leaf>;
  /** In order of their sequence. */
  entries(stream: string): Iterable<EntryRow>;
}

/**
 * Of an entry under the checkpoint of that size, or the oldest that covers it; or of two checkpoints by their sizes.
 * @returns undefined when no such checkpoint, or none that covers the entry, is among the lines of the sink.
 */
export function makeProof(
  question: LedgerQuestion,
  sink: readonly string[],
  source: ProofSource,
): LedgerProof | undefined {
  const leaves = [...source.leaves()];
  const signed = inForce(sink);
  return question.kind === 'inclusion'
    ? includes(question, signed, leaves, source)
    : grewOutOf(question, signed, leaves);
}

interface SignedLine {
  readonly line: string;
  readonly checkpoint: Checkpoint;
}

/** Without those that a restore took back: their leaves are lost. In the order in which they were signed. */
export function inForce(sink: readonly string[]): readonly SignedLine[] {
  let all: SignedLine[] = [];
  for (const line of sink) {
    const checkpoint = readCheckpoint(line);
    if (!checkpoint) continue;
    all = all.filter((one) => one.checkpoint.size <= checkpoint.size);
    all.push({ line, checkpoint });
  }
  return all;
}

function includes(
  { stream, seq, size }: Extract<LedgerQuestion, { kind: 'inclusion' }>,
  signed: readonly SignedLine[],
  leaves: readonly Leaf[],
  source: ProofSource,
): LedgerProof | undefined {
  const index = leaves.findIndex((leaf) => leaf.stream === stream && leaf.seq >= seq && leaf.head.length > 0);
  const leaf = leaves[index];
  const by = signed.find(({ checkpoint }) =>
    size === undefined ? checkpoint.size > index : checkpoint.size === size && size > index,
  );
  if (!leaf || !by || by.checkpoint.size > leaves.length) return undefined;
  let previous: Uint8Array = GENESIS;
  const entries: (readonly (string | number)[])[] = [];
  for (const entry of source.entries(stream)) {
    if (entry.seq < seq) previous = entry.hash;
    else if (entry.seq <= leaf.seq) entries.push(entryValues(entry));
  }
  const hashes = leaves.slice(0, by.checkpoint.size).map(hashOfLeaf);
  return {
    format: 'zvana-proof/1',
    kind: 'inclusion',
    checkpoint: by.line,
    leaf: leafValues(index, leaf),
    path: inclusionProof(hashes, index).map(base64),
    previous: Buffer.from(previous).toString('hex'),
    entries,
  };
}

function grewOutOf(
  { older, newer }: Extract<LedgerQuestion, { kind: 'consistency' }>,
  signed: readonly SignedLine[],
  leaves: readonly Leaf[],
): LedgerProof | undefined {
  const [one, other] = [older, newer].map((size) =>
    signed.find(({ checkpoint }) => checkpoint.size === size),
  );
  if (!one || !other || older < 1 || older > newer || newer > leaves.length) return undefined;
  const hashes = leaves.slice(0, newer).map(hashOfLeaf);
  return {
    format: 'zvana-proof/1',
    kind: 'consistency',
    older: one.line,
    newer: other.line,
    path: consistencyProof(hashes, older).map(base64),
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
