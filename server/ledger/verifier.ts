/**
 * The stand-alone verifier of an export: this one file and Node, nothing of the server, no database, no network.
 *
 *   node verifier.ts EXPORT --key PUBLIC --checkpoint FILE [--checkpoint FILE ...]
 *   node verifier.ts verify-proof FILE --key PUBLIC
 *   node verifier.ts verify-receipt FILE --key PUBLIC
 *
 * EXPORT is believed in nothing. PUBLIC (32 bytes, base64) and the checkpoints must come another way than the
 * export did: from whoever runs the sink, not from whoever runs the database. Exit codes: 0 as the checkpoints
 * say, 1 something is not and was named, 2 it could not be verified.
 *
 * What is shared with the server on purpose is the format alone; the code is written twice, so that one mistake
 * cannot hide itself.
 */
import { createHash, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export interface Verdict {
  readonly ok: boolean;
  /** How many things are wrong; the first of them in words. */
  readonly faults: number;
  readonly named: readonly string[];
  readonly controller: string;
  readonly checkpoints: number;
  /** Epoch milliseconds of the newest checkpoint. */
  readonly coveredUntil: number;
  readonly streams: number;
  readonly entries: number;
  /** Entries that no checkpoint covers, and the seconds from the newest checkpoint to the export's end. */
  readonly uncoveredEntries: number;
  readonly uncoveredSeconds: number;
  /** Streams whose skeleton was erased when its time was over. */
  readonly retired: number;
  /** Databases of an earlier time that were put in place: what was covered after them is lost. */
  readonly restored: readonly Restored[];
}

export interface Restored {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Leaves of the log that were left. */
  readonly size: number;
  /** Leaves beyond them that a checkpoint had covered. */
  readonly lost: number;
}

/** Key, checkpoint or export cannot be read at all. */
export class NotVerifiable extends Error {
  override readonly name = 'NotVerifiable';
}

/** Checks that a rig can switch off, to show that they are what finds a fault. */
export type Check = 'signature' | 'root' | 'chain' | 'covered' | 'presence' | 'canonical' | 'end';

const NAMES = 50;
/** Characters; an entry has far fewer. */
const LONGEST_LINE = 4 * 1024 * 1024;
/** No skeleton may be erased sooner after its stream began: the lower legal limit of its period, 1 year. */
const SHORTEST_LIFE = 365 * 24 * 3_600_000;
/** Hex. */
const GENESIS = '0'.repeat(64);

interface Checkpoint {
  readonly controller: string;
  readonly size: number;
  readonly root: string;
  readonly at: number;
}

const CHECKPOINT =
  /^(zvana-(checkpoint|restored)\/1 ([a-z0-9-]{1,64}) (0|[1-9]\d{0,14}) ([A-Za-z0-9+/]{43}=) ([1-9]\d{0,14})) ([A-Za-z0-9+/]{86}==)$/;

/** @throws NotVerifiable unless the key is 32 bytes in base64. */
export function readPublicKey(text: string): KeyObject {
  const raw = Buffer.from(text.trim(), 'base64');
  if (raw.length !== 32 || raw.toString('base64') !== text.trim()) {
    throw new NotVerifiable('--key is not an Ed25519 public key: 32 bytes in base64');
  }
  try {
    return createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
      format: 'jwk',
    });
  } catch (cause) {
    throw new NotVerifiable('--key is not an Ed25519 public key', { cause });
  }
}

/** What a verification knows so far, and what it has found wrong. */
interface Findings {
  readonly tell: (fault: string) => void;
  readonly does: (check: Check) => boolean;
}

