/** The texts of the subject's own page. */
import type { Language } from '../../protocol/language.ts';
import type { ObjectedPurpose, RequestKind, RequestOutcome } from '../../protocol/requests.ts';
import type { Kept } from '../../protocol/subject.ts';
import { en } from './messages.en.ts';
import { lv } from './messages.lv.ts';
import { ru } from './messages.ru.ts';

export interface MyMessages {
  readonly title: string;
  readonly loading: string;
  readonly offline: string;
  readonly again: string;
  readonly back: string;
  readonly newTab: string;
  readonly notice: string;
  readonly door: {
    readonly lead: (brand: string) => string;
    readonly number: string;
    readonly hint: (prefix: string) => string;
    readonly send: string;
    readonly sending: string;
    readonly have: string;
    readonly fillNumber: string;
    readonly privacy: string;
  };
  readonly code: {
    readonly title: string;
    readonly sent: (number: string) => string;
    readonly code: string;
    readonly hint: string;
    readonly never: string;
    readonly open: string;
    readonly opening: string;
    readonly anew: string;
    readonly otherNumber: string;
    readonly fill: string;
  };
  readonly home: {
    readonly lead: (end: string) => string;
    readonly calls: string;
    readonly none: string;
    readonly more: string;
    readonly when: (date: string) => string;
    readonly now: string;
    readonly line: (topic: string, agent: string) => string;
    readonly photos: (count: number) => string;
    readonly requests: string;
    readonly noRequests: string;
    readonly ask: string;
    readonly download: string;
    readonly signOut: string;
    readonly until: (time: string) => string;
    readonly signedOut: string;
  };
  readonly call: {
    readonly about: (topic: string) => string;
    readonly with: (agent: string) => string;
    readonly matter: string;
    readonly device: Readonly<Record<'phone' | 'tablet' | 'computer', string>>;
    readonly accepted: (date: string) => string;
    readonly terms: string;
    readonly shared: string;
    readonly nothingShared: string;
    readonly photo: (place: number) => string;
    readonly save: string;
    readonly erase: string;
    readonly eraseAll: string;
    readonly gone: string;
    readonly held: string;
    readonly shown: string;
    readonly nothingShown: string;
    readonly guide: (title: string, done: number, help: number) => string;
    readonly page: (title: string) => string;
    readonly note: string;
    readonly picture: string;
    readonly kept: string;
    readonly keptWhat: Readonly<Record<Kept['what'], string>>;
    readonly keptWhy: Readonly<Record<Kept['what'], string>>;
    readonly until: (date: string) => string;
    readonly afterCall: string;
    readonly restricted: string;
    readonly eraseCall: string;
    readonly eraseCallMeans: string;
    readonly sure: string;
    readonly notNow: string;
    readonly erasing: string;
    readonly erasedPhotos: (count: number, held: number) => string;
    readonly erasedCall: (held: number) => string;
    readonly certificate: (references: string) => string;
    readonly pending: string;
  };
  readonly ask: {
    readonly title: string;
    readonly lead: string;
    readonly kinds: Readonly<Record<RequestKind, string>>;
    readonly article: (article: number) => string;
    readonly against: string;
    readonly againstHint: string;
    readonly purposes: Readonly<Record<ObjectedPurpose, string>>;
    readonly fillAgainst: string;
    readonly words: string;
    readonly wordsHint: string;
    readonly send: string;
    readonly sending: string;
    readonly sent: (date: string) => string;
  };
  readonly request: {
    readonly received: (date: string) => string;
    readonly due: (date: string) => string;
    readonly extended: string;
    readonly outcomes: Readonly<Record<RequestOutcome, string>>;
    readonly on: (article: string) => string;
    readonly closed: (date: string) => string;
    readonly erasing: string;
    readonly restriction: Readonly<Record<'in-force' | 'lifted', string>>;
  };
}

const ALL: Readonly<Record<Language, MyMessages>> = { lv, ru, en };

export function myMessages(language: Language): MyMessages {
  return ALL[language];
}
