/** The consents' texts, which are public, and what a card in a call needs to know of its caller. */
import { Router } from 'express';
import type { CardStanding, ConsentSummary } from '../../protocol/http.ts';
import { isLanguage } from '../../protocol/language.ts';
import type { ConsentRegister } from '../consent/register.ts';
import { consentText, currentConsents, findConsent } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import { type Asset, IMMUTABLE, sendAsset, textAsset } from './asset.ts';
import type { CallerGate } from './caller-gate.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ConsentCardDeps {
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'of'>;
  readonly staffGate: StaffGate;
  readonly callerGate: CallerGate;
}

export function consentCardRoutes({ content, register, staffGate, callerGate }: ConsentCardDeps): Router {
  const router = Router();
  const made = new Map<string, Promise<Asset>>();

  router.get('/consents/:controller/:purpose/:version/:language.json', async (req, res) => {
    const { controller, purpose, version, language } = req.params;
    const found = findConsent(content, controller, purpose, version);
    if (!found || !isLanguage(language)) throw new HttpRefusal('not_found');
    const name = `${controller}/${purpose}/${version}/${language}`;
    const text =
      made.get(name) ??
      textAsset('application/json; charset=utf-8', JSON.stringify(consentText(content, found, language)));
    made.set(name, text);
    sendAsset(req, res, await text, IMMUTABLE);
  });

  router.get('/api/consents', staffGate('agent'), (_req, res) => {
    const summaries = currentConsents(content, staffOf(res).controller).map(
      (consent): ConsentSummary => ({
        purpose: consent.purpose,
        version: consent.version,
        titles: {
          lv: consentText(content, consent, 'lv').title,
          ru: consentText(content, consent, 'ru').title,
          en: consentText(content, consent, 'en').title,
        },
      }),
    );
    res.json(summaries);
  });

  // The caller's own, and only of the card that is on the screen.
  router.get('/api/caller/consent', async (req, res) => {
    const { state } = await callerGate(req);
    if (state.status !== 'joined') throw new HttpRefusal('session_ended');
    const { controller, number, joined } = state;
    if (joined.match.kind === 'pending') throw new HttpRefusal('match_required');
    if (joined.stage.kind !== 'consent' || number === undefined) throw new HttpRefusal('nothing_shown');
    const { purpose } = joined.stage;
    const { standing } = await register.of({ controller, number });
    const inForce = standing.filter((one) => one.purpose === purpose && one.state === 'in-force');
    res.json({
      given: inForce.length > 0,
      channels: inForce.flatMap(({ channel }) => channel ?? []),
    } satisfies CardStanding);
  });

  return router;
}
