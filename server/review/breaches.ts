/**
 * The register of breaches (GDPR Art. 33(5)): facts, effects and what was done, with the times that both clocks are
 * held against. What is told in words stands sealed under the key of the controller's log; each step is an entry.
 */
import * as v from 'valibot';
import {
  BREACH_KINDS,
  type Breach,
  type Breaches,
  type BreachFigures,
  type OpenBreach,
  type SubjectDecision,
} from '../../protocol/breach.ts';
import type { ControllerEvent } from '../../protocol/controller-events.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { BreachRow, Database } from '../database.ts';
import { openText, sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Clock } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { BREACH_REGISTER } from '../privacy/policy.ts';
import type { BreachScopes } from './breach-scope.ts';
import { namesIn } from './log.ts';

interface By {
  readonly id: string;
  readonly controller: string;
}
type Answer = { readonly ok: true; readonly value: Breach } | Refusal;

export interface BreachRegister {
  open(by: By, breach: OpenBreach): Promise<Answer>;
  list(controller: string): Promise<Breaches>;
  /** `at`: when the authority was notified, epoch milliseconds. */
  authority(by: By, id: string, at: number, note: string): Promise<Answer>;
  /** That those affected were told, or why they need not be. */
  subjects(by: By, id: string, at: number, decision: SubjectDecision, note: string): Promise<Answer>;
  close(by: By, id: string, note: string): Promise<Answer>;
  /** Entries whose period is over are removed. */
  expire(): Promise<void>;
}

export interface BreachRegisterDeps {
  readonly database: Database;
  readonly scopes: Pick<BreachScopes, 'count'>;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'controllerLog'>;
  readonly clock: Clock;
  readonly newId: () => string;
}

const Told = v.object({
  scope: v.object({
    kind: v.picklist(BREACH_KINDS),
    of: v.exactOptional(v.string()),
    since: v.number(),
    until: v.number(),
  }),
  figures: v.object({
    sessions: v.number(),
    subjects: v.number(),
    untraceable: v.number(),
    categories: v.record(v.string(), v.number()),
  }),
  facts: v.string(),
  authority: v.exactOptional(v.string()),
  subjects: v.exactOptional(v.string()),
  close: v.exactOptional(v.string()),
});
type Told = v.InferOutput<typeof Told>;
interface Step {
  readonly note: Partial<Told>;
  readonly set: Partial<BreachRow>;
  readonly event: ControllerEvent;
}

const LISTED = 100;

