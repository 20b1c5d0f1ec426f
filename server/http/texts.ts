/**
 * The public texts: GET /texts/:controller/:kind/:version/:language, stable for as long as the service runs, and
 * without the version the one in force. Small pages that need no script, so that everyone can read the terms.
 */
import { Router } from 'express';
import { isLanguage, LANGUAGES, type Language } from '../../protocol/language.ts';
import { escapeHtml } from '../content/markdown.ts';
import { currentVersion, textAddress, textPage } from '../content/texts.ts';
import type { Content, Controller } from '../content/types.ts';
import type { PeriodsInForce } from '../privacy/period-records.ts';
import { type Asset, REVALIDATE, sendAsset, textAsset } from './asset.ts';
import { setCsp } from './headers.ts';
import { createLayout, type Layout } from './page.ts';
import { HttpRefusal } from './problem.ts';

const KINDS = ['terms', 'notice'] as const;
type Kind = (typeof KINDS)[number];

const NAMES: Readonly<Record<Language, string>> = { lv: 'Latviešu', ru: 'Русский', en: 'English' };
const VERSION: Readonly<Record<Language, string>> = { lv: 'Redakcija', ru: 'Редакция', en: 'Version' };
const OTHER: Readonly<Record<Kind, Readonly<Record<Language, string>>>> = {
  terms: { lv: 'Privātuma paziņojums', ru: 'Уведомление о конфиденциальности', en: 'Privacy notice' },
  notice: { lv: 'Pakalpojuma apraksts', ru: 'Описание услуги', en: 'Service description' },
};

type Periods = Pick<PeriodsInForce, 'current' | 'find'>;

const MY_DATA: Readonly<Record<Language, string>> = { lv: 'Mani dati', ru: 'Мои данные', en: 'My data' };

interface Address {
  readonly controller: Controller;
  readonly kind: Kind;
  readonly version: string;
  readonly language: Language;
}

export function textRoutes(content: Content, periods: Periods): Router {
  const router = Router();
  const layouts = new Map(
    [...content.controllers].map(([key, { colours }]) => [key, createLayout(colours)] as const),
  );
  const made = new Map<string, Promise<Asset>>();

  router.get('/texts/:controller/:kind/:language', (req, res) => {
    const { controller: key, kind, language } = req.params;
    const controller = content.controllers.get(key);
    if (!controller || !isKind(kind) || !isLanguage(language)) throw new HttpRefusal('not_found');
    const version = currentVersion(content, controller.key, kind, periods.current(controller.key).version);
    res.set('cache-control', REVALIDATE).redirect(302, textAddress(controller.key, kind, version, language));
  });

  router.get('/texts/:controller/:kind/:version/:language', async (req, res) => {
    const { controller: key, kind, version, language } = req.params;
    const controller = content.controllers.get(key);
    const layout = layouts.get(key);
    if (!controller || !layout || !isKind(kind) || !isLanguage(language)) throw new HttpRefusal('not_found');
    const at: Address = { controller, kind, version, language };
    // Only texts that exist are remembered, by their decoded name: strangers cannot fill the memory.
    const name = `${key}/${kind}/${version}/${language}`;
    const html = made.has(name) ? undefined : render(content, layout, periods, at);
    if (html !== undefined) made.set(name, textAsset('text/html; charset=utf-8', html));
    const asset = await made.get(name);
    if (!asset) throw new HttpRefusal('not_found');
    setCsp(res, layout.csp);
    res.set('content-language', language);
    sendAsset(req, res, asset, REVALIDATE);
  });

  return router;
}

function render(content: Content, layout: Layout, periods: Periods, at: Address): string | undefined {
  const { controller, kind, version, language } = at;
  const records = (record: number) => periods.find(controller.key, record)?.periods;
  const page = textPage(content, controller, kind, version, language, records);
  if (!page) return undefined;
  const other: Kind = kind === 'terms' ? 'notice' : 'terms';
  const otherAddress = `/texts/${controller.key}/${other}/${language}`;
  return layout.render({
    language,
    title: `${page.title} – ${controller.brand}`,
    heading: controller.brand,
    languages: LANGUAGES.map((target) => ({
      label: NAMES[target],
      address: textAddress(controller.key, kind, version, target),
      language: target,
      here: target === language,
    })),
    body: page.html,
    footer: `<p>${VERSION[language]} ${escapeHtml(version)} · <a href="${escapeHtml(otherAddress)}">${OTHER[kind][language]}</a> · <a href="${escapeHtml(`/my/${controller.key}`)}">${MY_DATA[language]}</a></p>`,
  });
}

function isKind(value: string): value is Kind {
  return KINDS.some((kind) => kind === value);
}
