/** A receipt as a person reads it: HTML without script, to be printed and kept. The signed file is beside it. */
import type { ConsentRecord } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';
import { consentText, findConsent } from '../content/consents.ts';
import { escapeHtml } from '../content/markdown.ts';
import type { Content } from '../content/types.ts';
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words.ts';
import type { Receipt } from './receipts.ts';

export interface ReceiptPage {
  readonly title: string;
  /** HTML of the page's main part, escaped. */
  readonly body: string;
}

/**
 * In the language of whoever reads it; the text itself is quoted in the language in which it was read.
 * @param receipt of the same record.
 */
export function receiptPage(
  content: Content,
  controller: string,
  record: ConsentRecord,
  receipt: Receipt,
  language: Language,
): ReceiptPage {
  const words = RECEIPT_WORDS[language];
  const lines = factsOf(content, controller, record, language, words).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  const title = words.title[record.change];
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<dl>${lines.join('\n')}</dl>`,
    textOf(content, controller, record, words),
    `<h2>${escapeHtml(words.proof)}</h2>`,
    `<p>${escapeHtml(words.proofMeans)}</p>`,
    `<dl><dt>${escapeHtml(words.key)}</dt><dd>${escapeHtml(receipt.proof.publicKey)}</dd>`,
    `<dt>${escapeHtml(words.signature)}</dt><dd>${escapeHtml(receipt.proof.signature)}</dd></dl>`,
  ];
  return { title, body: body.join('\n') };
}

function factsOf(
  content: Content,
  key: string,
  record: ConsentRecord,
  language: Language,
  words: ReceiptWords,
): readonly (readonly [string, string])[] {
  const controller = content.controllers.get(key);
  const text = findConsent(content, key, record.purpose, record.version);
  const channels = record.channels?.map((channel) => words.channels[channel]).join(', ');
  return [
    [words.number, record.id],
    [words.controller, controller?.name ?? key],
    [words.purpose, text ? consentText(content, text, language).title : words.everything],
    ...(channels === undefined ? [] : [[words.channel, channels] as const]),
    [words.effect, moment(record.at, language)],
    [words.recorded, moment(record.recordedAt, language)],
    [words.method, words.methods[record.method]],
    [words.assurance, words.assurances[record.assurance]],
    ...(record.reason === undefined ? [] : [[words.reason, record.reason] as const]),
    ...(text ? [[words.version, text.version] as const, [words.hash, record.textHash] as const] : []),
    [words.stored, words.storedIn],
    ...(record.prior === undefined ? [] : [[words.prior, record.prior] as const]),
  ];
}

/** What was read, word for word. */
function textOf(content: Content, key: string, record: ConsentRecord, words: ReceiptWords): string {
  const source = findConsent(content, key, record.purpose, record.version);
  if (!source) return '';
  const { title, allows, gives, limits } = consentText(content, source, record.language);
  const points = allows.map((point) => `<li>${escapeHtml(point)}</li>`).join('\n');
  const end = limits === undefined ? '' : `<p>${escapeHtml(limits)}</p>`;
  return `<h2>${escapeHtml(words.text)}</h2>
<section lang="${record.language}"><h3>${escapeHtml(title)}</h3><ul>${points}</ul><p>${escapeHtml(gives)}</p>${end}</section>`;
}

function moment(at: number, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone: 'Europe/Riga',
  });
  return format.format(at);
}
