/**
 * A checkpoint: one line of text that says how long a controller's log of stream heads was, what its root was, and
 * when, signed with the controller's Ed25519 key. Every checkpoint has exactly one way to be written:
 *
 *   zvana-checkpoint/1 <controller> <size> <root, base64> <epoch ms> <signature, base64>\n
 *
 * Signed is everything before the last space; the first word keeps the signature from meaning anything else.
 */
import { leafHash } from './merkle.ts';

export interface Checkpoint {
  readonly controller: string;
  /** Leaves in the log. */
  readonly size: number;
  /** Merkle tree hash of the leaves. */
  readonly root: Uint8Array;
  /** Epoch milliseconds. */
  readonly at: number;
}

const PREFIX = 'zvana-checkpoint/1';
const LINE =
  /^zvana-checkpoint\/1 ([a-z0-9-]{1,64}) (0|[1-9]\d{0,15}) ([A-Za-z0-9+/]{43}=) ([1-9]\d{0,15}) ([A-Za-z0-9+/]{86}==)$/;

/** What is signed. */
export function signedBytes({ controller, size, root, at }: Checkpoint): Uint8Array {
  return Buffer.from(`${PREFIX} ${controller} ${size} ${Buffer.from(root).toString('base64')} ${at}`);
}

export function checkpointLine(checkpoint: Checkpoint, signature: Uint8Array): Uint8Array {
  const signed = Buffer.from(signedBytes(checkpoint));
  return Buffer.from(`${signed.toString('utf8')} ${Buffer.from(signature).toString('base64')}\n`);
}

/** Reads a line without its line feed, as this server wrote it; its signature is not verified here. */
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
