import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  addLeaf,
  consistencyProof,
  inclusionProof,
  leafHash,
  NO_LEAVES,
  rootOf,
  treeHash,
  verifyConsistency,
  verifyInclusion,
} from '../../server/ledger/merkle.ts';

/** By hand, after RFC 6962, section 2.1. */
const sha = (...parts: readonly (string | Buffer)[]) =>
  parts.reduce((all, part) => all.update(part), createHash('sha256')).digest();
const leaf = (data: string) => sha('\0', data);
const node = (left: Buffer, right: Buffer) => sha('\u0001', left, right);
const [a, b, c, d, e, f, g] = [leaf('a'), leaf('b'), leaf('c'), leaf('d'), leaf('e'), leaf('f'), leaf('g')];
const ab = node(a, b);
const cd = node(c, d);
const ef = node(e, f);
const abcd = node(ab, cd);
const LEAVES = [a, b, c, d, e, f, g];
const ROOTS = [
  sha(''),
  a,
  ab,
  node(ab, c),
  abcd,
  node(abcd, e),
  node(abcd, ef),
  node(abcd, node(ef, g)),
] as const;

const bytes = (hash: Uint8Array) => Buffer.from(hash).toString('hex');
const all = (hashes: readonly Uint8Array[]) => hashes.map(bytes);

describe('the Merkle tree', () => {
  it('[CHK-2] the hash of no leaves, and of the empty leaf, are those of Certificate Transparency', () => {
    assert.equal(
      bytes(rootOf(NO_LEAVES)),
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    assert.equal(
      bytes(leafHash(new Uint8Array(0))),
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });

  it('[CHK-2] roots of 0 to 7 leaves are those computed by hand, all at once or leaf by leaf', () => {
    let peaks = NO_LEAVES;
    for (const [size, root] of ROOTS.entries()) {
      assert.equal(bytes(treeHash(LEAVES.slice(0, size))), bytes(root), `${size} leaves`);
      assert.equal(bytes(rootOf(peaks)), bytes(root), `${size} leaves, one by one`);
      assert.equal(peaks.size, size);
      const next = LEAVES[size];
      if (next) peaks = addLeaf(peaks, next);
    }
  });

  it('[CHK-2] a leaf that holds what a node is made of has another hash than the node', () => {
    assert.notEqual(bytes(leafHash(Buffer.concat([a, b]))), bytes(ab));
  });

  it('[CHK-3] inclusion proofs of 7 leaves are the audit paths of RFC 6962, 2.1.3', () => {
    assert.deepEqual(all(inclusionProof(LEAVES, 0)), all([b, cd, node(ef, g)]));
    assert.deepEqual(all(inclusionProof(LEAVES, 3)), all([c, ab, node(ef, g)]));
    assert.deepEqual(all(inclusionProof(LEAVES, 4)), all([f, g, abcd]));
    assert.deepEqual(all(inclusionProof(LEAVES, 6)), all([ef, abcd]));
  });

  it('[CHK-3] each proves its own leaf at its own place, and nothing else', () => {
    for (const [index, own] of LEAVES.entries()) {
      const proof = inclusionProof(LEAVES, index);
      for (const [place] of LEAVES.entries()) {
        assert.equal(
          verifyInclusion(own, place, 7, proof, ROOTS[7]),
          place === index,
          `${index} at ${place}`,
        );
      }
      assert.equal(verifyInclusion(leaf('x'), index, 7, proof, ROOTS[7]), false);
      assert.equal(verifyInclusion(own, index, 7, proof, ROOTS[6]), false);
      assert.equal(verifyInclusion(own, index, 7, proof.slice(1), ROOTS[7]), false);
      assert.equal(verifyInclusion(own, index, 7, [...proof, a], ROOTS[7]), false);
    }
    assert.equal(verifyInclusion(a, -1, 7, [], ROOTS[7]), false);
    assert.equal(verifyInclusion(a, 0, Number.NaN, [], ROOTS[7]), false);
    assert.throws(() => inclusionProof(LEAVES, 7), /no leaf 7/);
  });

  it('[CHK-4] consistency proofs of 7 leaves are those of RFC 6962, 2.1.3', () => {
    assert.deepEqual(all(consistencyProof(LEAVES, 3)), all([c, d, ab, node(ef, g)]));
    assert.deepEqual(all(consistencyProof(LEAVES, 4)), all([node(ef, g)]));
    assert.deepEqual(all(consistencyProof(LEAVES, 6)), all([ef, g, abcd]));
    assert.deepEqual(all(consistencyProof(LEAVES, 7)), []);
  });

  it('[CHK-4] each proves the growth from its own size, and never a rewritten beginning', () => {
    const rewritten = [leaf('x'), ...LEAVES.slice(1)];
    for (let size = 1; size <= 7; size += 1) {
      for (let whole = size; whole <= 7; whole += 1) {
        const [older, newer] = [ROOTS[size] ?? a, ROOTS[whole] ?? a];
        const proof = consistencyProof(LEAVES.slice(0, whole), size);
        const verify = (from: Uint8Array, to: Uint8Array, by = proof) =>
          verifyConsistency({ size, root: from }, { size: whole, root: to }, by);
        assert.equal(verify(older, newer), true, `${size} in ${whole}`);
        assert.equal(verify(leaf('y'), newer), false);
        assert.equal(verify(older, leaf('y')), false);
        assert.equal(verify(older, newer, [...proof, a]), false);
        const other = treeHash(rewritten.slice(0, whole));
        const lie = consistencyProof(rewritten.slice(0, whole), size);
        assert.equal(verify(older, other, lie), false, `rewritten, ${size} in ${whole}`);
      }
    }
    assert.equal(verifyConsistency({ size: 3, root: ROOTS[3] }, { size: 2, root: ROOTS[2] }, []), false);
  });
});
