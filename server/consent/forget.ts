/**
 * The end of a subject's consents: once nothing has been in force for the period in the policy table, the key is
 * destroyed, then stream and rows go in one commit with the line of the controller's log that certifies it. The stream
 * is told first, so that one without a key is known to be erased; repeated after a kill at any point.
 */
import type { ExpressionBuilder } from 'kysely';
import type { ConsentSubjectRow, Database, Tables } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { removeStream } from '../ledger/remove-stream.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { ConsentRegister } from './register.ts';
import { erasedEntry, SUBJECT_ERASED, subjectKeyId, subjectStream } from './subject.ts';

export interface ForgetDeps {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly keys: Pick<Keys, 'openRecord' | 'destroyRecord'>;
  readonly log: ControllerLog;
  readonly clock: Clock;
  readonly register: Pick<ConsentRegister, 'alone'>;
  /** Milliseconds for which a copy of the key may live on in a backup. */
  readonly backupsLive: number;
  readonly onFault: (error: unknown) => void;
}

export interface Forget {
  /** Erases what is due, at most 50 subjects. @returns how many. */
  due(): Promise<number>;
  /** After a restore: these keys are on the list of destroyed keys, so what is left of their subjects goes. */
  again(keys: readonly string[]): Promise<void>;
}

const AT_ONCE = 50;

export function createForget(deps: ForgetDeps): Forget {
  const { database, ledger, keys, log, clock, register, backupsLive, onFault } = deps;

  async function tellStream({ id, controller }: ConsentSubjectRow): Promise<void> {
    const key = await keys.openRecord(controller, subjectKeyId(id));
    const found = key && (await ledger.open(subjectStream(id), key));
    if (!found || found.payloads.at(-1)?.row.type === SUBJECT_ERASED) return;
    await ledger.append(found.stream, [erasedEntry(clock.now())]);
  }

  async function forget(row: ConsentSubjectRow): Promise<void> {
    await tellStream(row);
    await keys.destroyRecord(subjectKeyId(row.id));
    const event = {
      type: 'ConsentsErased',
      subject: row.id,
      keysDestroyed: 1,
      backupsUnreadableFrom: clock.now() + backupsLive,
    } as const;
    await log.append(row.controller, { kind: 'system' }, [event], rowsOf(database, row));
  }

  /** Looks again when it is its turn: a consent may have been given in between. */
  async function forgetIfDue(row: ConsentSubjectRow): Promise<boolean> {
    const due = await database
      .selectFrom('consent_due')
      .select('due')
      .where('subject', '=', row.id)
      .where('due', '<=', clock.now())
      .executeTakeFirst();
    if (!due) return false;
    await forget(row);
    return true;
  }

  return {
    async due() {
      const rows = await database
        .selectFrom('consent_due')
        .innerJoin('consent_subject', 'consent_subject.id', 'consent_due.subject')
        .selectAll('consent_subject')
        .where('due', '<=', clock.now())
        .where(notRestricted)
        .orderBy('due')
        .orderBy('subject')
        .limit(AT_ONCE)
        .execute();
      let done = 0;
      for (const row of rows) {
        const gone = await register
          .alone(row.number_hash, () => forgetIfDue(row))
          .catch((error: unknown) => onFault(error));
        if (gone) done += 1;
      }
      return done;
    },

    async again(destroyed) {
      const subjects = destroyed.flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []));
      if (subjects.length === 0) return;
      const rows = await database
        .selectFrom('consent_subject')
        .selectAll()
        .where('id', 'in', subjects)
        .execute();
      for (const row of rows) await register.alone(row.number_hash, () => forget(row));
    },
  };
}

/** Whose subject had processing restricted keeps the proof for claims (Art. 18(1)(c)). */
function notRestricted({ not, exists, selectFrom }: ExpressionBuilder<Tables, 'consent_subject'>) {
  return not(
    exists(
      selectFrom('subject_request')
        .select('subject_request.id')
        .whereRef('subject_request.controller', '=', 'consent_subject.controller')
        .whereRef('subject_request.number_hash', '=', 'consent_subject.number_hash')
        .where('restriction', '=', 'in-force'),
    ),
  );
}

/** Of a subject's key in the key store. */
const PREFIX = 'record:subject:';

function rowsOf(
  database: Database,
  { id, controller, number_hash, ended_at }: ConsentSubjectRow,
): Statement[] {
  const records = database.selectFrom('consent_change').select('record').where('subject', '=', id);
  return [
    ...removeStream(database, subjectStream(id)),
    database
      .deleteFrom('consent_source')
      .where('controller', '=', controller)
      .where('record', 'in', records)
      .compile(),
    database.deleteFrom('consent_change').where('subject', '=', id).compile(),
    // The number may have another holder by now, whose rows these are.
    ...(ended_at === null
      ? [
          database
            .deleteFrom('consent_standing')
            .where('controller', '=', controller)
            .where('number_hash', '=', number_hash)
            .compile(),
        ]
      : []),
    database.deleteFrom('consent_due').where('subject', '=', id).compile(),
    database.deleteFrom('consent_subject').where('id', '=', id).compile(),
  ];
}
