/** What the readable summary says, in each language. Written for the subject: no jargon, articles where they help. */
import type { EndReason, EventType } from '../../../protocol/events.ts';
import type { Language } from '../../../protocol/language.ts';
import type { RequestKind, RequestOutcome } from '../../../protocol/requests.ts';
import type { Purpose } from '../../privacy/policy.ts';
import { en } from './words.en.ts';
import { lv } from './words.lv.ts';
import { ru } from './words.ru.ts';

export type Details = Readonly<Record<string, string | number | boolean>>;

export interface ExportWords {
  readonly locale: string;
  readonly title: string;
  readonly intro: (number: string, at: string) => string;
  readonly controller: string;
  readonly registration: string;
  readonly questions: string;
  readonly sessions: string;
  readonly noSessions: string;
  readonly session: (at: string) => string;
  readonly agent: string;
  readonly matter: string;
  readonly call: string;
  readonly joined: string;
  readonly ended: (at: string, reason: string) => string;
  readonly reasons: Readonly<Record<EndReason, string>>;
  readonly happened: string;
  /** Types without a sentence stand in data.json only. */
  readonly events: Readonly<Partial<Record<EventType, (details: Details) => string>>>;
  readonly pictures: string;
  readonly photo: string;
  readonly picture: string;
  readonly erased: string;
  readonly kept: (photos: string, content: string, skeleton: string) => string;
  readonly keptOpen: string;
  readonly held: string;
  readonly restricted: string;
  readonly statement: string;
  readonly requests: string;
  readonly request: (kind: string, received: string, due: string) => string;
  readonly kinds: Readonly<Record<RequestKind, string>>;
  readonly outcomes: Readonly<Record<RequestOutcome, string>>;
  readonly consents: string;
  readonly mailings: string;
  readonly article: string;
  readonly purposesTitle: string;
  readonly purposes: Readonly<Record<Purpose, string>>;
  readonly recipientsTitle: string;
  readonly recipients: readonly string[];
  readonly transfers: string;
  readonly source: string;
  readonly automated: string;
  readonly rightsTitle: string;
  readonly rights: readonly string[];
  readonly complaint: (authority: string, host: string) => string;
  readonly readme: readonly string[];
}

export const WORDS: Readonly<Record<Language, ExportWords>> = { lv, ru, en };
