/** Versioned texts: which one is in force, where its pages are, and what they say for a controller. */
import type { ShortTerms, TextsVersion } from '../../protocol/http.ts';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import type { Periods } from '../../protocol/periods.ts';
import { withPeriods } from './durations.ts';
import { fill, valuesOf } from './facts.ts';
import { renderMarkdown } from './markdown.ts';
import { readNoticeVersion, writeNoticeVersion } from './notice-version.ts';
import type { Content, Controller, Localized, TextKind, VersionedText } from './types.ts';

type TextOf<K extends TextKind> = Extract<VersionedText, { kind: K }>;

/** Public, stable address of one text: it stays valid for as long as the service runs. */
export function textAddress(controller: string, kind: TextKind, version: string, language: Language): string {
  return `/texts/${controller}/${kind}/${version}/${language}`;
}

/**
 * The version in force. A controller with texts of its own follows those alone: a newer shared text must not
 * replace what its lawyers wrote.
 */
export function currentText<K extends TextKind>(content: Content, controller: string, kind: K): TextOf<K> {
  const all = content.texts.filter((text): text is TextOf<K> => text.kind === kind);
  const text =
    all.findLast(({ owner }) => owner === controller) ?? all.findLast(({ owner }) => owner === 'shared');
  if (!text) throw new Error(`no ${kind} for ${controller}: loadContent must have refused this`);
  return text;
}

/** Any version that ever held for this controller, for sessions pinned to it and for its public address. */
export function findText<K extends TextKind>(
  content: Content,
  controller: string,
  kind: K,
  version: string,
): TextOf<K> | undefined {
  const versions = content.texts.filter(
    (text): text is TextOf<K> => text.kind === kind && text.version === version,
  );
  return (
    versions.find(({ owner }) => owner === controller) ?? versions.find(({ owner }) => owner === 'shared')
  );
}

/** Version in force of the terms or, with this record of the controller's periods, of the notice. */
export function currentVersion(
  content: Content,
  controller: string,
  kind: 'terms' | 'notice',
  record = 1,
): string {
  const { version } = currentText(content, controller, kind);
  return kind === 'terms' ? version : writeNoticeVersion({ text: version, record });
}

/** The same, with the addresses of its pages. */
export function textsVersion(
  content: Content,
  controller: string,
  kind: 'terms' | 'notice',
  record = 1,
): TextsVersion {
  return textsVersionAt(controller, kind, currentVersion(content, controller, kind, record));
}

/** The same for a version that a session is pinned to. */
export function textsVersionAt(controller: string, kind: 'terms' | 'notice', version: string): TextsVersion {
  return {
    version,
    addresses: inEachLanguage((language) => textAddress(controller, kind, version, language)),
  };
}

/** The few sentences before Accept, of the terms in force, with the controller's own periods if it has some. */
export function shortTerms(content: Content, controller: Controller, own?: Periods): Localized<ShortTerms> {
  const { short } = currentText(content, controller.key, 'terms');
  const { periods } = currentText(content, controller.key, 'notice');
  return inEachLanguage((language) => {
    const values = valuesOf(controller, language, periods);
    const { points, consequence } = short[language];
    const say = (text: string) => fill(withPeriods(text, own, language), values, language);
    return { points: points.map(say), consequence: say(consequence) };
  });
}

/** One text page, ready for a layout around it. */
export interface TextPage {
  readonly title: string;
  /** Semantic HTML fragment; everything in it is escaped. */
  readonly html: string;
  readonly language: Language;
  readonly version: string;
  /** False while marked defaults await the controller's lawyer: the page then shows the marks and says so. */
  readonly confirmed: boolean;
}

/** A controller's periods by the number of their record; undefined when there is no such record. */
export type RecordsOfPeriods = (record: number) => Periods | undefined;

/** Renders terms or notice with the controller's facts filled in; undefined when there is no such version. */
export function textPage(
  content: Content,
  controller: Controller,
  kind: 'terms' | 'notice',
  version: string,
  language: Language,
  records: RecordsOfPeriods = () => undefined,
): TextPage | undefined {
  const numbered = kind === 'notice' ? readNoticeVersion(version) : { text: version, record: 1 };
  const text = numbered && findText(content, controller.key, kind, numbered.text);
  if (!text) return undefined;
  const own = numbered.record === 1 ? undefined : records(numbered.record);
  if (numbered.record !== 1 && !own) return undefined;
  const confirmed = controller.confirmedTexts.includes(`${kind}/${text.version}`);
  const values = valuesOf(controller, language, text.kind === 'notice' ? text.periods : undefined);
  const source = withPeriods(text.markdown[language], own, language);
  const title = fill(/^# (.+)$/m.exec(source)?.[1] ?? '', values, language);
  const html = renderMarkdown(source, { language, values, marks: !confirmed });
  // A page begins with its title; the warning comes right after it.
  const shown = confirmed ? html : html.replace('</h1>', () => `</h1>\n${UNCONFIRMED[language]}`);
  return { title, html: shown, language, version, confirmed };
}

const UNCONFIRMED: Localized = {
  lv: '<p><mark>Iezīmētās vērtības ir noklusējums, ko pārziņa jurists vēl nav apstiprinājis.</mark></p>',
  ru: '<p><mark>Выделенные значения заданы по умолчанию и ещё не подтверждены юристом управляющего.</mark></p>',
  en: '<p><mark>The marked values are defaults that the controller’s lawyer has not confirmed yet.</mark></p>',
};

/** Texts in force whose defaults a lawyer has not confirmed, for a warning at start-up. */
export function unconfirmedTexts(content: Content): readonly { controller: string; text: string }[] {
  return [...content.controllers.values()].flatMap((controller) =>
    (['terms', 'notice'] as const)
      .map((kind) => `${kind}/${currentText(content, controller.key, kind).version}`)
      .filter((text) => !controller.confirmedTexts.includes(text))
      .map((text) => ({ controller: controller.key, text })),
  );
}

function inEachLanguage<T>(make: (language: Language) => T): Localized<T> {
  const [lv, ru, en] = LANGUAGES;
  return { lv: make(lv), ru: make(ru), en: make(en) };
}
