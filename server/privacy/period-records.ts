/**
 * The records of each controller's retention periods. Version 1 is the policy table and always there; every later one
 * was proposed by one reviewer with a reason, and approved by another. A record never changes again, so those that
 * were approved are kept in memory: a session's dates and the caller's notice need them without waiting.
 */
import * as v from 'valibot';
import type { ControllerEvent } from '../../protocol/controller-events.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Periods, ProposePeriods, SimulatePeriods, Simulation } from '../../protocol/periods.ts';
import type { Database, PeriodChangeRow } from '../database.ts';
import { openText, sealText } from '../ledger/blob.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ControllerLog } from './controller-log.ts';
import type { Reviewer } from './holds.ts';
import { impossible, samePeriods, TABLE_PERIODS } from './periods.ts';

/** Periods by the number of their record. */
export interface NumberedPeriods {
  readonly version: number;
  readonly periods: Periods;
}

/** Never waits; of a controller of this installation. */
export interface PeriodsInForce {
  current(controller: string): NumberedPeriods;
  /** Undefined for a version that there never was. */
  find(controller: string, version: number): NumberedPeriods | undefined;
  /** For what was written down: throws when there is no such record. */
  mustFind(controller: string, version: number): Periods;
}

type PeriodReasons = v.InferOutput<typeof Reasons>;
export type PeriodChange = Omit<PeriodChangeRow, 'reasons'> & {
  readonly reasons: PeriodReasons;
};
/** Who decided is told; `ok` when the step was taken. */
export type PeriodAnswer = { readonly ok: true; readonly change: PeriodChange } | Refusal;

export interface PeriodRecords extends PeriodsInForce {
  simulate(controller: string, change: SimulatePeriods): Promise<{ ok: true; value: Simulation } | Refusal>;
  propose(by: Reviewer, proposal: ProposePeriods): Promise<PeriodAnswer>;
  approve(by: Reviewer, id: string): Promise<PeriodAnswer>;
  refuse(by: Reviewer, id: string, why: string): Promise<PeriodAnswer>;
  withdraw(by: Reviewer, id: string): Promise<PeriodAnswer>;
  /** The proposal that waits, if any, and what was approved, newest first; at most 200. */
  list(controller: string): Promise<readonly PeriodChange[]>;
  /** Reads what was approved; before any command is taken. */
  load(): Promise<void>;
}

export interface PeriodRecordsDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'controllerLog'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly simulate: (controller: string, change: SimulatePeriods) => Promise<Simulation>;
}

const Reasons = v.object({
  reason: v.string(),
  prolong: v.exactOptional(v.string()),
  refused: v.exactOptional(v.string()),
});
const LISTED = 200;
const TABLE: NumberedPeriods = { version: 1, periods: TABLE_PERIODS };