export function createBreachRegister(deps: BreachRegisterDeps): BreachRegister {
  const { database, scopes, log, keys, clock, newId } = deps;
  /** One step at a time: what was said once is not said again. */
  let tail: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = tail.then(work);
    tail = mine.catch(() => {});
    return mine;
  }

  const contextOf = (id: string) => `breach:${id}`;
  const seal = async (controller: string, id: string, told: Told) =>
    sealText(await keys.controllerLog(controller), contextOf(id), JSON.stringify(told));
  async function toldOf({ controller, id, sealed }: BreachRow): Promise<Told> {
    return v.parse(Told, JSON.parse(openText(await keys.controllerLog(controller), contextOf(id), sealed)));
  }

  async function viewOf(row: BreachRow, names: ReadonlyMap<string, string>): Promise<Breach> {
    return breachFrom(row, await toldOf(row), names);
  }

  function step(by: By, id: string, next: (row: BreachRow) => Refusal | Step): Promise<Answer> {
    return inTurn(async () => {
      const row = await database
        .selectFrom('breach')
        .selectAll()
        .where('id', '=', id)
        .where('controller', '=', by.controller)
        .executeTakeFirst();
      if (!row) return refuse('not_found');
      const taken = next(row);
      if ('ok' in taken) return taken;
      const told = { ...(await toldOf(row)), ...taken.note };
      const set = { ...taken.set, sealed: await seal(row.controller, id, told) };
      const update = database.updateTable('breach').set(set).where('id', '=', id).compile();
      await log.append(by.controller, { kind: 'reviewer', staff: by.id }, [taken.event], [update]);
      return {
        ok: true,
        value: breachFrom({ ...row, ...set }, told, await namesIn(database, by.controller)),
      };
    });
  }

  return {
    async open(by, { awareAt, scope, facts }) {
      const figures: BreachFigures = await scopes.count(by.controller, scope);
      const id = newId();
      const told: Told = { scope, figures, facts };
      const row: BreachRow = {
        id,
        controller: by.controller,
        opened_by: by.id,
        opened_at: clock.now(),
        aware_at: awareAt,
        sealed: await seal(by.controller, id, told),
        authority_at: null,
        subjects: null,
        subjects_at: null,
        closed_by: null,
        closed_at: null,
      };
      const insert = database.insertInto('breach').values(row).compile();
      const event = { type: 'BreachOpened', breach: id, awareAt } as const;
      await log.append(by.controller, { kind: 'reviewer', staff: by.id }, [event], [insert]);
      return { ok: true, value: breachFrom(row, told, await namesIn(database, by.controller)) };
    },

    async list(controller) {
      const rows = await database
        .selectFrom('breach')
        .selectAll()
        .where('controller', '=', controller)
        .orderBy('opened_at', 'desc')
        .limit(LISTED)
        .execute();
      const names = await namesIn(database, controller);
      return { now: clock.now(), breaches: await Promise.all(rows.map((row) => viewOf(row, names))) };
    },

    authority: (by, id, at, note) =>
      step(by, id, (row) =>
        row.authority_at === null
          ? {
              note: { authority: note },
              set: { authority_at: at },
              event: { type: 'BreachAuthorityNotified', breach: id, notifiedAt: at },
            }
          : refuse('already_decided'),
      ),

    subjects: (by, id, at, decision, note) =>
      step(by, id, (row) =>
        row.subjects === null
          ? {
              note: { subjects: note },
              set: { subjects: decision, subjects_at: at },
              event: { type: 'BreachSubjectsDecided', breach: id, decision },
            }
          : refuse('already_decided'),
      ),

    close: (by, id, note) =>
      step(by, id, (row) => {
        if (row.closed_at !== null) return refuse('already_decided');
        if (row.authority_at === null || row.subjects === null) return refuse('breach_undecided');
        return {
          note: { close: note },
          set: { closed_at: clock.now(), closed_by: by.id },
          event: { type: 'BreachClosed', breach: id },
        };
      }),

    async expire() {
      const ended = Temporal.Instant.fromEpochMilliseconds(clock.now())
        .toZonedDateTimeISO('UTC')
        .subtract(BREACH_REGISTER.period);
      await database.deleteFrom('breach').where('closed_at', '<=', ended.epochMilliseconds).execute();
    },
  };
}

function breachFrom(row: BreachRow, told: Told, names: ReadonlyMap<string, string>): Breach {
  const openedBy = names.get(row.opened_by);
  const closedBy = row.closed_by === null ? undefined : names.get(row.closed_by);
  const { authority_at, subjects, subjects_at, closed_at } = row;
  return {
    id: row.id,
    awareAt: row.aware_at,
    scope: told.scope,
    facts: told.facts,
    figures: told.figures,
    openedAt: row.opened_at,
    ...(openedBy === undefined ? {} : { openedBy }),
    ...(authority_at === null ? {} : { authority: { at: authority_at, note: told.authority ?? '' } }),
    ...(subjects === null || subjects_at === null
      ? {}
      : { subjects: { at: subjects_at, decision: subjects, note: told.subjects ?? '' } }),
    ...(closed_at === null
      ? {}
      : {
          closed: {
            at: closed_at,
            note: told.close ?? '',
            ...(closedBy === undefined ? {} : { by: closedBy }),
          },
        }),
  };
}
