/** A subject's stream: who it is (once, at its head) and every record since, readable with the subject's own key. */
import * as v from 'valibot';
import type { ConsentRecord } from '../../protocol/consent.ts';
import type { ConsentSubjectRow } from '../database.ts';
import { type Keys, recordKeyId } from '../ledger/keys.ts';
import type { Ledger, NewEntry, Opened, OpenStream } from '../ledger/ledger.ts';

export interface OpenSubject {
  readonly row: ConsentSubjectRow;
  /** E.164. */
  readonly number: string;
  readonly stream: OpenStream;
  /** Oldest first. */
  readonly records: readonly ConsentRecord[];
}

export const subjectStream = (id: string): string => `subject:${id}`;
/** Name of the subject's key among the records' keys. */
export const subjectKeyId = (id: string): string => `subject:${id}`;

const VERSION = 1;
const HEAD = 'SubjectKnown';
/** Told before the key goes, so that a stream without a key is known to be erased and not damaged. */
export const SUBJECT_ERASED = 'SubjectErased';
const TYPES = { given: 'ConsentGiven', withdrawn: 'ConsentWithdrawn', ended: 'NumberEnded' } as const;

const Head = v.object({
  v: v.literal(VERSION),
  e: v.object({ type: v.literal(HEAD), number: v.string() }),
});
const Body = v.object({
  v: v.literal(VERSION),
  e: v.object({ record: v.looseObject({ id: v.string(), change: v.string() }) }),
});

/**
 * @param number given for a subject that is new: its stream begins with its first record.
 * @returns undefined when the subject's key is destroyed.
 */
export async function openSubject(
  deps: { readonly ledger: Ledger; readonly keys: Pick<Keys, 'openRecord'> },
  row: ConsentSubjectRow,
  number?: string,
): Promise<OpenSubject | undefined> {
  const { ledger, keys } = deps;
  const key = await keys.openRecord(row.controller, subjectKeyId(row.id));
  if (!key) return undefined;
  const id = subjectStream(row.id);
  const found = await ledger.open(id, key);
  if (!found) {
    if (number === undefined) return undefined;
    const stream = ledger.newStream(id, row.controller, recordKeyId(subjectKeyId(row.id)), key);
    return { row, number, stream, records: [] };
  }
  const [head, ...rest] = found.payloads;
  if (!head) throw new Error('the stream of a subject is empty');
  const known = v.parse(Head, JSON.parse(head.payload));
  const told = rest.filter(({ row: { type } }) => type !== SUBJECT_ERASED);
  return { row, number: known.e.number, stream: found.stream, records: told.map(recordFrom) };
}

/** The entries of one more record; the first brings the subject's number with it. */
export function entriesOf({ number, stream }: OpenSubject, record: ConsentRecord): readonly NewEntry[] {
  const common = { at: record.recordedAt, ...actorOf(record) };
  const body = entry(common, { type: TYPES[record.change], record });
  if (stream.seq > 0) return [body];
  return [entry(common, { type: HEAD, number }), body];
}

/** The last entry of a stream: its key is destroyed next. */
export function erasedEntry(at: number): NewEntry {
  return entry({ at, role: 'system', staff: '' }, { type: SUBJECT_ERASED });
}

function entry(
  common: Pick<NewEntry, 'at' | 'role' | 'staff'>,
  event: { readonly type: string; readonly [part: string]: unknown },
): NewEntry {
  return { ...common, type: event.type, payload: JSON.stringify({ v: VERSION, e: event }) };
}

function actorOf({ staff, method }: ConsentRecord): { readonly role: string; readonly staff: string } {
  if (staff !== undefined) return { role: 'agent', staff };
  return { role: method === 'feed' ? 'system' : 'caller', staff: '' };
}

/** Of this service's own making: its seal has just been checked. */
function recordFrom({ payload }: Opened): ConsentRecord {
  const { e } = v.parse(Body, JSON.parse(payload));
  return e.record as unknown as ConsentRecord;
}
