/**
 * How a controller's ledger is, for its reviewers: the newest checkpoint and what it does not cover yet, and full
 * verifications, of which one runs at a time. Each leaves a row and an entry of the controller's log, whether or not
 * whoever asked still looks.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type {
  CheckpointLine,
  LedgerHealth,
  Verification,
  VerificationProgress,
} from '../../protocol/ledger.ts';
import type { Database, LedgerVerificationRow } from '../database.ts';
import { linesOf, readCheckpoint } from '../ledger/checkpoint.ts';
import type { CheckpointSink, Clock, LedgerInspector, Signer } from '../ports.ts';
import type { ControllerActor, ControllerLog } from '../privacy/controller-log.ts';
import { figuresIn } from './ledger-figures.ts';
import { namesIn } from './log.ts';

export interface ReviewLedger {
  health(controller: string): Promise<LedgerHealth>;
  /** Begins one, or says why not; it goes on by itself. */
  verify(by: LedgerAsker): Promise<{ readonly ok: true; readonly value: Verification } | Refusal>;
  /** Checkpoints to choose from for a proof, newest first. */
  checkpoints(controller: string): Promise<readonly CheckpointLine[]>;
  /** Begins those that are due: each controller's once in 24 hours. Resolves at once. */
  verifyDaily(): Promise<void>;
  /** What a server that was stopped meanwhile left under way is told to be cut short. */
  resume(): Promise<void>;
  /** Controllers whose last verification that came to an end found something. */
  unhealthy(): Promise<readonly string[]>;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

/** Account id; empty for the daily one. */
export interface LedgerAsker {
  readonly controller: string;
  readonly id: string;
}

export interface ReviewLedgerDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly inspector: Pick<LedgerInspector, 'verify'>;
  readonly sink: Pick<CheckpointSink, 'tail'>;
  readonly signer: Pick<Signer, 'publicKey'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly controllers: readonly string[];
  readonly alarm: (found: { readonly controller: string; readonly faults: number }) => void;
  readonly onFault: (error: unknown) => void;
}

const DAY = 24 * 60 * 60_000;
const LISTED = 20;
/** Bytes of the sink's end that are read for the newest checkpoints: some 300 of them. */
const TAIL = 64 * 1024;

