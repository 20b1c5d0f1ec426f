/**
 * The projection written anew from the records: all of it by the operator's command, one subject's when something
 * outside the records moved, such as the end of the last transaction. Each subject in its own transaction and turn,
 * so that a server may go on beside it.
 */
import { CompiledQuery } from 'kysely';
import type { ConsentRecord, ConsentStanding } from '../../protocol/consent.ts';
import type { ConsentStandingRow, ConsentSubjectRow, Database } from '../database.ts';
import type { Statement } from '../ports.ts';
import { proofDue } from './due.ts';
import { projection, standingRows } from './projection.ts';
import type { OpenSubject } from './subject.ts';

export interface Rebuilt {
  readonly subjects: number;
  /** Of these, whose rows said something else than the records. */
  readonly different: number;
  /** Rows that no living subject's records stand behind; they are removed. */
  readonly stray: number;
  /** Subjects whose key is destroyed or whose stream is gone: nothing can be said of them. */
  readonly unreadable: number;
}

export interface RebuildDeps {
  readonly database: Database;
  readonly open: (row: ConsentSubjectRow) => Promise<OpenSubject | undefined>;
  readonly standingOf: (
    controller: string,
    number: string,
    records: readonly ConsentRecord[],
  ) => Promise<readonly ConsentStanding[]>;
  readonly alone: <T>(numberHash: string, step: () => Promise<T>) => Promise<T>;
}

const PAGE = 500;

export function createRebuild({ database, open, standingOf, alone }: RebuildDeps) {
  async function anew(id: string): Promise<'same' | 'different' | 'unreadable'> {
    const row = await liveRow(database, id);
    const subject = row && (await open(row));
    if (!row || !subject) return 'unreadable';
    const { number, records } = subject;
    const standing = await standingOf(row.controller, number, records);
    const [stored, due] = await Promise.all([storedRows(database, row), dueOf(database, id)]);
    const fresh = proofDue(records, standing);
    if (sameRows(stored, standingRows(row, standing)) && due === fresh) return 'same';
    await write(database, projection(database, row, undefined, standing, undefined, fresh));
    return 'different';
  }

  return {
    async one(id: string): Promise<boolean> {
      const row = await liveRow(database, id);
      return row !== undefined && (await alone(row.number_hash, () => anew(id))) === 'different';
    },

    async all(): Promise<Rebuilt> {
      const counts = { subjects: 0, different: 0, unreadable: 0 };
      for await (const { id, number_hash } of everySubject(database)) {
        const outcome = await alone(number_hash, () => anew(id));
        counts.subjects += 1;
        if (outcome !== 'same') counts[outcome] += 1;
      }
      return { ...counts, stray: await removeStray(database) };
    },
  };
}

function liveRow(database: Database, id: string): Promise<ConsentSubjectRow | undefined> {
  const rows = database.selectFrom('consent_subject').selectAll().where('id', '=', id);
  return rows.where('ended_at', 'is', null).executeTakeFirst();
}

function storedRows(database: Database, row: ConsentSubjectRow): Promise<ConsentStandingRow[]> {
  return database
    .selectFrom('consent_standing')
    .selectAll()
    .where('controller', '=', row.controller)
    .where('number_hash', '=', row.number_hash)
    .execute();
}

async function dueOf(database: Database, subject: string): Promise<number | undefined> {
  const rows = database.selectFrom('consent_due').select('due').where('subject', '=', subject);
  return (await rows.executeTakeFirst())?.due;
}

function sameRows(one: readonly ConsentStandingRow[], other: readonly ConsentStandingRow[]): boolean {
  const said = (rows: readonly ConsentStandingRow[]) => rows.map(lineOf).sort().join('\n');
  return said(one) === said(other);
}

/**
 * What answers the guard. `retired` is the catalogue's to say and is asked of it each time, whatever a row says; a row
 * of before the catalogue changed is not wrong.
 */
function lineOf({
  purpose,
  channel,
  state,
  version,
  record,
  since,
  valid_until,
}: ConsentStandingRow): string {
  const told = state === 'retired' ? 'in-force' : state;
  return JSON.stringify([purpose, channel, told, version, record, since, valid_until]);
}

/** Subjects in the order of their ids, a page at a time, so that no read holds the database for long. */
async function* everySubject(database: Database): AsyncIterable<ConsentSubjectRow> {
  let after = '';
  while (true) {
    const rows = await database
      .selectFrom('consent_subject')
      .selectAll()
      .where('id', '>', after)
      .where('ended_at', 'is', null)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

async function removeStray(database: Database): Promise<number> {
  const { numDeletedRows } = await database
    .deleteFrom('consent_standing')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('consent_subject')
            .select('consent_subject.id')
            .whereRef('consent_subject.controller', '=', 'consent_standing.controller')
            .whereRef('consent_subject.number_hash', '=', 'consent_standing.number_hash')
            .where('consent_subject.ended_at', 'is', null),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** All of them, or none. */
export async function write(database: Database, statements: readonly Statement[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const { sql, parameters } of statements) {
      await transaction.executeQuery(CompiledQuery.raw(sql, [...parameters]));
    }
  });
}
