/** Guides: the agent's library, and the public documents and drawings that both faces show. */
import { Router } from 'express';
import { isLanguage } from '../../protocol/language.ts';
import type { GuideLibrary } from '../guide/library.ts';
import { type Asset, IMMUTABLE, sendAsset, textAsset } from './asset.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface GuidesDeps {
  readonly library: GuideLibrary;
  readonly gate: StaffGate;
}

export function guideRoutes({ library, gate }: GuidesDeps): Router {
  const router = Router();
  const made = new Map<string, Promise<Asset>>();

  /**
   * Remembers what exists, compressed; `make` gives undefined for what does not. By its decoded name: an address
   * can be percent-encoded in endless ways.
   */
  async function asset(
    name: string,
    type: string,
    make: () => Uint8Array | string | undefined,
  ): Promise<Asset> {
    const body = made.has(name) ? undefined : make();
    if (body !== undefined) made.set(name, textAsset(type, body));
    const found = await made.get(name);
    if (!found) throw new HttpRefusal('guide_unknown');
    return found;
  }

  router.get('/api/guides', gate('agent', 'supervisor'), (_req, res) => {
    res.json(library.summaries(staffOf(res).controller));
  });

  router.get('/guides/:controller/:guide/:version/:language.json', async (req, res) => {
    const { controller, guide, version, language } = req.params;
    const document = await asset(
      `${controller}/${guide}/${version}/${language}.json`,
      'application/json; charset=utf-8',
      () => {
        const found =
          isLanguage(language) && library.document(controller, guide, wholeNumber(version), language);
        return found ? JSON.stringify(found) : undefined;
      },
    );
    sendAsset(req, res, document, IMMUTABLE);
  });

  router.get('/guides/:controller/:guide/:version/:file.svg', async (req, res) => {
    const { controller, guide, version, file } = req.params;
    const drawing = await asset(`${controller}/${guide}/${version}/${file}.svg`, 'image/svg+xml', () => {
      // A drawing is the same for every controller, but only those that exist have addresses.
      const known = library.latest(controller, guide);
      return known && library.picture(guide, wholeNumber(version), `${file}.svg`)?.body;
    });
    // Opened as a page of its own, an SVG could run script; in a sandbox it cannot.
    res.set('content-security-policy', "sandbox; default-src 'none'");
    sendAsset(req, res, drawing, IMMUTABLE);
  });

  return router;
}

/** NaN, which no guide has as its version, for anything but plain digits. */
function wholeNumber(text: string): number {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN;
}
