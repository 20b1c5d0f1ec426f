/** The guides as callers and agents get them: placeholders filled per controller, pictures by address. */
import { createHash } from 'node:crypto';
import type { GuideDocument, GuideStep, GuideSummary } from '../../protocol/guide.ts';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { fill, valuesOf } from '../content/facts.ts';
import type { Content, Controller, GuideSource, GuideSourceStep } from '../content/types.ts';

export interface Picture {
  /** SVG. */
  readonly body: Uint8Array;
  /** SHA-256 of the body in hex, for an entity tag. */
  readonly digest: string;
}

export interface GuideLibrary {
  /** The newest version of every guide, for the agent's search; empty for an unknown controller. */
  summaries(controller: string): readonly GuideSummary[];
  /** The newest version of one guide. */
  latest(controller: string, guide: string): GuideSummary | undefined;
  /** One version in one language; immutable. */
  document(controller: string, guide: string, version: number, language: Language): GuideDocument | undefined;
  /** A drawing by its file name, such as `label.svg`; immutable. */
  picture(guide: string, version: number, file: string): Picture | undefined;
}

export function createGuideLibrary(content: Content): GuideLibrary {
  const newest = [...content.guides.values()].flatMap((versions) => versions.slice(-1));
  const summaries = new Map(
    [...content.controllers].map(([key, controller]) => [
      key,
      newest.map((guide) => summarise(controller, guide)),
    ]),
  );
  const find = (guide: string, version: number) =>
    content.guides.get(guide)?.find((candidate) => candidate.version === version);
  return {
    summaries: (controller) => summaries.get(controller) ?? [],
    latest: (controller, guide) => summaries.get(controller)?.find(({ id }) => id === guide),
    document(key, guide, version, language) {
      const controller = content.controllers.get(key);
      const source = find(guide, version);
      return controller && source ? toDocument(controller, source, language) : undefined;
    },
    picture(guide, version, file) {
      const body = find(guide, version)?.pictures.get(file);
      return body && { body, digest: createHash('sha256').update(body).digest('hex') };
    },
  };
}

/** Address of a drawing. The controller is part of it so that all of a guide's addresses share one prefix. */
export function pictureAddress(controller: string, guide: GuideSource, file: string): string {
  return `/guides/${controller}/${guide.id}/${guide.version}/${file}`;
}

function summarise(controller: Controller, guide: GuideSource): GuideSummary {
  const { id, version, category, purpose, titles, steps } = guide;
  const words = LANGUAGES.flatMap((language) => [
    titles[language],
    ...steps.map(({ text }) => fill(text[language], valuesOf(controller, language), language)),
  ]);
  return { id, version, category, purpose, titles, steps: steps.length, search: words.join('\n') };
}

function toDocument(controller: Controller, guide: GuideSource, language: Language): GuideDocument {
  const values = valuesOf(controller, language);
  const say = (text: string) => fill(text, values, language);
  const toStep = ({ text, alt, picture, copy }: GuideSourceStep): GuideStep => ({
    text: say(text[language]),
    picture: pictureAddress(controller.key, guide, picture),
    alt: say(alt[language]),
    ...(copy && { copy: { label: copy.label[language], value: say(copy.value) } }),
  });
  const { id, version, category, purpose } = guide;
  return {
    id,
    version,
    language,
    title: say(guide.titles[language]),
    category,
    purpose,
    steps: guide.steps.map(toStep),
  };
}
