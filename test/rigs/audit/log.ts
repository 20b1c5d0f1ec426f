/** An export as a tamperer sees it: parts that can be changed, hashes that can be computed anew, lines again. */
import { createHash } from 'node:crypto';

export interface Entry {
  seq: number;
  at: number;
  type: string;
  role: string;
  staff: string;
  object: string;
  sealed: string;
  hash: string;
}

export interface Stream {
  id: string;
  seq: number;
  head: string;
  entries: Entry[];
}

export interface Leaf {
  stream: string;
  seq: number;
  head: string;
}

export interface Log {
  at: number;
  leaves: Leaf[];
  streams: Stream[];
}

export function parseLog(lines: readonly string[]): Log {
  const log: Log = { at: 0, leaves: [], streams: [] };
  for (const line of lines) {
    const [kind, ...v] = JSON.parse(line);
    if (kind === 'zvana-export/1') log.at = v[1];
    if (kind === 'leaf') log.leaves.push({ stream: v[1], seq: v[2], head: v[3] });
    if (kind === 'stream') log.streams.push({ id: v[0], seq: v[1], head: v[2], entries: [] });
    if (kind === 'entry') {
      const [seq, at, type, role, staff, object, sealed, hash] = v;
      log.streams.at(-1)?.entries.push({ seq, at, type, role, staff, object, sealed, hash });
    }
  }
  return log;
}

export function* linesOf({ at, leaves, streams }: Log): Iterable<string> {
  const line = (...values: readonly (string | number)[]) => JSON.stringify(values);
  let count = 0;
  yield line('zvana-export/1', 'lmt', at);
  for (const [index, { stream, seq, head }] of leaves.entries()) yield line('leaf', index, stream, seq, head);
  for (const { id, seq, head, entries } of streams) {
    yield line('stream', id, seq, head);
    for (const e of entries) {
      count += 1;
      yield line('entry', e.seq, e.at, e.type, e.role, e.staff, e.object, e.sealed, e.hash);
    }
  }
  yield line('end', leaves.length, streams.length, count);
}

/** Numbers the entries, computes every hash and the head anew, as somebody with the database can. */
export function rechain(stream: Stream): void {
  let previous = Buffer.alloc(32);
  for (const [index, e] of stream.entries.entries()) {
    e.seq = index + 1;
    const header = Buffer.from(
      JSON.stringify([1, 'lmt', stream.id, e.seq, e.at, e.type, e.role, e.staff, e.object]),
    );
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    const digest = createHash('sha256').update(previous).update(length).update(header);
    previous = Buffer.from(digest.update(Buffer.from(e.sealed, 'base64')).digest());
    e.hash = previous.toString('hex');
  }
  refitHead(stream);
}

/** Sets number and head of the stream to those of its newest entry. */
export function refitHead(stream: Stream): void {
  stream.seq = stream.entries.length;
  stream.head = stream.entries.at(-1)?.hash ?? '0'.repeat(64);
}

/** Makes the leaves of a stream tell of its entries as they are now. */
export function refitLeaves(log: Log, stream: Stream): void {
  for (const leaf of log.leaves) {
    if (leaf.stream !== stream.id) continue;
    const entry = stream.entries[Math.min(leaf.seq, stream.entries.length) - 1];
    leaf.seq = entry?.seq ?? 0;
    leaf.head = entry?.hash ?? '0'.repeat(64);
  }
}
