/**
 * Verifies one stream: pure, entry by entry, in constant memory. Without a key what can be verified is the
 * skeleton: sequence, hashes, head. With it also every seal and payload (LED-10, LED-13).
 */
import type { KeyObject } from 'node:crypto';
import type { EntryPlace, EntryRow, StreamRow } from '../database.ts';
import { entryHash, GENESIS, openEntry } from './entry.ts';
import type { EntryFault } from './findings.ts';

/** An entry with its place in the log of all streams, and the place that it says the one before it has. */
export type PlacedEntry = EntryRow & { readonly [part in keyof EntryPlace]: number };
/** A stream with the place that it says its newest entry has. */
export type PlacedStream = StreamRow & { readonly last: number };

export interface StreamEvidence {
  readonly stream: PlacedStream;
  /** In order of their sequence. */
  readonly entries: Iterable<PlacedEntry>;
  /** Undefined once it is destroyed. */
  readonly key: KeyObject | undefined;
  /** Digest of each stored picture of the session by its id, as an entry about it must carry it. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

export interface StreamResult {
  readonly entries: number;
  /** Of these, how many were opened with the key. */
  readonly opened: number;
  /** An entry tells that what the stream is about was erased. */
  readonly erasureRecorded: boolean;
}

export const ERASURE = 'SessionErased';
const ERASURES: ReadonlySet<string> = new Set([ERASURE, 'SubjectErased']);
const TELLS_OF_PICTURE: ReadonlySet<string> = new Set(['PhotoShared', 'PictureShown']);
/** Whoever acts with an account is named by it; callers and the system have none. */
const STAFF_ROLES: ReadonlySet<string> = new Set(['agent', 'supervisor', 'reviewer']);
const ROLES: ReadonlySet<string> = new Set(['agent', 'supervisor', 'reviewer', 'caller', 'system']);

/** Tells each fault, in order of the entries; `missing` may name the first of several that are missing. */
export function verifyStream(
  { stream, entries, key, pictures }: StreamEvidence,
  report: (seq: number, fault: EntryFault) => void,
): StreamResult {
  let expected = 1;
  // What the next entry may stand on. After a changed entry both its stored and its true hash may be that, so
  // that one change is told once; after a missing one nothing is known.
  let before: readonly Uint8Array[] | undefined = [GENESIS];
  let place: number | undefined = 0;
  let count = 0;
  let opened = 0;
  let erasureRecorded = false;
  for (const row of entries) {
    count += 1;
    if (row.seq < expected || row.seq > stream.seq) {
      report(row.seq, 'unexpected');
      continue;
    }
    if (row.seq > expected) {
      report(expected, 'missing');
      before = undefined;
      place = undefined;
    }
    const hashes: readonly Uint8Array[] | undefined = before?.map((previous) =>
      entryHash(previous, stream.controller, row),
    );
    const linked: boolean = hashes?.some((one) => same(one, row.hash)) ?? true;
    const fault = linked ? undefined : 'hash';
    const sealFault = key && openingFault(key, stream.controller, row, pictures);
    if (key && sealFault !== 'seal') opened += 1;
    const misplaced = place === undefined || place === row.previous ? undefined : 'place';
    const told = fault ?? sealFault ?? (key ? undefined : skeletonFault(row, pictures)) ?? misplaced;
    if (told) report(row.seq, told);
    before = linked ? [row.hash] : [row.hash, ...(hashes ?? [])];
    place = row.n;
    expected = row.seq + 1;
    erasureRecorded ||= ERASURES.has(row.type);
  }
  if (expected <= stream.seq) report(expected, 'missing');
  else if (!before?.some((one) => same(one, stream.head)) || place !== stream.last)
    report(stream.seq, 'head');
  return { entries: count, opened, erasureRecorded };
}

function openingFault(
  key: KeyObject,
  controller: string,
  row: EntryRow,
  pictures: ReadonlyMap<string, Uint8Array>,
): EntryFault | undefined {
  let payload: string;
  try {
    payload = openEntry(key, controller, row);
  } catch {
    return 'seal';
  }
  const event = eventOf(payload);
  // Time, role and staff stand in the header only, which the seal binds.
  if (event?.type !== row.type || !ROLES.has(row.role) || (row.staff !== '') !== STAFF_ROLES.has(row.role)) {
    return 'payload';
  }
  const picture = event.photo ?? event.media;
  if (!TELLS_OF_PICTURE.has(row.type) && row.object.length === 0) return undefined;
  const digest = typeof picture === 'string' ? pictures.get(picture) : undefined;
  return digest && same(digest, row.object) ? undefined : 'picture';
}

/** Which picture an entry tells of is sealed; that it is one of the session's can still be seen. */
function skeletonFault(row: EntryRow, pictures: ReadonlyMap<string, Uint8Array>): EntryFault | undefined {
  if (row.object.length === 0) return undefined;
  return [...pictures.values()].some((digest) => same(digest, row.object)) ? undefined : 'picture';
}

function eventOf(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(payload);
    return isRecord(parsed) && typeof parsed.v === 'number' && isRecord(parsed.e) ? parsed.e : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
