/**
 * Walks over everything that a data directory holds and has each piece verified. Works beside a running server:
 * a key is looked up before the entries it seals are read, since whoever destroys it has recorded that before;
 * and whatever looks wrong about an object is looked at again, because it may just have been erased.
 */
import type { KeyObject } from 'node:crypto';
import type { ConsentSubjectRow, MediaRow, SessionRow } from '../database.ts';
import { type ObjectStore, StoreError } from '../ports.ts';
import type { Finding, ObjectFault, StreamFault } from './findings.ts';
import { controllerLogKeyId, type Keys, logKeyId, recordKeyId, sessionKeyId } from './keys.ts';
import { ERASURE, type PlacedEntry, type PlacedStream, verifyStream } from './verify.ts';

/** What is read of the databases; see the SQLite adapter. */
export interface Evidence {
  streams(): Iterable<string>;
  look<T>(stream: string, of: Pick<About, 'session' | 'subject'>, work: (facts: Facts) => T): T;
  subject(id: string): Pick<ConsentSubjectRow, 'controller'> | undefined;
  strayEntries(): Iterable<{ readonly stream: string; readonly seq: number }>;
  sessionsWithoutStream(): Iterable<string>;
  subjectsWithoutStream(): Iterable<string>;
  strayMedia(): Iterable<MediaRow>;
  media(id: string): MediaRow | undefined;
  newestType(stream: string): string | undefined;
  /** Whether an error says that the database itself cannot be read, rather than that the program is wrong. */
  isDamage(error: unknown): boolean;
}

interface Facts {
  readonly stream: PlacedStream | undefined;
  readonly session: Pick<SessionRow, 'controller' | 'status'> | undefined;
  readonly subject: Pick<ConsentSubjectRow, 'controller'> | undefined;
  readonly media: readonly MediaRow[];
  readonly entries: Iterable<PlacedEntry>;
}