/**
 * Verifies an export, line by line.
 * @param checkpoints texts of the sink's files, each with one checkpoint a line
 * @param options `report` hears every fault at once; `without` names checks that are left out, for rigs only
 * @throws NotVerifiable when there is no checkpoint to verify against
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  key: KeyObject,
  checkpoints: readonly string[],
  {
    report,
    without = [],
  }: { readonly report?: (fault: string) => void; readonly without?: readonly Check[] } = {},
): Promise<Verdict> {
  const named: string[] = [];
  let faults = 0;
  const findings: Findings = {
    tell(fault) {
      faults += 1;
      report?.(fault);
      if (named.length < NAMES) named.push(fault);
    },
    does: (check) => !without.includes(check),
  };
  const { signed, restored } = readCheckpoints(checkpoints, key, findings);
  const newest = signed.at(-1);
  if (!newest) throw new NotVerifiable('there is no checkpoint that this key has signed');
  const walk = createWalk(newest.controller, signed, findings);
  let number = 0;
  for await (const line of lines) {
    number += 1;
    walk.take(line, number);
  }
  const { endsAt, ...told } = walk.end();
  return {
    ok: faults === 0,
    faults,
    named,
    controller: newest.controller,
    checkpoints: signed.length,
    coveredUntil: newest.at,
    ...told,
    restored,
    uncoveredSeconds: Math.max(0, Math.ceil((endsAt - newest.at) / 1000)),
  };
}

/**
 * In order of their size. A line that is none, or that the key has not signed, is a fault. A line that tells of a
 * restored database takes back what lines before it covered beyond its size; that it was there is told.
 */
function readCheckpoints(
  texts: readonly string[],
  key: KeyObject,
  { tell, does }: Findings,
): { readonly signed: readonly Checkpoint[]; readonly restored: readonly Restored[] } {
  let all: Checkpoint[] = [];
  const restored: Restored[] = [];
  for (const text of texts) {
    const lines = text.split('\n');
    // Nothing, or what a server is just writing.
    if (!CHECKPOINT.test(lines.at(-1) ?? '')) lines.pop();
    let before = 0;
    let own: Checkpoint[] = [];
    for (const [index, line] of lines.entries()) {
      const read = readCheckpoint(line);
      if (!read) {
        tell(`checkpoint ${index + 1}: is none`);
        continue;
      }
      const { kind, checkpoint } = read;
      if (does('signature') && !isSigned(read, key)) {
        tell(`checkpoint ${index + 1}: the key has not signed it`);
        continue;
      }
      const { size, at } = checkpoint;
      if (kind === 'restored') {
        restored.push({ at, size, lost: Math.max(0, before - size) });
        own = own.filter((one) => one.size <= size);
        all = all.filter((one) => one.size <= size || one.at > at);
      } else if (size < before) tell(`checkpoint ${index + 1}: covers less than the one before it`);
      before = size;
      own.push(checkpoint);
    }
    all.push(...own);
  }
  all.sort((one, other) => one.size - other.size || one.at - other.at);
  if (new Set(all.map(({ controller }) => controller)).size > 1) {
    throw new NotVerifiable('the checkpoints are of different controllers: give those of one');
  }
  return { signed: all, restored };
}

interface ReadCheckpoint {
  readonly kind: 'checkpoint' | 'restored';
  readonly checkpoint: Checkpoint;
  readonly said: string;
  readonly signature: Buffer;
}

function readCheckpoint(line: string): ReadCheckpoint | undefined {
  const [, said = '', kind, controller = '', size, root = '', at, signature = ''] =
    CHECKPOINT.exec(line) ?? [];
  if (kind !== 'checkpoint' && kind !== 'restored') return undefined;
  return {
    kind,
    checkpoint: { controller, size: Number(size), root, at: Number(at) },
    said,
    signature: Buffer.from(signature, 'base64'),
  };
}

function isSigned({ said, signature }: ReadCheckpoint, key: KeyObject): boolean {
  return verify(null, Buffer.from(said), key, signature);
}

interface Claim {
  readonly seq: number;
  readonly head: string;
}

/** What the leaves that a checkpoint covers say of one stream. */
interface Claims {
  /** When the first of them was covered. */
  readonly since: number;
  readonly heads: Claim[];
  retired: boolean;
}

/** An export has these parts in this order; what may stand in each. */
const FOLLOWS: Readonly<Record<'header' | 'leaves' | 'streams' | 'done', readonly ExportRecord['kind'][]>> = {
  header: ['export'],
  leaves: ['leaf', 'stream', 'end'],
  streams: ['stream', 'entry', 'end'],
  done: [],
};

