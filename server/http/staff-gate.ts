/** The gate in front of everything that staff may do. Behind it a handler knows who is asking. */
import type { RequestHandler, Response } from 'express';
import type { StaffRole } from '../../protocol/http.ts';
import type { Identity } from '../identity/identity.ts';
import type { Staff } from '../identity/staff.ts';
import type { TokenCookie } from './cookies.ts';
import { HttpRefusal } from './problem.ts';

/** Lets the given roles through; without any, everyone who is signed in. */
export type StaffGate = (...roles: readonly StaffRole[]) => RequestHandler;

const admitted = new WeakMap<Response, Staff>();

export function createStaffGate(identity: Pick<Identity, 'fromToken'>, cookie: TokenCookie): StaffGate {
  return (...roles) =>
    async (req, res, next) => {
      const token = cookie.read(req.headers);
      const staff = token === undefined ? undefined : await identity.fromToken(token);
      if (!staff) throw new HttpRefusal('sign_in_required');
      if (roles.length > 0 && !roles.includes(staff.role)) throw new HttpRefusal('not_allowed');
      admitted.set(res, staff);
      next();
    };
}

/** Who is asking; throws where the gate was forgotten, so that a forgotten gate is found at the first try. */
export function staffOf(res: Response): Staff {
  const staff = admitted.get(res);
  if (!staff) throw new Error('this route has no staff gate');
  return staff;
}