export interface AuditDeps {
  readonly evidence: Evidence;
  readonly keys: Pick<Keys, 'openLog' | 'openObject' | 'openControllerLog' | 'openRecord'>;
  readonly objects: Pick<ObjectStore, 'get' | 'list'>;
  /** Where an object lies, what is wrong with its bytes, and the digest that an entry carries of its picture. */
  readonly objectKey: (row: MediaRow) => string;
  readonly objectFault: (
    row: MediaRow,
    sealed: Uint8Array,
    dataKey: Uint8Array | undefined,
  ) => ObjectFault | undefined;
  readonly pictureDigest: (variants: readonly MediaRow[]) => Uint8Array;
  readonly report: (finding: Finding) => void;
  /** Of these ids of keys, those on the list of destroyed keys: a database restored alone tells of none (LED-22). */
  readonly destroyed: (keys: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
  /** One controller's part; all of them when absent. */
  readonly controller?: string | undefined;
  /** Told after each stream, with the number of those verified so far. */
  readonly onStream?: ((streams: number) => void) | undefined;
}

export interface AuditCounts {
  streams: number;
  /** Of these, with their key destroyed: only the chain could be verified. */
  skeletons: number;
  entries: number;
  opened: number;
  objects: number;
  /** Bytes of sealed objects read. */
  objectBytes: number;
  /** Objects whose rows say that they are being stored or erased, or are erased. */
  objectsUnderway: number;
  objectsErased: number;
  /** Objects in the store that no row tells of, or that a row calls erased. */
  strayObjects: number;
  /** Keys that are gone without an entry that says so, and that the list of destroyed keys accounts for. */
  keysOnList: number;
}

const PREFIX = 'session:';
const CONTROLLER_PREFIX = 'controller:';
const SUBJECT_PREFIX = 'subject:';

/** A key that is gone and of which no entry tells: a fault unless it is on the list of destroyed keys. */
interface LostKey {
  readonly keys: readonly string[];
  readonly finding: Finding;
}

type Walk = AuditDeps & { readonly lost: LostKey[] };

export async function audit(given: AuditDeps): Promise<AuditCounts> {
  const deps: Walk = { ...given, lost: [] };
  const counts: AuditCounts = {
    streams: 0,
    skeletons: 0,
    entries: 0,
    opened: 0,
    objects: 0,
    objectBytes: 0,
    objectsUnderway: 0,
    objectsErased: 0,
    strayObjects: 0,
    keysOnList: 0,
  };
  const { evidence, report } = deps;
  for (const stream of evidence.streams()) {
    try {
      await auditStream(deps, counts, stream);
    } catch (error) {
      if (!evidence.isDamage(error)) throw error;
      report({ about: 'stream', stream, fault: 'unreadable' });
    }
    deps.onStream?.(counts.streams);
  }
  for (const { stream, seq } of evidence.strayEntries()) {
    counts.entries += 1;
    report({ about: 'entry', stream, seq, fault: 'stray' });
  }
  for (const session of evidence.sessionsWithoutStream()) {
    report({ about: 'stream', stream: PREFIX + session, fault: 'no-stream' });
  }
  for (const subject of evidence.subjectsWithoutStream()) {
    report({ about: 'stream', stream: SUBJECT_PREFIX + subject, fault: 'no-stream' });
  }
  for (const row of evidence.strayMedia()) {
    report({ about: 'object', object: deps.objectKey(row), fault: 'no-session' });
  }
  for await (const key of deps.objects.list(deps.controller === undefined ? '' : `${deps.controller}/`)) {
    const row = evidence.media(key.slice(key.lastIndexOf('/') + 1));
    if (!row || row.state === 'erased' || deps.objectKey(row) !== key) counts.strayObjects += 1;
  }
  await settleLostKeys(deps, counts);
  return counts;
}

async function settleLostKeys({ lost, destroyed, report }: Walk, counts: AuditCounts): Promise<void> {
  if (lost.length === 0) return;
  const listed = await destroyed(new Set(lost.flatMap(({ keys }) => keys)));
  for (const { keys, finding } of lost) {
    if (keys.some((key) => listed.has(key))) counts.keysOnList += 1;
    else report(finding);
  }
}

/** What a stream's name says it is about, and the keys that it needs. Ids are empty where it is about none. */
interface About {
  readonly kind: 'session' | 'subject' | 'controller';
  readonly session: string;
  readonly subject: string;
  /** Name of the key that its row must name. */
  readonly key: string;
  /** Names of keys without which it cannot be opened. */
  readonly needs: readonly string[];
  open(): Promise<KeyObject | undefined>;
}

function aboutOf({ keys, evidence }: Walk, id: string): About {
  const none = { session: '', subject: '' };
  if (id.startsWith(CONTROLLER_PREFIX)) {
    const controller = id.slice(CONTROLLER_PREFIX.length);
    const key = controllerLogKeyId(controller);
    return { ...none, kind: 'controller', key, needs: [], open: () => keys.openControllerLog(controller) };
  }
  if (id.startsWith(SUBJECT_PREFIX)) {
    const subject = id.slice(SUBJECT_PREFIX.length);
    const key = recordKeyId(id);
    const open = async () => {
      const row = evidence.subject(subject);
      return row && keys.openRecord(row.controller, id);
    };
    return { ...none, kind: 'subject', subject, key, needs: [key], open };
  }
  const session = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : '';
  const needs = [logKeyId(session), sessionKeyId(session)];
  return {
    ...none,
    kind: 'session',
    session,
    key: logKeyId(session),
    needs,
    open: () => keys.openLog(session),
  };
}

async function auditStream(deps: Walk, counts: AuditCounts, id: string): Promise<void> {
  const about = aboutOf(deps, id);
  const tell = (fault: StreamFault) => deps.report({ about: 'stream', stream: id, fault });
  let key: KeyObject | undefined;
  let damaged = false;
  try {
    key = await about.open();
  } catch {
    damaged = true;
  }
  const seen = deps.evidence.look(id, about, (facts) => {
    const { stream, media, entries } = facts;
    // The whole skeleton has just been erased.
    if (!stream) return undefined;
    const pictures = digestsOf(media, deps.pictureDigest);
    const result = verifyStream({ stream, entries, key, pictures }, (seq, fault) =>
      deps.report({ about: 'entry', stream: id, seq, fault }),
    );
    return { ...facts, stream, result };
  });
  if (!seen) return;
  const { stream, result } = seen;
  counts.streams += 1;
  counts.entries += result.entries;
  counts.opened += result.opened;
  if (!key && !damaged) counts.skeletons += 1;

  if (damaged) tell('key-damaged');
  else if (!key && !result.erasureRecorded) {
    deps.lost.push({ keys: about.needs, finding: { about: 'stream', stream: id, fault: 'key-lost' } });
  }
  if (stream.key !== about.key) tell('key-other');
  const owner = ownerOf(about, id, seen);
  if (!owner) tell(about.kind === 'subject' ? 'no-subject' : 'no-session');
  else if (owner.controller !== stream.controller) tell('controller-other');
  else if (seen.session?.status === 'erased' && key && (await about.open())) tell('key-left');
  for (const row of seen.media) await auditObject(deps, counts, row, result.erasureRecorded);
}

/** Whose the stream must be; undefined when what it is about does not exist. */
function ownerOf({ kind }: About, id: string, { session, subject }: Pick<Facts, 'session' | 'subject'>) {
  if (kind === 'controller') return { controller: id.slice(CONTROLLER_PREFIX.length) };
  return kind === 'subject' ? subject : session;
}

async function auditObject(
  deps: Walk,
  counts: AuditCounts,
  row: MediaRow,
  erasureRecorded: boolean,
): Promise<void> {
  const tell = (fault: ObjectFault) => deps.report({ about: 'object', object: deps.objectKey(row), fault });
  const key = await keyOf(deps, row);
  if (row.state === 'erased') {
    counts.objectsErased += 1;
    if (key instanceof Uint8Array) tell('key-left');
    return;
  }
  if (row.state !== 'stored') {
    counts.objectsUnderway += 1;
    return;
  }
  const sealed = await bytesOf(deps, row);
  counts.objects += 1;
  counts.objectBytes += sealed?.length ?? 0;
  const fault = faultOf(deps, row, sealed, key, erasureRecorded);
  if (!fault || !stillStored(deps.evidence, row, erasureRecorded)) return;
  if (fault !== 'key-lost') return tell(fault);
  const finding = { about: 'object', object: deps.objectKey(row), fault } as const;
  deps.lost.push({ keys: [row.key, sessionKeyId(row.session)], finding });
}

function faultOf(
  deps: AuditDeps,
  row: MediaRow,
  sealed: Uint8Array | undefined,
  key: Uint8Array | 'damaged' | undefined,
  erasureRecorded: boolean,
): ObjectFault | undefined {
  if (key === 'damaged') return 'key-damaged';
  if (!key && !erasureRecorded) return 'key-lost';
  // An erasure that was cut short has destroyed the keys, and is resumed by the next sweep.
  if (!sealed) return erasureRecorded ? undefined : 'missing';
  return deps.objectFault(row, sealed, key);
}

/** A row whose names were changed can lead to no object; a store that does not answer is another matter. */
async function bytesOf({ objects, objectKey }: AuditDeps, row: MediaRow): Promise<Uint8Array | undefined> {
  try {
    return await objects.get(objectKey(row));
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return undefined;
  }
}

function stillStored(evidence: Evidence, { id, session }: MediaRow, erasureRecorded: boolean): boolean {
  if (evidence.media(id)?.state !== 'stored') return false;
  return erasureRecorded || evidence.newestType(PREFIX + session) !== ERASURE;
}

async function keyOf({ keys }: AuditDeps, row: MediaRow): Promise<Uint8Array | 'damaged' | undefined> {
  try {
    return await keys.openObject(row.key);
  } catch {
    return 'damaged';
  }
}

function digestsOf(
  media: readonly MediaRow[],
  pictureDigest: AuditDeps['pictureDigest'],
): ReadonlyMap<string, Uint8Array> {
  const variants = Map.groupBy(media, (row) => row.media);
  return new Map([...variants].map(([id, rows]) => [id, pictureDigest(rows)]));
}
