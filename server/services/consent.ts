/** The register of consents, and what asks it. */
import { v7 as newId } from 'uuid';
import { createCardAnswer, resumeAnswers } from '../consent/card-answer.ts';
import { createShowDiagnostics } from '../consent/diagnostics.ts';
import { createConsentsInCall } from '../consent/in-call.ts';
import { createRatings } from '../consent/ratings.ts';
import { createConsentRegister } from '../consent/register.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

export type Consents = ReturnType<typeof createConsents>;

export function createConsents(outside: Outside, core: Core) {
  const { content, database, clock, customers, diagnostics } = outside;
  const { ledger, keys, lookupKey } = core;
  const register = createConsentRegister({
    database,
    content,
    ledger,
    keys,
    clock,
    newId,
    lookupKey,
    customers,
  });
  const { sessions, guard, onFault } = core;
  const inCall = createConsentsInCall({ database, sessions, register, content, lookupKey, newId, onFault });
  return {
    register,
    inCall,
    /** What a server that was killed had no time for; before anything new is taken. */
    async resume() {
      await resumeAnswers({ database, sessions, clock });
      await inCall.resume();
    },
    answerCard: createCardAnswer({ sessions, register, content, newId }),
    diagnostics: createShowDiagnostics({ inCall, guard, diagnostics, newId }),
    ratings: createRatings({ database, sessions, inCall, clock }),
  };
}