interface Stream {
  readonly id: string;
  readonly seq: number;
  readonly head: string;
  readonly claims: Claims | undefined;
  /** How many of the claims were met. */
  met: number;
  count: number;
  /** Of its newest entry, hex. */
  hash: string;
  /** What each header of its entries begins with. */
  readonly prefix: string;
  /** After a broken link nothing more is told of this stream: everything behind it is broken, too. */
  broken: boolean;
}

function createWalk(controller: string, checkpoints: readonly Checkpoint[], findings: Findings) {
  const { tell, does } = findings;
  const claims = new Map<string, Claims>();
  const seen = new Set<string>();
  const log = createLog(checkpoints, findings);
  let part: keyof typeof FOLLOWS = 'header';
  let stream: Stream | undefined;
  let lastId = '';
  let entries = 0;
  let uncoveredEntries = 0;
  let endsAt = 0;

  function take(line: string, number: number): void {
    const record = readRecord(line);
    if (!record || (does('canonical') && record.values && JSON.stringify(record.values) !== line)) {
      tell(`line ${number}: is not what an export has`);
    } else if (!FOLLOWS[part].includes(record.kind)) tell(`line ${number}: is out of place`);
    else takeRecord(record, number);
  }

  function takeRecord(record: ExportRecord, number: number): void {
    switch (record.kind) {
      case 'export':
        part = 'leaves';
        if (record.controller !== controller)
          tell(`the export is of ${record.controller}, not ${controller}`);
        endsAt = Math.max(endsAt, record.at);
        break;
      case 'leaf':
        takeLeaf(record, number);
        break;
      case 'stream':
        part = 'streams';
        openStream(record);
        break;
      case 'entry':
        takeEntry(record);
        break;
      case 'end':
        part = 'done';
        takeEnd(record);
        break;
      default:
        record satisfies never;
    }
  }

  function takeEnd({ leaves, streams, entries: count }: EndRecord): void {
    closeStream();
    if (!does('end')) return;
    if (leaves !== log.size() || streams !== seen.size || count !== entries) {
      tell('the end of the export counts other than what is in it');
    }
  }

  function takeLeaf({ index, stream: id, seq, head }: LeafRecord, number: number): void {
    if (index !== log.size()) tell(`line ${number}: leaf ${index} stands where ${log.size()} belongs`);
    const at = log.add(JSON.stringify([1, id, seq, head]));
    // What no checkpoint covers says nothing that could be relied on.
    if (at === undefined) return;
    const known = claims.get(id);
    const of: Claims = known ?? { since: at, heads: [], retired: false };
    if (!known) claims.set(id, of);
    if (head === '') {
      if (id === `controller:${controller}` || (known && at - of.since < SHORTEST_LIFE)) {
        tell(`stream ${id}: was removed before its time`);
      }
      of.retired = true;
      return;
    }
    const before = of.heads.at(-1);
    if (of.retired || (before && (seq < before.seq || (seq === before.seq && head !== before.head)))) {
      tell(`stream ${id}: was rewritten: leaf ${index} does not follow from the one before it`);
    }
    if (seq !== before?.seq) of.heads.push({ seq, head });
  }

  function openStream({ id, seq, head }: StreamRecord): void {
    closeStream();
    if (id <= lastId) tell(`stream ${id}: stands twice, or out of order`);
    lastId = id;
    seen.add(id);
    stream = {
      id,
      seq,
      head,
      claims: claims.get(id),
      met: 0,
      count: 0,
      hash: GENESIS,
      prefix: prefixOf(controller, id),
      broken: false,
    };
    if (stream.claims?.retired) tell(`stream ${id}: is there, although it was erased`);
  }

  function takeEntry(entry: EntryRecord): void {
    entries += 1;
    endsAt = Math.max(endsAt, entry.at);
    if (!stream) return;
    stream.count += 1;
    stream.hash = hashOf(stream.hash, stream.prefix, entry);
    if ((stream.claims?.heads.at(-1)?.seq ?? 0) < stream.count) uncoveredEntries += 1;
    if (stream.broken) return;
    const fault = faultOf(stream, entry);
    if (fault === undefined) return;
    stream.broken = true;
    tell(`stream ${stream.id}, entry ${stream.count}: ${fault}`);
  }

  function faultOf(of: Stream, entry: EntryRecord): string | undefined {
    if (entry.seq !== of.count) return `is missing; ${entry.seq} stands there`;
    const own = of.hash;
    if (does('chain') && own !== entry.hash) return 'does not match its hash';
    const claim = of.claims?.heads[of.met];
    if (claim?.seq !== of.count) return undefined;
    of.met += 1;
    return does('covered') && claim.head !== own ? 'is not the one that a checkpoint covers' : undefined;
  }

  function closeStream(): void {
    if (!stream) return;
    const { id, seq, head, count, broken, met } = stream;
    if (!broken && (seq !== count || head !== stream.hash)) {
      tell(`stream ${id}: its head is not its newest entry`);
    }
    const missed = stream.claims?.heads[met];
    if (does('presence') && missed && !broken) {
      tell(`stream ${id}, entry ${missed.seq}: a checkpoint covers it, and it is not there`);
    }
    stream = undefined;
  }

  return {
    take,
    end() {
      if (does('end') && part !== 'done') tell('the export is cut off: it has no end');
      closeStream();
      log.end();
      let retired = 0;
      for (const [id, of] of claims) {
        if (of.retired) retired += 1;
        else if (does('presence') && !seen.has(id)) {
          tell(`stream ${id}: a checkpoint covers it, and it is not there`);
        }
      }
      return { streams: seen.size, entries, uncoveredEntries, retired, endsAt };
    },
  };
}

