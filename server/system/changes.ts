/**
 * What a system is told of changes, whether it asks for them or is called: those of the purposes and channels that it
 * may ask about, and that a number changed hands when it was told of that subject before.
 */

import type { Selectable } from 'kysely';
import { CONSENT_CHANNELS, type ConsentChannel, type ConsentRecord } from '../../protocol/consent.ts';
import type { Pseudonyms } from '../consent/pseudonyms.ts';
import type { ConsentChangeRow, Database } from '../database.ts';
import { pseudonymOf, type SystemSecrets } from './secrets.ts';
import type { System } from './systems.ts';

export type ChangeRow = Selectable<ConsentChangeRow>;

export interface Change {
  readonly record: string;
  /** The system's own pseudonym of the number; absent once the subject's key is destroyed. */
  readonly subject?: string;
  readonly change: ConsentRecord['change'];
  /** Absent when everything ended. */
  readonly purpose?: string;
  readonly version?: string;
  /** Absent: all, or the purpose has none. */
  readonly channels?: readonly ConsentChannel[];
  /** ISO 8601: when the wish took effect, and when it was learnt of. */
  readonly at: string;
  readonly recordedAt: string;
}

export interface Changes {
  /** In the order of arrival, the first `limit` after a place. */
  after(system: System, place: number, limit: number): Promise<readonly ChangeRow[]>;
  /** One change, if it is this system's to know. */
  one(system: System, place: number): Promise<ChangeRow | undefined>;
  tell(system: System, row: ChangeRow): Promise<Change>;
}

export interface ChangesDeps {
  readonly database: Database;
  readonly pseudonyms: Pseudonyms;
  readonly secrets: SystemSecrets;
}

export function createChanges({ database, pseudonyms, secrets }: ChangesDeps): Changes {
  const rowsOf = ({ controller, purposes }: System) =>
    database
      .selectFrom('consent_change')
      .selectAll()
      .where('controller', '=', controller)
      .where((is) =>
        is.or([
          is('purpose', 'in', purposes),
          is.and([
            is('change', '=', 'ended'),
            is.exists(
              is
                .selectFrom('consent_change as before')
                .select('before.n')
                .whereRef('before.subject', '=', 'consent_change.subject')
                .where('before.purpose', 'in', purposes),
            ),
          ]),
        ]),
      );

  return {
    after: (system, place, limit) =>
      rowsOf(system).where('n', '>', place).orderBy('n').limit(limit).execute(),
    async one(system, place) {
      const row = await rowsOf(system).where('n', '=', place).executeTakeFirst();
      return row && concerns(system, row) ? row : undefined;
    },
    async tell(system, row) {
      const key = secrets.subjectKey(system.controller, system.id);
      const subject = await pseudonyms(system.controller, row.subject, (number) => pseudonymOf(key, number));
      const channels = channelsOf(system, row);
      return {
        record: row.record,
        ...(subject === undefined ? {} : { subject }),
        change: row.change,
        ...(row.change === 'ended' ? {} : { purpose: row.purpose, version: row.version }),
        ...(channels.length === 0 ? {} : { channels }),
        at: new Date(row.at).toISOString(),
        recordedAt: new Date(row.recorded_at).toISOString(),
      };
    },
  };
}

/** Whether any channel of the change is one that the system may ask about. */
export function concerns(system: System, row: Pick<ChangeRow, 'channels'>): boolean {
  return row.channels === '' || channelsOf(system, row).length > 0;
}

function channelsOf({ channels }: System, row: Pick<ChangeRow, 'channels'>) {
  const named = row.channels.split(' ');
  return CONSENT_CHANNELS.filter(
    (channel) => named.includes(channel) && (channels.length === 0 || channels.includes(channel)),
  );
}