export function createReviewLedger(deps: ReviewLedgerDeps): ReviewLedger {
  const { database, log, inspector, sink, signer, clock, newId, controllers, alarm, onFault } = deps;
  const progress = new Map<string, VerificationProgress>();
  const underWay = new Map<string, Promise<void>>();
  /** The one that runs now, and those behind it: each reads everything, so that two would only hinder each other. */
  let queue: Promise<void> = Promise.resolve();

  async function run(row: LedgerVerificationRow, actor: ControllerActor): Promise<void> {
    const { id, controller } = row;
    const finish = (set: Partial<LedgerVerificationRow>) =>
      database
        .updateTable('ledger_verification')
        .set({ finished_at: clock.now(), ...set })
        .where('id', '=', id);
    try {
      const figures = await inspector.verify(controller, clock.now(), (done) => progress.set(id, done));
      const healthy = figures.faults === 0;
      const rows = finish({ healthy: healthy ? 1 : 0, figures: JSON.stringify(figures) }).compile();
      const event = { type: 'LedgerVerified', verification: id, healthy, figures } as const;
      await log.append(controller, actor, [event], [rows]);
      if (!healthy) alarm({ controller, faults: figures.faults });
    } catch (error) {
      onFault(error);
      await finish({}).execute();
    }
  }

  async function begin({ controller, id: staff }: LedgerAsker): Promise<LedgerVerificationRow | undefined> {
    if (underWay.has(controller)) return undefined;
    const row: LedgerVerificationRow = {
      id: newId(),
      controller,
      asked_by: staff,
      started_at: clock.now(),
      finished_at: null,
      healthy: null,
      figures: null,
    };
    const actor: ControllerActor = staff === '' ? { kind: 'system' } : { kind: 'reviewer', staff };
    const written = database.insertInto('ledger_verification').values(row).execute();
    queue = queue.then(async () => {
      await written;
      await run(row, actor);
    });
    const mine = queue.catch(onFault).finally(() => {
      underWay.delete(controller);
      progress.delete(row.id);
    });
    queue = mine;
    underWay.set(controller, mine);
    await written;
    return row;
  }

  function viewOf(row: LedgerVerificationRow, names: ReadonlyMap<string, string>): Verification {
    const name = names.get(row.asked_by);
    const done = progress.get(row.id);
    return {
      id: row.id,
      startedAt: row.started_at,
      ...(name === undefined ? {} : { by: name }),
      state: stateOf(row),
      ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
      ...(row.figures === null ? {} : { figures: figuresIn(row.figures) }),
      ...(done ? { progress: done } : {}),
    };
  }

  async function newest(controller: string): Promise<readonly CheckpointLine[]> {
    const lines = linesOf(await sink.tail(controller, TAIL));
    const read = lines.flatMap((line) => readCheckpoint(line) ?? []);
    return read.map(({ at, size }) => ({ at, size })).reverse();
  }

  /** When the oldest entry was written that no checkpoint covers yet. */
  async function uncoveredSince(
    controller: string,
    covered: number | undefined,
  ): Promise<number | undefined> {
    const log = await database
      .selectFrom('checkpoint_log')
      .select(['size', 'signed'])
      .where('controller', '=', controller)
      .executeTakeFirst();
    // The log grew and the sink did not take the checkpoint: everything since the newest one in it is open.
    if (log && log.size > log.signed && covered !== undefined) return covered;
    const oldest = await database
      .selectFrom('entry')
      .innerJoin('stream', 'stream.id', 'entry.stream')
      .select('entry.at')
      .where('n', '>', (query) => query.selectFrom('checkpoint_place').select('place'))
      .where('stream.controller', '=', controller)
      .orderBy('n')
      .limit(1)
      .executeTakeFirst();
    return oldest?.at;
  }

  return {
    async health(controller) {
      const [names, rows, [checkpoint]] = await Promise.all([
        namesIn(database, controller),
        database
          .selectFrom('ledger_verification')
          .selectAll()
          .where('controller', '=', controller)
          .orderBy('started_at', 'desc')
          .limit(LISTED)
          .execute(),
        newest(controller),
      ]);
      const since = await uncoveredSince(controller, checkpoint?.at);
      return {
        now: clock.now(),
        ...(checkpoint ? { checkpoint } : {}),
        ...(since === undefined ? {} : { uncoveredSince: since }),
        publicKey: Buffer.from(signer.publicKey(controller)).toString('base64'),
        verifications: rows.map((row) => viewOf(row, names)),
      };
    },

    async verify(by) {
      const row = await begin(by);
      if (!row) return refuse('verification_under_way');
      return { ok: true, value: viewOf(row, await namesIn(database, by.controller)) };
    },

    checkpoints: newest,

    async verifyDaily() {
      for (const controller of controllers) {
        if (await isDue(database, controller, clock.now())) await begin({ controller, id: '' });
      }
    },

    async resume() {
      await database
        .updateTable('ledger_verification')
        .set({ finished_at: clock.now() })
        .where('finished_at', 'is', null)
        .execute();
    },

    async unhealthy() {
      const found: string[] = [];
      for (const controller of controllers) {
        const last = await database
          .selectFrom('ledger_verification')
          .select('healthy')
          .where('controller', '=', controller)
          .where('healthy', 'is not', null)
          .orderBy('started_at', 'desc')
          .executeTakeFirst();
        if (last?.healthy === 0) found.push(controller);
      }
      return found;
    },

    settled: () => queue,
  };
}

/** A day after the last one began, or after the controller's first entry. */
async function isDue(database: Database, controller: string, now: number): Promise<boolean> {
  const last = await database
    .selectFrom('ledger_verification')
    .select('started_at as at')
    .where('controller', '=', controller)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  const first =
    last ??
    (await database
      .selectFrom('controller_entry')
      .select('at')
      .where('controller', '=', controller)
      .orderBy('seq')
      .executeTakeFirst());
  return first !== undefined && now - first.at >= DAY;
}

function stateOf({ finished_at, healthy }: LedgerVerificationRow): Verification['state'] {
  if (finished_at === null) return 'under-way';
  if (healthy === null) return 'cut-short';
  return healthy === 1 ? 'healthy' : 'faults';
}
