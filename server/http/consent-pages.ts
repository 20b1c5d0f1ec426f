/**
 * The consents' texts, for everyone: GET /consents/:controller/:purpose/:version/:language is stable for as long as
 * the service runs, so that a receipt can point at what was read; without the version the one in force; and
 * /consents/:controller/:language lists them all, SMS commands and retired ones included. No script.
 */
import { Router } from 'express';
import { isLanguage, LANGUAGES, type Language } from '../../protocol/language.ts';
import {
  consentAddress,
  consentCommands,
  consentsOf,
  consentText,
  currentConsent,
  currentConsents,
  findConsent,
} from '../content/consents.ts';
import { escapeHtml } from '../content/markdown.ts';
import type { ConsentSource, Content, Controller } from '../content/types.ts';
import { type Asset, REVALIDATE, sendAsset, textAsset } from './asset.ts';
import { CONSENT_WORDS, type ConsentWords } from './consent-words.ts';
import { setCsp } from './headers.ts';
import { createLayout, type Link } from './page.ts';
import { HttpRefusal } from './problem.ts';

const NAMES: Readonly<Record<Language, string>> = { lv: 'Latviešu', ru: 'Русский', en: 'English' };

/** What a page is made from. */
interface Place {
  readonly content: Content;
  readonly controller: Controller;
  readonly language: Language;
  readonly words: ConsentWords;
}

export function consentPages(content: Content): Router {
  const router = Router();
  const layouts = new Map(
    [...content.controllers].map(([key, { colours }]) => [key, createLayout(colours)] as const),
  );
  const made = new Map<string, Promise<Asset>>();

  function placeOf(key: string, language: string): Place {
    const controller = content.controllers.get(key);
    if (!controller || !isLanguage(language)) throw new HttpRefusal('not_found');
    return { content, controller, language, words: CONSENT_WORDS[language] };
  }

  /** Only pages that exist are made, and each once. */
  function pageAt(place: Place, title: string, address: (language: Language) => string, body: string) {
    const { controller, language, words } = place;
    const languages = LANGUAGES.map(
      (target): Link => ({
        label: NAMES[target],
        address: address(target),
        language: target,
        here: target === language,
      }),
    );
    const footer = [
      link(indexAddress(controller, language), words.all),
      link(`/my/${controller.key}`, words.mine),
    ].join(' · ');
    const layout = layouts.get(controller.key) ?? createLayout(controller.colours);
    const parts = { language, title: `${title} – ${controller.brand}`, heading: controller.brand, languages };
    const html = layout.render({ ...parts, body, footer: `<p>${footer}</p>` });
    return { csp: layout.csp, asset: remembered(address(language), html) };
  }

  function remembered(address: string, html: string): Promise<Asset> {
    const asset = made.get(address) ?? textAsset('text/html; charset=utf-8', html);
    made.set(address, asset);
    return asset;
  }

  router.get('/consents/:controller/:language', async (req, res, next) => {
    const { controller, language } = req.params;
    if (!isLanguage(language)) return next();
    const place = placeOf(controller, language);
    const { csp, asset } = pageAt(
      place,
      place.words.title,
      (target) => indexAddress(place.controller, target),
      indexBody(place),
    );
    setCsp(res, csp);
    sendAsset(req, res.set('content-language', language), await asset, REVALIDATE);
  });

  router.get('/consents/:controller/:purpose/:language', (req, res, next) => {
    const { controller, purpose, language } = req.params;
    if (!isLanguage(language)) return next();
    const text = currentConsent(content, controller, purpose);
    if (!text) throw new HttpRefusal('not_found');
    res.set('cache-control', REVALIDATE).redirect(302, consentAddress(text, language));
  });

  router.get('/consents/:controller/:purpose/:version/:language', async (req, res, next) => {
    const { controller, purpose, version, language } = req.params;
    if (!isLanguage(language)) return next();
    const place = placeOf(controller, language);
    const text = findConsent(content, controller, purpose, version);
    if (!text) throw new HttpRefusal('not_found');
    const { title } = consentText(content, text, language);
    const { csp, asset } = pageAt(
      place,
      title,
      (target) => consentAddress(text, target),
      textBody(place, text),
    );
    setCsp(res, csp);
    sendAsset(req, res.set('content-language', language), await asset, REVALIDATE);
  });

  return router;
}

function indexAddress({ key }: Controller, language: Language): string {
  return `/consents/${key}/${language}`;
}

function indexBody(place: Place): string {
  const { content, controller, words } = place;
  const all = consentsOf(content, controller.key);
  const retired = all.filter(
    ({ purpose, command }) =>
      command === undefined && currentConsent(content, controller.key, purpose) === undefined,
  );
  const commands = [...consentCommands(content, controller.key)];
  return [
    `<h1>${escapeHtml(words.title)}</h1>`,
    paragraph(words.lead(controller.brand)),
    paragraph(words.free),
    heading(words.purposes),
    list(currentConsents(content, controller.key).map((text) => textLink(place, text))),
    ...(commands.length === 0
      ? []
      : [
          heading(words.commands),
          paragraph(words.commandsLead(controller.smsNumber ?? '')),
          list(
            commands.map(([command, text]) =>
              link(consentAddress(text, place.language), words.command(command)),
            ),
          ),
        ]),
    ...(retired.length === 0
      ? []
      : [
          heading(words.retiredTexts),
          paragraph(words.retiredLead),
          list(retired.map((text) => textLink(place, text))),
        ]),
  ].join('\n');
}

function textBody(place: Place, source: ConsentSource): string {
  const { content, controller, language, words } = place;
  const text = consentText(content, source, language);
  const others = consentsOf(content, controller.key).filter(
    (one) => one.purpose === source.purpose && one !== source,
  );
  return [
    `<h1>${escapeHtml(text.title)}</h1>`,
    paragraph(statusOf(place, source)),
    paragraph(words.free),
    heading(words.allows),
    list(text.allows.map(escapeHtml)),
    heading(words.gives),
    paragraph(text.gives),
    heading(words.limits),
    paragraph(text.limits ?? words.untilWithdrawn),
    heading(words.who),
    paragraph(words.may(text.who, controller.brand)),
    ...(text.channels.length === 0
      ? []
      : [heading(words.channels), list(text.channels.map((channel) => escapeHtml(words.channel[channel])))]),
    ...(text.humanReview ? [paragraph(words.humanReview)] : []),
    ...(others.length === 0
      ? []
      : [heading(words.otherTexts), list(others.map((one) => textLink(place, one, true)))]),
    paragraph(`${words.version(text.version)}. ${words.fingerprint}: ${text.hash}`),
  ].join('\n');
}

function statusOf({ content, controller, words }: Place, source: ConsentSource): string {
  const { purpose, command } = source;
  const { key, smsNumber = '' } = controller;
  const current = currentConsent(content, key, purpose);
  if (!current) return words.retired;
  if (command === undefined) return current === source ? words.inForce : words.earlier;
  const granted = consentCommands(content, key).get(command);
  return granted === source ? words.bySms(command, smsNumber) : words.earlier;
}

function textLink({ content, language, words }: Place, source: ConsentSource, versioned = false): string {
  const { title } = consentText(content, source, language);
  const named = versioned ? `${title} (${words.version(source.version)})` : title;
  return link(consentAddress(source, language), named);
}

const link = (address: string, label: string): string =>
  `<a href="${escapeHtml(address)}">${escapeHtml(label)}</a>`;
const heading = (text: string): string => `<h2>${escapeHtml(text)}</h2>`;
const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
/** Items are HTML, escaped already. */
const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