export function createPeriodRecords(deps: PeriodRecordsDeps): PeriodRecords {
  const { database, log, keys, clock, newId } = deps;
  /** By controller; version 2 is the first. */
  const approved = new Map<string, readonly NumberedPeriods[]>();
  /** One step at a time: two people who decide at once decide once. */
  let tail: Promise<unknown> = Promise.resolve();

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = tail.then(step);
    tail = mine.catch(() => {});
    return mine;
  }

  const current = (controller: string) => approved.get(controller)?.at(-1) ?? TABLE;

  function remember({ controller, version, ...row }: PeriodChangeRow): void {
    if (version === null) throw new Error('a record without a version');
    const record = { version, periods: periodsOf(row) };
    approved.set(controller, [...(approved.get(controller) ?? []), record]);
  }

  async function load(): Promise<void> {
    const query = database.selectFrom('period_change').selectAll().where('state', '=', 'approved');
    const rows = await query.orderBy('version').execute();
    approved.clear();
    for (const row of rows) remember(row);
  }

  async function open({ reasons, ...row }: PeriodChangeRow): Promise<PeriodChange> {
    const key = await keys.controllerLog(row.controller);
    return { ...row, reasons: v.parse(Reasons, JSON.parse(openText(key, contextOf(row.id), reasons))) };
  }

  async function seal(controller: string, id: string, reasons: PeriodReasons): Promise<Uint8Array> {
    return sealText(await keys.controllerLog(controller), contextOf(id), JSON.stringify(reasons));
  }

  async function write(by: Reviewer, row: PeriodChangeRow, event: ControllerEvent, also: Statement) {
    await log.append(by.controller, { kind: 'reviewer', staff: by.id }, [event], [also]);
    return { ok: true, change: await open(row) } as const;
  }

  /** The proposal that the reviewer's controller has under this id, while nobody has decided it. */
  async function waiting(by: Reviewer, id: string): Promise<{ ok: true; row: PeriodChangeRow } | Refusal> {
    const rows = database.selectFrom('period_change').selectAll().where('id', '=', id);
    const row = await rows.where('controller', '=', by.controller).executeTakeFirst();
    if (!row) return refuse('not_found');
    return row.state === 'proposed' ? { ok: true, row } : refuse('already_decided');
  }

  function decide(
    by: Reviewer,
    row: PeriodChangeRow,
    set: Partial<PeriodChangeRow> & Pick<PeriodChangeRow, 'state'>,
    event: ControllerEvent,
  ) {
    const decided = { ...set, decided_by: by.id, decided_at: clock.now() };
    const update = database.updateTable('period_change').set(decided).where('id', '=', row.id).compile();
    return write(by, { ...row, ...decided }, event, update);
  }

  /** What the log says of a change, with the table before it and the one after it. */
  function told(row: PeriodChangeRow) {
    const before = current(row.controller).periods;
    return { proposal: row.id, before, after: periodsOf(row), prolongEnded: row.prolong_ended === 1 };
  }

  const find = (controller: string, version: number) =>
    version === 1 ? TABLE : approved.get(controller)?.find((record) => record.version === version);

  return {
    current,
    find,
    mustFind(controller, version) {
      const found = find(controller, version);
      if (!found) throw new Error(`no record ${version} of the periods of ${controller}`);
      return found.periods;
    },

    async simulate(controller, change) {
      const code = impossible(change.periods);
      return code ? refuse(code) : { ok: true, value: await deps.simulate(controller, change) };
    },

    propose: (by, proposal) =>
      inTurn(async () => {
        const code = impossible(proposal.periods);
        if (code) return refuse(code);
        if (samePeriods(proposal.periods, current(by.controller).periods)) return refuse('periods_unchanged');
        const proposed = database.selectFrom('period_change').select('id').where('state', '=', 'proposed');
        if (await proposed.where('controller', '=', by.controller).executeTakeFirst()) {
          return refuse('proposal_waiting');
        }
        const id = newId();
        const { reason, prolongReason } = proposal;
        const reasons = { reason, ...(prolongReason === undefined ? {} : { prolong: prolongReason }) };
        const row = newRow(id, by, proposal, clock.now(), await seal(by.controller, id, reasons));
        const why = { reason, ...(prolongReason === undefined ? {} : { prolongReason }) };
        const event = { type: 'PeriodsProposed', ...why, ...told(row) } as const;
        return write(by, row, event, database.insertInto('period_change').values(row).compile());
      }),

    approve: (by, id) =>
      inTurn(async () => {
        const found = await waiting(by, id);
        if (!found.ok) return found;
        const { row } = found;
        if (row.proposed_by === by.id) return refuse('second_person_required');
        // A release may have narrowed the table since it was proposed.
        const code = impossible(periodsOf(row));
        if (code) return refuse(code);
        const change = { periods: periodsOf(row), prolongEnded: row.prolong_ended === 1 };
        const simulation = await deps.simulate(by.controller, change);
        const version = current(by.controller).version + 1;
        const event = { type: 'PeriodsChanged', version, simulation, ...told(row) } as const;
        // What is durable counts, whatever became of the answer.
        return decide(by, row, { state: 'approved', version }, event).finally(load);
      }),

    refuse: (by, id, why) =>
      inTurn(async () => {
        const found = await waiting(by, id);
        if (!found.ok) return found;
        if (found.row.proposed_by === by.id) return refuse('second_person_required');
        const { reasons } = await open(found.row);
        const sealed = await seal(by.controller, id, { ...reasons, refused: why });
        const event = { type: 'PeriodsProposalRefused', proposal: id, why } as const;
        return decide(by, found.row, { state: 'refused', reasons: sealed }, event);
      }),

    withdraw: (by, id) =>
      inTurn(async () => {
        const found = await waiting(by, id);
        if (!found.ok) return found;
        if (found.row.proposed_by !== by.id) return refuse('not_allowed');
        const event = { type: 'PeriodsProposalWithdrawn', proposal: id } as const;
        return decide(by, found.row, { state: 'withdrawn' }, event);
      }),

    async list(controller) {
      const rows = await database
        .selectFrom('period_change')
        .selectAll()
        .where('controller', '=', controller)
        .where('state', 'in', ['proposed', 'approved'])
        .orderBy('proposed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(LISTED)
        .execute();
      return Promise.all(rows.map(open));
    },

    load,
  };
}

const contextOf = (id: string): string => `periods:${id}`;

export function periodsOf({ photos, content, skeleton }: Periods): Periods {
  return { photos, content, skeleton };
}

function newRow(
  id: string,
  by: Reviewer,
  { periods, prolongEnded }: ProposePeriods,
  now: number,
  reasons: Uint8Array,
): PeriodChangeRow {
  return {
    id,
    controller: by.controller,
    version: null,
    state: 'proposed',
    ...periodsOf(periods),
    prolong_ended: prolongEnded ? 1 : 0,
    reasons,
    proposed_by: by.id,
    proposed_at: now,
    decided_by: null,
    decided_at: null,
    redated: 0,
    redated_at: 0,
    redated_id: '',
  };
}
