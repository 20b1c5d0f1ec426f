/**
 * What people who are not programmers edit under `content/`, as the rest of the server sees it: read once at
 * start-up, checked, and never changed while the server runs.
 */
import type { ConsentChannel } from '../../protocol/consent.ts';
import type { GuidePurpose } from '../../protocol/guide.ts';
import type { Colours } from '../../protocol/http.ts';
import type { Language, MatterCategory } from '../../protocol/language.ts';
import type { ReplyKind } from './reply-kinds.ts';

export type Localized<T = string> = Readonly<Record<Language, T>>;

/** A brand that offers the service; in the sense of the GDPR the controller. `null` is "not known yet". */
export interface Controller {
  readonly key: string;
  /** Legal name. */
  readonly name: string;
  /** Name that callers know. */
  readonly brand: string;
  readonly registration: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  /** National number that SMS can be sent to; absent when there is none. */
  readonly smsNumber?: string;
  readonly email: string | null;
  /** E-mail address for questions about personal data. */
  readonly dataProtection: string | null;
  readonly authority: { readonly name: Localized; readonly host: string };
  readonly colours: { readonly light: Colours; readonly dark: Colours };
  readonly languages: readonly Language[];
  readonly match: { readonly required: boolean };
  readonly review: ReviewSettings;
  readonly limits: ControllerLimits;
  /** Values that guides may use as `{key}`, such as the access-point name. */
  readonly values: Readonly<Record<string, string | null>>;
  /** The only hosts whose pages an agent may show. */
  readonly pages: readonly AllowedHost[];
  /** Texts whose marked defaults this controller's lawyer has confirmed, as `kind/version`. */
  readonly confirmedTexts: readonly string[];
}

export interface ReviewSettings {
  /**
   * Whether opening content always takes a second person's yes. Where not, it still does as soon as the controller has
   * a second reviewer. Legal holds and periods take a second person in any case.
   */
  readonly secondPerson: boolean;
}

export interface ControllerLimits {
  readonly photosPerSession: number;
  readonly wrapUpMinutes: number;
  readonly idleMinutes: number;
  readonly maximumHours: number;
}

export interface AllowedHost {
  readonly host: string;
  /** A page cannot find out that a frame was refused, hence declared by hand. */
  readonly open: 'tab' | 'frame';
  readonly suggestions: readonly { readonly title: Localized; readonly url: string }[];
}

/**
 * What our SMS say. `named` and `plain` are the invitation's; the former says the agent's name and is used whenever
 * it fits one segment.
 */
export interface SmsWording {
  readonly named?: string;
  readonly plain: string;
  /** The code for the subject's own page; `named` says the brand and is used whenever it fits one segment. */
  readonly code: { readonly named?: string; readonly plain: string };
  /** Replies to SMS about consents. */
  readonly consent: Readonly<Record<ReplyKind, string>>;
}

/** What must not be in a photo, and the sentence that the caller confirms. */
export interface Reminder {
  readonly title: string;
  readonly points: readonly string[];
  readonly confirmation: string;
}

/** How long content is kept, as the notice says it; a test holds it to the retention table (GUI-33). */
export interface NoticePeriods {
  readonly photoHours: number;
  readonly contentDays: number;
  readonly skeletonYears: number;
}

interface TextBase {
  /** `shared`, or the key of the one controller it is for. */
  readonly owner: string;
  /** The date on which this version was written, as `2026-11-21`: sorts as text. */
  readonly version: string;
}

export interface TermsText extends TextBase {
  readonly kind: 'terms';
  readonly markdown: Localized;
  readonly short: Localized<{ readonly points: readonly string[]; readonly consequence: string }>;
}

export interface NoticeText extends TextBase {
  readonly kind: 'notice';
  readonly markdown: Localized;
  readonly periods: NoticePeriods;
}

export interface ReminderText extends TextBase {
  readonly kind: 'reminder';
  readonly reminder: Localized<Reminder>;
}

export type VersionedText = TermsText | NoticeText | ReminderText;
export type TextKind = VersionedText['kind'];

export interface GuideSourceStep {
  readonly text: Localized;
  readonly alt: Localized;
  /** File name beside `guide.json`. */
  readonly picture: string;
  readonly copy?: { readonly label: Localized; readonly value: string };
}

/** One version of a guide as it stands in `content/guides/<id>/<version>/`. Texts may hold `{placeholders}`. */
export interface GuideSource {
  readonly id: string;
  readonly version: number;
  readonly category: MatterCategory;
  readonly purpose: GuidePurpose;
  readonly titles: Localized;
  readonly steps: readonly GuideSourceStep[];
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

/** One version of a purpose that can be consented to, as its file has it. Texts may hold `{placeholders}`. */
export interface ConsentSource {
  readonly controller: string;
  readonly purpose: string;
  readonly version: string;
  /** Path below the content directory. */
  readonly file: string;
  /** SHA-256 of the file, hex. */
  readonly hash: string;
  /** The SMS that grants it; for versions called `sms-…` only. */
  readonly command?: string;
  readonly who: 'own-customers' | 'anyone';
  /** Empty when it is granted whole. */
  readonly channels: readonly ConsentChannel[];
  readonly covers: readonly string[];
  readonly data: readonly string[];
  /** A person's review of any decision can be asked for. */
  readonly humanReview: boolean;
  /** Stays in the history and cannot be newly given. */
  readonly retired: boolean;
  readonly successor?: string;
  /** ISO 8601, from `from`. */
  readonly limit?: string;
  readonly from?: 'last-transaction';
  readonly texts: Localized<{
    readonly title: string;
    readonly allows: readonly string[];
    readonly gives: string;
    readonly limits?: string;
  }>;
}

/** What every mail says, in one language. Texts may hold `{placeholders}`. */
export interface MailWords {
  readonly guides: {
    readonly subject: string;
    readonly intro: string;
    readonly footer: string;
  };
  readonly offers: {
    readonly reminder: string;
    readonly footer: string;
    readonly unsubscribe: string;
    /** The page that the unsubscribe link opens. */
    readonly page: Readonly<Record<'title' | 'ask' | 'button' | 'done' | 'unknown' | 'own', string>>;
  };
}

/** One version of an offer that can be mailed. Texts may hold `{placeholders}`. */
export interface OfferSource {
  readonly controller: string;
  readonly offer: string;
  readonly version: number;
  /** Which use of the `offers` consent it is. */
  readonly use: 'offers' | 'news' | 'greetings' | 'surveys';
  /** ISO 8601; for an important one only: how long after it was sent it may be reminded of, once. */
  readonly remindAfter?: string | undefined;
  /** Targets on the controller's own hosts. */
  readonly links: readonly string[];
  readonly texts: Localized<{
    readonly subject: string;
    readonly body: readonly string[];
    /** One label for each link. */
    readonly links: readonly string[];
  }>;
}

export interface Content {
  readonly controllers: ReadonlyMap<string, Controller>;
  readonly matters: Readonly<Record<MatterCategory, Localized>>;
  /** Nouns for the spoken match, in the language that the two speak. */
  readonly words: Localized<readonly string[]>;
  readonly sms: Localized<SmsWording>;
  /** Every version of every text, oldest first. */
  readonly texts: readonly VersionedText[];
  /** Every version of every guide, by id, oldest first. */
  readonly guides: ReadonlyMap<string, readonly GuideSource[]>;
  /** Every version of every consent of every controller. */
  readonly consents: readonly ConsentSource[];
  readonly mails: Localized<MailWords>;
  /** Every version of every offer that can be mailed. */
  readonly offers: readonly OfferSource[];
}
