/** GET /api/me: who is signed in and what they may work with. GET /api/colleagues: whom a session can go to. */
import { Router } from 'express';
import type { Colleague, Me } from '../../protocol/http.ts';
import { MATTER_CATEGORIES } from '../../protocol/language.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { brandOf } from '../content/facts.ts';
import type { Content } from '../content/types.ts';
import type { Accounts } from '../identity/accounts.ts';
import type { Staff } from '../identity/staff.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface MeFacts {
  readonly content: Content;
  readonly demo: boolean;
  /** Country calling codes, the default first. */
  readonly prefixes: readonly string[];
  /** Short address where a caller types the spoken code. */
  readonly codeAddress: string;
}

/** Builds what a signed-in browser may know; sign-in answers with the same. */
export function createMe({ content, demo, prefixes, codeAddress }: MeFacts): (staff: Staff) => Me {
  const matters = MATTER_CATEGORIES.map((category) => ({ category, titles: content.matters[category] }));
  return ({ id, login, name, role, controller: key }) => {
    const controller = content.controllers.get(key);
    if (!controller) throw new HttpRefusal('controller_unknown');
    return {
      id,
      login,
      name,
      role,
      brand: brandOf(controller),
      demo,
      protocol: PROTOCOL_VERSION,
      prefixes,
      matters,
      pages: controller.pages,
      codeAddress,
    };
  };
}

export interface MeDeps {
  readonly meOf: (staff: Staff) => Me;
  readonly accounts: Pick<Accounts, 'colleagues'>;
  readonly gate: StaffGate;
}

export function meRoutes({ meOf, accounts, gate }: MeDeps): Router {
  const router = Router();

  router.get('/api/me', gate(), (_req, res) => {
    res.json(meOf(staffOf(res)));
  });

  router.get('/api/colleagues', gate('agent', 'supervisor'), async (_req, res) => {
    const asker = staffOf(res);
    const others = (await accounts.colleagues(asker.controller)).filter(({ id }) => id !== asker.id);
    res.json(others.map(({ id, name }): Colleague => ({ id, name })));
  });

  return router;
}