/** The Merkle log (RFC 6962, 2.1), compared with each checkpoint as it grows: one walk shows that all agree. */
function createLog(checkpoints: readonly Checkpoint[], { tell, does }: Findings) {
  const peaks: Buffer[] = [];
  let size = 0;
  let next = 0;
  function root(): string {
    const last = peaks.at(-1);
    if (!last) return createHash('sha256').digest('base64');
    return peaks
      .slice(0, -1)
      .reduceRight((right, left) => node(left, right), last)
      .toString('base64');
  }
  function compare(): void {
    for (let one = checkpoints[next]; one?.size === size; one = checkpoints[next]) {
      next += 1;
      if (does('root') && one.root !== root()) {
        tell(`checkpoint of ${new Date(one.at).toISOString()}: the log's first ${size} leaves are others`);
      }
    }
  }
  compare();
  return {
    size: () => size,
    /** @returns when the first checkpoint covered this leaf; undefined when none does. */
    add(data: string): number | undefined {
      const coveredAt = checkpoints[next]?.at;
      let top: Buffer = hash('sha256', Buffer.concat([Uint8Array.of(0), Buffer.from(data)]), 'buffer');
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
        const left = peaks.pop();
        if (left) top = node(left, top);
      }
      peaks.push(top);
      size += 1;
      compare();
      return coveredAt;
    },
    end() {
      const missing = checkpoints[next];
      if (missing && does('presence')) {
        tell(
          `checkpoint of ${new Date(missing.at).toISOString()}: covers ${missing.size} leaves, of which ${size} are there`,
        );
      }
    },
  };
}

function node(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([Uint8Array.of(1), left, right]), 'buffer');
}

function prefixOf(controller: string, stream: string): string {
  return `${JSON.stringify([1, controller, stream]).slice(0, -1)},`;
}

let desk = Buffer.alloc(16_384);

/** SHA-256 over previous hash, header length, header and ciphertext; hex. Laid out on one desk, not put together. */
function hashOf(previous: string, prefix: string, { header, sealed }: EntryRecord): string {
  // A character has at most three bytes in UTF-8.
  const most = 36 + 3 * (prefix.length + header.length + 1) + sealed.length;
  if (desk.length < most) desk = Buffer.alloc(2 * most);
  desk.write(previous, 0, 'hex');
  const headerBytes = desk.write(`${prefix}${header}]`, 36);
  desk.writeUInt32BE(headerBytes, 32);
  const bytes = 36 + headerBytes + desk.write(sealed, 36 + headerBytes, 'base64');
  return hash('sha256', desk.subarray(0, bytes), 'hex');
}

interface LeafRecord {
  readonly kind: 'leaf';
  readonly index: number;
  readonly stream: string;
  readonly seq: number;
  /** Hex; empty for a stream whose skeleton is erased. */
  readonly head: string;
}

