/**
 * The audit queue: who takes a drawn session, and what comes of it. Taking and closing open nothing: whoever must see
 * content for an audit asks for an opening like anyone else.
 */
import type { AuditItem, AuditPage } from '../../../protocol/audit.ts';
import { type Refusal, refuse } from '../../../protocol/errors.ts';
import type { AuditItemRow, Database } from '../../database.ts';
import type { Staff } from '../../identity/staff.ts';
import type { Clock } from '../../ports.ts';
import type { ControllerLog } from '../../privacy/controller-log.ts';
import { namesIn } from '../log.ts';
import { readReasons } from './signals.ts';

type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

/** Behind this item a page goes on: `by` is its points, or when it was closed. */
export interface QueuePlace {
  readonly by: number;
  readonly id: string;
}

export interface Queue {
  /** Open ones by points, highest first; closed ones newest first. */
  list(reviewer: Staff, state: 'open' | 'closed', after?: QueuePlace): Promise<AuditPage>;
  item(reviewer: Staff, id: string): Promise<Answer<AuditItem>>;
  /** `instead`: whoever has it now, so that two who take it over at once do not both believe they have it. */
  take(reviewer: Staff, id: string, instead: string | undefined): Promise<Answer<AuditItem>>;
  noFinding(reviewer: Staff, id: string): Promise<Answer<AuditItem>>;
  /** The row, when this reviewer has taken it and may record findings. */
  mine(reviewer: Staff, id: string): Promise<Answer<AuditItemRow>>;
  /** One step at a time: of two at once the second sees what the first did. */
  inTurn<T>(step: () => Promise<T>): Promise<T>;
}

const PAGE = 50;
const OPEN = ['waiting', 'taken'] as const;

type Shown = AuditItemRow & { agent_name: string | null; status: string | null; findings: number | null };

export function createQueue(deps: {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly clock: Clock;
}): Queue {
  const { database, log, clock } = deps;
  let tail: Promise<unknown> = Promise.resolve();

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = tail.then(step);
    tail = mine.catch(() => {});
    return mine;
  }

  const shown = (controller: string) =>
    database
      .selectFrom('audit_item')
      .leftJoin('session', 'session.id', 'audit_item.session')
      .selectAll('audit_item')
      .select(['session.agent_name', 'session.status'])
      .select((query) =>
        query
          .selectFrom('finding')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('finding.item', '=', 'audit_item.id')
          .as('findings'),
      )
      .where('audit_item.controller', '=', controller);

  const rowOf = (reviewer: Staff, id: string) =>
    shown(reviewer.controller).where('audit_item.id', '=', id).executeTakeFirst();

  async function views(reviewer: Staff, rows: readonly Shown[]): Promise<AuditItem[]> {
    const names = await namesIn(database, reviewer.controller);
    return rows.map((row) => itemView(row, reviewer, names));
  }

  async function viewOf(reviewer: Staff, id: string): Promise<Answer<AuditItem>> {
    const row = await rowOf(reviewer, id);
    const [value] = row ? await views(reviewer, [row]) : [];
    return value ? { ok: true, value } : refuse('not_found');
  }

  /** The row changes with the entry that says so, or not at all. */
  async function move(
    reviewer: Staff,
    { id, session }: AuditItemRow,
    set: Partial<AuditItemRow>,
    type: 'AuditTaken' | 'AuditClosed',
  ): Promise<Answer<AuditItem>> {
    const update = database.updateTable('audit_item').set(set).where('id', '=', id).compile();
    const event = { type, item: id, session } as const;
    await log.append(reviewer.controller, { kind: 'reviewer', staff: reviewer.id }, [event], [update]);
    return viewOf(reviewer, id);
  }

  async function mine(reviewer: Staff, id: string): Promise<Answer<Shown>> {
    const row = await rowOf(reviewer, id);
    if (!row) return refuse('not_found');
    const open = row.state === 'taken' || row.state === 'finding';
    return open && row.taken_by === reviewer.id ? { ok: true, value: row } : refuse('audit_state_wrong');
  }

  return {
    async list(reviewer, state, after) {
      let query = shown(reviewer.controller).limit(PAGE + 1);
      if (state === 'open') {
        query = query.where('state', 'in', OPEN).orderBy('points', 'desc').orderBy('audit_item.id', 'desc');
      } else {
        query = query
          .where('closed_at', 'is not', null)
          .orderBy('closed_at', 'desc')
          .orderBy('audit_item.id', 'desc');
      }
      if (after) {
        const column = state === 'open' ? 'points' : 'closed_at';
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple(column, 'audit_item.id'), '<', tuple(after.by, after.id)),
        );
      }
      const rows = await query.execute();
      const page = rows.slice(0, PAGE);
      const last = page.at(-1);
      const items = await views(reviewer, page);
      if (rows.length <= PAGE || !last) return { items };
      return { items, next: `${state === 'open' ? last.points : last.closed_at}.${last.id}` };
    },
    item: viewOf,
    take: (reviewer, id, instead) =>
      inTurn(async () => {
        const row = await rowOf(reviewer, id);
        if (!row) return refuse('not_found');
        const free = row.state === 'waiting' ? instead === undefined : row.taken_by === instead;
        if (!OPEN.some((state) => state === row.state) || !free) return refuse('audit_state_wrong');
        const taken = { state: 'taken', taken_by: reviewer.id, taken_at: clock.now() } as const;
        return move(reviewer, row, taken, 'AuditTaken');
      }),
    noFinding: (reviewer, id) =>
      inTurn(async () => {
        const own = await mine(reviewer, id);
        if (!own.ok) return own;
        if (own.value.state !== 'taken') return refuse('audit_state_wrong');
        return move(reviewer, own.value, { state: 'no-finding', closed_at: clock.now() }, 'AuditClosed');
      }),
    inTurn,
    mine,
  };
}

function itemView(row: Shown, reviewer: Staff, names: ReadonlyMap<string, string>): AuditItem {
  const { id, session, day, why, state, taken_by, closed_at } = row;
  return {
    id,
    session,
    day,
    why,
    score: { points: row.points, reasons: readReasons(row.signals) },
    state,
    agentName: row.agent_name ?? '',
    drawnAt: row.drawn_at,
    ...(taken_by === null
      ? {}
      : { takenBy: { id: taken_by, name: names.get(taken_by) ?? '', own: taken_by === reviewer.id } }),
    ...(closed_at === null ? {} : { closedAt: closed_at }),
    erased: row.status === null || row.status === 'erased',
    findings: row.findings ?? 0,
  };
}
