/**
 * Appending to streams with group commit: what arrives in one turn of the event loop becomes durable in one
 * transaction (or a few, when it is much), and nothing is acknowledged or shown before it is (LED-1). A commit timer was measured to
 * add latency only.
 */
import type { KeyObject } from 'node:crypto';
import type { EntryRow } from '../database.ts';
import type { Journal, Statement, StreamAppend } from '../ports.ts';
import { GENESIS, openEntry, sealEntry } from './entry.ts';

/** A stream that this process is writing. `seq` and `head` run ahead of what is durable until the commit. */
export interface OpenStream {
  readonly id: string;
  readonly controller: string;
  readonly keyId: string;
  readonly key: KeyObject;
  seq: number;
  head: Uint8Array;
  /** Set when a commit with this stream failed: it must be opened anew from what is durable. */
  broken: boolean;
}

export interface NewEntry {
  readonly at: number;
  readonly type: string;
  readonly role: string;
  readonly staff: string;
  readonly object?: Uint8Array;
  readonly payload: string;
}

export interface Ledger {
  newStream(id: string, controller: string, keyId: string, key: KeyObject): OpenStream;
  /** A stream as it is durable, with its payloads; undefined when there is none. */
  open(id: string, key: KeyObject): Promise<{ stream: OpenStream; payloads: Opened[] } | undefined>;
  /** A stream ready to be written on, without reading what is in it; undefined when there is none. */
  resume(id: string, key: KeyObject): Promise<OpenStream | undefined>;
  /** Payloads after a sequence. */
  read(stream: OpenStream, after: number): Promise<Opened[]>;
  /** Seals now, in order of the calls; resolves when durable, rejects when nothing of it is. */
  append(stream: OpenStream, entries: readonly NewEntry[], also?: readonly Statement[]): Promise<void>;
}

export interface Opened {
  readonly row: EntryRow;
  readonly payload: string;
}

interface Pending {
  readonly stream: OpenStream;
  readonly entries: readonly EntryRow[];
  readonly seq: number;
  readonly head: Uint8Array;
  readonly also: readonly Statement[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A commit with more would be no cheaper for each, and what waits for it falls out of the processor's caches:
 * with 1,000 busy calls this bound takes a fifth off the CPU per event (docs/performance.md).
 */
const MOST_AT_ONCE = 128;
const NO_OBJECT = new Uint8Array(0);

export function createLedger(journal: Journal): Ledger {
  let pending: Pending[] = [];
  let lastFlush: Promise<void> = Promise.resolve();

  function flush(): void {
    if (pending.length === 0) return;
    const batch = pending;
    pending = [];
    // One batch after the other: the next must know whether a stream of it broke in this one.
    lastFlush = lastFlush.then(() => commit(batch));
  }

  async function commit(batch: readonly Pending[]): Promise<void> {
    const [doomed, sound] = partition(batch, (one) => one.stream.broken);
    for (const one of doomed) one.reject(new Error('an earlier commit of this stream failed'));
    if (sound.length === 0) return;
    try {
      await journal.append(toAppends(sound));
    } catch (error) {
      for (const one of sound) one.stream.broken = true;
      for (const one of sound) one.reject(error);
      return;
    }
    for (const one of sound) one.resolve();
  }

  async function resume(id: string, key: KeyObject): Promise<OpenStream | undefined> {
    const row = await journal.stream(id);
    if (!row) return undefined;
    const { controller, key: keyId, seq, head } = row;
    return { id, controller, keyId, key, seq, head, broken: false };
  }

  return {
    resume,
    newStream: (id, controller, keyId, key) => ({
      id,
      controller,
      keyId,
      key,
      seq: 0,
      head: GENESIS,
      broken: false,
    }),
    async open(id, key) {
      const stream = await resume(id, key);
      return stream && { stream, payloads: openAll(stream, await journal.entries(id, 0)) };
    },
    read: async (stream, after) => openAll(stream, await journal.entries(stream.id, after)),
    append(stream, entries, also = []) {
      const rows = entries.map((entry) => link(stream, entry));
      return new Promise((resolve, reject) => {
        if (pending.length === 0) setImmediate(flush);
        pending.push({ stream, entries: rows, seq: stream.seq, head: stream.head, also, resolve, reject });
        if (pending.length === MOST_AT_ONCE) flush();
      });
    },
  };
}

function link(stream: OpenStream, entry: NewEntry): EntryRow {
  const { at, type, role, staff, object = NO_OBJECT, payload } = entry;
  const { controller, id } = stream;
  const header = { controller, stream: id, seq: stream.seq + 1, at, type, role, staff, object };
  const row = sealEntry(stream.key, stream.head, header, payload);
  stream.seq = row.seq;
  stream.head = row.hash;
  return row;
}

function openAll(stream: OpenStream, rows: readonly EntryRow[]): Opened[] {
  return rows.map((row) => ({ row, payload: openEntry(stream.key, stream.controller, row) }));
}

/** One append for each stream: both parties of a session often have something in the same commit. */
function toAppends(batch: readonly Pending[]): StreamAppend[] {
  return [...Map.groupBy(batch, ({ stream }) => stream)].map(([{ id, controller, keyId: key }, of]) => {
    const { seq, head } = of.at(-1) ?? { seq: 0, head: GENESIS };
    return {
      stream: { id, controller, key, seq, head },
      entries: of.flatMap(({ entries }) => entries),
      also: of.flatMap(({ also }) => also),
    };
  });
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
