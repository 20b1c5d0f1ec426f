/**
 * Reads everything under `content/` once, at start-up, and refuses it whole when anything is wrong: a half
 * right set of terms is worse than a server that does not start.
 */
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { loadConsents } from './consents.ts';
import { checkPhrases } from './durations.ts';
import { fill, valuesOf } from './facts.ts';
import { loadMailWords, loadOffers } from './mails.ts';
import { renderMarkdown } from './markdown.ts';
import { ContentError, type Folder, openFolder } from './read.ts';
import {
  ControllerSchema,
  GuideSchema,
  MattersSchema,
  PeriodsSchema,
  ReminderSchema,
  ShortTermsSchema,
  SmsSchema,
  WordsSchema,
} from './schemas.ts';
import { checkSeals, SEALED_ROOMS } from './seals.ts';
import { checkSms } from './sms.ts';
import { currentText } from './texts.ts';
import type { Content, Controller, GuideSource, Localized, TextKind, VersionedText } from './types.ts';

const TEXT_KINDS: readonly TextKind[] = ['terms', 'notice', 'reminder'];

/**
 * Loads and checks a content directory.
 * @throws ContentError naming the file, the place in it, and what was expected.
 */
export async function loadContent(dir: string): Promise<Content> {
  const folder = openFolder(dir);
  for (const room of SEALED_ROOMS) await checkSeals(folder, room);
  const controllers = await loadControllers(folder);
  const content: Content = {
    controllers,
    matters: await folder.json('matters.json', MattersSchema),
    words: await inEachLanguage((language) => folder.json(`words.${language}.json`, WordsSchema)),
    sms: await inEachLanguage((language) => folder.json(`sms/${language}.json`, SmsSchema)),
    texts: await loadTexts(folder, ['shared', ...controllers.keys()]),
    guides: await loadGuides(folder),
    consents: await loadConsents(folder, controllers),
    mails: await loadMailWords(folder),
    offers: await loadOffers(folder, controllers),
  };
  for (const controller of controllers.values()) checkFor(content, controller);
  checkSms(content);
  return content;
}

async function loadControllers(folder: Folder): Promise<ReadonlyMap<string, Controller>> {
  const controllers = new Map<string, Controller>();
  for (const file of await folder.files('controllers')) {
    const controller = await folder.json(`controllers/${file}`, ControllerSchema);
    if (file !== `${controller.key}.json`) {
      throw new ContentError(`controllers/${file}`, `key must be the file's name, not "${controller.key}"`);
    }
    controllers.set(controller.key, controller);
  }
  if (controllers.size === 0) throw new ContentError('controllers', 'there must be at least one controller');
  return controllers;
}

async function loadTexts(folder: Folder, owners: readonly string[]): Promise<readonly VersionedText[]> {
  const stranger = (await folder.folders('texts')).find((owner) => !owners.includes(owner));
  if (stranger) throw new ContentError(`texts/${stranger}`, 'there is no controller of this name');
  const texts: VersionedText[] = [];
  for (const owner of owners) {
    for (const kind of TEXT_KINDS) {
      for (const version of await folder.folders(`texts/${owner}/${kind}`)) {
        texts.push(await loadText(folder, owner, kind, version));
      }
    }
  }
  return texts.sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0));
}

