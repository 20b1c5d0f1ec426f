/** The rows that follow from a record, written in its commit: they answer the guard without opening a key. */
import type { ConsentRecord, ConsentStanding } from '../../protocol/consent.ts';
import type { ConsentStandingRow, ConsentSubjectRow, Database } from '../database.ts';
import type { Statement } from '../ports.ts';

/**
 * @param record the change; undefined when the projection is written anew.
 * @param source the id that the change came with, so that a repeat is known.
 * @param due when the records go; undefined while something is in force without an end.
 */
export function projection(
  database: Database,
  row: ConsentSubjectRow,
  record: ConsentRecord | undefined,
  standing: readonly ConsentStanding[],
  source: string | undefined,
  due: number | undefined,
): Statement[] {
  const { id, controller, number_hash: numberHash } = row;
  const ended = row.ended_at !== null || record?.change === 'ended';
  const endedAt = row.ended_at ?? (ended && record ? record.recordedAt : null);
  const statements = [
    database
      .insertInto('consent_subject')
      .values({ ...row, ended_at: endedAt })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ ended_at: endedAt }))
      .compile(),
    // The next holder of the number has nothing in force: only its live subject has a projection.
    database
      .deleteFrom('consent_standing')
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash)
      .compile(),
  ];
  const rows = ended ? [] : standingRows(row, standing);
  if (rows.length > 0) statements.push(database.insertInto('consent_standing').values(rows).compile());
  statements.push(database.deleteFrom('consent_due').where('subject', '=', id).compile());
  if (due !== undefined) {
    statements.push(database.insertInto('consent_due').values({ subject: id, due }).compile());
  }
  if (!record) return statements;
  statements.push(
    database
      .insertInto('consent_change')
      .values({
        controller,
        subject: id,
        record: record.id,
        change: record.change,
        purpose: record.purpose,
        channels: record.channels?.join(' ') ?? '',
        version: record.version,
        method: record.method,
        at: record.at,
        recorded_at: record.recordedAt,
      })
      .compile(),
  );
  if (source !== undefined) {
    statements.push(
      database
        .insertInto('consent_source')
        .values({ controller, source, record: record.id, at: record.recordedAt })
        .compile(),
    );
  }
  return statements;
}

export function standingRows(
  { controller, number_hash }: Pick<ConsentSubjectRow, 'controller' | 'number_hash'>,
  standing: readonly ConsentStanding[],
): readonly ConsentStandingRow[] {
  return standing.map((one) => ({
    controller,
    number_hash,
    purpose: one.purpose,
    channel: one.channel ?? '',
    // A limit runs out without anyone writing: it is compared when it is asked.
    state: one.state === 'expired' ? 'in-force' : one.state,
    version: one.version,
    record: one.record,
    since: one.since,
    valid_until: one.validUntil ?? null,
  }));
}