interface StreamRecord {
  readonly kind: 'stream';
  readonly id: string;
  readonly seq: number;
  readonly head: string;
}

interface EntryRecord {
  readonly kind: 'entry';
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  /** Sequence, time, type, role, staff and object, as they stand in the line: the hash covers exactly this. */
  readonly header: string;
  /** Base64. */
  readonly sealed: string;
  readonly hash: string;
}

interface EndRecord {
  readonly kind: 'end';
  readonly leaves: number;
  readonly streams: number;
  readonly entries: number;
}

type ExportRecord =
  | { readonly kind: 'export'; readonly controller: string; readonly at: number }
  | LeafRecord
  | StreamRecord
  | EntryRecord
  | EndRecord;

const HASH = /^[0-9a-f]{64}$/;
const HASH_OR_NONE = /^([0-9a-f]{64})?$/;

/**
 * An entry as the server writes it. Whatever matches can be written in this one way: whole numbers without zeros in
 * front, texts that JSON leaves as they are, base64 without bits to spare.
 */
const ENTRY =
  /^\["entry",(0|[1-9]\d{0,14}),(0|[1-9]\d{0,14}),"([ !#-[\]-~]*)","[ !#-[\]-~]*","[ !#-[\]-~]*","(?:[0-9a-f]{64})?","([A-Za-z0-9+/]*(?:[AEIMQUYcgkosw048]=|[AQgw]==)?)","([0-9a-f]{64})"\]$/;

/** Nearly every line is one: read in one step, as parsing and writing it again takes four times as long. */
function readEntry(line: string): EntryRecord | undefined {
  const [, seq, at, type = '', sealed, hash] = ENTRY.exec(line) ?? [];
  if (sealed === undefined || hash === undefined || sealed.length % 4 !== 0) return undefined;
  const header = line.slice(
    '["entry",'.length,
    -(sealed.length + ',"","'.length + hash.length + '"]'.length),
  );
  return { kind: 'entry', seq: Number(seq), at: Number(at), type, header, sealed, hash };
}

/** `values` are left out when the line is known to be written in the one way it can be. */
type Read = ExportRecord & { readonly values?: readonly unknown[] };

/** A line is a JSON array: its kind, then values in a fixed order. Everything in it may be anything. */
function readRecord(line: string): Read | undefined {
  const entry = readEntry(line);
  if (entry) return entry;
  let values: unknown;
  try {
    values = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(values)) return undefined;
  const record = recordOf(values);
  return record && { ...record, values };
}

