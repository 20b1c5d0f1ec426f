/**
 * The guard with a memory: every grant and every refusal becomes one entry of the controller's log, before
 * anything is read. A grant is one entry for as long as it holds, not one for each picture or byte range.
 */
import type { Refusal } from '../../protocol/errors.ts';
import type { Clock } from '../ports.ts';
import type { ControllerLog } from './controller-log.ts';
import { type Asker, ask, type Grant, type Guarded } from './guard.ts';
import type { Access, DataCategory, Purpose } from './policy.ts';
import type { Restricted } from './restricted.ts';

export interface Guard {
  /** As `ask`, recorded. `staff`: the account that asks; absent for callers and the system. */
  ask(
    asker: Asker & { readonly staff?: string },
    purpose: Purpose,
    category: DataCategory,
    access: Access,
    of: Guarded,
  ): Promise<{ readonly ok: true; readonly grant: Grant } | Refusal>;
}

/** Milliseconds for which one entry stands for the same question and answer. */
const ONE_ENTRY_FOR = 10 * 60_000;
const REMEMBERED = 10_000;

export interface GuardDeps {
  readonly log: ControllerLog;
  readonly clock: Clock;
  /** What data subjects had restricted of a session. */
  readonly restrictedOf: (session: string) => Restricted;
}

export function createGuard({ log, clock, restrictedOf }: GuardDeps): Guard {
  /** When each answer was last recorded. */
  const recorded = new Map<string, number>();

  function isNew(answer: string, now: number): boolean {
    const before = recorded.get(answer);
    if (before !== undefined && now - before < ONE_ENTRY_FOR) return false;
    recorded.delete(answer);
    recorded.set(answer, now);
    const { value: oldest } = recorded.keys().next();
    if (recorded.size > REMEMBERED && oldest !== undefined) recorded.delete(oldest);
    return true;
  }

  return {
    async ask(asker, purpose, category, access, of) {
      const now = clock.now();
      const restricted = restrictedOf(of.session);
      const answer = ask(asker, purpose, category, access, { ...of, restricted }, now);
      const { who, staff } = asker;
      const asked = { session: of.session, who, purpose, category, access };
      const type = answer.ok ? 'GrantGiven' : 'GrantRefused';
      if (isNew(JSON.stringify([type, staff ?? '', asked]), now)) {
        // A refusal stands in the log of the controller whose data were asked for.
        const actor = staff === undefined ? { kind: who } : { kind: who, staff };
        await log.append(of.controller, actor, [{ type, ...asked }]);
      }
      return answer;
    },
  };
}
