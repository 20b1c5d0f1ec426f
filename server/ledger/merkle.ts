/**
 * Merkle trees as in RFC 6962, section 2.1: SHA-256, and a byte before what is hashed that keeps leaves (0) and
 * nodes (1) apart, so that a node can never pass for a leaf. Pure; leaves come in as their hashes.
 */
import { hash } from 'node:crypto';

export type Hash = Uint8Array;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(data: Uint8Array): Hash {
  return hash('sha256', Buffer.concat([LEAF, data]), 'buffer');
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

/**
 * A tree that only grows, as the roots of its full subtrees, largest first: one for each bit of its size. All that
 * is needed to add a leaf and to tell the root, at 32 bytes for each doubling.
 */
export interface Peaks {
  readonly size: number;
  readonly hashes: readonly Hash[];
}

export const NO_LEAVES: Peaks = { size: 0, hashes: [] };

export function addLeaf({ size, hashes }: Peaks, leaf: Hash): Peaks {
  const grown = [...hashes];
  let top = leaf;
  // As many full subtrees close as the size ends in ones: counting up in binary carries as often.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) top = nodeHash(taken(grown), top);
  grown.push(top);
  return { size: size + 1, hashes: grown };
}

/** The Merkle tree hash; of no leaves the hash of nothing. */
export function rootOf({ hashes }: Peaks): Hash {
  const [last, ...rest] = hashes.toReversed();
  if (last === undefined) return hash('sha256', new Uint8Array(0), 'buffer');
  return rest.reduce((right, left) => nodeHash(left, right), last);
}

export function treeHash(leaves: readonly Hash[]): Hash {
  return rootOf(leaves.reduce(addLeaf, NO_LEAVES));
}

/** The audit path of RFC 6962, 2.1.1: siblings of a leaf, from the leaf up. `index` counts from 0. */
export function inclusionProof(leaves: readonly Hash[], index: number): readonly Hash[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) {
    throw new Error(`there is no leaf ${index} among ${leaves.length}`);
  }
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(left, index), treeHash(right)]
    : [...inclusionProof(right, index - split), treeHash(left)];
}

/** Whether a leaf stands at `index` of the tree of this size and root. Takes anything, believes nothing. */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  const above = ascend(leaf, index, size, proof);
  return above !== undefined && same(above, root);
}

function ascend(leaf: Hash, index: number, size: number, proof: readonly Hash[]): Hash | undefined {
  if (size === 1) return proof.length === 0 ? leaf : undefined;
  const sibling = proof.at(-1);
  if (!sibling) return undefined;
  const below = proof.slice(0, -1);
  const split = splitOf(size);
  if (index < split) {
    const left = ascend(leaf, index, split, below);
    return left && nodeHash(left, sibling);
  }
  const right = ascend(leaf, index - split, size - split, below);
  return right && nodeHash(sibling, right);
}

/** RFC 6962, 2.1.2: proves that the first `size` leaves are a tree that the whole one grew out of. */
export function consistencyProof(leaves: readonly Hash[], size: number): readonly Hash[] {
  if (!Number.isSafeInteger(size) || size < 1 || size > leaves.length) {
    throw new Error(`there is no tree of ${size} within one of ${leaves.length}`);
  }
  return subproof(leaves, size, true);
}

/** `known`: the verifier already holds the hash of exactly these leaves, as it is the older root. */
function subproof(leaves: readonly Hash[], size: number, known: boolean): readonly Hash[] {
  if (size === leaves.length) return known ? [] : [treeHash(leaves)];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return size <= split
    ? [...subproof(left, size, known), treeHash(right)]
    : [...subproof(right, size - split, false), treeHash(left)];
}

export interface Tree {
  readonly size: number;
  readonly root: Hash;
}

/** Whether the newer tree begins with the leaves of the older one. Takes anything, believes nothing. */
export function verifyConsistency(older: Tree, newer: Tree, proof: readonly Hash[]): boolean {
  if (!isCount(older.size) || !isCount(newer.size) || older.size < 1 || older.size > newer.size) return false;
  const both = rebuild(older.size, newer.size, proof, older.root);
  return both !== undefined && same(both.older, older.root) && same(both.newer, newer.root);
}

/** Both roots of a subtree, from the proof alone; `known` is the older root while it is a node of the newer tree. */
function rebuild(
  size: number,
  whole: number,
  proof: readonly Hash[],
  known: Hash | undefined,
): { readonly older: Hash; readonly newer: Hash } | undefined {
  if (size === whole) {
    const own = known ?? proof[0];
    return own && proof.length === (known ? 0 : 1) ? { older: own, newer: own } : undefined;
  }
  const sibling = proof.at(-1);
  if (!sibling) return undefined;
  const below = proof.slice(0, -1);
  const split = splitOf(whole);
  if (size <= split) {
    const left = rebuild(size, split, below, known);
    return left && { older: left.older, newer: nodeHash(left.newer, sibling) };
  }
  const right = rebuild(size - split, whole - split, below, undefined);
  return right && { older: nodeHash(sibling, right.older), newer: nodeHash(sibling, right.newer) };
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function taken(hashes: Hash[]): Hash {
  const last = hashes.pop();
  if (!last) throw new Error('the peaks of the tree do not fit its size');
  return last;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function same(one: Hash, other: Hash): boolean {
  return Buffer.compare(one, other) === 0;
}