function recordOf(values: readonly unknown[]): ExportRecord | undefined {
  const [kind, a, b, c, d, e, f, g, h] = values;
  const length = (wanted: number) => values.length === wanted;
  switch (kind) {
    case 'zvana-export/1':
      return length(3) && isText(a) && isCount(b) ? { kind: 'export', controller: a, at: b } : undefined;
    case 'leaf':
      return length(5) && isCount(a) && isText(b) && isCount(c) && isText(d) && HASH_OR_NONE.test(d)
        ? { kind, index: a, stream: b, seq: c, head: d }
        : undefined;
    case 'stream':
      return length(4) && isText(a) && isCount(b) && isText(c) && HASH.test(c)
        ? { kind, id: a, seq: b, head: c }
        : undefined;
    case 'entry':
      if (!length(9) || !isCount(a) || !isCount(b) || !isText(c) || !isText(d) || !isText(e))
        return undefined;
      if (!isText(f) || !HASH_OR_NONE.test(f) || !isBase64(g) || !isText(h) || !HASH.test(h))
        return undefined;
      return {
        kind,
        seq: a,
        at: b,
        type: c,
        header: JSON.stringify([a, b, c, d, e, f]).slice(1, -1),
        sealed: g,
        hash: h,
      };
    case 'end':
      return length(4) && isCount(a) && isCount(b) && isCount(c)
        ? { kind, leaves: a, streams: b, entries: c }
        : undefined;
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Base64 in the one way that it can be written. */
function isBase64(value: unknown): value is string {
  return isText(value) && Buffer.from(value, 'base64').toString('base64') === value;
}

/** What a proof shows when it holds; in words, for a person. */
export type ProofVerdict =
  | { readonly ok: true; readonly controller: string; readonly shows: string }
  | { readonly ok: false; readonly fault: string };

/**
 * Verifies a proof that was taken out of a log (`zvana-proof/1`): that an entry stood in a stream that a signed
 * checkpoint covers, or that one checkpoint's log grew out of another's. Believes nothing in it but the signatures.
 */
export function verifyProof(text: string, key: KeyObject): ProofVerdict {
  const proof = parsed(text);
  if (proof?.format !== 'zvana-proof/1' || JSON.stringify(proof).length > LONGEST_LINE) {
    return { ok: false, fault: 'this is no proof' };
  }
  if (proof.kind === 'inclusion') return verifyInclusion(proof, key);
  if (proof.kind === 'consistency') return verifyConsistency(proof, key);
  return { ok: false, fault: 'this is no proof of a kind that is known' };
}

function verifyInclusion(proof: Readonly<Record<string, unknown>>, key: KeyObject): ProofVerdict {
  const wrong = (fault: string) => ({ ok: false, fault }) as const;
  const checkpoint = signedBy(proof.checkpoint, key);
  if (!checkpoint) return wrong('the key has not signed the checkpoint');
  const leaf = Array.isArray(proof.leaf) ? recordOf(proof.leaf) : undefined;
  const path = hashesIn(proof.path);
  if (leaf?.kind !== 'leaf' || !path) return wrong('the leaf or its path is not what a proof has');
  const { index, stream, seq, head } = leaf;
  const start = hash(
    'sha256',
    Buffer.concat([Uint8Array.of(0), Buffer.from(JSON.stringify([1, stream, seq, head]))]),
    'buffer',
  );
  const top = index < checkpoint.size ? ascend(start, index, checkpoint.size, path) : undefined;
  if (top?.toString('base64') !== checkpoint.root) return wrong('the checkpoint does not cover the leaf');
  if (!Array.isArray(proof.entries) || !isText(proof.previous) || !HASH.test(proof.previous)) {
    return wrong('the entries are not what a proof has');
  }
  let link: string = proof.previous;
  const prefix = prefixOf(checkpoint.controller, stream);
  let first: EntryRecord | undefined;
  let last: EntryRecord | undefined;
  for (const values of proof.entries) {
    const entry: ExportRecord | undefined = Array.isArray(values) ? recordOf(values) : undefined;
    if (entry?.kind !== 'entry') return wrong('an entry is not what a proof has');
    if (last && entry.seq !== last.seq + 1) return wrong(`entry ${entry.seq} does not follow`);
    link = hashOf(link, prefix, entry);
    first ??= entry;
    last = entry;
  }
  if (!first || last?.seq !== seq || link !== head) {
    return wrong('the entries do not lead to the head that the checkpoint covers');
  }
  const { type, at } = first;
  return {
    ok: true,
    controller: checkpoint.controller,
    shows: `entry ${first.seq} of ${stream} (${type}, ${new Date(at).toISOString()}) stood in the log that the checkpoint of ${new Date(checkpoint.at).toISOString()} covers`,
  };
}

function verifyConsistency(proof: Readonly<Record<string, unknown>>, key: KeyObject): ProofVerdict {
  const older = signedBy(proof.older, key);
  const newer = signedBy(proof.newer, key);
  const path = hashesIn(proof.path);
  if (!older || !newer) return { ok: false, fault: 'the key has not signed both checkpoints' };
  if (older.controller !== newer.controller) {
    return { ok: false, fault: 'the checkpoints are of different controllers' };
  }
  const fits = path && older.size >= 1 && older.size <= newer.size;
  const both = fits ? rebuild(older.size, newer.size, path, Buffer.from(older.root, 'base64')) : undefined;
  if (both?.older.toString('base64') !== older.root || both.newer.toString('base64') !== newer.root) {
    return { ok: false, fault: 'the newer log did not grow out of the older one' };
  }
  return {
    ok: true,
    controller: older.controller,
    shows: `the log of ${new Date(newer.at).toISOString()} with ${newer.size} leaves begins with all ${older.size} of ${new Date(older.at).toISOString()}, unchanged`,
  };
}

function signedBy(line: unknown, key: KeyObject): Checkpoint | undefined {
  const read = isText(line) ? readCheckpoint(line) : undefined;
  return read && isSigned(read, key) ? read.checkpoint : undefined;
}

function hashesIn(value: unknown): readonly Buffer[] | undefined {
  // A log of 2^53 leaves has paths of this length.
  if (!Array.isArray(value) || value.length > 64) return undefined;
  if (!value.every((one) => isBase64(one) && Buffer.from(one, 'base64').length === 32)) return undefined;
  return value.map((one) => Buffer.from(one, 'base64'));
}

/**
 * Verifies the receipt of a consent: that this key signed what it says. Signed is the receipt without `proof`, as
 * JSON with sorted keys and no space (RFC 8785), behind the line `zvana-receipt/1`. The key that the receipt itself
 * names is not believed.
 */
export function verifyReceipt(text: string, key: KeyObject): ProofVerdict {
  const wrong = (fault: string) => ({ ok: false, fault }) as const;
  const receipt = text.length > LONGEST_LINE ? undefined : parsed(text);
  if (receipt?.['@type'] !== 'dpv:ConsentReceipt') return wrong('this is no receipt');
  // In one way only: else what a reader sees of a name that stands twice might not be what was signed.
  if (sorted(receipt, 0) !== text.trimEnd()) return wrong('it is not written as it was issued');
  const { proof, ...said } = receipt;
  const signature = isObject(proof) ? proof.signature : undefined;
  const body = sorted(said, 0);
  if (!isBase64(signature) || body === undefined) return wrong('this is no receipt');
  const bytes = Buffer.from(`zvana-receipt/1\n${body}`);
  if (!verify(null, bytes, key, Buffer.from(signature, 'base64'))) {
    return wrong('the key has not signed this receipt, or it was changed');
  }
  const record = said['dpv:hasRecordOfActivity'];
  const change = isObject(record) ? record['dpv:hasConsentStatus'] : undefined;
  const event = isObject(change) ? `${change['@type']} at ${change['dct:date']}` : 'a change';
  return {
    ok: true,
    controller: String(said['dct:publisher']),
    shows: `${event}, ${said['dct:identifier']}`,
  };
}

/** A receipt is a few levels deep; what is deeper is none. */
const DEEPEST = 16;

/** Undefined for what no receipt has: fractions, truth values, nothing. */
function sorted(value: unknown, depth: number): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (isText(value) || Number.isSafeInteger(value)) return JSON.stringify(value);
  const list = Array.isArray(value) ? value.map((one) => sorted(one, depth + 1)) : undefined;
  if (list) return list.includes(undefined) ? undefined : `[${list.join(',')}]`;
  if (!isObject(value)) return undefined;
  const parts = Object.keys(value)
    .sort()
    .map((name) => [name, sorted(value[name], depth + 1)] as const);
  if (parts.some(([, part]) => part === undefined)) return undefined;
  return `{${parts.map(([name, part]) => `${JSON.stringify(name)}:${part}`).join(',')}}`;
}

/** From a leaf to the root along its path (RFC 6962, 2.1.1); siblings from the leaf up. */
function ascend(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  if (size === 1) return path.length === 0 ? leaf : undefined;
  const sibling = path.at(-1);
  if (!sibling) return undefined;
  const half = halfOf(size);
  const below = path.slice(0, -1);
  const top =
    index < half ? ascend(leaf, index, half, below) : ascend(leaf, index - half, size - half, below);
  return top && (index < half ? node(top, sibling) : node(sibling, top));
}

/** Both roots from a consistency proof (2.1.2); `known` while the older root is a node of the newer tree. */
function rebuild(
  size: number,
  whole: number,
  path: readonly Buffer[],
  known: Buffer | undefined,
): { readonly older: Buffer; readonly newer: Buffer } | undefined {
  if (size === whole) {
    const own = known ?? path[0];
    return own && path.length === (known ? 0 : 1) ? { older: own, newer: own } : undefined;
  }
  const sibling = path.at(-1);
  if (!sibling) return undefined;
  const half = halfOf(whole);
  const below = path.slice(0, -1);
  if (size <= half) {
    const left = rebuild(size, half, below, known);
    return left && { older: left.older, newer: node(left.newer, sibling) };
  }
  const right = rebuild(size - half, whole - half, below, undefined);
  return right && { older: node(sibling, right.older), newer: node(sibling, right.newer) };
}

/** The largest power of two below `size`. */
function halfOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** `verify-proof FILE --key PUBLIC`. Resolves with the exit code. */
export const runProofVerifier = (argv: readonly string[]) =>
  runFileVerifier('verify-proof', verifyProof, argv);
export const runReceiptVerifier = (argv: readonly string[]) =>
  runFileVerifier('verify-receipt', verifyReceipt, argv);

/** Verifies one file with one key. Resolves with the exit code. */
async function runFileVerifier(
  name: string,
  check: (text: string, key: KeyObject) => ProofVerdict,
  argv: readonly string[],
): Promise<0 | 1 | 2> {
  try {
    const { files, key } = parseArguments(argv);
    const [file, ...rest] = files;
    if (file === undefined || rest.length > 0 || key === undefined) {
      throw new NotVerifiable(`${name} FILE --key PUBLIC`);
    }
    const verdict = check(readFileSync(file, 'utf8'), readPublicKey(key));
    process.stdout.write(
      `${printable(verdict.ok ? `Proved for ${verdict.controller}: ${verdict.shows}.` : `FAULT ${verdict.fault}`)}\n`,
    );
    return verdict.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NotVerifiable) && !isSystemError(error)) throw error;
    process.stderr.write(`${printable(error.message)}\n`);
    return 2;
  }
}

