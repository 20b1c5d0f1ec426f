/**
 * What an audit found. Its words are sealed under a key of the finding's own, which is destroyed when its period is
 * over: no copy of the database opens them then. Reading and writing them takes a grant; lists show no words.
 *
 * A follow-up is not said to be done by whoever is responsible for it: somebody else has looked.
 */
import * as v from 'valibot';
import type {
  AuditItemView,
  Finding,
  FindingFacts,
  FollowUp,
  RecordFinding,
} from '../../../protocol/audit.ts';
import { type Refusal, refuse } from '../../../protocol/errors.ts';
import type { AuditItemRow, Database, FindingRow } from '../../database.ts';
import type { Staff } from '../../identity/staff.ts';
import { openText, sealText } from '../../ledger/blob.ts';
import type { Keys } from '../../ledger/keys.ts';
import type { Clock } from '../../ports.ts';
import type { ControllerLog } from '../../privacy/controller-log.ts';
import { OWN_RETENTION } from '../../privacy/policy.ts';
import type { Guard } from '../../privacy/recorded-guard.ts';
import { dayAt, dayOf } from '../days.ts';
import { namesIn } from '../log.ts';
import type { Queue } from './queue.ts';

type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

export interface Findings {
  /** An item with what was found in it, words included. */
  view(reviewer: Staff, item: string): Promise<Answer<AuditItemView>>;
  record(reviewer: Staff, item: string, finding: RecordFinding): Promise<Answer<Finding>>;
  done(reviewer: Staff, finding: string, note: string): Promise<Answer<Finding>>;
  /** Open ones, soonest due first; done ones newest first. At most 100. */
  followUps(reviewer: Staff, state: 'open' | 'done'): Promise<readonly FindingFacts[]>;
}

export interface FindingsDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly keys: Pick<Keys, 'createRecord' | 'openRecord'>;
  readonly guard: Guard;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly newId: () => string;
}

const Words = v.object({ text: v.string(), note: v.exactOptional(v.string()) });
type FindingWords = v.InferOutput<typeof Words>;
const LISTED = 100;

export const findingKey = (id: string): string => `finding:${id}`;

