/**
 * Legal holds: while one is in force, nothing erases what it names, neither the sweep nor the caller. Set and lifted
 * by a reviewer with a reason, and by a second one who approves. Each step is an entry in the controller's log,
 * written in the same commit as the row.
 */
import * as v from 'valibot';
import type { ControllerEvent } from '../../protocol/controller-events.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Database, HoldRow } from '../database.ts';
import { openText, sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ControllerLog } from './controller-log.ts';
import { type Held, NOTHING_HELD } from './held.ts';

export interface Reviewer {
  /** Account id. */
  readonly id: string;
  readonly controller: string;
}

export interface HoldTarget {
  readonly session: string;
  readonly photo?: string | undefined;
}

/** What a hold can name: a session that still has its content, and its photos. */
export interface Holdable {
  readonly photos: readonly { readonly id: string; readonly erased: boolean }[];
}

export type HoldReasons = v.InferOutput<typeof Reasons>;
export type HeldRow = Omit<HoldRow, 'reasons'> & { readonly reasons: HoldReasons };
type Answer = { readonly ok: true; readonly hold: HeldRow } | Refusal;

export interface Holds {
  /** What holds name of this session now. Never waits: decisions on commands depend on it. */
  of(session: string): Held;
  request(by: Reviewer, target: HoldTarget, reason: string): Promise<Answer>;
  approve(by: Reviewer, id: string): Promise<Answer>;
  /** Takes a request back that nobody has approved; only who asked can. */
  withdraw(by: Reviewer, id: string): Promise<Answer>;
  requestLift(by: Reviewer, id: string, reason: string): Promise<Answer>;
  approveLift(by: Reviewer, id: string): Promise<Answer>;
  /** Newest first; of one session when given. At most 200. */
  list(controller: string, session?: string): Promise<readonly HeldRow[]>;
  /** Reads which holds are in force; before any command is taken. */
  load(): Promise<void>;
}

export interface HoldsDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'controllerLog'>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** What this controller has to hold; or why there is nothing. */
  readonly find: (
    controller: string,
    session: string,
  ) => Promise<{ readonly ok: true; readonly of: Holdable } | Refusal>;
  /** Takes the stored objects out of every rule by which the store itself expires them, or puts them back. */
  readonly shield: (target: HoldTarget, held: boolean) => Promise<void>;
  /** Puts a hold that is set or lifted on the list outside all backups. */
  readonly noteOutside: (row: HoldRow, inForce: boolean) => Promise<void>;
}

const Reasons = v.object({ hold: v.string(), lift: v.exactOptional(v.string()) });
const LISTED = 200;
const NO_REASONS = new Uint8Array(0);

