/**
 * The Merkle log of each controller over the heads of its streams, and the signed checkpoints of it. A round takes
 * in every head that moved since the last, then signs and appends a checkpoint to the sink, which whoever can
 * write the database cannot change: what it covers can then be changed by nobody without being found (CHK-1).
 *
 * Leaves are durable before the checkpoint that covers them is written; a server killed in between writes it at
 * its next round.
 */
import type { CheckpointLogRow, Database, DatabaseOrTransaction } from '../database.ts';
import type { CheckpointSink, Clock, Signer } from '../ports.ts';
import {
  checkpointLine,
  hashOfLeaf,
  type Leaf,
  linesOf,
  readCheckpoint,
  signedBytes,
  unpackPeaks,
} from './checkpoint.ts';
import { addLeaf, NO_LEAVES, rootOf } from './merkle.ts';

export interface Checkpoints {
  /** One round: covers everything that is durable now. */
  take(): Promise<void>;
  /**
   * After an older database was put in place, before the next round: signs into the sink from where the log goes on.
   * Nothing when the sink knows of nothing newer, or was told already.
   * @returns leaves that are left, and those that were covered beyond them.
   */
  restored(controller: string): Promise<{ readonly size: number; readonly lost: number }>;
}

export interface CheckpointsDeps {
  readonly database: Database;
  readonly sink: CheckpointSink;
  readonly signer: Signer;
  readonly clock: Clock;
  /** One controller that cannot be signed for must not keep the others from it. */
  readonly onFault: (error: unknown) => void;
}

/** Entries looked at in one transaction: bounds how long others wait for the database. */
const CHUNK = 500;
const NO_HEAD = new Uint8Array(0);

export function createCheckpoints(deps: CheckpointsDeps): Checkpoints {
  const { database, sink, signer, clock, onFault } = deps;
  /** Controllers whose sink was compared with the database since this process began. */
  const compared = new Set<string>();

  async function sign({ controller, size, peaks }: CheckpointLogRow): Promise<void> {
    if (!compared.has(controller)) await compare(controller, size);
    const checkpoint = { controller, size, root: rootOf(unpackPeaks(size, peaks)), at: clock.now() };
    const signature = signer.sign(controller, signedBytes(checkpoint));
    await sink.append(controller, checkpointLine(checkpoint, signature));
    await database
      .updateTable('checkpoint_log')
      .set({ signed: size })
      .where('controller', '=', controller)
      .execute();
  }

  /** A database older than its sink was restored from a backup or cut: to sign it would hide that it was. */
  async function compare(controller: string, size: number): Promise<void> {
    const last = linesOf(await sink.read(controller)).at(-1);
    const newest = last === undefined ? undefined : readCheckpoint(last);
    if (last !== undefined && newest === undefined) {
      throw new Error(`the newest checkpoint of ${controller} cannot be read`);
    }
    if (newest && newest.size > size) {
      throw new Error(
        `the database is older than the newest checkpoint of ${controller}: no checkpoint is written. Restore it with \`npm run ops -- restore\`, which says so in the sink`,
      );
    }
    compared.add(controller);
  }

  return {
    async restored(controller) {
      const row = await database
        .selectFrom('checkpoint_log')
        .select(['size', 'peaks'])
        .where('controller', '=', controller)
        .executeTakeFirst();
      const peaks = row ? unpackPeaks(row.size, row.peaks) : NO_LEAVES;
      const last = linesOf(await sink.read(controller)).at(-1);
      const lost = ((last && readCheckpoint(last)?.size) || 0) - peaks.size;
      if (lost <= 0) return { size: peaks.size, lost: 0 };
      const checkpoint = { controller, size: peaks.size, root: rootOf(peaks), at: clock.now() };
      const signature = signer.sign(controller, signedBytes(checkpoint, 'restored'));
      await sink.append(controller, checkpointLine(checkpoint, signature, 'restored'));
      return { size: peaks.size, lost };
    },
    async take() {
      let more = true;
      while (more) more = await database.transaction().execute(takeIn);
      const due = await database
        .selectFrom('checkpoint_log')
        .selectAll()
        .whereRef('size', '>', 'signed')
        .orderBy('controller')
        .execute();
      for (const log of due) {
        try {
          await sign(log);
        } catch (error) {
          onFault(error);
        }
      }
    },
  };
}

/** Takes in a bounded number of moved heads. @returns whether more of them wait. */
async function takeIn(transaction: DatabaseOrTransaction): Promise<boolean> {
  const { place } = await transaction
    .selectFrom('checkpoint_place')
    .select('place')
    .executeTakeFirstOrThrow();
  const { end } = await transaction
    .selectFrom('entry')
    .select(({ fn }) => fn.max('n').as('end'))
    .executeTakeFirstOrThrow();
  const upTo = Math.min(Number(end ?? 0), place + CHUNK);
  const moved = await transaction
    .selectFrom('stream')
    .select(['id as stream', 'controller', 'seq', 'head'])
    .where('id', 'in', (query) =>
      query.selectFrom('entry').select('stream').where('n', '>', place).where('n', '<=', upTo),
    )
    .orderBy('id')
    .execute();
  const gone = await transaction
    .selectFrom('stream_gone')
    .select(['stream', 'controller', 'seq'])
    .limit(CHUNK)
    .execute();
  const leaves = [...moved, ...gone.map((one) => ({ ...one, head: NO_HEAD }))];
  for (const [controller, of] of Map.groupBy(leaves, (leaf) => leaf.controller)) {
    await addLeaves(transaction, controller, of);
  }
  if (upTo > place) await transaction.updateTable('checkpoint_place').set({ place: upTo }).execute();
  if (gone.length > 0) {
    const ids = gone.map(({ stream }) => stream);
    await transaction.deleteFrom('stream_gone').where('stream', 'in', ids).execute();
  }
  return upTo < Number(end ?? 0) || gone.length === CHUNK;
}

async function addLeaves(
  transaction: DatabaseOrTransaction,
  controller: string,
  leaves: readonly Leaf[],
): Promise<void> {
  const log = await transaction
    .selectFrom('checkpoint_log')
    .select(['size', 'peaks'])
    .where('controller', '=', controller)
    .executeTakeFirst();
  const before = log ? unpackPeaks(log.size, log.peaks) : NO_LEAVES;
  const rows = leaves.map(({ stream, seq, head }, i) => ({
    controller,
    position: before.size + i,
    stream,
    seq,
    head,
  }));
  await transaction.insertInto('checkpoint_leaf').values(rows).execute();
  const after = leaves.reduce((peaks, leaf) => addLeaf(peaks, hashOfLeaf(leaf)), before);
  const grown = { size: after.size, peaks: Buffer.concat(after.hashes) };
  await transaction
    .insertInto('checkpoint_log')
    .values({ controller, ...grown, signed: 0 })
    .onConflict((conflict) => conflict.column('controller').doUpdateSet(grown))
    .execute();
}