async function loadText(
  folder: Folder,
  owner: string,
  kind: TextKind,
  version: string,
): Promise<VersionedText> {
  const path = `texts/${owner}/${kind}/${version}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(version))
    throw new ContentError(path, 'a version is a date such as 2026-11-21');
  const markdown = () => inEachLanguage((language) => folder.text(`${path}/${language}.md`));
  switch (kind) {
    case 'terms': {
      const short = await inEachLanguage((language) =>
        folder.json(`${path}/${language}.short.json`, ShortTermsSchema),
      );
      return { kind, owner, version, markdown: await markdown(), short };
    }
    case 'notice':
      return {
        kind,
        owner,
        version,
        markdown: await markdown(),
        periods: await folder.json(`${path}/periods.json`, PeriodsSchema),
      };
    case 'reminder': {
      const reminder = await inEachLanguage((language) =>
        folder.json(`${path}/${language}.json`, ReminderSchema),
      );
      return { kind, owner, version, reminder };
    }
    default:
      return kind satisfies never;
  }
}

async function loadGuides(folder: Folder): Promise<ReadonlyMap<string, readonly GuideSource[]>> {
  const guides = new Map<string, readonly GuideSource[]>();
  for (const id of await folder.folders('guides')) {
    const versions: GuideSource[] = [];
    for (const version of await folder.folders(`guides/${id}`))
      versions.push(await loadGuide(folder, id, version));
    guides.set(
      id,
      versions.sort((a, b) => a.version - b.version),
    );
  }
  return guides;
}

async function loadGuide(folder: Folder, id: string, version: string): Promise<GuideSource> {
  const path = `guides/${id}/${version}`;
  const file = `${path}/guide.json`;
  const guide = await folder.json(file, GuideSchema);
  if (guide.id !== id || String(guide.version) !== version) {
    throw new ContentError(file, `id and version must be those of its folder, ${id} and ${version}`);
  }
  const names = new Set(guide.steps.map(({ picture }) => picture));
  const unused = (await folder.files(path)).find((name) => name !== 'guide.json' && !names.has(name));
  if (unused) throw new ContentError(`${path}/${unused}`, 'no step shows this picture');
  const pictures = new Map<string, Uint8Array>();
  for (const name of names)
    pictures.set(name, checkDrawing(`${path}/${name}`, await folder.bytes(`${path}/${name}`)));
  return { ...guide, pictures };
}

/**
 * A drawing must be self-contained: inside <img> nothing else is loaded anyway, and opened as a page of its own
 * it must not be able to run or fetch anything.
 */
function checkDrawing(file: string, body: Buffer): Uint8Array {
  const text = body.toString('utf8');
  if (!/^<svg [^>]*viewBox="/.test(text)) throw new ContentError(file, 'must be an <svg> with a viewBox');
  const refused = /<(script|style|foreignObject|image|use|a|text)\b|\son\w+=|\bstyle=|href=|url\(/i.exec(
    text,
  );
  if (refused)
    throw new ContentError(file, `must be self-contained and without words, but holds ${refused[0].trim()}`);
  return body;
}

/** Checks what depends on a controller: that each text exists, and that every placeholder means something. */
function checkFor(content: Content, controller: Controller): void {
  for (const kind of TEXT_KINDS) {
    const owners = ['shared', controller.key];
    if (!content.texts.some((text) => text.kind === kind && owners.includes(text.owner))) {
      throw new ContentError(`texts/shared/${kind}`, `there is no ${kind} for ${controller.key}`);
    }
  }
  for (const language of LANGUAGES) {
    for (const text of content.texts) {
      if (['shared', controller.key].includes(text.owner)) checkText(content, text, controller, language);
    }
    for (const guide of [...content.guides.values()].flat()) checkGuide(guide, controller, language);
  }
}

function checkText(content: Content, text: VersionedText, controller: Controller, language: Language): void {
  if (text.kind === 'reminder') return;
  const path = `texts/${text.owner}/${text.kind}/${text.version}/${language}`;
  const values = valuesOf(controller, language, text.kind === 'notice' ? text.periods : undefined);
  explaining(`${path}.md`, () => renderMarkdown(text.markdown[language], { language, values, marks: true }));
  if (!text.markdown[language].startsWith('# '))
    throw new ContentError(`${path}.md`, 'must begin with "# " and its title');
  if (text.kind === 'notice') {
    explaining(`${path}.md`, () => checkPhrases(text.markdown[language], text.periods, language));
    return;
  }
  const short = [...text.short[language].points, text.short[language].consequence].join();
  const { periods } = currentText(content, controller.key, 'notice');
  explaining(`${path}.short.json`, () => {
    fill(short, valuesOf(controller, language, periods), language);
    checkPhrases(short, periods, language);
  });
}

function checkGuide(guide: GuideSource, controller: Controller, language: Language): void {
  const values = valuesOf(controller, language);
  const words = guide.steps.flatMap(({ text, alt, copy }) => [
    text[language],
    alt[language],
    copy?.value ?? '',
  ]);
  explaining(`guides/${guide.id}/${guide.version}/guide.json`, () =>
    fill([guide.titles[language], ...words].join(), values, language),
  );
}

function explaining(file: string, check: () => void): void {
  try {
    check();
  } catch (cause) {
    throw new ContentError(file, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function inEachLanguage<T>(read: (language: Language) => Promise<T>): Promise<Localized<T>> {
  const [lv, ru, en] = LANGUAGES;
  return { lv: await read(lv), ru: await read(ru), en: await read(en) };
}
