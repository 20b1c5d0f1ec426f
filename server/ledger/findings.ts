/** What a verification can find wrong, each with the name of what it is about. */

export type EntryFault = keyof typeof ENTRY_FAULTS;
export type StreamFault = keyof typeof STREAM_FAULTS;
export type ObjectFault = keyof typeof OBJECT_FAULTS;

export type Finding =
  | { readonly about: 'entry'; readonly stream: string; readonly seq: number; readonly fault: EntryFault }
  | { readonly about: 'stream'; readonly stream: string; readonly fault: StreamFault }
  | { readonly about: 'object'; readonly object: string; readonly fault: ObjectFault }
  | { readonly about: 'database'; readonly file: string; readonly detail: string };

const ENTRY_FAULTS = {
  missing: 'is missing',
  unexpected: 'has a sequence that does not belong there',
  stray: 'belongs to no stream that exists',
  hash: 'does not match its hash: the header, the sealed payload or the hash was changed',
  seal: 'does not open: the header or the sealed payload was changed',
  payload: 'opens, but its payload is no event of the type and role that its header says',
  picture: 'does not carry the digest of the stored picture it tells of',
  place: 'names another place than that of the entry before it; nothing that is sealed depends on it',
  head: 'is not the newest that the head of its stream tells of',
} as const;

const STREAM_FAULTS = {
  'key-damaged': 'its key cannot be opened',
  'key-other': 'it names the key of another stream',
  'key-lost': 'its key is gone, and no entry tells of an erasure',
  'key-left': 'its session is erased, but its key can still be opened',
  'no-session': 'there is no session of it',
  'no-subject': 'there is no subject of it',
  'no-stream': 'its session or subject is there, but the stream is not',
  unreadable: 'the database could not be read here',
  'controller-other': 'what it is about belongs to another controller',
} as const;

const OBJECT_FAULTS = {
  missing: 'is missing',
  digest: 'does not have the digest that its row carries',
  seal: 'does not open with its key',
  size: 'opens, but has another size than its row says',
  'key-damaged': 'has a key that cannot be opened',
  'key-lost': 'has lost its key, and no entry tells of an erasure',
  'key-left': 'is erased, but its key can still be opened',
  'no-session': 'has a row, but its session does not exist',
} as const;

/** The name of what a finding is about: `session:ID#SEQUENCE`, `session:ID`, an object's key, or a file. */
export function nameOf(finding: Finding): string {
  switch (finding.about) {
    case 'entry':
      return `${finding.stream}#${finding.seq}`;
    case 'stream':
      return finding.stream;
    case 'object':
      return finding.object;
    case 'database':
      return finding.file;
    default:
      return finding satisfies never;
  }
}

/** One line for a person. Holds ids only, never content. */
export function sentenceOf(finding: Finding): string {
  switch (finding.about) {
    case 'entry':
      return `stream ${finding.stream}, entry ${finding.seq}: ${ENTRY_FAULTS[finding.fault]}`;
    case 'stream':
      return `stream ${finding.stream}: ${STREAM_FAULTS[finding.fault]}`;
    case 'object':
      return `object ${finding.object}: ${OBJECT_FAULTS[finding.fault]}`;
    case 'database':
      return `database ${finding.file}: ${finding.detail}`;
    default:
      return finding satisfies never;
  }
}