/** The command line. Resolves with the exit code. */
export async function runVerifier(argv: readonly string[]): Promise<0 | 1 | 2> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    const { file, key, checkpoints } = readArguments(argv);
    const texts = checkpoints.map((one) => readFileSync(one, 'utf8'));
    const verdict = await verifyExport(linesOf(file), readPublicKey(key), texts);
    for (const fault of verdict.named) print(`FAULT ${printable(fault)}`);
    if (verdict.faults > verdict.named.length) print(`and ${verdict.faults - verdict.named.length} more`);
    print(
      `${verdict.checkpoints} checkpoints, ${verdict.streams} streams, ${verdict.entries} entries; ${verdict.retired} streams erased when their time was over.`,
    );
    print(
      `No checkpoint covers the last ${verdict.uncoveredSeconds} seconds, from ${new Date(verdict.coveredUntil).toISOString()}, with ${verdict.uncoveredEntries} entries.`,
    );
    for (const { at, size, lost } of verdict.restored) {
      print(
        `RESTORED on ${new Date(at).toISOString()}: a database with ${size} leaves was put in place; ${lost} that checkpoints had covered are lost.`,
      );
    }
    print(verdict.ok ? 'Everything that a checkpoint covers is as it was.' : `${verdict.faults} faults.`);
    print(JSON.stringify(verdict));
    return verdict.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NotVerifiable) && !isSystemError(error)) throw error;
    process.stderr.write(`${printable(error.message)}\n`);
    return 2;
  }
}

