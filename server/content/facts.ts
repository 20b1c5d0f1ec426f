/** A controller's facts: what the browser may know of them, how texts use them, and which are still unknown. */
import type { Brand } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import type { Content, Controller, Localized, NoticePeriods } from './types.ts';

/** Stands where a fact is not known: seen only in demo, as production refuses to start (CFG). */
const SAMPLE: Localized = { lv: '[paraugs]', ru: '[образец]', en: '[sample]' };

/** Placeholder values by name; `null` is a fact that is not known yet. */
export type Values = ReadonlyMap<string, string | null>;

/** What `{placeholders}` of texts and guides mean for this controller. */
export function valuesOf(controller: Controller, language: Language, periods?: NoticePeriods): Values {
  const { name, brand, registration, address, phone, email, dataProtection, authority, limits } = controller;
  return new Map<string, string | null>([
    ...Object.entries({ name, brand, registration, address, phone, email, dataProtection }),
    ...Object.entries(controller.values),
    ['authority', authority.name[language]],
    ['authorityHost', authority.host],
    ...Object.entries({ ...limits, ...periods }).map(([key, value]) => [key, String(value)] as const),
  ]);
}

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

/** Fills `{placeholders}`. Throws on a name that does not exist: a misspelling must not reach a caller. */
export function fill(text: string, values: Values, language: Language): string {
  return text.replace(PLACEHOLDER, (_, key: string) => {
    const value = values.get(key);
    if (value === undefined) throw new Error(`{${key}} is not a placeholder known here`);
    return value ?? SAMPLE[language];
  });
}

/** Whether filling `text` would need a fact that is not known. */
export function needsUnknown(text: string, values: Values): boolean {
  return [...text.matchAll(PLACEHOLDER)].some(([, key]) => values.get(key ?? '') === null);
}

/** What a browser may know of a controller. Unknown facts are marked as a sample in the first language. */
export function brandOf(controller: Controller): Brand {
  const sample = SAMPLE[controller.languages[0] ?? 'lv'];
  const { key, name, brand, colours, languages } = controller;
  return {
    key,
    name,
    brand,
    registration: controller.registration ?? sample,
    phone: controller.phone ?? sample,
    email: controller.email ?? sample,
    colours,
    languages,
  };
}

/** A required fact that nobody has filled in. */
export interface UnknownFact {
  readonly controller: string;
  /** Path within the controller's file, such as `dataProtection` or `values.apn`. */
  readonly fact: string;
  readonly file: string;
}

/**
 * Facts that are `null`, for these controllers or all. In production any of them is a start-up error that
 * names it; in demo they are shown as a sample.
 */
export function unknownFacts(content: Content, keys?: readonly string[]): readonly UnknownFact[] {
  const controllers = [...content.controllers.values()].filter(({ key }) => !keys || keys.includes(key));
  return controllers.flatMap((controller) => {
    const { registration, address, phone, email, dataProtection } = controller;
    const facts = Object.entries({ registration, address, phone, email, dataProtection });
    const values = Object.entries(controller.values).map(([key, value]) => [`values.${key}`, value] as const);
    return [...facts, ...values]
      .filter(([, value]) => value === null)
      .map(([fact]) => ({
        controller: controller.key,
        fact,
        file: `content/controllers/${controller.key}.json`,
      }));
  });
}
