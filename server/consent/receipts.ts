/**
 * Records and receipts as ISO/IEC TS 27560 has them, in the W3C DPV profile (JSON-LD), signed. The number is in
 * none: the principal is a keyed hash, and the number itself stands sealed at the head of the subject's stream.
 *
 * Signed is what RFC 8785 makes of the receipt without its `proof`, behind a line that says what it is, so that no
 * signature of another kind can stand for it. Keys and texts are ours, numbers are integers: sorted keys are all that
 * the canonical form asks for then. The same record gives the same receipt, byte for byte. See docs/receipts.md.
 */
import type { ConsentRecord } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';
import { consentText, findConsent } from '../content/consents.ts';
import type { ConsentSource, Content, Controller } from '../content/types.ts';
import type { Signer } from '../ports.ts';

type Json = string | number | readonly Json[] | { readonly [name: string]: Json | undefined };
type Node = { readonly [name: string]: Json | undefined };

/** JSON-LD; `proof` holds the signature. */
export interface Receipt {
  readonly [name: string]: Json | undefined;
  readonly proof: { readonly type: 'Ed25519'; readonly publicKey: string; readonly signature: string };
}

export interface Receipts {
  /** The signed receipt of one change. `numberHash`: keyed hash of the number that it is about. */
  receiptOf(holder: ReceiptHolder, record: ConsentRecord): Receipt;
}

export interface ReceiptHolder {
  readonly controller: string;
  readonly numberHash: string;
}

/** What stands before the signed bytes. */
const KIND = 'zvana-receipt/1\n';
const PROFILE = 'https://w3id.org/dpv/schema/dpv-27560#';
const CONTEXT = {
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  loc: 'https://w3id.org/dpv/loc#',
  schema: 'https://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  zvana: 'urn:zvana:term:',
} as const;
const STATUS = {
  given: 'dpv:ConsentGiven',
  withdrawn: 'dpv:ConsentWithdrawn',
  ended: 'dpv:ConsentInvalidated',
} as const satisfies Record<ConsentRecord['change'], string>;

export function createReceipts(deps: { readonly content: Content; readonly signer: Signer }): Receipts {
  const { content, signer } = deps;
  return {
    receiptOf(holder, record) {
      const body = receiptBody(content, holder, record);
      const { controller } = holder;
      const signature = signer.sign(controller, Buffer.from(KIND + canonical(body)));
      const proof = {
        type: 'Ed25519',
        publicKey: base64(signer.publicKey(controller)),
        signature: base64(signature),
      } as const;
      return { ...body, proof };
    },
  };
}

function receiptBody(content: Content, holder: ReceiptHolder, record: ConsentRecord): Node {
  return {
    '@context': CONTEXT,
    '@id': `urn:zvana:receipt:${record.id}`,
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': `receipt-${record.id}`,
    'dct:conformsTo': `${PROFILE}receipt-eu-gdpr`,
    'dct:created': time(record.recordedAt),
    'dct:publisher': holder.controller,
    'schema:recipient': 'dpv:DataSubject',
    'dpv:hasRecordOfActivity': recordNode(content, holder, record),
  };
}

/** One record, without what is the receipt's own: for exports as well. */
export function recordNode(content: Content, holder: ReceiptHolder, record: ConsentRecord): Node {
  const controller = content.controllers.get(holder.controller);
  if (!controller) throw new Error(`no controller ${holder.controller}`);
  const source = findConsent(content, holder.controller, record.purpose, record.version);
  return {
    '@id': `urn:uuid:${record.id}`,
    '@type': 'dpv:ConsentRecord',
    'dct:identifier': record.id,
    'dct:conformsTo': `${PROFILE}record-eu-gdpr`,
    'dct:created': time(record.recordedAt),
    'dct:replaces': record.prior && `urn:uuid:${record.prior}`,
    'dpv:hasDataSubject': { '@id': `urn:zvana:subject:${holder.numberHash}`, '@type': 'dpv:DataSubject' },
    'dpv:hasDataController': controllerNode(controller),
    'dpv:hasJurisdiction': 'loc:LV',
    'dpv:hasApplicableLaw': 'eu-gdpr:GDPR',
    'dpv:hasLegalBasis': 'eu-gdpr:A6-1-a',
    'dpv:hasConsentStatus': eventNode(record),
    'dpv:hasProcess': processNode(content, source, record),
    'dpv:hasNotice': source && noticeNode(source, record),
  };
}

