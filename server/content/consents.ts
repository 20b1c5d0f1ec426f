/**
 * The catalogue of consents: `consents/<controller>/<purpose>/<version>.yaml`, one file for each text that was ever
 * consented to, sealed like the other texts. Version `1`, `2`, ... are what people read; `sms-1`, ... what an SMS
 * command grants, which is a text of its own and often narrower or wider. The highest of each is in force.
 */
import { createHash } from 'node:crypto';
import type * as v from 'valibot';
import type { ConsentText } from '../../protocol/consent.ts';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { fill, valuesOf } from './facts.ts';
import { ContentError, type Folder } from './read.ts';
import { ConsentSchema } from './schemas.ts';
import type { ConsentSource, Content, Controller } from './types.ts';

const VERSION = /^(sms-)?[1-9]\d*$/;

/** Reads every consent of these controllers. Throws `ContentError`, with the line where there is one. */
export async function loadConsents(
  folder: Folder,
  controllers: ReadonlyMap<string, Controller>,
): Promise<readonly ConsentSource[]> {
  const consents: ConsentSource[] = [];
  for (const key of await folder.folders('consents')) {
    const controller = controllers.get(key);
    if (!controller) throw new ContentError(`consents/${key}`, 'there is no controller of this name');
    for (const purpose of await folder.folders(`consents/${key}`)) {
      for (const name of await folder.files(`consents/${key}/${purpose}`)) {
        consents.push(await loadConsent(folder, controller, purpose, name));
      }
    }
  }
  checkTogether(consents);
  return consents;
}

async function loadConsent(
  folder: Folder,
  controller: Controller,
  purpose: string,
  name: string,
): Promise<ConsentSource> {
  const file = `consents/${controller.key}/${purpose}/${name}`;
  const version = name.replace(/\.yaml$/, '');
  if (version === name || !VERSION.test(version)) {
    throw new ContentError(file, 'must be called by its version: 1.yaml, or sms-1.yaml for an SMS command');
  }
  const { texts, ...head } = split(await folder.yaml(file, ConsentSchema));
  if (head.purpose !== purpose || head.version !== version) {
    throw new ContentError(file, `purpose and version must be those of its place, ${purpose} and ${version}`);
  }
  if ((head.command !== undefined) !== version.startsWith('sms-')) {
    throw new ContentError(file, 'a version called sms-… must name its command, and no other may');
  }
  for (const language of LANGUAGES) {
    const { title, allows, gives, limits = '' } = texts[language];
    try {
      fill([title, ...allows, gives, limits].join(), valuesOf(controller, language), language);
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new ContentError(file, `${language}: ${problem}`, { cause });
    }
  }
  const hash = createHash('sha256')
    .update(await folder.bytes(file))
    .digest('hex');
  return { ...head, controller: controller.key, file, hash, texts };
}

function split({ lv, ru, en, ...head }: v.InferOutput<typeof ConsentSchema>) {
  return { ...head, texts: { lv, ru, en } };
}

/** What no single file can tell: commands that clash, successors that do not exist. */
function checkTogether(consents: readonly ConsentSource[]): void {
  for (const { controller, purpose, file, command, successor } of consents) {
    const own = consents.filter((one) => one.controller === controller);
    const rival = own.find(
      (one) => command !== undefined && one.command === command && one.purpose !== purpose,
    );
    if (rival) throw new ContentError(file, `${rival.file} has the command ${command} already`);
    if (successor !== undefined && !own.some((one) => one.purpose === successor)) {
      throw new ContentError(file, `successor names ${successor}, which is no purpose of ${controller}`);
    }
  }
}

/** Every version of every purpose of a controller. */
export function consentsOf(content: Content, controller: string): readonly ConsentSource[] {
  return content.consents.filter((consent) => consent.controller === controller);
}

/** The version of a purpose that can be given now; undefined for an unknown or retired purpose. */
export function currentConsent(
  content: Content,
  controller: string,
  purpose: string,
): ConsentSource | undefined {
  const newest = newestOf(
    consentsOf(content, controller).filter((one) => one.purpose === purpose && one.command === undefined),
  );
  return newest?.retired ? undefined : newest;
}

/** What can be given now, one version for each purpose. */
export function currentConsents(content: Content, controller: string): readonly ConsentSource[] {
  const purposes = new Set(consentsOf(content, controller).map(({ purpose }) => purpose));
  return [...purposes].flatMap((purpose) => currentConsent(content, controller, purpose) ?? []);
}

/** Any version that could ever be given, retired ones included. */
export function findConsent(
  content: Content,
  controller: string,
  purpose: string,
  version: string,
): ConsentSource | undefined {
  return consentsOf(content, controller).find((one) => one.purpose === purpose && one.version === version);
}

/** The texts that SMS commands grant now, by command. Empty for a controller without commands. */
export function consentCommands(content: Content, controller: string): ReadonlyMap<string, ConsentSource> {
  const found = new Map<string, ConsentSource>();
  for (const consent of consentsOf(content, controller)) {
    if (consent.command === undefined) continue;
    const known = found.get(consent.command);
    found.set(consent.command, (known && newestOf([known, consent])) ?? consent);
  }
  return found;
}

/** Public page of one version of a text, stable for as long as the service runs. */
export function consentAddress(
  consent: Pick<ConsentSource, 'controller' | 'purpose' | 'version'>,
  language: Language,
): string {
  return `/consents/${consent.controller}/${consent.purpose}/${consent.version}/${language}`;
}

/** What a person reads before they decide, in one language. */
export function consentText(content: Content, consent: ConsentSource, language: Language): ConsentText {
  const controller = content.controllers.get(consent.controller);
  if (!controller) throw new Error(`no controller ${consent.controller}`);
  const values = valuesOf(controller, language);
  const { title, allows, gives, limits } = consent.texts[language];
  return {
    controller: consent.controller,
    purpose: consent.purpose,
    version: consent.version,
    language,
    title: fill(title, values, language),
    allows: allows.map((point) => fill(point, values, language)),
    gives: fill(gives, values, language),
    ...(limits === undefined ? {} : { limits: fill(limits, values, language) }),
    hash: consent.hash,
    channels: consent.channels,
    covers: consent.covers,
    who: consent.who,
    ...(consent.limit === undefined ? {} : { limit: consent.limit }),
    humanReview: consent.humanReview,
  };
}

function newestOf(versions: readonly ConsentSource[]): ConsentSource | undefined {
  const number = ({ version }: ConsentSource) => Number(version.replace('sms-', ''));
  return versions.toSorted((a, b) => number(a) - number(b)).at(-1);
}
