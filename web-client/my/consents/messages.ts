/** The texts of the consents' screens. */
import type { ConsentChannel, ConsentMethod, ConsentRecord } from '../../../protocol/consent.ts';
import type { Language } from '../../../protocol/language.ts';
import type { OwnConsent, OwnPart } from '../../../protocol/subject-consents.ts';
import { en } from './messages.en.ts';
import { lv } from './messages.lv.ts';
import { ru } from './messages.ru.ts';

export interface ConsentMessages {
  /** The page's two ways. */
  readonly ways: string;
  readonly calls: string;
  readonly consents: string;
  readonly title: string;
  readonly lead: (brand: string) => string;
  readonly free: string;
  readonly allows: string;
  readonly gives: string;
  readonly limits: string;
  readonly untilWithdrawn: string;
  readonly who: string;
  readonly may: Readonly<Record<'own-customers' | 'anyone', (brand: string) => string>>;
  readonly humanReview: string;
  readonly closed: Readonly<Record<NonNullable<OwnConsent['closed']>, (brand: string) => string>>;
  readonly decide: string;
  readonly channels: Readonly<Record<ConsentChannel, string>>;
  /** The same within a sentence. */
  readonly by: Readonly<Record<ConsentChannel, string>>;
  readonly state: Readonly<Record<OwnPart['state'], string>>;
  /** Since when the state holds; of what has run out, until when it held. */
  readonly since: Readonly<Record<Exclude<OwnPart['state'], 'never'>, (date: string) => string>>;
  readonly until: (date: string) => string;
  readonly under: string;
  readonly underText: string;
  readonly give: string;
  readonly giveThis: string;
  readonly withdraw: string;
  readonly given: (title: string) => string;
  readonly withdrawn: (title: string) => string;
  readonly withdrawAll: string;
  readonly allWithdrawn: string;
  readonly publicText: string;
  readonly everyText: string;
  readonly history: string;
  readonly historyLead: string;
  readonly noHistory: string;
  readonly change: Readonly<Record<ConsentRecord['change'], string>>;
  readonly how: (way: string) => string;
  readonly method: Readonly<Record<ConsentMethod, string>>;
  readonly recorded: (date: string) => string;
  readonly read: Readonly<Record<Language, string>>;
  readonly text: (version: string) => string;
  readonly receipt: string;
  readonly receiptFile: string;
  readonly download: string;
  readonly back: string;
}

const ALL: Readonly<Record<Language, ConsentMessages>> = { lv, ru, en };

export function consentMessages(language: Language): ConsentMessages {
  return ALL[language];
}
