/**
 * Consents on the subject's own page. Behind the same cookie as the rest of it (`subject.ts`): a fresh code sent to
 * the number is the proof (`number-proven`), and every change acts at once.
 */
import type { ConsentChannel, ConsentRecord, ConsentState, ConsentText } from './consent.ts';
import type { Language } from './language.ts';

export type Localised<T> = Readonly<Record<Language, T>>;

/** GET /api/subject/consents, and the answer to every change. */
export interface OwnConsents {
  readonly controller: string;
  /** The catalogue in its order, then what was given once and is retired by now. */
  readonly consents: readonly OwnConsent[];
}

export interface OwnConsent {
  readonly purpose: string;
  /** What giving it now means; of a retired purpose, what was given. */
  readonly texts: Localised<ConsentText>;
  /** Public pages of this text. */
  readonly addresses: Localised<string>;
  /** Why it cannot be given now; absent when it can. What is in force can be withdrawn all the same. */
  readonly closed?: 'retired' | 'own-customers';
  /** One for each channel, or a single one for a purpose without channels. */
  readonly parts: readonly OwnPart[];
}

export interface OwnPart {
  readonly channel?: ConsentChannel;
  /** `never`: no record of it. */
  readonly state: ConsentState | 'never';
  readonly since?: number;
  /** Epoch milliseconds; absent: no end known. */
  readonly until?: number;
  /** Pages of the text it was given under, when that is another than `texts`: it covers what that one says. */
  readonly under?: Localised<string>;
}

/** POST /api/subject/consents/give answers `OwnConsents`; `consent_outdated` when `version` is not the one in force. */
export interface GiveOwn {
  /** Made by the page: a repeat of it changes nothing more. */
  readonly id: string;
  readonly purpose: string;
  /** Of the text that was read. */
  readonly version: string;
  /** In which it was read. */
  readonly language: Language;
  /** For purposes with channels: at least one. */
  readonly channels?: readonly ConsentChannel[];
}

/** POST /api/subject/consents/withdraw answers `OwnConsents`. Without `channels`: all of them. */
export interface WithdrawOwn {
  readonly id: string;
  readonly purpose: string;
  readonly language: Language;
  readonly channels?: readonly ConsentChannel[];
}

/** POST /api/subject/consents/withdraw-all answers `OwnConsents`. */
export interface WithdrawAllOwn {
  readonly id: string;
  readonly language: Language;
}

/** GET /api/subject/consents/history: every record of this subject, newest first. */
export interface OwnHistory {
  readonly lines: readonly HistoryLine[];
}

export interface HistoryLine
  extends Pick<ConsentRecord, 'id' | 'change' | 'channels' | 'language' | 'method' | 'at' | 'recordedAt'> {
  readonly titles: Localised<string>;
  /** As it was read, in the record's language; absent when the number changed hands, which is about no text. */
  readonly text?: ConsentText;
  readonly address?: string;
  /** As the subject told it to staff, or a feed its reason. */
  readonly reason?: string;
}

/**
 * GET /api/subject/consents/export: everything of this subject's consents as a JSON file. Receipts one by one:
 * GET /api/subject/consents/receipts/:record, a page (`?language=`), and .../file, the signed JSON-LD.
 */
export interface ConsentsExport extends OwnConsents {
  readonly format: 1;
  /** ISO 8601. */
  readonly exportedAt: string;
  readonly history: readonly HistoryLine[];
  /** Signed receipt of each record, oldest first; see docs/receipts.md. */
  readonly receipts: readonly object[];
}
