/**
 * A checkpoint: one line of text that says how long a controller's log of stream heads was, what its root was, and
 * when, signed with the controller's Ed25519 key. Every checkpoint has exactly one way to be written:
 *
 *   zvana-checkpoint/1 <controller> <size> <root, base64> <epoch ms> <signature, base64>\n
 *
 * Signed is everything before the last space; the first word keeps the signature from meaning anything else. The same
 * line with `zvana-restored/1` says that an older database was put in place then: its log has this size and root, and
 * what checkpoints before this line cover beyond it is lost (CHK-20).
 */
import { leafHash, type Peaks } from './merkle.ts';

export interface Checkpoint {
  readonly controller: string;
  /** Leaves in the log. */
  readonly size: number;
  /** Merkle tree hash of the leaves. */
  readonly root: Uint8Array;
  /** Epoch milliseconds. */
  readonly at: number;
}

export type CheckpointKind = 'checkpoint' | 'restored';

const HASH_BYTES = 32;
const LINE =
  /^zvana-(?:checkpoint|restored)\/1 ([a-z0-9-]{1,64}) (0|[1-9]\d{0,15}) ([A-Za-z0-9+/]{43}=) ([1-9]\d{0,15}) ([A-Za-z0-9+/]{86}==)$/;

/** What is signed. */
export function signedBytes(
  { controller, size, root, at }: Checkpoint,
  kind: CheckpointKind = 'checkpoint',
): Uint8Array {
  return Buffer.from(`zvana-${kind}/1 ${controller} ${size} ${Buffer.from(root).toString('base64')} ${at}`);
}

export function checkpointLine(
  checkpoint: Checkpoint,
  signature: Uint8Array,
  kind: CheckpointKind = 'checkpoint',
): Uint8Array {
  const signed = Buffer.from(signedBytes(checkpoint, kind));
  return Buffer.from(`${signed.toString('utf8')} ${Buffer.from(signature).toString('base64')}\n`);
}

/** Reads a line of either kind without its line feed, as this server wrote it; its signature is not verified here. */
export function readCheckpoint(line: string): Checkpoint | undefined {
  const [, controller, size, root, at] = LINE.exec(line) ?? [];
  if (controller === undefined || root === undefined) return undefined;
  return { controller, size: Number(size), root: Buffer.from(root, 'base64'), at: Number(at) };
}

/** What a leaf says: the head of a stream at a moment; without a head that the stream's skeleton is erased. */
export interface Leaf {
  readonly stream: string;
  readonly seq: number;
  /** Hash of the entry of this sequence; empty once the skeleton is erased. */
  readonly head: Uint8Array;
}

/** JSON of a fixed-order array is canonical. */
export function hashOfLeaf({ stream, seq, head }: Leaf): Uint8Array {
  return leafHash(Buffer.from(JSON.stringify([1, stream, seq, Buffer.from(head).toString('hex')])));
}

/** The whole lines of a sink's list; what a power cut left of one at the end is none. */
export function linesOf(sink: Uint8Array): readonly string[] {
  return Buffer.from(sink).toString('utf8').split('\n').slice(0, -1);
}

/** What a log's state in the database says: 32 bytes for each full subtree, largest first. */
export function unpackPeaks(size: number, bytes: Uint8Array): Peaks {
  const hashes: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += HASH_BYTES) {
    hashes.push(bytes.slice(start, start + HASH_BYTES));
  }
  return { size, hashes };
}