export function createHolds(deps: HoldsDeps): Holds {
  const { database, log, keys, clock, newId, find, shield, noteOutside } = deps;
  const inForce = new Map<string, HoldTarget>();
  /** One step at a time: two people who approve at once approve once. */
  let tail: Promise<unknown> = Promise.resolve();

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = tail.then(step);
    tail = mine.catch(() => {});
    return mine;
  }

  function heldOf(session: string): Held {
    const targets = [...inForce.values()].filter((target) => target.session === session);
    if (targets.length === 0) return NOTHING_HELD;
    const photos = targets.flatMap(({ photo }) => (photo === undefined ? [] : [photo]));
    return { all: targets.some(({ photo }) => photo === undefined), photos: new Set(photos) };
  }

  async function check(by: Reviewer, { session, photo }: HoldTarget): Promise<Refusal | undefined> {
    const found = await find(by.controller, session);
    if (!found.ok) return found;
    if (photo === undefined) return undefined;
    const one = found.of.photos.find(({ id }) => id === photo);
    if (!one) return refuse('photo_unknown');
    return one.erased ? refuse('photo_gone') : undefined;
  }

  async function rowOf(by: Reviewer, id: string): Promise<HoldRow | undefined> {
    const rows = database.selectFrom('hold').selectAll().where('id', '=', id);
    return rows.where('controller', '=', by.controller).executeTakeFirst();
  }

  async function open(row: HoldRow): Promise<HeldRow> {
    const key = await keys.controllerLog(row.controller);
    const reasons = v.parse(Reasons, JSON.parse(openText(key, contextOf(row.id), row.reasons)));
    return { ...row, reasons };
  }

  async function seal(controller: string, id: string, reasons: HoldReasons): Promise<Uint8Array> {
    return sealText(await keys.controllerLog(controller), contextOf(id), JSON.stringify(reasons));
  }

  async function write(by: Reviewer, row: HoldRow, event: Step, also: Statement): Promise<Answer> {
    const photo = row.photo === null ? {} : { photo: row.photo };
    const told = { ...event, hold: row.id, session: row.session, ...photo };
    await log.append(by.controller, { kind: 'reviewer', staff: by.id }, [told], [also]);
    return { ok: true, hold: await open(row) };
  }

  /** A step from one state to the next; `before` runs while the row still stands as it was. */
  async function move(
    by: Reviewer,
    id: string,
    from: HoldRow['state'],
    next: (row: HoldRow) => Promise<{ readonly event: Step; readonly set: Partial<HoldRow> } | Refusal>,
  ): Promise<Answer> {
    const row = await rowOf(by, id);
    if (!row) return refuse('not_found');
    if (row.state !== from) return refuse('hold_state_wrong');
    const step = await next(row);
    if ('ok' in step) return step;
    const update = database.updateTable('hold').set(step.set).where('id', '=', id).compile();
    return write(by, { ...row, ...step.set }, step.event, update);
  }

  return {
    of: heldOf,
    request: (by, target, reason) =>
      inTurn(async () => {
        const refused = await check(by, target);
        if (refused) return refused;
        const id = newId();
        const reasons = await seal(by.controller, id, { hold: reason });
        const row = newRow(id, by, target, clock.now(), reasons);
        const insert = database.insertInto('hold').values(row).compile();
        return write(by, row, { type: 'HoldRequested', reason }, insert);
      }),
    approve: (by, id) =>
      inTurn(async () => {
        const answer = await move(by, id, 'requested', async (row) => {
          if (row.requested_by === by.id) return refuse('second_person_required');
          const target = targetOf(row);
          // In force before anything else is decided: no erasure can slip in between this and the commit.
          inForce.set(id, target);
          const refused = await check(by, target);
          if (refused) return refused;
          await shield(target, true);
          const set = { state: 'in-force', approved_by: by.id, approved_at: clock.now() } as const;
          await noteOutside({ ...row, ...set }, true);
          return { event: { type: 'HoldApproved' }, set };
        }).catch((error) => {
          inForce.delete(id);
          throw error;
        });
        if (!answer.ok && answer.code !== 'hold_state_wrong') inForce.delete(id);
        return answer;
      }),
    withdraw: (by, id) =>
      inTurn(() =>
        move(by, id, 'requested', async (row) => {
          if (row.requested_by !== by.id) return refuse('not_allowed');
          const set = { state: 'withdrawn', withdrawn_at: clock.now() } as const;
          return { event: { type: 'HoldWithdrawn' }, set };
        }),
      ),
    requestLift: (by, id, reason) =>
      inTurn(() =>
        move(by, id, 'in-force', async (row) => {
          const { hold } = (await open(row)).reasons;
          const reasons = await seal(by.controller, id, { hold, lift: reason });
          const asked = { lift_requested_by: by.id, lift_requested_at: clock.now() };
          return {
            event: { type: 'HoldLiftRequested', reason },
            set: { state: 'lift-requested', reasons, ...asked },
          };
        }),
      ),
    approveLift: (by, id) =>
      inTurn(async () => {
        const answer = await move(by, id, 'lift-requested', async (row) => {
          if (row.lift_requested_by === by.id) return refuse('second_person_required');
          const set = { state: 'lifted', lifted_by: by.id, lifted_at: clock.now() } as const;
          return { event: { type: 'HoldLifted' }, set };
        });
        if (!answer.ok) return answer;
        const target = targetOf(answer.hold);
        inForce.delete(id);
        const { reasons: _, ...lifted } = answer.hold;
        await noteOutside({ ...lifted, reasons: NO_REASONS }, false);
        const { all, photos } = heldOf(target.session);
        if (!all && photos.size === 0) await shield(target, false);
        return answer;
      }),
    async list(controller, session) {
      const rows = await database
        .selectFrom('hold')
        .selectAll()
        .where('controller', '=', controller)
        .$if(session !== undefined, (query) => query.where('session', '=', session ?? ''))
        .orderBy('requested_at', 'desc')
        .limit(LISTED)
        .execute();
      return Promise.all(rows.map(open));
    },
    async load() {
      const rows = database.selectFrom('hold').selectAll();
      for (const row of await rows.where('state', 'in', ['in-force', 'lift-requested']).execute()) {
        inForce.set(row.id, targetOf(row));
      }
    },
  };
}

type HoldEvent = Extract<ControllerEvent, { readonly hold: string }>;
type Without<E> = E extends HoldEvent ? Omit<E, 'hold' | 'session' | 'photo'> : never;
type Step = Without<HoldEvent>;

export const contextOf = (id: string): string => `hold:${id}`;

function targetOf({ session, photo }: Pick<HoldRow, 'session' | 'photo'>): HoldTarget {
  return photo === null ? { session } : { session, photo };
}

function newRow(id: string, by: Reviewer, target: HoldTarget, now: number, reasons: Uint8Array): HoldRow {
  return {
    id,
    controller: by.controller,
    session: target.session,
    photo: target.photo ?? null,
    state: 'requested',
    reasons,
    requested_by: by.id,
    requested_at: now,
    approved_by: null,
    approved_at: null,
    lift_requested_by: null,
    lift_requested_at: null,
    lifted_by: null,
    lifted_at: null,
    withdrawn_at: null,
  };
}