function controllerNode({ key, name, registration, address, dataProtection }: Controller): Node {
  return {
    '@id': `urn:zvana:controller:${key}`,
    '@type': 'dpv:DataController',
    'schema:legalName': name,
    'schema:identifier': registration ?? undefined,
    'schema:address': address ?? undefined,
    'dpv:hasContact': dataProtection ?? undefined,
  };
}

/** The change itself: what became of the consent, when, how, by whom, and how sure that is. */
function eventNode(record: ConsentRecord): Node {
  return {
    '@type': STATUS[record.change],
    'dct:date': time(record.at),
    'dct:language': record.language,
    'dpv:hasDuration': record.validUntil === undefined ? undefined : until(record.validUntil),
    'dpv:isIndicatedBy': record.staff === undefined ? actorOf(record) : 'dpv:DataController',
    'zvana:method': record.method,
    'zvana:assurance': record.assurance,
    'zvana:reason': record.reason,
  };
}

const actorOf = ({ method }: ConsentRecord) => (method === 'feed' ? 'dpv:DataController' : 'dpv:DataSubject');
const until = (at: number): Node => ({ '@type': 'dpv:UntilTimeDuration', 'dct:valid': time(at) });

function processNode(content: Content, source: ConsentSource | undefined, record: ConsentRecord): Node {
  // The end of a number ends whatever was permitted with it.
  if (!source) return { '@type': 'dpv:Process', 'dpv:hasPurpose': { '@id': 'zvana:every-purpose' } };
  const { purpose, data, covers, channels, limit, humanReview } = source;
  const chosen = channels.length === 0 ? undefined : (record.channels ?? channels);
  return {
    '@type': 'dpv:Process',
    'dpv:hasPurpose': {
      '@id': `urn:zvana:purpose:${source.controller}:${purpose}`,
      '@type': 'dpv:Purpose',
      'dct:title': consentText(content, source, record.language).title,
      'zvana:covers': covers,
    },
    'dpv:hasPersonalData': data.map((category) => `zvana:${category}`),
    'dpv:hasStorageCondition': [{ '@type': 'dpv:StorageLocation', 'dpv:hasLocation': 'loc:EEA' }],
    'zvana:channels': chosen,
    // ISO 8601, from the end of the last transaction with this controller.
    'zvana:limitFromLastTransaction': limit,
    'dpv:hasHumanInvolvement': humanReview ? 'dpv:HumanInvolvementForReview' : undefined,
  };
}

function noticeNode(source: ConsentSource, { textHash, language }: ConsentRecord): Node {
  const { controller, purpose, version } = source;
  return {
    '@id': `urn:zvana:text:${controller}:${purpose}:${version}`,
    '@type': 'dpv:ConsentNotice',
    'dct:hasVersion': version,
    'dct:language': language,
    'zvana:sha256': textHash,
    'zvana:address': textPath(controller, purpose, version, language),
  };
}

/** Where the text stands in public, on this service. */
function textPath(controller: string, purpose: string, version: string, language: Language): string {
  return `/consents/${controller}/${purpose}/${version}/${language}.json`;
}

const time = (at: number): string => new Date(at).toISOString();
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** JSON with sorted keys and no space (RFC 8785, for texts and integers). */
export function canonical(value: Json): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const named = Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : [[name, one] as const],
  );
  const sorted = named.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

function isList(value: Exclude<Json, string | number>): value is readonly Json[] {
  return Array.isArray(value);
}