export function createFindings(deps: FindingsDeps): Findings {
  const { database, log, keys, guard, queue, clock, newId } = deps;

  /** Whether this reviewer may read or write findings about the session: recorded, like every grant. */
  async function granted({ controller, id: staff }: Staff, session: string, access: 'read' | 'write') {
    const asker = { who: 'reviewer', controller, own: false, staff } as const;
    return guard.ask(asker, 'compliance-review', 'finding', access, { session, controller });
  }

  async function facts(reviewer: Staff, rows: readonly FindingRow[]): Promise<FindingFacts[]> {
    const names = await namesIn(database, reviewer.controller);
    return rows.map((row) => factsOf(row, reviewer, names, clock.now()));
  }

  /** Undefined when the key is destroyed. */
  async function words({ controller, id, sealed }: FindingRow): Promise<FindingWords | undefined> {
    const key = await keys.openRecord(controller, findingKey(id));
    return key && v.parse(Words, JSON.parse(openText(key, findingKey(id), sealed)));
  }

  async function viewOf(reviewer: Staff, row: FindingRow): Promise<Finding> {
    const [about] = await facts(reviewer, [row]);
    if (!about) throw new Error('a finding has facts');
    return { ...about, text: '', ...(await words(row)) };
  }

  async function isColleague(controller: string, account: string): Promise<boolean> {
    const row = await database
      .selectFrom('account')
      .select('id')
      .where('id', '=', account)
      .where('controller', '=', controller)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  async function add(reviewer: Staff, item: AuditItemRow, finding: RecordFinding): Promise<FindingRow> {
    const { severity, category, text, followUp } = finding;
    const id = newId();
    const key = await keys.createRecord(reviewer.controller, findingKey(id));
    const now = clock.now();
    const row: FindingRow = {
      id,
      controller: reviewer.controller,
      item: item.id,
      session: item.session,
      severity,
      category,
      sealed: sealText(key, findingKey(id), JSON.stringify({ text } satisfies FindingWords)),
      recorded_by: reviewer.id,
      recorded_at: now,
      responsible: followUp?.responsible ?? null,
      due_at: followUp ? dayOf(followUp.due).until : null,
      done_by: null,
      done_at: null,
      erase_due: eraseDue(now),
    };
    const { session } = item;
    const event = { type: 'FindingRecorded', finding: id, item: item.id, session, severity } as const;
    const closed = { state: 'finding', closed_at: item.closed_at ?? now } as const;
    await log.append(
      reviewer.controller,
      { kind: 'reviewer', staff: reviewer.id },
      [{ ...event, about: category }],
      [
        database.insertInto('finding').values(row).compile(),
        database.updateTable('audit_item').set(closed).where('id', '=', item.id).compile(),
      ],
    );
    return row;
  }

  async function finish(reviewer: Staff, row: FindingRow, note: string): Promise<Answer<Finding>> {
    const [key, known] = await Promise.all([keys.openRecord(row.controller, findingKey(row.id)), words(row)]);
    if (!key || !known) return refuse('not_found');
    const sealed = sealText(key, findingKey(row.id), JSON.stringify({ ...known, note }));
    const set = { sealed, done_by: reviewer.id, done_at: clock.now() };
    const update = database.updateTable('finding').set(set).where('id', '=', row.id).compile();
    const event = { type: 'FollowUpDone', finding: row.id, session: row.session } as const;
    await log.append(row.controller, { kind: 'reviewer', staff: reviewer.id }, [event], [update]);
    return { ok: true, value: await viewOf(reviewer, { ...row, ...set }) };
  }

  return {
    async view(reviewer, id) {
      const item = await queue.item(reviewer, id);
      if (!item.ok) return item;
      const rows = await database
        .selectFrom('finding')
        .selectAll()
        .where('item', '=', id)
        .where('controller', '=', reviewer.controller)
        .orderBy('recorded_at')
        .execute();
      if (rows.length > 0) {
        const grant = await granted(reviewer, item.value.session, 'read');
        if (!grant.ok) return grant;
      }
      const found = await Promise.all(rows.map((row) => viewOf(reviewer, row)));
      return { ok: true, value: { ...item.value, found } };
    },
    record: (reviewer, id, finding) =>
      queue.inTurn(async () => {
        const item = await queue.mine(reviewer, id);
        if (!item.ok) return item;
        const { followUp } = finding;
        if (followUp && !(await isColleague(reviewer.controller, followUp.responsible))) {
          return refuse('colleague_unknown');
        }
        const grant = await granted(reviewer, item.value.session, 'write');
        if (!grant.ok) return grant;
        return { ok: true, value: await viewOf(reviewer, await add(reviewer, item.value, finding)) };
      }),
    done: (reviewer, id, note) =>
      queue.inTurn(async () => {
        const row = await database
          .selectFrom('finding')
          .selectAll()
          .where('id', '=', id)
          .where('controller', '=', reviewer.controller)
          .executeTakeFirst();
        if (!row) return refuse('not_found');
        if (row.due_at === null || row.done_at !== null) return refuse('audit_state_wrong');
        if (row.responsible === reviewer.id) return refuse('second_person_required');
        const grant = await granted(reviewer, row.session, 'write');
        return grant.ok ? finish(reviewer, row, note) : grant;
      }),
    async followUps(reviewer, state) {
      const rows = database
        .selectFrom('finding')
        .selectAll()
        .where('controller', '=', reviewer.controller)
        .where('due_at', 'is not', null)
        .limit(LISTED);
      const found =
        state === 'open'
          ? rows.where('done_at', 'is', null).orderBy('due_at')
          : rows.where('done_at', 'is not', null).orderBy('done_at', 'desc');
      return facts(reviewer, await found.execute());
    },
  };
}

function factsOf(
  row: FindingRow,
  reader: Staff,
  names: ReadonlyMap<string, string>,
  now: number,
): FindingFacts {
  const followUp = followUpOf(row, reader, names, now);
  return {
    id: row.id,
    item: row.item,
    session: row.session,
    severity: row.severity,
    category: row.category,
    recordedBy: names.get(row.recorded_by) ?? '',
    recordedAt: row.recorded_at,
    eraseDue: row.erase_due,
    ...(followUp ? { followUp } : {}),
  };
}

function followUpOf(
  { responsible, due_at, done_by, done_at }: FindingRow,
  reader: Staff,
  names: ReadonlyMap<string, string>,
  now: number,
): FollowUp | undefined {
  if (responsible === null || due_at === null) return undefined;
  return {
    responsible: names.get(responsible) ?? '',
    own: responsible === reader.id,
    due: dayAt(due_at - 1),
    overdue: done_at === null && now >= due_at,
    ...(done_by === null || done_at === null ? {} : { doneBy: names.get(done_by) ?? '', doneAt: done_at }),
  };
}

/** Epoch milliseconds; counted in UTC like every period. */
function eraseDue(recordedAt: number): number {
  const [{ period }] = OWN_RETENTION;
  const at = Temporal.Instant.fromEpochMilliseconds(recordedAt).toZonedDateTimeISO('UTC');
  return at.add(Temporal.Duration.from(period)).epochMilliseconds;
}
