/** The gate in front of the subject's own page: the cookie that a right code gave, and whom it stands for. */
import type { Request } from 'express';
import type { Subject, SubjectSignIn } from '../subject/sign-in.ts';
import type { TokenCookie } from './cookies.ts';
import { HttpRefusal } from './problem.ts';

export type SubjectGate = (req: Request) => Promise<Subject>;

/** Throws `subject_sign_in_required` without a cookie that is good for something. */
export function createSubjectGate(signIn: Pick<SubjectSignIn, 'find'>, cookie: TokenCookie): SubjectGate {
  return async (req) => {
    const token = cookie.read(req.headers);
    const subject = token === undefined ? undefined : await signIn.find(token);
    if (!subject) throw new HttpRefusal('subject_sign_in_required');
    return subject;
  };
}
