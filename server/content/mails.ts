/**
 * What mail says: `mails/<language>.json` for every mail, and the offers, `offers/<controller>/<offer>/<version>.yaml`,
 * sealed like all that people were told. The highest version of an offer is the one that is sent.
 */
import * as v from 'valibot';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { fill, valuesOf } from './facts.ts';
import { ContentError, type Folder } from './read.ts';
import type { Content, Controller, Localized, MailWords, OfferSource } from './types.ts';

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'), v.maxLength(1000));
/** A line feed in it would begin another header. */
const Line = v.pipe(Text, v.regex(/^[^\r\n]*$/, 'must be one line'), v.maxLength(120));

const MailWordsSchema = v.strictObject({
  guides: v.strictObject({ subject: Line, intro: Text, footer: Text }),
  offers: v.strictObject({
    reminder: Line,
    footer: Text,
    unsubscribe: Line,
    page: v.strictObject({ title: Line, ask: Text, button: Line, done: Text, unknown: Text, own: Line }),
  }),
});

const OfferWords = v.strictObject({
  subject: Line,
  body: v.pipe(v.array(Text), v.nonEmpty('must hold at least one paragraph')),
  links: v.array(Line),
});

const OfferSchema = v.pipe(
  v.strictObject({
    offer: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/, 'must be lower-case letters, digits and hyphens')),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    use: v.picklist(['offers', 'news', 'greetings', 'surveys']),
    important: v.exactOptional(v.boolean(), false),
    remindAfter: v.exactOptional(v.pipe(v.string(), v.regex(/^P[1-7]D$/, 'must be P1D to P7D'))),
    links: v.pipe(
      v.array(v.pipe(v.string(), v.url('must be an address'))),
      v.nonEmpty('must hold at least one link'),
    ),
    lv: OfferWords,
    ru: OfferWords,
    en: OfferWords,
  }),
  v.check(
    ({ links, lv, ru, en }) => [lv, ru, en].every((words) => words.links.length === links.length),
    'each language must have one label for each link',
  ),
  v.check(
    ({ important, remindAfter }) => important === (remindAfter !== undefined),
    'an important offer says after how long it is reminded of (remindAfter), and no other does',
  ),
);

export async function loadMailWords(folder: Folder): Promise<Localized<MailWords>> {
  const [lv, ru, en] = LANGUAGES;
  const read = (language: Language) => folder.json(`mails/${language}.json`, MailWordsSchema);
  return { lv: await read(lv), ru: await read(ru), en: await read(en) };
}

/** Throws `ContentError`, with the line where there is one. */
export async function loadOffers(
  folder: Folder,
  controllers: ReadonlyMap<string, Controller>,
): Promise<readonly OfferSource[]> {
  const offers: OfferSource[] = [];
  for (const key of await folder.folders('offers')) {
    const controller = controllers.get(key);
    if (!controller) throw new ContentError(`offers/${key}`, 'there is no controller of this name');
    for (const offer of await folder.folders(`offers/${key}`)) {
      for (const name of await folder.files(`offers/${key}/${offer}`)) {
        offers.push(await loadOffer(folder, controller, offer, name));
      }
    }
  }
  return offers;
}

async function loadOffer(
  folder: Folder,
  controller: Controller,
  id: string,
  name: string,
): Promise<OfferSource> {
  const file = `offers/${controller.key}/${id}/${name}`;
  const { offer, version, use, remindAfter, links, lv, ru, en } = await folder.yaml(file, OfferSchema);
  if (offer !== id || `${version}.yaml` !== name) {
    throw new ContentError(file, 'offer and version must be those of its place, <offer>/<version>.yaml');
  }
  const hosts = controller.pages.map(({ host }) => host);
  const foreign = links.find((link) => {
    const { protocol, hostname, username } = new URL(link);
    return protocol !== 'https:' || !hosts.includes(hostname) || username !== '';
  });
  if (foreign !== undefined) {
    throw new ContentError(file, `${foreign} is not https on a host of ${controller.key}'s pages`);
  }
  const texts = { lv, ru, en };
  for (const language of LANGUAGES) {
    const { subject, body, links: labels } = texts[language];
    try {
      fill([subject, ...body, ...labels].join(), valuesOf(controller, language), language);
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new ContentError(file, `${language}: ${problem}`, { cause });
    }
  }
  return { controller: controller.key, offer, version, use, remindAfter, links, texts };
}

/** This version, or without one the newest. */
export function findOffer(
  content: Content,
  controller: string,
  offer: string,
  version?: number,
): OfferSource | undefined {
  return content.offers
    .filter((one) => one.controller === controller && one.offer === offer)
    .filter((one) => version === undefined || one.version === version)
    .toSorted((a, b) => a.version - b.version)
    .at(-1);
}