/** Lines end with a line feed and nothing else; a line without end must not take all memory. */
async function* linesOf(file: string): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new NotVerifiable(`${file} has a line that is too long`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function parseArguments(argv: readonly string[]) {
  const options = { key: { type: 'string' }, checkpoint: { type: 'string', multiple: true } } as const;
  try {
    const { positionals, values } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return { files: positionals, key: values.key, checkpoints: values.checkpoint ?? [] };
  } catch (cause) {
    throw new NotVerifiable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function readArguments(argv: readonly string[]) {
  const { files, key, checkpoints } = parseArguments(argv);
  const [file, ...rest] = files;
  if (file === undefined || rest.length > 0 || key === undefined || checkpoints.length === 0) {
    throw new NotVerifiable('verify EXPORT --key PUBLIC --checkpoint FILE [--checkpoint FILE ...]');
  }
  return { file, key, checkpoints };
}

/** A hostile export must not speak to the terminal. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 400);
}

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

if (import.meta.main) {
  const [command, ...rest] = process.argv.slice(2);
  if (command === 'verify-proof') process.exitCode = await runProofVerifier(rest);
  else if (command === 'verify-receipt') process.exitCode = await runReceiptVerifier(rest);
  else process.exitCode = await runVerifier(process.argv.slice(2));
}
